"""Where a rule was read."""

from __future__ import annotations

from dataclasses import dataclass

from margin_lessons.errors import text


@dataclass(frozen=True)
class Source:
    """Where a rule was read: a short title and the date of the page, as ISO text.

    Raises ``BadInput`` for what is no text.
    """

    title: str
    date: str

    def __post_init__(self) -> None:
        for name in ("title", "date"):
            given = text(name, getattr(self, name), why="a rule is read somewhere, some day")
            object.__setattr__(self, name, given)
