"""From the lines of an export to rows of cells: one row a line, all of one width."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from margin_lessons.errors import BadInput
from margin_lessons.market.reading.names import bare_name

_SEPARATORS = (",", ";", "\t", "|")


class NumberedLines:
    """Lines, counted as they are taken."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines, self.count = lines, 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.count += 1
        return line


def read_header(file: str, lines: NumberedLines) -> tuple[list[str], str]:
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


def next_rows(
    file: str, reader: Iterator[list[str]], lines: NumberedLines, most: int | None
) -> list[list[str]]:
    """Return up to ``most`` rows, each of one line, or raise ``BadInput`` for what is no CSV."""
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


def of_width(file: str, rows: list[list[str]], lines: Sequence[int], width: int) -> list[list[str]]:
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
