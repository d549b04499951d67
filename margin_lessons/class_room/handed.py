"""One progress file that was handed in, as frozen values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from numbers import Real
from typing import NamedTuple

from margin_lessons.errors import of_kind, text
from margin_lessons.flight import Certainty

NEAR = 0.05
"""An early file does not say whether a prediction was close: so near, relatively, it was."""

Entries = Mapping[str, object]


class FirstAnswer(NamedTuple):
    """The first answer to a prediction or to its second case, which was made before the outcome.

    ``miss`` is how far off it was, as a share of the outcome; None where that is zero.
    """

    lesson: str
    name: str
    is_second: bool
    certainty: Certainty | None
    close: bool
    miss: float | None


@dataclass(frozen=True)
class HandedIn:
    """What one learner's file holds: first answers, what is done, and wrong ideas that showed.

    ``done`` has lesson, kind and name of what was met or answered right; ``misconceptions`` has a
    lesson and the words of the idea, each once however often it came.
    """

    name: str
    said: tuple[FirstAnswer, ...]
    done: frozenset[tuple[str, str, str]]
    misconceptions: frozenset[tuple[str, str]]

    @cached_property
    def lessons(self) -> frozenset[str]:
        """The lessons in which anything was done."""
        found = {one.lesson for one in self.said} | {lesson for lesson, _, _ in self.done}
        return frozenset(found | {lesson for lesson, _ in self.misconceptions})

    @property
    def is_blank(self) -> bool:
        """Whether nothing was done that counts."""
        return not self.lessons


def handed_in(name: str, record: Mapping[str, object]) -> HandedIn:
    """Return what a progress file called ``name`` holds; what is no entry in it is left out.

    ``record`` is its JSON. Raises ``BadInput`` for what is no record at all.

    >>> ann = handed_in("ann", {"format": 1, "lessons": {"01_margin": {
    ...     "predictions": {"call": {"value": 90, "outcome": 100, "confidence": "certain"}},
    ...     "quiz": {"recall": {"tries": 2, "passed": True, "misconceptions": ["2x is safe"]}}}}})
    >>> ann.said[0].miss, ann.said[0].close, sorted(ann.misconceptions)
    (0.1, False, [('01_margin', '2x is safe')])
    """
    text("file", name, why="a class is counted by its files")
    of_kind("progress", record, Mapping, why="a progress file holds one")
    lessons = _entries(record.get("lessons"))
    return HandedIn(
        name,
        tuple(said for lesson, kinds in lessons for said in _said(lesson, kinds)),
        frozenset(one for lesson, kinds in lessons for one in _done(lesson, kinds)),
        frozenset((lesson, one) for lesson, kinds in lessons for one in _ideas(kinds)),
    )


def _entries(found: object) -> list[tuple[str, Entries]]:
    """Return what a mapping has by name, as far as that are mappings."""
    if not isinstance(found, Mapping):
        return []
    return [(str(name), one) for name, one in found.items() if isinstance(one, Mapping)]


def _said(lesson: str, kinds: Entries) -> Iterator[FirstAnswer]:
    for kind in ("predictions", "second cases"):
        for name, entry in _entries(kinds.get(kind)):
            value, outcome = (_number(entry.get(each)) for each in ("value", "outcome"))
            if value is None or outcome is None:
                continue
            miss = abs(value - outcome) / abs(outcome) if outcome else None
            near = value == outcome if miss is None else miss <= NEAR
            told = entry.get("close")
            close = told if isinstance(told, bool) else near
            sure = entry.get("confidence")
            known = Certainty(sure) if sure in [one.value for one in Certainty] else None
            yield FirstAnswer(lesson, name, kind == "second cases", known, close, miss)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, Real) and not isinstance(value, bool) else None


def _done(lesson: str, kinds: Entries) -> Iterator[tuple[str, str, str]]:
    for kind in ("missions", "quiz", "exercises"):
        for name, entry in _entries(kinds.get(kind)):
            if entry.get("passed") is True:
                yield lesson, kind, name


def _ideas(kinds: Entries) -> Iterator[str]:
    """Yield the misconceptions that an answer showed, of whatever kind it was."""
    for _, entries in _entries(kinds):
        for _, entry in _entries(entries):
            later = entry.get("later")
            for each in (entry, *(later if isinstance(later, list | tuple) else ())):
                if isinstance(each, Mapping):
                    kept = each.get("misconceptions")
                    every = kept if isinstance(kept, list | tuple) else ()
                    found = (each.get("misconception"), *every)
                    yield from (one for one in found if isinstance(one, str) and one)
