"""Progress: one small file that a crash, a second notebook or damage does not lose."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import stat
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from panels.writer import write_many

from margin_lessons.panels import file_lock, progress
from margin_lessons.panels import progress_file as progress_file_module

GUESS = {"value": 12_000.0, "confidence": "guessing", "outcome": 13_200.0}
TRIED = {"tries": 2, "passed": False}


def names(folder: Path) -> set[str]:
    """Return all that lies in a folder, what is hidden too."""
    return {path.name for path in folder.iterdir()}


def test_what_is_saved_is_read_again(progress_file: Path) -> None:
    assert progress.path() == progress_file
    assert progress.read() == {"format": 1, "lessons": {}}
    assert not progress_file.exists()
    assert progress.record("01", "predictions", "call", GUESS) == ""
    assert progress.record("01", "quiz", "warning", TRIED) == ""
    assert progress.record("02", "quiz", "warning", {**TRIED, "passed": True}) == ""
    saved = progress.entry("01", "predictions", "call")
    assert {key: saved[key] for key in GUESS} == GUESS
    assert saved["when"].endswith("+00:00")
    assert progress.entry("02", "quiz", "warning")["passed"] is True
    assert progress.entry("02", "quiz", "other") is None
    assert progress.entry("03", "quiz", "warning") is None
    assert progress.entry("01", "exercises", "warning") is None


def test_the_file_can_be_read_by_a_learner(progress_file: Path) -> None:
    progress.record("01", "quiz", "größer", TRIED)
    text = progress_file.read_text(encoding="utf-8")
    assert json.loads(text)["format"] == 1
    assert len(text.splitlines()) > 5
    assert names(progress_file.parent) == {progress_file.name}


def test_without_the_variable_it_lies_beside_the_notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(progress.ENVIRONMENT)
    monkeypatch.chdir(tmp_path)
    assert progress.path() == tmp_path / "my_progress.json"


def test_a_folder_that_is_missing_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(progress.ENVIRONMENT, str(tmp_path / "a" / "b" / "mine.json"))
    assert progress.record("01", "quiz", "warning", TRIED) == ""
    assert progress.entry("01", "quiz", "warning")["tries"] == 2


class Crash(BaseException):
    """A kernel that dies between two lines."""


@pytest.mark.parametrize("how", [Crash, KeyboardInterrupt])
@pytest.mark.parametrize("step", ["replace", "fsync"])
def test_a_crash_leaves_the_old_file_whole_and_no_litter(
    progress_file: Path, monkeypatch: pytest.MonkeyPatch, how: type[BaseException], step: str
) -> None:
    progress.record("01", "quiz", "warning", TRIED)
    before = progress_file.read_bytes()

    def die(*_: object) -> None:
        raise how

    with monkeypatch.context() as dying:
        dying.setattr(os, step, die)
        with pytest.raises(how):
            progress.record("01", "quiz", "warning", {**TRIED, "tries": 3})
        with pytest.raises(how):
            progress.reset("01")
    assert progress_file.read_bytes() == before
    left = names(progress_file.parent)
    assert not [name for name in left if name.endswith(".tmp")]
    # The lock is free again.
    assert progress.record("01", "quiz", "warning", {**TRIED, "tries": 4}) == ""
    assert progress.entry("01", "quiz", "warning")["tries"] == 4


def test_two_notebooks_at_once_lose_nothing(progress_file: Path) -> None:
    each = 50
    spawn = multiprocessing.get_context("spawn")
    start, notes = spawn.Barrier(2), spawn.Queue()
    writers = [spawn.Process(target=write_many, args=(name, each, start, notes)) for name in "ab"]
    for writer in writers:
        writer.start()
    said = [notes.get(timeout=60) for _ in writers]
    for writer in writers:
        writer.join(timeout=60)
        assert writer.exitcode == 0
    assert said == [[], []]
    saved = progress.read()["lessons"]["lesson"]["exercises"]
    assert set(saved) == {f"{name} {i}" for name in "ab" for i in range(each)}
    assert all(entry["tries"] == int(name.split()[1]) for name, entry in saved.items())
    assert names(progress_file.parent) == {progress_file.name}


def test_what_another_version_adds_is_kept(progress_file: Path) -> None:
    extra = {"format": 1, "lessons": {"10": {"runs": {"one": {"bars": 3}}}}, "name": "me"}
    progress_file.write_text(json.dumps(extra), encoding="utf-8")
    assert progress.record("01", "quiz", "warning", TRIED) == ""
    saved = progress.read()
    assert saved["name"] == "me"
    assert saved["lessons"]["10"] == extra["lessons"]["10"]


def test_a_place_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A folder without write permission does not stop root; a file where a folder should be does.
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    monkeypatch.setenv(progress.ENVIRONMENT, str(tmp_path / "file" / "mine.json"))
    assert progress.read() == {"format": 1, "lessons": {}}
    assert progress.entry("01", "quiz", "warning") is None
    note = progress.record("01", "quiz", "warning", TRIED)
    assert note.startswith(f"Your answer is not saved: {tmp_path / 'file' / 'mine.json'} cannot")
    assert note.endswith(").")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"
    assert "no progress to forget" in progress.reset()


def test_reset_of_everything_keeps_a_copy(progress_file: Path) -> None:
    progress.record("01", "quiz", "warning", TRIED)
    before = progress_file.read_bytes()
    said = progress.reset()
    (kept,) = names(progress_file.parent)
    assert said == f"Progress of all lessons is forgotten; a copy is kept in {kept}."
    assert (progress_file.parent / kept).read_bytes() == before
    assert progress.read()["lessons"] == {}


def test_reset_of_one_lesson_keeps_the_others_and_a_copy(progress_file: Path) -> None:
    progress.record("01", "quiz", "warning", TRIED)
    progress.record("02", "quiz", "warning", TRIED)
    before = progress_file.read_bytes()
    said = progress.reset("01")
    (kept,) = names(progress_file.parent) - {progress_file.name}
    assert said == f"Progress of lesson 01 is forgotten; a copy is kept in {kept}."
    assert (progress_file.parent / kept).read_bytes() == before
    assert set(progress.read()["lessons"]) == {"02"}


def test_reset_of_a_lesson_that_is_not_there_forgets_nothing(progress_file: Path) -> None:
    progress.record("01_margin", "quiz", "warning", TRIED)
    before = progress_file.read_bytes()
    said = progress.reset("1_margin")
    assert said == "Nothing is saved under lesson '1_margin'; lessons with progress: 01_margin."
    assert progress_file.read_bytes() == before
    assert names(progress_file.parent) == {progress_file.name}


def test_reset_of_one_lesson_leaves_a_damaged_file_alone(progress_file: Path) -> None:
    progress_file.write_text("{", encoding="utf-8")
    said = progress.reset("01")
    assert said == (
        f"Nothing is forgotten: {progress_file} is damaged. progress.reset() sets it aside whole."
    )
    assert progress_file.read_text(encoding="utf-8") == "{"


def test_a_file_that_is_being_read_is_replaced_a_moment_later(
    progress_file: Path, monkeypatch
) -> None:
    refusals, replace = [PermissionError(13, "sharing violation")] * 3, os.replace

    def busy(source: object, target: object) -> None:
        if refusals:
            raise refusals.pop()
        replace(source, target)

    monkeypatch.setattr(os, "replace", busy)
    assert progress.record("01", "quiz", "warning", TRIED) == ""
    assert progress.entry("01", "quiz", "warning") is not None


def test_reset_without_progress_says_so(progress_file: Path) -> None:
    said = progress.reset()
    assert said == f"There is no progress to forget: {progress_file} does not exist."
    assert names(progress_file.parent) == set()


def test_two_resets_keep_two_copies(progress_file: Path) -> None:
    for _ in range(2):
        progress.record("01", "quiz", "warning", TRIED)
        progress.reset()
    assert len(names(progress_file.parent)) == 2


# What is saved stays, whatever is saved later.


def test_the_first_prediction_is_never_overwritten(progress_file: Path) -> None:
    for value in (1.0, 2.0, 3.0):
        progress.record("01", "predictions", "call", {**GUESS, "value": value})
    saved = progress.entry("01", "predictions", "call")
    assert saved["value"] == 1
    assert [later["value"] for later in saved["later"]] == [2, 3]
    assert all(later["when"].endswith("+00:00") for later in saved["later"])


def test_what_a_second_notebook_got_right_stays_right() -> None:
    """A notebook that was opened before it does not know."""
    progress.record("01", "quiz", "warning", {"tries": 3, "passed": True, "last": "blue"})
    progress.record("01", "quiz", "warning", {"tries": 1, "passed": False, "last": "red"})
    saved = progress.entry("01", "quiz", "warning")
    assert (saved["tries"], saved["passed"], saved["last"]) == (3, True, "blue")


def test_tries_never_become_fewer() -> None:
    for tries in (4, 2):
        progress.record("01", "quiz", "warning", {**TRIED, "tries": tries})
    assert progress.entry("01", "quiz", "warning")["tries"] == 4


def test_a_file_of_an_earlier_version_is_read_and_goes_on(progress_file: Path) -> None:
    """Its word for a guess was another, and a second prediction took the first one's place."""
    earlier = {**GUESS, "confidence": "guess", "when": "2026-01-01T00:00:00+00:00"}
    data = {"format": 1, "lessons": {"01": {"predictions": {"call": earlier}}}}
    progress_file.write_text(json.dumps(data), encoding="utf-8")
    assert progress.entry("01", "predictions", "call") == {**earlier, "confidence": "guessing"}
    assert progress.record("01", "predictions", "call", {**GUESS, "value": 2.0}) == ""
    saved = progress.entry("01", "predictions", "call")
    assert (saved["value"], saved["when"]) == (GUESS["value"], earlier["when"])
    assert [later["value"] for later in saved["later"]] == [2]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, 10**400, b"x"])
def test_an_answer_that_no_file_can_hold_is_one_sentence(
    progress_file: Path, value: object
) -> None:
    progress.record("01", "quiz", "warning", TRIED)
    before = progress_file.read_bytes()
    note = progress.record("01", "predictions", "call", {**GUESS, "value": value})
    assert note.startswith(f"Your answer is not saved: {progress_file} cannot be written (")
    assert progress_file.read_bytes() == before
    assert names(progress_file.parent) == {progress_file.name}


# The lock.


def other_locks(monkeypatch: pytest.MonkeyPatch, how: str, folder: Path) -> None:
    """Take away what this system has to lock with."""
    real = file_lock.fcntl
    if how == "nothing" or real is None:
        monkeypatch.setattr(file_lock, "fcntl", None)
        monkeypatch.setattr(file_lock, "msvcrt", None)
        return

    class FilesOnly:
        """A drive on which folders cannot be locked."""

        LOCK_EX, LOCK_NB = real.LOCK_EX, real.LOCK_NB

        @staticmethod
        def flock(handle: int, how: int) -> None:
            if stat.S_ISDIR(os.fstat(handle).st_mode):
                raise OSError(errno.EBADF, "Bad file descriptor")
            real.flock(handle, how)

    monkeypatch.setattr(file_lock, "fcntl", FilesOnly)
    monkeypatch.setattr(file_lock.tempfile, "gettempdir", lambda: str(folder))


@pytest.mark.parametrize("how", ["nothing", "files only"])
def test_it_is_saved_where_a_folder_cannot_be_locked(
    progress_file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory, how: str
) -> None:
    temporary = tmp_path_factory.mktemp("temporary")
    other_locks(monkeypatch, how, temporary)
    for tries in (1, 2):
        assert progress.record("01", "quiz", "warning", {**TRIED, "tries": tries}) == ""
    assert progress.entry("01", "quiz", "warning")["tries"] == 2
    assert names(progress_file.parent) == {progress_file.name}
    assert len(names(temporary)) == (how == "files only" and file_lock.fcntl is not None)


@pytest.mark.parametrize("how", ["folder", "files only"])
def test_a_notebook_that_never_lets_go_is_told_and_loses_nothing(
    progress_file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory, how: str
) -> None:
    if how == "files only":
        other_locks(monkeypatch, how, tmp_path_factory.mktemp("temporary"))
    progress.record("01", "quiz", "warning", TRIED)
    before = progress_file.read_bytes()
    monkeypatch.setattr(progress_file_module, "locked", partial(file_lock.locked, patience=0.05))
    with file_lock.locked(progress_file.parent) as alone:
        assert alone
        note = progress.record("01", "quiz", "warning", {**TRIED, "tries": 9})
        said = progress.reset()
    assert note.endswith("cannot be written (another notebook holds it and does not let go).")
    assert said.startswith("Nothing is forgotten: ")
    assert progress_file.read_bytes() == before
    assert progress.record("01", "quiz", "warning", {**TRIED, "tries": 9}) == ""


@pytest.mark.parametrize("lost", ["flock", "fcntl"])
def test_it_is_saved_in_a_kernel_that_has_no_locks(
    progress_file: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    """In a browser the module is there, and the function is not."""
    monkeypatch.setattr(file_lock, "fcntl", SimpleNamespace() if lost == "flock" else None)
    monkeypatch.setattr(file_lock, "msvcrt", None)
    for tries in (1, 2):
        assert progress.record("01", "quiz", "warning", {**TRIED, "tries": tries}) == ""
    assert progress.entry("01", "quiz", "warning")["tries"] == 2
    assert names(progress_file.parent) == {progress_file.name}
    assert "is forgotten" in progress.reset()


# Missions and second cases.


def test_a_mission_is_recorded_once_and_stays_met(progress_file: Path) -> None:
    assert progress.entry("01", "missions", "ledger") is None
    assert progress.mission_met("01", "ledger") == ""
    first = progress.entry("01", "missions", "ledger")
    assert first["passed"] is True
    assert first["when"].endswith("+00:00")
    written = progress_file.stat().st_mtime_ns, progress_file.read_bytes()
    assert progress.mission_met("01", "ledger") == ""
    assert (progress_file.stat().st_mtime_ns, progress_file.read_bytes()) == written
    progress.record("01", "missions", "ledger", {"passed": False})
    assert progress.entry("01", "missions", "ledger") == first


def test_a_mission_that_cannot_be_saved_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv(progress.ENVIRONMENT, str(tmp_path / "file" / "mine.json"))
    assert progress.mission_met("01", "ledger").startswith("Your answer is not saved: ")


def test_the_first_commit_of_each_case_is_kept_for_ever() -> None:
    for kind, first in (("predictions", 1.0), ("second cases", 7.0)):
        for value in (first, 2.0, 3.0):
            progress.record("01", kind, "call", {**GUESS, "value": value})
    for kind, first in (("predictions", 1.0), ("second cases", 7.0)):
        saved = progress.entry("01", kind, "call")
        assert (saved["value"], saved["confidence"]) == (first, "guessing")
        assert [later["value"] for later in saved["later"]] == [2, 3]


# What is found.


def test_what_is_found_is_said_in_a_sentence(progress_file: Path) -> None:
    nothing = {"format": 1, "lessons": {}}
    assert progress.found() == (
        nothing,
        "Nothing is saved yet: your first answer begins your progress file.",
    )
    progress.record("01", "quiz", "warning", TRIED)
    data, note = progress.found()
    assert note == ""
    assert data == progress.read() != nothing
    progress_file.write_bytes(b"{")
    assert progress.found() == (
        nothing,
        "Your progress file my_progress.json is damaged, so nothing counts as done; your next "
        "answer sets it aside and begins a new one.",
    )
    progress_file.unlink()
    progress_file.mkdir()
    data, note = progress.found()
    assert data == nothing
    assert note.startswith(f"Your progress cannot be read: {progress_file} (it is a folder;")
