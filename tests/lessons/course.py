"""The course as parameters of a test: each lesson, and each panel, prediction, question, exercise.

A lesson that cannot be imported becomes a parameter too, and opening it raises what is wrong: so a
missing lesson fails its tests, and the others can still be run with ``-k``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from margin_lessons.lessons import Lesson, open_lesson
from margin_lessons.lessons.lesson import MODULES
from margin_lessons.panels.model import PanelModel


@dataclass(frozen=True)
class Part:
    """One part of a lesson, or why it cannot be had."""

    lesson: Lesson | None
    value: Any = None
    fault: Exception | None = None

    def open(self) -> Any:
        """Return the part, or raise what is wrong with its lesson."""
        if self.fault is not None:
            raise self.fault
        return self.value


def each(name: str, parts: Callable[[Lesson], tuple[Any, ...]]) -> pytest.MarkDecorator:
    """Return a mark that runs a test for every part of every lesson."""
    found = []
    for notebook in MODULES:
        try:
            lesson = open_lesson(notebook)
        except Exception as fault:
            found.append(pytest.param(Part(None, fault=fault), id=notebook))
            continue
        found += [
            pytest.param(Part(lesson, part), id=f"{notebook}-{part.name}") for part in parts(lesson)
        ]
    return pytest.mark.parametrize(name, found)


each_lesson = each("part", lambda lesson: (lesson,))
each_panel = each("part", lambda lesson: lesson.panels)
each_prediction = each("part", lambda lesson: lesson.predictions)
each_question = each("part", lambda lesson: lesson.questions)
each_exercise = each("part", lambda lesson: lesson.exercises)


def panel_of(lesson: Lesson, name: str) -> PanelModel:
    """Return the panel called ``name``."""
    (found,) = (panel for panel in lesson.panels if panel.name == name)
    return found
