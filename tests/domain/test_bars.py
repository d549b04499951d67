"""Bars: what makes a row a bar, reading CSV exports, holes, slices and longer bars."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st

from margin_lessons.errors import BadInput
from margin_lessons.market.bars import Bar, Bars, Hole
from margin_lessons.market.bars_csv import read_bars
from margin_lessons.market.splits import round_jumps
from margin_lessons.market.times import parse_time

HEAD = "timestamp_utc,open,high,low,close,volume"
ROWS = [
    "2020-03-12T10:00:00Z,7348.2,7361,5632.3,6066.6,12.5",
    "2020-03-12T11:00:00Z,6049.7,6498.5,5747.6,6016.1,8",
    "2020-03-12T12:00:00Z,6016.1,6258.4,5850,6002.6,3",
]


def test_a_csv_of_the_usual_kind_is_read() -> None:
    bars = read_bars([HEAD, *ROWS])
    assert len(bars) == 3
    assert bars.length == 60
    assert bars[0] == Bar(7348.2, 7361, 5632.3, 6066.6)
    assert bars.volume is not None
    assert bars.volume.sum() == 23.5
    assert bars.when(-1) == "2020-03-12 12:00"


@pytest.mark.parametrize(
    "lines",
    [
        ["Close;LOW;High;Open;Time", "6066.6;5632.3;7361;7348.2;1584007200"],
        ["close\tlow\thigh\topen\tdate", "6066.6\t5632.3\t7361\t7348.2\t2020-03-12 10:00"],
        ["open,high,low,close,unix", "7348.2,7361,5632.3,6066.6,1584007200000"],
        ["# a comment", "", "Open,High,Low,Close,extra,Open time", "7348.2,7361,5632.3,6066.6,x,"
         "2020-03-12T11:00+01:00"],
    ],
)  # fmt: skip
def test_columns_come_in_any_order_case_and_dress(lines: list[str]) -> None:
    bars = read_bars(lines, length=60)
    assert bars[0] == Bar(7348.2, 7361, 5632.3, 6066.6)
    assert bars.when(0) == "2020-03-12 10:00"


def test_a_file_is_read_by_its_path(tmp_path) -> None:
    path = tmp_path / "bars.csv"
    path.write_text("\ufeff" + "\n".join([HEAD, *ROWS]), encoding="utf-8")
    assert len(read_bars(path)) == len(read_bars(str(path))) == 3
    path.write_bytes(b"\x00\x9f\x01")
    with pytest.raises(BadInput, match="is not text"):
        read_bars(path)
    with pytest.raises(BadInput, match=r"cannot be read: No such file"):
        read_bars(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([], "line 1: the file is empty: bars have a line of column names and rows."),
        ([HEAD], "line 1: no rows follow the column names: there are no bars."),
        (
            ["time,open,high,close", "1,2,3,4"],
            "line 1: no column is named low among time, open, high, close: name the one that holds "
            "it low.",
        ),
        (
            [HEAD, ROWS[0], "2020-03-12T11:00:00Z,1,2"],
            "line 3: 3 values stand under 6 column names: the line may be cut off.",
        ),
        (
            [HEAD, "", ROWS[0].replace("7361", "7,361")],
            "line 3: 7 values stand under 6 column names: a number with a comma needs quotes.",
        ),
        (
            [HEAD, ROWS[0].replace("7361", "high")],
            "line 2, column high: 'high' is not a number.",
        ),
        (
            [HEAD, ROWS[0].replace("7361", "")],
            "line 2, column high: the price is missing: a line has all four, or none.",
        ),
        (
            [HEAD, ROWS[0], ROWS[1].replace("5747.6", "nan")],
            "line 3, column low: the price is missing: a line has all four, or none.",
        ),
        (
            [HEAD, ROWS[0].replace("2020-03-12T10:00:00Z", "yesterday")],
            "line 2, column timestamp_utc: time 'yesterday' is not a moment: write "
            "2020-03-12 10:00 or unix seconds.",
        ),
        (
            [HEAD, ROWS[0].replace("5632.3", "7700")],
            "line 2: high 7361 is below low 7700: the high is the highest price of its bar.",
        ),
        (
            [HEAD, ROWS[0], ROWS[1].replace("5747.6", "6020")],
            "line 3: low 6020 is above close 6016.1: the low is the lowest price of its bar.",
        ),
        (
            [HEAD, ROWS[0], ROWS[2], ROWS[1]],
            "line 4: 2020-03-12 11:00 comes after 2020-03-12 12:00: bars are ordered from old to "
            "new.",
        ),
        (
            [HEAD, ROWS[0], ROWS[0]],
            "line 3: 2020-03-12 10:00 is there twice: each bar has its own time.",
        ),
        (
            [HEAD, ROWS[0].replace("12.5", "-1")],
            "line 2: volume -1 is below 0: it is what was traded in the bar.",
        ),
        (
            [HEAD, *ROWS, "2020-03-12T12:30:00Z,6002.6,6003,6000,6001,1"],
            "line 5: opens 30 minutes after the bar before it, though a bar lasts 60: two bars "
            "overlap.",
        ),
    ],
)
def test_a_bad_file_is_told_by_line_and_column(lines: list[str], sentence: str) -> None:
    with pytest.raises(BadInput) as problem:
        read_bars(lines)
    assert str(problem.value) == sentence


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ((100, 99, 98, 99), "bar 1 (minute 1): high 99 is below open 100: the high is the highest"),
        ((100, 101, 98, 102), "bar 1 (minute 1): high 101 is below close 102"),
        ((97, 101, 98, 99), "bar 1 (minute 1): low 98 is above open 97"),
        ((100, float("inf"), 98, 99), "bar 1 (minute 1): high inf is not a finite number."),
    ],
)
def test_a_row_that_is_no_bar_is_named(row: tuple[float, ...], sentence: str) -> None:
    with pytest.raises(BadInput) as problem:
        Bars.of([(1, 1, 1, 1), row])
    assert str(problem.value).startswith(sentence)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Bars([0, 1], [1], [1], [1], [1]), "open has 1 rows and time has 2"),
        (lambda: Bars([], [], [], [], []), "time is empty"),
        (lambda: Bars([0], ["x"], [1], [1], [1]), "open 'x' is not a number: a bar is made"),
        (lambda: Bars([0], [[1]], [1], [1], [1]), "open has 2 dimensions"),
        (lambda: Bars.of([(1, 1, 1)]), r"row 0, \(1, 1, 1\), is not of 4 prices"),
        (lambda: Bars.of([(1, 1, 1, 1), (1, 1)]), r"row 1, \(1, 1\), is not of 4 prices"),
        (lambda: Bars.of([("a", 1, 1, 1)]), "open 'a' is not a number: a bar is made of numbers"),
        (lambda: Bars.of([(1, True, 1, 1)] * 2), "high True is not a number"),
        (lambda: Bars.of([]), r"rows \[\] are none"),
        (lambda: Bars.of(None), "rows None are no list"),
        (lambda: Bars.from_path([1]), r"path \[1\] has no way to go"),
        (
            lambda: Bars.of([(1, 1, 1, 1)], start=True),
            "start True is not a number: it is a minute, or a date",
        ),
        (lambda: Bars([[0], [1, 2]], [1], [1], [1], [1]), "is not one column of moments"),
        (lambda: read_bars(["time,open,high,low,close", "9e30,1,1,1,1"]), "'9e30' is not a mom"),
        (
            lambda: read_bars(["time,open,high,low,close", "0,1,1,1,1"], "a"),
            "bar length 'a' is not",
        ),
        (lambda: read_bars([b"time,open"]), "line 1: b'time,open' is not text"),
        (lambda: read_bars(["time,open", "a\rb,c"]), "line 1: no column is named high"),
        (
            lambda: read_bars(["time,open,high,low,close", "a\rb,1,1,1,1"]),
            "line 2: this is not CSV",
        ),
        (lambda: read_bars(5), "file 5 is neither a path nor lines"),
        (lambda: Bars.of([(1, 1, 1, 1)] * 2, length=0), "bar length 0 is not above 0"),
        (lambda: Bars.of([(1, 1, 1, 1)] * 2)[::2], "step 2 leaves bars out"),
        (lambda: Bars.of([(1, 1, 1, 1)] * 4, length=5).coarsen(7), "minutes 7 is not a multiple"),
        (lambda: Bars.of([(1, 1, 1, 1)]).index(3), "bar 3 is not there: the bars are 0 to 0"),
        (lambda: Bars.of([(1, 1, 1, 1)]).index("2020-01-01"), "these bars carry no dates"),
        (
            lambda: Bars.of([(1, 1, 1, 1)], start="2020-03-12").index("2021-01-01"),
            "time 2021-01-01 00:00 is outside the bars",
        ),
        (lambda: Bars([np.nan], [1], [1], [1], [1]), "the time is missing"),
    ],
)
def test_other_bad_input_is_one_sentence(make, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence) as problem:
        make()
    assert "\n" not in str(problem.value)


def test_bars_are_read_only_and_copied() -> None:
    opens = np.array([100.0, 101.0])
    bars = Bars([0, 1], opens, opens + 1, opens - 1, opens)
    opens[0] = 5.0
    assert bars.open[0] == 100
    with pytest.raises(ValueError, match="read-only"):
        bars.open[0] = 1.0


def test_an_outage_is_a_hole_and_no_error() -> None:
    bars = read_bars([HEAD, ROWS[0], ROWS[2], "2020-03-12T13:00:00Z,6002,6003,6000,6001,1"], 60)
    assert bars.holes == (Hole(after=0, missing=1),)
    assert bars.index("2020-03-12T11:00Z") == 1, "the first bar after the hole"
    assert len(bars.coarsen(120)) == 2


def test_daily_bars_without_weekends_have_holes() -> None:
    days = np.array(["2020-04-16", "2020-04-17", "2020-04-20"], dtype="datetime64[D]")
    bars = Bars(days, *np.ones((4, 3)))
    assert bars.length == 1440
    assert bars.holes == (Hole(1, 2),)


def test_slices_keep_the_length_of_a_bar() -> None:
    bars = read_bars([HEAD, *ROWS])
    assert bars[1:].length == 60
    assert bars.since("2020-03-12 12:00")[0].open == 6016.1
    assert bars.since(2).when(0) == "2020-03-12 12:00"
    assert bars[-1].close == 6002.6
    assert bars[0:1].length == 60


def test_prices_below_zero_are_prices() -> None:
    wti = Bars.of([(17.73, 17.85, -40.32, -37.63)], length=1440, start="2020-04-20")
    assert wti[0].low == -40.32


def test_times_in_every_dress_are_one_moment() -> None:
    zone = datetime(2020, 3, 12, 10, tzinfo=UTC)
    texts = ("2020-03-12T10:00:00Z", "2020-03-12 10:00", "1584007200", 1584007200.0, zone)
    assert len({parse_time(text) for text in texts}) == 1
    with pytest.raises(BadInput, match="not a moment"):
        parse_time(float("nan"))


@cases(300)
@given(
    seed=st.integers(0, 2**32 - 1),
    count=st.integers(1, 200),
    times=st.integers(1, 30),
    start=st.integers(0, 100),
)
def test_longer_bars_span_what_their_bars_span(
    seed: int, count: int, times: int, start: int
) -> None:
    rng = np.random.default_rng(seed)
    path = 100 + rng.normal(0, 1, count + 1).cumsum()
    fine = Bars.from_path(path, start=float(start))
    kept = np.sort(rng.choice(count, max(1, count // 2), replace=False))
    columns = (getattr(fine, name)[kept] for name in Bar._fields)
    holed = Bars(fine.time[kept], *columns, length=1)
    for bars in (fine, holed):
        coarse = bars.coarsen(times)
        bucket = np.floor(bars.time / times) * times
        assert sorted(set(bucket)) == list(coarse.time)
        for i, opens in enumerate(coarse.time):
            inside = bucket == opens
            bar = coarse[i]
            assert (bar.low, bar.high) == (bars.low[inside].min(), bars.high[inside].max())
            assert (bar.open, bar.close) == (bars.open[inside][0], bars.close[inside][-1])


# ---- Bars of the calendar ------------------------------------------------------------------------

FLAT = np.ones((4, 3))


def dated(*days: str) -> Bars:
    return Bars(np.array(days, dtype="datetime64[s]"), *np.ones((4, len(days))))


def test_a_day_of_23_hours_and_one_of_25_are_days() -> None:
    # yfinance issue 2269's kind: midnights of London around 30 March and 26 October 2025, in UTC.
    spring = dated("2025-03-29", "2025-03-30", "2025-03-30T23", "2025-03-31T23", "2025-04-01T23")
    autumn = dated("2025-10-24T23", "2025-10-25T23", "2025-10-27", "2025-10-28")
    assert spring.length == autumn.length == 1_440
    assert spring.holes == autumn.holes == ()
    weekend = dated("2025-03-27", "2025-03-28", "2025-03-30T23", "2025-03-31T23", "2025-04-01T23")
    assert weekend.holes == (Hole(1, 2),)


def test_months_of_every_length_are_months() -> None:
    year = [f"2023-{month:02}-01" for month in range(1, 13)] + ["2024-01-01"]
    months = dated(*year)
    assert months.length == 31 * 1_440
    assert months.holes == ()
    assert dated(*year[:4], *year[6:]).holes == (Hole(3, 2),)
    assert dated("2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30").holes == ()


def test_years_and_quarters_are_bars_too() -> None:
    assert dated(*(f"{year}-01-01" for year in range(2015, 2026))).holes == ()
    quarters = [f"{year}-{month:02}-01" for year in (2023, 2024) for month in (1, 4, 7, 10)]
    assert dated(*quarters).holes == ()


@pytest.mark.parametrize(
    "days",
    [
        ("2025-03-01", "2025-03-02", "2025-03-03", "2025-03-03T22:59"),
        ("2023-01-01", "2023-02-01", "2023-02-20", "2023-03-23"),
    ],
)
def test_what_is_shorter_than_the_calendar_allows_overlaps(days: tuple[str, ...]) -> None:
    with pytest.raises(BadInput, match="two bars overlap"):
        Bars(np.array(days, dtype="datetime64[s]"), *np.ones((4, 4)), length=None
             if days[0].startswith("2025") else 31 * 1_440)  # fmt: skip


def test_minutes_without_dates_know_no_calendar() -> None:
    with pytest.raises(BadInput, match="opens 1380 minutes after the bar before it"):
        Bars([0, 1_440, 2_820], *FLAT, length=1_440)


# ---- Places among the bars -----------------------------------------------------------------------


@pytest.mark.parametrize("at", ["x", 1.0, None, True, [0], "2020-03-12"])
def test_bars_go_by_their_place(at: object) -> None:
    bars = Bars.of([(1, 1, 1, 1)] * 3)
    sentence = (
        "is not a whole number: bars go by their place, 0 to 2, and from the end by -1; "
        r"index\(date\) gives the place of a date."
    )
    for ask in (lambda: bars[at], lambda: bars.when(at), lambda: bars[at or "" :]):
        with pytest.raises(BadInput, match=sentence):
            ask()


def test_a_place_that_is_not_there_is_named() -> None:
    bars = Bars.of([(1, 1, 1, 1)] * 3)
    for at in (3, -4, np.int64(9)):
        with pytest.raises(BadInput, match=rf"bar {at} is not there: the bars are 0 to 2\."):
            bars[at]


def test_bars_are_counted_through_in_order() -> None:
    rows = [(100, 104, 99, 103), (103, 103.5, 97, 98)]
    assert list(Bars.of(rows)) == [Bar(*row) for row in rows]


# ---- What a bar keeps ----------------------------------------------------------------------------


def test_longer_bars_add_up_what_was_traded() -> None:
    volume = [1, 2, 4, 8, 16]
    bars = Bars([0, 30, 60, 90, 150], *np.ones((4, 5)), volume=volume, length=30)
    coarse = bars.coarsen(60)
    assert coarse.time.tolist() == [0, 60, 120]
    assert coarse.volume is not None
    assert coarse.volume.tolist() == [1 + 2, 4 + 8, 16]
    assert Bars.of([(1, 1, 1, 1)] * 4).coarsen(2).volume is None


def test_every_column_is_a_copy_that_nobody_writes_to() -> None:
    given = {name: np.array([0.0, 1.0]) for name in ("time", *Bar._fields, "volume")}
    bars = Bars(**given)
    for name, column in given.items():
        column += 7
        kept = getattr(bars, name)
        assert kept.tolist() == [0, 1]
        with pytest.raises(ValueError, match="read-only"):
            kept[0] = 5
    with pytest.raises(ValueError, match="read-only"):
        bars.minutes[0] = 5


def test_a_masked_price_is_missing() -> None:
    masked = np.ma.array([1.0, 1.0], mask=[False, True])
    with pytest.raises(BadInput, match=r"bar 1 \(minute 1\): high nan is not a finite number"):
        Bars([0, 1], [1, 1], masked, [1, 1], [1, 1])


@pytest.mark.parametrize("row", [b"abcd", "1234", {1, 2, 3, 4}, {1: 0, 2: 0, 3: 0, 4: 0}])
def test_what_has_four_parts_in_no_order_is_no_row(row: object) -> None:
    with pytest.raises(BadInput, match=r"row 0, .* is not of 4 prices"):
        Bars.of([row])
    with pytest.raises(BadInput, match=r"are no list|is not of 4 prices"):
        Bars.of(row)


# ---- Splits --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("close", "opens", "terms"),
    [
        (900, 300, "3:1"),
        (100, 50, "2:1"),
        (50_000, 5_000, "10:1"),
        (1, 1_000, "1:1000"),
        (300, 300.3, None),
        (100, 51, None),  # a fall by 49 %
        (19_600, 14_500, None),
        (37.63, -37.63, None),
        (100, 1e-320, None),
    ],
)
def test_a_jump_by_a_whole_ratio_may_be_a_split(close, opens, terms) -> None:
    jumps = round_jumps(Bars.of([(close,) * 4, (opens,) * 4]))
    assert [jump.terms for jump in jumps] == ([] if terms is None else [terms])
