"""What a lesson is: panels, predictions, questions, exercises, and the numbers of its prose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from inspect import signature
from typing import Any

from IPython.display import display

from margin_lessons.errors import pick
from margin_lessons.panels.done import Contents, ToDo
from margin_lessons.panels.exercise import ExerciseCard
from margin_lessons.panels.gate import Gate
from margin_lessons.panels.model import PanelModel
from margin_lessons.panels.panel import Panel
from margin_lessons.panels.prediction import Prediction
from margin_lessons.panels.quiz import Quiz
from margin_lessons.panels.session import Session
from margin_lessons.panels.summary import Summary
from margin_lessons.panels.verdict import Exercise, Question
from margin_lessons.scenes.table import Table

MODULES = {
    "00_start_here": "start_here",
    "01_margin": "margin",
    "02_margin_calls": "margin_calls",
    "03_liquidation": "liquidation",
    "04_gaps_and_slippage": "gaps",
    "05_negative_balances": "negative_balances",
    "06_stop_losses": "stop_losses",
    "07_size_buffer_and_leverage": "size_and_buffer",
    "08_futures_and_inverse": "contracts",
    "09_crashes": "crashes",
    "10_flight_simulator": "flight_simulator",
    "11_your_account": "own_account",
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
    panels: tuple[PanelModel[Any], ...] = ()
    predictions: tuple[Prediction, ...] = ()
    questions: tuple[Question, ...] = ()
    exercises: tuple[Exercise, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, Callable[..., Table]] = field(default_factory=dict)
    session: Session = field(init=False, compare=False, repr=False)
    """What its cells have open, in the kernel that opened it."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "session", Session(self.name))

    def panel(self, name: str) -> Panel:
        """Return a new live panel."""
        return Panel(self._pick("panel", name, self.panels), self.session)

    def table(self, name: str, **values: Any) -> Table:
        """Return a table by its name, for values of your own where it takes some.

        Raises ``BadInput`` for a name or a value that it does not know.
        """
        make: Callable[..., Table] = pick("table", name, self.tables, f"lesson {self.name}")
        known = signature(make).parameters
        for given in values:
            pick("value", given, known, f"the table '{name}'")
        return make(**values)

    def predict(self, name: str, *, open: bool = False) -> Gate:
        """Return a prediction with its panel behind it; ``open=True`` shows the panel at once."""
        prediction = self._pick("prediction", name, self.predictions)
        model = self._pick("panel", prediction.panel, self.panels)
        return Gate(prediction, model, self.session, open=open)

    def quiz(self, *names: str) -> Shelf:
        """Return live quiz questions, one below the other."""
        chosen = [self._pick("question", name, self.questions) for name in names]
        return Shelf(tuple(Quiz(question, self.session) for question in chosen))

    def exercise(self, name: str, *answer: object) -> ExerciseCard:
        """Return a live exercise, and check the answer when one is given.

        More than one answer is the slip of a comma in a number, and is answered as such.
        """
        given = answer[0] if len(answer) == 1 else answer or ...
        return ExerciseCard(self._pick("exercise", name, self.exercises), self.session, given)

    def summary(self) -> Summary:
        """Return what is next, what is open in this lesson, and what a learner has done."""
        names = list(MODULES)
        after = names[names.index(self.name) + 1 :] if self.name in names else []
        following = open_lesson(after[0]).contents if after else None
        return Summary(self.session, self.contents, following)

    @property
    def contents(self) -> Contents:
        """All there is to do in the lesson, in the order of its kinds."""
        second = ((part.name, part.again) for part in self.predictions)
        missions = ((panel.name, panel.mission) for panel in self.panels)
        parts = (
            *(ToDo("predictions", part.name, part.question) for part in self.predictions),
            *(ToDo("second cases", name, case.question) for name, case in second if case),
            *(ToDo("missions", name, mission.task) for name, mission in missions if mission),
            *(ToDo("quiz", part.name, part.text) for part in self.questions),
            *(ToDo("exercises", part.name, part.task) for part in self.exercises),
        )
        return Contents(self.name, self.title, parts)

    def _pick(self, kind: str, name: str, parts: tuple[Any, ...]) -> Any:
        return pick(kind, name, {part.name: part for part in parts}, f"lesson {self.name}")


def open_lesson(name: str) -> Lesson:
    """Return the lesson behind a notebook, or raise ``BadInput`` that names the nearest one.

    It is one lesson in a kernel, however often it is opened, so that a notebook that runs again
    closes what it showed before.
    """
    module = pick("lesson", name, MODULES, "this course")
    lesson: Lesson = import_module(f"margin_lessons.lessons.{module}").LESSON
    return lesson


def all_lessons() -> tuple[Lesson, ...]:
    """Return every lesson there is, in order."""
    return tuple(open_lesson(name) for name in MODULES)
