"""A card that saves the progress file to wherever one likes, loads one, or forgets everything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from margin_lessons.errors import BadInput
from margin_lessons.panels import own_numbers, progress, progress_exchange
from margin_lessons.panels.arrivals import Arrivals
from margin_lessons.panels.card import card_html, paragraph
from margin_lessons.panels.live_output import LiveOutput
from margin_lessons.panels.model import Download
from margin_lessons.panels.progress_record import Record, parse
from margin_lessons.panels.progress_refused import why_no_progress
from margin_lessons.panels.session import Session
from margin_lessons.panels.uploads import MEGABYTE, Progress, Upload, UploadedFile, no_progress
from margin_lessons.panels.wire import told

WORDS = (
    "Take your progress to another machine or browser, or hand it in. What you load is added to "
    "what is here, and takes nothing away."
)
TO_PRESS = "Run the cells to save or load: Run, Run All Cells."
FORGET = {
    "button": "Forget everything",
    "yes": "Yes, forget everything",
    "no": "No, keep it",
    "copied": "Forget all your answers, and your own position? A copy of the answers stays beside "
    "the file.",
    "erased": "Forget all your answers, and your own position? No copy stays in this browser.",
}
"""The button that forgets, what it asks where a copy stays and where none does, and the answers."""


def records_of(
    files: tuple[UploadedFile, ...], progress: Progress = no_progress
) -> tuple[Record, ...]:
    """Return what progress files hold; ``BadInput`` where one of them is none.

    >>> records_of((UploadedFile("cat.png", b"not a cat"),))
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: cat.png is not loaded, and nothing is changed: it is no JSON, \
as a progress file is, or was cut off.
    """
    found = []
    for file in files:
        record = parse(file.content)
        if record is None:
            why = why_no_progress(file.content)
            raise BadInput(f"{file.name} is not loaded, and nothing is changed: {why}.")
        found.append(record)
    return tuple(found)


FILES = Upload("files", "Load a progress file", (".json",), 40 * MEGABYTE, records_of)
SAVED: Download[None] = Download(
    "mine", "Save my progress file", progress.FILE_NAME, lambda _: progress_exchange.exported(),
    "application/json",
)  # fmt: skip


class ProgressCard(LiveOutput):
    """A live card: ``save()`` gives the file's text, ``load(name, content)`` takes one."""

    kind = "progress file"

    def __init__(self, session: Session) -> None:
        self._session, self._arrivals = session, Arrivals((FILES,))
        self._file: dict[str, Any] = {}
        button = {"name": SAVED.name, "label": SAVED.label, "prints": SAVED.prints}
        fixed = {"words": WORDS, "control": told(FILES, more=False), "downloads": [button]}
        super().__init__({**fixed, "forget": FORGET})
        session.add(self)
        self.show()

    def save(self) -> str:
        """Return the text of the progress file; ``BadInput`` where nothing is saved."""
        return SAVED.content(None)

    def load(self, name: str, content: bytes) -> str:
        """Add what a progress file holds to what is saved here, and say so.

        Raises ``BadInput`` for what is no progress file; then nothing is changed.
        """
        self.set(files=FILES.read((UploadedFile(name, content),)))
        self.show()
        return self.note

    def forget(self, *, keeps_copy: bool = True) -> str:
        """Forget all answers and the learner's own position, and say so.

        A copy of the answers stays beside the file, as ``progress.reset`` keeps it, or none does.
        """
        said = [progress.reset() if keeps_copy else progress.erase()]
        if own_numbers.is_position_kept():
            said.append(own_numbers.forget_position())
        self.say(" ".join(said), "good")
        self._session.changed()
        return self.note

    def set(self, **values: Any) -> None:
        """Take in what was read from files that have come, and tell whoever shows what is done."""
        self.say(progress_exchange.imported(values[FILES.name].found), "good")
        self._session.changed()

    def close(self) -> None:
        """End it; files that are on their way are let go."""
        self._arrivals.stop()
        super().close()

    def _act(self, asked: Mapping[str, Any]) -> None:
        self._file = {}
        self.say("")
        match asked.get("act"):
            case "download":
                self._file = {"turn": self._turn, "print": False, **SAVED.as_told(None)}
            case "forget":
                self.forget(keeps_copy=bool(asked.get("copy", True)))
            case "piece":
                self._arrivals.take(asked)
            case "read":
                self._arrivals.read(FILES.name, self)
            case "stop":
                self._arrivals.stop(FILES.name)

    def _shown(self) -> dict[str, Any]:
        return {"file": self._file, "arriving": self._arrivals.shown}

    def _twin(self) -> str:
        return card_html(paragraph(WORDS), TO_PRESS)

    def __str__(self) -> str:
        return f"{WORDS}\n{TO_PRESS}"
