"""Bars from a file as an export left it, with all that was assumed of it said.

Read are the downloads of Kraken (no line of names), Binance, Bitstamp, CryptoDataDownload,
MetaTrader, Stooq, TradingView, Yahoo and spreadsheets, and what is made like them: columns in any
order, times in any form that can only mean one moment, numbers with either decimal mark, old to new
or new to old. What cannot be read is named by line and column, with what helps.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from margin_lessons.errors import BadInput, shown
from margin_lessons.market.bar_checks import (
    Floats,
    bar_length,
    check_bar_rows,
    check_length,
    usual_step,
)
from margin_lessons.market.bars import Bars
from margin_lessons.market.reading.file_lines import (
    FileOrLines,
    assumed_encoding,
    decoded,
    read_text,
)
from margin_lessons.market.reading.layout import FileLayout, Lines, find_layout
from margin_lessons.market.reading.mending import is_newest_first, widened, without_trade
from margin_lessons.market.reading.names import PRICES, bare_name, other_volumes, says_utc
from margin_lessons.market.reading.numbers_column import read_numbers
from margin_lessons.market.reading.rows import in_lines, read_rows
from margin_lessons.market.reading.times_column import read_times
from margin_lessons.market.reading.times_of_day import is_clock, joined


def read_bars(source: FileOrLines, length: float | None = None) -> Bars:
    """Return the bars of a CSV file, given by its path or as lines (an open file).

    ``length`` is how long a bar lasts in minutes; the usual step of the file when it is not given.
    What was passed over, turned round or assumed stands in ``notes`` of the bars; rows without a
    trade become holes. Raises ``BadInput`` naming the line, and the column where there is one.

    >>> lines = ["Close,Open,High,Low,Time", "103,100,104,99,2020-03-12 10:00"]
    >>> bars = read_bars(lines, length=60)
    >>> bars[0]
    Bar(open=100.0, high=104.0, low=99.0, close=103.0)
    >>> bars.notes
    ('The times name no zone: they are taken as UTC.',)
    >>> read_bars([*lines, "98,103,103.5,high,2020-03-12 11:00"])
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: line 3, column Low: 'high' is not a number.
    """
    if length is not None:
        length = bar_length(length)
    lines, notes = read_text(source)
    if not lines:
        raise BadInput("line 1: the file is empty: bars have a line of column names and rows.")
    layout, more = find_layout(lines)
    if layout.named:
        return _bars(lines, layout, [*notes, *more], length)
    order = ", ".join(role for role in layout.places if role != "clock")
    more.append(f"No line names the columns: they are taken as {order}.")
    try:
        return _bars(lines, layout, [*notes, *more], length)
    except BadInput as problem:
        raise BadInput(
            f"{str(problem).removesuffix('.')}; no line names the columns, so they are taken as "
            f"{order}: put their names on top if they are others."
        ) from None


def bars_in(name: str, content: bytes) -> Bars:
    """Return the bars in the bytes of a file with a ``name`` and no path, as ``read_bars`` does.

    >>> rows = b"Time,Open,High,Low,Close\\n2020-03-12,100,104,99,103\\n2020-03-13,103,104,97,98"
    >>> bars_in("mine.csv", rows)[1].low
    97.0
    >>> bars_in("photo.csv", b"PK\\x03\\x04")
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: file 'photo.csv' is packed, or a spreadsheet: unpack it, or \
save it as CSV.
    """
    text, encoding = decoded(content, shown(name))
    bars = read_bars(io.StringIO(text, newline=None))
    return replace(bars, notes=(*assumed_encoding(encoding), *bars.notes))


class _Columns(NamedTuple):
    """Times, prices with the volume, and the line of each row."""

    time: NDArray[Any]
    values: Mapping[str, Floats]
    lines: NDArray[np.int_]

    def take(self, which: slice | NDArray[np.bool_]) -> _Columns:
        """Return some of the rows."""
        values = {role: column[which] for role, column in self.values.items()}
        return _Columns(self.time[which], values, self.lines[which])

    def line(self, row: int) -> str:
        """Return where a row stands in the file."""
        return f"line {self.lines[row]}"


def _bars(lines: Lines, layout: FileLayout, notes: list[str], length: float | None) -> Bars:
    columns, more = _columns(lines, layout)
    notes = [*notes, *more]
    if is_newest_first(columns.time):
        columns = columns.take(slice(None, None, -1))
        notes.append("The file runs from new to old: it is turned round.")
    step = usual_step(columns.time)
    columns = _traded(columns, layout, notes)
    columns = columns._replace(values=_volume(columns, layout, notes))
    columns = columns._replace(values=_widened(columns, notes))
    check_bar_rows(columns.time, columns.values, columns.line)
    if length is None and step > 0 and step != usual_step(columns.time):
        length = step  # the rows without a trade show how long a bar is
    length = usual_step(columns.time) if length is None else length
    check_length(columns.time, length, columns.line)
    return Bars(columns.time, **columns.values, length=length, notes=tuple(notes))


def _columns(lines: Lines, layout: FileLayout) -> tuple[_Columns, list[str]]:
    """Return all rows as times and numbers, and notes on how they were read."""
    rows = read_rows(lines, layout)

    def line_of(row: int) -> str:
        return f"line {rows.lines[row]}"

    cells: Sequence[str] = rows.columns["time"]
    notes: list[str] = []
    clocks = rows.columns.get("clock", ())
    if clocks and is_clock(clocks[0]):
        cells, notes = joined(cells, clocks)
    elif clocks:  # the date once more, with its time of day
        cells = clocks
    name = layout.named_by("clock" if cells is clocks else "time")
    time, of_times = read_times(cells, line_of, column=name, utc=layout.named and says_utc(name))
    numbers = {role: rows.columns[role] for role in (*PRICES, "volume") if role in rows.columns}
    names = {role: layout.named_by(role) for role in numbers}
    values, of_numbers = read_numbers(numbers, line_of, names)
    notes = [*rows.notes, *notes, *of_times, *of_numbers]
    return _Columns(time, values, np.array(rows.lines)), notes


def _traded(columns: _Columns, layout: FileLayout, notes: list[str]) -> _Columns:
    """Return the rows in which something was traded."""

    def cell_of(row: int, role: str) -> str:
        return f"{columns.line(row)}, column {layout.named_by(role)}"

    prices = {role: columns.values[role] for role in PRICES}
    empty = without_trade(prices, columns.values.get("volume"), cell_of)
    if empty.all():
        raise BadInput(f"{columns.line(0)}: no row has a price: there are no bars.")
    if empty.any():
        where = in_lines(sorted(columns.lines[empty].tolist()))
        notes.append(f"Rows without a trade are holes: {where}.")
    return columns.take(~empty)


def _volume(columns: _Columns, layout: FileLayout, notes: list[str]) -> dict[str, Floats]:
    """Return the columns, without the volume where it is missing; say which one is not taken."""
    values = dict(columns.values)
    volume = values.get("volume")
    if volume is None:
        others = other_volumes(layout.names) if layout.named else []
        if others:
            notes.append(f"No volume is taken: {' and '.join(others)} may not count coins.")
        return values
    name = layout.named_by("volume")
    missing = np.flatnonzero(np.isnan(volume))
    if len(missing):
        where = in_lines(sorted(columns.lines[missing].tolist()))
        notes.append(f"No volume is taken: column {name} has none in {where}.")
        del values["volume"]
    elif not layout.named and _is_a_price(values):
        notes.append(f"No volume is taken: column {name} looks like a price, such as Adj Close.")
        del values["volume"]
    elif layout.named and bare_name(name) != "volume":
        notes.append(f"The volume is that of column {shown(name)}.")
    return values


def _is_a_price(values: Mapping[str, Floats]) -> bool:
    """Return whether what stands where the volume is expected moves with the close.

    Yahoo has an adjusted close there, which is the close itself in the newest bar.
    """
    volume, close = values["volume"], values["close"]
    return bool(close[-1] == volume[-1] != 0 and np.mean(volume == close) > 0.25)


def _widened(columns: _Columns, notes: list[str]) -> dict[str, Floats]:
    values, rows = widened({role: columns.values[role] for role in PRICES})
    if len(rows):
        where = in_lines(sorted(columns.lines[rows].tolist()))
        notes.append(f"High and low are widened by less than a millionth of the price: {where}.")
    return {**columns.values, **values}
