"""The wheel: the notebooks are in it, nothing of a learner's is, and it works from any folder."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_string
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from margin_lessons.web.course_files import course_names

ROOT = Path(__file__).resolve().parents[2]
BUILT_FROM = (
    "margin_lessons", "notebooks", "docs", "pyproject.toml", "README.md", "LICENSE",
    "LICENSE-TEXT", ".gitignore",
)  # fmt: skip
LEARNERS = ("my_progress.json", "my_position.json", ".ipynb_checkpoints/01_margin.ipynb")
# By the backend itself, which needs no network, where an installer would ask for it first.
BUILD = "import sys; from hatchling import build; print(build.build_{}(sys.argv[1]))"


def built(kind: str, source: Path, target: Path) -> Path:
    """Build a wheel or an sdist; return its path."""
    target.mkdir(exist_ok=True)
    command = [sys.executable, "-c", BUILD.format(kind), str(target)]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return target / done.stdout.split()[-1]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout in which a learner has worked."""
    folder = tmp_path_factory.mktemp("checkout")
    unmade = shutil.ignore_patterns("__pycache__")
    for name in BUILT_FROM:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=unmade)
        else:
            shutil.copy(ROOT / name, folder / name)
    for name in LEARNERS:
        path = folder / "notebooks" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("{}", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def wheel(source: Path) -> Path:
    """The wheel of that checkout."""
    return built("wheel", source, source / "dist")


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def text_in(wheel: Path, name: str) -> str:
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(name).decode("utf-8")


def dist_info(wheel: Path) -> str:
    return "-".join(wheel.name.split("-")[:2]) + ".dist-info"


def test_the_notebooks_and_documents_are_in_it_and_nothing_of_a_learners(wheel):
    inside = {name.removeprefix("margin_lessons/") for name in names(wheel)}
    notebooks = {name for name in inside if name.startswith("notebooks/")}
    assert notebooks == {f"notebooks/{name}.ipynb" for name in course_names()}
    assert {"docs/glossary.md", "docs/teaching_guide.md"} <= inside
    assert not any(name.startswith("docs/") and name.endswith(".png") for name in inside)


def test_every_file_of_the_package_is_in_it_and_no_other_package(wheel):
    there = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "margin_lessons").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    for_jupyter = {name for name in there if name.startswith("margin_lessons/web/jupyter/")}
    assert there - for_jupyter <= names(wheel)
    assert {name.partition("/")[0] for name in names(wheel)} == {
        "margin_lessons",
        dist_info(wheel),
        dist_info(wheel).replace(".dist-info", ".data"),
    }


def test_it_tells_every_jupyter_server_of_the_pages_and_jupyterlab_of_the_button(wheel):
    where = dist_info(wheel).replace(".dist-info", ".data/data/etc/jupyter")
    server = text_in(wheel, f"{where}/jupyter_server_config.d/margin_lessons.json")
    extensions = json.loads(server)["ServerApp"]["jpserver_extensions"]
    assert extensions == {"margin_lessons.web.server": True}
    button = f"{where}/labconfig/default_setting_overrides.d/margin_lessons.json"
    assert "@jupyterlab/notebook-extension:panel" in json.loads(text_in(wheel, button))


def test_it_has_the_command_and_is_for_any_system(wheel):
    assert wheel.name.endswith("-py3-none-any.whl")
    points = text_in(wheel, f"{dist_info(wheel)}/entry_points.txt")
    assert "margin-lessons = margin_lessons.web.command:main" in points


def test_what_opens_the_course_comes_with_it_but_not_in_a_browser(wheel):
    told = message_from_string(text_in(wheel, f"{dist_info(wheel)}/METADATA"))
    needs = [Requirement(line) for line in told.get_all("Requires-Dist")]

    def asked(**where: str) -> set[str]:
        here = {"extra": "", **where}
        return {need.name for need in needs if not need.marker or need.marker.evaluate(here)}

    in_a_browser = asked(sys_platform="emscripten")
    assert in_a_browser == {"numpy", "matplotlib", "ipywidgets", "anywidget"}
    assert asked(sys_platform="linux") >= in_a_browser | {"jupyterlab", "ipykernel"}
    assert asked(sys_platform="linux", extra="lab") == asked(sys_platform="linux")


def test_it_finds_its_own_notebooks_and_lays_them_anywhere(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    lay = "from pathlib import Path; from margin_lessons.web.laying import lay_notebooks; "
    lay += "print(lay_notebooks(Path('notebooks')))"
    (tmp_path / "empty").mkdir()
    told = [sys.executable, "-P", "-c", f"import sys; sys.path[:0] = [sys.argv[1]]; {lay}"]
    done = subprocess.run(
        [*told, str(tmp_path / "installed")],
        cwd=tmp_path / "empty",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("()\n", "")
    laid = {path.stem for path in (tmp_path / "empty" / "notebooks").glob("*.ipynb")}
    assert laid == set(course_names())


def test_the_source_archive_builds_the_same_wheel(source, wheel, tmp_path):
    with tarfile.open(built("sdist", source, tmp_path / "dist")) as archive:
        archive.extractall(tmp_path, filter="data")
    (unpacked,) = (path for path in tmp_path.iterdir() if (path / "pyproject.toml").is_file())
    assert not any((unpacked / "notebooks" / name).exists() for name in LEARNERS)
    again = built("wheel", unpacked, tmp_path / "again")
    assert names(again) == names(wheel)
