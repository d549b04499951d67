"""A control that takes files: the page hands them to the kernel, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from margin_lessons import words
from margin_lessons.errors import BadInput, all_of

Progress = Callable[[int, int], None]
"""Is told how many bytes of all are read; it raises ``BadInput`` where reading is to stop."""

MEGABYTE = 1_000_000


def no_progress(done: int, of: int) -> None:
    """Take a progress that nobody watches."""


@dataclass(frozen=True)
class UploadedFile:
    """One file as it was chosen: its name and what is in it."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, eq=False)
class Uploaded:
    """What was read from some files: their names and sizes, and what was ``found`` in them.

    The files' own bytes are not kept, unless they are what was found.
    """

    names: tuple[str, ...]
    sizes: tuple[int, ...]
    found: Any = field(repr=False)


@dataclass(frozen=True)
class Upload:
    """Files that are chosen or dropped, read once when they come.

    ``reads`` makes of the files what the model gets; without it the model gets the files, a tuple
    of ``UploadedFile``, which is empty at the start. ``accepts`` are the endings that the page
    offers, ``most`` the bytes of all files together, ``samples`` what a check sweeps.

    >>> files = Upload("files", "your exports", reads=lambda files, progress: len(files))
    >>> files.say(files.check((UploadedFile("trades.csv", b"time,price"),)))
    'trades.csv (10 bytes)'
    >>> files.model(files.start)
    0
    """

    name: str
    label: str
    accepts: tuple[str, ...] = (".csv", ".json")
    most: int = 500 * MEGABYTE
    reads: Callable[[tuple[UploadedFile, ...], Progress], Any] | None = None
    samples: tuple[UploadedFile, ...] = ()

    @property
    def named(self) -> str:
        """The label, as it stands over the field."""
        return self.label

    @cached_property
    def start(self) -> Uploaded:
        """No file; the same value each time, so that what stands at the start is known."""
        return self.read(())

    def read(self, files: tuple[UploadedFile, ...], progress: Progress = no_progress) -> Uploaded:
        """Return what was read from files; ``BadInput`` where they are too large or unreadable."""
        self.check_sizes([(file.name, len(file.content)) for file in files])
        found = self.reads(files, progress) if self.reads else files
        names = tuple(file.name for file in files)
        return Uploaded(names, tuple(len(file.content) for file in files), found)

    def check_sizes(self, files: list[tuple[str, int]]) -> None:
        """Raise ``BadInput`` when files of these names and sizes are more than can be taken."""
        total = sum(size for _, size in files)
        if total > self.most:
            names = " and ".join(name for name, _ in files)
            raise BadInput(
                f"{self.label}: {names} of {words.file_size(total)} is too large (allowed: up to "
                f"{words.file_size(self.most)}): files are held in memory while they are read, so "
                "export a shorter time."
            )

    def say(self, value: Uploaded) -> str:
        """Return the names and sizes of the files, as they are shown and spoken."""
        pairs = zip(value.names, value.sizes, strict=True)
        return ", ".join(f"{name} ({words.file_size(count)})" for name, count in pairs) or "no file"

    def model(self, value: Uploaded) -> Any:
        """Return what was found in the files, which the model reckons with."""
        return value.found

    def check(self, value: object) -> Uploaded:
        """Return files as they are read, or what was read already; ``BadInput`` for anything else.

        >>> Upload("files", "your exports").check("trades.csv")
        Traceback (most recent call last):
            ...
        margin_lessons.errors.BadInput: your exports 'trades.csv' is not an UploadedFile: a file \
has a name and bytes.
        """
        if isinstance(value, Uploaded):
            return value
        why = "a file has a name and bytes"
        if isinstance(value, str | bytes):  # these are rows of letters to Python
            raise BadInput(f"{self.label} {value!r:.60} is not an UploadedFile: {why}.")
        return self.read(all_of(self.label, value, UploadedFile, why=why))

    @property
    def probes(self) -> tuple[Uploaded, ...]:
        """The values a check sweeps: no file, and each of the samples."""
        return (self.start, *(self.read((sample,)) for sample in self.samples))
