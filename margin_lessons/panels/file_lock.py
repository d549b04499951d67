"""A lock that two notebooks share, and that leaves nothing for a learner to see.

Locked is the folder itself. Where a folder cannot be locked (on Windows, on some network drives)
it is an empty file among the system's temporary ones that stands for it; where nothing can be
locked at all (a kernel inside a browser, which is alone) the work goes on without. The operating
system frees a lock when its holder dies.
"""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any


def _module(name: str) -> Any:
    """Return a module of the system, or None where it is not there."""
    try:
        return import_module(name)
    except ImportError:
        return None


fcntl = _module("fcntl")  # not on Windows; in a browser it may be there without ``flock``
msvcrt = _module("msvcrt")  # on Windows only

PATIENCE = 10.0
"""Seconds to wait for another notebook; a save takes a hundredth of one."""

_HELD = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


@contextmanager
def locked(folder: Path, patience: float = PATIENCE) -> Iterator[bool]:
    """Hold the lock of a folder and give whether there is one to hold.

    Raises ``TimeoutError`` when another holder does not let go within ``patience`` seconds.
    """
    handle = _lock(folder, patience)
    try:
        yield handle is not None
    finally:
        if handle is not None:
            _release(handle)


def stand_in(folder: Path) -> Path:
    """Return the temporary file that stands for a folder that cannot be locked itself."""
    mark = hashlib.sha256(os.fsencode(os.path.realpath(folder))).hexdigest()[:16]
    owner = os.getuid() if hasattr(os, "getuid") else 0
    return Path(tempfile.gettempdir()) / f"margin_lessons-{owner}-{mark}.lock"


def _lock(folder: Path, patience: float) -> int | None:
    """Return the open handle that holds the lock, or None where nothing can be locked."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    # Asking where temporary files go writes one there: it is asked only when it is needed.
    for how in (os.O_RDONLY, flags):
        try:
            handle = os.open(folder if how == os.O_RDONLY else stand_in(folder), how, 0o600)
        except OSError:
            continue
        try:
            _wait(handle, patience)
        except TimeoutError:
            os.close(handle)
            raise
        except OSError:
            os.close(handle)
            continue
        return handle
    return None


def _wait(handle: int, patience: float) -> None:
    end = time.monotonic() + patience
    while not _took(handle):
        if time.monotonic() > end:
            raise TimeoutError(errno.ETIMEDOUT, "another notebook holds it and does not let go")
        time.sleep(0.01)


def _took(handle: int) -> bool:
    """Return whether the lock was free and is now ours; ``OSError`` where none can be had."""
    try:
        if hasattr(fcntl, "flock"):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        elif msvcrt is not None:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    except OSError as error:
        if error.errno in _HELD:
            return False
        raise
    return True


def _release(handle: int) -> None:
    if not hasattr(fcntl, "flock") and msvcrt is not None:
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
    os.close(handle)
