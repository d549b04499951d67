"""One kind of error for every bad input: one sentence with the value, the range and the reason."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from difflib import SequenceMatcher
from numbers import Integral, Real
from operator import eq
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

T = TypeVar("T")


class BadInput(ValueError):
    """A value the model cannot take. The message is one clear sentence for the learner."""


def shown(value: object) -> str:
    """Return ``value`` as a learner would write it: no powers of ten for a coin's small price.

    >>> shown(12.0), shown(0.5), shown(0.000013), shown("BTC")
    ('12', '0.5', '0.000013', "'BTC'")
    """
    counts = _counts(value)
    if counts is None:
        # An array prints over many lines; a message is one.
        text = " ".join(repr(value).split())
        return text if len(text) <= 60 else f"{text[:57]}..."
    text = f"{_as_float(counts):.10g}"
    # Written out only as far as it can still be read.
    return f"{Decimal(text):f}" if "e" in text and 1e-12 <= abs(counts) < 1e15 else text


def _counts(value: object) -> Any:  # to a checker no number is a Real
    """Return what Python counts with, out of its array if it is one number; None for the rest."""
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = None if np.ma.is_masked(value) else value.item()
    if isinstance(value, Decimal):  # one that is no number may not even be compared
        return math.nan if value.is_nan() else float(value)
    odd = isinstance(value, (bool, np.timedelta64))  # numpy has a stretch of time as a whole number
    return value if isinstance(value, Real) and not odd else None


def _as_float(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:  # a whole number of more than 308 digits
        return math.inf if value > 0 else -math.inf


def number(name: str, value: object, *, why: str) -> float:
    """Return ``value`` as a finite float, or raise ``BadInput``.

    Fractions, decimals and the numbers of numpy count as the float they stand for; text, true and
    false do not.

    >>> number("price", 20_000, why="a price is an amount of money for one coin")
    20000.0
    >>> number("price", float("nan"), why="a price is an amount of money for one coin")
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: price nan is not a finite number: a price is an amount of \
money for one coin.
    """
    counts = _counts(value)
    if counts is None:
        raise BadInput(f"{name} {shown(value)} is not a number: {why}.")
    result = _as_float(counts)
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
    if (result := number(name, value, why=why)) < 0:
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
    side = f"below {shown(low)}" if result < low else f"above {shown(high)}"
    limits = f"{shown(low)} to {shown(high)}"
    raise BadInput(f"{name} {shown(value)} is {side} (allowed: {limits}): {why}.")


def whole(name: str, value: object, least: int, *, why: str, most: int | None = None) -> int:
    """Return ``value`` as a whole number from ``least`` to ``most``, or raise ``BadInput``.

    >>> whole("levels", 2.5, 2, why="a book has rows")
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: levels 2.5 is not a whole number of 2 or more: a book has rows.
    """
    counts = _counts(value)
    fits = isinstance(counts, Integral)
    if fits and least <= counts and (most is None or counts <= most):
        return int(counts)
    # A float keeps its point: "1 is not a whole number" would be no help.
    given = repr(float(value)) if isinstance(value, float) else shown(value)
    limits = f"of {least} or more" if most is None else f"from {least} to {shown(most)}"
    raise BadInput(f"{name} {given} is not a whole number {limits}: {why}.")


def numbers(name: str, values: ArrayLike, *, why: str) -> NDArray[np.float64]:
    """Return ``values`` as an array of floats of their shape; raise ``BadInput`` for anything else.

    Text, true and false are no numbers here; whether one is finite is for the caller to say.

    >>> numbers("size", [1_000, "a"], why="a position has a value")
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: size 'a' is not a number: a position has a value.
    """
    try:
        array = np.asarray(values)
    except (TypeError, ValueError):  # rows of different lengths
        raise BadInput(f"{name} {shown(values)} is not a number: {why}.") from None
    if np.ma.is_masked(values):  # and so missing, whatever number stands under the mask
        raise BadInput(f"{name} {shown(values)} is masked: {why}.")
    if array.dtype.kind in "iuf":
        with np.errstate(over="ignore"):  # of a wider float
            return np.asarray(array, dtype=float)
    # numpy makes text of a number beside a text, so the one that is none is looked up as it came.
    each = [(one, _counts(one)) for one in np.asarray(values, dtype=object).ravel()]
    for one, counts in each:
        if counts is None:
            raise BadInput(f"{name} {shown(one)} is not a number: {why}.")
    return np.array([_as_float(counts) for _, counts in each]).reshape(array.shape)


def of_kind(name: str, value: object, kind: type[T], *, why: str) -> T:
    """Return ``value`` when it is a ``kind``, or raise ``BadInput``.

    >>> of_kind("account", 5_000, dict, why="it has cash and positions")
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: account 5000 is not a dict: it has cash and positions.
    """
    if isinstance(value, kind):
        return value
    raise BadInput(f"{name} {shown(value)} is not {_a(kind)}: {why}.")


def _a(kind: type) -> str:
    return f"{'an' if kind.__name__[0] in 'AEIOUaeiou' else 'a'} {kind.__name__}"


def all_of(name: str, values: object, kind: type[T], *, why: str) -> tuple[T, ...]:
    """Return a row of ``kind`` as a tuple, or raise ``BadInput``; one alone is a row of one.

    >>> all_of("size", (1, 2, "a"), int, why="each position has one")
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: size in row 2, 'a', is not an int: each position has one.
    """
    if isinstance(values, kind):
        return (values,)
    if not np.iterable(values):
        return (of_kind(name, values, kind, why=why),)
    row = tuple(values)
    for number_of_row, one in enumerate(row):
        if not isinstance(one, kind):
            raise BadInput(
                f"{name} in row {number_of_row}, {shown(one)}, is not {_a(kind)}: {why}."
            )
    return row


def text(name: str, value: object, *, why: str) -> str:
    """Return a text that can be printed, without the blanks around it, or raise ``BadInput``.

    >>> text("coin", None, why="a coin has a name such as 'BTC'")
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: coin None is not a name: a coin has a name such as 'BTC'.
    """
    if not isinstance(value, str) or not (bare := value.strip()) or not bare.isprintable():
        raise BadInput(f"{name} {shown(value)} is not a name: {why}.")
    return bare


def nearest(name: object, known: Iterable[object], cutoff: float = 0.4) -> str | None:
    """Return the known name that is spelled most like ``name``, or None when none is near.

    As much in common as possible, then most letters in the same place; what is no text has none.

    >>> nearest("BTX", ["TRX", "BTC"]), nearest("levrage", ["price", "leverage"]), nearest(5, ["5"])
    ('BTC', 'leverage', None)
    """
    if not isinstance(name, str):
        return None
    likeness = {
        one: (SequenceMatcher(None, one, name).ratio(), sum(map(eq, name, one)))
        for one in known
        if isinstance(one, str)
    }
    best = max(likeness, key=likeness.__getitem__, default=None)
    return best if best is not None and likeness[best][0] >= cutoff else None


def pick(kind: str, name: Any, known: Mapping[str, Any], where: str) -> Any:
    """Return ``known[name]``, or raise ``BadInput`` that names the nearest there is.

    >>> pick("control", "levrage", {"leverage": 1, "price": 2}, "the gauge")
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: control 'levrage' is not one of the gauge (leverage, price): \
did you mean 'leverage'?
    """
    try:
        return known[name]
    except (KeyError, TypeError, ValueError):  # a list is no key of anything
        pass
    close = nearest(name, known)
    hint = "choose one of these." if close is None else f"did you mean {shown(close)}?"
    # A list that fills the screen hides the one word that helps.
    listed = f" ({', '.join(map(str, known))})" if len(known) <= 8 else ""
    raise BadInput(f"{kind} {shown(name)} is not one of {where}{listed}: {hint}")
