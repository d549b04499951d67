"""Price bars: open, high, low and close of each stretch of time, checked once and then trusted.

A bar says four true things about its stretch (the first price, the last, the highest, the lowest)
and is silent about the order of the highest and the lowest. Missing bars, as in an outage of the
exchange, are holes: they are kept as data and never filled in. A price may be below zero: the May
2020 contract of WTI crude settled at -37.63 USD (CFTC release 8315-20).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple, cast, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from margin_lessons.errors import BadInput, all_of, number, positive, shown
from margin_lessons.market.bar_checks import (
    bar_length,
    check_bar_rows,
    check_length,
    edge_of,
    floats,
    four_prices,
    is_place,
    place_of,
    steps_of,
    usual_step,
)
from margin_lessons.market.times import as_times, parse_time, time_text

Floats = NDArray[np.float64]


class Bar(NamedTuple):
    """The four prices of one bar."""

    open: float
    high: float
    low: float
    close: float


class Hole(NamedTuple):
    """Bars that are missing: ``missing`` of them after the bar with the index ``after``."""

    after: int
    missing: int


@dataclass(frozen=True, eq=False)
class Bars:
    """Price bars in order of time, one array a column, all of them read-only.

    ``time`` is when a bar opens: dates (datetime64, UTC) or plain minutes. ``length`` is how long a
    bar lasts, in minutes; the usual step between two bars when it is not given. Bars of a day or
    longer may differ as days and months do: by the hour of a change of clocks, by the days of a
    February. Raises ``BadInput`` naming the bar when a price is missing or masked, lies outside its
    low and high, were it by rounding, or the time does not run forward. ``notes`` say what a
    reader of files assumed or passed over.

    >>> bars = Bars.of([(100, 104, 99, 103), (103, 103.5, 97, 98)], length=60)
    >>> len(bars), bars.length, bars[1].low
    (2, 60.0, 97.0)
    >>> Bars.of([(100, 104, 101, 103)])
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: bar 0 (minute 0): low 101 is above open 100: the low is the \
lowest price of its bar.
    """

    time: NDArray[Any]
    open: Floats
    high: Floats
    low: Floats
    close: Floats
    volume: Floats | None = None
    length: float = cast(float, None)  # the usual step of the times, unless it is given
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        columns = {name: floats(name, getattr(self, name)) for name in Bar._fields}
        if self.volume is not None:
            columns["volume"] = floats("volume", self.volume)
        time = as_times(self.time)
        check_bar_rows(time, columns, lambda i: f"bar {i} ({time_text(time[i])})")
        length = bar_length(usual_step(time) if self.length is None else self.length)
        check_length(time, length, lambda i: f"bar {i} ({time_text(time[i])})")
        for name, values in {"time": time, **columns}.items():
            values.setflags(write=False)
            object.__setattr__(self, name, values)
        object.__setattr__(self, "length", length)
        notes = all_of("note", self.notes, str, why="it says in words what was assumed")
        object.__setattr__(self, "notes", notes)

    @classmethod
    def of(
        cls, rows: Iterable[tuple[float, ...]], *, length: float = 1.0, start: object = 0.0
    ) -> Bars:
        """Return bars from rows of (open, high, low, close), one after the other.

        ``start`` is when the first one opens: a minute, or a date as text. Raises ``BadInput``
        naming the row that is not of four numbers.

        >>> Bars.of([(100, 104, 99, 103), (103, 97, 98)])
        Traceback (most recent call last):
            ...
        margin_lessons.errors.BadInput: row 1, (103, 97, 98), is not of 4 prices: open, high, low, \
close.
        """
        return cls._timed(list(zip(*four_prices(rows), strict=True)), length, start)

    @classmethod
    def _timed(cls, columns: Sequence[Any], length: float, start: object) -> Bars:
        """Return bars one after the other from columns of open, high, low and close."""
        length = bar_length(length)
        first, high, low, last = columns
        steps = np.arange(len(first)) * length
        if not isinstance(start, (str, datetime, np.datetime64)):
            minute = number("start", start, why="it is a minute, or a date as text")
            return cls(steps + minute, first, high, low, last, length=length)
        times = parse_time(start) + (steps * 60).astype("timedelta64[s]")
        return cls(times, first, high, low, last, length=length)

    @classmethod
    def from_path(
        cls, prices: ArrayLike, *then: ArrayLike, length: float = 1.0, start: object = 0.0
    ) -> Bars:
        """Return the bars of a path that moves in a straight line from each price to the next.

        To the first price of each path ``then`` it jumps. Raises ``BadInput`` for a path of fewer
        than two prices and for what is no number.

        >>> Bars.from_path([100, 103, 98], [90, 91])[1:].open
        array([103.,  90.])
        """
        first, last = steps_of((prices, *then))
        columns = (first, np.maximum(first, last), np.minimum(first, last), last)
        return cls._timed(columns, length, start)

    def __len__(self) -> int:
        return len(self.time)

    @overload
    def __getitem__(self, which: int) -> Bar: ...

    @overload
    def __getitem__(self, which: slice) -> Bars: ...

    def __getitem__(self, which: int | slice) -> Bar | Bars:
        """Return one bar for an index, and bars for a slice (``BadInput`` for one with a step)."""
        if not isinstance(which, slice):
            place = place_of(which, len(self))
            return Bar(*(float(getattr(self, name)[place]) for name in Bar._fields))
        if which.step is not None and edge_of(which.step, len(self)) != 1:
            raise BadInput(f"step {shown(which.step)} leaves bars out: coarsen makes longer bars.")
        edges = (which.start, which.stop)
        stretch = slice(*(None if one is None else edge_of(one, len(self)) for one in edges))
        columns = {name: getattr(self, name) for name in ("time", *Bar._fields, "volume")}
        kept = {name: column[stretch] for name, column in columns.items() if column is not None}
        return replace(self, **kept)

    def __iter__(self) -> Iterator[Bar]:
        columns = (getattr(self, name).tolist() for name in Bar._fields)
        return map(Bar._make, zip(*columns, strict=True))

    @cached_property
    def minutes(self) -> Floats:
        """When each bar opens, in minutes since the first one did."""
        steps = self.time - self.time[0]
        minutes = steps.astype(float) / 60 if self.dated else steps
        minutes.setflags(write=False)
        return minutes

    @property
    def dated(self) -> bool:
        """Whether the bars carry dates and not only minutes."""
        return self.time.dtype.kind == "M"

    def when(self, index: int) -> str:
        """Return when a bar opens, as text: "2020-03-12 10:00", or "minute 60" without dates."""
        return time_text(self.time[place_of(index, len(self))])

    @cached_property
    def holes(self) -> tuple[Hole, ...]:
        """The stretches with no bars, in order.

        >>> Bars([0, 60, 240], *np.ones((4, 3)), length=60).holes
        (Hole(after=1, missing=2),)
        """
        missing = np.rint(np.diff(self.minutes) / self.length).astype(int) - 1
        return tuple(Hole(int(i), int(missing[i])) for i in np.flatnonzero(missing > 0))

    def index(self, at: object) -> int:
        """Return the index of the first bar at or after ``at``: a bar's index, or a date.

        Raises ``BadInput`` for an index or a date that is not among the bars.

        >>> Bars.of([(1, 1, 1, 1)] * 3, length=60, start="2020-03-12").index("2020-03-12 00:30")
        1
        """
        if is_place(at):
            return place_of(at, len(self), least=0)
        if not self.dated:
            raise BadInput(f"bar {shown(at)} is not a whole number: these bars carry no dates.")
        moment = parse_time(at)
        if not self.time[0] <= moment <= self.time[-1]:
            raise BadInput(
                f"time {time_text(moment)} is outside the bars, which open from {self.when(0)} "
                f"to {self.when(-1)}."
            )
        return int(np.searchsorted(self.time, moment))

    def since(self, at: object) -> Bars:
        """Return the bars from ``at`` (an index or a date) on; ``BadInput`` if it is not there."""
        return self[self.index(at) :]

    def coarsen(self, minutes: float) -> Bars:
        """Return longer bars, of ``minutes`` each, aligned to the clock, with their volumes added.

        Each one opens where its first bar opened, closes where its last one closed, and spans all
        between, holes too. Raises ``BadInput`` for minutes that are no multiple of the bars' own.

        >>> fine = Bars.of([(100, 104, 99, 103), (103, 103.5, 97, 98)], length=30)
        >>> fine.coarsen(60)[0]
        Bar(open=100.0, high=104.0, low=97.0, close=98.0)
        """
        minutes = positive("minutes", minutes, why="a bar covers a stretch of time")
        times = minutes / self.length
        if times < 1 or abs(times - round(times)) > 1e-9:
            own = f"the bars' own {shown(self.length)}: a longer bar is made of whole bars."
            raise BadInput(f"minutes {shown(minutes)} is not a multiple of {own}")
        clock = self.time.astype(float) / 60 if self.dated else self.time
        bucket = np.floor(clock / minutes)
        first = np.flatnonzero(np.diff(bucket, prepend=-np.inf))
        last = np.append(first[1:], len(self)) - 1
        opens = bucket[first] * minutes
        return Bars(
            (opens * 60).astype("datetime64[s]") if self.dated else opens,
            self.open[first],
            np.maximum.reduceat(self.high, first),
            np.minimum.reduceat(self.low, first),
            self.close[last],
            None if self.volume is None else np.add.reduceat(self.volume, first),
            minutes,
            self.notes,
        )
