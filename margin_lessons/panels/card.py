"""The written base of the cards: what is asked, a line that answers, and what is saved of it.

A question and an exercise are cards to answer; the summary is one to read. The prediction stands
above its panel and shares the words of its twin.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any, ClassVar

from margin_lessons.panels.live_output import LiveOutput
from margin_lessons.panels.session import Session
from margin_lessons.panels.verdict import Verdict

RUN = "Run the cells to answer: Run, Run All Cells."


def card_html(inside: str, run: str = RUN) -> str:
    """Return a card as it is stored: words only, for nothing in it could be pressed.

    ``run`` is what to do for an answer, and empty where there is none to give.
    """
    line = f'<p class="ml-run"><em>{escape(run)}</em></p>' if run else ""
    return f'<div class="ml-card">{inside}{line}</div>'


def paragraph(words: str) -> str:
    """Return words as a paragraph."""
    return f"<p>{escape(words)}</p>"


class Task(LiveOutput):
    """A card with something to answer, as often as one likes; what was right stays right."""

    saved_as: ClassVar[str]
    """Under which word of the progress file its tries are kept."""
    again: ClassVar[str]
    """What is said when a solved one is opened."""

    def __init__(self, session: Session, name: str, fixed: Mapping[str, Any]) -> None:
        super().__init__(fixed)
        session.add(self)
        self._session, self._name = session, name
        saved = session.entry(self.saved_as, name) or {}
        self.tries = int(saved.get("tries", 0))
        self.solved = bool(saved.get("passed", False))
        if self.solved:
            self.say(self.again, "good")

    def _answered(self, verdict: Verdict, more: Mapping[str, Any], *, tried: bool = True) -> None:
        """Save a try and say what came of it; a try after the right one is none."""
        if tried and not self.solved:
            self.tries += 1
        self.solved = self.solved or verdict.passed
        note = self._session.record(
            self.saved_as,
            self._name,
            {
                "tries": self.tries,
                "passed": self.solved,
                "misconception": verdict.misconception,
                **more,
            },
        )
        words = f"{verdict.message} {note}".strip()
        self.say(words, "good" if verdict.passed else "notyet")
