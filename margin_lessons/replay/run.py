"""One replay while it runs: account, orders alive, what is waiting, and the events so far."""

from __future__ import annotations

from enum import Enum
from typing import Any, NamedTuple

import numpy as np

from margin_lessons import words
from margin_lessons.account import Account
from margin_lessons.market.bars import Bar, Bars
from margin_lessons.plan import Action, Answer, Plan
from margin_lessons.replay.clocks import Clock
from margin_lessons.replay.events import Event, Kind
from margin_lessons.replay.live import Live
from margin_lessons.replay.rules import Rules
from margin_lessons.replay.state import AccountState


class Swings(Enum):
    """When a bar is taken to have brought a trailing stop along and then to have come upon it."""

    UNLESS_KNOWN = "where it can have been so, unless open or close tell which extreme came first"
    ALWAYS = "where it can have been so: also after an extreme at the open the price may be back"
    NEVER = "nowhere: the stop acts only where every path of the bar sets it off"


class Edges(NamedTuple):
    """The worst and the best price a trade may have had in its bar; None where there is no doubt.

    ``worst`` also bounds a stop that a finer path jumps over; such a path is never better for it.
    """

    worst: float | None = None
    best: float | None = None


class Liquidation(NamedTuple):
    """A liquidation that has begun: the bar and price that triggered it, and where it fills."""

    bar: int
    trigger: float
    due: int


class Waiting(NamedTuple):
    """An answer to a margin call that takes its time."""

    bar: int
    number: int
    answer: Answer


class Span(NamedTuple):
    """The account as it is from the close of bar ``start`` on, with its rollover clocks."""

    start: int
    account: Account
    clocks: tuple[Clock, ...]


class Run:
    """One replay while it runs.

    ``bar`` is the index of the bar being looked at. ``armed`` says that the next margin call may
    come: after one, the level must first be back at full use, or a price that hovers about the call
    would send one every minute. ``on_the_way`` is true inside a bar, after its open; ``fresh`` when
    a position was opened there, which the venue then judges from the next bar's open on.

    ``turned`` says that a trailing stop met a bar whose order matters to it, and ``unsure`` that it
    may or may not have been set off there. A run that ``swings`` never keeps in ``chances`` what
    the account would have had, had it acted there.
    """

    def __init__(
        self,
        account: Account,
        bars: Bars,
        plan: Plan,
        rules: Rules,
        index: Bars | None,
        swings: Swings = Swings.UNLESS_KNOWN,
    ) -> None:
        self.swings = swings
        self.chances: list[float] = []
        self.turned = self.unsure = False
        self.bars, self.index = bars, index
        self.plan, self.rules, self.venue = plan, rules, account.venue
        self.coin = account.symbols[0] if account.symbols else "BTC"
        self.state = AccountState(account, self.coin, rules.charges)
        self.leverage = account.positions[0].leverage if account.positions else None
        self.bar = 0
        self.events: list[Event] = []
        self.ledger: list[np.ndarray] = []
        self.spans: list[Span] = []
        self.orders: list[Live] = []
        self.actions: list[tuple[int, int, Action]] = []
        self.waiting: list[Waiting] = []
        self.liquidation: Liquidation | None = None
        self.armed = True
        self.on_the_way = self.fresh = False
        self.calls = self.placed = 0
        self.added: dict[int, float] = {}
        self.owed = 0.0

    @property
    def minute(self) -> float:
        """When the bar being looked at opens, in minutes since the first bar."""
        return float(self.bars.minutes[self.bar])

    @property
    def fee_rate(self) -> float:
        """What a market order pays."""
        return self.venue.fees.taker if self.rules.charges.trading else 0.0

    def start_bar(self, index: int) -> Bar:
        """Turn to another bar and return it."""
        self.bar, self.fresh, self.on_the_way = index, False, False
        self.last_bar = self.bars[index]
        self.index_bar = None if self.index is None else self.index[index]
        self.state.accrue(self.minute)
        return self.last_bar

    def source(self, live: Live) -> Bars:
        """Return the bars that decide about an order."""
        return self.index if live.on_index and self.index is not None else self.bars

    def bar_of(self, live: Live) -> Bar:
        """Return the bar that decides about an order now."""
        return self.index_bar if live.on_index and self.index_bar else self.last_bar

    def money(self, value: float) -> str:
        """Return an amount with its currency."""
        return f"{words.amount(value)} {self.rules.currency}"

    def coins(self, volume: float) -> str:
        """Return a volume with its coin."""
        return words.coins(volume, self.coin)

    @property
    def begun(self) -> Liquidation:
        """The liquidation under way; asked for only while there is one."""
        assert self.liquidation is not None
        return self.liquidation

    @property
    def full_again(self) -> float:
        """The margin level from which the next margin call can come."""
        return max(self.venue.full_level, self.venue.call_level)

    def rearm(self, price: float) -> None:
        """Let the next margin call come once the level is back at full use."""
        if self.armed or not self.state.account.positions:
            return
        level = self.state.level(price)
        back = level >= self.full_again * (1 - 1e-9)
        self.armed = back and not self.venue.reached(level, self.venue.call_level)

    def flush(self) -> None:
        """Charge the rollover fees that have fallen due, as one event, before anything changes."""
        if not self.state.pending:
            return
        fee, count = self.state.charge_pending(self.minute)
        times = "one rollover" if count == 1 else f"{count:,} rollovers"
        text = f"Fees of {self.money(fee)} for {times} have fallen due."
        price = float(self.bars.open[self.bar])
        self.emit(Kind.ROLLOVER, price, text, amount=-fee)

    def emit(self, kind: Kind, price: float, text: str, **more: Any) -> None:
        """Add an event at ``price``, with the account and the ledger as they are after it."""
        self.flush()
        equity = self.state.equity(price)
        lost, gained = more.pop("lost", None), more.pop("gained", None)
        if lost is not None:
            more["worst_equity"] = equity - lost
        if gained is not None:
            more["best_equity"] = equity + gained
        self.events.append(
            Event(
                kind,
                self.bar,
                self.bars.time[self.bar],
                price,
                text,
                equity,
                self.state.level(price),
                self.state.account.balance(),
                **more,
            )
        )
        self.ledger.append(self.state.flows.row(self.state.account))

    def note_span(self) -> None:
        """Keep the account as it is from the close of this bar on."""
        if self.spans and self.spans[-1].start == self.bar:
            self.spans.pop()
        self.spans.append(Span(self.bar, self.state.account, tuple(self.state.clocks)))

    def due(self, bars: int, minutes: float) -> int:
        """Return the index of the first bar that opens so many bars or minutes after this one."""
        if minutes:
            return int(np.searchsorted(self.bars.minutes, self.minute + minutes))
        return self.bar + bars

    def worst(self, price: float, selling: bool, since: int | None = None) -> float:
        """Return the worst a market order may get in this bar, or in the bars ``since`` another."""
        edge = self.rules.slipped(self.extreme(selling, good=False, since=since), selling)
        return min(price, edge) if selling else max(price, edge)

    def best(self, price: float, selling: bool, since: int | None = None) -> float:
        """Return the best a market order may get in this bar, or in the bars ``since`` another."""
        edge = self.rules.slipped(self.extreme(selling, good=True, since=since), selling)
        return max(price, edge) if selling else min(price, edge)

    def extreme(self, selling: bool, *, good: bool, since: int | None = None) -> float:
        """Return the price of this bar that is best or worst for a trade."""
        stretch = slice(self.bar if since is None else since, self.bar + 1)
        if selling is good:
            return float(self.bars.high[stretch].max())
        return float(self.bars.low[stretch].min())
