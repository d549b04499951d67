"""What a learner is to find out stands nowhere in the lesson before it is asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lessons.tokens import tokens

from margin_lessons.lessons import open_lesson
from margin_lessons.lessons.lesson import MODULES

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
LESSONS = [name for name in MODULES if name >= "04"]
"""In 00 to 03 small round numbers recur: there an answer also stands for something else."""

each_lesson = pytest.mark.parametrize("name", LESSONS)


def prose(name: str, until: str = "## Sources") -> str:
    """Return the text of a lesson up to a heading."""
    cells = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    assert until in text
    return text.split(until)[0]


def told(text: str, answer: float, tolerance: float = 0.001) -> list[str]:
    """Return the numbers in a text that are the answer, or round to it; signs aside."""
    right = abs(answer)
    return [str(token) for token in tokens(text) if abs(token.size - right) <= tolerance * right]


@each_lesson
def test_no_exercise_is_answered_in_the_lesson(name: str) -> None:
    text = prose(name)
    found = {
        exercise.name: told(text, exercise.answer(), exercise.tolerance)
        for exercise in open_lesson(name).exercises
    }
    assert not {key: value for key, value in found.items() if value}


@each_lesson
def test_no_prediction_is_answered_before_it_is_asked(name: str) -> None:
    lesson = open_lesson(name)
    text = prose(name, until="## Play")
    for prediction in lesson.predictions:
        (panel,) = (p for p in lesson.panels if p.name == prediction.panel)
        state = panel.state(prediction.values)
        outcome = prediction.outcome(state) / prediction.scale
        assert not told(text, outcome), prediction.name


def test_an_answer_that_is_told_is_found() -> None:
    assert told("he owes -500 USD, or 16.7%", 500) == ["500"]
    assert told("16.7%", 16.667, 0.01) == ["16.7%"]
    assert not told("501", 500)
