"""My position, in the numbers of a lesson: a mapping for one panel of each lesson that takes it.

A lesson's panel has an account of its own. What decides there is a ratio (money over value, a
cushion over its trigger), so that is what is carried over, and the prices stay those of the lesson.
A value beyond the range of its control goes to the end of it; the panel says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from margin_lessons.account import Account
from margin_lessons.contract import Contract
from margin_lessons.contract_venues import EU_CFD
from margin_lessons.conventions import MaintenanceOn
from margin_lessons.crossing import crossing
from margin_lessons.market.paths import START
from margin_lessons.own_position import MarginMode, OwnPosition, ProductKind
from margin_lessons.scenes import gap, liquidation_map
from margin_lessons.scenes.crash_choices import MARGIN, CrashRules, TakenSide

STOP_BEFORE = 0.8
"""Where a stop is put for a position without one: so far on the way to its liquidation."""


@dataclass(frozen=True)
class _Ratios:
    """What of a position is the same at any price level."""

    mine: OwnPosition

    @property
    def now(self) -> float:
        """The price now, or the entry where none is known."""
        return self.mine.entry if self.mine.price is None else self.mine.price

    @property
    def value(self) -> float:
        """What the position is worth now, in its currency; of an inverse one that is its size."""
        one = self.mine
        return one.volume if one.product is ProductKind.INVERSE else one.volume * self.now

    @property
    def money(self) -> float:
        """Own money now, with the profit or loss so far, in the currency of the position."""
        held = self.mine.holding
        if isinstance(held, Account):
            return float(held.at(self.now).equity)
        if isinstance(held, Contract):
            return float(held.equity(self.now)) * (self.now if held.inverse else 1.0)
        return held.equity({self.mine.coin: self.now})

    def line(self, level: float) -> float | None:
        """Return the price at which a level is reached, or None."""
        held = self.mine.holding
        coin = None if isinstance(held, Contract) else self.mine.coin
        return crossing(held, level, coin=coin).price

    @property
    def sold_at(self) -> float | None:
        """The price of the liquidation, or None."""
        return self.line(self.mine.holding.acting_level)


def worth_of(mine: OwnPosition) -> float:
    """Return what a position is worth now, in its currency.

    >>> worth_of(OwnPosition("long", 0.5, 60_000, cash=10_000, leverage=5, price=56_000))
    28000.0
    """
    return _Ratios(mine).value


def money_of(mine: OwnPosition) -> float:
    """Return the own money behind a position now, with its profit or loss so far.

    >>> money_of(OwnPosition("long", 0.5, 60_000, cash=10_000, leverage=5, price=56_000))
    8000.0
    """
    return _Ratios(mine).money


def in_the_gap(mine: OwnPosition) -> Mapping[str, Any]:
    """Return the gap panel of lesson 04 with a cushion as thick as mine, as a share of the trigger.

    Paula's of 60 days later, 4,800 USD below 50,215 USD, is 9.6% of it:

    >>> paula = OwnPosition("long", 0.5, 60_000, cash=7_292.5, leverage=5, price=56_000)
    >>> in_the_gap(paula)
    {'cushion': 5257.0}
    """
    ratios = _Ratios(mine)
    sold, nothing = ratios.sold_at, ratios.line(0.0)
    if sold is None or nothing is None:
        return {}
    return {"cushion": float(round(abs(sold - nothing) / sold * gap.TRIGGER))}


def in_the_exits(mine: OwnPosition) -> Mapping[str, Any]:
    """Return the four exits of lesson 06 with my side, my money over my value, and a stop.

    The stop lies at four fifths of the way to my liquidation: before the exchange's own line.

    >>> paula = OwnPosition("long", 0.5, 60_000, cash=7_292.5, leverage=5, price=56_000)
    >>> in_the_exits(paula)
    {'side': 'long', 'cash': 3780.0, 'distance': 8.5}
    """
    ratios = _Ratios(mine)
    cash = START * max(ratios.money, 0.0) / ratios.value
    values: dict[str, Any] = {"side": mine.side.value, "cash": float(round(cash, -1))}
    if ratios.sold_at is not None:
        away = 100 * STOP_BEFORE * abs(ratios.sold_at / ratios.now - 1)
        values["distance"] = round(2 * away) / 2
    return values


def in_the_curves(mine: OwnPosition) -> Mapping[str, Any]:
    """Return the risk curves of lesson 07 with my side, my setting, and my value over my money.

    >>> paula = OwnPosition("long", 0.5, 60_000, cash=7_292.5, leverage=5, price=56_000)
    >>> in_the_curves(paula)
    {'size': 5.3, 'side': 'long', 'leverage': 5.0}
    """
    ratios = _Ratios(mine)
    size = ratios.value / ratios.money if ratios.money > 0 else float("inf")
    return {"size": min(round(size, 1), 1e6), "side": mine.side.value, "leverage": mine.leverage}


def in_the_map(mine: OwnPosition) -> Mapping[str, Any]:
    """Return the liquidation map of lesson 08 at my leverage, maintenance and money.

    Spot margin is liquidated when 40% of the used margin is left, so that is what has to stay.

    >>> paula = OwnPosition("long", 0.5, 60_000, cash=7_292.5, leverage=5, price=56_000)
    >>> values = in_the_map(paula)
    >>> values["leverage"], values["cross"], values["account"], values["maintenance"]
    (5.0, True, 11341.0, 8.0)
    """
    ratios, held = _Ratios(mine), mine.holding
    cross = mine.product is ProductKind.SPOT_MARGIN or mine.mode is MarginMode.CROSS
    money = liquidation_map.ENTRY * max(ratios.money, 0.0) / ratios.value
    values: dict[str, Any] = {
        "leverage": float(round(mine.leverage)),
        "cross": cross,
        "account": float(round(money)),
    }
    if isinstance(held, Account):
        kept, on = held.acting_level / mine.leverage, MaintenanceOn.ENTRY
    else:
        contract = held if isinstance(held, Contract) else held.contracts[mine.coin]
        kept, on = contract.requirement_rate, contract.maintenance_on
    return {**values, "maintenance": round(100 * kept, 2), "on": on}


def in_the_crash(mine: OwnPosition) -> Mapping[str, Any]:
    """Return the replay of lesson 09 with my side, my leverage, and my money over my margin.

    >>> paula = OwnPosition("long", 0.5, 60_000, cash=10_000, leverage=5, price=60_000)
    >>> values = in_the_crash(paula)
    >>> values["leverage"], values["side"].value, values["money"], values["rules"].name
    (5.0, 'long', 1667.0, 'SPOT')
    """
    ratios = _Ratios(mine)
    leverage = float(min(max(round(mine.leverage), 1), 1_000))
    margins = ratios.money * leverage / ratios.value
    rules = CrashRules.CFD if mine.venue == EU_CFD.name else CrashRules.SPOT
    side = TakenSide.LONG if mine.side.value == "long" else TakenSide.SHORT
    return {"leverage": leverage, "side": side, "money": float(round(MARGIN * max(margins, 0.0))),
            "rules": rules}  # fmt: skip
