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
        reason = error.strerror or type(error).__name__
        return f"Your answer is not saved: {path()} cannot be written ({reason})."


def entry(lesson: str, kind: str, name: str) -> Record | None:
    """Return what is saved under lesson, kind and name, or None."""
    return read()["lessons"].get(lesson, {}).get(kind, {}).get(name)


def reset(lesson: str | None = None) -> str:
    """Forget one lesson, or all of them, and say so. A copy stays beside the file."""
    target = path()
    if not target.exists():
        return f"There is no progress to forget: {target} does not exist."
    with _locked(target):
        if lesson is None:
            kept = _aside(target, "before-reset")
        else:
            data = _load_or_empty(target)
            if lesson not in data["lessons"]:
                saved = ", ".join(sorted(data["lessons"])) or "none"
                return f"Nothing is saved under lesson {lesson!r}; lessons with progress: {saved}."
            kept = _beside(target, "before-reset")
            shutil.copyfile(target, kept)
            del data["lessons"][lesson]
            _write(target, data)
    what = "all lessons" if lesson is None else f"lesson {lesson}"
    return f"Progress of {what} is forgotten; a copy is kept in {kept.name}."


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


def _load_or_empty(source: Path) -> Record:
    try:
        data = json.loads(source.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return _empty()
    return data if _is_record(data) else _empty()


def _update(change: Callable[[Record], Record]) -> str:
    target = path()
    target.parent.mkdir(parents=True, exist_ok=True)
    with _locked(target):
        note, data = "", _empty()
        if target.exists():
            try:
                found = json.loads(target.read_text(encoding="utf-8"))
            except ValueError:
                found = None
            if _is_record(found):
                data = found
            else:
                kept = _aside(target, "damaged")
                note = (
                    f"Your progress file was damaged; it is kept as {kept.name}, a new one begins."
                )
        _write(target, change(data))
    return note


def _write(target: Path, data: Record) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=target.stem, suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(data, file, indent=1, sort_keys=True, allow_nan=False)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


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
