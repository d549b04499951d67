"""Lesson 03: time ends where a liquidation does, missions judge rightly, labels stand at theirs."""

from __future__ import annotations

import numpy as np
import pytest
from lessons.course import panel_of
from lessons.layout import cut_off, overlaps

from margin_lessons.figures.cost_of_time import ENTRY, time_state
from margin_lessons.lessons import open_lesson
from margin_lessons.panels.panel import Panel

LESSON = open_lesson("03_liquidation")
LADDER, ORDER, TIME = (
    panel_of(LESSON, name) for name in ("ladder", "order of closing", "cost of time")
)


def show(model: object, **values: object) -> Panel:
    return Panel(model).set(**values)


# ---- The cost of time -----------------------------------------------------------------------


@pytest.mark.parametrize("days", [95, 200, 365])
def test_time_ends_at_the_liquidation(days: float) -> None:
    # 10,000 - 11.25 - 0.40 x 9,000 = 6,388.75 USD may go, at 11.25 USD every four hours: 568 times.
    panel = show(TIME, days=days)
    assert panel.state.days == pytest.approx(568 / 6)
    assert panel.readout.title == "After 94.7 days the fees alone have closed the position"
    assert "6,401.25 USD" in panel.readout.sentence
    assert "after 94.7 days; there the position is closed" in panel.readout.sentence
    drawing = panel.drawing
    assert max(drawing.curve.get_xdata()) == pytest.approx(568 / 6)
    assert drawing.dot.get_data() == ([panel.state.days], [pytest.approx(0.39986, abs=1e-5)])
    assert drawing.dot_label.get_text().strip() == "closed at 40.0%"


def test_no_day_shows_a_level_below_the_liquidation() -> None:
    for value in range(5_000, 51_000, 5_000):
        state = time_state(365, value, "long")
        assert state.level(state.days) > 0.39
        assert state.held(state.days).equity(ENTRY) > 0


def test_before_the_liquidation_nothing_is_closed() -> None:
    panel = show(TIME, days=94)
    assert panel.state.days == 94
    assert "closed" not in panel.readout.title + panel.readout.sentence


@pytest.mark.parametrize("days", [0, 1, 30, 365])
def test_the_dot_is_whole(days: float) -> None:
    drawing = show(TIME, days=days, value=10_000).drawing
    x, _ = drawing.ax.transData.transform((drawing.dot.get_xdata()[0], 1.0))
    box = drawing.ax.get_window_extent()
    assert box.x0 + 7 < x < box.x1 - 7


@pytest.mark.parametrize(
    ("values", "met"),
    [
        ({"value": 33_000, "days": 90}, True),
        ({"value": 33_000, "days": 30}, False),
        ({"value": 33_800, "days": 90}, True),
        ({"value": 33_869, "days": 90}, True),
        ({"value": 33_871, "days": 90}, False),
        ({"value": 32_000, "days": 90}, False),
        ({"value": 34_000, "days": 90}, False),
        ({"value": 33_000, "days": 90, "side": "short"}, False),
    ],
)
def test_the_mission_of_the_cost_of_time(values: dict[str, object], met: bool) -> None:
    # Until day 90 there are 540 rollovers and the opening fee, 541 x 0.025% of the value, and the
    # call comes at 80% of a fifth of it: 10,000 / (0.13525 + 0.16) = 33,869.6.
    assert TIME.mission is not None
    assert TIME.mission.done(show(TIME, **values).state) == met


# ---- The order of closing -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "title", "said"),
    [
        ({}, "At 48.9% the exchange may take all of BTC", "here with a profit of 2,000 USD"),
        ({"btc": 40_000}, "At 26.7% the exchange takes all of BTC", "here without profit or loss"),
        ({"first": "ETH"}, "At 48.9% the exchange may take", "here with a loss of 3,600 USD"),
        ({"btc": 36_000, "eth": 2_000}, "At -11.1% the exchange takes", "1,000 USD is owed"),
    ],
)
def test_what_is_certain_and_what_is_owed(values: dict, title: str, said: str) -> None:
    readout = show(ORDER, **values).readout
    assert readout.title.startswith(title)
    assert said in readout.sentence
    assert ("owed" in readout.sentence) == ("owed" in said)


def test_a_loss_is_called_a_loss() -> None:
    btc, eth = (note.get_text() for note in show(ORDER).drawing.notes)
    assert btc.endswith("profit so far: 2,000 USD")
    assert eth.endswith("loss so far: 3,600 USD")


# ---- The ladder -----------------------------------------------------------------------------


@pytest.mark.parametrize("leverage", [2, 3, 6, 7, 10])
@pytest.mark.parametrize("size", ["fixed", "full"])
def test_values_stand_at_the_chosen_setting_and_names_at_the_ends(
    leverage: float, size: str
) -> None:
    panel = show(LADDER, leverage=leverage, size=size)
    drawing, chosen = panel.drawing, panel.state.chosen
    for key, value in zip(("call", "liquidation", "zero_equity"), drawing.values, strict=False):
        x, y = value.get_position()
        assert abs(x - leverage) < 0.3
        assert abs(y - chosen.move(key)) < 0.1
        assert value.get_text() == f"{100 * chosen.move(key):+.1f}%"
    assert [n.get_text() for n in drawing.names] == ["margin call", "liquidation", "nothing left"]
    assert not overlaps(drawing)
    assert not cut_off(drawing)


@pytest.mark.parametrize("said", [-0.6, -0.12, 0.12, 0.6])
def test_a_prediction_stands_inside_and_beside_the_chart(said: float) -> None:
    panel = Panel(LADDER)
    panel.predict(said, f"you said {100 * said:+.1f}%")
    panel.set(leverage=5, size="full")
    drawing = panel.drawing
    low, high = drawing.ax.get_ylim()
    assert low < said < high
    assert min(said - low, high - said) > 0.02 * (high - low)
    assert list(drawing.guess.get_ydata()) == [said, said]
    assert drawing.guess_label.get_position()[0] > 10.3
    assert not overlaps(drawing)


# ---- Words and exercises --------------------------------------------------------------------


def test_rounded_wrong_answers_meet_their_misconceptions() -> None:
    (exercise,) = (one for one in LESSON.exercises if one.name == "full size 3x")
    assert exercise.check(-33.3).misconception == "liquidation comes when nothing is left"
    assert exercise.check(-6.7).misconception == "40% and 80% are the same line"
    assert exercise.check(-20).passed


def test_the_days_to_the_call_ask_for_one_decimal() -> None:
    (exercise,) = (one for one in LESSON.exercises if one.name == "days to call")
    assert "One decimal will do" in exercise.task
    assert exercise.check(41.3).passed
    assert not any(character.isdigit() for character in exercise.hints[1].replace("80%", ""))


def test_a_further_fall_is_measured_from_the_liquidation() -> None:
    assert np.isclose(1 - 50 / 70, 20 / 70)
    for name, text in {
        "price at Ada's liquidation, of the entry": "70%",
        "price where Ada has nothing, of the entry": "50%",
    }.items():
        assert LESSON.numbers[name] == text
