"""The exercise card: a field for a number, a check on the spot, three hints, one at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from margin_lessons.panels.card import RUN, Task, card_html, paragraph
from margin_lessons.panels.session import Session
from margin_lessons.panels.verdict import Exercise, Verdict


class ExerciseCard(Task):
    """A live exercise; an answer may be typed into the field or given in the cell's code."""

    kind = "exercise"
    saved_as = "exercises"
    again = "You have solved this one. You can do it again."

    def __init__(self, exercise: Exercise, session: Session, answer: object = ...) -> None:
        self.exercise, self.hints_shown = exercise, 0
        self.given: object = ...
        fixed = {
            "task": exercise.task,
            "label": f"Your answer, {exercise.unit}",
            "check": "Check",
            "hint": "Hint",
            "of": len(exercise.hints),
        }
        super().__init__(session, exercise.name, fixed)
        if answer is not ...:
            self._check(answer)
        self.show()

    def answer(self, given: object) -> Verdict:
        """Check an answer, show the verdict, save the try and return the verdict."""
        verdict = self._check(given)
        self.show()
        return verdict

    def hint(self) -> str:
        """Show one more hint and return it; after the third they stay."""
        self._next_hint()
        self.show()
        return self.exercise.hints[self.hints_shown - 1]

    def _next_hint(self) -> None:
        self.hints_shown = min(self.hints_shown + 1, len(self.exercise.hints))

    def _act(self, asked: Mapping[str, Any]) -> None:
        if asked.get("act") == "hint":
            self._next_hint()
        else:
            self._check(str(asked.get("answer", "")))

    def _check(self, given: object) -> Verdict:
        """Check an answer; a blank one and the same one again are no try."""
        verdict = self.exercise.check(given)
        blank = isinstance(given, str) and not given.strip()
        if given is None or blank:
            self.say(verdict.message, "notyet")
            return verdict
        other = repr(given) != repr(self.given)
        self.given = given
        self._answered(verdict, {"hints": self.hints_shown}, tried=other)
        return verdict

    def _shown(self) -> dict[str, Any]:
        typed = self.given if isinstance(self.given, str) else ""
        return {"answer": typed, "hints": list(self.exercise.hints[: self.hints_shown])}

    def _line(self) -> str:
        return self.exercise.check(self.given).message

    def _twin(self) -> str:
        return card_html(paragraph(self.exercise.task) + paragraph(self._line()))

    def __str__(self) -> str:
        return f"{self.exercise.task}\n{self._line()}\n{RUN}"
