"""What a lesson is: panels, predictions, questions, exercises, and the numbers of its prose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from inspect import signature
from typing import Any

from IPython.display import display

from margin_lessons.errors import pick
from margin_lessons.figures.table import Table
from margin_lessons.panels import progress
from margin_lessons.panels.exercise import ExerciseCard
from margin_lessons.panels.gate import Gate, Prediction
from margin_lessons.panels.model import PanelModel
from margin_lessons.panels.panel import Panel
from margin_lessons.panels.quiz import Quiz
from margin_lessons.panels.verdict import Exercise, Question

MODULES = {
    "00_start_here": "start_here",
    "01_margin": "margin",
    "02_margin_calls": "margin_calls",
    "03_liquidation": "liquidation",
    "04_gaps_and_slippage": "gaps",
    "05_negative_balances": "negative_balances",
    "06_stop_losses": "stop_losses",
    "07_size_buffer_and_leverage": "size_and_buffer",
}
"""The lessons there are: the notebook's name and the module behind it."""


@dataclass(frozen=True)
class Shelf:
    """Things to show one below the other."""

    items: tuple[Any, ...]

    def _ipython_display_(self) -> None:
        for item in self.items:
            display(item)


@dataclass(frozen=True)
class Lesson:
    """One lesson. ``numbers`` holds every number its prose may say, computed by the package.

    ``tables`` are made anew from the values a learner gives.
    """

    name: str
    title: str
    panels: tuple[PanelModel, ...] = ()
    predictions: tuple[Prediction, ...] = ()
    questions: tuple[Question, ...] = ()
    exercises: tuple[Exercise, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, Callable[..., Table]] = field(default_factory=dict)

    def panel(self, name: str) -> Panel:
        """Return a new live panel."""
        return Panel(self._pick("panel", name, self.panels))

    def table(self, name: str, **values: Any) -> Table:
        """Return a table by its name, for values of your own where it takes some.

        Raises ``BadInput`` for a name or a value that it does not know.
        """
        make = pick("table", name, self.tables, f"lesson {self.name}")
        known = signature(make).parameters
        for given in values:
            pick("value", given, known, f"the table '{name}'")
        return make(**values)

    def predict(self, name: str, *, open: bool = False) -> Gate:
        """Return a prediction gate with its panel behind it; ``open=True`` lifts the gate."""
        prediction = self._pick("prediction", name, self.predictions)
        return Gate(prediction, self.panel(prediction.panel), self.name, open=open)

    def quiz(self, *names: str) -> Shelf:
        """Return live quiz questions, one below the other."""
        chosen = [self._pick("question", name, self.questions) for name in names]
        return Shelf(tuple(Quiz(question, self.name) for question in chosen))

    def exercise(self, name: str, answer: object = ...) -> ExerciseCard:
        """Return a live exercise, and check ``answer`` when one is given."""
        return ExerciseCard(self._pick("exercise", name, self.exercises), self.name, answer)

    def summary(self) -> Any:
        """Return a table of what a learner has done in this lesson."""
        from margin_lessons.panels.summary import Summary

        return Summary(self.name, progress.read(), self._contents())

    def _contents(self) -> dict[str, tuple[str, ...]]:
        parts = {
            "predictions": self.predictions,
            "quiz": self.questions,
            "exercises": self.exercises,
        }
        return {kind: tuple(part.name for part in found) for kind, found in parts.items()}

    def _pick(self, kind: str, name: str, parts: tuple[Any, ...]) -> Any:
        return pick(kind, name, {part.name: part for part in parts}, f"lesson {self.name}")


def open_lesson(name: str) -> Lesson:
    """Return the lesson behind a notebook, or raise ``BadInput`` that names the nearest one."""
    module = pick("lesson", name, MODULES, "this course")
    return import_module(f"margin_lessons.lessons.{module}").LESSON


def all_lessons() -> tuple[Lesson, ...]:
    """Return every lesson there is, in order."""
    return tuple(open_lesson(name) for name in MODULES)
