"""What a learner types, read as a number: separators, signs and units as people write them."""

from __future__ import annotations

import math
import re
from typing import Any

from margin_lessons.errors import BadInput, number, shown

WORDS = {
    "USD": ("usd", "us$", "$", "dollar", "dollars"),
    "%": ("%", "percent", "per cent"),
    "times": ("x", "times"),
    "days": ("d", "day", "days"),
}
"""How each unit may be written beside a number."""

LARGEST = 1e15

_SAME = str.maketrans("\u2212\u2012\u2013\u2014×\u00a0\u2009\u202f’", "----x   '")
_SHAPE = re.compile(
    r"(?P<before>[^\d.,+-]*)(?P<sign>[+-]?)\s*(?P<currency>\$?)\s*"
    r"(?P<digits>\d[\d,'_ ]*(?:\.\d*)?|\.\d+)(?P<power>e[+-]?\d+)?(?P<after>[^\d.,]*)"
)
_SHORT = re.compile(
    r"[^\d.]*(?P<digits>\d[\d,' ]{0,14}(?:\.\d{1,14})?)\s*"
    r"(?P<word>k|thousand|m|mn|mio|million)\b\D*"
)
_TIMES = {"k": 1e3, "thousand": 1e3}
_GROUPED = re.compile(r"\d{1,3}(?:([,'_ ])\d{3})(?:\1\d{3})*(?:\.\d*)?")
_PLAIN = re.compile(r"\d*\.?\d*")


def as_number(answer: object, unit: str = "") -> float | None:
    """Return an answer as a finite number, or None for a blank one; else raise ``BadInput``.

    A blank is ``...``, None or an empty text. A text may carry groups of thousands and the
    ``unit`` that is asked for; without one, any unit of the course.

    >>> as_number("13,200 USD"), as_number("-34%"), as_number("$20 000.50"), as_number(...)
    (13200.0, -34.0, 20000.5, None)
    >>> as_number("1,5")
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: the answer '1,5' has a comma that ends no thousands: write \
decimals with a point, like 1.5.
    >>> as_number((1, -254.0))  # written as 1,000 - 254.0
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: the answer (1, -254.0) is more than one number: in code a \
comma starts a second number there, so write 13200 or 13_200.
    """
    if answer is ... or answer is None or (isinstance(answer, str) and not answer.strip()):
        return None
    value = _of_text(answer, unit) if isinstance(answer, str) else _of_value(answer)
    if not math.isfinite(value):
        raise BadInput(f"the answer {shown(answer)} is not a number: {_advice(answer)}.")
    if abs(value) > LARGEST:
        raise BadInput(f"the answer {shown(answer)} is larger than any amount of money there is.")
    return value


def _advice(answer: object) -> str:
    """Return how to write a number: in code, unlike in a field, a comma ends it."""
    return f"write digits, like 13200 or {'13,200' if isinstance(answer, str) else '13_200'}"


def _of_value(answer: Any) -> float:
    if isinstance(answer, tuple):
        raise BadInput(
            f"the answer {shown(answer)} is more than one number: in code a comma starts a second "
            "number there, so write 13200 or 13_200."
        )
    try:
        return number("answer", answer, why="it is one")
    except BadInput:  # said by the caller, with what helps
        return math.nan


def _of_text(answer: str, unit: str) -> float:
    text = answer.translate(_SAME).casefold().strip()
    _check_written_out(answer, text)
    found = _SHAPE.fullmatch(text)
    if found is None:
        return math.nan
    digits = found["digits"].strip()
    if not (_GROUPED.fullmatch(digits) or _PLAIN.fullmatch(digits)):
        if re.fullmatch(r"\d+,\d+", digits):
            raise BadInput(
                f"the answer {shown(answer)} has a comma that ends no thousands: "
                "write decimals with a point, like 1.5."
            )
        return math.nan
    for word in (found["before"].strip(), found["currency"], found["after"].strip()):
        _check_unit(answer, word, unit)
    plain = re.sub(r"[,'_ ]", "", digits)
    return float(found["sign"] + plain + (found["power"] or ""))


def _check_written_out(answer: str, text: str) -> None:
    """Raise ``BadInput`` with the digits to write when thousands or millions are shortened."""
    found = _SHORT.fullmatch(text)
    if found is None:
        return
    digits, like = found["digits"].strip(), "13,200"
    if _GROUPED.fullmatch(digits) or _PLAIN.fullmatch(digits):
        meant = float(re.sub(r"[,' ]", "", digits)) * _TIMES.get(found["word"], 1e6)
        like = f"{'-' if '-' in text else ''}{meant:,.10g}"
    raise BadInput(f"the answer {shown(answer)} is shortened: write it out, like {like}.")


def _check_unit(answer: str, word: str, unit: str) -> None:
    """Raise ``BadInput`` when a word beside the number is not a way to write the unit."""
    allowed = WORDS.get(unit, (unit.casefold(),)) if unit else sum(WORDS.values(), ())
    if word and word not in allowed:
        wanted = f" in {unit}" if unit else ""
        raise BadInput(f"the answer {shown(answer)} is not a number{wanted}: {_advice(answer)}.")
