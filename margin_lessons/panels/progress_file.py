"""The progress file on the disk: only a regular file of ours is ever read, replaced or set aside.

A new file is written beside the old one and then takes its place, so a crash leaves one or the
other whole. What is damaged or forgotten is kept under another name. A folder, a pipe or a device
in the file's place is never touched; of a link, the file it leads to is written.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from margin_lessons.panels.file_lock import locked
from margin_lessons.panels.progress_record import Record, empty, parse, write

LARGEST = 20_000_000
"""Bytes; a learner's file has a few thousand, and what is longer is damaged."""

_KINDS = {
    stat.S_ISDIR: "a folder",
    stat.S_ISFIFO: "a pipe",
    stat.S_ISSOCK: "a socket",
    stat.S_ISCHR: "a device",
    stat.S_ISBLK: "a device",
}


def behind(path: Path) -> Path:
    """Return the file at ``path``, links followed; ``OSError`` when something else is there."""
    real = Path(os.path.realpath(path))
    try:
        _check_regular(os.stat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        # Making the folder of a link would fill the place of a drive that is not there just now.
        if os.path.islink(path) and not real.parent.is_dir():
            words = "it is a link into a folder that is not there"
            raise FileNotFoundError(errno.ENOENT, words) from None
    return real


def load(path: Path) -> Record | None:
    """Return what the file holds, None when it is damaged; ``OSError`` when it cannot be read."""
    # A pipe that took the file's place a moment ago would keep a plain open() waiting for ever.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(behind(path), flags)
    try:
        _check_regular(os.fstat(handle).st_mode)
        with os.fdopen(handle, "rb", closefd=False) as file:
            content = file.read(LARGEST + 1)
    finally:
        os.close(handle)
    return parse(content) if len(content) <= LARGEST else None


def update(path: Path, change: Callable[[Record], Record]) -> Path | None:
    """Write what ``change`` makes of the record; return where a damaged file was kept, or None.

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
        kept = _replace(target, content, "" if found is not None else "damaged")
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
            _check_writable(target)
            moved = _other_name(target, "before-reset")
            os.rename(target, moved)
            return moved
        data = load(target)
        if data is None:
            raise OSError(errno.EINVAL, "it is damaged")
        kept = _replace(target, write(change(data)), "before-reset")
    assert kept is not None
    return kept


def sweep(target: Path) -> None:
    """Delete what a killed save or an earlier version left beside the file, and nothing else."""
    ours = re.compile(re.escape(_prefix(target)) + r"[a-z0-9_]{8}\.tmp")
    earlier = re.compile(re.escape(target.stem) + r"[a-z0-9_]{8}\.tmp")
    lock = target.name + ".lock"
    with suppress(OSError), os.scandir(target.parent) as there:
        for item in there:
            name = item.name
            if not (ours.fullmatch(name) or earlier.fullmatch(name) or name == lock):
                continue
            with suppress(OSError):
                if item.is_file(follow_symlinks=False) and (
                    ours.fullmatch(name) or _left_by_an_earlier_version(item, name == lock)
                ):
                    os.unlink(item.path)


def _left_by_an_earlier_version(item: os.DirEntry[str], is_lock: bool) -> bool:
    """Return whether it is empty or, not being the lock, begins as a progress file does.

    The names of earlier versions were plain enough for somebody else to use them too.
    """
    if item.stat(follow_symlinks=False).st_size == 0:
        return True
    return not is_lock and Path(item.path).read_bytes().startswith(b'{\n "format": ')


def _prefix(target: Path) -> str:
    """Return how our temporary files begin: hidden, short, and of this one file."""
    return f".my_progress-{hashlib.sha256(os.fsencode(target.name)).hexdigest()[:8]}-"


def _check_regular(mode: int) -> None:
    if not stat.S_ISREG(mode):
        kind = next((words for is_one, words in _KINDS.items() if is_one(mode)), "no file")
        raise OSError(errno.EINVAL, f"it is {kind}; it stays as it is, and only a file is replaced")


def _check_writable(target: Path) -> int | None:
    """Return the permissions of the file, None where there is none; refuse a protected one."""
    if not target.exists():
        return None
    mode = stat.S_IMODE(os.stat(target).st_mode)
    if not mode & 0o222:
        raise PermissionError(errno.EACCES, "it is write-protected")
    return mode


def _replace(target: Path, content: bytes, why: str) -> Path | None:
    """Put a file with ``content`` in the place of the old one, which is kept when there is a why.

    All that can fail for want of room is done before the old file is touched.
    """
    mode, kept = _check_writable(target), None
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=_prefix(target), suffix=".tmp")
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            os.chmod(new, mode)
        if why:
            kept = _second_name(target, why)
        _take_the_place(new, target)
    except BaseException:
        new.unlink(missing_ok=True)
        if kept is not None:
            kept.unlink(missing_ok=True)
        raise
    return kept


def _take_the_place(new: Path, target: Path) -> None:
    """Replace the file; on Windows that has to wait while another notebook is reading it."""
    for wait in (0.01, 0.03, 0.1, 0.3):
        try:
            os.replace(new, target)
            return
        except PermissionError:
            time.sleep(wait)
    os.replace(new, target)


def _second_name(target: Path, why: str) -> Path:
    """Give the file a second name, or make a copy where a file can have one name only."""
    kept = _other_name(target, why)
    try:
        os.link(target, kept)
    except (OSError, AttributeError, NotImplementedError):
        try:
            with target.open("rb") as old, kept.open("xb") as copy:
                shutil.copyfileobj(old, copy)
                copy.flush()
                os.fsync(copy.fileno())
        except FileExistsError:
            raise
        except BaseException:
            kept.unlink(missing_ok=True)
            raise
    return kept


def _other_name(target: Path, why: str) -> Path:
    """Return a name beside the file that nothing has; a long one is cut, or it were too long."""
    while True:
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
        kept = target.with_name(f"{target.stem[:40]}.{why}-{stamp}{target.suffix[:10]}")
        if not os.path.lexists(kept):
            return kept
