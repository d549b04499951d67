"""The moves that a panel is taken through, and what it must show after each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from lessons.drags import DRAGS
from lessons.stops import decided

from margin_lessons.lessons import Lesson
from margin_lessons.panels.controls import Choice, Number, TextLine
from margin_lessons.panels.model import PanelModel

DECISIONS = 10
STOPS = (0.0, 1.0)  # where on its way each slider is looked at


@dataclass(frozen=True)
class Move:
    """A button that is pressed, a slider moved, a list chosen from, a number typed, an act decided.

    Afterwards the controls named in ``wants`` have these values, give or take ``within``, and the
    panel's message has the words ``says``.
    """

    way: Literal["press", "slide", "choose", "type", "decide"]
    name: str
    value: float | str | None = None
    wants: Mapping[str, Any] = field(default_factory=dict)
    within: float = 1e-9
    says: str = ""
    log: tuple[object, ...] = ()
    """All that was decided by then."""

    def __str__(self) -> str:
        return self.name if self.value is None else f"{self.name} {self.value}"

    def missed(self, values: Mapping[str, Any], message: str) -> str:
        """Return what is not as wanted, or ''."""
        wrong = [
            f"{name} is {values[name]!r}, not {wanted!r}"
            for name, wanted in self.wants.items()
            if not self._is(values[name], wanted)
        ]
        if self.says not in message:
            wrong.append(f"it says {message!r}, not '{self.says}'")
        return "; ".join(wrong)

    def _is(self, found: Any, wanted: Any) -> bool:
        if isinstance(wanted, float | int):
            return abs(found - wanted) <= self.within
        return bool(found == wanted)


def press(model: PanelModel[Any], name: str) -> Move:
    """Return the move to a scenario, or to the start by "Reset"."""
    return Move("press", name, None, model.start if name == "Reset" else model.scenario(name))


def decisions(model: PanelModel[Any]) -> list[Move]:
    """Return decisions that a learner may take, and the way back to the start."""
    moves = [
        Move("decide", one.act, one.reason, model.start, log=one.log)
        for one in decided(model, DECISIONS)
    ]
    return [*moves, press(model, "Reset")] if moves else []


def slide(control: Number, value: float) -> Move:
    """Return a slider's move; it goes to the step that is nearest."""
    return Move("slide", control.label, value, {control.name: value}, within=control.step / 2)


def choices(control: Choice) -> list[Move]:
    """Return moves to each option of a list, the last one first."""
    return [
        Move("choose", control.label, place, {control.name: value})
        for place, (_, value) in reversed(list(enumerate(control.options)))
    ]


def typed(model: PanelModel[Any]) -> list[Move]:
    """Return a number typed into the first field, and one that is too large and refused.

    A panel of lists alone has no field.
    """
    numbers = [one for one in model.controls if isinstance(one, Number)]
    if not numbers:
        return []
    control = numbers[0]
    steps = round((control.high - control.low) / control.step)
    value = control.low + control.step * (steps * 2 // 3)
    words = f"{value:g}" if abs(value) < 1e5 else f"{value:.0f}"
    near = 1e-12 * abs(value)  # a step of a millionth is no round number to a computer
    return [
        Move("type", control.label, words, {control.name: value}, within=near),
        Move("type", control.label, f"{control.high * 10 + 1:.0f}", {control.name: value},
             says="is above", within=near),
    ]  # fmt: skip


def ends(model: PanelModel[Any]) -> list[Move]:
    """Return moves of each slider in use from end to end and back."""
    moves: list[Move] = []
    for control in model.controls:
        if isinstance(control, Number) and control.slider and control.name not in model.more:
            way = control.high - control.low
            stops = [control.low + share * way for share in STOPS]
            moves += [slide(control, value) for value in [*stops, control.start]]
    return moves


def drags(model: PanelModel[Any], lesson: Lesson) -> list[Move]:
    """Return the drags that the lesson's text recommends; what several marks say is walked once."""
    moves: list[Move] = []
    numbers = {one.name: one for one in model.controls if isinstance(one, Number)}
    ways = {
        (drag.scenario or "Reset", drag.control, drag.values): None
        for drag in DRAGS
        if drag.lesson == lesson.name and drag.panel == model.name
    }
    for begin, name, values in ways:
        moves.append(press(model, begin))
        moves += [slide(numbers[name], value) for value in values]
    return moves


def in_use(model: PanelModel[Any], lesson: Lesson) -> list[Move]:
    """Return moves to each story, from end to end of each slider, and the lesson's drags."""
    return [
        *(press(model, scenario.name) for scenario in model.scenarios),
        press(model, "Reset"),
        *ends(model),
        *drags(model, lesson),
        press(model, "Reset"),
        *decisions(model),
    ]


def unfolded(model: PanelModel[Any]) -> list[Move]:
    """Return moves to each option of each list, and the typed numbers."""
    lists = [control for control in model.controls if isinstance(control, Choice)]
    moves = [move for control in lists for move in choices(control)]
    lines = [control for control in model.controls if isinstance(control, TextLine)]
    # Not the same in two of them: a coin that is its own currency is refused.
    own = [(one, f"my own {count}") for count, one in enumerate(lines, 1)]
    written = [Move("type", one.label, text, {one.name: text}) for one, text in own]
    return [*moves, press(model, "Reset"), *typed(model), *written, press(model, "Reset")]
