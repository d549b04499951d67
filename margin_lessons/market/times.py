"""Times of bars: read from what exports write, kept as UTC, shown to the minute."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from margin_lessons.errors import BadInput, shown

_FIRST, _LAST = -62_135_596_800, 253_402_300_799
"""The first second of the year 1 and the last of 9999, which are those ISO text can write."""

_MILLISECONDS_FROM = 1e11
"""In seconds this is the year 5138, in milliseconds 1973: a larger number counts milliseconds."""


def parse_time(text: object) -> np.datetime64:
    """Return a moment in UTC from ISO text, unix seconds (or milliseconds) or a datetime.

    A time without a zone is taken as UTC, as the venues write it. Raises ``BadInput`` for what is
    no moment of the years 1 to 9999.

    >>> print(parse_time("2020-03-12T10:00:00Z"), parse_time("1584007200"))
    2020-03-12T10:00:00 2020-03-12T10:00:00
    >>> print(parse_time("2020-03-12 11:00+01:00"))
    2020-03-12T10:00:00
    """
    if isinstance(text, np.datetime64):
        return text.astype("datetime64[s]")
    if isinstance(text, datetime):
        return _utc(text)
    try:
        number = math.nan if isinstance(text, bool) else float(text)
    except (TypeError, ValueError, OverflowError):
        return _from_iso(text)
    seconds = number / 1000 if abs(number) >= _MILLISECONDS_FROM else number
    if not _FIRST <= seconds <= _LAST:
        raise _no_moment(text)
    return np.datetime64(round(seconds), "s")


def _from_iso(text: object) -> np.datetime64:
    try:
        return _utc(datetime.fromisoformat(str(text).strip()))
    except (ValueError, OverflowError):  # a zone may lead out of the calendar
        raise _no_moment(text) from None


def _no_moment(text: object) -> BadInput:
    return BadInput(f"time {shown(text)} is not a moment: write 2020-03-12 10:00 or unix seconds.")


def _utc(moment: datetime) -> np.datetime64:
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return np.datetime64(moment, "s")


def as_times(values: object) -> NDArray:
    """Return times as a new array of datetime64[s], or of plain minutes; ``BadInput`` otherwise."""
    try:
        times = np.asarray(values)
    except ValueError:  # rows of different lengths
        raise BadInput(f"time {shown(values)} is not one column of moments.") from None
    if times.ndim != 1 or times.size == 0:
        raise BadInput("time is empty or not one column: bars have at least one row.")
    if times.dtype.kind == "M":
        return times.astype("datetime64[s]")
    if times.dtype.kind in "iuf":
        return times.astype(float)
    return np.array([parse_time(one) for one in times.tolist()], dtype="datetime64[s]")


def time_text(moment: object) -> str:
    """Return a bar's time as a reader sees it, seconds only when there are any.

    >>> time_text(np.datetime64("2020-03-12T10:00:00")), time_text(np.float64(90))
    ('2020-03-12 10:00', 'minute 90')
    """
    if not isinstance(moment, np.datetime64):
        return f"minute {float(moment):,.10g}"
    if np.isnat(moment):
        return "no time"
    text = str(moment.astype("datetime64[s]")).replace("T", " ")
    return text.removesuffix(":00")
