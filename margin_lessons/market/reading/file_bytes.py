"""The bytes of a file, their encoding, and what a file is that is no text."""

from __future__ import annotations

import codecs
import stat
from pathlib import Path

from margin_lessons.errors import BadInput, shown

MOST_BYTES = 300_000_000

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
)
_JSON = (b"[[", b"[{", b'{"')


def file_name(path: Path) -> str:
    """Return a file's name as an error shows it: its whole path only where that is short."""
    return shown(str(path) if len(str(path)) < 58 else path.name)


def read_bytes(path: Path, wanted: str, less: str, *, json: bool = False) -> bytes:
    """Return the bytes of a regular file, or raise ``BadInput`` for what it is instead.

    ``wanted`` says what comes ("bars come"), ``less`` what helps where it is too much, and ``json``
    that JSON is read, too.
    """
    name = file_name(path)
    try:
        found = path.stat()  # before it is opened, as opening a pipe waits for its other end
        if not stat.S_ISREG(found.st_mode):
            kind = "a folder" if stat.S_ISDIR(found.st_mode) else "no regular file"
            raise BadInput(f"file {name} is {kind}: {wanted} as a CSV file.")
        if found.st_size > MOST_BYTES:
            raise BadInput(
                f"file {name} has {found.st_size:,} bytes, more than {MOST_BYTES:,}: {less}."
            )
        data = path.read_bytes()
    except OSError as problem:
        raise BadInput(f"file {name} cannot be read: {problem.strerror}.") from None
    except ValueError as problem:  # a path with a zero in it
        if isinstance(problem, BadInput):
            raise
        raise BadInput(f"file {name} cannot be read: {problem}.") from None
    if what := other_file(data, json=json):
        raise BadInput(f"file {name} {what}.")
    return data


def other_file(data: bytes, *, json: bool = False) -> str | None:
    """Return what bytes are and what helps, where their beginning says that they are no CSV.

    >>> other_file(b"%PDF-1.7"), other_file(b"txid,refid,time")
    ('is a document to look at: save it as CSV', None)
    """
    start = b"".join(data[:64].removeprefix(codecs.BOM_UTF8).split()).lower()
    if not json and start.startswith(_JSON):
        return "is JSON: save it as CSV"
    return next((what for mark, what in _OTHER_FILES if start.startswith(mark.lower())), None)


def encodings(data: bytes) -> list[tuple[str, str | None]]:
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
