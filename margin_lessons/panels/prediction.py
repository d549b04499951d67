"""A prediction: what is asked before a panel shows the outcome.

Afterwards a second case with other numbers is asked, in the same way. What is said to a guess is
found in ``judging``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from margin_lessons import words
from margin_lessons.errors import BadInput
from margin_lessons.figures.marks import Along
from margin_lessons.panels.judging import Asked, Judged, judge
from margin_lessons.panels.progress_record import Record
from margin_lessons.panels.typed import as_number
from margin_lessons.panels.verdict import WrongAnswer

CONFIDENCE = ("guessing", "fairly sure", "certain")
"""What a learner chooses, after "I am"; saved in the same words."""
FARTHEST = {"%": 100_000.0}
"""How far from zero any prediction in a unit may lie; in another unit ``FAR``."""
FAR = 1e9


@dataclass(frozen=True)
class SecondCase:
    """The same question with other numbers, asked after the first.

    ``values`` is its setting; ``wrong``, ``entry`` and ``whole`` are those of its numbers, and mean
    what they mean in a ``Prediction``.
    """

    question: str
    values: Mapping[str, Any]
    wrong: tuple[WrongAnswer, ...] = ()
    entry: float | None = None
    whole: float | None = None


@dataclass(frozen=True)
class Prediction:
    """What is asked before a panel is shown.

    ``values`` is the setting of the panel's controls the question is about; ``outcome`` reads the
    true number from the panel's state there; ``show`` writes a number with its unit. ``scale``
    takes a typed number to the axis of the picture (0.01 when a percentage is asked for and the
    axis holds fractions). ``lowest`` and ``highest`` are the range an answer can lie in, as it is
    typed, and ``why`` says so in words; without them only nonsense is refused.
    """

    name: str
    question: str
    unit: str
    panel: str
    outcome: Callable[[Any], float]
    values: Mapping[str, Any] = field(default_factory=dict)
    show: Callable[[float], str] = words.money
    scale: float = 1.0
    lowest: float | None = None
    highest: float | None = None
    why: str = "no answer to this question lies outside"
    along: Along = "x"
    """The axis of the picture on which the guess is drawn, in its plot number ``plot``."""
    plot: int = 0
    wrong: tuple[WrongAnswer, ...] = ()
    """Known wrong numbers, as they are typed, each a named misconception."""
    entry: float | None = None
    """The price in USD from which the move goes, where a price or its distance is asked for."""
    whole: float | None = None
    """What the outcome is a part of, as it is typed: the own money where is asked what is left."""
    again: SecondCase | None = None
    kind: str = "predictions"
    """Under which word of the progress file the commits are kept."""

    @property
    def range(self) -> tuple[float, float]:
        """The lowest and the highest number that may be typed."""
        far = FARTHEST.get(self.unit, FAR)
        return (
            -far if self.lowest is None else self.lowest,
            far if self.highest is None else self.highest,
        )

    @property
    def second(self) -> Prediction | None:
        """The second case as a prediction of its own, which is kept beside this one; or None."""
        case = self.again
        if case is None:
            return None
        return replace(
            self,
            question=case.question,
            values=case.values,
            wrong=case.wrong,
            entry=case.entry,
            whole=case.whole,
            again=None,
            kind="second cases",
        )

    def read(self, typed: object) -> float:
        """Return what was typed as a number on the axis, or raise ``BadInput``."""
        number = as_number(typed, self.unit)
        if number is None:
            raise BadInput(f"the prediction is blank: write a number in {self.unit}.")
        low, high = self.range
        if not low <= number <= high:
            if self.unit == "%" and self.entry is not None and 0 < number < 3 * self.entry:
                raise BadInput(
                    f"the prediction {words.price(number, '')} looks like a price: give how far it "
                    f"is from {words.price(self.entry)}, in %."
                )
            value, least, most = (self.show(self.scale * one) for one in (number, low, high))
            side = f"below {least}" if number < low else f"above {most}"
            raise BadInput(
                f"the prediction {value} is {side} (allowed: {least} to {most}): {self.why}."
            )
        return number * self.scale

    def judge(self, predicted: float, outcome: float) -> Judged:
        """Return what is said to a prediction; both numbers are those of the axis."""
        asked = Asked(self.unit, self.show, self.scale, self.wrong, self.entry, self.whole)
        return judge(asked, predicted, outcome)

    def entry_for(self, predicted: float, confidence: str, outcome: float) -> Record:
        """Return what is saved of a commit: numbers for a teacher, words for the summary."""
        judged = self.judge(predicted, outcome)
        return {
            "value": predicted,
            "confidence": confidence,
            "outcome": outcome,
            "said": self.show(predicted),
            "true": self.show(outcome),
            "off": judged.off,
            "close": judged.kind == "close",
            "misconception": judged.misconception,
        }
