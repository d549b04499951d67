"""Lesson 09: what its pictures show is read back, and the tables beside it are worked by hand."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from lessons.seen import painter_at

from margin_lessons.errors import BadInput
from margin_lessons.figures.marks import ChartBar, Curve, Grid, Point, Rule
from margin_lessons.figures.palette import DARK, LIGHT, contrast
from margin_lessons.lessons import open_lesson
from margin_lessons.market.crashes import CRASHES, crash_named, crash_outcome, trade_in
from margin_lessons.scenes.crash_cells import COLUMNS, Told
from margin_lessons.scenes.crash_choices import entry_of

LESSON = open_lesson("09_crashes")
REPLAY, ALL_EVENTS = LESSON.panels


def marks(model, values, kind):
    scene = model.shown(values)
    return [
        m for m in model.picture(scene, model.base(values, values)).marks if isinstance(m, kind)
    ]


# Ether, a day before: 1,964.53. A word for each leverage, from the table of facts: liquidated in
# the bar of the wick at 1x, 2x and 3x; at 700 1x keeps 356, 2x owes 287 and 3x 931.
ROWS = {
    "ETH 2021": "sold, debt?, debt?, sold, sold",
    "ETH 2017": "sold, debt?, debt?, debt?, debt?",
    "EUR/CHF 2015": "called, called, sold, debt?, debt?",
    "GDAX 2017": "sold, debt?, debt?, debt, debt",
    "GME 2021": "debt, debt, debt, debt, debt",
    "WTI 2020": "debt?, debt?, debt?, debt?, debt?",
    "BTC 2020": "called, sold, sold, debt?, debt?",
    "BTC 2021": "called, sold, sold, sold, sold",
    "BTC 2025": "fine, called, called, sold, sold",
}


@pytest.mark.parametrize("event", ROWS)
def test_a_row_of_the_map_says_what_happened(event: str) -> None:
    """The words are drawn in the row of the crash, and stand in its row of the table."""
    values = {**ALL_EVENTS.start, "event": event}
    scene, (grid,) = ALL_EVENTS.shown(values), marks(ALL_EVENTS, values, Grid)
    at = [crash.key for crash in CRASHES].index(event)
    drawn = [grid.words[kind] for kind in grid.kinds[len(CRASHES) - 1 - at]]
    assert ", ".join(drawn) == ROWS[event]
    row = next(row for row in scene.table.rows if row[0] == event)
    assert [cell.partition(", ")[0] for cell in row[3:]] == drawn


def test_rows_and_columns_are_named_where_they_stand() -> None:
    scene = ALL_EVENTS.shown(ALL_EVENTS.start)
    plot = ALL_EVENTS.picture(scene, scene).plots[0]
    rows = [name for _, name in sorted(plot.y.ticks, reverse=True)]
    assert rows == [crash.key for crash in CRASHES]
    assert [name for _, name in sorted(plot.x.ticks)] == ["1x", "2x", "3x", "5x", "10x"]


@pytest.mark.parametrize(
    ("event", "leverage"), [*product(("S&P 500 1987", "BTC 2025"), (1.0, 10.0))]
)
def test_the_frame_lies_around_the_chosen_cell(event: str, leverage: float) -> None:
    values = {**ALL_EVENTS.start, "event": event, "leverage": leverage}
    (frame,) = marks(ALL_EVENTS, values, Curve)
    row = len(CRASHES) - 1 - [crash.key for crash in CRASHES].index(event)
    middle = frame.x.min() + frame.x.max(), frame.y.min() + frame.y.max()
    assert middle == pytest.approx((2 * COLUMNS.index(leverage), 2 * row))
    assert np.ptp(frame.x) < 1 > np.ptp(frame.y)


def test_a_worse_word_is_never_paler_in_the_same_ink_and_words_can_be_read_on_it() -> None:
    (grid,) = marks(ALL_EVENTS, ALL_EVENTS.start, Grid)
    assert grid.words == tuple(told.value for told in Told)
    assert dict(zip(grid.words, grid.tints, strict=True))["debt"] > grid.tints[3]
    for palette in (LIGHT, DARK):
        for ink, strength in grid.tints:
            tint = palette.tint(palette.inks()[ink], strength)
            shade = "#" + "".join(f"{round(255 * part):02x}" for part in tint)
            assert contrast(shade, palette.text) >= 4.5, (palette.name, ink)


@pytest.mark.parametrize(("event", "leverage"), [*product(ROWS, COLUMNS)])
def test_a_cell_is_what_its_replay_comes_to(event: str, leverage: float) -> None:
    values = {**ALL_EVENTS.start, "event": event, "leverage": leverage}
    bars = marks(ALL_EVENTS, values, ChartBar)
    crash = crash_named(event)
    replayed = crash_outcome(trade_in(crash, entry_of(crash, crash.hurt, 24), leverage=leverage))
    ends = [bar.top.value for bar in bars if bar.facts]
    wanted = [1_000 * at.stakes for at in (replayed.fill, replayed.worst)]
    assert ends == pytest.approx(wanted, rel=1e-9, abs=1e-6)


@pytest.mark.parametrize("scenario", [scenario.name for scenario in REPLAY.scenarios])
def test_the_price_is_drawn_bar_by_bar_with_its_range(scenario: str) -> None:
    values = REPLAY.scenario(scenario)
    crash = REPLAY.state(values).trade.crash
    ranges, price = marks(REPLAY, values, Curve)
    corners = np.column_stack((crash.bars.low, crash.bars.high)).ravel()
    assert ranges.y[np.isfinite(ranges.y)].tolist() == corners.tolist()
    assert np.nanmin(ranges.x) == 0.5
    for place, close in enumerate(crash.bars.close):
        assert (price.x[price.y == close] == place + 1).any()


def test_what_comes_later_is_not_shown() -> None:
    """Before the wick there is no sale, no worst case, and the path ends at the hour before."""
    values = {**REPLAY.start, "shown": 76}
    scene = REPLAY.shown(values)
    assert scene.fact("bars over").text == "23 of 30"
    assert "worst case" not in {fact.name for fact in scene.facts}
    _, price = marks(REPLAY, values, Curve)
    assert (price.x[-1], price.y[-1]) == (26, 1_722.42)
    assert [bar.at for bar in marks(REPLAY, values, ChartBar)] == [0, 0]
    assert {point.shape for point in marks(REPLAY, values, Point)} == {"o"}


def test_sale_and_worst_price_stand_in_their_bars() -> None:
    sold, worst = (next(p for p in marks(REPLAY, REPLAY.start, Point) if p.shape == shape)
                   for shape in "XD")  # fmt: skip
    assert (sold.x, worst.x) == (26.5, 26.5)
    late = REPLAY.scenario("Below zero")
    sold, worst = (next(p for p in marks(REPLAY, late, Point) if p.shape == shape)
                   for shape in "XD")  # fmt: skip
    assert (sold.x, sold.y.value) == (1.0, -14.0)
    assert (worst.x, worst.y.value) == (0.5, -40.32)


def test_a_line_beyond_the_axis_is_not_drawn_and_a_double_one_once() -> None:
    short = marks(REPLAY, REPLAY.scenario("Below zero, short"), Rule)
    assert [rule.label for rule in short if rule.along == "y"] == []
    cfd = marks(REPLAY, REPLAY.scenario("The EU's rules"), Rule)
    level = [rule.label for rule in cfd if rule.along == "y"]
    assert level == ["liquidation 1,473.40", "nothing left 982.26"]


def test_the_law_spares_a_debt_and_says_so() -> None:
    values = {**REPLAY.scenario("A jump at night"), "rules": "a CFD, by the EU's rules for crypto"}
    scene = REPLAY.shown(REPLAY.check(values))
    assert scene.title.endswith("the 2x short lacks 1,796 USD, which the law spares you")


# 1,780.20 less 1,000 / 3 of its worth per coin: nothing left at two thirds, sold at four fifths.
def test_an_own_file_is_replayed_like_a_crash() -> None:
    rows = dict(LESSON.table("your own prices").rows)
    assert rows["liquidation at"] == "1,424.16"
    lines = ["time,open,high,low,close", "2024-01-01 00:00,100,100,100,100",
             "2024-01-01 01:00,70,72,60,65"]  # fmt: skip
    rows = dict(LESSON.table("your own prices", file=lines, leverage=5).rows)
    assert rows["left by the rules"] == "-500"
    assert rows["worst case of that bar"] == "-1,000"
    rows = dict(LESSON.table("your own prices", file=lines, side="short").rows)
    assert rows["reached in the bar of"] == "not reached"
    assert rows["worst case of that bar"] == "no such bar"


def test_an_own_file_may_fall_below_zero_and_its_reading_is_told() -> None:
    """By hand: 2x from 20 opens at -37, 5.7 times the margin below; the worst of it is 6 times."""
    lines = ["time,open,high,low,close", "2020-04-20 00:00,-37,-36,-40,-37.63",
             "2020-04-19 00:00,20,20,20,20"]  # fmt: skip
    with pytest.raises(BadInput, match="say price_floor='none'"):
        LESSON.table("your own prices", file=lines)
    table = LESSON.table("your own prices", file=lines, leverage=2, price_floor="none")
    assert dict(table.rows)["left by the rules"] == "-4,700"
    assert dict(table.rows)["worst case of that bar"] == "-5,000"
    assert "The file runs from new to old: it is turned round." in table.notes


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"file": ["time,open,high,low,close", "2024-01-01,1,1,1,x"]}, "line 2"),
        ({"file": ["time,open,high,low,close", "2024-01-01 00:00,1,1,1,1"]}, "bars are 1"),
        ({"leverage": 0}, "leverage"),
        ({"side": "up"}, "side"),
        ({"files": 1}, "did you mean 'file'"),
    ],
)
def test_what_cannot_be_read_is_named(given: dict[str, object], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        LESSON.table("your own prices", **given)


def test_one_crash_under_four_laws() -> None:
    """3,000 USD of ether from 1,964.53: 1,931.04 is lost at 700, and 1,500 or 1,000 was put up."""
    table = LESSON.table("four laws")
    last = [row[-1] for row in table.rows]
    assert last[0].startswith("-431.04: owed 0, by law")
    assert last[1] == "-931.04, owed by you"
    with pytest.raises(BadInput, match="crash 'ETH 2020'"):
        LESSON.table("four laws", event="ETH 2020")


@pytest.mark.parametrize(("width", "same"), [(250, "letters"), (830, "words")])
def test_a_cell_says_its_word_or_where_there_is_no_room_its_first_letter(
    width: int, same: str
) -> None:
    scene, painter = ALL_EVENTS.shown(ALL_EVENTS.start), painter_at(ALL_EVENTS, width)
    picture = ALL_EVENTS.picture(scene, scene)
    (grid,) = (mark for mark in picture.marks if isinstance(mark, Grid))

    def png(words: tuple[str, ...]) -> bytes:
        other = replace(grid, words=words)
        marks = tuple(other if mark is grid else mark for mark in picture.marks)
        return painter.paint(replace(picture, marks=marks)).png

    drawn = {"letters": png(("f", "c", "s", "d?", "d")), "words": png(grid.words)}
    if same == "letters":
        assert drawn["letters"] == drawn["words"]
    else:
        assert len({*drawn.values(), png(("x",) * 5)}) == 3


def test_the_hours_of_a_crash_stand_under_their_bars() -> None:
    scene = REPLAY.shown(REPLAY.start)
    plot = REPLAY.picture(scene, scene).plots[0]
    assert plot.x.ticks == ((0.0, "21 Feb"), (12.0, "22 Feb"), (24.0, "12:00"))
    bars = crash_named("ETH 2021").bars
    assert [bars.when(place) for place in (12, 24)] == ["2021-02-22 00:00", "2021-02-22 12:00"]
