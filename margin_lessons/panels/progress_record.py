"""What a progress file may hold: reading its bytes, or finding them damaged."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable
from numbers import Real
from typing import Any

from margin_lessons.panels.misconceptions import misconceptions_of, with_misconceptions

FORMAT = 1
DEEPEST = 40
"""How many levels may lie in one another; ours are six."""

Record = dict[str, Any]

_COMMITTED: dict[str, type] = {"value": Real, "confidence": str, "outcome": Real}
_TRIED: dict[str, type] = {"tries": int, "passed": bool}
_FIELDS: dict[str, dict[str, type]] = {
    "predictions": _COMMITTED,
    "second cases": _COMMITTED,
    "missions": {"passed": bool},
    "quiz": _TRIED,
    "exercises": _TRIED,
}
"""What an entry of each kind must hold to be resumed."""
_PREDICTED = ("predictions", "second cases")
"""The kinds of which the first entry is kept for ever, and later ones beside it."""

_RENAMED = {"guess": "guessing"}
"""A confidence as earlier versions saved it, and its word now."""


def empty() -> Record:
    """Return a record in which nothing is saved."""
    return {"format": FORMAT, "lessons": {}}


def parse(content: bytes) -> Record | None:
    """Return what the bytes of a progress file hold, or None when they are damaged.

    A byte-order mark is read. A number that Python would take for infinity, or could not take at
    all, is damage: it could not be shown, nor be written again.
    """
    try:
        data = json.loads(
            content, parse_constant=_refuse, parse_float=_finite, parse_int=_whole_number
        )
    except (ValueError, OverflowError, RecursionError):
        return None
    return _renamed(data) if _is_record(data) else None


def write(data: Record) -> bytes:
    """Return the bytes of a progress file; ``ValueError`` when they could not be read again."""
    try:
        text = json.dumps(data, indent=1, sort_keys=True, allow_nan=False)
    except (TypeError, OverflowError, RecursionError) as error:
        raise ValueError(str(error)) from error
    content = text.encode("ascii")
    if parse(content) is None:
        raise ValueError("it would not be read again")
    return content


def merged(kind: str, old: Record | None, new: Record) -> Record:
    """Return the entry that holds both what is saved and what is new.

    The first prediction stays, because it alone was made before the outcome was seen; later ones
    stand beside it. What was answered right once stays answered, with the tries it took, and a
    mission stays met. Which misconceptions the tries showed is kept, each once.
    """
    if old is None or kind not in _FIELDS:
        return with_misconceptions(new, [])
    if kind in _PREDICTED:
        return {**old, "later": [*old.get("later", ()), new]}
    if old["passed"]:
        return old
    if "tries" not in _FIELDS[kind]:
        return new
    tries = max(old["tries"], new["tries"])
    return with_misconceptions({**new, "tries": tries}, misconceptions_of(old))


def combined(one: Record, other: Record) -> Record:
    """Return the record that holds what is in both, whichever comes first and however often.

    The earlier of two first predictions stays the first, because it alone was made before the
    outcome was seen; every other prediction stands beside it. What was passed in either is passed,
    with the most tries of both. A record joined with itself is itself.

    >>> def saved(value, when):
    ...     made = {"value": value, "confidence": "sure", "outcome": -0.02, "when": when}
    ...     return {"format": 1, "lessons": {"04": {"predictions": {"debt": made}}}}
    >>> both = combined(saved(0.0, "2026-01-02"), saved(-0.05, "2026-01-01"))
    >>> first = both["lessons"]["04"]["predictions"]["debt"]
    >>> first["value"], [later["value"] for later in first["later"]]
    (-0.05, [0.0])
    """
    lessons = _joined(one["lessons"], other["lessons"], _joined_lesson)
    return {**_joined(one, other, lambda _, *both: max(both, key=_text)), "lessons": lessons}


def _joined(one: Record, other: Record, join: Callable[[str, Any, Any], Any]) -> Record:
    """Return the names of both; what has the same name in both is joined."""
    shared = {name: join(name, one[name], other[name]) for name in one.keys() & other.keys()}
    return {**one, **other, **shared}


def _joined_lesson(_: str, one: Record, other: Record) -> Record:
    return _joined(one, other, _joined_kind)


def _joined_kind(kind: str, one: Record, other: Record) -> Record:
    return _joined(one, other, lambda _, *both: _joined_entry(kind, *both))


def _joined_entry(kind: str, one: Record, other: Record) -> Record:
    if _text(one) == _text(other):
        return one
    if kind in _PREDICTED:
        return _joined_prediction(one, other)
    fields = _FIELDS.get(kind, {})
    tries = {"tries": max(one["tries"], other["tries"])} if "tries" in fields else {}
    before = [*misconceptions_of(one), *misconceptions_of(other)]
    both = [with_misconceptions({**entry, **tries}, before) for entry in (one, other)]
    passed = [entry for entry in both if "passed" in fields and entry["passed"]]
    # What was passed counts from when it was; of what was not, the newest.
    return min(passed, key=_order) if passed else max(both, key=_order)


def _joined_prediction(one: Record, other: Record) -> Record:
    firsts = [
        {name: value for name, value in entry.items() if name != "later"} for entry in (one, other)
    ]
    first = min(firsts, key=_order)
    # What one file holds twice was made twice; what both files hold was made once.
    made = Counter[tuple[str, str]]()
    for bare, entry in zip(firsts, (one, other), strict=True):
        made |= Counter(map(_order, [bare, *entry.get("later", ())]))
    made.subtract([_order(first)])
    later = [json.loads(text) for _, text in sorted(made.elements())]
    return {**first, "later": later} if later else first


def _order(entry: Record) -> tuple[str, str]:
    """Return what entries are put in order by: when they were made, then what they say."""
    when = entry.get("when")
    return when if isinstance(when, str) else "", _text(entry)


def _text(data: object) -> str:
    return json.dumps(data, sort_keys=True)


def _refuse(constant: str) -> None:
    # Python reads NaN and Infinity, which are no JSON and would not be written again.
    raise ValueError(constant)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number


def _whole_number(digits: str) -> int:
    number = int(digits)
    float(number)  # or OverflowError: the widgets reckon with floats
    return number


def _is_record(data: object) -> bool:
    """Return whether ``data`` has this format, down to the fields that are resumed."""
    if not isinstance(data, dict) or not _is_a(data.get("format"), int):
        return False
    lessons = data.get("lessons")
    return (
        data["format"] == FORMAT
        and not _deeper_than(data, DEEPEST)
        and isinstance(lessons, dict)
        and _is_tree(lessons, 3)
        and all(
            _is_entry(kind, entry)
            for lesson in lessons.values()
            for kind, entries in lesson.items()
            for entry in entries.values()
        )
    )


def _is_entry(kind: str, entry: Record) -> bool:
    fields = _FIELDS.get(kind, {})
    later = entry.get("later", []) if kind in _PREDICTED else []
    return isinstance(later, list) and all(
        isinstance(one, dict) and _is_a(one.get(field), kind_of_value)
        for one in (entry, *later)
        for field, kind_of_value in fields.items()
    )


def _is_a(value: object, kind: type) -> bool:
    """Return whether a value is of a kind; true and false are no numbers here."""
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def _is_tree(data: object, depth: int) -> bool:
    """Return whether ``data`` is a mapping, and so is all that is in it down to ``depth``."""
    if not isinstance(data, dict):
        return False
    return depth == 0 or all(_is_tree(part, depth - 1) for part in data.values())


def _deeper_than(data: object, depth: int) -> bool:
    """Return whether there are more levels than ``depth``; found without a call for each."""
    level = [data]
    for _ in range(depth):
        inside = [part for part in level if isinstance(part, dict | list)]
        level = [v for part in inside for v in (part.values() if isinstance(part, dict) else part)]
        if not level:
            return False
    return True


def _renamed(data: Record) -> Record:
    for lesson in data["lessons"].values():
        for entry in (one for kind in _PREDICTED for one in lesson.get(kind, {}).values()):
            for one in (entry, *entry.get("later", ())):
                one["confidence"] = _RENAMED.get(one["confidence"], one["confidence"])
    return data
