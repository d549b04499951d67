"""The exercise widget: a number field, a check on the spot, three hints that come one at a time."""

from __future__ import annotations

from html import escape

import ipywidgets as widgets
from IPython.display import display

from margin_lessons.panels import progress
from margin_lessons.panels.picture import SliderNames
from margin_lessons.panels.twin import TwinBox, set_status, status
from margin_lessons.panels.verdict import Exercise, Verdict


class ExerciseCard:
    """A live exercise; an answer may be typed into the field or given in the cell's code."""

    def __init__(self, exercise: Exercise, lesson: str, answer: object = ...) -> None:
        self.exercise, self.lesson = exercise, lesson
        self.given = answer
        self.task = widgets.HTML(f"<p>{escape(exercise.task)}</p>")
        self.field = widgets.Text(
            description=f"Your answer, {exercise.unit}",
            placeholder="a number",
            continuous_update=False,
            style={"description_width": "auto"},
        )
        self.check_button = widgets.Button(description="Check", tooltip="Check my answer")
        self.hint_button = widgets.Button(description="Hint", tooltip="Show the next hint")
        self.hints_shown = 0
        self.result, self.hints = status(), status()
        row = widgets.Box((self.field, self.check_button, self.hint_button))
        row.add_class("ml-row")
        self.box = TwinBox((self.task, row, self.result, self.hints, SliderNames()), self._text)
        self.box.add_class("ml-card")
        self.check_button.on_click(lambda _: self._clicked())
        self.field.observe(lambda change: self._typed(change["new"]), "value")
        self.hint_button.on_click(lambda _: self.hint())
        self._begin()

    def _begin(self) -> None:
        saved = progress.entry(self.lesson, "exercises", self.exercise.name) or {}
        self.tries = int(saved.get("tries", 0))
        self._solved = bool(saved.get("passed", False))
        if self.given is not ...:
            self.answer(self.given)
        elif self._solved:
            set_status(self.result, "You have solved this one. You can do it again.", "good")

    def _typed(self, text: str) -> None:
        if text.strip():
            self.answer(text)

    def _clicked(self) -> None:
        text = self.field.value
        if not text.strip():
            set_status(self.result, escape(self.exercise.check(text).message), "notyet")
        elif text != self.given:  # leaving the field for the button has checked it already
            self.answer(text)

    def answer(self, given: object) -> Verdict:
        """Check an answer, show the verdict, save the try and return the verdict."""
        verdict = self.exercise.check(given)
        self.given = given
        if not self._solved:  # doing it again is no try
            self.tries += 1
        self._solved = self._solved or verdict.passed
        note = progress.record(
            self.lesson,
            "exercises",
            self.exercise.name,
            {
                "tries": self.tries,
                "passed": self._solved,
                "hints": self.hints_shown,
                "misconception": verdict.misconception,
            },
        )
        words = escape(verdict.message) + (f"<br>{escape(note)}" if note else "")
        set_status(self.result, words, "good" if verdict.passed else "notyet")
        return verdict

    def hint(self) -> str:
        """Show one more hint and return it; after the third they stay."""
        self.hints_shown = min(self.hints_shown + 1, len(self.exercise.hints))
        lines = self.exercise.hints[: self.hints_shown]
        items = "".join(f"<p><b>Hint {i}:</b> {escape(h)}</p>" for i, h in enumerate(lines, 1))
        set_status(self.hints, items)
        self.hint_button.disabled = self.hints_shown == len(self.exercise.hints)
        return lines[-1]

    def _text(self) -> str:
        return f"{self.exercise.task}\n{self.exercise.check(self.given).message}"

    def _ipython_display_(self) -> None:
        display(self.box)
