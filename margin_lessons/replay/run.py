"""One replay while it runs: prices, orders alive, what is waiting, and the events so far."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any, Self

import numpy as np

from margin_lessons import words
from margin_lessons.conventions import PriceFloor
from margin_lessons.market.bars import Bar, Bars
from margin_lessons.orders import Order, TriggerOn
from margin_lessons.plan import Action, Plan
from margin_lessons.replay.events import Event, Kind
from margin_lessons.replay.held import FallenDue, Held, Traded
from margin_lessons.replay.kept import Liquidation, Swings, Waiting
from margin_lessons.replay.live import Live
from margin_lessons.replay.rules import Rules
from margin_lessons.venue import FirstInBar


class Run(ABC):
    """One replay while it runs: of an account, or of a contract.

    ``feeds`` are the prices by what they are: the last, the index, the mark; ``valuing`` are the
    bars at whose price what is held is valued, and ``marked`` that price at this moment. ``bar`` is
    the index of the bar being looked at. ``armed`` says that the next margin call may come: after
    one, the level must first be back at full use, or a price that hovers about the call would send
    one every minute. ``on_the_way`` is true inside a bar, after its open; ``fresh`` when a position
    was opened there, which the venue then judges from the next bar's open on.

    ``turned`` says that a trailing stop met a bar whose order matters to it, and ``unsure`` that it
    may or may not have been set off there. A run that ``swings`` never keeps in ``chances`` what
    the account would have had, had it acted there.
    """

    state: Held

    def __init__(
        self,
        feeds: Mapping[TriggerOn, Bars],
        plan: Plan,
        rules: Rules,
        coin: str,
        swings: Swings,
        valued_on: TriggerOn = TriggerOn.LAST,
    ) -> None:
        self.feeds, self.bars = feeds, feeds[TriggerOn.LAST]
        self.valued_on, self.valuing = valued_on, feeds[valued_on]
        self.plan, self.rules, self.coin, self.swings = plan, rules, coin, swings
        self.chances: list[float] = []
        self.turned = self.unsure = False
        self.bar = 0
        self.marked = self.valuing[0].open
        self.events: list[Event] = []
        self.ledger: list[np.ndarray] = []
        self.orders: list[Live] = []
        self.actions: list[tuple[int, int, Action]] = []
        self.waiting: list[Waiting] = []
        self.liquidation: Liquidation | None = None
        self.armed = True
        self.on_the_way = self.fresh = False
        self.placed = 0
        self.owed = 0.0

    @abstractmethod
    def again(self, swings: Swings) -> Self:
        """Return a new run of the same, under another assumption about swings."""

    @abstractmethod
    def start(self, market: float) -> None:
        """Tell how it starts."""

    @abstractmethod
    def without(self, on: TriggerOn) -> str:
        """Return what to do about an order on a price that the replay does not have."""

    @abstractmethod
    def leave(self, price: float) -> None:
        """Once nothing is open, tell what is missing, and who bears it."""

    @abstractmethod
    def note_span(self) -> None:
        """Keep what is held as it is from the close of this bar on."""

    @abstractmethod
    def say_due(self, due: FallenDue) -> tuple[Kind, str]:
        """Return the kind and the words of the event that tells what has fallen due."""

    @abstractmethod
    def rate(self, *, maker: bool) -> float:
        """Return what an order pays, as a share of the value traded."""

    @abstractmethod
    def leverage_of(self, order: Order) -> float | None:
        """Return the leverage of a new position that an order may open, None for none.

        Raises ``BadInput`` for an order that does not fit what is held.
        """

    @abstractmethod
    def liquidate(self, price: float) -> Iterator[Traded]:
        """Close what the venue closes at ``price``, one trade after the other."""

    @property
    @abstractmethod
    def price_floor(self) -> PriceFloor:
        """Whether prices may be zero or below."""

    @property
    @abstractmethod
    def first_in_bar(self) -> FirstInBar:
        """The convention for a stop and the liquidation in one bar."""

    @property
    def minute(self) -> float:
        """When the bar being looked at opens, in minutes since the first bar."""
        return float(self.bars.minutes[self.bar])

    @property
    def fee_rate(self) -> float:
        """What a market order pays."""
        return self.rate(maker=False)

    def say_acting(self, at: float) -> str:
        """Return in words that the venue liquidates, while the market is ``at`` a price."""
        return f"Liquidation begins at {words.price(at, '')}: {self.say_level(at)}."

    def say_level(self, at: float) -> str:
        """Return in words how much there is while the market is ``at`` a price."""
        return f"the margin level is {words.level(self.state.level(self.valued_at(at)))}"

    def start_bar(self, index: int) -> Bar:
        """Turn to another bar and return it."""
        self.bar, self.fresh, self.on_the_way = index, False, False
        self.bar_on = {on: bars[index] for on, bars in self.feeds.items()}
        self.last_bar = self.bar_on[TriggerOn.LAST]
        self.value_bar = self.bar_on[self.valued_on]
        self.marked = self.value_bar.open
        self.state.accrue(self.minute)
        return self.last_bar

    def stand(self, price: float) -> None:
        """Note that what is held is valued at ``price`` from this moment on."""
        self.marked = price

    def valued_at(self, price: float) -> float:
        """Return the price at which what is held is valued while the market is at ``price``."""
        return price if self.valuing is self.bars else self.marked

    def source(self, live: Live) -> Bars:
        """Return the bars that decide about an order."""
        return self.feeds[live.on]

    def bar_of(self, live: Live) -> Bar:
        """Return the bar that decides about an order now."""
        return self.bar_on[live.on]

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

    @abstractmethod
    def rearm(self, price: float) -> None:
        """Let the next margin call come once the level is back."""

    def flush(self) -> None:
        """Charge what has fallen due, as one event, before anything changes."""
        if not self.state.pending:
            return
        due = self.state.charge_pending(self.minute)
        kind, text = self.say_due(due)
        self.emit(kind, float(self.bars.open[self.bar]), text, amount=-due.amount)

    def emit(self, kind: Kind, price: float, text: str, **more: Any) -> None:
        """Add an event at ``price``, with the account and the ledger as they are after it."""
        self.flush()
        valued = self.valued_at(price)
        equity = self.state.equity(valued)
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
                self.state.level(valued),
                self.state.balance,
                **more,
            )
        )
        self.ledger.append(self.state.row())

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
