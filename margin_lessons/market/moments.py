"""What a text or a number means as a moment, and why some of them mean none.

A number may be many things: a year, a row, a day as a spreadsheet counts them, a time of day. It is
taken as a moment only where it can be nothing else, so that no price moves to 1970 or to the year
2610 unseen. The forms of text are few and strict; nothing is guessed.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from margin_lessons.errors import BadInput, shown

_FIRST, _LAST = 315_532_800, 4_102_444_800
"""The unix seconds of 1980 and 2100. Between them no unix time can be taken for one of another
unit, for a date such as 20200312100000, or for a time of day in milliseconds (235959999 is 1977).
"""

_TICKS = 624_511_296 * 10**9, 662_380_416 * 10**9
"""1980 and 2100 as .NET counts; as unix nanoseconds they would lie in 1989 and 1990."""
_FROM_1904 = _FIRST + 2_082_844_800
"""1980 in seconds since 1904, as old Macs count; as a unix time it is in 2046."""

_EPOCH = datetime(1970, 1, 1)
_UNITS = {"seconds": 1, "milliseconds": 10**3, "microseconds": 10**6, "nanoseconds": 10**9}

_YEARS = range(1900, 2101)
"""The years a date without separators may have: 18 or 22 would rather be the start of a number."""

_MEANINGS = (
    (1_000, "a row's number", "name the column that has the dates time"),
    (2_401, "a year or a time of day", "join date and time"),
    (10_000, "a row's number", "name the column that has the dates time"),
    (100_000, "a spreadsheet's count of days", "give the column the form of a date"),
    (1_000_000, "a time of day or a date with a year of two digits", "join date and time"),
    (240_000_000, "a time of day or a date cut short", "join date and time"),
)
"""What a number below the first figure may be, and what helps."""

_WRITE = "write 2020-03-12 10:00 or unix seconds"

_DATE = r"""
    (?P<year>\d{4}) (?P<mark>[-./]) (?P<month>\d\d?) (?P=mark) (?P<day>\d\d?)
    | (?P<one>\d\d?) (?P<sign>[-./]) (?P<two>\d\d?) (?P=sign) (?P<last>\d{4})
    | (?P<plain>\d{8})"""
_CLOCK = r"""
    (?: (?P<hour>\d\d?) (?: : (?P<minute>\d\d) (?: : (?P<second>\d\d) (?:[.,]\d{1,9})? )? )
    | (?P<digits>\d{4}|\d{6}) | (?P<only>\d\d?) (?![\d+-]\d) )
    (?: [ -]? (?P<half>[ap]) \.?m\.? )?
    (?P<zone> \ ? (?:z|utc|gmt)? (?: (?P<ahead>[+-]) (?P<hours>\d\d) :? (?P<minutes>\d\d)? )? )"""
_WRITTEN = re.compile(f"(?:{_DATE}) (?: (?:t|,?[ ]+) {_CLOCK} )?", re.X | re.I | re.A)
_USUAL = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?Z?", re.A)
"""What most files write; the standard library reads it several times faster."""
_DAY_AND_MONTH = re.compile(r"\s*(\d\d?)[-./](\d\d?)[-./]\d{4}\b", re.A)
_DIGITS = re.compile(r"(?!0)\d+(?:\.\d*)?", re.A)


class Moment(NamedTuple):
    """A moment in UTC, and how it was written: with a zone, or as a number of some unit."""

    at: datetime
    zoned: bool
    unit: str | None = None


def read_moment(text: str, day_first: bool | None = None) -> Moment:
    """Return the moment a text means; without a zone it is UTC.

    ``day_first`` says which number of 03/04/2020 is the day; None when nobody knows. Raises
    ``BadInput`` for what is no moment, or could be two.

    >>> print(read_moment("2020.03.12 18:49").at, read_moment("20200312100000").at)
    2020-03-12 18:49:00 2020-03-12 10:00:00
    >>> print(read_moment("12/03/2020 06-PM", day_first=True).at)
    2020-03-12 18:00:00
    >>> read_moment("43900")
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: time '43900' is not a moment, but perhaps a spreadsheet's \
count of days: give the column the form of a date, or write 2020-03-12 10:00 or unix seconds.
    """
    text = text.strip()
    if _USUAL.fullmatch(text):
        try:
            return Moment(datetime.fromisoformat(text.removesuffix("Z")), text[-1] == "Z")
        except ValueError:  # 30 February
            raise no_moment(text) from None
    if _DIGITS.fullmatch(text):
        whole, _, part = text.partition(".")
        # Beyond 30 digits no unit has a moment, and Python would refuse to count that far.
        if len(whole) <= 30:
            return number_moment(float(text) if part.strip("0") else int(whole), text)
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise no_moment(text, _odd(text))
    try:
        zone = found["zone"]
        moment = _day(found, text, day_first) + _clock(found)
        return Moment(moment - _ahead(found), bool(zone and zone.strip()))
    except (ValueError, OverflowError) as problem:  # 30 February; a zone out of the calendar
        if isinstance(problem, BadInput):
            raise
        raise no_moment(text) from None


def number_moment(number: float, given: object) -> Moment:
    """Return the moment a number means: a unix time of four units, or a date without separators.

    ``given`` is what the reader wrote. Raises ``BadInput`` with what else the number may be.

    >>> for number in (1584007200, 1584007200000, 20200312):
    ...     print(number_moment(number, number).at)
    2020-03-12 10:00:00
    2020-03-12 10:00:00
    2020-03-12 00:00:00
    """
    compact = _compact(number)
    if compact is not None:
        return Moment(compact, False)
    for unit, per_second in _UNITS.items():
        if _FIRST * per_second <= number < _LAST * per_second:
            _refuse_two_meanings(number, unit, given)
            seconds = round(number / per_second)
            return Moment(_EPOCH + timedelta(seconds=seconds), True, unit)
    if number >= 0:
        for below, meaning, remedy in _MEANINGS:
            if number < below:
                raise no_moment(given, f", but perhaps {meaning}", f"{remedy}, or ")
    raise no_moment(given, ": no unix time of the years 1980 to 2099")


def no_moment(given: object, why: str = "", remedy: str = "") -> BadInput:
    """Return the error for what is no moment."""
    join = "" if why.endswith("?") else ";" if ":" in why else ":"
    return BadInput(f"time {shown(given)} is not a moment{why}{join} {remedy}{_WRITE}.")


def day_and_month(text: str) -> tuple[int, int] | None:
    """Return the two numbers before the year of 03/04/2020; None for any other form.

    >>> day_and_month("03/04/2020 10:00"), day_and_month("2020-03-04")
    ((3, 4), None)
    """
    found = _DAY_AND_MONTH.match(text)
    return None if found is None else (int(found[1]), int(found[2]))


def _day(found: re.Match[str], text: str, day_first: bool | None) -> datetime:
    if found["plain"]:
        compact = _compact(int(found["plain"]))
        if compact is None:
            raise ValueError
        return compact
    if found["year"]:
        return datetime(int(found["year"]), int(found["month"]), int(found["day"]))
    one, two, year = int(found["one"]), int(found["two"]), int(found["last"])
    if day_first is None:
        if one != two and max(one, two) <= 12:
            raise no_moment(text, ": is its day or its month first?")
        day_first = one > 12
    return datetime(year, *((two, one) if day_first else (one, two)))


def _clock(found: re.Match[str]) -> timedelta:
    digits = found["digits"]
    if digits:
        hour, minute, second = digits[:2], digits[2:4], digits[4:] or 0
    else:
        hour, minute = found["hour"] or found["only"] or 0, found["minute"] or 0
        second = found["second"] or 0
    hour, minute, second = int(hour), int(minute), int(second)
    if found["half"]:
        if not 1 <= hour <= 12:
            raise ValueError
        hour = hour % 12 + 12 * (found["half"] in "pP")
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _ahead(found: re.Match[str]) -> timedelta:
    if not found["ahead"]:
        return timedelta()
    hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
    # Kiribati is 14 hours ahead, Baker Island 12 behind, and nobody further.
    if hours > (14 if found["ahead"] == "+" else 12) or minutes > 59:
        raise ValueError
    away = timedelta(hours=hours, minutes=minutes)
    return away if found["ahead"] == "+" else -away


def _compact(number: float) -> datetime | None:
    """Return the day, or the minute or second, that YYYYMMDD[hhmm[ss]] means; None for no such."""
    if not isinstance(number, int) or not 10**7 <= number < 10**14:
        return None
    digits = str(number)
    if len(digits) not in (8, 12, 14) or int(digits[:4]) not in _YEARS:
        return None
    return _date_of(int(digits[:4]), digits[4:])


def _date_of(year: int, digits: str) -> datetime | None:
    """Return the moment of a year and of its month, day, hour ... of two digits each, or None."""
    try:
        pairs = [int(digits[at : at + 2]) for at in range(0, len(digits), 2)]
        month, day, hour, minute, second = (*pairs, 0, 0, 0)[:5]
        return datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None


def short_date(digits: str) -> datetime | None:
    """Return what ten or twelve digits mean as YYMMDDhhmm[ss]; None when they mean no such."""
    fits = len(digits) in (10, 12) and digits.isascii() and digits.isdigit()
    return _date_of(2000 + int(digits[:2]), digits[2:]) if fits else None


def _begins_like_a_date(digits: str) -> bool:
    """Return whether digits begin with YYYYMMDDhh, and go on with mmss if there are so many."""
    pairs = digits[4 : min(14, len(digits) // 2 * 2)]
    return "1980" <= digits[:4] <= "2100" and bool(_date_of(int(digits[:4]), pairs))


def _refuse_two_meanings(number: float, unit: str, given: object) -> None:
    """Raise ``BadInput`` for a unix time that also reads as a date, or in another count."""
    digits, seconds, doubt = str(int(number)), unit == "seconds", ""
    if _begins_like_a_date(digits) or (seconds and number >= 1_980_010_100 and short_date(digits)):
        doubt = "a date without separators"
    elif seconds and number >= _FROM_1904:
        doubt = "seconds since 1904"
    elif unit == "nanoseconds" and _TICKS[0] <= number < _TICKS[1]:
        doubt = "ticks of 100 nanoseconds since the year 1"
    if doubt:
        year = (_EPOCH + timedelta(seconds=int(number) // _UNITS[unit])).year
        raise no_moment(given, f": {doubt}, or unix {unit} of {year}?")


def _odd(text: str) -> str:
    """Return why a text is no moment, where that is to be seen."""
    if re.fullmatch(r"\d\d?:\d\d(:\d\d)?.*", text):
        return ", but a time of day: join it with its date"
    if re.match(r"\d\d?[-./]\d\d?[-./]\d\d\b", text):
        return ": its year has two digits"
    if re.search(r"[a-z]{3}", text, re.I) and re.search(r"\d", text):
        return ": names of months and zones are not read"
    if re.fullmatch(r"[\d.]+e[+-]?\d+", text, re.I):
        return ": a spreadsheet has rounded it"
    return ""
