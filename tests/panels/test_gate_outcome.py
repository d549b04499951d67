"""The outcome of a prediction is that of the question, wherever the panel was moved before."""

from __future__ import annotations

from panels.toy import PREDICTION, TOY, said

from margin_lessons.panels import progress
from margin_lessons.panels.gate import Gate
from margin_lessons.panels.panel import Panel

ASKED = {"number": 55, "side": "up", "factor": 1}


def moved_gate() -> Gate:
    """Return a gate an instructor had opened, with every control moved: 12 x 1.5 / 2 = 9."""
    live = Gate(PREDICTION, Panel(TOY), "lesson", open=True)
    live.panel.set(side="down", factor=1.5)
    assert live.panel.state == 9
    return live


def test_a_prediction_is_judged_at_the_setting_of_the_question() -> None:
    live = moved_gate()
    note = live.commit(50)
    assert note == "You said 50 USD; it is 55 USD. Your prediction is off by 5 USD, too low."
    assert progress.entry("lesson", "predictions", "high number")["outcome"] == 55


def test_the_panel_shows_the_setting_of_the_question() -> None:
    live = moved_gate()
    live.commit(50)
    assert live.panel.values == ASKED
    assert live.panel.state == 55


def test_a_second_prediction_after_free_play_is_judged_alike() -> None:
    live = moved_gate()
    live.commit(50)
    live.panel.set(number=30, side="down", factor=0.5)
    live.commit(60)
    assert "it is 55 USD" in said(live.result)
    assert live.panel.values == ASKED
    assert progress.entry("lesson", "predictions", "high number")["outcome"] == 55


def test_the_outcome_itself_does_not_depend_on_the_panel() -> None:
    """Asked for at any time, not only right after the panel has been set to the question."""
    live = moved_gate()
    assert live._outcome() == 55
