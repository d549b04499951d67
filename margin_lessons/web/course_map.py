"""The map of the course: each lesson with its question, its minutes and what there is to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from margin_lessons.lessons.lesson import all_lessons
from margin_lessons.panels.done import Contents
from margin_lessons.web.stored import lesson_in


@dataclass(frozen=True)
class MapStop:
    """A lesson on the map."""

    contents: Contents
    question: str
    minutes: int

    @property
    def href(self) -> str:
        """The lesson's page, seen from another one."""
        return page_of(self.contents.lesson)

    def as_data(self) -> dict[str, object]:
        """Return what a page needs to mark what is done: names of a progress file, no words."""
        todo = [[part.kind, part.name] for part in self.contents.parts]
        return {"name": self.contents.lesson, "title": self.contents.title, "todo": todo}


def page_of(name: str) -> str:
    """Return the address of the page of a notebook, seen from another page."""
    return f"{name}.html"


def course_map(notebooks: Path) -> tuple[MapStop, ...]:
    """Return all lessons in order; questions and minutes are read off the notebooks' texts.

    A notebook that a learner has deleted or damaged takes no other page with it.
    """
    stops = []
    for lesson in all_lessons():
        stored = lesson_in(notebooks, lesson.name)
        stops.append(MapStop(lesson.contents, stored.question, stored.minutes))
    return tuple(stops)
