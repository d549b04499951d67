"""What makes a row of prices a bar; the first row that is none is named with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Sized

import numpy as np
from numpy.typing import ArrayLike, NDArray

from margin_lessons.errors import BadInput, numbers, shown
from margin_lessons.market.times import time_text

Floats = NDArray[np.float64]
NameOf = Callable[[int], str]
"""Says where a row stands: "bar 3 (minute 3)" in memory, "line 5" in a file."""


def floats(name: str, values: ArrayLike) -> Floats:
    """Return one column of numbers as a new array, or raise ``BadInput``."""
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
    if not np.iterable(rows):
        raise BadInput(f"rows {shown(rows)} are no list: bars are rows of open, high, low, close.")
    rows = list(rows)
    if not rows:
        raise BadInput("rows [] are none: bars are rows of open, high, low, close.")
    for number, row in enumerate(rows):
        if not isinstance(row, Sized) or not np.iterable(row) or len(row) != 4:
            raise BadInput(
                f"row {number}, {shown(row)}, is not of 4 prices: open, high, low, close."
            )
    return rows


def check_rows(time: NDArray, columns: Mapping[str, Floats], name_of: NameOf) -> None:
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


def _check_order(time: NDArray, name_of: NameOf) -> None:
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


def usual_step(time: NDArray) -> float:
    """Return the most common step between two bars in minutes; 1 for a single bar."""
    if len(time) < 2:
        return 1.0
    steps, count = np.unique(np.diff(time), return_counts=True)
    step = steps[np.argmax(count)]
    return float(step / np.timedelta64(60, "s")) if time.dtype.kind == "M" else float(step)


def check_length(time: NDArray, length: float, name_of: NameOf) -> None:
    """Raise ``BadInput`` for the first bar that opens before the one before it has ended."""
    steps = np.diff(time)
    minutes = steps / np.timedelta64(60, "s") if time.dtype.kind == "M" else steps
    for i in _first(minutes < length * (1 - 1e-9)):
        raise BadInput(
            f"{name_of(i + 1)}: opens {shown(minutes[i])} minutes after the bar before it, "
            f"though a bar lasts {shown(length)}: two bars overlap."
        )


def _first(bad: NDArray[np.bool_]) -> tuple[int, ...]:
    """Return the index of the first row that is bad, in a tuple, or an empty one."""
    return (int(np.argmax(bad)),) if bad.any() else ()
