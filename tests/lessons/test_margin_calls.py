"""Lesson 02: the gauge and the answers by hand, and no answer promised that comes too late."""

from __future__ import annotations

import pytest
from lessons.course import panel_of
from lessons.layout import cut_off, overlaps

from margin_lessons.figures.answers import AnswersDrawing
from margin_lessons.lessons import open_lesson
from margin_lessons.panels.panel import Panel

LESSON = open_lesson("02_margin_calls")
GAUGE, ANSWERS = (panel_of(LESSON, name) for name in ("gauge", "answers"))


def gauge(**values: object) -> Panel:
    return Panel(GAUGE).set(**values)


def answers(**values: float) -> Panel:
    return Panel(ANSWERS).set(**values)


# ---- The gauge ------------------------------------------------------------------------------


@pytest.mark.parametrize("volume", [0.05, 1, 3])
def test_the_dot_stands_on_its_curve_at_any_level(volume: float) -> None:
    panel = gauge(price=80_000, cash=40_000, volume=volume)
    drawing, level = panel.drawing, panel.state.level
    levels = drawing.curve.get_ydata()
    low, high = drawing.ax.get_ylim()
    assert low < level < high
    assert drawing.dot.get_ydata() == [level]
    assert min(abs(levels - level)) < 0.05 * (high - low)
    assert any((low < levels) & (levels < high))


@pytest.mark.parametrize("price", [9_000, 13_200, 20_000, 25_000])
def test_a_label_is_joined_to_its_line(price: float) -> None:
    drawing = gauge(price=price).drawing
    low, high = drawing.ax.get_xlim()
    for line, label in zip(drawing.drops.values(), drawing.names, strict=True):
        assert (line.get_xdata()[-1], line.get_ydata()[-1]) == label.get_position()
        off = abs(label.get_position()[0] - line.get_xdata()[0])
        assert off < 0.15 * (high - low), label.get_text()
    assert not overlaps(drawing)


def test_a_debt_has_its_word_and_its_amount() -> None:
    drawing = gauge(price=9_000).drawing
    assert "debt" in [note.get_text() for note in drawing.notes]
    assert drawing.dot_label.get_text() == "now -25.0%, a debt of 1,000 USD"
    assert "debt" not in gauge(price=20_000).drawing.dot_label.get_text()


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        ({}, False),
        ({"volume": 2.5}, False),  # 10,000 USD set aside, all there is
        ({"volume": 3}, True),
        ({"cash": 0}, True),
        ({"volume": 3, "leverage": 10}, False),
    ],
)
def test_an_order_that_lesson_01_refuses_is_said_to_be_refused(
    values: dict[str, float], refused: bool
) -> None:
    words = gauge(**values).readout
    assert ("would have been refused" in words.title) == refused
    assert ("would have been refused" in words.sentence) == refused


def test_the_words_of_wide_levels_lie_in_the_picture() -> None:
    for values in ({"price": 80_000, "cash": 40_000, "volume": 0.05}, {"price": 1_000}):
        assert not cut_off(gauge(**values).drawing)


@pytest.mark.parametrize(
    ("values", "met"),
    [
        ({"volume": 1.2}, True),
        ({"volume": 1.2, "price": 15_000}, True),
        ({"volume": 1.15}, False),
        ({"volume": 1.25}, False),
        ({"volume": 1.5, "leverage": 10}, False),
        ({"volume": 1.1, "venue": "the article's figures"}, False),
        ({"volume": 1.2, "side": "short"}, False),
    ],
)
def test_the_mission_of_the_gauge(values: dict[str, object], met: bool) -> None:
    assert GAUGE.mission is not None
    assert GAUGE.mission.done(gauge(**values).state) == met


# ---- The answers ----------------------------------------------------------------------------


def test_after_the_liquidation_has_begun_no_answer_is_promised() -> None:
    late = answers(price=10_500)
    assert late.readout.sentence == (
        "At 12.5% the liquidation has begun; none of these answers comes in time."
    )
    assert "62.5%" not in late.readout.alt
    assert late.readout.fact("add 2,000 USD").text == "too late"
    drawing = late.drawing
    assert [text.get_visible() for text in drawing.empty] == [False, True, True]
    assert not any(mark.get_visible() for row in drawing.marks[1:] for mark in row.values())
    # The level is 40% at 11,600 USD: that is the last price at which nothing helps.
    assert "has begun" in answers(price=11_600).readout.sentence
    assert "has begun" not in answers(price=11_650).readout.sentence


def test_where_the_exchange_may_act_it_is_said_before_and_after_an_answer() -> None:
    said = answers(price=11_700, deposit=500, closed=25).readout.sentence
    assert "may close before you answer" in said
    assert "55.0%, where it still may" in said
    at_call = answers().readout.sentence
    assert "may close before you answer" in at_call
    assert "still" not in at_call
    assert "may" not in answers(price=20_000).readout.sentence


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ({}, "Closing 50% moves the liquidation down by 3,200 USD"),
        ({"closed": 0}, "Adding 2,000 USD moves the liquidation down by 2,000 USD"),
        ({"closed": 95}, "After you close 95% no price liquidates what is left"),
        ({"closed": 100}, "With everything closed there is nothing left to liquidate"),
        ({"closed": 0, "deposit": 0}, "Nothing is added or closed, so no price has moved"),
    ],
)
def test_the_title_names_the_answer_that_moves_most(values: dict[str, float], title: str) -> None:
    assert answers(**values).readout.title == title


@pytest.mark.parametrize(
    ("closed", "said"), [(95, "no price liquidates this"), (100, "nothing is open")]
)
def test_a_row_without_prices_says_why(closed: float, said: str) -> None:
    panel = answers(closed=closed)
    assert panel.drawing.empty[2].get_visible()
    assert panel.drawing.empty[2].get_text() == said
    assert "is nothing open" not in panel.readout.sentence
    if closed < 100:
        assert panel.readout.fact("close 95%: liquidation at").text == "no such price"


def test_the_price_is_drawn_behind_the_marks() -> None:
    drawing = AnswersDrawing()
    for row in drawing.marks:
        assert all(drawing.now.get_zorder() < mark.get_zorder() for mark in row.values())
