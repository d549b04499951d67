"""The rows of an export as named columns, and cells as exact numbers and moments.

Columns are found by their names, in any order and with any others beside them. A cell that is not
what it should be is named by file, line and column; none is guessed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import NamedTuple, TypeVar

from margin_lessons.errors import BadInput, nearest, shown
from margin_lessons.history.export_file import AnyFile, ExportFile, Progress
from margin_lessons.market.reading.names import bare_name

T = TypeVar("T")

_BLOCK = 20_000
"""So many rows are held as text at a time: a large file takes no more room than what it says."""

_SEPARATORS = (",", ";", "\t", "|")
_DIGITS = b"0123456789.-"
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?", re.A)
_MOMENT = r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d{1,9})?Z?"
_MOMENTS = re.compile(rf"(?:{_MOMENT}\n)*", re.A)


class TableRows(NamedTuple):
    """Columns of text by their bare names, what the file calls them, and the line of each row.

    ``header`` is the line that names the columns.
    """

    file: str
    header: int
    names: Mapping[str, str]
    columns: Mapping[str, Sequence[str]]
    lines: Sequence[int]

    @classmethod
    def of(cls, source: AnyFile) -> TableRows:
        """Return all rows of a CSV file, given by its path, its text or its bytes.

        Encoding (UTF-8, UTF-16, Windows-1252) and separator (comma, semicolon, tab, bar) are found.
        Raises ``BadInput`` for what is no table, and for a row of another width.

        >>> rows = TableRows.of("time;fee\\n2021-01-02 03:04:05;0.26\\n")
        >>> rows.numbers("fee"), rows.moments("time")
        ([Decimal('0.26')], [datetime.datetime(2021, 1, 2, 3, 4, 5)])
        """
        return next(cls.blocks(ExportFile.of(source), most=None))

    @classmethod
    def blocks(
        cls, file: ExportFile, progress: Progress | None = None, most: int | None = _BLOCK
    ) -> Iterator[TableRows]:
        """Yield the rows in blocks of ``most``, the first one also when the file has no row."""
        numbered = _Numbered(file.lines(progress))
        names, separator = _header(file.name, numbered)
        header = numbered.count
        known = _bare_names(f"{file.name}, line {header}", names)
        called = {bare: names[place] for bare, place in known.items()}
        reader = csv.reader(numbered, delimiter=separator, strict=True, skipinitialspace=True)
        first, first_block = numbered.count + 1, True
        rows: list[list[str]]
        while rows := _next_rows(file.name, reader, numbered, most) or (
            [[]] if first_block else []
        ):
            lines: Sequence[int] = range(first, first + len(rows))
            first = numbered.count + 1
            if not all(rows):  # blank lines
                lines = [line for line, row in zip(lines, rows, strict=True) if row]
                rows = [row for row in rows if row]
            rows = _of_width(file.name, rows, lines, len(names))
            cells = list(zip(*rows, strict=True)) or [()] * len(names)
            columns = {bare: cells[place] for bare, place in known.items()}
            yield cls(file.name, header, called, columns, lines)
            first_block = False

    def column(self, *names: str) -> Sequence[str]:
        """Return the cells of a column, by the first of its names that is there.

        Raises ``BadInput`` that names the missing one, and the one most like it.
        """
        for name in names:
            if name in self.columns:
                return self.columns[name]
        close = nearest(names[0], self.names, 0.6)
        hint = f"is it {self.names[close]}" if close else "export it with this column"
        listed = ", ".join(self.names.values())
        listed = listed if len(listed) <= 160 else f"{listed[:157]}..."
        where = f"{self.file}, line {self.header}"
        raise BadInput(f"{where}: no column is named {names[0]} among {listed}: {hint}.")

    def has(self, *names: str) -> bool:
        """Return whether all these columns are there, by their bare names."""
        return all(name in self.columns for name in names)

    def place(self, row: int, name: str) -> str:
        """Return where a cell stands, as an error says it."""
        return f"{self.file}, line {self.lines[row]}, column {self.names[name]}"

    def read(self, name: str, reader: Callable[[str], T]) -> list[T]:
        """Return what ``reader`` makes of each cell of a column.

        A ``ValueError`` of the reader becomes a ``BadInput`` with the cell's place and its reason.
        """
        found = []
        for row, cell in enumerate(self.column(name)):
            try:
                found.append(reader(cell.strip()))
            except ValueError as problem:
                why = f" {problem}" if str(problem) else " cannot be read."
                raise BadInput(f"{self.place(row, name)}: {shown(cell.strip())}{why}") from None
        return found

    def numbers(self, name: str, blank: Decimal | None = None) -> list[Decimal]:
        """Return a column of exact numbers; ``blank`` stands for an empty cell, if it may be empty.

        Written with a point and without a mark of thousands, as the exchanges write them. A comma
        or a rounded power of ten says that a spreadsheet has rewritten the file: ``BadInput``.
        """
        cells = self.column(name)
        if not "".join(cells).encode("utf-8", "replace").translate(None, _DIGITS):
            try:
                return list(map(Decimal, cells))
            except InvalidOperation:
                pass
        return self.read(name, lambda cell: _number(cell, blank))

    def moments(self, name: str) -> list[datetime]:
        """Return a column of moments in UTC, such as 2021-01-02 03:04:05.1234; no other form."""
        cells = self.column(name)
        if _MOMENTS.fullmatch("\n".join(cells) + "\n" * bool(cells)):
            try:
                return [datetime.fromisoformat(cell.removesuffix("Z")) for cell in cells]
            except ValueError:  # 30 February
                pass
        return self.read(name, _moment)


class _Numbered:
    """Lines, counted as they are taken."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines, self.count = lines, 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.count += 1
        return line


def _header(file: str, lines: _Numbered) -> tuple[list[str], str]:
    """Return the names of the columns, and what stands between them."""
    for line in lines:
        text = line.strip().lstrip("\ufeff")
        if not text or re.fullmatch(r'"?sep=.?"?', text, re.I):
            continue
        separator = max(_SEPARATORS, key=text.count)
        try:
            names = next(csv.reader([text], delimiter=separator, strict=True))
        except csv.Error as problem:
            raise BadInput(f"{file}, line {lines.count}: this is not CSV: {problem}.") from None
        names = [" ".join(name.split()) for name in names]
        while not names[-1]:  # some files have a name too many, an empty one
            names.pop()
        return names, separator
    raise BadInput(f"{file}: the file is empty: an export has a line of column names and rows.")


def _bare_names(place: str, names: Sequence[str]) -> dict[str, int]:
    known: dict[str, int] = {}
    for number, name in enumerate(names):
        bare = bare_name(name)
        if bare in known:
            raise BadInput(f"{place}: column {name} stands twice: nobody knows which one counts.")
        if bare:
            known[bare] = number
    return known


def _next_rows(
    file: str, reader: Iterator[list[str]], lines: _Numbered, most: int | None
) -> list[list[str]]:
    before = lines.count
    try:
        rows = list(islice(reader, most))
    except csv.Error as problem:
        raise BadInput(
            f"{file}, line {lines.count}: this is not CSV: {problem}. A quotation mark may be "
            "missing, or the line is cut off."
        ) from None
    if lines.count - before != len(rows):
        row = next(at for at, row in enumerate(rows) if any("\n" in c or "\r" in c for c in row))
        raise BadInput(
            f"{file}, line {before + row + 1}: a quotation mark opens and does not close: the line "
            "is cut off."
        )
    return rows


def _of_width(
    file: str, rows: list[list[str]], lines: Sequence[int], width: int
) -> list[list[str]]:
    """Return rows of one width, or raise ``BadInput``; empty cells at the end are passed over."""
    if set(map(len, rows)) <= {width}:
        return rows
    found = []
    for line, row in zip(lines, rows, strict=True):
        if len(row) < width or any(cell.strip() for cell in row[width:]):
            short = len(row) < width
            helps = "the line may be cut off" if short else "a cell with a comma needs quotes"
            raise BadInput(
                f"{file}, line {line}: {len(row)} values stand under {width} column names: {helps}."
            )
        found.append(row[:width])
    return found


def _number(cell: str, blank: Decimal | None) -> Decimal:
    if blank is not None and cell in ("", "-"):
        return blank
    if _NUMBER.fullmatch(cell):
        return Decimal(cell)
    if not cell:
        raise ValueError("is empty: a number stands here.")
    if re.search(r"\d,\d|\d[ '\u00a0\u202f]\d|\dE[+-]?\d", cell):
        raise ValueError("was rewritten by a spreadsheet: download the export again.")
    raise ValueError("is not a number.")


def _moment(cell: str) -> datetime:
    if re.fullmatch(_MOMENT, cell, re.A):
        try:
            return datetime.fromisoformat(cell.removesuffix("Z"))
        except ValueError:
            raise ValueError("is no day of the calendar, or no time of day.") from None
    if re.search(r"\d[./-]\d", cell) or re.fullmatch(r"\d+[:.]\d+([:.]\d+)?", cell):
        raise ValueError(
            "is not how an exchange writes a time (2021-01-02 03:04:05): a spreadsheet may have "
            "rewritten it, so download the export again."
        )
    raise ValueError("is not a time.")
