"""Reading bars from a CSV export, with errors that name the line and the column.

Columns may come in any order and their names in any case; times are ISO text (with or without Z) or
unix seconds. Lines that are blank or start with # are passed over. Kraken's own OHLCVT files, for
instance, have the columns time, open, high, low, close, volume and trades.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from margin_lessons.errors import BadInput, positive, shown
from margin_lessons.market.bar_checks import check_length, check_rows, usual_step
from margin_lessons.market.bars import Bars
from margin_lessons.market.times import parse_time

_NAMES = {
    "time": ("time", "timestamp", "timestamp_utc", "date", "datetime", "open time", "unix"),
    "open": ("open",),
    "high": ("high",),
    "low": ("low",),
    "close": ("close",),
    "volume": ("volume", "vol"),
}


class _Layout(NamedTuple):
    """Where each column stands, how the columns are told apart, and how many there are."""

    places: dict[str, int]
    delimiter: str
    width: int


def read_bars(source: str | os.PathLike[str] | Iterable[str], length: float | None = None) -> Bars:
    """Return the bars of a CSV file, given by its path or as lines (an open file).

    ``length`` is how long a bar lasts in minutes; the usual step of the file when it is not given.
    Raises ``BadInput`` naming the line, and the column where there is one.

    >>> lines = ["Close,Open,High,Low,Time", "103,100,104,99,2020-03-12T10:00:00Z"]
    >>> read_bars(lines, length=60)[0]
    Bar(open=100.0, high=104.0, low=99.0, close=103.0)
    >>> read_bars([*lines, "98,103,103.5,n/a,2020-03-12T11:00:00Z"])
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: line 3, column Low: 'n/a' is not a number.
    """
    if isinstance(source, (str, os.PathLike)):
        try:
            # utf-8-sig: spreadsheets put a mark in front of the first column's name.
            with Path(source).open(encoding="utf-8-sig", newline="") as file:
                return _read(file, length)
        except OSError as problem:
            raise BadInput(
                f"file {shown(str(source))} cannot be read: {problem.strerror}."
            ) from None
        except UnicodeDecodeError:
            raise BadInput(f"file {shown(str(source))} is not text: bars come as CSV.") from None
    if not np.iterable(source):
        raise BadInput(f"file {shown(source)} is neither a path nor lines: bars come as CSV text.")
    return _read(source, length)


def _read(source: Iterable[str], length: float | None) -> Bars:
    if length is not None:
        positive("bar length", length, why="a bar covers a stretch of time")
    lines = ((n, _text(n, line)) for n, line in enumerate(source, start=1))
    lines = ((n, text) for n, text in lines if text.strip())
    lines = ((n, text) for n, text in lines if not text.lstrip().startswith("#"))
    first = next(lines, None)
    if first is None:
        raise BadInput("line 1: the file is empty: bars have a line of column names and rows.")
    names, layout = _layout(*first)
    numbers, rows = [], []
    for number, text in lines:
        numbers.append(number)
        rows.append(_row(number, text, names, layout))
    if not rows:
        raise BadInput(f"line {first[0]}: no rows follow the column names: there are no bars.")
    columns = dict(zip(layout.places, zip(*rows, strict=True), strict=True))
    time = np.array(columns.pop("time"), dtype="datetime64[s]")
    values = {name: np.array(column) for name, column in columns.items()}
    check_rows(time, values, lambda i: f"line {numbers[i]}")
    check_length(time, length or usual_step(time), lambda i: f"line {numbers[i]}")
    return Bars(time, **values, length=length)


def _text(number: int, line: object) -> str:
    if not isinstance(line, str):
        raise BadInput(f"line {number}: {shown(line)} is not text: bars come as CSV text.")
    return line


def _cells(number: int, text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=delimiter))
    except csv.Error as problem:
        raise BadInput(f"line {number}: this is not CSV: {problem}.") from None


def _layout(number: int, text: str) -> tuple[list[str], _Layout]:
    delimiter = max(",;\t", key=text.count)
    names = [name.strip() for name in _cells(number, text, delimiter)]
    lower = [name.casefold() for name in names]
    places = {}
    for column, known in _NAMES.items():
        found = [lower.index(name) for name in known if name in lower]
        if found:
            places[column] = found[0]
        elif column != "volume":
            raise BadInput(
                f"line {number}: no column is named {known[0]}: the first line names the columns, "
                f"and this one has {', '.join(names)}."
            )
    return names, _Layout(places, delimiter, len(names))


def _row(number: int, text: str, names: list[str], layout: _Layout) -> list:
    cells = _cells(number, text, layout.delimiter)
    if len(cells) != layout.width:
        raise BadInput(
            f"line {number}: {len(cells)} values stand under {layout.width} column names."
        )
    row = []
    for column, place in layout.places.items():
        cell = cells[place].strip()
        try:
            row.append(parse_time(cell) if column == "time" else float(cell))
        except BadInput as problem:
            raise BadInput(f"line {number}, column {names[place]}: {problem}") from None
        except ValueError:
            raise BadInput(
                f"line {number}, column {names[place]}: {shown(cell)} is not a number."
            ) from None
    return row
