"""What is said to a prediction: close, off, or a wrong idea that is known and gets its own line.

Only a close one is praised. Known wrong numbers come with the question; four slips are recognised
without being told: a fraction for a percentage, the sign turned round, a price for a distance (or
the distance for the price), and the part that is left for the part that is lost.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from margin_lessons import words
from margin_lessons.panels.verdict import ROUNDED, WrongAnswer, too

HIT = 0.0005
"""A prediction this near, relatively, is as good as exact."""
CLOSE, CLOSE_FROM_ENTRY = 0.05, 0.1
"""A prediction this near, relatively, is close; of a price it is its distance from the entry."""

Finding = Literal["close", "off", "misconception"]


@dataclass(frozen=True)
class Judged:
    """What is said to a prediction; ``off`` is how far it was, in words, and empty for a hit."""

    kind: Finding
    words: str
    off: str = ""
    misconception: str = ""

    @property
    def look(self) -> str:
        """How the words look: ``good`` for what is close, and ``notyet`` for the rest."""
        return "good" if self.kind == "close" else "notyet"


@dataclass(frozen=True)
class Asked:
    """What a prediction is judged by; its fields are those of a ``Prediction``."""

    unit: str
    show: Callable[[float], str]
    scale: float = 1.0
    wrong: tuple[WrongAnswer, ...] = ()
    entry: float | None = None
    whole: float | None = None


def judge(asked: Asked, predicted: float, outcome: float) -> Judged:
    """Return what is said to a prediction beside the outcome, both on the axis of the picture.

    >>> left = Asked("USD", words.money, whole=5_000)
    >>> print(judge(left, 3_100, 3_000).words)
    You said 3,100 USD; it is 3,000 USD. Close: off by 100 USD, too high.
    >>> print(judge(left, 2_000, 3_000).words)
    You said 2,000 USD; it is 3,000 USD. 2,000 USD is what is lost, not what is left.
    """
    said, true = asked.show(predicted), asked.show(outcome)
    if said == true:
        return Judged("close", f"You said {said}, and {true} it is.")
    if math.isclose(predicted, outcome, rel_tol=HIT):
        return Judged("close", f"You said {said}, and {true} it is: as good as exact.")
    both = f"You said {said}; it is {true}."
    off = _off(asked, predicted, outcome)
    typed, right = predicted / asked.scale, outcome / asked.scale
    for known in sorted(asked.wrong, key=lambda one: abs(typed - one.value)):
        # Somebody who answers with a known idea may have rounded.
        nearer = abs(typed - known.value) < abs(typed - right)
        if nearer and math.isclose(typed, known.value, rel_tol=ROUNDED):
            line = f"{both} You may be thinking “{known.misconception}”: {known.message}"
            return Judged("misconception", line, off, known.misconception)
    # Before what is close: 504 USD lost of 1,000 is no good guess at the 496 that are left.
    for misconception, line in _slips(asked, typed, right):
        return Judged("misconception", f"{both} {line}", off, misconception)
    if abs(predicted - outcome) <= _room(asked, outcome):
        return Judged("close", f"{both} Close: off by {off}.", off)
    return Judged("off", f"{both} Your prediction is off by {off}.", off)


def _room(asked: Asked, outcome: float) -> float:
    """Return how far a close one may be: any price near the entry would be close to the outcome."""
    if asked.unit == "USD" and asked.entry is not None:
        return CLOSE_FROM_ENTRY * abs(outcome - asked.entry)
    return CLOSE * abs(outcome)


def _slips(asked: Asked, typed: float, right: float) -> Iterator[tuple[str, str]]:
    """Yield the slips that turn the right number into the one that was typed."""
    if _same(-typed, right):
        yield "the sign turned round", "The size is right, but look at the sign."
    if asked.unit == "%" and _same(100 * abs(typed), abs(right)):
        sign = "" if typed * right > 0 else "; look at the sign, too"
        line = f"{words.price(typed, '')} is a fraction: in % it is a hundred times that{sign}."
        yield "a fraction instead of a percentage", line
    if asked.entry is not None:
        yield from _price_and_distance(asked, asked.entry, typed, right)
    yield from _other_part(asked, typed, right)


def _other_part(asked: Asked, typed: float, right: float) -> Iterator[tuple[str, str]]:
    """Yield that what is lost was given for what is left, or the other way round."""
    part = asked.show(asked.scale * abs(typed)).lstrip("+")
    if asked.unit == "%" and _is_other(typed, 100 - abs(right), right):
        line = f"{part} is the other part: the two make 100%."
        yield "the part that is left for the part that is lost", line
    elif asked.whole is not None and _is_other(typed, asked.whole - right, right):
        yield "the loss for what is left", f"{part} is what is lost, not what is left."


def _is_other(typed: float, other: float, right: float) -> bool:
    """Return whether a number, sign aside, is another one and not as near to the right one."""
    return _same(abs(typed), other) and abs(abs(typed) - other) < abs(typed - right)


def _price_and_distance(
    asked: Asked, entry: float, typed: float, right: float
) -> Iterator[tuple[str, str]]:
    """Yield that a price was given for a distance from the entry, or a distance for the price."""
    start = words.price(entry)
    if asked.unit == "%":
        if _same(typed, entry * (1 + right / 100)):
            there = words.price(entry * (1 + right / 100))
            line = f"{there} is the price there; asked is how far it is from {start}, in %."
            yield "a price instead of a distance", line
        return
    move = right - entry
    if _same(abs(typed), abs(move)):
        line = f"{words.price(abs(move))} is how far the price is from {start}, not the price."
        yield "a distance instead of a price", line
    if _same(abs(typed), abs(100 * move / entry)) or _same(abs(typed), abs(move / entry)):
        line = f"The price is {words.percent(abs(move / entry))} from {start}; asked is the price."
        yield "a distance instead of a price", line


def _off(asked: Asked, predicted: float, outcome: float) -> str:
    """Return by how much and which way a prediction is off."""
    far = asked.show(abs(predicted - outcome)).lstrip("+")
    if far.endswith("%"):
        far = f"{far[:-1]} percentage points"
    return f"{far}, {too(predicted, outcome)}"


def _same(one: float, other: float) -> bool:
    """Return whether a number is another one, perhaps rounded; to whole ones from ten on."""
    rounded = abs(other) >= 10 and one == round(other)
    return other != 0 and (rounded or math.isclose(one, other, rel_tol=ROUNDED))
