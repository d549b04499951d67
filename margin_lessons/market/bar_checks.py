"""What makes a row of prices a bar; the first row that is none is named with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set, Sized
from typing import Any, TypeGuard

import numpy as np
from numpy.typing import ArrayLike, NDArray

from margin_lessons.errors import BadInput, between, numbers, positive, shown
from margin_lessons.market.times import time_text

Floats = NDArray[np.float64]
NameOf = Callable[[int], str]
"""Says where a row stands: "bar 3 (minute 3)" in memory, "line 5" in a file."""


_NO_ROW = (str, bytes, bytearray, Mapping, Set)
"""What can be counted through like a row, but is no row of prices in their order."""

DAY, MONTH = 1_440.0, 28 * 1_440.0
"""In minutes; a month is at least so long."""


def floats(name: str, values: ArrayLike) -> Floats:
    """Return one column of numbers as a new array, or raise ``BadInput``."""
    if np.ma.is_masked(values):  # what is masked is missing, whatever number stands under the mask
        values = np.ma.asarray(values, dtype=float).filled(np.nan)
    # A copy, as the columns of bars are made read-only.
    column = numbers(name, values, why="a bar is made of numbers").copy()
    if column.ndim != 1:
        raise BadInput(f"{name} has {column.ndim} dimensions: a column of prices has one.")
    return column


def four_prices(rows: Iterable[Sequence[float]]) -> list[Sequence[float]]:
    """Return rows of (open, high, low, close), or raise ``BadInput`` naming the first that is none.

    >>> four_prices(5)
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: rows 5 are no list: bars are rows of open, high, low, close.
    """
    if not np.iterable(rows) or isinstance(rows, _NO_ROW):
        raise BadInput(f"rows {shown(rows)} are no list: bars are rows of open, high, low, close.")
    rows = list(rows)
    if not rows:
        raise BadInput("rows [] are none: bars are rows of open, high, low, close.")
    for number, row in enumerate(rows):
        in_order = isinstance(row, Sized) and np.iterable(row) and not isinstance(row, _NO_ROW)
        if not in_order or len(row) != 4:
            raise BadInput(
                f"row {number}, {shown(row)}, is not of 4 prices: open, high, low, close."
            )
    return rows


def is_place(at: object) -> TypeGuard[int]:
    """Return whether ``at`` counts bars: a whole number, and not a stretch of time or a yes."""
    return isinstance(at, (int, np.integer)) and not isinstance(at, (bool, np.timedelta64))


def edge_of(at: object, count: int) -> int:
    """Return a place among ``count`` bars, or beyond them as the edge of a slice may be."""
    if is_place(at):
        return int(at)
    raise BadInput(
        f"bar {shown(at)} is not a whole number: bars go by their place, 0 to {count - 1}, "
        "and from the end by -1; index(date) gives the place of a date."
    )


def place_of(at: object, count: int, least: int | None = None) -> int:
    """Return a place among ``count`` bars, from the end when below 0, or raise ``BadInput``."""
    place = edge_of(at, count)
    if not (-count if least is None else least) <= place < count:
        raise BadInput(f"bar {place} is not there: the bars are 0 to {count - 1}.")
    return place


def check_bar_rows(time: NDArray[Any], columns: Mapping[str, Floats], name_of: NameOf) -> None:
    """Raise ``BadInput`` for the first row that is not a bar."""
    for name, column in columns.items():
        if len(column) != len(time):
            raise BadInput(
                f"{name} has {len(column)} rows and time has {len(time)}: every bar needs both."
            )
    for name, column in columns.items():
        for i in _first(~np.isfinite(column)):
            raise BadInput(f"{name_of(i)}: {name} {shown(column[i])} is not a finite number.")
    _check_prices(columns, name_of)
    _check_order(time, name_of)


def _check_prices(columns: Mapping[str, Floats], name_of: NameOf) -> None:
    low, high = columns["low"], columns["high"]
    for i in _first(high < low):
        raise BadInput(
            f"{name_of(i)}: high {shown(high[i])} is below low {shown(low[i])}: "
            "the high is the highest price of its bar."
        )
    for name in ("open", "close"):
        price = columns[name]
        for i in _first(low > price):
            raise BadInput(
                f"{name_of(i)}: low {shown(low[i])} is above {name} {shown(price[i])}: "
                "the low is the lowest price of its bar."
            )
        for i in _first(high < price):
            raise BadInput(
                f"{name_of(i)}: high {shown(high[i])} is below {name} {shown(price[i])}: "
                "the high is the highest price of its bar."
            )
    if "volume" in columns:
        for i in _first(columns["volume"] < 0):
            raise BadInput(
                f"{name_of(i)}: volume {shown(columns['volume'][i])} is below 0: "
                "it is what was traded in the bar."
            )


def _check_order(time: NDArray[Any], name_of: NameOf) -> None:
    unknown = np.isnat(time) if time.dtype.kind == "M" else ~np.isfinite(time)
    for i in _first(unknown):
        raise BadInput(f"{name_of(i)}: the time is missing.")
    for i in _first(time[1:] == time[:-1]):
        raise BadInput(
            f"{name_of(i + 1)}: {time_text(time[i + 1])} is there twice: each bar has its own time."
        )
    for i in _first(time[1:] < time[:-1]):
        raise BadInput(
            f"{name_of(i + 1)}: {time_text(time[i + 1])} comes after {time_text(time[i])}: "
            "bars are ordered from old to new."
        )


def usual_step(time: NDArray[Any]) -> float:
    """Return the most common step between two bars in minutes; 1 for a single bar."""
    if len(time) < 2:
        return 1.0
    steps, count = np.unique(np.diff(time), return_counts=True)
    step = steps[np.argmax(count)]
    return float(step / np.timedelta64(60, "s")) if time.dtype.kind == "M" else float(step)


def bar_length(length: object) -> float:
    """Return how long a bar lasts in minutes, or raise ``BadInput``."""
    why = "a bar covers a stretch of time"
    # Up to 1,900 years: beyond, the times of many bars no longer fit the calendar.
    return between("bar length", positive("bar length", length, why=why), 0, 1e9, why=why)


def shortest_step(length: float) -> float:
    """Return how soon after a bar the next may open by the calendar, in minutes.

    A day on which the clocks go forward has 23 hours, a February a tenth less than the months
    before and after it.

    >>> shortest_step(60), shortest_step(1_440) / 60, shortest_step(31 * 1_440) / 1_440
    (60, 23.0, 27.9)
    """
    if length >= MONTH:
        return 0.9 * length
    return length - 60 if length >= DAY else length


def check_length(time: NDArray[Any], length: float, name_of: NameOf) -> None:
    """Raise ``BadInput`` for the first bar that opens before the one before it has ended.

    Bars of the calendar, with dates and of a day or longer, may be as unequal as days and months.
    """
    steps, dated = np.diff(time), time.dtype.kind == "M"
    minutes = steps / np.timedelta64(60, "s") if dated else steps
    shortest = shortest_step(length) if dated else length
    for i in _first(minutes < shortest * (1 - 1e-9)):
        raise BadInput(
            f"{name_of(i + 1)}: opens {shown(minutes[i])} minutes after the bar before it, "
            f"though a bar lasts {shown(length)}: two bars overlap."
        )


def _first(bad: NDArray[np.bool_]) -> tuple[int, ...]:
    """Return the index of the first row that is bad, in a tuple, or an empty one."""
    return (int(np.argmax(bad)),) if bad.any() else ()


def steps_of(paths: Sequence[ArrayLike]) -> tuple[Floats, Floats]:
    """Return where each step of some paths begins and ends; ``BadInput`` for one without a step.

    >>> [ends.tolist() for ends in steps_of([[100, 103, 98], [90, 91]])]
    [[100.0, 103.0, 90.0], [103.0, 98.0, 91.0]]
    """
    parts = [floats("price", path) for path in paths]
    for path, part in zip(paths, parts, strict=True):
        if len(part) < 2:
            raise BadInput(f"path {shown(path)} has no way to go: a bar needs two prices.")
    first = np.concatenate([part[:-1] for part in parts])
    return first, np.concatenate([part[1:] for part in parts])
