"""What a learner has done of a lesson, and what is open, in the words of the lesson itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from margin_lessons import words
from margin_lessons.panels.progress_record import Record

WORDS = {
    "predictions": "prediction",
    "second cases": "second case",
    "missions": "mission",
    "quiz": "question",
    "exercises": "exercise",
}
"""The kinds of what there is to do, as the progress file calls them, and the word for one."""
WIDEST = 72
"""Letters of a question that are shown; its first words are enough to know it again."""


@dataclass(frozen=True)
class ToDo:
    """One thing to do: its kind, the name it is saved under, and the words it asks with."""

    kind: str
    name: str
    words: str

    @property
    def known_as(self) -> str:
        """The words a learner knows it by."""
        return f"{WORDS[self.kind]}: {shorten(self.words, WIDEST, placeholder=' …')}"


@dataclass(frozen=True)
class Contents:
    """All there is to do in a lesson; ``lesson`` is the name of its notebook."""

    lesson: str
    title: str
    parts: tuple[ToDo, ...]

    @property
    def heading(self) -> str:
        """The number and the title of the lesson."""
        return f"{self.lesson[:2]} {self.title}"

    @property
    def href(self) -> str:
        """Where the lesson lies, seen from another notebook."""
        return f"{self.lesson}.ipynb"


@dataclass(frozen=True)
class Done:
    """One thing to do, what is saved of it, and whether that is all there is to it."""

    todo: ToDo
    entry: Record | None

    @property
    def done(self) -> bool:
        """Whether it is predicted, met or right."""
        return self.entry is not None and bool(self.entry.get("passed", True))

    @property
    def state(self) -> str:
        """What was done, in words."""
        if self.entry is None:
            return "not yet"
        if self.todo.kind == "missions":
            return "met" if self.done else "not yet"
        if self.todo.kind in ("predictions", "second cases"):
            return _predicted(self.entry)
        tries = "1 try" if self.entry["tries"] == 1 else f"{self.entry['tries']} tries"
        return f"right after {tries}" if self.done else f"not yet, after {tries}"


def done_of(contents: Contents, saved: Record) -> tuple[Done, ...]:
    """Return each part of a lesson with what is saved of it.

    A second case is there once the first one was predicted: it would tell what is coming.
    """
    lesson = saved["lessons"].get(contents.lesson, {})
    first = lesson.get("predictions", {})
    return tuple(
        Done(part, lesson.get(part.kind, {}).get(part.name))
        for part in contents.parts
        if part.kind != "second cases" or part.name in first
    )


def how_many(kind: str, count: int) -> str:
    """Return how many of a kind, in words.

    >>> how_many("quiz", 1), how_many("second cases", 2)
    ('1 question', '2 second cases')
    """
    return words.plural(count, WORDS[kind])


def listed(parts: tuple[str, ...]) -> str:
    """Return words one after the other, with an "and" before the last.

    >>> listed(("1 mission", "2 questions", "1 exercise"))
    '1 mission, 2 questions and 1 exercise'
    """
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


def learned(first: Mapping[str, Any] | None, second: Mapping[str, Any] | None) -> str:
    """Return the errors of a first and a second case beside each other, or '' without both."""
    if first is None or second is None:
        return ""
    return f"First {_error(first)}; in the second case {_error(second)}."


def _error(entry: Mapping[str, Any]) -> str:
    off = entry.get("off", "")
    said, true = numbers_of(entry)
    return f"off by {off}" if off else "exact" if said == true else f"{said} for {true}"


def numbers_of(entry: Mapping[str, Any]) -> tuple[str, str]:
    """Return what was said and what it was; an early file has no words for them."""
    said, true = (
        str(entry.get(told, f"{float(entry[number]):,.6g}"))
        for told, number in (("said", "value"), ("true", "outcome"))
    )
    return said, true


def _predicted(entry: Mapping[str, Any]) -> str:
    said, true = numbers_of(entry)
    again = len(entry.get("later", ()))
    more = f"; {again} more since" if again else ""
    off = f", off by {entry['off']}" if entry.get("off") else ""
    return f"you said {said} ({entry['confidence']}), it was {true}{off}{more}"
