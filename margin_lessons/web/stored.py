"""A notebook as it is stored: the cells that a page shows, and what each put out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

from margin_lessons.errors import BadInput
from margin_lessons.web.course_files import course_files

NOTEBOOK_ONLY = "notebook-only"
"""The tag of a cell with words for a notebook alone, such as how to run it."""
_HEAD = re.compile(r"# (?:(?P<number>\d\d) )?(?P<title>[^:\n]+)(?:: (?P<question>[^\n]+))?")
_MINUTES = re.compile(r"\*\*Time:\*\* (\d+) minutes")


@dataclass(frozen=True)
class StoredCell:
    """A cell: its id, whether it is code, its text, and what it put out, each as HTML."""

    name: str
    is_code: bool
    source: str
    outputs: tuple[str, ...]


@dataclass(frozen=True)
class StoredLesson:
    """A notebook of the course, by its path; its first cell begins with the heading."""

    path: Path

    @property
    def name(self) -> str:
        """The name of the notebook, and of its page."""
        return self.path.stem

    @cached_property
    def cells(self) -> tuple[StoredCell, ...]:
        """The cells a page shows, in their order; ``BadInput`` for what is no notebook (now)."""
        try:
            return self._read()
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            raise BadInput(
                f"{self.path.name} cannot be read as a notebook, so it has no page: move it away "
                "and start the course again, and it is laid anew."
            ) from None

    def _read(self) -> tuple[StoredCell, ...]:
        stored = json.loads(self.path.read_text(encoding="utf-8"))["cells"]
        return tuple(
            StoredCell(
                str(cell["id"]),
                cell["cell_type"] == "code",
                as_one_text(cell["source"]),
                tuple(_outputs(cell)),
            )
            for cell in stored
            if NOTEBOOK_ONLY not in cell["metadata"].get("tags", ())
        )

    @property
    def number(self) -> str:
        """The number in the heading, or "" for a notebook that is no lesson."""
        return self._head["number"] or ""

    @property
    def title(self) -> str:
        """The heading without its number and its question."""
        return self._head["title"]

    @property
    def heading(self) -> str:
        """Number and title."""
        return f"{self.number} {self.title}".strip()

    @property
    def question(self) -> str:
        """The question of the heading, as a sentence; "" where there is none."""
        asked = self._head["question"] or ""
        return asked[:1].upper() + asked[1:]

    @property
    def minutes(self) -> int:
        """How long the lesson takes, or 0 where it does not say."""
        found = _MINUTES.search("\n".join(cell.source for cell in self.cells))
        return int(found[1]) if found else 0

    @cached_property
    def _head(self) -> re.Match[str]:
        found = _HEAD.match(self.cells[0].source) if self.cells else None
        if found is None:
            raise BadInput(
                f"{self.path.name} does not begin with its heading, so it has no page: write the "
                "heading again, such as '# 01 Margin', or move the notebook away."
            )
        return found


def lesson_in(notebooks: Path, name: str) -> StoredLesson:
    """Return a lesson as it lies in a folder; the course's own where that one cannot be read."""
    there = StoredLesson(notebooks / f"{name}.ipynb")
    with suppress(BadInput):
        if there.heading:  # it is read only now
            return there
    return StoredLesson(course_files("notebooks") / f"{name}.ipynb")


def as_one_text(text: str | list[str]) -> str:
    """Return a stored text, which may be a list of its lines."""
    return text if isinstance(text, str) else "".join(text)


def _outputs(cell: Mapping[str, Any]) -> Iterator[str]:
    """Yield each output as HTML. What a run printed tells of that run, and is left out."""
    for output in cell.get("outputs", ()):
        data = output.get("data", {})
        if "text/html" in data:
            yield as_one_text(data["text/html"])
        elif "text/plain" in data:
            yield f"<pre>{escape(as_one_text(data['text/plain']))}</pre>"
