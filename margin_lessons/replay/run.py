"""The state of one replay: the book, the orders alive, what is waiting, and the events so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from margin_lessons.account import Account, Side
from margin_lessons.market.bars import Bar, Bars
from margin_lessons.orders import Order, StopLossLimit, TrailingStop, TriggerOn
from margin_lessons.plan import Action, Answer, Plan
from margin_lessons.replay import words
from margin_lessons.replay.book import Book
from margin_lessons.replay.clocks import Clock
from margin_lessons.replay.events import Event, Kind
from margin_lessons.replay.rules import Rules


@dataclass(eq=False)
class Live:
    """A placed order: ``best`` is the best price since, ``resting`` a limit order in the book.

    ``selling`` is what an order that closes a long does; ``trails`` says that its level follows the
    price; ``direction`` is -1 when it acts on falling prices and +1 when it acts on rising ones.
    """

    order: Order
    side: Side
    volume: float
    leverage: float | None
    best: float
    number: int
    resting: bool = False
    rested_in_bar: int = -1

    def __post_init__(self) -> None:
        self.selling = self.side is Side.LONG
        self.trails = isinstance(self.order, TrailingStop)
        self.direction = self.order.direction(self.side)
        self.on_index = self.order.on is TriggerOn.INDEX

    def rest(self, bar: int) -> None:
        """Become a limit order in the book, which waits for a better last price."""
        self.resting, self.rested_in_bar = True, bar
        self.direction, self.on_index = self.side.sign, False

    @property
    def title(self) -> str:
        """The order's label, as a sentence begins with it."""
        label = self.order.label
        return label[0].upper() + label[1:]

    @property
    def level(self) -> float:
        """The price at which it acts."""
        if self.resting and isinstance(self.order, StopLossLimit):
            return self.order.limit
        return float(self.order.level(self.best, self.side))

    def follow(self, price: float) -> None:
        """Let the best price follow ``price``."""
        self.best = max(self.best, price) if self.selling else min(self.best, price)


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
    """

    def __init__(
        self, account: Account, bars: Bars, plan: Plan, rules: Rules, index: Bars | None
    ) -> None:
        self.bars, self.index = bars, index
        self.plan, self.rules, self.venue = plan, rules, account.venue
        self.coin = account.symbols[0] if account.symbols else "BTC"
        self.book = Book(account, self.coin, rules.charges)
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
        self.book.accrue(self.minute)
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
    def full_again(self) -> float:
        """The margin level from which the next margin call can come."""
        return max(self.venue.full_level, self.venue.call_level)

    def rearm(self, price: float) -> None:
        """Let the next margin call come once the level is back at full use."""
        if self.armed or not self.book.account.positions:
            return
        level = self.book.level(price)
        back = level >= self.full_again * (1 - 1e-9)
        self.armed = back and not self.venue.reached(level, self.venue.call_level)

    def flush(self) -> None:
        """Charge the rollover fees that have fallen due, as one event, before anything changes."""
        if not self.book.pending:
            return
        fee, count = self.book.charge_pending(self.minute)
        times = "one rollover" if count == 1 else f"{count:,} rollovers"
        text = f"Fees of {self.money(fee)} for {times} have fallen due."
        price = float(self.bars.open[self.bar])
        self.emit(Kind.ROLLOVER, price, text, amount=-fee)

    def emit(self, kind: Kind, price: float, text: str, **more: object) -> None:
        """Add an event at ``price``, with the account and the ledger as they are after it."""
        self.flush()
        equity = self.book.equity(price)
        lost = more.pop("lost", None)
        if lost is not None:
            more["worst_equity"] = equity - lost
        self.events.append(
            Event(
                kind,
                self.bar,
                self.bars.time[self.bar],
                price,
                text,
                equity,
                self.book.level(price),
                self.book.account.balance(),
                **more,
            )
        )
        self.ledger.append(self.book.flows.row(self.book.account))

    def note_span(self) -> None:
        """Keep the account as it is from the close of this bar on."""
        if self.spans and self.spans[-1].start == self.bar:
            self.spans.pop()
        self.spans.append(Span(self.bar, self.book.account, tuple(self.book.clocks)))

    def worst(self, price: float, selling: bool, since: int | None = None) -> float:
        """Return the worst price for a trade in this bar, or in the bars ``since`` another one."""
        stretch = slice(self.bar if since is None else since, self.bar + 1)
        if selling:
            return min(price, float(self.bars.low[stretch].min()))
        return max(price, float(self.bars.high[stretch].max()))
