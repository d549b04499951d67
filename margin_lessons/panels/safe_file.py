"""A small file of the learner's on the disk: only a regular file is ever read or replaced.

A new file is written beside the old one and then takes its place, so a crash leaves one or the
other whole. A folder, a pipe or a device in the file's place is never touched; of a link, the file
it leads to is written.
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
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

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


def content_of(real: Path) -> bytes | None:
    """Return the bytes of a file, None when there are too many; ``OSError`` when it is no file."""
    # A pipe that took the file's place a moment ago would keep a plain open() waiting for ever.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(real, flags)
    try:
        _check_regular(os.fstat(handle).st_mode)
        with os.fdopen(handle, "rb", closefd=False) as file:
            content = file.read(LARGEST + 1)
    finally:
        os.close(handle)
    return content if len(content) <= LARGEST else None


def prefix(target: Path) -> str:
    """Return how our temporary files begin: hidden, short, and of this one file."""
    return f".{target.stem[:20]}-{hashlib.sha256(os.fsencode(target.name)).hexdigest()[:8]}-"


def sweep_temporary(target: Path) -> None:
    """Delete what a killed save left beside the file, and nothing else."""
    left = re.compile(re.escape(prefix(target)) + r"[a-z0-9_]{8}\.tmp")
    with suppress(OSError), os.scandir(target.parent) as there:
        for item in there:
            with suppress(OSError):
                if left.fullmatch(item.name) and item.is_file(follow_symlinks=False):
                    os.unlink(item.path)


def _check_regular(mode: int) -> None:
    if not stat.S_ISREG(mode):
        kind = next((words for is_one, words in _KINDS.items() if is_one(mode)), "no file")
        raise OSError(errno.EINVAL, f"it is {kind}; it stays as it is, and only a file is replaced")


def check_writable(target: Path) -> int | None:
    """Return the permissions of the file, None where there is none; refuse a protected one."""
    if not target.exists():
        return None
    mode = stat.S_IMODE(os.stat(target).st_mode)
    if not mode & 0o222:
        raise PermissionError(errno.EACCES, "it is write-protected")
    return mode


def replace(target: Path, content: bytes, why: str = "") -> Path | None:
    """Put a file with ``content`` in the place of the old one, which is kept when there is a why.

    All that can fail for want of room is done before the old file is touched.
    """
    mode, kept = check_writable(target), None
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=prefix(target), suffix=".tmp")
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
    kept = other_name(target, why)
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


def other_name(target: Path, why: str) -> Path:
    """Return a name beside the file that nothing has; a long one is cut, or it were too long."""
    while True:
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
        kept = target.with_name(f"{target.stem[:40]}.{why}-{stamp}{target.suffix[:10]}")
        if not os.path.lexists(kept):
            return kept


def copies(target: Path) -> list[Path]:
    """Return what was kept of the file under other names."""
    stem, suffix = re.escape(target.stem[:40]), re.escape(target.suffix[:10])
    kept = re.compile(rf"{stem}\.[a-z-]+-\d{{8}}-\d{{6}}-\d{{6}}{suffix}")
    return [one for one in target.parent.iterdir() if kept.fullmatch(one.name)]


def reason(error: Exception) -> str:
    """Return why a file cannot be read or written, in the system's words."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
