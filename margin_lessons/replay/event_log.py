"""What came out of a replay: its events in order, and the worst and the best that they may be."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol, Self, TypeVar

from margin_lessons import words
from margin_lessons.conventions import as_option
from margin_lessons.errors import BadInput, shown
from margin_lessons.market.bars import Bars
from margin_lessons.market.splits import split_notes
from margin_lessons.plan import Plan
from margin_lessons.replay.events import Event, Kind
from margin_lessons.replay.ledger import Ledger
from margin_lessons.replay.live import StillWaiting
from margin_lessons.replay.rules import Rules


@dataclass(frozen=True)
class Worst:
    """The worst case: the same events, had each trade been filled at the extreme of its bar.

    That is a bound and not what happened: a bar does not say what was left to trade at its extreme.
    Where a trailing stop need not have acted in its bar, the replay in which it did not counts too.
    ``equity`` and ``debt`` are at the end of the replay, ``lost`` is how much less equity that is,
    and ``price`` the extreme of the last trade that has one, slippage included.
    """

    equity: float
    debt: float
    lost: float
    price: float | None


@dataclass(frozen=True)
class Best:
    """The best case, the other end of the range: had each trade got the best its bar allows.

    A stop-loss or a liquidation at once is never better than its trigger. ``gained`` is how much
    more equity that is than by the rules.
    """

    equity: float
    debt: float
    gained: float


class Begun(Protocol):
    """What is held unchanged from the close of bar ``start`` on."""

    @property
    def start(self) -> int:
        """The index of that bar."""


S = TypeVar("S", bound=Begun)


def stretches_of(spans: Sequence[S], count: int) -> Iterator[tuple[S, slice]]:
    """Yield each span with the bars at whose close it stands, of so many in all."""
    ends = [span.start for span in spans[1:]] + [count]
    for span, end in zip(spans, ends, strict=True):
        yield span, slice(span.start, end)


@dataclass(frozen=True, eq=False, kw_only=True)
class EventLog:
    """The events of a replay, and who holds what after each; of an account or of a contract.

    ``debt`` is what is still owed at the end. No event is left out of ``events``, and each has its
    kind and its line of words, so that a table, a figure and a text can each show all of them.

    ``worst`` and ``best`` are the range that the unknown paths inside the bars leave. No finer bars
    lead out of it when what is held has one exit that closes everything, be it a stop-loss, a
    trailing stop or the liquidation, and no answers to calls, no fees as time passes, one price
    for everything and, beside a stop, no late engine. With more than that, each end is a case, and
    not a bound.

    ``otherwise`` has, where the bars leave it open whether they set off a trailing stop, the replay
    in which they do whenever they can and the one in which they do only where they must.
    ``chances`` is what a trailing stop might have left all the same in a replay in which it acts
    only where it must. ``waiting`` are the orders that are alive when the bars end.
    """

    bars: Bars
    plan: Plan
    rules: Rules
    coin: str
    events: tuple[Event, ...]
    ledger: Ledger
    debt: float
    otherwise: tuple[Self, ...] = ()
    chances: tuple[float, ...] = ()
    waiting: tuple[StillWaiting, ...] = ()

    @property
    @abstractmethod
    def still_open(self) -> bool:
        """Whether anything is open at the end."""

    def money(self, value: float) -> str:
        """Return an amount with its currency."""
        return f"{words.amount(value)} {self.rules.currency}"

    def size(self, volume: float) -> str:
        """Return how much was traded, in words."""
        return words.coins(volume, self.coin)

    def figure(self, value: float) -> str:
        """Return an amount as it stands in the table, under the name of its currency."""
        return words.amount(value)

    def of(self, *kinds: Kind) -> tuple[Event, ...]:
        """Return the events of these kinds, in order; ``BadInput`` for what is no kind."""
        kinds = tuple(as_option("kind", kind, Kind) for kind in kinds)
        return tuple(event for event in self.events if event.kind in kinds)

    def first(self, *kinds: Kind) -> Event | None:
        """Return the first event of these kinds, or None."""
        return next(iter(self.of(*kinds)), None)

    def the_first(self, *kinds: Kind) -> Event:
        """Return the first event of these kinds, of which there is one; else ``BadInput``."""
        if (event := self.first(*kinds)) is None:
            raise BadInput(f"events {shown([one.name for one in kinds])} did not happen here.")
        return event

    @property
    def equity(self) -> float:
        """The equity at the last close."""
        return self.events[-1].equity

    @cached_property
    def worst(self) -> Worst:
        """The worst case of every trade together, kept apart from what happened by the rules.

        A trailing stop 10 below a price of 100, in a bar that goes up to 108 and down to 95: if up
        first, the stop came along to 98 and was hit, by the way at 98, at worst at the low. If down
        first, nothing was sold, and the coin is worth 105.

        >>> from margin_lessons.account import Account, Position
        >>> from margin_lessons.orders import TrailingStop
        >>> from margin_lessons.replay import replay
        >>> account = Account(100, (Position("long", 1, 100, 1),))
        >>> stop = TrailingStop(amount=10, reduce_only=True)
        >>> timeline = replay(account, Bars.of([(100, 108, 95, 105)]), Plan(stop))
        >>> timeline.worst.equity, timeline.equity, timeline.best.equity
        (95.0, 98.0, 105.0)
        """
        lost = sum(event.shortfall for event in self.events)
        prices = [event.worst_price for event in self.events if event.worst_price is not None]
        equity = self.equity - lost
        debt = 0.0 if self.still_open else max(self.debt, -equity, 0.0)
        own = Worst(equity, debt, lost, prices[-1] if prices else None)
        cases = [own, *(other.worst for other in self.otherwise)]
        case = min(cases, key=lambda one: one.equity)
        return replace(case, lost=self.equity - case.equity) if case is not own else own

    @cached_property
    def best(self) -> Best:
        """The best case of every trade together; what happened by the rules, where it is sure."""
        gained = sum(event.windfall for event in self.events)
        equity = self.equity + gained
        for other in self.otherwise:
            equity = max(equity, other.best.equity, *other.chances)
        return Best(equity, max(0.0, self.debt - (equity - self.equity)), equity - self.equity)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be known about the bars: each jump in them that may be a split."""
        return split_notes(self.bars)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every event in one line, with its time in front."""
        return tuple(f"{self.bars.when(event.bar)}: {event.words}" for event in self.events)

    def table(self) -> list[tuple[str, ...]]:
        """Return one row an event: time, what, price, coins, money, equity and margin level."""
        return [
            (
                self.bars.when(event.bar),
                event.kind.value,
                words.price(event.price, ""),
                "" if event.volume is None else self.size(event.volume),
                "" if not event.amount else self.figure(event.amount),
                self.figure(event.equity),
                words.level(event.level),
            )
            for event in self.events
        ]

    @property
    def outcome(self) -> str:
        """How it ended, in one sentence, with the worst case called so."""
        end = self.events[-1]
        if self.debt:
            text = f"{self.money(self.debt)} is owed"
        elif self.still_open:
            at = words.price(end.price, "")
            text = f"still open at {at}, equity {self.money(end.equity)}"
        else:
            text = f"nothing is open, {self.money(end.equity)} is left"
        said = [f"In the end {text}"]
        if self.worst.lost > 0:
            said.append(f"at the worst price of each bar {self._bound}")
        if self.otherwise and self.best.gained > 0:
            best = self.money(self.best.equity)
            said.append(f"at the best path through its bars it would be {best}")
        return "; ".join(said) + "."

    @property
    def _bound(self) -> str:
        worst = self.money(self.worst.debt or self.worst.equity)
        if self.worst.debt:
            return f"{worst} would be owed"
        return f"the equity would be {worst}" if self.still_open else f"{worst} would be left"
