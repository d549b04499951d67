"""An opened lesson in one kernel: what is answered is saved, and whoever shows it is told."""

from __future__ import annotations

from collections.abc import Callable

from margin_lessons.panels import progress
from margin_lessons.panels.live_output import Opened
from margin_lessons.panels.progress_record import Record


class Session(Opened):
    """Where the cards and panels of one opened lesson meet; ``lesson`` is the notebook's name."""

    def __init__(self, lesson: str) -> None:
        super().__init__()
        self.lesson = lesson
        self._told: dict[str, Callable[[], None]] = {}

    def entry(self, kind: str, name: str) -> Record | None:
        """Return what is saved under a kind and a name, or None."""
        return progress.entry(self.lesson, kind, name)

    def record(self, kind: str, name: str, entry: Record) -> str:
        """Save an entry, tell everybody who shows what is done, and return a note or ''."""
        note = progress.record(self.lesson, kind, name, entry)
        self.changed()
        return note

    def mission_met(self, panel: str) -> str:
        """Save that a panel's mission was met, the first time only; return a note or ''."""
        if self.entry("missions", panel) is not None:
            return ""
        note = progress.mission_met(self.lesson, panel)
        self.changed()
        return note

    def tell(self, place: str, act: Callable[[], None]) -> None:
        """Let ``act`` be called after every answer, instead of what was told at that place."""
        self._told[place] = act

    def changed(self) -> None:
        """Tell everybody who shows what is saved that it has changed."""
        for act in tuple(self._told.values()):
            act()
