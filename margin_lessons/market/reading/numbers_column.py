"""Columns of numbers as the world writes them: 7913.6, 7,913.6, 7.913,6 or 7913,6."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from margin_lessons.errors import BadInput, shown

Floats = NDArray[np.float64]
LineOf = Callable[[int], str]

_MISSING = frozenset(("", "-", "null", "(null)", "nan", "none", "na", "n/a", "#n/a", "\\n"))
_LARGE = {"k": 1e3, "m": 1e6, "b": 1e9}

_SPACES = re.compile(r"(?<=\d)[ '\u2019\u00a0\u202f](?=\d{3}(?!\d))", re.A)
_GROUPS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?", re.A)
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.I | re.A)
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.A)
"""A thousand and some, or one and a fraction to three places."""

_SWAP = str.maketrans(".,", ",.")


def is_missing(cell: str) -> bool:
    """Return whether a cell says that there is no number: empty, null, NaN or a dash."""
    return cell.strip().casefold() in _MISSING


def read_numbers(
    columns: Mapping[str, Sequence[str]], line_of: LineOf, names: Mapping[str, str]
) -> tuple[dict[str, Floats], list[str]]:
    """Return columns of numbers, nan where one is missing, and notes on how they were read.

    All columns of a file have one decimal mark. ``names`` are what the file calls them. Raises
    ``BadInput`` naming line and column of what is no number, or could be two.

    >>> cells = {"open": ["7.913,6", "7.913"]}
    >>> read_numbers(cells, lambda i: f"line {i + 2}", {"open": "Open"})
    ({'open': array([7913.6, 7913. ])}, ['A comma is read as the decimal mark.'])
    """
    try:
        return {role: _quick(cells) for role, cells in columns.items()}, []
    except ValueError:
        comma = _decimal_comma(cell for cells in columns.values() for cell in cells)
    found = {}
    for role, cells in columns.items():
        values = []
        for row, cell in enumerate(cells):
            try:
                values.append(_number(cell.strip(), comma, large=role == "volume"))
            except ValueError as problem:
                why = f": {problem}" if str(problem) else ""
                raise BadInput(
                    f"{line_of(row)}, column {names[role]}: {shown(cell.strip())} is not a "
                    f"number{why}."
                ) from None
        found[role] = np.array(values)
    return found, ["A comma is read as the decimal mark."] if comma else []


def _quick(cells: Sequence[str]) -> Floats:
    try:
        return np.array([float(cell) for cell in cells])
    except ValueError:
        return np.array([math.nan if is_missing(cell) else float(cell) for cell in cells])


def _decimal_comma(cells: Iterable[str]) -> bool | None:
    """Return whether the file's decimal mark is a comma; None if no number tells."""
    for cell in cells:
        text = _SPACES.sub("", cell.strip())
        if ("," in text or "." in text) and not _EITHER.fullmatch(text):
            for comma in (False, True):
                if _parsed(text, comma) is not None:
                    return comma
    return None


def _parsed(text: str, comma: bool) -> float | None:
    text = text.translate(_SWAP) if comma else text
    if _GROUPS.fullmatch(text):
        text = text.replace(",", "")
    return float(text) if _PLAIN.fullmatch(text) else None


def _number(cell: str, comma: bool | None, large: bool) -> float:
    """Return the number of a cell, or raise ``ValueError``, with the reason where there is one."""
    if is_missing(cell):
        return math.nan
    text, times = _SPACES.sub("", cell), 1.0
    if large and text[-1:].casefold() in _LARGE:
        text, times = text[:-1], _LARGE[text[-1].casefold()]
    if comma is None and "," in text and _EITHER.fullmatch(text):
        raise ValueError("the file does not tell whether its comma is the decimal mark")
    value = _parsed(text, bool(comma))
    if value is None:
        raise ValueError
    return value * times
