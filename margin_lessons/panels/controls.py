"""The controls of a panel, as values: bounds, units and words live here and nowhere else."""

from __future__ import annotations

import math
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from typing import Any

from margin_lessons import words
from margin_lessons.errors import BadInput, between, shown
from margin_lessons.panels.uploads import Upload

BLANK = "not given"
"""How a number that is left blank is shown and spoken."""


@dataclass(frozen=True)
class Number:
    """A number from ``low`` to ``high`` in a ``unit``: a slider with a number field beside it.

    What is typed may lie between two steps of the slider, unless the number is a ``whole`` one.
    ``scale`` takes it to what the model reckons with (0.01 for per cent). Without a ``slider`` it
    is only typed; then it may be left ``blank``, which the model gets as None.

    >>> Number("size", "size of the position", 0, 3, 0.05, 1, unit="BTC").say(2.0000000000000004)
    '2 BTC'
    >>> price = Number("price", "price of now", 0.01, 1e6, 0.01, None, slider=False, blank=True)
    >>> price.say(price.check("")), price.model(price.check(None))
    ('not given', None)
    """

    name: str
    label: str
    low: float
    high: float
    step: float
    start: float | None
    why: str = "that is the range of this control"
    whole: bool = False
    unit: str = ""
    scale: float = 1.0
    slider: bool = True
    blank: bool = False

    def __post_init__(self) -> None:
        if self.slider and self.blank:
            raise BadInput(f"{self.label}: a slider always stands somewhere: take slider=False.")
        if self.start is None and not self.blank:
            raise BadInput(f"{self.label}: start None is no number: give one, or take blank=True.")

    @property
    def named(self) -> str:
        """The label with its unit, as it stands over the slider."""
        return f"{self.label}, {self.unit}" if self.unit else self.label

    def say(self, value: float | None) -> str:
        """Return a value in words with its unit, as it is shown and spoken."""
        if value is None:
            return BLANK
        number = f"{round(value, 8) + 0.0:,.10g}"
        if self.unit in ("%", "x"):
            return f"{number}{self.unit}"
        if self.unit in ("day", "hour", "minute", "days", "hours", "minutes"):
            return words.plural(round(value, 8), self.unit.removesuffix("s"))
        return f"{number} {self.unit}".strip()

    def model(self, value: float | None) -> float | None:
        """Return a value as the model reckons with it, None for a blank one.

        >>> Number("move", "price move", -90, 100, 1, -10, unit="%", scale=0.01).model(-40)
        -0.4
        """
        return value if value is None or self.scale == 1.0 else round(value * self.scale, 12)

    def check(self, value: object) -> float | None:
        """Return ``value`` as a float within the range, None where it is blank and may be.

        Raises ``BadInput`` for anything else.

        >>> Number("leverage", "leverage setting", 2, 10, 1, 5, "the venue offers it").check(12)
        Traceback (most recent call last):
            ...
        margin_lessons.errors.BadInput: leverage setting 12 is above 10 (allowed: 2 to 10): the \
venue offers it.
        """
        if self.blank and (value is None or (isinstance(value, str) and not value.strip())):
            return None
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
    def probes(self) -> tuple[float | None, ...]:
        """The values a check sweeps: both ends, the start, and a blank where there may be one."""
        return (self.low, self.high, self.start, *([None] if self.blank else []))


@dataclass(frozen=True)
class Choice:
    """One of several named options; ``options`` are the words shown and the values meant."""

    name: str
    label: str
    options: tuple[tuple[str, Any], ...]
    start: Any

    @classmethod
    def of(cls, name: str, label: str, start: Enum) -> Choice:
        """Return a choice among the members of an Enum, shown by their values, from ``start``."""
        return cls(name, label, tuple((str(each.value), each) for each in type(start)), start)

    @property
    def named(self) -> str:
        """The label, as it stands over the list."""
        return self.label

    def say(self, value: object) -> str:
        """Return the words of an option."""
        return next(word for word, option in self.options if option == value)

    def model(self, value: Any) -> Any:
        """Return a value as the model reckons with it."""
        return value

    def check(self, value: object) -> Any:
        """Return the option that is ``value``, or whose words it is, or raise ``BadInput``.

        >>> Choice("side", "side", (("long", "long"), ("short", "short")), "long").check("up")
        Traceback (most recent call last):
            ...
        margin_lessons.errors.BadInput: side 'up' is not one of long, short: choose one of these.
        """
        try:
            for word, option in self.options:
                if value in (option, word):
                    return option
        except (ValueError, ArithmeticError):  # an array, or a decimal that equals nothing
            pass
        words = [word for word, _ in self.options]
        names = [str(o) if isinstance(o, str | float | int) else w for w, o in self.options]
        close = get_close_matches(str(value), [*words, *names], n=1, cutoff=0.5)
        hint = f"did you mean {shown(close[0])}?" if close else "choose one of these."
        listed = ", ".join(names) if len(names) <= 8 else f"the {len(names)} there are"
        raise BadInput(f"{self.label} {shown(value)} is not one of {listed}: {hint}")

    @property
    def probes(self) -> tuple[Any, ...]:
        """The values a check sweeps: all of them."""
        return tuple(option for _, option in self.options)


@dataclass(frozen=True)
class TextLine:
    """A line of words that is typed, of at most ``most`` letters.

    >>> TextLine("when", "I close when").check("  the price is\\n below 18,000 ")
    'the price is below 18,000'
    """

    name: str
    label: str
    start: str = ""
    most: int = 80

    @property
    def named(self) -> str:
        """The label, as it stands over the field."""
        return self.label

    def say(self, value: str) -> str:
        """Return the words as they are."""
        return value

    def model(self, value: str) -> str:
        """Return the words as they are."""
        return value

    def check(self, value: object) -> str:
        """Return words on one line without blanks around them, or raise ``BadInput``.

        >>> TextLine("when", "I close when", most=10).check("the price falls")
        Traceback (most recent call last):
            ...
        margin_lessons.errors.BadInput: I close when 'the price falls' has 15 letters (allowed: up \
to 10): it must fit its line, so write it shorter.
        """
        if not isinstance(value, str):
            raise BadInput(f"{self.label} {shown(value)} is no text: it is written in words.")
        line = " ".join("".join(c if c.isprintable() else " " for c in value).split())
        if len(line) > self.most:
            raise BadInput(
                f"{self.label} {shown(line)} has {len(line)} letters (allowed: up to {self.most}): "
                "it must fit its line, so write it shorter."
            )
        return line

    @property
    def probes(self) -> tuple[str, ...]:
        """The values a check sweeps: the start."""
        return (self.start,)


Control = Number | Choice | TextLine | Upload
