"""The lock holds what pyproject.toml asks for, on every system and Python, and no address."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LAB, TEST = (
    (ROOT / "locks" / name).read_text(encoding="utf-8") for name in ("lab.txt", "test.txt")
)
PACKAGE = re.compile(r"^(\S.*?) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)
SYSTEMS = {
    "Linux": {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux"},
    "macOS": {"sys_platform": "darwin", "os_name": "posix", "platform_system": "Darwin"},
    "Windows": {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows"},
}
CHECKS = yaml.safe_load((ROOT / ".github/workflows/checks.yml").read_text(encoding="utf-8"))
PYTHONS = CHECKS["jobs"]["readme-command"]["strategy"]["matrix"]["python"]


def locked(text: str) -> list[Requirement]:
    return [Requirement(line) for line, _ in PACKAGE.findall(text)]


def surroundings(system: str, python: str) -> dict[str, str]:
    """What the markers of a requirement are asked about."""
    of_python = {"python_version": python, "python_full_version": f"{python}.9"}
    cpython = {"implementation_name": "cpython", "platform_python_implementation": "CPython"}
    return {**default_environment(), **SYSTEMS[system], **of_python, **cpython, "extra": ""}


def chosen(system: str, python: str, text: str) -> dict[str, Version]:
    """Return the versions that a lock installs there, and see that no package has two."""
    where, found = surroundings(system, python), {}
    for package in locked(text):
        if package.marker is None or package.marker.evaluate(where):
            (pin,) = package.specifier
            assert pin.operator == "=="
            name = canonicalize_name(package.name)
            assert found.setdefault(name, Version(pin.version)) == Version(pin.version), name
    return found


def asked(*extras: str) -> list[Requirement]:
    """What pyproject.toml asks for, and what builds the course."""
    known = PROJECT["project"]["optional-dependencies"]
    # An extra may ask for another one: margin-lessons[site].
    named = [re.fullmatch(r"margin-lessons\[(\w+)\]", line) for e in extras for line in known[e]]
    extras = (*extras, *(found[1] for found in named if found))
    of_extras = [[x for x in known[e] if not x.startswith("margin-lessons[")] for e in extras]
    lists = [PROJECT["build-system"]["requires"], PROJECT["project"]["dependencies"], *of_extras]
    return [Requirement(line) for lines in lists for line in lines]


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("system", SYSTEMS)
def test_each_requirement_is_locked_within_its_bounds(system: str, python: str) -> None:
    where = surroundings(system, python)
    for text, needs in ((LAB, asked("lab")), (LAB + TEST, asked("lab", "test"))):
        versions = chosen(system, python, text)
        for need in needs:
            if need.marker is None or need.marker.evaluate(where):
                assert versions[canonicalize_name(need.name)] in need.specifier, need


@pytest.mark.parametrize("text", [LAB, TEST], ids=["lab", "test"])
def test_it_has_versions_and_hashes_and_nothing_else(text: str) -> None:
    left = PACKAGE.sub("", text)
    assert left == "# Made by tools/move_lock.py; do not edit.\n" + "-r lab.txt\n" * (text is TEST)
    assert not re.search(r"//|@|\.(?:org|com|net|io)\b", text), "no address of any file or host"
    assert all(package.url is None for package in locked(text))


def test_the_lessons_install_nothing_of_the_checks() -> None:
    lessons = {package.name for package in locked(LAB)}
    assert lessons.isdisjoint(package.name for package in locked(TEST))


def test_the_tool_asks_for_each_python_and_system_of_the_checks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "path", [str(ROOT / "tools"), *sys.path])
    import move_lock

    assert list(move_lock.PYTHONS) == PYTHONS
    assert {name.split()[0] for name in move_lock.SYSTEMS} == set(SYSTEMS)
    assert "jsonschema<4.25" in move_lock.HELD  # or each start of a server waits for a grammar
    held = {Requirement(line) for line in move_lock.HELD}
    for system in SYSTEMS:
        versions = chosen(system, PYTHONS[0], LAB + TEST)
        assert all(versions[need.name] in need.specifier for need in held)
    assert "".join(move_lock.blocks(LAB)) == LAB.partition("\n")[2]
    assert len(move_lock.pins(move_lock.blocks(LAB)).splitlines()) == len(locked(LAB))
