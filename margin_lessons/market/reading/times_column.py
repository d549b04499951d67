"""A whole column of times, read in one way from the first row to the last."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from margin_lessons.errors import BadInput, shown
from margin_lessons.market.moments import Moment, day_and_month, read_moment, short_date

LineOf = Callable[[int], str]

_SPAN = re.compile(r"(\d\d?):(\d\d) ?- ?(\d\d):(\d\d)", re.A)


def read_times(
    cells: Sequence[str], line_of: LineOf, *, column: str = "time", utc: bool = False
) -> tuple[NDArray[Any], list[str]]:
    """Return a column of times as datetime64[s] in UTC, and notes on what was assumed.

    ``line_of`` says where a row stands, ``column`` what the file calls the column, and ``utc`` that
    this name says the zone. Raises ``BadInput`` naming the first row that is no moment, and when
    the file does not tell whether 03/04/2020 has its day or its month first.

    >>> read_times(["13/03/2020", "01/04/2020"], lambda i: f"line {i + 2}", utc=True)[1]
    ["Days are read as first, before months, as line 2 shows: '13/03/2020'."]
    """
    day_first, notes = _order(cells, line_of)
    moments = []
    for row, cell in enumerate(cells):
        try:
            moments.append(read_moment(cell, day_first))
        except BadInput as problem:
            raise BadInput(f"{line_of(row)}, column {column}: {problem}") from None
    _refuse_other_dates(cells, moments, line_of, column)
    _refuse_spans(cells, line_of, column)
    notes += _units(moments)
    notes += _zones(moments, line_of, column, utc)
    times: list[datetime] = [moment.at for moment in moments]
    return np.array(times, dtype="datetime64[s]"), notes


def _order(cells: Sequence[str], line_of: LineOf) -> tuple[bool | None, list[str]]:
    """Return whether days come before months, None where the file does not tell."""
    if not cells or day_and_month(cells[0]) is None:
        return None, []
    shows: dict[bool, int] = {}
    for row, cell in enumerate(cells):
        one, two = day_and_month(cell) or (0, 0)
        if max(one, two) > 12:
            shows.setdefault(one > two, row)
    if len(shows) == 2:
        raise BadInput(
            f"{line_of(shows[True])} has the day before the month ({shown(cells[shows[True]])}) "
            f"and {line_of(shows[False])} after it ({shown(cells[shows[False]])}): write all "
            "dates as 2020-03-12."
        )
    for day_first, row in shows.items():
        first, then = ("Days", "months") if day_first else ("Months", "days")
        told = f"{line_of(row)} shows: {shown(cells[row].strip())}"
        return day_first, [f"{first} are read as first, before {then}, as {told}."]
    return None, []


def _refuse_other_dates(
    cells: Sequence[str], moments: Sequence[Moment], line_of: LineOf, column: str
) -> None:
    """Raise ``BadInput`` when every row also reads as YYMMDDhhmm[ss], unlike unix times of bars.

    One unix time in two hundred does so by chance, and bars open at a whole minute.
    """
    if len(cells) < 2 or not all(short_date(cell.strip()) for cell in cells):
        return
    if all(moment.unit and moment.at.second == 0 for moment in moments):
        return
    raise BadInput(
        f"{line_of(0)}, column {column}: {shown(cells[0].strip())} may be {moments[0].at} or "
        f"{short_date(cells[0].strip())}, and so in every line: write 2020-03-12 10:00."
    )


def _refuse_spans(cells: Sequence[str], line_of: LineOf, column: str) -> None:
    """Raise ``BadInput`` when the times say from when to when a bar lasts: 10:00-11:00.

    The end would pass for a zone. A zone stays while the hours go on; an end goes on with them.
    """
    if not cells or _SPAN.search(cells[0]) is None:
        return
    spans = [tuple(map(int, found.groups())) for found in map(_SPAN.search, cells) if found]
    ends = {(hour, minute) for _, _, hour, minute in spans}
    lengths = {(60 * (to - hour) + till - minute) % 1440 for hour, minute, to, till in spans}
    if len(spans) == len(cells) and len(ends) > 1 and len(lengths) == 1:
        raise BadInput(
            f"{line_of(0)}, column {column}: {shown(cells[0].strip())} says when a bar begins and "
            "when it ends: keep the beginning alone."
        )


def _units(moments: Sequence[Moment]) -> list[str]:
    units = list(dict.fromkeys(moment.unit for moment in moments if moment.unit))
    if not units or units == ["seconds"]:
        return []
    return [f"Times are read as unix {' and '.join(units)}, as their size says."]


def _zones(moments: Sequence[Moment], line_of: LineOf, column: str, utc: bool) -> list[str]:
    bare = [row for row, moment in enumerate(moments) if not moment.zoned]
    if not bare or utc:
        return []
    if len(bare) < len(moments):
        row = next(row for row, moment in enumerate(moments) if moment.zoned)
        raise BadInput(
            f"{line_of(bare[0])}, column {column}: the time has no zone, and that of "
            f"{line_of(row)} has one: write all of them with their zone, or all in UTC."
        )
    return ["The times name no zone: they are taken as UTC."]
