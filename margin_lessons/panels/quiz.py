"""The quiz card: one question, unlimited tries, an explanation for every option."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from margin_lessons.panels.card import RUN, Task, card_html
from margin_lessons.panels.session import Session
from margin_lessons.panels.verdict import Question, Verdict


class Quiz(Task):
    """A live quiz of one ``Question``; ``choose(i)`` answers it from a cell or a test."""

    kind = "question"
    saved_as = "quiz"
    again = "You have answered this one. You can try it again."

    def __init__(self, question: Question, session: Session) -> None:
        self.question = question
        self.chosen: int | None = None
        options = [{"index": i, "words": question.options[i].text} for i in question.order]
        fixed = {"question": question.text, "options": options, "check": "Check"}
        super().__init__(session, question.name, fixed)
        self.show()

    def choose(self, index: int | None) -> Verdict:
        """Choose an option and return the verdict; None is a blank, and no try.

        Raises ``BadInput`` for what is no index of an option.
        """
        verdict = self._chosen(index)
        self.show()
        return verdict

    def _act(self, asked: Mapping[str, Any]) -> None:
        self._chosen(asked.get("option"))

    def _chosen(self, index: int | None) -> Verdict:
        verdict = self.question.check(index)
        self.chosen = index
        if index is None:
            self.say(verdict.message, "notyet")
        else:
            self._answered(verdict, {"last": self.question.options[index].text})
        return verdict

    def _shown(self) -> dict[str, Any]:
        return {"chosen": -1 if self.chosen is None else self.chosen}

    def _texts(self) -> list[str]:
        return [self.question.options[index].text for index in self.question.order]

    def _twin(self) -> str:
        options = "".join(f"<li>{escape(text)}</li>" for text in self._texts())
        return card_html(f"<p><b>{escape(self.question.text)}</b></p><ul>{options}</ul>")

    def __str__(self) -> str:
        options = "\n".join(f"  * {text}" for text in self._texts())
        return f"{self.question.text}\n{options}\n{RUN}"
