"""The rows of an export as named columns, and cells as exact numbers and moments.

Columns are found by their names, in any order and with any others beside them. A cell that is not
what it should be is named by file, line and column; none is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import NamedTuple, TypeVar

from margin_lessons.errors import BadInput, nearest, shown
from margin_lessons.history.csv_lines import (
    CsvRows,
    bare_names,
    of_width,
    unnamed_values,
    without_blanks,
)
from margin_lessons.history.export_file import AnyFile, ExportFile, Progress

T = TypeVar("T")

_BLOCK = 250
"""So many rows are held as text at a time: few are fastest, and a large file takes little room."""

_DIGITS = b"0123456789.-"
_LONGEST, _LONGEST_NAME = 40, 200
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d\d?)?", re.A)
_MOMENT = r"20\d\d-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d{1,9})?Z?"
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
        text, done = file.opened()
        table = CsvRows(file.name, text)
        known = bare_names(f"{file.name}, line {table.header}", table.names)
        called = {bare: table.names[place] for bare, place in known.items()}
        more = unnamed_values(known)
        first = True
        while True:
            rows, lines = table.block(most)
            if not rows and not first:
                break
            rows, lines = without_blanks(rows, lines, len(table.names))
            rows = of_width(file.name, rows, lines, len(table.names), more)
            cells = list(zip(*rows, strict=True)) or [()] * len(table.names)
            columns = {bare: cells[place] for bare, place in known.items()}
            yield cls(file.name, table.header, called, columns, lines)
            first = False
            if progress is not None:
                file.tell(progress, done())

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

    def optional(self, *names: str) -> Sequence[str]:
        """Return the cells of a column without blanks around them; blank ones where it is not."""
        for name in names:
            if name in self.columns:
                return list(map(str.strip, self.columns[name]))
        return [""] * len(self.lines)

    def filled(self, name: str) -> Sequence[str]:
        """Return the names in a column without blanks around them; none may be empty."""
        cells = list(map(str.strip, self.column(name)))
        plain = "".join(cells).isprintable() and max(map(len, cells), default=0) <= _LONGEST_NAME
        return cells if plain and "" not in cells else self.read(name, _filled)

    def one_of(self, name: str, choices: Mapping[str, T]) -> list[T]:
        """Return what each cell of a column means, by the words that may stand there."""
        cells = self.column(name)
        if not set(cells) <= choices.keys():
            known = {word.casefold(): word for word in choices}
            cells = self.read(name, lambda cell: _chosen(cell, known))
        return [choices[cell] for cell in cells]

    def kept(self, which: Sequence[int]) -> TableRows:
        """Return only some of the rows, by their numbers from 0."""
        columns = {bare: [cells[row] for row in which] for bare, cells in self.columns.items()}
        return self._replace(columns=columns, lines=[self.lines[row] for row in which])

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
        if _looks_plain(cells):
            try:
                return list(map(Decimal, cells))
            except InvalidOperation:
                pass
        return self.read(name, lambda cell: _number(cell, blank))

    def numbers_if_told(self, *names: str) -> list[Decimal | None]:
        """Return a column of exact numbers, None where a cell is empty or no column is there."""
        name = next((name for name in names if name in self.columns), None)
        if name is None:
            return [None] * len(self.lines)
        cells = self.columns[name]
        if _looks_plain(cells):
            try:
                return [Decimal(cell) if cell else None for cell in cells]
            except InvalidOperation:
                pass
        return self.read(name, lambda cell: None if cell in ("", "-") else _number(cell, None))

    def moments(self, name: str) -> list[datetime]:
        """Return a column of moments in UTC, such as 2021-01-02 03:04:05.1234; no other form."""
        cells = self.column(name)
        joined = "\n".join(cells) + "\n" * bool(cells)
        if "Z" not in joined and _MOMENTS.fullmatch(joined):
            try:
                return list(map(datetime.fromisoformat, cells))
            except ValueError:  # 30 February
                pass
        return self.read(name, _moment)


def _looks_plain(cells: Sequence[str]) -> bool:
    """Return whether cells hold nothing but digits, points and minus signs: almost all do."""
    plain = not "".join(cells).encode("utf-8", "replace").translate(None, _DIGITS)
    return plain and max(map(len, cells), default=0) <= _LONGEST


def _number(cell: str, blank: Decimal | None) -> Decimal:
    if blank is not None and cell in ("", "-"):
        return blank
    if len(cell) <= _LONGEST and _NUMBER.fullmatch(cell):
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
    if re.match(r"\d{4}-\d\d-\d\d[ T]", cell, re.A):
        raise ValueError("is not from 2000 to 2099: no exchange wrote it, download it again.")
    if re.search(r"\d[./-]\d", cell) or re.fullmatch(r"\d+[:.]\d+([:.]\d+)?", cell):
        raise ValueError(
            "is not how an exchange writes a time (2021-01-02 03:04:05): a spreadsheet may have "
            "rewritten it, so download the export again."
        )
    raise ValueError("is not a time.")


def _filled(cell: str) -> str:
    if not cell:
        raise ValueError("is empty.")
    if not cell.isprintable():
        raise ValueError("has signs that cannot be printed: download the export again.")
    if len(cell) > _LONGEST_NAME:
        raise ValueError(f"has {len(cell):,} signs, and a name has at most {_LONGEST_NAME}.")
    return cell


def _chosen(cell: str, known: Mapping[str, str]) -> str:
    try:
        return known[cell.casefold()]
    except KeyError:
        raise ValueError(f"is none of {', '.join(map(repr, known.values()))}.") from None
