"""Is everything in place? What is missing, too old or too new, and the command that repairs it.

The bounds are written once, in ``pyproject.toml``: an installed course carries them in its own
metadata, and a course that runs from its folder without being installed reads the file itself.
Standard library only: a check for what is missing must not need what may be missing.
"""

from __future__ import annotations

import platform
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import metadata
from itertools import zip_longest
from pathlib import Path

COURSE = "margin-lessons"
_CLONED = (Path(__file__).parents[2] / "run.py").is_file()
REPAIR = (
    "run this command in the course's folder: python run.py"
    if _CLONED
    else "run this command: python -m pip install --upgrade margin-lessons"
)

_LINE = re.compile(r"\s*([\w.-]+)\s*(?:\[[^]]*\])?\s*\(?([^;()]*)\)?\s*(?:;(.*))?")
_BOUND = re.compile(r"(>=|<=|>|<)\s*([^\s,]+)")
# An extra, or a system on which there is a server: no lesson needs either to run.
_OPENS = re.compile(r"\b(?:extra|sys_platform)\b")
_SAID = {">=": "{} or newer", ">": "newer than {}", "<": "older than {}", "<=": "{} or older"}


@dataclass(frozen=True)
class Need:
    """A package the course needs, with the bounds of its version as pairs like ``(">=", "2.0")``.

    ``extra`` says that it is for opening or testing the course and not for running a lesson.
    """

    name: str
    bounds: tuple[tuple[str, str], ...]
    extra: bool = False

    @property
    def wanted(self) -> str:
        """The bounds in words; empty when any version will do."""
        return " and ".join(_SAID[sign].format(version) for sign, version in self.bounds)

    def problem(self, version: str | None) -> str:
        """Return what is wrong with a version in one sentence, or '' when it will do."""
        needs = f": the course needs {self.wanted}." if self.bounds else "."
        if version is None:
            return f"{self.name} is missing{needs}"
        for sign, bound in self.bounds:
            order = compare_versions(version, bound)
            if order is None:
                return f"{self.name} has a version that nobody can read, {version}{needs}"
            fits = "=" in sign if order == 0 else (">" in sign) == (order > 0)
            if not fits:
                trouble = "old" if ">" in sign else "new"
                return f"{self.name} {version} is too {trouble}{needs}"
        return ""


def parse_requirement(line: str) -> Need:
    """Return what a requirement line asks for; lower bounds come first.

    >>> parse_requirement("ipywidgets<9,>=8.1.5")
    Need(name='ipywidgets', bounds=(('>=', '8.1.5'), ('<', '9')), extra=False)
    >>> parse_requirement('pytest>=8.3; extra == "test"').extra
    True
    >>> parse_requirement("jupyterlab>=4.2,<5; sys_platform != 'emscripten'").extra
    True
    """
    found = _LINE.fullmatch(line)
    if found is None:
        raise ValueError(f"requirement {line!r} cannot be read: it begins with a package's name.")
    name, bounds, condition = found.groups()
    pairs = sorted(_BOUND.findall(bounds), key=lambda pair: pair[0].startswith("<"))
    return Need(name, tuple(pairs), _OPENS.search(condition or "") is not None)


def compare_versions(one: str, other: str) -> int | None:
    """Return -1, 0 or 1 as a version is older than, as old as or newer than another, else None.

    Only the numbers count: 3.0rc1 stands for 3.0.

    >>> compare_versions("8.1.5", "8.1.10"), compare_versions("9", "9.0.0")
    (-1, 0)
    >>> compare_versions("3.0rc1", "2.9")
    1
    """
    numbers = (re.match(r"v?(\d+(?:\.\d+)*)", version) for version in (one, other))
    parts = [[int(part) for part in found[1].split(".")] for found in numbers if found]
    if len(parts) < 2:
        return None
    differs = (a - b for a, b in zip_longest(*parts, fillvalue=0) if a != b)
    first = next(differs, 0)
    return (first > 0) - (first < 0)


def requirements() -> tuple[Need, ...]:
    """Return what running a lesson needs; the first is Python itself."""
    try:
        python = metadata.metadata(COURSE)["Requires-Python"]
        lines = metadata.requires(COURSE) or []
    except metadata.PackageNotFoundError:
        file = Path(__file__).parents[2] / "pyproject.toml"
        if not file.is_file():
            return (Need(COURSE, ()),)
        project = tomllib.loads(file.read_text(encoding="utf-8"))["project"]
        python, lines = project["requires-python"], project["dependencies"]
    needs = (parse_requirement(line) for line in (f"Python{python}", *lines))
    return tuple(need for need in needs if not need.extra)


def installed(name: str) -> str | None:
    """Return the version of a package that is there, or None when it is missing."""
    if name == "Python":
        return platform.python_version()
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def problems(needs: Iterable[Need], version_of: Callable[[str], str | None]) -> tuple[str, ...]:
    """Return one sentence for each need that is not met; none when all are.

    ``version_of`` gives the version of a package, or None when it is missing.

    >>> there = {"numpy": "1.26.4", "ipywidgets": "9.0"}
    >>> needs = map(parse_requirement, ["numpy>=2.0", "ipywidgets>=8.1.5,<9", "anywidget>=0.9"])
    >>> print("\\n".join(problems(needs, there.get)))
    numpy 1.26.4 is too old: the course needs 2.0 or newer.
    ipywidgets 9.0 is too new: the course needs 8.1.5 or newer and older than 9.
    anywidget is missing: the course needs 0.9 or newer.
    """
    return tuple(line for need in needs if (line := need.problem(version_of(need.name))))


def report(found: Iterable[str]) -> str:
    """Return the words for a learner: what is not well and how it is repaired, "" where all is.

    >>> print(report(["anywidget is missing: the course needs 0.9 or newer."]))
    anywidget is missing: the course needs 0.9 or newer.
    To repair this, close JupyterLab and run this command in the course's folder: python run.py
    """
    lines = list(found)
    return "\n".join([*lines, f"To repair this, close JupyterLab and {REPAIR}"]) if lines else ""


def check() -> None:
    """Print what the course needs and is missing, with the command that repairs it, or nothing."""
    if words := report(problems(requirements(), installed)):
        print(words)
