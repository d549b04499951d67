"""The progress file on the disk: only a regular file of ours is ever read, replaced or set aside.

What is damaged or forgotten is kept under another name (``safe_file`` tells how it is written).
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from margin_lessons.panels import safe_file
from margin_lessons.panels.file_lock import locked
from margin_lessons.panels.progress_record import Record, empty, parse, write
from margin_lessons.panels.safe_file import behind


def load(path: Path) -> Record | None:
    """Return what the file holds, None when it is damaged; ``OSError`` when it cannot be read."""
    content = safe_file.content_of(behind(path))
    return None if content is None else parse(content)


def update(path: Path, change: Callable[[Record], Record], keep: str = "") -> Path | None:
    """Write what ``change`` makes of the record; return where the file before was kept, or None.

    A damaged one is always kept, one that is whole where ``keep`` says why.
    Raises ``OSError`` when it cannot be written and ``ValueError`` when the record cannot be.
    """
    target = behind(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    with locked(target.parent) as alone:
        if alone:
            sweep(target)
        there = target.exists()
        found = load(target) if there else empty()
        content = write(change(empty() if found is None else found))
        why = "damaged" if found is None else keep if there else ""
        kept = safe_file.replace(target, content, why)
    return kept


def forget(path: Path, change: Callable[[Record], Record] | None) -> Path:
    """Keep a copy and write what ``change`` makes of the record; without one, begin anew.

    Returns the copy. Raises ``OSError`` when nothing can be written, or nothing be read.
    """
    target = behind(path)
    with locked(target.parent) as alone:
        if alone:
            sweep(target)
        if change is None:
            safe_file.check_writable(target)
            moved = safe_file.other_name(target, "before-reset")
            os.rename(target, moved)
            return moved
        data = load(target)
        if data is None:
            raise OSError(errno.EINVAL, "it is damaged")
        kept = safe_file.replace(target, write(change(data)), "before-reset")
    assert kept is not None
    return kept


def sweep(target: Path) -> None:
    """Delete what a killed save or an earlier version left beside the file, and nothing else."""
    safe_file.sweep_temporary(target)
    earlier = re.compile(re.escape(target.stem) + r"[a-z0-9_]{8}\.tmp")
    lock = target.name + ".lock"
    with suppress(OSError), os.scandir(target.parent) as there:
        for item in there:
            if not (earlier.fullmatch(item.name) or item.name == lock):
                continue
            with suppress(OSError):
                is_file = item.is_file(follow_symlinks=False)
                if is_file and _left_by_an_earlier_version(item, item.name == lock):
                    os.unlink(item.path)


def _left_by_an_earlier_version(item: os.DirEntry[str], is_lock: bool) -> bool:
    """Return whether it is empty or, not being the lock, begins as a progress file does.

    The names of earlier versions were plain enough for somebody else to use them too.
    """
    if item.stat(follow_symlinks=False).st_size == 0:
        return True
    return not is_lock and Path(item.path).read_bytes().startswith(b'{\n "format": ')
