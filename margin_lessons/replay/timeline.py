"""The result of a replay: its events in order, who holds what after each, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from margin_lessons.account import Account
from margin_lessons.lines import account_lines
from margin_lessons.market.bars import Bars
from margin_lessons.plan import Plan
from margin_lessons.replay import words
from margin_lessons.replay.clocks import fees_due
from margin_lessons.replay.events import Event, Kind
from margin_lessons.replay.ledger import Ledger
from margin_lessons.replay.rules import Rules
from margin_lessons.replay.run import Span

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Worst:
    """The worst case: the same events, had each trade been filled at the extreme of its bar.

    That is a bound and not what happened: a bar does not say what was left to trade at its extreme.
    ``equity`` and ``debt`` are at the end of the replay, ``lost`` is how much less equity that is,
    and ``price`` the extreme of the last trade that has one.
    """

    equity: float
    debt: float
    lost: float
    price: float | None


@dataclass(frozen=True, eq=False)
class Timeline:
    """What happened to one account over the bars. ``final`` is the account after the last one.

    ``debt`` is what is still owed then. No event is left out of ``events``, and each has its kind
    and its line of words, so that a table, a figure and a text can each show all of them.
    """

    start: Account
    bars: Bars
    plan: Plan
    rules: Rules
    coin: str
    events: tuple[Event, ...]
    ledger: Ledger
    final: Account
    debt: float
    spans: tuple[Span, ...]

    def of(self, *kinds: Kind) -> tuple[Event, ...]:
        """Return the events of these kinds, in order."""
        return tuple(event for event in self.events if event.kind in kinds)

    def first(self, *kinds: Kind) -> Event | None:
        """Return the first event of these kinds, or None."""
        return next(iter(self.of(*kinds)), None)

    @property
    def equity(self) -> float:
        """The equity at the last close."""
        return self.events[-1].equity

    @cached_property
    def worst(self) -> Worst:
        """The worst case of every trade together, kept apart from what happened by the rules."""
        lost = sum(event.shortfall for event in self.events)
        prices = [event.worst_price for event in self.events if event.worst_price is not None]
        equity = self.equity - lost
        debt = 0.0 if self.final.positions else max(self.debt, -equity, 0.0)
        return Worst(equity, debt, lost, prices[-1] if prices else None)

    @cached_property
    def equity_path(self) -> Floats:
        """The equity at the close of every bar, in the quote currency."""
        path = np.empty(len(self.bars))
        for span, stretch in self._stretches():
            equity, _ = account_lines(span.account, self.coin, {}, True)
            intercept, slope = equity.total()
            np.multiply(self.bars.close[stretch], slope, out=path[stretch])
            path[stretch] += intercept
            if self.rules.charges.rollover and span.account.positions:
                path[stretch] -= fees_due(span.account, span.clocks, self.bars.minutes[stretch])
        return path

    @cached_property
    def level_path(self) -> Floats:
        """The margin level at the close of every bar; infinite while nothing is open."""
        used = np.empty(len(self.bars))
        for span, stretch in self._stretches():
            intercept, slope = account_lines(span.account, self.coin, {}, True)[1].total()
            used[stretch] = intercept + slope * self.bars.close[stretch]
        return np.divide(self.equity_path, used, out=np.full(len(used), np.inf), where=used > 0)

    def _stretches(self) -> Iterator[tuple[Span, slice]]:
        """Each span of an unchanged account with the bars at whose close it stands."""
        ends = [span.start for span in self.spans[1:]] + [len(self.bars)]
        for span, end in zip(self.spans, ends, strict=True):
            yield span, slice(span.start, end)

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
                words.price(event.price),
                "" if event.volume is None else words.coins(event.volume, self.coin),
                "" if not event.amount else words.amount(event.amount),
                words.amount(event.equity),
                words.level(event.level),
            )
            for event in self.events
        ]

    @property
    def outcome(self) -> str:
        """How it ended, in one sentence, with the worst case called so."""
        unit = self.rules.currency
        end = self.events[-1]
        if self.debt:
            text = f"{words.amount(self.debt)} {unit} is owed"
        elif self.final.positions:
            text = (
                f"still open at {words.price(end.price)}, equity {words.amount(end.equity)} {unit}"
            )
        else:
            text = f"nothing is open, {words.amount(end.equity)} {unit} is left"
        if self.worst.lost <= 0:
            return f"In the end {text}."
        worst = f"{words.amount(self.worst.debt or self.worst.equity)} {unit}"
        if self.worst.debt:
            bound = f"{worst} would be owed"
        else:
            bound = (
                f"the equity would be {worst}" if self.final.positions else f"{worst} would be left"
            )
        return f"In the end {text}; at the worst price of each bar {bound}."
