"""Times of bars: read from what exports write, kept as UTC, shown to the minute."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from margin_lessons.errors import BadInput, shown

_MILLISECONDS_FROM = 1e11
"""In seconds this is the year 5138, in milliseconds 1973: a larger number counts milliseconds."""


def parse_time(text: object) -> np.datetime64:
    """Return a moment in UTC from ISO text, unix seconds (or milliseconds) or a datetime.

    A time without a zone is taken as UTC, as the venues write it.

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
        number = float(text)
    except (TypeError, ValueError):
        return _from_iso(text)
    if not np.isfinite(number):
        raise BadInput(
            f"time {shown(text)} is not a moment: write 2020-03-12 10:00 or unix seconds."
        )
    seconds = number / 1000 if abs(number) >= _MILLISECONDS_FROM else number
    return np.datetime64(round(seconds), "s")


def _from_iso(text: object) -> np.datetime64:
    try:
        return _utc(datetime.fromisoformat(str(text).strip()))
    except ValueError:
        raise BadInput(
            f"time {shown(text)} is not a moment: write 2020-03-12 10:00 or unix seconds."
        ) from None


def _utc(moment: datetime) -> np.datetime64:
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return np.datetime64(moment, "s")


def as_times(values: object) -> NDArray:
    """Return times as a new array of datetime64[s], or of plain minutes."""
    times = np.asarray(values)
    if times.ndim != 1 or times.size == 0:
        raise BadInput("time is empty or not one column: bars have at least one row.")
    if times.dtype.kind == "M":
        return times.astype("datetime64[s]")
    if times.dtype.kind in "iuf":
        return times.astype(float)
    return np.array([parse_time(one) for one in times], dtype="datetime64[s]")


def time_text(moment: object) -> str:
    """Return a bar's time as a reader sees it, seconds only when there are any.

    >>> time_text(np.datetime64("2020-03-12T10:00:00")), time_text(np.float64(90))
    ('2020-03-12 10:00', 'minute 90')
    """
    if not isinstance(moment, np.datetime64):
        return f"minute {float(moment):,.10g}"
    text = str(moment.astype("datetime64[s]")).replace("T", " ")
    return text.removesuffix(":00")
