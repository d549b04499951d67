"""A small lesson with one thing to do of each kind, for checks of what is done."""

from __future__ import annotations

from typing import Any

from panels.tasks import EXERCISE, PREDICTION, QUESTION

from margin_lessons.lessons.lesson import Lesson
from margin_lessons.panels.model import Mission, PanelModel
from margin_lessons.panels.prediction import Prediction


def never(*_: Any) -> Any:
    """Stand for what is not called here."""
    raise AssertionError("nothing is drawn here")


PANEL = PanelModel(
    name="toy",
    controls=(),
    compute=never,
    scene=never,
    picture=never,
    mission=Mission("Reach 55 <or more>.", lambda state: state >= 55, "You reached it."),
)


def toy_lesson(name: str = "lesson") -> Lesson:
    """Return a lesson that was just opened."""
    return Lesson(
        name=name,
        title="A lesson",
        panels=(PANEL,),
        predictions=(PREDICTION,),
        questions=(QUESTION,),
        exercises=(EXERCISE,),
    )


def commit(
    lesson: Lesson, prediction: Prediction, said: float, true: float, sure: str = "guessing"
) -> None:
    """Save a prediction as its card does."""
    lesson.session.record(prediction.kind, prediction.name, prediction.entry_for(said, sure, true))
