"""The prediction gate: commit a number and a confidence before the outcome is drawn.

The card of the question stands above its panel, in the same output. What was said is drawn in the
picture while the controls stand where it was asked; afterwards a second case is offered.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from margin_lessons.errors import BadInput
from margin_lessons.figures.picture import Guess
from margin_lessons.panels.card import card_html
from margin_lessons.panels.judging import Judged
from margin_lessons.panels.model import PanelModel
from margin_lessons.panels.panel import Panel
from margin_lessons.panels.prediction import CONFIDENCE, Prediction
from margin_lessons.panels.session import Session
from margin_lessons.panels.setting import Setting

OPEN_GATES = "MARGIN_LESSONS_OPEN_GATES"
SAID = {
    "guessing": "You were guessing.",
    "fairly sure": "You were fairly sure.",
    "certain": "You were certain.",
}


@dataclass(frozen=True)
class Commit:
    """What was said to a question, how sure, and what is said to it."""

    asked: Prediction
    predicted: float
    confidence: str
    judged: Judged
    note: str = ""

    @property
    def words(self) -> str:
        """The answer, how sure one was, and what else there is to say."""
        sure = SAID.get(self.confidence, "")
        return " ".join(part for part in (self.judged.words, sure, self.note) if part)

    def guess(self) -> Guess:
        """Return how it is drawn in the picture."""
        text = f"you said {self.asked.show(self.predicted)}"
        return Guess(self.predicted, text, self.asked.along, self.asked.plot)


class Gate(Panel):
    """A live panel behind a prediction; ``commit(12_000, "guessing")`` answers it from a cell.

    ``open=True``, or MARGIN_LESSONS_OPEN_GATES=1 for all gates, shows the panel at once, for an
    instructor.
    """

    def __init__(
        self,
        prediction: Prediction,
        model: PanelModel[Any],
        session: Session,
        *,
        open: bool = False,
    ) -> None:
        self.prediction = prediction
        self.asked: Prediction | None = prediction
        """The question that stands open now."""
        self.told: list[Commit] = []
        self._lifted = open or os.environ.get(OPEN_GATES, "") not in ("", "0")
        self._problem, self._commits = "", 0
        super().__init__(model, session)
        self._saved: Session = session
        for asked in (prediction, prediction.second):
            entry = session.entry(asked.kind, prediction.name) if asked else None
            if asked and entry is not None:
                self._tell(asked, float(entry["value"]), str(entry["confidence"]))
        self.show()

    def commit(self, value: object, confidence: str | None = CONFIDENCE[0]) -> str:
        """Commit a prediction, show the outcome and return what is said to it.

        The first one is kept for ever; one that is made when all is told is kept beside the last.
        Raises ``BadInput`` for what is no number in the range, or no confidence.
        """
        words = self._commit(value, confidence)
        self.show()
        return words

    def ask_again(self) -> str:
        """Ask the second case, and return its question; ``BadInput`` when there is none to ask."""
        second = self._second
        if second is None:
            raise BadInput(
                f"the prediction '{self.prediction.name}' has no second case to ask now: it is "
                "asked once, after the first."
            )
        self.asked = second
        self.show()
        return second.question

    # Putting it together.

    @property
    def _second(self) -> Prediction | None:
        """The second case, while it can be asked: after the first answer, and once."""
        return self.prediction.second if self.asked is None and len(self.told) == 1 else None

    def _commit(self, value: object, confidence: str | None) -> str:
        asked = self.asked or self.told[-1].asked
        predicted = asked.read(value)
        if confidence not in CONFIDENCE:
            what = f"{confidence!r} is no confidence." if confidence else "how sure are you?"
            raise BadInput(f"{what} Choose one of: {', '.join(CONFIDENCE)}.")
        first = self._saved.entry(asked.kind, asked.name)
        commit = self._tell(asked, predicted, confidence)
        entry = asked.entry_for(predicted, confidence, self._outcome(asked))
        note = self._saved.record(asked.kind, asked.name, entry)
        if not note and first is not None:
            note = f"Your first prediction, {asked.show(float(first['value']))}, is kept."
        self.told[-1] = Commit(asked, predicted, confidence, commit.judged, note)
        self._commits += 1
        return commit.judged.words

    def _tell(self, asked: Prediction, predicted: float, confidence: str) -> Commit:
        """Answer a prediction, and bring the panel to where it was asked."""
        judged = asked.judge(predicted, self._outcome(asked))
        commit = Commit(asked, predicted, confidence, judged)
        before = [one for one in self.told if one.asked.kind != asked.kind]
        self.told, self.asked, self._problem = [*before, commit], None, ""
        self._go(Setting.begin(self._setting(asked)))
        return commit

    def _setting(self, asked: Prediction) -> dict[str, Any]:
        return {**self.model.start, **self.model.check(asked.values)}

    def _outcome(self, asked: Prediction) -> float:
        return float(asked.outcome(self.model.state(self._setting(asked))))

    def _guess(self, at: Setting) -> Guess | None:
        for commit in reversed(self.told):
            if not at.log and dict(at.values) == self._setting(commit.asked):
                return commit.guess()
        return None

    def _act(self, asked: Mapping[str, Any]) -> None:
        self._problem = ""
        if asked.get("act") == "commit":
            try:
                self._commit(asked.get("typed", ""), asked.get("confidence"))
            except BadInput as error:
                self._problem = f"Not yet: {error}"
        elif asked.get("act") == "again":
            self.ask_again()
        else:
            super()._act(asked)

    def _fixed(self) -> dict[str, Any]:
        gate = {"unit": self.prediction.unit, "confidences": list(CONFIDENCE)}
        return {**super()._fixed(), "gate": gate}

    def _shown(self) -> dict[str, Any]:
        return {**super()._shown(), "gate": {
            "open": bool(self._lifted or self.told),
            "question": self.asked.question if self.asked else "",
            "told": [{"words": one.words, "look": one.judged.look} for one in self.told],
            "again": self._second is not None,
            "problem": self._problem,
            "commits": self._commits,
        }}  # fmt: skip

    def _twin(self) -> str:
        question = f"<p><b>Predict.</b> {escape(self.prediction.question)}</p>"
        return card_html(question) + super()._twin()

    def __str__(self) -> str:
        return (
            f"Predict. {self.prediction.question}\n"
            f"  My prediction, {self.prediction.unit}: ____   I am: {' / '.join(CONFIDENCE)}\n\n"
            + super().__str__()
        )
