"""The rows of a file as columns of text, with the number of each row's line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from margin_lessons.errors import BadInput, shown
from margin_lessons.market.reading.layout import FileLayout, Lines, cells_of


class Rows(NamedTuple):
    """Columns of text by role, the lines they stand in, and notes on what was passed over."""

    columns: Mapping[str, Sequence[str]]
    lines: Sequence[int]
    notes: list[str]


def read_rows(lines: Lines, layout: FileLayout) -> Rows:
    """Return the rows below the names of the columns.

    Comments, and names that come again where files were put together, are passed over. Raises
    ``BadInput`` for a row of another width, for no rows, and when the market changes.
    """
    names = lines[layout.start - 1][1] if layout.named else None
    width = len(layout.names)
    rows, numbers, passed = [], [], []
    for number, text in lines[layout.start :]:
        if text.startswith("#") or text == names:
            passed.append(number)
            continue
        cells = cells_of(number, text, layout.delimiter)
        if len(cells) != width:
            cells = _of_width(number, cells, width, layout.named)
        rows.append(cells)
        numbers.append(number)
    if not rows:
        raise BadInput(
            f"line {lines[layout.start - 1][0]}: no rows follow the column names: there are no "
            "bars."
        )
    columns = list(zip(*rows, strict=True))
    found = {role: columns[place] for role, place in layout.places.items()}
    _check_market(found.pop("market", ()), numbers)
    notes = [f"Comments and repeated names were passed over: {in_lines(passed)}."] if passed else []
    return Rows(found, numbers, notes)


def in_lines(numbers: Sequence[int]) -> str:
    """Return where rows stand, as text.

    >>> in_lines([5]), in_lines([5, 9]), in_lines([5, 9, 12, 40, 41])
    ('line 5', 'lines 5 and 9', 'lines 5, 9, 12 and 2 more')
    """
    if len(numbers) == 1:
        return f"line {numbers[0]}"
    if len(numbers) > 4:
        return f"lines {', '.join(map(str, numbers[:3]))} and {len(numbers) - 3:,} more"
    return f"lines {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def _of_width(number: int, cells: list[str], width: int, named: bool) -> list[str]:
    """Return the cells of a row without empty ones at its end, or raise ``BadInput``."""
    if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
        return cells[:width]
    helps = (
        "the line may be cut off" if len(cells) < width else "a number with a comma needs quotes"
    )
    under = f"under {width} column names" if named else f"where the first row has {width}"
    raise BadInput(f"line {number}: {len(cells)} values stand {under}: {helps}.")


def _check_market(cells: Sequence[str], numbers: Sequence[int]) -> None:
    for before, cell, number in zip(cells, cells[1:], numbers[1:], strict=False):
        if cell != before:
            raise BadInput(
                f"line {number}: the market changes from {shown(before.strip())} to "
                f"{shown(cell.strip())}: save one market a file."
            )
