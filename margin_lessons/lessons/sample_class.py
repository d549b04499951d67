"""A small class that is invented: what its members hand in, made anew and always the same."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any

from margin_lessons.class_room import ClassRoom
from margin_lessons.flight import Certainty
from margin_lessons.lessons.class_files import read_class
from margin_lessons.lessons.lesson import Lesson, all_lessons
from margin_lessons.panels.progress_record import Record, empty, write
from margin_lessons.panels.uploads import UploadedFile
from margin_lessons.scenes.flight_tables import example_class

NAMES = ("ada", "ben", "cleo", "dan", "eva", "finn", "gil", "hana", "ida", "jon", "kim", "lea")
BEFORE, AFTER, RIGHT = 0.3, 0.75, 0.8
"""How likely a first answer is close, one in the second case, and a task is done."""
SKIPPED = 0.15
"""How likely somebody leaves a lesson out."""


def sample_class() -> tuple[UploadedFile, ...]:
    """Return the files of the invented class: learners, flights, and three that go wrong.

    >>> files = sample_class()
    >>> len(files), files == sample_class()
    (18, True)
    """
    learners = [UploadedFile(f"{name}.json", invented_progress(name)) for name in NAMES]
    twice = UploadedFile("ada (1).json", learners[0].content)
    cut = UploadedFile("max.json", learners[1].content[:400])
    flights = [UploadedFile(f"{name}.json", text.encode())
               for name, text in example_class().items()]  # fmt: skip
    return (*learners, *flights, twice, cut)


@cache
def sample_room() -> ClassRoom:
    """Return the invented class, counted."""
    room = read_class(sample_class())
    assert room is not None
    return room


def invented_progress(name: str) -> bytes:
    """Return the progress file of an invented learner; the same name always gives the same one.

    >>> invented_progress("ada") == invented_progress("ada") != invented_progress("ben")
    True
    """
    chance, record = Random(f"class of {name}"), empty()
    for lesson in all_lessons():
        if chance.random() > SKIPPED:
            record["lessons"][lesson.name] = _worked(lesson, chance)
    return write(record)


def _worked(lesson: Lesson, chance: Random) -> Record:
    """Return what one learner did in a lesson; an outcome is 100 of whatever it is."""
    done: Record = {}
    for asked in lesson.predictions:
        ideas = [one.misconception for one in asked.wrong]
        done["predictions"] = {asked.name: _said(chance, BEFORE, ideas)}
        if asked.again is not None:
            done["second cases"] = {asked.name: _said(chance, AFTER, [])}
    met = [one.name for one in lesson.panels if one.mission and chance.random() < RIGHT]
    done["missions"] = {name: {"passed": True} for name in met}
    done["quiz"] = {
        one.name: _tried(
            chance, [wrong.misconception for wrong in one.options if not wrong.correct]
        )
        for one in lesson.questions
    }
    done["exercises"] = {
        one.name: _tried(chance, [wrong.misconception for wrong in one.wrong])
        for one in lesson.exercises
    }
    return done


def _said(chance: Random, close: float, ideas: list[str]) -> Record:
    near = chance.random() < close
    miss = chance.uniform(0, 0.05) if near else chance.uniform(0.1, 0.6)
    # Who is wrong is as sure as who is right: that is what a report is to show.
    sure = chance.choice([one.value for one in Certainty])
    idea = chance.choice(ideas) if ideas and not near and chance.random() < 0.6 else ""
    return {"value": round(100 * (1 - miss), 2), "outcome": 100.0, "confidence": sure,
            "close": near, "misconception": idea}  # fmt: skip


def _tried(chance: Random, ideas: list[str]) -> dict[str, Any]:
    at_once = chance.random() < 0.6
    # The first idea is the one that most people have.
    held = [] if at_once or not ideas else [ideas[0] if chance.random() < 0.6 else ideas[-1]]
    return {"tries": 1 if at_once else 2, "passed": chance.random() < RIGHT, "misconceptions": held}
