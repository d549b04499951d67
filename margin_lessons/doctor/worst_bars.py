"""The worst bars that happened, and which of them would have turned a liquidation into a debt.

A position is liquidated at a price and is left with nothing at another. A bar that opens beyond the
second leaves a debt; one whose worst price is beyond it may.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from margin_lessons.doctor.danger_prices import DangerPrices
from margin_lessons.doctor.holdings import equity_line
from margin_lessons.errors import of_kind
from margin_lessons.market.crashes import CRASHES, Crash
from margin_lessons.own_position import Held

LEAST = 0.01
"""A smaller move is no worst bar of anything."""


@dataclass(frozen=True)
class WorstBar:
    """The worst bar of an event, for falling prices or for rising ones.

    ``jump`` leads from the close before to its open, ``move`` to its worst price, both as shares of
    that close; ``when`` it opens and ``minutes`` how long it lasts.
    """

    crash: Crash
    when: str
    minutes: float
    jump: float
    move: float


@dataclass(frozen=True)
class BarAfter:
    """A worst bar that comes right after a close at the liquidation price of a position.

    ``opens_at`` and ``worst_at`` are its prices, ``owed_at_open`` is what the rules leave owed (a
    market order fills at the open where that is beyond), ``owed_at_worst`` the bound: both in the
    unit of the margin, 0 or above.
    """

    bar: WorstBar
    opens_at: float
    worst_at: float
    owed_at_open: float
    owed_at_worst: float

    @property
    def enough(self) -> bool:
        """Whether its open alone leaves a debt."""
        return self.owed_at_open > 0

    @property
    def enough_at_worst(self) -> bool:
        """Whether its worst price would leave a debt."""
        return self.owed_at_worst > 0


def worst_bars(falling: bool) -> tuple[WorstBar, ...]:
    """Return the worst bar of each event for one direction, the widest move first.

    What fell below zero is left out, since a coin cannot, and what moved by less than 1 % that way.

    >>> [(bar.crash.key, round(bar.move, 3)) for bar in worst_bars(True)[:4]]
    [('GDAX 2017', -1.0), ('GME 2021', -0.677), ('ETH 2017', -0.663), ('ETH 2021', -0.594)]
    """
    return _found(of_kind("falling", falling, bool, why="prices hurt when they fall, or rise"))


@lru_cache(maxsize=2)
def _found(falling: bool) -> tuple[WorstBar, ...]:
    found = (_worst_bar(crash, falling) for crash in CRASHES if not crash.below_zero)
    moved = (bar for bar in found if abs(bar.move) >= LEAST)
    return tuple(sorted(moved, key=lambda bar: -abs(bar.move)))


def _worst_bar(crash: Crash, falling: bool) -> WorstBar:
    bars = crash.bars
    first = next((one.price for one in crash.entries if one.first == 0), bars[0].open)
    before = np.concatenate(([first], bars.close[:-1]))
    moves = (bars.low if falling else bars.high) / before - 1
    place = int(np.argmin(moves) if falling else np.argmax(moves))
    jump = float(bars.open[place] / before[place] - 1)
    return WorstBar(crash, bars.when(place), bars.length, jump, float(moves[place]))


def after_liquidation(held: Held, prices: DangerPrices) -> tuple[BarAfter, ...]:
    """Return each worst bar as it would follow on a close at the liquidation price.

    No bars where nothing liquidates the position. 1 BTC at 20,000 and 5x, 4,000 USD behind it: an
    hour like that of ETH in 2017 was traded through, and owes at its worst price only.

    >>> from margin_lessons.account import Account, Position
    >>> account = Account(4_000, (Position("long", 1, 20_000, 5),))
    >>> bars = after_liquidation(account, DangerPrices.of(account, 20_000.0))
    >>> [(one.bar.crash.key, one.enough, one.enough_at_worst) for one in bars][1:3]
    [('GME 2021', True, True), ('ETH 2017', False, True)]
    """
    at = prices.three.liquidation.price
    if at is None:
        return ()
    equity = equity_line(held)
    return tuple(_after(equity, at, bar, prices.falling) for bar in worst_bars(prices.falling))


def _after(equity: Callable[[float], float], at: float, bar: WorstBar, falling: bool) -> BarAfter:
    opens, worst = at * (1 + bar.jump), at * (1 + bar.move)
    # An open on the safe side is traded through from there: the fill is at the trigger.
    fill = min(opens, at) if falling else max(opens, at)
    owed = (max(0.0, -equity(price)) for price in (fill, worst))
    return BarAfter(bar, opens, worst, *owed)
