"""Hypothesis strategies of the trade: sides, sizes, prices, collateral, accounts, contracts."""

from __future__ import annotations

import math
from functools import cache, lru_cache
from typing import Any

from hypothesis import strategies as st

from margin_lessons.account import Account, CoinCollateral, Position, Side
from margin_lessons.contract import Contract
from margin_lessons.tiers import Tier, TierRule, Tiers, TierSize
from margin_lessons.venue import (
    KRAKEN_SPOT,
    ClosingFee,
    LongMargin,
    MaintenanceOn,
    ShortMargin,
    Venue,
)

COINS = ("BTC", "ETH", "SOL")


# The functions below keep what they made: a strategy that is built anew in every draw is checked
# anew in every draw, which takes longer than most of the replays that are drawn.


@cache
def amounts(low: float, high: float) -> st.SearchStrategy[float]:
    """Return finite floats from ``low`` to ``high``."""
    return st.floats(low, high, allow_nan=False, allow_infinity=False)


@lru_cache(maxsize=None, typed=True)  # 1 is not 1.0
def chosen(*options: Any) -> st.SearchStrategy[Any]:
    """Return one of some options, such as the members of an Enum."""
    return st.sampled_from(options)


@cache
def none_or(others: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return None, or what ``others`` draws."""
    return st.none() | others


sides = st.sampled_from(Side)
volumes = amounts(1e-3, 1e4)
entries = amounts(1e-4, 2e5)
leverages = amounts(KRAKEN_SPOT.leverage_min, KRAKEN_SPOT.leverage_max)
haircuts = amounts(0, 1)

# The levels the venues name, and any other.
levels = st.sampled_from([0.0, 0.3, 0.4, 0.8, 1.0]) | amounts(0, 3)

# As shares of a position's cost or volume, so that an account is neither all cash nor all debt.
cash_shares = st.just(0.0) | amounts(0, 3)
coin_shares = st.just(0.0) | amounts(0, 3)

# Made once, for the same reason.
realised_shares = st.just(0.0) | amounts(-2, 2)
fee_shares = st.just(0.0) | amounts(0, 0.1)
small_shares = amounts(0, 0.01)
parts = amounts(0.1, 1)
near_moves = amounts(0.5, 2)
counts = st.integers(1, 4)
worths = amounts(1e2, 1e6)
deduction_shares = st.just(0.0) | small_shares
funding_shares = st.just(0.0) | amounts(-0.02, 0.02)
tier_rules = st.sampled_from(TierRule)
tier_sizes = st.sampled_from(TierSize)
bases = st.sampled_from(MaintenanceOn)
closing_fees = st.sampled_from(ClosingFee)

# A price as a multiple of the entry: from a crash of 99 % to a rise of fifty times.
moves = amounts(0.01, 50)


@st.composite
def positions(
    draw: st.DrawFn, side: Side | None = None, coin: str = "BTC", entry: float | None = None
) -> Position:
    """Draw one position; ``side`` and ``entry`` are drawn too when not given."""
    return Position(
        draw(sides) if side is None else side,
        draw(volumes),
        draw(entries) if entry is None else entry,
        draw(leverages),
        coin,
    )


VENUES = tuple(
    KRAKEN_SPOT.with_rules(short_margin=short, long_margin=long)
    for short in ShortMargin
    for long in LongMargin
)


_venues = st.sampled_from(VENUES)


def venues() -> st.SearchStrategy[Venue]:
    """Return Kraken's rules with either convention for the used margin of a short and of a long."""
    return _venues


@st.composite
def accounts(draw: st.DrawFn, side: Side | None = None) -> Account:
    """Draw an account with one position, cash, and collateral in the position's own coin.

    It may have realised a profit or a loss before, even one that leaves it in debt.
    """
    position = draw(positions(side))
    coin = CoinCollateral("BTC", draw(coin_shares) * position.volume, draw(haircuts))
    return Account(
        draw(cash_shares) * position.cost,
        (position,),
        (coin,),
        draw(venues()),
        realised=draw(realised_shares) * position.cost,
        fees_accrued=draw(fee_shares) * position.cost,
    )


@st.composite
def settled_accounts(draw: st.DrawFn) -> Account:
    """Draw an account hardly any price brings to a level: fully covered, or already lost."""
    position = draw(positions())
    cash, coins, realised = 0.0, 0.0, 0.0
    if draw(st.booleans()):
        realised = -draw(amounts(3, 6)) * position.cost
    elif position.side is Side.LONG:
        cash = draw(amounts(2, 5)) * position.cost
    else:
        coins = draw(amounts(2, 5)) * position.volume
    held = (CoinCollateral("BTC", coins, draw(amounts(0, 0.2))),)
    return Account(cash, (position,), held, draw(venues()), realised)


@st.composite
def busy_accounts(draw: st.DrawFn) -> Account:
    """Draw an account with one to four positions in one coin, opened at similar prices.

    They are on one side, because an opposite order closes.
    """
    entry, side, size = draw(entries), draw(sides), draw(volumes)
    held = tuple(
        Position(side, size * draw(parts), entry * draw(near_moves), draw(leverages))
        for _ in range(draw(counts))
    )
    cash = draw(cash_shares) * sum(position.cost for position in held)
    return Account(cash, held, venue=draw(venues()), fees_accrued=draw(small_shares) * cash)


@st.composite
def mixed_accounts(draw: st.DrawFn) -> tuple[Account, dict[str, float]]:
    """Draw an account with positions and collateral in three coins, and a price for each."""
    prices = {coin: draw(entries) for coin in COINS}
    worth = draw(worths)
    held = tuple(
        Position(
            draw(sides),
            worth * draw(parts) / prices[coin],
            prices[coin] * draw(near_moves),
            draw(leverages),
            coin,
        )
        for coin in COINS
    )
    coins = tuple(
        CoinCollateral(coin, worth * draw(coin_shares) / prices[coin], draw(haircuts))
        for coin in COINS
    )
    return Account(draw(cash_shares) * worth, held, coins, draw(venues())), prices


@st.composite
def contracts(draw: st.DrawFn) -> Contract:
    """Draw a contract, linear or inverse, under every convention of the venues."""
    inverse = draw(st.booleans())
    entry, size = draw(entries), draw(volumes)
    notional = size / entry if inverse else size * entry
    return Contract(
        draw(sides),
        size,
        entry,
        margin=notional / draw(amounts(1, 100)),
        maintenance=draw(amounts(0, 0.3)),
        inverse=inverse,
        fee_rate=draw(amounts(0, 0.01)),
        deduction=notional * draw(deduction_shares),
        maintenance_on=draw(bases),
        closing_fee=draw(closing_fees),
    )


rises = amounts(1.05, 8)
rate_steps = amounts(1, 3)


@st.composite
def tier_tables(draw: st.DrawFn, held: float, size: TierSize = TierSize.NOTIONAL) -> Tiers:
    """Draw one to four tiers with edges around a position that measures ``held``."""
    rate = draw(amounts(0.001, 0.03))
    edge, rows = held * draw(amounts(0.05, 2)), []
    for _ in range(draw(counts) - 1):
        rows.append(Tier(edge, min(1.0, 2 * rate), rate))
        edge, rate = edge * draw(rises), min(0.5, rate * draw(rate_steps))
    return Tiers((*rows, Tier(math.inf, min(1.0, 2 * rate), rate)), draw(tier_rules), size)


@st.composite
def tiered_contracts(draw: st.DrawFn, marked: bool = False) -> Contract:
    """Draw a contract with tiers under every convention; ``marked`` for maintenance on mark."""
    inverse = draw(st.booleans())
    entry, size = draw(entries), draw(volumes)
    notional = size / entry if inverse else size * entry
    counted = draw(tier_sizes)
    return Contract(
        draw(sides),
        size,
        entry,
        margin=notional / draw(amounts(1, 30)),
        inverse=inverse,
        fee_rate=draw(amounts(0, 0.002)),
        maintenance_on=MaintenanceOn.MARK if marked else draw(bases),
        closing_fee=draw(closing_fees),
        tiers=draw(tier_tables(counted.of(size, notional, inverse), counted)),
        funding_paid=notional * draw(funding_shares),
    )
