"""The controls of a panel: what they are (pure values) and their widgets.

A number is a slider with a number field beside it; the two are one control. A choice is a list.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import ipywidgets as widgets

from margin_lessons.errors import BadInput, between, shown


@dataclass(frozen=True)
class Number:
    """A number from ``low`` to ``high``; ``label`` says what it is and in which unit.

    What is typed may lie between two steps of the slider, unless the number is a ``whole`` one.
    """

    name: str
    label: str
    low: float
    high: float
    step: float
    start: float
    why: str = "that is the range of this control"
    whole: bool = False

    def check(self, value: object) -> float:
        """Return ``value`` as a float within the range, or raise ``BadInput``.

        >>> Number("leverage", "leverage setting", 2, 10, 1, 5, "the venue offers it").check(12)
        Traceback (most recent call last):
            ...
        margin_lessons.errors.BadInput: leverage setting 12 is above 10 (allowed: 2 to 10): the \
venue offers it.
        """
        number = between(self.label, value, self.low, self.high, why=self.why)
        # A browser's slider says 29.999999999 for 30, which would lose a rollover.
        nearest = self.nearest(number)
        if abs(number - nearest) < 1e-6 * self.step:
            return nearest
        if self.whole and not number.is_integer():
            raise BadInput(
                f"{self.label} {shown(value)} is not a whole number (allowed: {shown(self.low)} to "
                f"{shown(self.high)}): take {shown(math.floor(number))} or "
                f"{shown(math.ceil(number))}."
            )
        return number

    def nearest(self, number: float) -> float:
        """Return the place of the slider that is nearest to a number: a step, or its end."""
        steps = round((number - self.low) / self.step)
        step = round(self.low + steps * self.step, 10)
        return step if abs(step - number) <= abs(self.high - number) else self.high

    @property
    def probes(self) -> tuple[float, ...]:
        """The values a check sweeps: both ends and the start."""
        return (self.low, self.high, self.start)


@dataclass(frozen=True)
class Choice:
    """One of several named options; ``options`` are the words shown and the values meant."""

    name: str
    label: str
    options: tuple[tuple[str, Any], ...]
    start: Any

    def check(self, value: object) -> Any:
        """Return ``value`` when it is one of the options, or raise ``BadInput``.

        >>> Choice("side", "side", (("long", "long"), ("short", "short")), "long").check("up")
        Traceback (most recent call last):
            ...
        margin_lessons.errors.BadInput: side 'up' is not one of long, short: choose one of these.
        """
        if any(value == option for _, option in self.options):
            return value
        names = [str(option) for _, option in self.options]
        words = [word for word, _ in self.options]
        close = get_close_matches(str(value), [*words, *names], n=1, cutoff=0.5)
        hint = f"did you mean {shown(close[0])}?" if close else "choose one of these."
        listed = ", ".join(names) if len(names) <= 8 else f"the {len(names)} there are"
        raise BadInput(f"{self.label} {shown(value)} is not one of {listed}: {hint}")

    @property
    def probes(self) -> tuple[Any, ...]:
        """The values a check sweeps: all of them."""
        return tuple(option for _, option in self.options)


Control = Number | Choice


class NumberWidget:
    """A slider and a number field for one ``Number``."""

    def __init__(self, control: Number, changed: Callable[[str, object], None]) -> None:
        self.control = control
        self.slider = widgets.FloatSlider(
            value=control.start,
            min=control.low,
            max=control.high,
            step=control.step,
            description=control.label,
            readout=False,
        )
        # The field's own label is there for screen readers; the slider's is the one that is seen.
        self.field = widgets.FloatText(
            value=control.start, step=control.step, description=f"{control.label}, as a number"
        )
        self.field.add_class("ml-hide-label")
        self.box = widgets.Box((self.slider, self.field))
        self.box.add_class("ml-control")
        self._silent = False
        for widget in (self.slider, self.field):
            widget.observe(lambda change: self._tell(changed, change["new"]), "value")

    def _tell(self, changed: Callable[[str, object], None], value: object) -> None:
        if not self._silent:
            changed(self.control.name, value)

    def show(self, value: float) -> None:
        """Show a value without telling the panel of it."""
        self._silent = True
        try:
            # Between two steps the browser would move its slider to the nearest one and send that,
            # in the place of what was typed. And it may send 60.99999999999999 for 61: sent back
            # as 61 while the learner holds the key, it would throw the slider back to a place it
            # has left since.
            step = self.control.nearest(value)
            if abs(self.slider.value - step) > 1e-6 * self.control.step:
                self.slider.value = step
            self.field.value = value
        finally:
            self._silent = False


class ChoiceWidget:
    """A list for one ``Choice``."""

    def __init__(self, control: Choice, changed: Callable[[str, object], None]) -> None:
        self.control = control
        self.list = widgets.Dropdown(
            options=control.options, value=control.start, description=control.label
        )
        self.list.add_class("ml-choice")
        self.box = widgets.Box((self.list,))
        self.box.add_class("ml-control")
        self._silent = False
        self.list.observe(lambda change: self._tell(changed, change["new"]), "value")

    def _tell(self, changed: Callable[[str, object], None], value: object) -> None:
        if not self._silent:
            changed(self.control.name, value)

    def show(self, value: Any) -> None:
        """Show a value without telling the panel of it."""
        self._silent = True
        try:
            self.list.value = value
        finally:
            self._silent = False


def widget_for(
    control: Control, changed: Callable[[str, object], None]
) -> NumberWidget | ChoiceWidget:
    """Return the widget of a control; it calls ``changed(name, value)`` when a learner moves it."""
    make = NumberWidget if isinstance(control, Number) else ChoiceWidget
    return make(control, changed)
