"""An account in a crash that is watched bar by bar: what is known of it by now, and what comes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from margin_lessons import words
from margin_lessons.account import Side
from margin_lessons.errors import between
from margin_lessons.market.crashes import CrashOutcome, CrashTrade, crash_named, outcome_of
from margin_lessons.replay import Event, Kind
from margin_lessons.scenes.crash_choices import (
    DAY_BEFORE,
    MARGIN,
    CrashRules,
    TakenSide,
    replayed,
    whole_money,
)
from margin_lessons.scenes.event_words import told_events
from margin_lessons.scenes.so_far import SoFar


@dataclass(frozen=True, eq=False)
class EventState(SoFar):
    """A trade in a crash, of which ``over`` bars are over; ``asked`` is the leverage wished for."""

    trade: CrashTrade
    rules: CrashRules
    asked: float
    hours: float

    @cached_property
    def outcome(self) -> CrashOutcome:
        """What the whole replay comes to."""
        return outcome_of(self.trade, self.timeline)

    @property
    def price(self) -> float:
        """The price now; before the first bar it is that of the entry."""
        bars = self.trade.bars
        return bars[self.over - 1].close if self.over else self.trade.entry.price

    @property
    def events(self) -> tuple[Event, ...]:
        """What has happened by now."""
        return tuple(event for event in told_events(self.timeline) if event.bar < self.over)

    @property
    def late(self) -> int:
        """How many bars late the exchange sells."""
        return self.timeline.rules.delay_bars

    @property
    def worst_bar(self) -> int:
        """The bar of the worst case: that of the sale, or one before it where it came late."""
        sale, bars = self.timeline.the_first(Kind.LIQUIDATION_FILLED).bar, self.trade.bars
        span = range(max(0, sale - self.late), sale + 1)
        side, prices = self.trade.side, (bars.low, bars.high)
        column = prices[side is Side.SHORT]
        return next((at for at in span if column[at] == self.outcome.worst.price), sale)

    def said(self, price: float | None) -> str:
        """Return a price in the money of the market."""
        if price is None:
            return "no such price"
        return words.price(price, self.trade.crash.currency)

    def money(self, amount: float) -> str:
        """Return money of the market, in whole units."""
        return whole_money(amount, self.trade.crash)

    def place(self, event: Event) -> float:
        """Return where an event stands on an axis of all bars: at an open, or within its bar."""
        inside = 0.0 if event.price == self.trade.bars[event.bar].open else 0.5
        return self.trade.entry.first + event.bar + inside

    @property
    def spared(self) -> bool:
        """Whether nobody may ask for a debt, by law."""
        return self.rules is CrashRules.CFD

    @property
    def extreme(self) -> str:
        """What the worst price of a bar is called."""
        return "lowest" if self.trade.side is Side.LONG else "highest"


def event_state(
    event: str, leverage: float = 3.0, side: TakenSide = TakenSide.HURT,
    hours: float = DAY_BEFORE, money: float = MARGIN, rules: CrashRules = CrashRules.SPOT,
    late: float = 0.0, shown: float = 1.0,
) -> EventState:  # fmt: skip
    """Return an account with a margin of 1,000 in a crash, as far as a share of it is ``shown``.

    ``money`` above the margin is a buffer; ``late`` is how many bars late the exchange sells.

    >>> state = event_state("GME 2021", 2)
    >>> round(state.equity, 2), round(state.outcome.worst.equity, 2)
    (-1795.65, -2135.83)
    """
    bars = int(between("bars late", late, 0, 3, why="the panel has no later sale"))
    shown = between("shown of the way", shown, 0, 1, why="it is a share of the bars")
    taken = side.of(crash_named(event))
    trade, timeline = replayed(event, leverage, taken, hours, money, rules, bars)
    return EventState(timeline, round(shown * len(trade.bars)), trade, rules, leverage, hours)
