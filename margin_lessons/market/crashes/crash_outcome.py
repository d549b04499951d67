"""What a crash did to one account: the call, the trigger, the fill, and what was left or owed.

The fill is by the rules of the replay: at the open when the bar opens beyond the trigger, at the
trigger when it trades through it. The extreme of the bar is kept apart as its worst case: a bound,
and not what happened.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from margin_lessons.crossing import crossings
from margin_lessons.errors import of_kind
from margin_lessons.market.crashes.crash_trade import CrashTrade
from margin_lessons.replay import Event, Kind, Rules, Timeline


class Ending(Enum):
    """How it ended, from the best to the worst."""

    OPEN = "no margin call"
    CALLED = "called, but not liquidated"
    LEFT = "liquidated at its trigger, with something left"
    LEFT_BEYOND = "liquidated beyond its trigger, with something left"
    OWED = "a debt"


class Reached(NamedTuple):
    """The first bar (counted from the entry) that reached a level, at which price, and how.

    ``beyond`` says that the bar opened there, and did not trade through it.
    """

    bar: int
    price: float
    beyond: bool


class AtPrice(NamedTuple):
    """The account closed, or valued, at one price: ``equity`` in money and in units of its stake.

    >>> AtPrice(48_000.0, -1_000.0, 6_250.0).owed, AtPrice(48_000.0, -1_000.0, 6_250.0).stakes
    (1000.0, -0.16)
    """

    price: float
    equity: float
    stake: float

    @property
    def stakes(self) -> float:
        """The equity in units of the collateral: 1 at the entry, below zero a debt."""
        return self.equity / self.stake

    @property
    def owed(self) -> float:
        """What is owed, 0 or above, in the quote currency."""
        return max(0.0, -self.equity)


@dataclass(frozen=True, eq=False)
class CrashOutcome:
    """What happened to one ``trade``.

    ``trigger`` and ``zero_equity`` are prices, or None where there is none. ``call`` and
    ``liquidation`` are the bars that reached them. ``fill`` is where it was closed by the rules,
    ``worst`` where the extreme of its bar would have closed it; without a liquidation both are the
    last close.

    >>> from margin_lessons.market.crashes import crash_outcome, trade_in
    >>> outcome = crash_outcome(trade_in("ETH 2021", "one bar before", leverage=3))
    >>> round(outcome.trigger, 2), outcome.when, round(outcome.fill.stakes, 3)
    (1377.94, '2021-02-22 14:00', 0.4)
    >>> outcome.worst.price, round(outcome.worst.stakes, 3), outcome.ending.name
    (700.0, -0.781, 'LEFT')
    """

    trade: CrashTrade
    trigger: float | None
    zero_equity: float | None
    call: Reached | None
    liquidation: Reached | None
    fill: AtPrice
    worst: AtPrice

    @property
    def owed(self) -> float:
        """What is owed in the end, by the rules, in the quote currency."""
        return self.fill.owed

    @property
    def when(self) -> str | None:
        """When the bar that reached the trigger opens, or None."""
        reached = self.liquidation
        return None if reached is None else self.trade.bars.when(reached.bar)

    @property
    def ending(self) -> Ending:
        """How it ended."""
        if self.owed > 0:
            return Ending.OWED
        if self.liquidation is not None:
            return Ending.LEFT_BEYOND if self.liquidation.beyond else Ending.LEFT
        return Ending.OPEN if self.call is None else Ending.CALLED


def crash_outcome(trade: CrashTrade, rules: Rules | None = None) -> CrashOutcome:
    """Return what the replay of a trade came to; ``BadInput`` for what is no trade or no rules.

    ``rules`` may have a delay or a slippage. One stroke took ETH on GDAX to 224.48:

    >>> from margin_lessons.market.crashes import trade_in
    >>> trade = trade_in("GDAX 2017", "the last price before", leverage=5)
    >>> outcome = crash_outcome(trade)
    >>> outcome.fill.price, round(outcome.fill.stakes, 2), round(outcome.owed, 2)
    (224.48, -0.47, 29.77)
    """
    of_kind("trade", trade, CrashTrade, why="trade_in(...) makes one")
    return outcome_of(trade, trade.replayed(rules))


def outcome_of(trade: CrashTrade, timeline: Timeline) -> CrashOutcome:
    """Return what a timeline of a trade came to; ``BadInput`` for what is none.

    >>> from margin_lessons.market.crashes import trade_in
    >>> trade = trade_in("BTC 2021", 24, leverage=3)
    >>> round(outcome_of(trade, trade.replayed()).worst.stakes, 3)
    0.124
    """
    of_kind("trade", trade, CrashTrade, why="trade_in(...) makes one")
    of_kind("timeline", timeline, Timeline, why="a trade is replayed into one")
    prices = crossings(trade.account)
    begun = timeline.first(Kind.LIQUIDATION_TRIGGERED)
    end = (timeline.of(Kind.LIQUIDATION_FILLED) or timeline.events[-1:])[-1]
    fill = AtPrice(end.price, end.equity, trade.money)
    worst = fill
    if end.worst_price is not None and end.worst_equity is not None:
        worst = AtPrice(end.worst_price, end.worst_equity, trade.money)
    return CrashOutcome(
        trade,
        prices.liquidation.price,
        prices.zero_equity.price,
        _reached(timeline.first(Kind.CALL, Kind.CALL_MISSED)),
        _reached(begun),
        fill,
        worst,
    )


def _reached(event: Event | None) -> Reached | None:
    return None if event is None else Reached(event.bar, event.price, event.beyond)
