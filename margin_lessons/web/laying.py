"""Lays the notebooks of the course into a learner's folder, and never over a learner's own work.

A small file beside them holds what was laid. A notebook whose text is still the laid one is renewed
when the course has a newer one. What a learner has written stays, and the newer one lies beside it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from margin_lessons.errors import BadInput
from margin_lessons.panels import safe_file
from margin_lessons.panels.file_lock import locked
from margin_lessons.web.course_files import course_files

RECORD = ".margin_lessons.json"
"""The file that holds, for each notebook laid, the digests of its bytes and of its text."""

Laid = dict[str, list[str]]


def lay_notebooks(folder: Path) -> tuple[str, ...]:
    """Make a folder hold the notebooks of the course; return one sentence for each kept one.

    Nothing is done in the folder that they come from. Raises ``BadInput`` for a folder that is a
    file, or that cannot be written to.
    """
    source = course_files("notebooks")
    if folder.exists() and folder.samefile(source):
        return ()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Two starts at once would each take the other's notebooks for a learner's own.
        with locked(folder) as alone:
            laid = _record(folder)
            paths = sorted(source.glob("*.ipynb"))
            for name in (RECORD, *(path.name for path in paths)) if alone else ():
                safe_file.sweep_temporary(folder / name)
            said = [_lay(path, folder, laid) for path in paths]
    except OSError as error:
        raise BadInput(
            f"folder {str(folder)!r} cannot hold the notebooks ({safe_file.reason(error)}): they "
            "are laid there to be opened and changed. Name another folder: margin-lessons FOLDER."
        ) from None
    return tuple(sentence for sentence in said if sentence)


def _lay(source: Path, folder: Path, laid: Laid) -> str:
    """Lay one notebook at the first of its names that is free; return what is to be said of it."""
    new = source.read_bytes()
    digest, text = _digest(new), _text_digest(new)
    for name in _names(source.stem):
        target, is_beside = folder / name, name != source.name
        known = laid.get(name, ["", ""])
        if known[0] == digest and (is_beside or target.exists()):
            return ""  # this very edition was laid here before, whatever has become of it
        if not target.exists() or _text_digest(target.read_bytes()) in (known[1], text):
            safe_file.replace(target, new)
            laid[name] = [digest, text]
            # Now and not at the end: what is cut short must not take its own work for a learner's.
            safe_file.replace(folder / RECORD, json.dumps(laid, indent=1).encode())
            return _kept(source.name, name) if is_beside else ""
    raise AssertionError("there is always one more name")


def _names(stem: str) -> Iterator[str]:
    yield f"{stem}.ipynb"
    yield f"{stem}.new.ipynb"
    yield from (f"{stem}.new{number}.ipynb" for number in count(2))


def _kept(name: str, beside: str) -> str:
    return f"You have changed {name}, so it stays as it is; the newer one is {beside} beside it."


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _text_digest(content: bytes) -> str:
    """Return the digest of what is written in a notebook; what its cells put out is no text."""
    try:
        cells = [
            [cell["cell_type"], "".join(cell["source"])] for cell in json.loads(content)["cells"]
        ]
    except (ValueError, TypeError, KeyError):  # no notebook any more
        return _digest(content)
    return _digest(json.dumps(cells).encode())


def _record(folder: Path) -> Laid:
    """Return what was laid before; nothing where that is not known."""
    try:
        record = json.loads((folder / RECORD).read_bytes())
        return {str(name): [str(digest), str(text)] for name, (digest, text) in record.items()}
    except (FileNotFoundError, ValueError, TypeError, AttributeError):
        return {}
