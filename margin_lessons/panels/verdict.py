"""What a check says: passed or not, and one line that helps without giving the answer away."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

from margin_lessons import words
from margin_lessons.errors import BadInput, whole
from margin_lessons.panels.typed import as_number

ROUNDED = 0.005
"""How far, relatively, a number may be rounded and still be taken for another."""


def too(value: float, right: float) -> str:
    """Return on which side of the right number a wrong one lies.

    Of two numbers below zero "too high" could mean either, so it is said which way down.

    >>> too(5, 3), too(-0.20, -0.12), too(-0.05, -0.12)
    ('too high', 'too far down', 'not far enough down')
    """
    if max(value, right) < 0:
        return "too far down" if value < right else "not far enough down"
    return "too high" if value > right else "too low"


@dataclass(frozen=True)
class Verdict:
    """The result of a check; ``misconception`` names the wrong idea when it was recognised."""

    passed: bool
    message: str
    misconception: str = ""


@dataclass(frozen=True)
class WrongAnswer:
    """A wrong answer that comes from a known wrong idea, with the line that answers it."""

    value: float
    misconception: str
    message: str


@dataclass(frozen=True)
class Exercise:
    """A question with a number for an answer, checked on the spot.

    ``answer`` computes the reference from the package, so that no number is written twice;
    ``tolerance`` is relative. ``hints`` go from a nudge over the formula to the first line.
    """

    name: str
    task: str
    unit: str
    answer: Callable[[], float]
    hints: tuple[str, str, str]
    wrong: tuple[WrongAnswer, ...]
    praise: str
    tolerance: float = 0.001

    def check(self, given: object) -> Verdict:
        """Return the verdict on an answer; it never raises, and never gives the answer away."""
        try:
            value = as_number(given, self.unit)
        except BadInput as error:
            return Verdict(False, f"Not yet: {error}")
        if value is None:
            number = (
                "the number of" if self.unit.isalpha() and self.unit.islower() else "a number in"
            )
            return Verdict(False, f"Nothing filled in yet: give {number} {self.unit}.")
        right = self.answer()
        if self._same(value, right):
            return Verdict(True, f"Right. {self.praise}")
        for known in self.wrong:
            # A wrong idea is recognised in a rounded answer too.
            if math.isclose(value, known.value, rel_tol=max(self.tolerance, ROUNDED)):
                return Verdict(False, f"Not yet: {known.message}", known.misconception)
        return Verdict(False, f"Not yet: {self._near_miss(value, right, isinstance(given, str))}")

    def _near_miss(self, value: float, right: float, typed: bool) -> str:
        """Return what is wrong with a number that is no known misconception."""
        if self._same(-value, right):
            return "the size is right, look at the sign."
        if self.unit == "%" and self._same(100 * value, right):
            return "as a fraction that is right; give it in %."
        if self._same(1_000 * value, right):
            if abs(value) < 1:  # nobody writes thousands as 0.745
                return f"that is a share of a thousand; give the amount in {self.unit}."
            how = "with a comma, like 13,200" if typed else "without a point, like 13200"
            return f"a point marks decimals here; write thousands {how}."
        return f"{words.price(value, '')} is {too(value, right)}. A hint may help."

    def _same(self, one: float, other: float) -> bool:
        return math.isclose(one, other, rel_tol=self.tolerance, abs_tol=self.tolerance * 1e-3)


@dataclass(frozen=True)
class Option:
    """One option of a question; a wrong one names its misconception and explains it."""

    text: str
    explanation: str
    misconception: str = ""

    @property
    def correct(self) -> bool:
        """Whether this is the right option."""
        return not self.misconception


@dataclass(frozen=True)
class Question:
    """A quiz question: one right option, and wrong ones that are each a named misconception."""

    name: str
    text: str
    options: tuple[Option, ...]

    @property
    def order(self) -> tuple[int, ...]:
        """The order in which the options are shown: mixed, and the same for everybody."""
        count = len(self.options)
        return tuple(random.Random(self.name).sample(range(count), count))

    def check(self, chosen: int | None) -> Verdict:
        """Return the verdict on the option with index ``chosen``; None is a blank.

        Raises ``BadInput`` for what is no index of an option.
        """
        if chosen is None:
            return Verdict(False, "Choose an answer first.")
        why = f"it is the place of one of the {len(self.options)} options, counted from 0"
        option = self.options[whole("option", chosen, 0, most=len(self.options) - 1, why=why)]
        if option.correct:
            return Verdict(True, f"Right. {option.explanation}")
        words = f"Not yet. You may be thinking “{option.misconception}”: {option.explanation}"
        return Verdict(False, words, option.misconception)
