"""The venues for futures and perpetuals whose rules were read, each with source and date.

What was not found is said in ``unknown``. Rules change: each value is that of its date.
"""

from __future__ import annotations

from margin_lessons.contract_venue import ContractVenue
from margin_lessons.conventions import ClosingFee, MaintenanceOn
from margin_lessons.debt.law import LAWS
from margin_lessons.debt.regimes import AUTO_DELEVERAGING, BACKSTOP, EU_CFD_PROTECTION
from margin_lessons.kraken_contracts import KRAKEN_EEA, KRAKEN_OUTSIDE_US, KRAKEN_US
from margin_lessons.source import Source
from margin_lessons.tier_tables import (
    BINANCE_BTC,
    BITSTAMP_SAMPLE,
    BYBIT_BTC,
    HYPERLIQUID_BTC,
    OKX_ADA,
    ROBINHOOD_EU_ROWS,
)
from margin_lessons.tiers import Tiers

__all__ = [
    "BINANCE_USDM",
    "BITSTAMP_PERPETUALS",
    "BYBIT",
    "CONTRACT_VENUES",
    "EU_CFD",
    "HYPERLIQUID",
    "KRAKEN_EEA",
    "KRAKEN_OUTSIDE_US",
    "KRAKEN_US",
    "OKX",
    "ROBINHOOD_EU",
]

_BITSTAMP_API = Source("Bitstamp API documentation (OpenAPI copy)", "2026")
_BITSTAMP_CLIENT = Source("Bitstamp.Net, a test reply; illustrative", "2026-03")

BITSTAMP_PERPETUALS = ContractVenue(
    name="Bitstamp perpetuals",
    tiers=BITSTAMP_SAMPLE,
    funding_hours=8,
    inverse=False,
    left_over=AUTO_DELEVERAGING,
    sources={
        "tiers": _BITSTAMP_CLIENT,
        "inverse": _BITSTAMP_API,
        "modes": _BITSTAMP_API,
        "trigger": _BITSTAMP_API,
        "funding_hours": Source("a recorded reply in an open-source client", "2026-09-15"),
        "left_over": AUTO_DELEVERAGING.source,
    },
    unknown=(
        "The tiers in force are not found: 10x, 10 % and 5 % are a sample and illustrative.",
        "The order of fund, assignment and auto-deleveraging is not found.",
        "Whether a deficit can be claimed is not found: no clause on negative balances.",
        "The limit of funding and the fees are not found; a liquidation fee exists.",
    ),
)
"""Documented fields only."""

_ROBINHOOD = Source("robinhood.com/eu, support pages on perpetual futures", "2026")

ROBINHOOD_EU = ContractVenue(
    name="Robinhood EU",
    tiers=ROBINHOOD_EU_ROWS,
    fee_rate=0.0005,
    liquidation_fee=0.0005,
    funding_hours=8,
    inverse=False,
    full=0.5,
    partial=1.0,
    leverage_max=5,
    left_over=AUTO_DELEVERAGING,
    sources=dict.fromkeys(
        ("tiers", "fee_rate", "liquidation_fee", "funding_hours", "full", "partial", "trigger",
         "leverage_max"),
        _ROBINHOOD,
    ),
    unknown=(
        "The page names tiers of 10x and 7x, and an initial margin of at least 20 %: here 5x.",
        "Whether the fee counts into the requirement is not found: here it does not.",
        "How much a partial closing closes is not found.",
        "What becomes of a loss beyond the margin is not found: here the chain that is usual.",
    ),
)  # fmt: skip
"""A part is closed at 10 % of the value, all at 5 %: levels of 1 and 0.5 of the maintenance."""

EU_CFD = ContractVenue(
    name="a retail CFD in the EU",
    tiers=Tiers.flat(initial=0.50, maintenance=0.25),
    maintenance_on=MaintenanceOn.ENTRY,
    inverse=False,
    left_over=EU_CFD_PROTECTION,
    sources={
        "tiers": LAWS["cap"].told.source,
        "full": LAWS["close-out"].told.source,
        "left_over": EU_CFD_PROTECTION.source,
    },
    unknown=(
        "Fees, financing and the price that is watched are the broker's own.",
        "The rule counts all CFDs of an account together; here each stands alone, or use cross.",
    ),
)
"""The rule of ESMA for crypto: 2:1 at most, closed at half of the initial margin."""

_ADL = Source("binance.com, What is auto-deleveraging", "2019-09-09")

BINANCE_USDM = ContractVenue(
    name="Binance USD-M",
    tiers=BINANCE_BTC,
    funding_hours=8,
    inverse=False,
    left_over=AUTO_DELEVERAGING,
    sources={
        "tiers": Source("freqtrade, binance_leverage_tiers.json, BTC/USDT as recorded", "2024"),
        "maintenance_on": Source("freqtrade, tests/exchange/test_binance.py", "2026-11-22"),
        "left_over": _ADL,
        "full": Source("docs.traderwagon.com, Binance's liquidation protocol", "2026-11-29"),
    },
    unknown=(
        "The tiers of today are not found, nor those of other coins: taken over is BTC/USDT.",
        "That funding is exchanged every 8 hours is the usual period; some coins have another.",
        "The limit of funding and the liquidation fee are not found.",
    ),
)
"""Smart liquidation first reduces a position, then the insurance fund takes it over."""

_BYBIT_TABLE = Source("bybitx.global, margin parameters (a copy of Bybit's page)", "about 2024")

BYBIT = ContractVenue(
    name="Bybit",
    tiers=BYBIT_BTC,
    maintenance_on=MaintenanceOn.ENTRY,
    funding_hours=8,
    inverse=False,
    left_over=AUTO_DELEVERAGING,
    sources={
        "tiers": _BYBIT_TABLE,
        "maintenance_on": Source("ccxt, python/ccxt/bybit.py", "2026-11-22"),
        "left_over": Source("bybit help, Risk limit (perpetual and futures)", "2024-09-06"),
        "partial": Source("bybit help, Risk limit (perpetual and futures)", "2024-09-06"),
    },
    unknown=(
        "The day of the table is not found, nor the tables of other coins and inverse contracts.",
        "That funding is exchanged every 8 hours is the usual period; some coins have another.",
        "The limit of funding, and how the fee for closing counts, are not found.",
    ),
)
"""Liquidation goes down the tiers, from the highest to the lowest that holds."""

OKX = ContractVenue(
    name="OKX",
    tiers=OKX_ADA,
    closing_fee=ClosingFee.ADDED,
    fee_rate=0.0005,
    funding_hours=8,
    inverse=False,
    left_over=AUTO_DELEVERAGING,
    sources={
        "tiers": Source("okx.com help, position tiers of perpetual swaps", "2023-05-15"),
        "maintenance_on": Source("okx help, clearing mechanism", "2024-06-07"),
        "closing_fee": Source("ccxt, issue 28121", "2026-03-11"),
        "fee_rate": Source("ccxt, issue 28121", "2026-03-11"),
        "left_over": Source("okx help, early liquidation and auto-deleveraging", "2026-11-29"),
    },
    unknown=(
        "The tiers of BTC are not found: taken over is ADA/USDT of 19 May 2023.",
        "That a contract is 100 ADA is not on that page.",
        "The period and limit of funding are the usual ones, not found on a page.",
    ),
)
"""Tiers count contracts; a position of tier 3 or more is reduced by two tiers at a time."""

_HL = "hyperliquid.gitbook.io, "

HYPERLIQUID = ContractVenue(
    name="Hyperliquid",
    tiers=HYPERLIQUID_BTC,
    funding_hours=1,
    funding_cap=0.04,
    inverse=False,
    liquidation_fee=0.0,
    left_over=BACKSTOP,
    sources={
        "tiers": Source(_HL + "Margin tiers, BTC", "2026-11-29"),
        "full": Source(_HL + "Liquidations", "2026-11-29"),
        "trigger": Source(_HL + "Liquidations", "2026-11-29"),
        "liquidation_fee": Source(_HL + "Liquidations, through a wallet's guide", "2026-11-29"),
        "funding_hours": Source("cortex-vigil.com, notes on Hyperliquid's docs", "2026-04-16"),
        "funding_cap": Source("cortex-vigil.com, notes on Hyperliquid's docs", "2026-04-16"),
        "left_over": BACKSTOP.source,
    },
    unknown=(
        "The day of the pages is not found: they are stored copies, read on 29 November 2026.",
        "Funding is charged on the oracle's price; here on the mark price.",
    ),
)
"""Below two thirds of the maintenance margin a vault takes the position, and keeps the rest."""

CONTRACT_VENUES = (
    KRAKEN_OUTSIDE_US,
    KRAKEN_EEA,
    KRAKEN_US,
    BITSTAMP_PERPETUALS,
    ROBINHOOD_EU,
    EU_CFD,
    BINANCE_USDM,
    BYBIT,
    OKX,
    HYPERLIQUID,
)
"""All of them, in the order the course meets them."""
