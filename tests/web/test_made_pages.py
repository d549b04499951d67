"""Pages made once for a class: a server sends them as they are, and has no need of the lessons."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from traitlets.config import Config

from margin_lessons.web.course_files import course_files, course_names
from margin_lessons.web.made_pages import write_pages
from margin_lessons.web.server import ServedCourse

FIRST_OF_ALL = "00_start_here"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "pages"
    mask = os.umask(0o022)  # as a hub that root starts has it
    try:
        names = write_pages(folder)
    finally:
        os.umask(mask)
    assert sorted(path.stem for path in folder.iterdir()) == sorted(names)
    assert {"index", *course_names(), "glossary"} <= set(names)
    return folder


def given(root: Path, made: Path) -> ServedCourse:
    """Return the course as a student's server on a hub has it."""
    return ServedCourse(root, config=Config(ServedCourse={"made": str(made), "lays": True}))


def test_a_made_page_is_that_of_a_server_which_makes_it_itself(made: Path, tmp_path: Path) -> None:
    course = given(tmp_path, made)
    shutil.copytree(course_files("notebooks"), tmp_path / "own" / "notebooks")
    own = ServedCourse(tmp_path / "own")
    for name in ("index", FIRST_OF_ALL, "glossary"):
        assert course.page(name) == own.page(name)
        assert course.page(name)
    assert course.page("no_such_page") is None
    assert course.page("..") is None


def test_made_pages_can_be_read_by_the_servers_of_others(made: Path) -> None:
    assert {stat.S_IMODE(path.stat().st_mode) for path in made.iterdir()} == {0o644}


def test_a_student_gets_the_notebooks_and_keeps_what_was_changed(
    made: Path, tmp_path: Path
) -> None:
    given(tmp_path, made)
    notebooks = tmp_path / "notebooks"
    assert {path.stem for path in notebooks.glob("*.ipynb")} == set(course_names())
    (notebooks / f"{FIRST_OF_ALL}.ipynb").write_text("mine", encoding="utf-8")
    given(tmp_path, made)
    assert (notebooks / f"{FIRST_OF_ALL}.ipynb").read_text(encoding="utf-8") == "mine"


def test_without_being_asked_nothing_is_laid(tmp_path: Path) -> None:
    ServedCourse(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_server_with_made_pages_never_loads_the_lessons(made: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from traitlets.config import Config\n"
        "from margin_lessons.web.server import ServedCourse\n"
        f"config = Config(ServedCourse={{'made': {str(made)!r}, 'lays': True}})\n"
        f"assert ServedCourse(Path({str(tmp_path)!r}), config=config).page('index')\n"
        "print({'matplotlib', 'margin_lessons.lessons', 'anywidget'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
