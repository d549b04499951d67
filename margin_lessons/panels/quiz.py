"""The quiz widget: one question, unlimited tries, an explanation for every option."""

from __future__ import annotations

from html import escape

import ipywidgets as widgets
from IPython.display import display

from margin_lessons.panels import progress
from margin_lessons.panels.picture import SliderNames
from margin_lessons.panels.twin import TwinBox, set_status, status
from margin_lessons.panels.verdict import Question, Verdict


class Quiz:
    """A live quiz of one ``Question``; ``choose(i)`` answers it from a cell or a test."""

    def __init__(self, question: Question, lesson: str) -> None:
        self.question, self.lesson = question, lesson
        options = [(question.options[index].text, index) for index in question.order]
        self.radio = widgets.RadioButtons(
            options=options,
            value=None,
            description=question.text,
            style={"description_width": "auto"},
        )
        self.result = status()
        self.radio.add_class("ml-question")
        self.box = TwinBox((self.radio, self.result, SliderNames()), self._text)
        self.box.add_class("ml-card")
        saved = progress.entry(lesson, "quiz", question.name) or {}
        self.tries = int(saved.get("tries", 0))
        self._solved = bool(saved.get("passed", False))
        if self._solved:
            set_status(self.result, "You have answered this one. You can try it again.", "good")
        self.radio.observe(lambda change: self._answer(change["new"]), "value")

    def choose(self, index: int) -> Verdict:
        """Choose an option and return the verdict."""
        self.radio.value = None
        self.radio.value = index
        return self.question.check(index)

    def _answer(self, index: int | None) -> None:
        if index is None:
            return
        verdict = self.question.check(index)
        if not self._solved:  # a look at the other options afterwards is no try
            self.tries += 1
        self._solved = self._solved or verdict.passed
        note = progress.record(
            self.lesson,
            "quiz",
            self.question.name,
            {
                "tries": self.tries,
                "passed": self._solved,
                "last": self.question.options[index].text,
                "misconception": verdict.misconception,
            },
        )
        words = escape(verdict.message) + (f"<br>{escape(note)}" if note else "")
        set_status(self.result, words, "good" if verdict.passed else "notyet")

    def _text(self) -> str:
        texts = [self.question.options[index].text for index in self.question.order]
        options = "\n".join(f"  ( ) {text}" for text in texts)
        return f"{self.question.text}\n{options}"

    def _ipython_display_(self) -> None:
        display(self.box)
