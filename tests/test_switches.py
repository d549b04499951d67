"""The table of switches in docs/classroom.md has what the sources read, and nothing more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SWITCH = re.compile(r"\bMARGIN_LESSONS_[A-Z][A-Z_]*[A-Z]\b")
ROW = re.compile(r"^\| `(MARGIN_LESSONS_[A-Z_]+)` \|", re.MULTILINE)
FOLDERS = (
    "margin_lessons",
    "docs/classroom",
    "tools",
    "benchmarks",
    "tests",
    "notebooks",
    ".github",
)
ENDINGS = {".py", ".js", ".yml", ".ipynb", ".sh"}


def sources() -> Iterator[Path]:
    """Return every file in which a switch may be read."""
    for folder in FOLDERS:
        yield from (path for path in (ROOT / folder).rglob("*") if path.suffix in ENDINGS)
    yield from ROOT.glob("*.py")


def read_in(paths: Iterator[Path]) -> set[str]:
    return {name for path in paths for name in SWITCH.findall(path.read_text(encoding="utf-8"))}


def test_the_table_of_switches_is_that_of_the_sources() -> None:
    rows = ROW.findall((ROOT / "docs" / "classroom.md").read_text(encoding="utf-8"))
    assert len(rows) == len(set(rows))
    assert set(rows) == read_in(sources())


def test_documents_name_switches_that_there_are() -> None:
    known = read_in(sources())
    named = read_in(path for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
    assert named == known
