"""Times of bars: read from what exports write, kept as UTC, shown to the minute."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from margin_lessons.errors import BadInput, number, shown
from margin_lessons.market.moments import no_moment, number_moment, read_moment


def parse_time(value: object) -> np.datetime64:
    """Return a moment in UTC from text, a unix time, YYYYMMDD[hhmm[ss]], a date or a datetime.

    A time without a zone is taken as UTC, as the venues write it. Unix times count seconds,
    milliseconds, microseconds or nanoseconds and lie in 1980 to 2099; which one it is follows from
    the size. Raises ``BadInput`` with the reason for what is no moment, or could be two.

    >>> print(parse_time("2020-03-12T10:00:00Z"), parse_time("1584007200"))
    2020-03-12T10:00:00 2020-03-12T10:00:00
    >>> print(parse_time("2020-03-12 11:00+01:00"))
    2020-03-12T10:00:00
    >>> parse_time(2020)
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: time 2020 is not a moment, but perhaps a year or a time of \
day: join date and time, or write 2020-03-12 10:00 or unix seconds.
    """
    if isinstance(value, np.datetime64):
        if np.isnat(value):
            raise no_moment(value)
        return value.astype("datetime64[s]")
    if isinstance(value, date):
        return _utc(value)
    if isinstance(value, str):
        return np.datetime64(read_moment(value).at, "s")
    return np.datetime64(number_moment(_whole(value), value).at, "s")


def _whole(value: object) -> float:
    """Return a number of any kind as an int where it is one, or raise ``BadInput``."""
    if isinstance(value, (bool, np.bool_, np.timedelta64)) or not isinstance(
        value, (Real, Decimal)
    ):
        raise no_moment(value)
    try:
        given: Any = value  # to a checker no number is a Real
        whole = int(given)
        return whole if whole == given else float(given)
    except (ValueError, OverflowError, ArithmeticError):  # nan, infinity
        raise no_moment(value) from None


def _utc(moment: date) -> np.datetime64:
    try:
        if isinstance(moment, datetime) and moment.tzinfo is not None:
            moment = moment.astimezone(UTC).replace(tzinfo=None)
        return np.datetime64(moment, "s")
    except (ValueError, OverflowError):  # no time at all, or a zone out of the calendar
        raise no_moment(moment) from None


def as_times(values: object) -> NDArray[Any]:
    """Return times as a new array of datetime64[s], or of plain minutes; ``BadInput`` otherwise."""
    try:
        times = np.asarray(values)
    except ValueError:  # rows of different lengths
        raise BadInput(f"time {shown(values)} is not one column of moments.") from None
    if np.ma.is_masked(values):
        raise BadInput(f"time {shown(values)} is masked: each bar has its own time.")
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
    if isinstance(moment, float) and np.isnan(moment):
        return "no time"
    if not isinstance(moment, np.datetime64):
        moment = number("time", moment, why="it is a date, or minutes since the start")
        return f"minute {float(moment):,.10g}"
    if np.isnat(moment):
        return "no time"
    text = str(moment.astype("datetime64[s]")).replace("T", " ")
    return text.removesuffix(":00")
