"""A number or a text is a moment only where it can be nothing else, and then the right one."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st
from reading import read_or_told

from margin_lessons.errors import BadInput
from margin_lessons.market.bars_csv import read_bars
from margin_lessons.market.moments import read_moment
from margin_lessons.market.reading.times_column import read_times
from margin_lessons.market.times import parse_time

EPOCH = datetime(1970, 1, 1)
moments = st.datetimes(datetime(1980, 1, 1), datetime(2099, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0)
)
past = moments.filter(lambda moment: moment.year < 2032 and moment.year not in (1989, 1990))
"""Before a unix time can read as YYYYMMDDhh, and without the years that .NET's ticks of today read
as in nanoseconds."""

UNITS = (1, 10**3, 10**6, 10**9)
KINDS = (int, str, np.int64, Decimal, Fraction, lambda number: f"{number}.0")


def seconds(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(seconds=1)


def in_file(text: str) -> np.datetime64:
    """Return the moment that a file of one bar has for a text."""
    return read_bars(["time,open,high,low,close", f"{text},1,1,1,1"]).time[0]


# ---- Numbers -------------------------------------------------------------------------------------

not_moments = st.one_of(
    st.integers(1900, 2100),  # years
    st.integers(20_000, 80_000),  # days as a spreadsheet counts them
    st.integers(20_000 * 48, 80_000 * 48).map(lambda halves: f"{halves / 48:.10f}"),
    st.integers(0, 2359),  # clock times: hhmm, hhmmss and with milliseconds
    st.integers(0, 235_959),
    st.integers(0, 235_959_999),
    st.integers(0, 5_000),  # rows
    st.integers(-(10**12), -1),
    st.datetimes(datetime(1980, 1, 1), datetime(2099, 12, 31)).map(lambda day: f"{day:%y%m%d}"),
    st.floats(1e8, 3e18).map(lambda number: f"{number:.5E}"),  # rounded by a spreadsheet
)


@cases(500)
@given(value=not_moments)
def test_years_serials_clocks_and_rows_are_no_moments(value: int | str) -> None:
    for each in (
        read_or_told(lambda: parse_time(value)),
        read_or_told(lambda: in_file(str(value))),
    ):
        if isinstance(each, str):
            assert "write 2020-03-12 10:00 or unix seconds" in each
        else:  # 20200312 may be drawn as a time of day to the millisecond
            assert each == np.datetime64(datetime.strptime(str(value), "%Y%m%d"))


@cases(200)
@given(moment=past, per_second=st.sampled_from(UNITS), kind=st.sampled_from(KINDS))
def test_unix_times_of_four_units_are_the_moment(moment, per_second: int, kind) -> None:
    given_as = kind(seconds(moment) * per_second)
    assert parse_time(given_as) == np.datetime64(moment, "s")
    assert in_file(str(given_as) if kind is not Fraction else given_as) == np.datetime64(moment)


@cases(200)
@given(moment=moments, per_second=st.sampled_from(UNITS))
def test_no_unix_time_is_another_moment(moment: datetime, per_second: int) -> None:
    each = read_or_told(lambda: parse_time(seconds(moment) * per_second))
    if isinstance(each, str):
        doubts = {
            1: r"(a date without separators|seconds since 1904)",
            10**9: r"(a date without separators|ticks of 100 nanoseconds since the year 1)",
        }
        doubt = doubts.get(per_second, "a date without separators")
        assert re.search(rf"{doubt}, or unix \w+ of {moment.year}\?", each)
    else:
        assert each == np.datetime64(moment, "s")


@cases(200)
@given(moment=moments, form=st.sampled_from(["%Y%m%d", "%Y%m%d%H%M", "%Y%m%d%H%M%S"]))
def test_a_date_without_separators_is_that_date(moment: datetime, form: str) -> None:
    text = moment.strftime(form)
    wanted = np.datetime64(datetime.strptime(text, form), "s")
    assert parse_time(text) == parse_time(int(text)) == in_file(text) == wanted


@cases(200)
@given(moment=moments, form=st.sampled_from(["%Y%m%d%H", "%y%m%d", "%y%m%d%H%M"]))
def test_shorter_dates_are_no_moments(moment: datetime, form: str) -> None:
    """Two digits of a year leave one doubt: 1603121000 has been unix seconds of 2020 as well."""
    text = moment.strftime(form)
    if form == "%y%m%d%H%M" and "1" <= text < "1980010100":
        assert parse_time(text) == np.datetime64(int(text), "s")
    else:
        assert isinstance(read_or_told(lambda: parse_time(text)), str)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (7, "time 7 is not a moment, but perhaps a row's number: name the column"),
        (2020, "time 2020 is not a moment, but perhaps a year or a time of day: join date"),
        ("1830", "but perhaps a year or a time of day"),
        ("43900", "but perhaps a spreadsheet's count of days: give the column the form of a date"),
        ("43901.4375", "but perhaps a spreadsheet's count of days"),
        ("103000", "but perhaps a time of day or a date with a year of two digits: join"),
        ("103000000", "but perhaps a time of day or a date cut short"),
        ("2020031210", "a date without separators, or unix seconds of 2034? write"),
        ("2020031210000", "a date without separators, or unix milliseconds of 2034?"),
        ("2020031210000000", "a date without separators, or unix microseconds of 2034?"),
        ("2020031210000000000", "a date without separators, or unix nanoseconds of 2034?"),
        ("637195968000000000", "ticks of 100 nanoseconds since the year 1, or unix nanoseconds of"),
        ("3666852000", "seconds since 1904, or unix seconds of 2086?"),
        ("132284448000000000", "no unix time of the years 1980 to 2099"),  # Windows, from 1601
        ("2020-03-12 10:00-13:00", "is not a moment"),
        ("20201332", "but perhaps a time of day or a date cut short"),
        ("1.58401E+12", ": a spreadsheet has rounded it; write"),
        ("9" * 5_000, "is not a moment"),
        (10**400, "time inf is not a moment: no unix time"),
        (-1, "time -1 is not a moment: no unix time"),
        (4_102_444_800, "no unix time of the years 1980 to 2099"),
        ("10:00", "but a time of day: join it with its date"),
        ("03/04/20", ": its year has two digits"),
        ("12 Mar 2020", ": names of months and zones are not read"),
        ("2020-03-12 10:00 EST", ": names of months and zones are not read"),
        ("2020-02-30", "is not a moment: write"),
        ("2020-02-30 10:00", "is not a moment: write"),
        ("2020-03-12 24:00", "is not a moment"),
        ("2020-03-12 13:00 PM", "is not a moment"),
        ("2020-03-12 10-11", "is not a moment"),
        ("2020-03-12 10:00+15:00", "is not a moment"),
        ("0001-01-01 00:00+01:00", "is not a moment"),
        ("18991231", "is not a moment"),
        ("٢٠٢٠-٠٣-١٢", "is not a moment"),
        ("now", "is not a moment"),
        ("", "time '' is not a moment: write 2020-03-12 10:00 or unix seconds."),
        (None, "time None is not a moment"),
        (True, "time True is not a moment"),
        (b"2020-03-12", "time b'2020-03-12' is not a moment"),
        ([1584007200], "is not a moment"),
        (float("inf"), "time inf is not a moment"),
        (Decimal("NaN"), "is not a moment"),
        (np.datetime64("NaT"), "is not a moment"),
    ],
)
def test_what_is_no_moment_is_told_why(value: object, sentence: str) -> None:
    with pytest.raises(BadInput) as problem:
        parse_time(value)
    assert sentence in str(problem.value)
    assert "\n" not in str(problem.value)


# ---- Text ----------------------------------------------------------------------------------------

DATES = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y")
CLOCKS = {
    "minute": ("%H:%M", "%H%M", "%I:%M %p", "%I:%M%p"),
    "second": ("%H:%M:%S", "%H:%M:%S.000", "%H%M%S", "%I:%M:%S %p"),
    "hour": ("%H", "%I-%p", "%I %p"),
}
ZONES = ("", "Z", " UTC", "+00:00", "+01:00", "-0500", " GMT+0530")


def moved(zone: str) -> timedelta:
    digits = zone[-6:].replace(":", "")[-5:]
    if digits[:1] not in "+-" or len(digits) < 5:
        return timedelta()
    away = timedelta(hours=int(digits[1:3]), minutes=int(digits[3:]))
    return away if digits[0] == "+" else -away


@cases(200)
@given(
    moment=moments,
    day=st.sampled_from(DATES),
    zone=st.sampled_from(ZONES),
    clock=st.sampled_from([(unit, form) for unit, forms in CLOCKS.items() for form in forms]),
    between=st.sampled_from(["T", " ", "  ", ", "]),
)
def test_text_in_every_form_is_the_moment(moment, day, zone, clock, between) -> None:
    unit, form = clock
    if unit == "hour":
        zone = ""  # 10-05 would be an hour and a zone, or five past ten
    text = moment.strftime(f"{day}{between}{form}") + zone
    kept = {"minute": {"second": 0}, "hour": {"minute": 0, "second": 0}, "second": {}}[unit]
    read = read_moment(text, day_first=day.startswith("%d"))
    assert read.at == moment.replace(**kept) - moved(zone)
    assert read.zoned == bool(zone)


def test_dates_and_datetimes_are_moments() -> None:
    wanted = np.datetime64("2020-03-12T10:00:00")
    east = timezone(timedelta(hours=5, minutes=30))
    for value in (
        datetime(2020, 3, 12, 10),
        datetime(2020, 3, 12, 10, tzinfo=UTC),
        datetime(2020, 3, 12, 15, 30, tzinfo=east),
        np.datetime64("2020-03-12T10"),
        1584007200.0,
        np.float64(1584007200),
    ):
        assert parse_time(value) == wanted
    assert parse_time(date(2020, 3, 12)) == np.datetime64("2020-03-12")


# ---- A column ------------------------------------------------------------------------------------


@cases(200)
@given(
    days=st.lists(st.dates(date(1990, 1, 1), date(2030, 1, 1)), min_size=1, max_size=20),
    form=st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%m-%d-%Y"]),
)
def test_a_column_of_days_and_months_is_right_or_refused(days: list[date], form: str) -> None:
    decides = any(day.day > 12 for day in days)
    plain = all(day.day == day.month for day in days)
    read = read_or_told(lambda: read_times([day.strftime(form) for day in days], str))
    if isinstance(read, str):
        assert "is its day or its month first?" in read
        assert not decides
        assert not plain
    else:
        assert read[0].astype("datetime64[D]").tolist() == days
        assert any("are read as first" in note for note in read[1]) == decides


@cases(200)
@given(
    start=st.datetimes(datetime(2001, 1, 1), datetime(2031, 1, 1)),
    step=st.sampled_from([1, 5, 60, 240, 1440]),
    form=st.sampled_from(["%y%m%d%H%M", "%y%m%d%H%M%S"]),
)
def test_dates_with_a_year_of_two_digits_are_told_from_a_column(start, step, form) -> None:
    """One such number may be a unix time; a column of bars that open at odd seconds is none."""
    start = start.replace(minute=0, second=0, microsecond=0)
    cells = [(start + timedelta(minutes=step * row)).strftime(form) for row in range(3)]
    told = read_or_told(lambda: read_times(cells, lambda row: f"line {row + 2}"))
    assert isinstance(told, str), told


def test_minutes_of_the_past_without_separators_are_read() -> None:
    """A day of the month above 23 is no hour, so these have no other meaning."""
    times, _ = read_times(["200312100000", "200312310000"], lambda row: f"line {row + 2}")
    assert times.tolist() == [datetime(2003, 12, 10), datetime(2003, 12, 31)]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            ["200312100000", "200312110000"],
            "line 2, column time: '200312100000' may be 2003-12-10 00:00:00 or 2020-03-12 10:00:00",
        ),
        (
            ["2020-03-12 10:00-11:00", "2020-03-12 11:00-12:00"],
            "line 2, column time: '2020-03-12 10:00-11:00' says when a bar begins and when it ends",
        ),
    ],
)
def test_a_column_with_two_meanings_is_refused(cells: list[str], sentence: str) -> None:
    with pytest.raises(BadInput, match=re.escape(sentence)):
        read_times(cells, lambda row: f"line {row + 2}")


def test_a_zone_behind_utc_is_no_end_of_a_bar() -> None:
    cells = ["2020-03-07 00:00-05:00", "2020-03-08 00:00-05:00", "2020-03-09 00:00-04:00"]
    times, _ = read_times(cells, lambda row: f"line {row + 2}")
    assert [moment.hour for moment in times.tolist()] == [5, 5, 4]


@pytest.mark.parametrize("hour", range(24))
def test_a_clock_of_twelve_hours_has_all_of_the_day(hour: int) -> None:
    moment = datetime(2020, 3, 12, hour, 30)
    for form in ("%Y-%m-%d %I:%M %p", "%Y-%m-%d %I:%M:%S %p"):
        assert read_moment(moment.strftime(form)).at == moment
