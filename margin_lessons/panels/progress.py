"""A learner's progress: predictions, quiz tries and exercises in one small JSON file.

The file lies beside the notebooks (or where MARGIN_LESSONS_PROGRESS says), can be read and deleted,
and is never sent anywhere. It is written to a new file that then takes the old one's place, so a
crash leaves one or the other whole; a lock lets two notebooks write at once and lose nothing; a
damaged file is kept aside and reported.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from numbers import Real
from pathlib import Path
from typing import Any

ENVIRONMENT = "MARGIN_LESSONS_PROGRESS"
FILE_NAME = "my_progress.json"
FORMAT = 1

_TRIED = {"tries": int, "passed": bool}
_FIELDS = {
    "predictions": {"value": Real, "confidence": str, "outcome": Real},
    "quiz": _TRIED,
    "exercises": _TRIED,
}
"""What an entry of each kind must hold to be resumed."""

Record = dict[str, Any]


def path() -> Path:
    """Return where progress is kept: MARGIN_LESSONS_PROGRESS, or the folder of the notebook."""
    return Path(os.environ.get(ENVIRONMENT) or Path.cwd() / FILE_NAME)


def read() -> Record:
    """Return all that is saved; an empty record when nothing is, or when it cannot be read."""
    return _load_or_empty(path())


def record(lesson: str, kind: str, name: str, entry: Record) -> str:
    """Save ``entry`` under lesson, kind and name, beside what is there; return a note or ''.

    The note is one sentence when something was out of the ordinary: a damaged file that was set
    aside, or a folder that cannot be written to. Learning goes on in either case.
    """

    def add(data: Record) -> Record:
        data["lessons"].setdefault(lesson, {}).setdefault(kind, {})[name] = {
            **entry,
            "when": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        return data

    try:
        return _update(add)
    except OSError as error:
        return f"Your answer is not saved: {path()} cannot be written ({_reason(error)})."


def entry(lesson: str, kind: str, name: str) -> Record | None:
    """Return what is saved under lesson, kind and name, or None."""
    return read()["lessons"].get(lesson, {}).get(kind, {}).get(name)


def reset(lesson: str | None = None) -> str:
    """Forget one lesson, or all of them, and say so. A copy stays beside the file."""
    target = path()
    if not target.exists():
        return f"There is no progress to forget: {target} does not exist."
    try:
        with _locked(target):
            return _forget_all(target) if lesson is None else _forget(target, lesson)
    except OSError as error:
        return f"Nothing is forgotten: {target} cannot be written ({_reason(error)})."


def _forget_all(target: Path) -> str:
    kept = _aside(target, "before-reset")
    return f"Progress of all lessons is forgotten; a copy is kept in {kept.name}."


def _forget(target: Path, lesson: str) -> str:
    data = _load(target)
    if data is None:
        return f"Nothing is forgotten: {target} is damaged. progress.reset() sets it aside whole."
    if lesson not in data["lessons"]:
        saved = ", ".join(sorted(data["lessons"])) or "none"
        return f"Nothing is saved under lesson {lesson!r}; lessons with progress: {saved}."
    kept = _beside(target, "before-reset")
    shutil.copyfile(target, kept)
    del data["lessons"][lesson]
    _write(target, data)
    return f"Progress of lesson {lesson} is forgotten; a copy is kept in {kept.name}."


def _empty() -> Record:
    return {"format": FORMAT, "lessons": {}}


def _is_record(data: object) -> bool:
    """Return whether ``data`` has this format, down to the fields that are resumed."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        return False
    lessons = data.get("lessons")
    return _is_tree(lessons, 3) and all(
        isinstance(entry.get(field), kind_of_value)
        for lesson in lessons.values()
        for kind, entries in lesson.items()
        for entry in entries.values()
        for field, kind_of_value in _FIELDS.get(kind, {}).items()
    )


def _is_tree(data: object, depth: int) -> bool:
    """Return whether ``data`` is a mapping, and so is all that is in it down to ``depth``."""
    if not isinstance(data, dict):
        return False
    return depth == 0 or all(_is_tree(part, depth - 1) for part in data.values())


def _load(source: Path) -> Record | None:
    """Return what the file holds, or None when it is damaged; ``OSError`` when it is not there."""
    try:
        data = json.loads(source.read_text(encoding="utf-8"), parse_constant=_refuse)
    except ValueError:
        return None
    return data if _is_record(data) else None


def _refuse(constant: str) -> None:
    # Python reads NaN and Infinity, which are no JSON and would not be written again.
    raise ValueError(constant)


def _load_or_empty(source: Path) -> Record:
    try:
        return _load(source) or _empty()
    except OSError:
        return _empty()


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _update(change: Callable[[Record], Record]) -> str:
    target = path()
    target.parent.mkdir(parents=True, exist_ok=True)
    with _locked(target):
        note, data = "", _empty()
        if target.exists():
            found = _load(target)
            if found is None:
                kept = _aside(target, "damaged")
                note = (
                    f"Your progress file was damaged; it is kept as {kept.name}, a new one begins."
                )
            data = found or data
        _write(target, change(data))
    return note


def _write(target: Path, data: Record) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=target.stem, suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(data, file, indent=1, sort_keys=True, allow_nan=False)
            file.flush()
            os.fsync(file.fileno())
        _take_the_place(Path(name), target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _take_the_place(new: Path, target: Path) -> None:
    """Replace the file; on Windows that has to wait while another notebook is reading it."""
    for wait in (0.01, 0.03, 0.1, 0.3):
        try:
            os.replace(new, target)
            return
        except PermissionError:
            time.sleep(wait)
    os.replace(new, target)


def _aside(target: Path, why: str) -> Path:
    kept = _beside(target, why)
    os.replace(target, kept)
    return kept


def _beside(target: Path, why: str) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    return target.with_name(f"{target.stem}.{why}-{stamp}{target.suffix}")


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    """Hold the lock beside the file; the operating system frees it when a kernel dies."""
    with open(target.with_name(target.name + ".lock"), "a+b") as lock:
        _lock(lock)
        try:
            yield
        finally:
            _unlock(lock)


if os.name == "nt":  # pragma: no cover - the other branch runs elsewhere
    import msvcrt

    def _lock(file: Any) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)

    def _unlock(file: Any) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: Any) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)

    def _unlock(file: Any) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
