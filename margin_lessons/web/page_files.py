"""The learner's files in a page: Python works with files, and the page's browser stores them.

Two pages of one browser may be open, each with its own Python. What one saves comes to the other
with its next message. Progress of both is joined, so that nothing is lost whichever comes first; of
a position the newest counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from margin_lessons.panels import progress, safe_file
from margin_lessons.panels.progress_record import combined, parse, write

KEPT = ("my_progress*.json", "my_position*.json")
"""The files that are stored: the two themselves, and copies of damaged or forgotten ones."""


class PageFiles:
    """The files as they are here, and as the page's store was last told that they are."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or Path.cwd()
        self._told: dict[str, str | None] = {}

    def take(self, stored: Mapping[str, str | None]) -> None:
        """Write what the page has stored; None where it has no such file (any more)."""
        for name, text in stored.items():
            here = self._folder / Path(name).name
            was, self._told[here.name] = self._told.get(here.name), text
            if text is None and (was is not None or here.name != progress.FILE_NAME):
                here.unlink(missing_ok=True)  # forgotten, in another page
            elif text is not None and here.name == progress.FILE_NAME and here.exists():
                self._join(here, text)
            elif text is not None:
                here.write_bytes(_bytes(text))

    def changed(self) -> dict[str, dict[str, str | None]]:
        """Return each file that changed here: what it ``was`` in the store, and is ``now``."""
        now = {
            path.name: _text(path.read_bytes())
            for pattern in KEPT
            for path in self._folder.glob(pattern)
        }
        changed = {
            name: {"was": self._told.get(name), "now": now.get(name)}
            for name in now.keys() | self._told.keys()
            if self._told.get(name) != now.get(name)
        }
        self._told.update(now)
        self._told.update(dict.fromkeys(self._told.keys() - now.keys()))
        return changed

    def _join(self, here: Path, text: str) -> None:
        """Put what is stored and what is here into one file; what is damaged is kept beside it."""
        mine, stored = parse(here.read_bytes()), parse(_bytes(text))
        if mine is None and stored is not None:
            safe_file.replace(here, write(stored), "damaged")
            return
        try:
            if mine is None or stored is None:
                raise ValueError("one of them is damaged")
            here.write_bytes(write(combined(mine, stored)))
        except ValueError:
            safe_file.other_name(here, "damaged").write_bytes(_bytes(text))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(content: bytes) -> str:
    try:  # the very inverse, or a text of the store would change each time it is read
        return content.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return content.decode("utf-8", "surrogateescape")
