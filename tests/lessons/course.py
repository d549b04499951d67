"""The course as parameters of a test: each lesson, and each panel, prediction, question, exercise.

A lesson that cannot be imported becomes a parameter too, and opening it raises what is wrong: so a
missing lesson fails its tests, and the others can still be run with ``-k``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
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


class Memory:
    """What one panel computed, for all of its tests: a setting is computed once for them.

    They run one after the other, and when the tests of another panel begin it is all forgotten.
    """

    def __init__(self) -> None:
        self._model: PanelModel[Any] | None = None
        self._states: dict[object, Any] = {}
        self._scenes: dict[int, tuple[Any, Any]] = {}

    def of(self, model: PanelModel[Any]) -> PanelModel[Any]:
        """Return a panel that says the same, and remembers it."""

        def compute(**asked: Any) -> Any:
            self._turn_to(model)
            # 1, 1.0 and True are one key, and need not be one setting.
            key = tuple((type(value), value) for value in asked.values())
            try:
                known = key in self._states
            except TypeError:  # the value of a file that was chosen
                return model.compute(**asked)
            if not known:
                _keep(self._states, key, model.compute(**asked))
            return self._states[key]

        def scene(state: Any) -> Any:
            self._turn_to(model)
            if id(state) not in self._scenes:
                # With its state: the id of one that is gone may be another's.
                _keep(self._scenes, id(state), (state, model.scene(state)))
            return self._scenes[id(state)][1]

        return replace(model, compute=compute, scene=scene)

    def _turn_to(self, model: PanelModel[Any]) -> None:
        if self._model is not model:
            self._model, self._states, self._scenes = model, {}, {}


def _keep(kept: dict[Any, Any], key: object, value: object) -> None:
    """Keep a value; the oldest goes where a test asks for thousands."""
    if len(kept) >= MOST_KEPT:
        del kept[next(iter(kept))]
    kept[key] = value


MOST_KEPT = 500
MEMORY = Memory()


def each(
    name: str, parts: Callable[[Lesson], tuple[Any, ...]], together: bool = False
) -> pytest.MarkDecorator:
    """Return a mark that runs a test for every part of every lesson.

    With ``together`` all tests of a part, in all files, run one after the other.
    """
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
    return pytest.mark.parametrize(name, found, scope="session" if together else None)


each_lesson = each("part", lambda lesson: (lesson,))
each_panel = each("part", lambda lesson: tuple(map(MEMORY.of, lesson.panels)), together=True)
each_prediction = each("part", lambda lesson: lesson.predictions)
each_question = each("part", lambda lesson: lesson.questions)
each_exercise = each("part", lambda lesson: lesson.exercises)


def panel_of(lesson: Lesson, name: str) -> PanelModel:
    """Return the panel called ``name``."""
    (found,) = (panel for panel in lesson.panels if panel.name == name)
    return found
