"""Tables of margin tiers that were read, row by row; ``contract_venues`` has their sources.

A venue changes its tables often, so each is that of its date. Where a table ends, no larger
position can be opened there; here its last row goes on, because a position can grow beyond it.
"""

from __future__ import annotations

import math

from margin_lessons.debt.law import EEA_SCHEDULE
from margin_lessons.tiers import Tier, TierRule, Tiers, TierSize


def _by_leverage(
    rows: tuple[tuple[float, float, float], ...],
    rule: TierRule = TierRule.MARGINAL,
    size: TierSize = TierSize.NOTIONAL,
) -> Tiers:
    """Return the tiers of rows with upper edge, highest leverage and maintenance rate."""
    *below, (_, leverage, maintenance) = rows
    tiers = [Tier(edge, 1 / most, rate) for edge, most, rate in below]
    return Tiers((*tiers, Tier(math.inf, 1 / leverage, maintenance)), rule, size)


BINANCE_BTC = _by_leverage(
    (
        (50_000, 125, 0.004),
        (600_000, 100, 0.005),
        (3_000_000, 75, 0.0065),
        (12_000_000, 50, 0.01),
        (70_000_000, 25, 0.02),
        (100_000_000, 20, 0.025),
        (230_000_000, 10, 0.05),
        (480_000_000, 5, 0.10),
        (600_000_000, 4, 0.125),
        (800_000_000, 3, 0.15),
        (1_200_000_000, 2, 0.25),
        (1_800_000_000, 1, 0.50),
    )
)
"""Binance USD-M, BTC/USDT, as recorded in 2024 by freqtrade; the table ends at 1.8 billion."""

BYBIT_BTC = _by_leverage(
    (
        (2_000_000, 100, 0.005),
        (2_600_000, 90, 0.0056),
        (3_200_000, 80, 0.0063),
        (3_800_000, 75, 0.0067),
        (4_400_000, 70, 0.0071),
        (5_000_000, 65, 0.0077),
        (5_600_000, 55, 0.0091),
        (8_500_000, 50, 0.01),
        (10_000_000, 45, 0.013),
        (14_000_000, 40, 0.015),
        (20_000_000, 35, 0.016),
        (28_000_000, 30, 0.02),
        (38_000_000, 25, 0.025),
        (50_000_000, 20, 0.029),
        (55_000_000, 19, 0.03),
        (60_000_000, 18, 0.035),
        (65_000_000, 17, 0.036),
        (70_000_000, 16, 0.038),
        (75_000_000, 15, 0.04),
        (80_000_000, 14, 0.045),
    )
)
"""Bybit, BTC/USDT, from a copy of its page on margin parameters; it ends at 80 million."""

HYPERLIQUID_BTC = _by_leverage(((150_000_000, 40, 1 / 80), (math.inf, 20, 1 / 40)))
"""Hyperliquid, BTC: maintenance is half of the initial rate at the highest leverage of the tier."""

OKX_ADA = Tiers(
    (
        Tier(150_000, 1 / 75, 0.005),  # printed as 1.33 %
        Tier(300_000, 0.02, 0.0075),
        Tier(600_000, 0.025, 0.01),
        *(Tier(k * 600_000, (20 + 5 * k) / 1_000, (5 + 5 * k) / 1_000) for k in range(2, 16)),
        Tier(math.inf, 0.10, 0.085),
    ),
    TierRule.BAND,
    TierSize.CONTRACTS,
)
"""OKX, ADA/USDT, from 19 May 2023, in coins (a contract is 100 ADA): 0.5 % more each 600,000.

The row goes on so; here it ends where the highest leverage has fallen to 10x.
"""

KRAKEN_BTC = Tiers(
    (
        Tier(500_000, 0.02, 0.01),
        Tier(1_000_000, 0.04, 0.02),
        Tier(3_000_000, 0.06, 0.03),
        Tier(math.inf, 0.10, 0.05),
    ),
    TierRule.BAND,
    TierSize.QUOTE,
)
"""Kraken outside the US, PI_XBTUSD in contracts of 1 USD: the sample of its API documentation."""

KRAKEN_EEA_ROWS = tuple(Tiers.flat(row.initial, row.maintenance) for row in EEA_SCHEDULE)
"""Kraken in the EEA, its schedules of 29 May 2025: 10, 20, 30 and 50 %, half of it maintenance."""

BITSTAMP_SAMPLE = _by_leverage(((math.inf, 10, 0.05),))
"""The one tier in a test reply: 10x to 10,000,000. Illustrative: no table in force was found."""

ROBINHOOD_EU_ROWS = _by_leverage(((1_000_000, 10, 0.10), (math.inf, 7, 0.10)))
"""Robinhood EU: 10x to 1,000,000, then 7x (14.29 %); maintenance is 10 % in both."""
