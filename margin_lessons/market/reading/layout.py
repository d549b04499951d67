"""Where a file begins, how its columns are told apart, and what stands in each of them."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from margin_lessons.errors import BadInput, shown
from margin_lessons.market.reading.names import PRICES, TIME, bare_name, roles, without_zone
from margin_lessons.market.reading.times_of_day import is_clock

Lines = Sequence[tuple[int, str]]

_DELIMITERS = (";", "\t", "|", ",")
"""A comma last: it may be the decimal mark of a number."""

_LOOK = 30
"""So many lines may stand above the names of the columns."""

_NUMBER = re.compile(r"\s*[+-]?[\d.,' \u00a0\u202f]*\d[\d.,]*([eE][+-]?\d+)?\s*", re.A)

_UNNAMED = ("time", *PRICES, "volume")
"""The order of a file without names, as in Kraken's own download (support 360047124832, read 2023)
and in Binance's (binance-public-data)."""


class FileLayout(NamedTuple):
    """Where each column stands (``places``, by role), what the file calls the columns, how they are
    told apart, whether the file names them, and the index of the first line after all that."""

    places: Mapping[str, int]
    names: Sequence[str]
    delimiter: str
    named: bool
    start: int

    def named_by(self, role: str) -> str:
        """Return what the file calls the column of a role."""
        return self.names[self.places[role]]


def cells_of(number: int, text: str, delimiter: str) -> list[str]:
    """Return the cells of a line, or raise ``BadInput`` naming it."""
    if '"' not in text and "\r" not in text:
        return text.split(delimiter)
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True, skipinitialspace=True))
    except csv.Error as problem:
        raise BadInput(f"line {number}: this is not CSV: {problem}.") from None


def find_layout(lines: Lines) -> tuple[FileLayout, list[str]]:
    """Return the layout of a file, and notes on what was passed over or assumed.

    Raises ``BadInput`` when no line names the columns and none looks like a bar.

    >>> find_layout([(1, "https://a.com"), (2, "Date,Open,High,Low,Close")])[1]
    ["Line 1 was passed over: 'https://a.com'."]
    """
    notes: list[str] = []
    delimiters: tuple[str, ...] = _DELIMITERS
    for index, (number, text) in enumerate(lines[:_LOOK]):
        told = re.fullmatch(r"\"?sep=([^\w\s\"#.])\"?", text.strip(), re.I)
        if told:
            delimiters = (told[1],)
            continue
        split = {mark: _cells(text.lstrip("# "), mark) for mark in delimiters}
        mark = max(delimiters, key=lambda mark: len(roles(split[mark])))
        # One word may stand in any title; two of them are names of columns.
        if len(roles(split[mark])) >= 2:
            layout, more = _named(lines, index, split[mark], mark)
            return layout, notes + more
        for mark in delimiters:
            if not text.startswith("#") and _is_row(split[mark]):
                _refuse_unknown_names(lines[:index], mark, len(split[mark]))
                return _unnamed(lines, index, split[mark], mark), notes
        notes.append(f"Line {number} was passed over: {shown(text.strip())}.")
    number, text = next((line for line in lines if not line[1].startswith("#")), lines[0])
    mark = max(delimiters, key=text.count)
    raise _no_column("time", number, cells_of(number, text, mark))


def _cells(text: str, delimiter: str) -> list[str]:
    try:
        return cells_of(0, text, delimiter)
    except BadInput:  # a title with a quotation mark in it
        return [text]


def _named(lines: Lines, index: int, names: list[str], mark: str) -> tuple[FileLayout, list[str]]:
    names = [" ".join(name.split()) for name in names]
    places = roles(names)
    start = index + 1
    notes: list[str] = []
    if "time" not in places:
        start, notes = _index_below(lines, start, mark, len(names))
        if notes or not names[0]:
            places["time"] = 0
    for role in ("time", *PRICES):
        if role not in places:
            raise _no_column(role, lines[index][0], names)
    notes += [
        f"Column {names[places[role]]} is there more than once: the first one is taken."
        for role in (*PRICES, "volume")
        if role in places
        and sum(bare_name(name) == bare_name(names[places[role]]) for name in names) > 1
    ]
    return FileLayout(places, names, mark, True, start), notes


def _index_below(lines: Lines, start: int, mark: str, width: int) -> tuple[int, list[str]]:
    """Return where the rows begin below names that leave the time out, and a note if it is found.

    pandas writes the name of its index on a line of its own; yfinance puts the tickers between.
    """
    for at, (number, text) in enumerate(lines[start : start + 2], start=start):
        first, *others = (cell.strip() for cell in _cells(text, mark))
        if bare_name(first) == "ticker" and len(set(others)) > 1:
            raise BadInput(
                f"line {number}: the columns are of {' and '.join(sorted(set(others))[:3])}: save "
                "one market a file."
            )
        if without_zone(bare_name(first)) in TIME and not any(others):
            return at + 1, [f"The names of the columns end in line {number}: the first is {first}."]
    return start, []


def _no_column(role: str, number: int, names: Sequence[str]) -> BadInput:
    listed = ", ".join(" ".join(name.split()) for name in names)
    listed = listed if len(listed) <= 160 else f"{listed[:157]}..."
    helps = f"name the one that holds it {role}"
    if role == "close" and "price" in map(bare_name, names):
        helps = "if Price is the close, name it Close"
    return BadInput(f"line {number}: no column is named {role} among {listed}: {helps}.")


def _refuse_unknown_names(above: Lines, mark: str, width: int) -> None:
    """Raise ``BadInput`` when the line above the first row names its columns in words not known."""
    if above:
        number, text = above[-1]
        names = _cells(text, mark)
        if len(names) == width:
            raise _no_column("time", number, names)


def _unnamed(lines: Lines, index: int, cells: list[str], mark: str) -> FileLayout:
    """Return the layout of a file whose first line is a bar: its columns go by their order."""
    order = list(_UNNAMED)
    if _has_clock(cells):
        order.insert(1, "clock")
    # With one column more it may be Kraken's count of trades, in other files anything.
    width = len(cells)
    if width not in (len(order), len(order) + 1, 12):
        order.remove("volume")
    places = {role: place for place, role in enumerate(order) if place < width}
    names = [f"{place}" for place in range(1, width + 1)]
    return FileLayout(places, names, mark, False, index)


def _has_clock(cells: Sequence[str]) -> bool:
    return len(cells) >= 6 and ":" in cells[1] and is_clock(cells[1])


def _is_row(cells: Sequence[str]) -> bool:
    """Return whether a line looks like a bar: a time and four numbers."""
    first = 2 if _has_clock(cells) else 1
    prices = cells[first : first + 4]
    begins = bool(re.match(r"\s*[\d+-]", cells[0]))
    return begins and len(prices) == 4 and all(_NUMBER.fullmatch(cell) for cell in prices)
