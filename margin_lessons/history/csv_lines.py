"""From the lines of an export to rows of cells: one row a line, all of one width."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TextIO

from margin_lessons import words
from margin_lessons.errors import BadInput
from margin_lessons.market.reading.names import bare_name

_SEPARATORS = (",", ";", "\t", "|")
_BLANK = '",;\t| '
"""A line of these alone is a blank one, as a spreadsheet saves it."""


class CsvRows:
    """The names of the columns of a CSV file, and its rows below them, a block at a time.

    ``header`` is the line that names the columns. Raises ``BadInput`` for a file without one.
    """

    def __init__(self, file: str, text: TextIO) -> None:
        self.file, self.header = file, 0
        for line in iter(text.readline, ""):
            self.header += 1
            named = line.strip().lstrip("\ufeff")
            if named.strip(_BLANK) and not re.fullmatch(r'"?sep=.?"?', named, re.I):
                separator = max(_SEPARATORS, key=named.count)
                self.names = self._named(named, separator)
                break
        else:
            raise BadInput(
                f"{file}: the file is empty: an export has a line of column names and rows."
            )
        self._reader = csv.reader(text, delimiter=separator, strict=True, skipinitialspace=True)

    def _named(self, line: str, separator: str) -> list[str]:
        try:
            names = next(csv.reader([line], delimiter=separator, strict=True))
        except csv.Error as problem:
            raise self._no_csv(self.header, problem) from None
        names = [" ".join(name.split()) for name in names]
        while names and not names[-1]:  # some files have a name too many, an empty one
            names.pop()
        return names

    def _no_csv(self, line: int, problem: csv.Error) -> BadInput:
        return BadInput(
            f"{self.file}, line {line}: this is not CSV: {problem}. A quotation mark may be "
            "missing, or the line is cut off."
        )

    def block(self, most: int | None) -> tuple[list[list[str]], Sequence[int]]:
        """Return up to ``most`` more rows, each of one line, and their line numbers.

        Blank lines are among the rows. Raises ``BadInput`` for what is no CSV.
        """
        first = self.header + self._reader.line_num + 1
        try:
            rows = list(islice(self._reader, most))
        except csv.Error as problem:
            raise self._no_csv(self.header + self._reader.line_num, problem) from None
        end = self.header + self._reader.line_num + 1
        if end - first != len(rows):
            row = next(
                at for at, row in enumerate(rows) if any("\n" in c or "\r" in c for c in row)
            )
            raise BadInput(
                f"{self.file}, line {first + row}: a quotation mark opens and does not close: the "
                "line is cut off."
            )
        return rows, range(first, end)


def without_blanks(
    rows: list[list[str]], lines: Sequence[int], width: int
) -> tuple[list[list[str]], Sequence[int]]:
    """Return the rows without blank ones, also those that a spreadsheet fills with separators."""
    if all(rows) and [""] * width not in rows:
        return rows, lines
    kept = [at for at, row in enumerate(rows) if any(cell.strip() for cell in row)]
    return [rows[at] for at in kept], [lines[at] for at in kept]


def bare_names(place: str, names: Sequence[str]) -> dict[str, int]:
    """Return where each column stands, by its bare name."""
    known: dict[str, int] = {}
    for number, name in enumerate(names):
        bare = bare_name(name)
        if bare in known:
            raise BadInput(f"{place}: column {name} stands twice: nobody knows which one counts.")
        if bare:
            known[bare] = number
    return known


_UNNAMED_MORE = frozenset(("btc", "usd", "btc price", "sub type"))
"""Columns of Bitstamp's files of about 2014, whose rows have a value more than there are names."""


def unnamed_values(known: Iterable[str]) -> int:
    """Return how many values a row may have beyond its named columns."""
    return int(set(known) >= _UNNAMED_MORE)


def of_width(
    file: str, rows: list[list[str]], lines: Sequence[int], width: int, more: int = 0
) -> list[list[str]]:
    """Return rows of one width, or raise ``BadInput``; empty cells at the end are passed over.

    So are ``more`` values that no column names.
    """
    if more:
        rows = [row[:-more] if len(row) == width + more else row for row in rows]
    if set(map(len, rows)) <= {width}:
        return rows
    found = []
    for line, row in zip(lines, rows, strict=True):
        if len(row) < width or any(cell.strip() for cell in row[width:]):
            short = len(row) < width
            helps = "the line may be cut off" if short else "a cell with a comma needs quotes"
            if width == 1:
                helps = "this is no table, so it is no export"
            columns = words.plural(width, "column name")
            raise BadInput(
                f"{file}, line {line}: {len(row)} values stand under {columns}: {helps}."
            )
        found.append(row[:width])
    return found
