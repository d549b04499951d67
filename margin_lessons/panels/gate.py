"""The prediction gate: commit a number and a confidence before the outcome is drawn.

Afterwards the prediction stays on the panel's own axes, dashed and labelled, with the gap in words.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

import ipywidgets as widgets
from IPython.display import display

from margin_lessons.errors import BadInput
from margin_lessons.figures import words
from margin_lessons.panels import progress
from margin_lessons.panels.panel import Panel
from margin_lessons.panels.picture import SliderNames
from margin_lessons.panels.twin import TwinBox, set_status, status
from margin_lessons.panels.typed import as_number

OPEN_GATES = "MARGIN_LESSONS_OPEN_GATES"
CONFIDENCE = ("guessing", "fairly sure", "certain")
"""What a learner chooses, after "I am"; saved in the same words."""
SAID = {
    "guessing": "You were guessing.",
    "fairly sure": "You were fairly sure.",
    "certain": "You were certain.",
}
HIT = 0.0005
"""A prediction this close, relatively, counts as right."""
FARTHEST = {"%": 100_000.0}
"""How far from zero any prediction in a unit may lie; in another unit ``FAR``."""
FAR = 1e9


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

    @property
    def range(self) -> tuple[float, float]:
        """The lowest and the highest number that may be typed."""
        far = FARTHEST.get(self.unit, FAR)
        return (
            -far if self.lowest is None else self.lowest,
            far if self.highest is None else self.highest,
        )

    def read(self, typed: object) -> float:
        """Return what was typed as a number on the axis, or raise ``BadInput``."""
        number = as_number(typed, self.unit)
        if number is None:
            raise BadInput(f"the prediction is blank: write a number in {self.unit}.")
        low, high = self.range
        if not low <= number <= high:
            value, least, most = (self.show(self.scale * one) for one in (number, low, high))
            side = f"below {least}" if number < low else f"above {most}"
            raise BadInput(
                f"the prediction {value} is {side} (allowed: {least} to {most}): {self.why}."
            )
        return number * self.scale

    def gap(self, predicted: float, outcome: float) -> str:
        """Return the prediction beside the outcome, in words."""
        said, true = self.show(predicted), self.show(outcome)
        if said == true:
            return f"You said {said}, and {true} it is."
        if math.isclose(predicted, outcome, rel_tol=HIT):
            return f"You said {said}, and {true} it is: as good as exact."
        both = f"You said {said}; it is {true}."
        if math.isclose(-predicted, outcome, rel_tol=HIT):
            return f"{both} The size is right, but look at the sign."
        return f"{both} Your prediction is off by {self._far(predicted, outcome)}."

    def _far(self, predicted: float, outcome: float) -> str:
        """Return by how much and which way; of two losses "too low" could mean either."""
        far = self.show(abs(predicted - outcome)).lstrip("+")
        if far.endswith("%"):
            far = f"{far[:-1]} percentage points"
        if max(predicted, outcome) < 0:
            return f"{far}, {'too far down' if predicted < outcome else 'not far enough down'}"
        return f"{far}, {'too high' if predicted > outcome else 'too low'}"


class Gate:
    """A live gate in front of a panel; ``commit(12_000, "guessing")`` answers it from a cell.

    ``open=True``, or MARGIN_LESSONS_OPEN_GATES=1 for all gates, shows the panel at once, for an
    instructor.
    """

    def __init__(
        self, prediction: Prediction, panel: Panel, lesson: str, *, open: bool = False
    ) -> None:
        self.prediction, self.panel, self.lesson = prediction, panel, lesson
        self.question = widgets.HTML(f"<p><b>Predict.</b> {escape(prediction.question)}</p>")
        self.field = widgets.Text(
            description=f"My prediction, {prediction.unit}",
            placeholder="a number",
            # Sent when the field is left: a click cannot overtake the last letters typed.
            continuous_update=False,
            style={"description_width": "auto"},
        )
        self.confidence = widgets.RadioButtons(
            options=CONFIDENCE,
            value=None,  # a confidence that nobody chose says nothing
            description="I am",
            orientation="horizontal",
        )
        self.button = widgets.Button(
            description="Commit and look", tooltip="Commit my prediction", button_style="primary"
        )
        self.result = status()
        self.button.on_click(lambda _: self._clicked())
        row = widgets.Box((self.field, self.confidence, self.button))
        row.add_class("ml-row")
        self.box = TwinBox((self.question, row, self.result, SliderNames()), self._text)
        self.box.add_class("ml-card")
        saved = progress.entry(lesson, "predictions", prediction.name)
        self._lifted = open or os.environ.get(OPEN_GATES, "") not in ("", "0")
        self._show_panel(self._lifted)
        if saved is not None:
            self._reveal(float(saved["value"]), str(saved["confidence"]))

    def commit(self, value: object, confidence: str | None = CONFIDENCE[0]) -> str:
        """Commit a prediction, show the outcome and return the gap in words."""
        predicted = self.prediction.read(value)
        if confidence not in CONFIDENCE:
            asked = (
                "how sure are you?" if confidence is None else f"{confidence!r} is no confidence."
            )
            raise BadInput(f"{asked} Choose one of: {', '.join(CONFIDENCE)}.")
        first = progress.entry(self.lesson, "predictions", self.prediction.name)
        note = self._reveal(predicted, confidence)
        problem = self._save(predicted, confidence)
        if problem:
            set_status(self.result, f"{escape(note)}<br>{escape(problem)}", "good")
        elif first is not None:
            kept = self.prediction.show(float(first["value"]))
            words = f"{note} {SAID[confidence]} Your first prediction, {kept}, is kept."
            set_status(self.result, escape(words), "good")
        return note

    def _save(self, predicted: float, confidence: str) -> str:
        outcome, show = self._outcome(), self.prediction.show
        entry = {
            "value": predicted,
            "confidence": confidence,
            "outcome": outcome,
            # For the summary, which knows no units.
            "said": show(predicted),
            "true": show(outcome),
        }
        return progress.record(self.lesson, "predictions", self.prediction.name, entry)

    def _outcome(self) -> float:
        start = self.panel.model.start
        state = self.panel.model.compute(**{**start, **self.prediction.values})
        return float(self.prediction.outcome(state))

    def _reveal(self, predicted: float, confidence: str) -> str:
        asked = self.panel.model.check(self.prediction.values)
        self.panel.set(**{**self.panel.model.start, **asked})
        self.panel.predict(predicted, f"you said {self.prediction.show(predicted)}")
        note = self.prediction.gap(predicted, self._outcome())
        set_status(self.result, f"{escape(note)} {SAID.get(confidence, '')}", "good")
        self._show_panel(True)
        return note

    def _clicked(self) -> None:
        try:
            self.commit(self.field.value, self.confidence.value)
        except BadInput as error:
            set_status(self.result, f"Not yet: {escape(str(error))}", "notyet")

    def _show_panel(self, shown: bool) -> None:
        for box in (self.panel.top, self.panel.words):
            box.layout.display = None if shown else "none"

    def _text(self) -> str:
        return (
            f"Predict. {self.prediction.question}\n"
            f"  My prediction, {self.prediction.unit}: ____   I am: {' / '.join(CONFIDENCE)}"
        )

    def _ipython_display_(self) -> None:
        display(self.box)
        display(self.panel)
