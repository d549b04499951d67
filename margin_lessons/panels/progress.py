"""A learner's progress: predictions, missions, quiz tries and exercises in one small JSON file.

The file lies beside the notebooks (or where MARGIN_LESSONS_PROGRESS says), can be read and deleted,
and is never sent anywhere. What is saved is not lost: not by a crash, a second notebook, a full
disk or damage (``progress_file``), and not by a later try (``progress_record``).
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from margin_lessons.panels import progress_file, safe_file
from margin_lessons.panels.progress_record import Record, empty, merged

ENVIRONMENT = "MARGIN_LESSONS_PROGRESS"
FILE_NAME = "my_progress.json"


def path(folder: Path | None = None) -> Path:
    """Return where progress is kept: MARGIN_LESSONS_PROGRESS, or the folder of the notebook.

    Without ``folder`` the notebook runs here.
    """
    chosen = Path(os.environ.get(ENVIRONMENT) or FILE_NAME)
    try:
        return (folder or Path.cwd()) / chosen
    except OSError:  # the folder is gone; what is said then names the file alone
        return chosen


def found() -> tuple[Record, str]:
    """Return all that is saved, and one sentence on what cannot be read, or is not there yet.

    Of a file that is missing, damaged or not ours the record is empty; the sentence is empty when
    all is well.
    """
    target = path()
    try:
        data = progress_file.load(target)
    except (FileNotFoundError, NotADirectoryError):
        return empty(), "Nothing is saved yet: your first answer begins your progress file."
    except OSError as error:
        return empty(), f"Your progress cannot be read: {target} ({safe_file.reason(error)})."
    if data is None:
        return empty(), (
            f"Your progress file {target.name} is damaged, so nothing counts as done; your next "
            "answer sets it aside and begins a new one."
        )
    return data, ""


def read() -> Record:
    """Return all that is saved; an empty record when nothing is, or when it cannot be read."""
    return found()[0]


def mission_met(lesson: str, panel: str) -> str:
    """Save that a panel's mission was met, the first time only; return a note or ''.

    A mission may be met at every step of a slider: the file is written once.
    """
    if entry(lesson, "missions", panel) is not None:
        return ""
    return record(lesson, "missions", panel, {"passed": True})


def record(lesson: str, kind: str, name: str, entry: Record) -> str:
    """Save ``entry`` under lesson, kind and name, beside what is there; return a note or ''.

    A first prediction and a right answer stay as they are: what comes later is kept beside the one
    and changes nothing in the other.

    The note is one sentence when something was out of the ordinary: a damaged file that was set
    aside, or a place that cannot be written to. Learning goes on in either case.
    """
    new = {**entry, "when": datetime.now(UTC).isoformat(timespec="seconds")}

    def add(data: Record) -> Record:
        entries = data["lessons"].setdefault(lesson, {}).setdefault(kind, {})
        entries[name] = merged(kind, entries.get(name), new)
        return data

    try:
        kept = progress_file.update(path(), add)
    except (OSError, ValueError) as error:
        return f"Your answer is not saved: {path()} cannot be written ({safe_file.reason(error)})."
    if kept is None:
        return ""
    return f"Your progress file was damaged; it is kept as {kept.name}, a new one begins."


def entry(lesson: str, kind: str, name: str) -> Record | None:
    """Return what is saved under lesson, kind and name, or None."""
    saved: Record | None = read()["lessons"].get(lesson, {}).get(kind, {}).get(name)
    return saved


def reset(lesson: str | None = None) -> str:
    """Forget one lesson, or all of them, and say so. A copy stays beside the file."""
    target = path()
    try:
        if not safe_file.behind(target).exists():
            return f"There is no progress to forget: {target} does not exist."
        return _forget_all(target) if lesson is None else _forget(target, lesson)
    except OSError as error:
        return f"Nothing is forgotten: {target} cannot be written ({safe_file.reason(error)})."


def erase() -> str:
    """Delete the file and every copy of it that was kept, and say so.

    This is for a page: a copy in a browser's store would be one that nobody sees or deletes.
    """
    target = safe_file.behind(path())
    try:
        for one in (target, *safe_file.copies(target)):
            one.unlink(missing_ok=True)
    except OSError as error:
        return f"Nothing is forgotten: {target.name} cannot be deleted ({safe_file.reason(error)})."
    return "Your answers are forgotten: nothing of them is left in this browser."


def _forget_all(target: Path) -> str:
    kept = progress_file.forget(target, None)
    return f"Progress of all lessons is forgotten; a copy is kept in {kept.name}."


def _forget(target: Path, lesson: str) -> str:
    data = progress_file.load(target)
    if data is None:
        return f"Nothing is forgotten: {target} is damaged. progress.reset() sets it aside whole."
    if lesson not in data["lessons"]:
        saved = ", ".join(sorted(data["lessons"])) or "none"
        return f"Nothing is saved under lesson {lesson!r}; lessons with progress: {saved}."

    def without(saved: Record) -> Record:
        saved["lessons"].pop(lesson, None)
        return saved

    kept = progress_file.forget(target, without)
    return f"Progress of lesson {lesson} is forgotten; a copy is kept in {kept.name}."
