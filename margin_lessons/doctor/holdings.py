"""An account, a contract, or a contract with an account behind it: asked the same questions."""

from __future__ import annotations

from collections.abc import Callable

from margin_lessons.account import Account
from margin_lessons.contract import Contract
from margin_lessons.cross_margin import CrossMargin
from margin_lessons.crossing import Crossing, Crossings, crossing, crossings
from margin_lessons.own_position import Held
from margin_lessons.risk import Levels, levels_of, levels_of_contract, levels_of_cross

NO_CALL = "a contract is sent no margin call"


def crossings_of(held: Held) -> Crossings:
    """Return call, liquidation and zero-equity price; a contract has no call, and says so.

    >>> held = Contract("long", 1, 60_000, 6_000, maintenance=0.05)
    >>> found = crossings_of(held)
    >>> found.call.why, round(found.liquidation.at, 2), found.zero_equity.at
    ('a contract is sent no margin call', 56842.11, 54000.0)
    """
    if isinstance(held, Account):
        return crossings(held)
    liquidation = liquidation_of(held)
    zero = crossing(held, 0.0, coin=coin_of(held) if isinstance(held, CrossMargin) else None)
    return Crossings(Crossing(0.0, None, liquidation.falling, NO_CALL), liquidation, zero)


def liquidation_of(held: Held) -> Crossing:
    """Return where the venue closes all of it."""
    coin = coin_of(held) if isinstance(held, CrossMargin) else None
    return crossing(held, held.acting_level, coin=coin)


def coin_of(held: CrossMargin) -> str:
    """Return the coin of the one contract that is backed."""
    return next(iter(held.contracts))


def contract_of(held: Held) -> Contract | None:
    """Return the contract, None for an account on spot margin."""
    if isinstance(held, CrossMargin):
        return held.contracts[coin_of(held)]
    return held if isinstance(held, Contract) else None


def equity_line(held: Held) -> Callable[[float], float]:
    """Return the equity as a function of one price, for many of them: the lines are made once.

    >>> equity = equity_line(Contract("long", 1_000, 8_000, margin=0.01, inverse=True))
    >>> round(equity(8_000), 9), round(equity(10_000), 9)
    (0.01, 0.035)
    """
    lines = held.lines(coin=coin_of(held)) if isinstance(held, CrossMargin) else held.lines()
    return lambda price: lines.equity.at(1 / price if lines.reciprocal else price)


def equity_of(held: Held, price: float) -> float:
    """Return the equity at a price, in the unit of the margin: a coin for an inverse contract."""
    if isinstance(held, CrossMargin):
        return held.equity({coin_of(held): price})
    return float(held.equity(price))


def required_of(held: Held, price: float) -> float:
    """Return what must be there at a price: the used margin, or what the venue requires."""
    if isinstance(held, CrossMargin):
        return held.requirement({coin_of(held): price})
    if isinstance(held, Contract):
        return float(held.requirement(price))
    return float(held.used_margin(price))


def level_of(held: Held, price: float) -> float:
    """Return the margin level at a price; infinite where nothing is required.

    >>> from margin_lessons.account import Position
    >>> level_of(Account(10_000, (Position("long", 1, 20_000, 5),)), 13_200)
    0.8
    """
    required = required_of(held, price)
    return equity_of(held, price) / required if required else float("inf")


def own_levels(held: Held, now: float, *, fees: bool = True) -> Levels:
    """Return the levels of a holding for chances, seen from the price of now.

    With ``fees`` an account pays its rollovers from now on. Raises ``BadInput`` where it would be
    liquidated at this very price.
    """
    if isinstance(held, Account):
        return levels_of(held, now, fees=fees)
    if isinstance(held, Contract):
        return levels_of_contract(held, now)
    return levels_of_cross(held, coin_of(held), now)
