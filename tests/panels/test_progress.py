"""Progress: one small file that a crash, a second notebook or damage does not lose."""

from __future__ import annotations

import json
import multiprocessing
import os
from pathlib import Path

import pytest
from panels.writer import write_many

from margin_lessons.panels import progress

GUESS = {"value": 12_000.0, "confidence": "guess", "outcome": 13_200.0}
TRIED = {"tries": 2, "passed": False}


def names(folder: Path) -> set[str]:
    """Return the files of a folder, but for the lock."""
    return {path.name for path in folder.iterdir() if not path.name.endswith(".lock")}


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


def test_a_full_disk_is_said_and_loses_nothing(
    progress_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    progress.record("01", "quiz", "warning", TRIED)
    before = progress_file.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    note = progress.record("01", "quiz", "warning", {**TRIED, "tries": 3})
    assert note == (
        f"Your answer is not saved: {progress_file} cannot be written (No space left on device)."
    )
    assert progress_file.read_bytes() == before
    assert names(progress_file.parent) == {progress_file.name}


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


DAMAGED = {
    "empty": b"",
    "cut off": b'{"format": 1, "lessons": {"01": {"quiz"',
    "not text": b"\xff\xfe\x00\x01",
    "a list": b"[]",
    "a number": b"3",
    "no lessons": b'{"format": 1}',
    "a later format": b'{"format": 2, "lessons": {}}',
    "no format": b'{"lessons": {}}',
    "lessons is a list": b'{"format": 1, "lessons": []}',
    "a lesson is a text": b'{"format": 1, "lessons": {"01": "done"}}',
    "a kind is a list": b'{"format": 1, "lessons": {"01": {"quiz": []}}}',
    "an entry is a number": b'{"format": 1, "lessons": {"01": {"quiz": {"warning": 3}}}}',
    "a prediction in words": b'{"format": 1, "lessons": {"01": {"predictions": {"call": '
    b'{"value": "a lot", "confidence": "guess", "outcome": 1.0}}}}}',
    "tries in words": b'{"format": 1, "lessons": {"01": {"quiz": {"warning": '
    b'{"tries": "two", "passed": true}}}}}',
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_kept_aside_and_reported(progress_file: Path, content: bytes) -> None:
    progress_file.write_bytes(content)
    assert progress.read() == {"format": 1, "lessons": {}}
    assert progress.entry("01", "quiz", "warning") is None
    assert progress_file.read_bytes() == content
    note = progress.record("01", "quiz", "warning", TRIED)
    (kept,) = names(progress_file.parent) - {progress_file.name}
    assert (progress_file.parent / kept).read_bytes() == content
    assert note == f"Your progress file was damaged; it is kept as {kept}, a new one begins."
    assert progress.entry("01", "quiz", "warning")["tries"] == 2
    # It is said once.
    assert progress.record("01", "quiz", "warning", TRIED) == ""


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


def test_reset_that_cannot_write_says_so(progress_file: Path, monkeypatch) -> None:
    progress.record("01", "quiz", "warning", TRIED)
    before = progress_file.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(progress.shutil, "copyfile", full)
    said = progress.reset("01")
    assert said == (
        f"Nothing is forgotten: {progress_file} cannot be written (No space left on device)."
    )
    assert progress_file.read_bytes() == before


def test_a_file_with_nan_is_damaged_and_the_answer_is_saved(progress_file: Path) -> None:
    progress.record("01", "predictions", "price", {"value": 1, "confidence": "guess", "outcome": 2})
    text = progress_file.read_text(encoding="utf-8")
    progress_file.write_text(text.replace('"outcome": 2', '"outcome": NaN'), encoding="utf-8")
    note = progress.record("01", "quiz", "warning", TRIED)
    assert note.startswith("Your progress file was damaged; it is kept as ")
    assert progress.entry("01", "quiz", "warning")["tries"] == TRIED["tries"]


def test_a_file_that_is_being_read_is_replaced_a_moment_later(
    progress_file: Path, monkeypatch
) -> None:
    refusals, replace = [PermissionError(13, "sharing violation")] * 3, os.replace

    def busy(source: object, target: object) -> None:
        if refusals:
            raise refusals.pop()
        replace(source, target)

    monkeypatch.setattr(progress.os, "replace", busy)
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
