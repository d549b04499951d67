"""Files on their way from a page to a panel: piece by piece, then read, beside everything else."""

from __future__ import annotations

import io
import time
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable, Iterable, Mapping
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import partial
from threading import Thread
from typing import Any, Protocol

from margin_lessons import words
from margin_lessons.errors import BadInput, pick
from margin_lessons.panels.controls import Control
from margin_lessons.panels.uploads import Upload, UploadedFile

READING = "reading files"
"""The name of the thread in which files are read."""
OFTEN = 0.25
"""Seconds from one word on how far it is to the next."""
LOST = "a piece of it was lost on its way: choose the files again"
STOPPED = "it was stopped: choose the files again"


@dataclass
class Arrival:
    """The files of one control that are on their way: what they are called, and what has come."""

    files: list[tuple[str, int]]
    came: list[io.BytesIO] = field(default_factory=list)
    done: int = 0
    doing: str = "Handing over"
    is_stopped: bool = False

    @property
    def of(self) -> int:
        """All the bytes there are to come, or to be read."""
        return sum(size for _, size in self.files)

    @property
    def is_whole(self) -> bool:
        """Whether everything has come."""
        return [size for _, size in self.files] == [len(each.getbuffer()) for each in self.came]

    @property
    def shown(self) -> dict[str, Any]:
        """How far it is, as the page shows it."""
        names = ", ".join(name for name, _ in self.files)
        far = f"{words.file_size(self.done)} of {words.file_size(self.of)}"
        return {"words": f"{self.doing} {names}: {far}.", "done": self.done, "of": self.of}

    def add(self, place: int, at: int, piece: bytes) -> None:
        """Take a piece of the file at a place; ``BadInput`` when the one before it is missing."""
        if at == 0 and place == len(self.came):
            self.came.append(io.BytesIO())
        here = self.came[place] if 0 <= place < len(self.came) else None
        if here is None or here.tell() != at:
            raise BadInput(f"the file is not whole, for {LOST}.")
        here.write(piece)
        self.done += len(piece)

    def taken(self) -> tuple[UploadedFile, ...]:
        """Return the files that have come; what was kept of them is let go."""
        pairs = zip(self.files, self.came, strict=True)
        # The bytes of a buffer are handed on without a copy of them.
        files = tuple(UploadedFile(name, came.getvalue()) for (name, _), came in pairs)
        self.came = []
        return files


class Home(Protocol):
    """The panel to which files come."""

    def show(self) -> None:
        """Show how far they are."""

    def set(self, **values: Any) -> object:
        """Take what was read as the value of a control."""

    def surely(self, act: Callable[[], object]) -> None:
        """Do something and show what comes of it."""


class Arrivals:
    """All that is on its way to one panel."""

    def __init__(self, controls: Iterable[Control]) -> None:
        self._controls = {one.name: one for one in controls if isinstance(one, Upload)}
        self._under_way: dict[str, Arrival] = {}

    @property
    def shown(self) -> dict[str, Any]:
        """How far each control's files are, as the page shows it."""
        return {name: one.shown for name, one in self._under_way.items()}

    def take(self, asked: Mapping[str, Any]) -> None:
        """Take a piece of the files of a control; the first one begins anew.

        Raises ``BadInput`` where they are too large, or a piece is missing.
        """
        control = pick("control", asked.get("name"), self._controls, "those that take files")
        place, at = int(asked["file"]), int(asked["at"])
        if place == at == 0:
            self.stop(control.name)
            files = [(str(name), int(size)) for name, size in asked["files"]]
            control.check_sizes(files)
            self._under_way[control.name] = Arrival(files)
        arrival = self._under_way.get(control.name)
        if arrival is None:
            raise BadInput(f"the file is not taken, for {STOPPED}.")
        try:
            arrival.add(place, at, b64decode(asked["data"], validate=True))
        except (BadInput, NotBase64):
            self.stop(control.name)
            raise

    def read(self, name: str, home: Home) -> None:
        """Read the files of a control, which have come whole, beside everything else if it can be.

        Raises ``BadInput`` where they are not whole.
        """
        arrival = self._under_way.get(name)
        if arrival is None or not arrival.is_whole:
            self.stop(name)
            raise BadInput(f"the file is not whole, for {LOST}.")
        arrival.doing, arrival.done = "Reading", 0
        args = (self._read, name, arrival, home)
        read = Thread(target=copy_context().run, args=args, name=READING, daemon=True)
        try:
            read.start()
        except RuntimeError:  # a kernel in a browser has one thread
            self._read(name, arrival, home)

    def stop(self, name: str = "") -> None:
        """Let go of what is on its way to a control, or to all."""
        for one in [name] if name else list(self._under_way):
            arrival = self._under_way.pop(one, None)
            if arrival is not None:
                arrival.is_stopped = True

    def _read(self, name: str, arrival: Arrival, home: Home) -> None:
        told = time.monotonic()

        def progress(done: int, of: int) -> None:
            nonlocal told
            if arrival.is_stopped:
                raise BadInput(f"the file is not read, for {STOPPED}.")
            # What a reader counts in may be other than bytes.
            arrival.done = round(arrival.of * done / of) if of else arrival.of
            if time.monotonic() - told >= OFTEN:
                told = time.monotonic()
                home.show()

        try:
            found = self._controls[name].read(arrival.taken(), progress)
        except BaseException as error:
            act: Callable[[], object] = partial(_raised, error)
        else:
            act = partial(home.set, **{name: found})
        if not arrival.is_stopped:
            self.stop(name)
            home.surely(act)


def _raised(error: BaseException) -> None:
    """Raise what went wrong, where it is shown."""
    raise error
