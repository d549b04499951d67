"""Laying the notebooks into a learner's folder: what is renewed, what is kept, what is said."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from margin_lessons.errors import BadInput
from margin_lessons.panels import safe_file
from margin_lessons.web import laying
from margin_lessons.web.course_files import course_files, course_names
from margin_lessons.web.laying import RECORD, lay_notebooks

ONE, TWO = "01_margin.ipynb", "02_margin_calls.ipynb"


def notebook(text: str, output: str = "") -> bytes:
    cell = {"cell_type": "code", "source": [text], "outputs": [output]}
    return json.dumps({"cells": [cell]}).encode()


class Course:
    """The notebooks that came with the package, here two small ones that a test may renew."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.renew("old")

    def renew(self, text: str) -> None:
        for name in (ONE, TWO):
            (self.folder / name).write_bytes(notebook(f"{text} {name}"))


@pytest.fixture
def course(tmp_path, monkeypatch):
    made = Course(tmp_path / "package")
    monkeypatch.setattr(laying, "course_files", lambda kind: made.folder)
    return made


@pytest.fixture
def learner(tmp_path, course):
    """The learner's folder, in which the old notebooks were laid."""
    folder = tmp_path / "mine" / "notebooks"
    assert lay_notebooks(folder) == ()
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != RECORD)


def text_of(path: Path) -> str:
    return json.loads(path.read_bytes())["cells"][0]["source"][0]


def test_what_a_laying_that_was_cut_short_left_is_gone_after_the_next(learner):
    before = sorted(learner.iterdir())
    for name in (RECORD, TWO):
        left = learner / f"{safe_file.prefix(learner / name)}abcdef12.tmp"
        left.write_bytes(b"half")
    own = learner / ".mine-abcdef12.tmp"
    own.touch()
    assert lay_notebooks(learner) == ()
    assert sorted(learner.iterdir()) == sorted([*before, own])


def test_a_folder_that_is_not_there_gets_all_notebooks_of_the_course(tmp_path):
    folder = tmp_path / "new" / "notebooks"
    assert lay_notebooks(folder) == ()
    assert names(folder) == [f"{name}.ipynb" for name in course_names()]
    for name in names(folder):
        assert (folder / name).read_bytes() == (course_files("notebooks") / name).read_bytes()


def test_a_second_time_nothing_is_written(learner):
    before = {path: path.stat().st_mtime_ns for path in learner.iterdir()}
    assert lay_notebooks(learner) == ()
    assert {path: path.stat().st_mtime_ns for path in learner.iterdir()} == before


def test_an_unchanged_notebook_is_renewed_though_it_was_run(course, learner):
    (learner / ONE).write_bytes(notebook(f"old {ONE}", output="what a run put out"))
    course.renew("newer")
    assert lay_notebooks(learner) == ()
    assert names(learner) == [ONE, TWO]
    assert text_of(learner / ONE) == f"newer {ONE}"


def test_a_changed_notebook_stays_and_the_newer_one_lies_beside_it(course, learner):
    (learner / ONE).write_bytes(notebook("my answer"))
    assert lay_notebooks(learner) == (), "there is no newer one yet"
    course.renew("newer")
    assert lay_notebooks(learner) == (
        "You have changed 01_margin.ipynb, so it stays as it is; the newer one is "
        "01_margin.new.ipynb beside it.",
    )
    assert names(learner) == [ONE, "01_margin.new.ipynb", TWO]
    assert text_of(learner / ONE) == "my answer"
    assert text_of(learner / "01_margin.new.ipynb") == f"newer {ONE}"
    assert lay_notebooks(learner) == (), "it is said once"


def test_one_beside_it_is_renewed_too_unless_that_was_changed_as_well(course, learner):
    (learner / ONE).write_bytes(notebook("my answer"))
    course.renew("newer")
    lay_notebooks(learner)
    course.renew("newest")
    assert len(lay_notebooks(learner)) == 1
    assert text_of(learner / "01_margin.new.ipynb") == f"newest {ONE}"
    (learner / "01_margin.new.ipynb").write_bytes(notebook("my second answer"))
    course.renew("last")
    (said,) = lay_notebooks(learner)
    assert said.endswith("the newer one is 01_margin.new2.ipynb beside it.")
    assert text_of(learner / "01_margin.new.ipynb") == "my second answer"
    assert text_of(learner / ONE) == "my answer"


def test_a_deleted_notebook_comes_back_and_a_deleted_newer_one_does_not(course, learner):
    (learner / ONE).write_bytes(notebook("my answer"))
    course.renew("newer")
    lay_notebooks(learner)
    (learner / "01_margin.new.ipynb").unlink()
    (learner / TWO).unlink()
    assert lay_notebooks(learner) == ()
    assert names(learner) == [ONE, TWO]


@pytest.mark.parametrize("record", [None, b"", b"[]", b'{"01_margin.ipynb": 3}'])
def test_without_a_readable_record_a_notebook_with_other_words_is_taken_for_changed(
    course, learner, record
):
    (learner / RECORD).unlink()
    if record is not None:
        (learner / RECORD).write_bytes(record)
    (learner / ONE).write_bytes(b"no notebook any more")
    assert len(lay_notebooks(learner)) == 1
    assert (learner / ONE).read_bytes() == b"no notebook any more"
    assert names(learner) == [ONE, "01_margin.new.ipynb", TWO]


def test_what_else_lies_there_is_not_touched(course, learner):
    progress = learner / "my_progress.json"
    progress.write_text("{}", encoding="utf-8")
    course.renew("newer")
    lay_notebooks(learner)
    assert progress.read_text(encoding="utf-8") == "{}"


def test_nothing_is_done_in_the_folder_that_they_come_from(course):
    assert lay_notebooks(course.folder) == ()
    assert names(course.folder) == [ONE, TWO]
    assert not (course.folder / RECORD).exists()


def test_a_file_in_the_folders_place_is_told_in_one_sentence(tmp_path, course):
    (tmp_path / "file").touch()
    with pytest.raises(BadInput, match=r"^folder '.*file/notebooks' cannot hold the notebooks \("):
        lay_notebooks(tmp_path / "file" / "notebooks")
    with pytest.raises(BadInput, match=r"^folder '.*file' cannot hold the notebooks \(File exists"):
        lay_notebooks(tmp_path / "file")


def test_a_folder_that_may_not_be_written_to_is_told_in_one_sentence(tmp_path, course, monkeypatch):
    def refuse(target, content):  # the owner of everything may write anywhere
        raise PermissionError(13, "Permission denied", str(target))

    monkeypatch.setattr(laying.safe_file, "replace", refuse)
    with pytest.raises(BadInput) as caught:
        lay_notebooks(tmp_path / "mine")
    assert str(caught.value) == (
        f"folder {str(tmp_path / 'mine')!r} cannot hold the notebooks (Permission denied): they "
        "are laid there to be opened and changed. Name another folder: margin-lessons FOLDER."
    )


def test_a_notebook_that_cannot_be_replaced_keeps_the_others_in_the_record(course, learner):
    os.chmod(learner / TWO, 0o444)
    course.renew("newer")
    with pytest.raises(BadInput, match="it is write-protected"):
        lay_notebooks(learner)
    os.chmod(learner / TWO, 0o644)
    (learner / ONE).write_bytes(notebook("my answer"))
    assert lay_notebooks(learner) == (), "01 was laid, and is known to be the newest"
