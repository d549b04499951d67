"""The lines of a file, whatever its encoding; what is no text is named, and never waited for."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from margin_lessons.errors import BadInput, shown
from margin_lessons.market.reading.file_bytes import (
    MOST_BYTES,
    encodings,
    file_name,
    other_file,
    read_bytes,
)

FileOrLines = str | os.PathLike[str] | Iterable[str]

_LONGEST_LINE = 10_000
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")


class Text(NamedTuple):
    """Lines with their numbers, those that are blank left out, and what was assumed of them."""

    lines: list[tuple[int, str]]
    notes: list[str]


def read_text(source: FileOrLines) -> Text:
    """Return the lines of a file, given by its path or as lines (an open file).

    Raises ``BadInput`` for what cannot be read or is no text. Only a regular file is opened: a pipe
    or a device may never end.
    """
    notes: list[str] = []
    if isinstance(source, (str, os.PathLike)):
        text, encoding = _decoded(_path(source))
        notes += assumed_encoding(encoding)
        source = io.StringIO(text, newline=None)
    lines = []
    try:
        if isinstance(source, (bytes, bytearray)) or not np.iterable(source):
            raise BadInput(
                f"file {shown(source)} is neither a path nor lines: bars come as CSV text."
            )
        read = 0
        for number, line in enumerate(_each(source), start=1):
            text = _checked(number, line)
            if text.strip():
                lines.append((number, text))
            read += len(text) + 1
            if read > MOST_BYTES:
                raise BadInput(
                    f"line {number}: more than {MOST_BYTES:,} letters came and no end: take a "
                    "part of it, or longer bars."
                )
    except UnicodeDecodeError:
        raise BadInput(
            "file is not text in the encoding it was opened with: give its path."
        ) from None
    except (ValueError, OSError) as problem:  # a file that is closed, or open for writing
        if isinstance(problem, BadInput):
            raise
        raise BadInput(
            f"file {shown(source)} cannot be read: {str(problem).rstrip('.')}."
        ) from None
    return Text(lines, notes)


def assumed_encoding(encoding: str | None) -> list[str]:
    """Return what is to be said of an encoding that had to be assumed.

    >>> assumed_encoding(None)
    []
    """
    if encoding is None:
        return []
    return [f"The file says no encoding: its letters are read as {encoding}."]


def _each(source: Iterable[str]) -> Iterable[str]:
    """Return the lines of a source; of an open file no more than a line of a bar may have.

    A device may be one line without an end. The text of a path is here already.
    """
    longest = None if isinstance(source, io.StringIO) else getattr(source, "readline", None)
    return source if longest is None else iter(lambda: longest(_LONGEST_LINE + 1), "")


def _checked(number: int, line: object) -> str:
    if not isinstance(line, str):
        raise BadInput(f"line {number}: {shown(line)} is not text: bars come as CSV text.")
    if len(line) > _LONGEST_LINE:
        raise BadInput(
            f"line {number}: it has {len(line):,} letters: the line of a bar is no longer than "
            f"{_LONGEST_LINE:,}."
        )
    line = line.rstrip("\r\n").removeprefix("\ufeff")
    if "\n" in line:
        raise BadInput(f"line {number}: {shown(line)} is more than one line: split it.")
    return line


def _path(source: str | os.PathLike[str]) -> Path:
    if isinstance(source, str) and "\n" in source:
        raise BadInput(
            f"file {shown(source)} is the text of a file and no path: give text.splitlines()."
        )
    try:
        return Path(os.fsdecode(source))
    except (TypeError, ValueError) as problem:
        raise BadInput(f"file {shown(source)} is no path: {problem}.") from None


def _decoded(path: Path) -> tuple[str, str | None]:
    """Return the text of a file, and its encoding where that had to be assumed."""
    data = read_bytes(path, "bars come", "take a part of it, or longer bars")
    return decoded(data, file_name(path))


def decoded(data: bytes, name: str) -> tuple[str, str | None]:
    """Return the text of a file's bytes, and its encoding where that had to be assumed.

    Raises ``BadInput`` with the file's ``name`` for what is no text.

    >>> decoded(b"time,open", "'bars.csv'")
    ('time,open', None)
    """
    if what := other_file(data):
        raise BadInput(f"file {name} {what}.")
    for encoding, assumed in encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        if not _NO_TEXT.search(text):
            return text, assumed
    raise BadInput(f"file {name} is not text: bars come as CSV.")
