"""The files of a class counted together: before and after, sure and right, wrong ideas, tasks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from margin_lessons.class_room.handed import FirstAnswer, HandedIn
from margin_lessons.errors import all_of, of_kind, pick
from margin_lessons.flight import Certainty, ClassReport, PassedOver

Tasks = Mapping[str, Mapping[str, Iterable[str]]]
"""The names of what there is to do, by lesson and kind."""
KINDS = ("missions", "quiz", "exercises")


class OutOf(NamedTuple):
    """``some`` of so many."""

    some: int
    of: int

    @property
    def share(self) -> float | None:
        """The count as a share, None of nothing.

        >>> OutOf(3, 12).share, OutOf(0, 0).share
        (0.25, None)
        """
        return self.some / self.of if self.of else None

    @property
    def words(self) -> str:
        """Both numbers in words.

        >>> OutOf(3, 12).words, OutOf(0, 0).words
        ('3 of 12', 'none')
        """
        return f"{self.some:,} of {self.of:,}" if self.of else "none"


class Misconception(NamedTuple):
    """A misconception: its lesson, its words, and how many learners showed it."""

    lesson: str
    words: str
    learners: int


@dataclass(frozen=True)
class LessonRow:
    """One lesson: first and second answers of those who gave both, and what is done.

    ``first`` and ``second`` count the close ones among the same answers, so they may be compared;
    ``first_miss`` and ``second_miss`` are the median errors, as shares of the outcome. The tasks
    are those of all who did something in the lesson.
    """

    lesson: str
    learners: int
    first: OutOf
    second: OutOf
    first_miss: float | None
    second_miss: float | None
    missions: OutOf
    quiz: OutOf
    exercises: OutOf


@dataclass(frozen=True)
class ClassResults:
    """A class: how many learners, a row for each lesson, certainty against truth, wrong ideas."""

    learners: int
    rows: tuple[LessonRow, ...]
    sure: tuple[tuple[Certainty, OutOf], ...]
    """For each certainty, how many of the answers it was said of were close."""
    misconceptions: tuple[Misconception, ...]
    """The most frequent first."""

    def all_rows(self, part: str) -> OutOf:
        """Return a count of all lessons together: ``part`` names it, and ``BadInput`` another."""
        known = {name: name for name in ("first", "second", *KINDS)}
        name = pick("part", part, known, "the counts of a lesson")
        each = [getattr(row, name) for row in self.rows]
        return OutOf(sum(one.some for one in each), sum(one.of for one in each))


@dataclass(frozen=True, eq=False)
class ClassRoom:
    """All that was handed in: results, flights if there are any, and the files passed over."""

    results: ClassResults
    flights: ClassReport | None = None
    passed_over: tuple[PassedOver, ...] = ()


def class_results(handed: Iterable[HandedIn], tasks: Tasks) -> ClassResults:
    """Return the files of a class counted together; ``tasks`` are those of the course.

    What is not among the tasks is not counted. Raises ``BadInput`` for what is no file or no tasks.

    >>> from margin_lessons.class_room import handed_in
    >>> call = {"value": 90, "outcome": 100, "confidence": "certain"}
    >>> kinds = {"predictions": {"call": call}, "second cases": {"call": {**call, "value": 100}}}
    >>> ann = handed_in("ann", {"lessons": {"01_margin": kinds}})
    >>> found = class_results([ann], {"01_margin": {"predictions": ("call",)}})
    >>> found.rows[0].first.words, found.rows[0].second.words, found.sure[-1][1].words
    ('0 of 1', '1 of 1', '1 of 2')
    """
    files = all_of("file", handed, HandedIn, why="handed_in reads one")
    of_kind("tasks", tasks, Mapping, why="they are named by lesson and kind")
    for kinds in tasks.values():
        of_kind("tasks of a lesson", kinds, Mapping, why="they are named by kind")
    known = {lesson: {kind: set(names) for kind, names in kinds.items()}
             for lesson, kinds in tasks.items()}  # fmt: skip
    said = [one for file in files for one in file.said
            if one.name in known.get(one.lesson, {}).get("predictions", ())]  # fmt: skip
    return ClassResults(
        len(files),
        tuple(_row(lesson, kinds, files) for lesson, kinds in known.items()),
        tuple((one, _close([each for each in said if each.certainty is one])) for one in Certainty),
        _held(files, list(known)),
    )


def _row(lesson: str, tasks: Mapping[str, set[str]], files: tuple[HandedIn, ...]) -> LessonRow:
    """Return the row of a lesson."""
    here = [file for file in files if lesson in file.lessons]
    pairs = [pair for file in here for pair in _pairs(file, lesson, tasks.get("predictions", ()))]
    first, second = [one for one, _ in pairs], [other for _, other in pairs]
    return LessonRow(
        lesson, len(here), _close(first), _close(second), _miss(first), _miss(second),
        *(_done(here, lesson, kind, tasks.get(kind, set())) for kind in KINDS),
    )  # fmt: skip


def _pairs(
    file: HandedIn, lesson: str, names: Iterable[str]
) -> list[tuple[FirstAnswer, FirstAnswer]]:
    """Return the predictions of a learner that were answered twice: first and second case."""
    said = {(one.name, one.is_second): one for one in file.said if one.lesson == lesson}
    both = [(said.get((name, False)), said.get((name, True))) for name in sorted(names)]
    return [(first, second) for first, second in both if first and second]


def _close(said: list[FirstAnswer]) -> OutOf:
    return OutOf(sum(one.close for one in said), len(said))


def _miss(said: list[FirstAnswer]) -> float | None:
    return (
        median(misses) if (misses := [one.miss for one in said if one.miss is not None]) else None
    )


def _done(files: list[HandedIn], lesson: str, kind: str, names: set[str]) -> OutOf:
    done = sum((lesson, kind, name) in file.done for file in files for name in names)
    return OutOf(done, len(files) * len(names))


def _held(files: tuple[HandedIn, ...], lessons: list[str]) -> tuple[Misconception, ...]:
    counts = Counter(one for file in files for one in file.misconceptions if one[0] in lessons)
    found = [Misconception(lesson, words, count) for (lesson, words), count in counts.items()]
    return tuple(sorted(found, key=lambda one: (-one.learners, one.lesson, one.words)))
