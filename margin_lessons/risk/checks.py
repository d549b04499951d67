"""Doors of the risk engine: what is true or false, and arrays that nobody changes afterwards."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from margin_lessons.errors import BadInput, numbers, shown


def flag(name: str, value: object, *, why: str) -> bool:
    """Return true or false as it came, or raise ``BadInput`` for anything else.

    >>> flag("fees", "none", why="they are counted or not")
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: fees 'none' is not True or False: they are counted or not.
    """
    if not isinstance(value, bool | np.bool_):
        raise BadInput(f"{name} {shown(value)} is not True or False: {why}.")
    return bool(value)


def kept(values: NDArray[Any]) -> Any:
    """Return a number, or a copy of an array that nobody can change.

    >>> sizes = np.array([1.0, 2.0])
    >>> copy = kept(sizes)
    >>> sizes[0] = 5.0
    >>> copy.tolist(), copy.flags.writeable
    ([1.0, 2.0], False)
    """
    if not np.ndim(values):
        return np.asarray(values).item()
    copy = np.array(values)
    copy.flags.writeable = False
    return copy


def kept_numbers(name: str, values: ArrayLike, *, why: str, endless: bool = False) -> Any:
    """Return numbers as ``kept`` does; ``BadInput`` for what is none, or infinite unless so."""
    array = numbers(name, values, why=why)
    for one in array[np.isnan(array) if endless else ~np.isfinite(array)][:1]:
        what = "a number" if endless else "a finite number"
        raise BadInput(f"{name} {shown(one)} is not {what}: {why}.")
    return kept(array)


def part_of(values: ArrayLike, index: Any) -> Any:
    """Return an entry or a part of an array, or raise ``BadInput`` when there is no such part.

    >>> part_of([1, 2], "first")
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: entry 'first' is not in an array of shape (2,): give the place \
of one, or a slice.
    """
    array = np.asarray(values)
    try:
        return array[index]
    except (IndexError, TypeError, ValueError):
        raise BadInput(
            f"entry {shown(index)} is not in an array of shape {array.shape}: give the place of "
            "one, or a slice."
        ) from None
