"""One file that a learner hands in: its name for messages, and its bytes."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TextIO

from margin_lessons.errors import BadInput, shown
from margin_lessons.market.reading.file_bytes import (
    MOST_BYTES,
    encodings,
    other_file,
    read_bytes,
)

Progress = Callable[[int, int], object]
"""Called with the bytes read and all bytes; reading stops when it returns False."""

AnyFile = str | os.PathLike[str] | bytes | tuple[str, bytes]
"""A path, the text of a file, its bytes, or a name with its bytes, as an upload gives it."""


class StoppedReading(BadInput):
    """Somebody stopped the reading of a file: nothing of it is kept."""


class ExportFile(NamedTuple):
    """A file's name, as messages show it, and its bytes."""

    name: str
    data: bytes

    @classmethod
    def of(cls, source: AnyFile) -> ExportFile:
        """Return the bytes of a file, however it is given, or raise ``BadInput``.

        Text with more than one line is a file's text; any other text is a path.

        >>> ExportFile.of(("my_trades.csv", b"txid,time")).name
        'my_trades.csv'
        """
        if isinstance(source, tuple) and len(source) == 2:
            name, data = source
            if isinstance(name, str) and isinstance(data, (bytes, bytearray, memoryview)):
                return cls._checked(name, bytes(data))
        if isinstance(source, (bytes, bytearray, memoryview)):
            return cls._checked("the file", bytes(source))
        if isinstance(source, str) and ("\n" in source or "\r" in source or source[:1] in "[{"):
            return cls("the text", source.encode("utf-8", "replace"))
        try:
            path = Path(os.fsdecode(source))
        except (TypeError, ValueError):
            raise BadInput(
                f"file {shown(source)} is no path and no bytes: give the export's path."
            ) from None
        return cls(path.name, read_bytes(path, "trades come", "export a shorter time", json=True))

    @classmethod
    def _checked(cls, name: str, data: bytes) -> ExportFile:
        if len(data) > MOST_BYTES:
            raise BadInput(
                f"file {shown(name)} has {len(data):,} bytes, more than {MOST_BYTES:,}: export a "
                "shorter time."
            )
        if what := other_file(data, json=True):
            raise BadInput(f"file {shown(name)} {what}.")
        return cls(name, data)

    @property
    def is_json(self) -> bool:
        """Whether the file begins as JSON does."""
        encoding, _ = encodings(self.data)[0]
        start = self.data[:400].decode(encoding, "replace").lstrip("\ufeff \t\r\n")
        return start[:1] in ("[", "{")

    def opened(self) -> tuple[TextIO, Callable[[], int]]:
        """Return the file as text, its lines with their ends, and what counts the bytes read.

        Raises ``BadInput`` for what is no text.
        """
        raw = io.BytesIO(self.data)
        return io.TextIOWrapper(raw, encoding=self._encoding(), newline=""), raw.tell

    def tell(self, progress: Progress, done: int) -> None:
        """Tell ``progress`` how many bytes are read; ``StoppedReading`` when it says so."""
        if progress(done, len(self.data)) is False:
            raise StoppedReading(
                f"{self.name}: stopped after {done:,} of {len(self.data):,} bytes: nothing of it "
                "is kept."
            )

    def _encoding(self) -> str:
        found = encodings(self.data)
        if self.data.isascii() and len(found) > 1:  # what most exports are, and at once to be seen
            return found[0][0]
        for encoding, _ in found:
            try:
                text = self.data.decode(encoding)
            except UnicodeError:
                continue
            if "\0" not in text:
                return encoding
        raise BadInput(f"file {shown(self.name)} is not text: trades come as CSV.")
