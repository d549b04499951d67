"""One kind of error for every bad input: one sentence with the value, the range and the reason."""

from __future__ import annotations

import math
from collections.abc import Mapping
from difflib import get_close_matches
from numbers import Real
from typing import Any


class BadInput(ValueError):
    """A value the model cannot take. The message is one clear sentence for the learner."""


def shown(value: object) -> str:
    """Return ``value`` as a learner would write it.

    >>> shown(12.0), shown(0.5), shown("BTC")
    ('12', '0.5', "'BTC'")
    """
    if isinstance(value, bool) or not isinstance(value, Real):
        # An array prints over many lines; a message is one.
        text = " ".join(repr(value).split())
        return text if len(text) <= 60 else f"{text[:57]}..."
    return f"{_as_float(value):.10g}"


def _as_float(value: Real) -> float:
    try:
        return float(value)
    except OverflowError:  # a whole number of more than 308 digits
        return math.inf if value > 0 else -math.inf


def number(name: str, value: object, *, why: str) -> float:
    """Return ``value`` as a finite float, or raise ``BadInput``.

    >>> number("price", 20_000, why="a price is an amount of money for one coin")
    20000.0
    >>> number("price", float("nan"), why="a price is an amount of money for one coin")
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: price nan is not a finite number: a price is an amount of \
money for one coin.
    """
    if isinstance(value, bool) or not isinstance(value, Real):
        raise BadInput(f"{name} {shown(value)} is not a number: {why}.")
    result = _as_float(value)
    if not math.isfinite(result):
        raise BadInput(f"{name} {shown(value)} is not a finite number: {why}.")
    return result


def positive(name: str, value: object, *, why: str) -> float:
    """Return ``value`` as a float above zero, or raise ``BadInput``.

    >>> positive("volume", 0, why="a position has a size, and its side says long or short")
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: volume 0 is not above 0: a position has a size, and its side \
says long or short.
    """
    result = number(name, value, why=why)
    if result <= 0:
        raise BadInput(f"{name} {shown(value)} is not above 0: {why}.")
    return result


def not_negative(name: str, value: object, *, why: str) -> float:
    """Return ``value`` as a float of zero or more, or raise ``BadInput``."""
    result = number(name, value, why=why)
    if result < 0:
        raise BadInput(f"{name} {shown(value)} is below 0: {why}.")
    return result


def between(name: str, value: object, low: float, high: float, *, why: str) -> float:
    """Return ``value`` as a float from ``low`` to ``high``, both included, or raise ``BadInput``.

    >>> between("haircut", 1.5, 0, 1, why="it is the share of a coin's value that does not count")
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: haircut 1.5 is above 1 (allowed: 0 to 1): it is the share of a \
coin's value that does not count.
    """
    result = number(name, value, why=why)
    if low <= result <= high:
        return result
    side = "below" if result < low else "above"
    edge = shown(low if result < low else high)
    raise BadInput(
        f"{name} {shown(value)} is {side} {edge} (allowed: {shown(low)} to {shown(high)}): {why}."
    )


def pick(kind: str, name: object, known: Mapping[str, Any], where: str) -> Any:
    """Return ``known[name]``, or raise ``BadInput`` that names the nearest there is.

    >>> pick("control", "levrage", {"leverage": 1, "price": 2}, "the gauge")
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: control 'levrage' is not one of the gauge (leverage, price): \
did you mean 'leverage'?
    """
    if name in known:
        return known[name]
    close = get_close_matches(str(name), known, n=1, cutoff=0.4)
    hint = f"did you mean {shown(close[0])}?" if close else "choose one of these."
    # A list that fills the screen hides the one word that helps.
    listed = f" ({', '.join(map(str, known))})" if len(known) <= 8 else ""
    raise BadInput(f"{kind} {shown(name)} is not one of {where}{listed}: {hint}")
