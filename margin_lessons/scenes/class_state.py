"""The state of the class report, its table, and what it counts in every view."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from margin_lessons import words
from margin_lessons.class_room import ClassResults, ClassRoom, LessonRow
from margin_lessons.scenes.scene import Fact
from margin_lessons.scenes.table import Table

HEAD = ("lesson", "learners", "first close", "second close", "first off by", "second off by",
        "missions", "questions", "exercises")  # fmt: skip


LISTED = 20
"""So many misconceptions stand below the table; the rest is counted."""


class ClassView(Enum):
    """What of a class is looked at."""

    LEARNING = "before and after"
    IDEAS = "misconceptions"
    TASKS = "tasks done"
    FLIGHTS = "flights"


@dataclass(frozen=True, eq=False)
class ClassState:
    """A class, what of it is looked at, and whether it is the invented one."""

    room: ClassRoom
    view: ClassView = ClassView.LEARNING
    invented: bool = False

    @property
    def results(self) -> ClassResults:
        """What was counted."""
        return self.room.results

    @property
    def facts(self) -> list[Fact]:
        """What is counted in every view."""
        return [
            Fact("learners counted", f"{self.results.learners:,}", self.results.learners),
            Fact("files passed over", f"{len(self.room.passed_over):,}"),
        ]


def lesson_rows(state: ClassState) -> Table:
    """Return all numbers of a class: a row for each lesson, and below what has no lesson."""
    rows = tuple(_row(row) for row in state.results.rows)
    return Table("The class, lesson by lesson", HEAD, rows, tuple(_notes(state)))


def number_of(lesson: str) -> str:
    """Return how a lesson is called in a picture: by its number.

    >>> number_of("04_gaps_and_slippage")
    '04'
    """
    return lesson.partition("_")[0]


def _row(row: LessonRow) -> tuple[str, ...]:
    counts = (row.first, row.second)
    off = (row.first_miss, row.second_miss)
    done = (row.missions, row.quiz, row.exercises)
    return (
        row.lesson.replace("_", " "), f"{row.learners:,}", *(one.words for one in counts),
        *("none" if one is None else words.percent(one) for one in off),
        *(one.words for one in done),
    )  # fmt: skip


def _notes(state: ClassState) -> Iterator[str]:
    yield (
        "First and second are the answers of those who gave both, so they can be compared; off by "
        "is the error in the middle, as a share of what it was."
    )
    for certainty, close in state.results.sure:
        yield f"Answers given as “{certainty.value}” that were close: {close.words}."
    ideas = state.results.misconceptions
    for one in ideas[:LISTED]:
        learners = words.plural(one.learners, "learner")
        yield f"Misconception in {number_of(one.lesson)}: “{one.words}”, {learners}."
    if len(ideas) > LISTED:
        rest = words.plural(len(ideas) - LISTED, "misconception")
        yield f"And {rest} more, each with {ideas[LISTED].learners} or fewer."
    flights = state.room.flights
    for row in flights.rows if flights else ():
        yield (
            f"Flight {row.name}: {words.money(row.money)} at the end, {row.landing.value}, "
            f"{words.plural(row.decisions, 'decision')}."
        )
    for run in flights.rules if flights else ():
        yield f"Rule “{run.name}” on the same prices: {words.money(run.money)} at the end."
    for passed in state.room.passed_over:
        yield f"Passed over: {passed.name}. {passed.why}"
