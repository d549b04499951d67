"""The lines of a file, whatever its encoding; what is no text is named, and never waited for."""

from __future__ import annotations

import codecs
import io
import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from margin_lessons.errors import BadInput, shown

FileOrLines = str | os.PathLike[str] | Iterable[str]

_MOST_BYTES, _LONGEST_LINE = 300_000_000, 10_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    # Before UTF-16, whose mark is how this one begins.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FILES = (
    (b"PK\x03\x04", "is packed, or a spreadsheet: unpack it, or save it as CSV"),
    (b"\x1f\x8b", "is packed: unpack it first"),
    (b"BZh", "is packed: unpack it first"),
    (b"\xfd7zXZ", "is packed: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "is packed: unpack it first"),
    (b"\xd0\xcf\x11\xe0", "is an old spreadsheet: save it as CSV"),
    (b"<!doctype", "is a web page: download the file that it links to"),
    (b"<html", "is a web page: download the file that it links to"),
    (b"<?xml", "is XML: save it as CSV"),
    (b"%PDF", "is a document to look at: save it as CSV"),
    (b"versionhttps://git-lfs", "only points to the real file: fetch that with 'git lfs pull'"),
    (b"[[", "is JSON: save it as CSV"),
    (b"[{", "is JSON: save it as CSV"),
    (b'{"', "is JSON: save it as CSV"),
)
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
        if encoding:
            notes.append(f"The file says no encoding: its letters are read as {encoding}.")
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
            if read > _MOST_BYTES:
                raise BadInput(
                    f"line {number}: more than {_MOST_BYTES:,} letters came and no end: take a "
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
    name = shown(str(path) if len(str(path)) < 58 else path.name)
    try:
        found = path.stat()  # before it is opened, as opening a pipe waits for its other end
        if not stat.S_ISREG(found.st_mode):
            kind = "a folder" if stat.S_ISDIR(found.st_mode) else "no regular file"
            raise BadInput(f"file {name} is {kind}: bars come as a CSV file.")
        if found.st_size > _MOST_BYTES:
            raise BadInput(
                f"file {name} has {found.st_size:,} bytes, more than {_MOST_BYTES:,}: take a part "
                "of it, or longer bars."
            )
        data = path.read_bytes()
    except OSError as problem:
        raise BadInput(f"file {name} cannot be read: {problem.strerror}.") from None
    except ValueError as problem:  # a path with a zero in it
        if isinstance(problem, BadInput):
            raise
        raise BadInput(f"file {name} cannot be read: {problem}.") from None
    start = b"".join(data[:64].removeprefix(codecs.BOM_UTF8).split()).lower()
    for mark, what in _OTHER_FILES:
        if start.startswith(mark.lower()):
            raise BadInput(f"file {name} {what}.")
    for encoding, assumed in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        if not _NO_TEXT.search(text):
            return text, assumed
    raise BadInput(f"file {name} is not text: bars come as CSV.")


def _encodings(data: bytes) -> list[tuple[str, str | None]]:
    """Return the encodings to try, each with its name where the file does not tell it."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return [(encoding, None)]
    # Every second byte of Latin letters and digits is zero in UTF-16.
    start = data[:2000]
    if start.count(0) * 3 > len(start):
        low = start[1::2].count(0) > start[::2].count(0)
        return [("utf-16-le" if low else "utf-16-be", "UTF-16")]
    return [("utf-8", None), ("cp1252", "Windows-1252")]
