"""What a check says: passed or not, and one line that helps without giving the answer away."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from margin_lessons.errors import BadInput, shown


@dataclass(frozen=True)
class Verdict:
    """The result of a check; ``misconception`` names the wrong idea when it was recognised."""

    passed: bool
    message: str
    misconception: str = ""


def as_number(answer: object) -> float | None:
    """Return an answer as a finite number, or None for a blank one; else raise ``BadInput``.

    A blank is ``...``, None or an empty text; a text may carry separators and a unit sign.

    >>> as_number("13,200 USD"), as_number("-34%"), as_number(...)
    (13200.0, -34.0, None)
    >>> as_number("a lot")
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: the answer 'a lot' is not a number: write digits, like 13200 \
or 13,200.
    """
    if answer is ... or answer is None or (isinstance(answer, str) and not answer.strip()):
        return None
    value: Any = answer
    if isinstance(answer, str):
        value = answer.replace(",", "").replace("−", "-").replace("USD", "").replace("$", "")
        value = value.strip(" %x\t")
    try:
        if isinstance(answer, bool):
            raise ValueError
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise BadInput(
            f"the answer {shown(answer)} is not a number: write digits, like 13200 or 13,200."
        )
    return number


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
            value = as_number(given)
        except BadInput as error:
            return Verdict(False, f"Not yet: {error}")
        if value is None:
            return Verdict(False, f"Nothing filled in yet: give a number in {self.unit}.")
        right = self.answer()
        if self._same(value, right):
            return Verdict(True, f"Right. {self.praise}")
        for known in self.wrong:
            if self._same(value, known.value):
                return Verdict(False, f"Not yet: {known.message}", known.misconception)
        if self._same(-value, right):
            return Verdict(False, "Not yet: the size is right, look at the sign.")
        way = "too high" if value > right else "too low"
        return Verdict(False, f"Not yet: {shown(value)} is {way}. A hint may help.")

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
        """Return the verdict on the option with index ``chosen``; None is a blank."""
        if chosen is None:
            return Verdict(False, "Choose an answer first.")
        option = self.options[chosen]
        if option.correct:
            return Verdict(True, f"Right. {option.explanation}")
        words = f"Not yet. You may be thinking “{option.misconception}”: {option.explanation}"
        return Verdict(False, words, option.misconception)
