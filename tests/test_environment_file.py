"""environment.yml says to conda what pyproject.toml says to pip.

conda itself is not needed: its own parser and solver come with py-rattler. What no test
here can show is that the real channel carries these packages; the workflow in
.github/workflows creates the environment for that.
"""

import asyncio
import json
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from rattler import Channel, MatchSpec, SparseRepoData, solve_with_sparse_repodata
from rattler.exceptions import SolverError

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
LINES = [line for line in ENVIRONMENT["dependencies"] if isinstance(line, str)]
# conda's full matplotlib brings a desktop toolkit that notebooks have no use for.
NAMES_IN_CONDA = {"matplotlib": "matplotlib-base"}
FOR_CONDA_ONLY = {"python", "pip"}


def conda_specs():
    specs = [MatchSpec(line, strict=True) for line in LINES]
    return {str(spec.name.normalized): spec for spec in specs}


def bounds(text):
    """A version range as a set of its parts, so that their order does not matter."""
    return {part.strip() for part in str(text).split(",")} if text else set()


def needs():
    """What pip would install to open the course on this machine, which is no browser."""
    found = [Requirement(line) for line in PROJECT["dependencies"]]
    return [need for need in found if need.marker is None or need.marker.evaluate()]


def test_the_same_packages_are_named():
    named_for_pip = {canonicalize_name(need.name) for need in needs()}
    expected = {NAMES_IN_CONDA.get(name, name) for name in named_for_pip}
    assert set(conda_specs()) - FOR_CONDA_ONLY == expected
    assert set(conda_specs()) >= FOR_CONDA_ONLY
    assert len(conda_specs()) == len(LINES), "a package is named twice"


@pytest.mark.parametrize("need", needs(), ids=lambda need: need.name)
def test_the_bounds_are_the_same(need):
    spec = conda_specs()[NAMES_IN_CONDA.get(need.name, need.name)]
    assert bounds(spec.version) == bounds(need.specifier)


def test_in_a_browser_there_is_nothing_that_opens_or_makes_pages():
    there = {"sys_platform": "emscripten"}
    lines = [Requirement(line) for line in PROJECT["dependencies"]]
    kept = {need.name for need in lines if need.marker is None or need.marker.evaluate(there)}
    assert kept == {"numpy", "matplotlib", "ipywidgets", "anywidget"}


def test_the_older_name_of_what_opens_the_course_asks_for_nothing_more():
    assert PROJECT["optional-dependencies"]["lab"] == []


def test_python_is_one_minor_version_that_the_package_supports():
    version = conda_specs()["python"].version
    assert version.endswith(".*"), "Binder chooses its base image by a line like python =3.13"
    minor = version.removesuffix(".*")
    assert minor.count(".") == 1
    assert minor in SpecifierSet(PROJECT["requires-python"])


def test_the_course_itself_comes_from_the_checkout_and_all_else_from_conda_forge():
    pip_lines = [line["pip"] for line in ENVIRONMENT["dependencies"] if isinstance(line, dict)]
    assert pip_lines == [["-e ."]]
    assert ENVIRONMENT["channels"] == ["conda-forge"]
    assert ENVIRONMENT["name"] == PROJECT["name"]


# ---- A small channel, so that conda's solver reads the file as a whole --------

CHANNEL = {
    "python": ["3.10.0", "3.11.0", "3.12.0", "3.13.0", "3.14.0"],
    "pip": ["26.0"],
    "numpy": ["1.26.4", "2.0.0", "2.4.3"],
    "matplotlib-base": ["3.8.4", "3.9.0", "3.10.8"],
    "ipywidgets": ["7.8.5", "8.1.5", "9.0.0"],
    "anywidget": ["0.9.12", "0.9.13"],
    "jupyterlab": ["4.1.8", "4.2.0", "5.0.0"],
    "ipykernel": ["6.28.0", "6.29.0", "7.4.0"],
    "mistune": ["2.0.5", "3.0.0", "3.4.0", "4.0.0"],
    "latex2mathml": ["3.76.0", "3.77.0", "3.81.0"],
}
NEWEST_ALLOWED = {
    "python": "3.13.0",
    "pip": "26.0",
    "numpy": "2.4.3",
    "matplotlib-base": "3.10.8",
    "ipywidgets": "8.1.5",
    "anywidget": "0.9.13",
    "jupyterlab": "4.2.0",
    "ipykernel": "7.4.0",
    "mistune": "3.4.0",
    "latex2mathml": "3.81.0",
}


def solve(folder, channel):
    """Let conda's solver choose from `channel`, a table of names and versions."""
    records = {
        f"{name}-{version}-0.conda": {
            "name": name,
            "version": version,
            "build": "0",
            "build_number": 0,
            "depends": [],
            "subdir": "noarch",
            "sha256": "0" * 64,
        }
        for name, versions in channel.items()
        for version in versions
    }
    index = folder / "noarch" / "repodata.json"
    index.parent.mkdir()
    index.write_text(
        json.dumps({"info": {"subdir": "noarch"}, "packages": {}, "packages.conda": records})
    )
    repodata = SparseRepoData(Channel(folder.as_uri()), "noarch", index)
    chosen = asyncio.run(solve_with_sparse_repodata(list(conda_specs().values()), [repodata]))
    return {str(record.name.normalized): str(record.version) for record in chosen}


def test_the_solver_takes_the_newest_that_the_bounds_allow(tmp_path):
    assert solve(tmp_path, CHANNEL) == NEWEST_ALLOWED


def test_the_floors_are_enough(tmp_path):
    at_floor = {
        NAMES_IN_CONDA.get(need.name, need.name): [
            part.removeprefix(">=") for part in bounds(need.specifier) if part.startswith(">=")
        ]
        for need in needs()
    }
    assert all(len(floors) == 1 for floors in at_floor.values()), "each package has one floor"
    chosen = solve(tmp_path, CHANNEL | at_floor)
    assert {name: [version] for name, version in chosen.items() if name in at_floor} == at_floor


@pytest.mark.parametrize(
    ("name", "versions"),
    [
        ("python", ["3.10.0"]),
        ("numpy", ["1.26.4"]),
        ("matplotlib-base", ["3.8.4"]),
        ("ipywidgets", ["7.8.5", "9.0.0"]),
        ("anywidget", ["0.9.12"]),
        ("jupyterlab", ["4.1.8", "5.0.0"]),
        ("ipykernel", ["6.28.0"]),
        ("mistune", ["2.0.5", "4.0.0"]),
        ("latex2mathml", ["3.76.0"]),
    ],
)
def test_the_solver_refuses_what_is_out_of_bounds(tmp_path, name, versions):
    with pytest.raises(SolverError, match=name):
        solve(tmp_path, CHANNEL | {name: versions})
