"""The rules of a lesson's cells, and that the prose says no number the package does not compute."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import pytest
from nbformat import NotebookNode
from refresh_notebooks import find, read

from margin_lessons.lessons import open_lesson

NOTEBOOKS = find()
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)

HEADING = re.compile(r"^(#+) +(.*)$", re.MULTILINE)
MINUTES = re.compile(r"\((\d+) min\)")
ORDER = ("Story", "Predict", "Play", "Why", "Check", "Do", "Keep")
FOREIGN = re.compile(r"\b(matplotlib|pyplot|ipywidgets|anywidget|plotly|interact)\b")
WORDS = (600, 1300)
CELLS = (4, 10)
LINES = 8


@cache
def stored(path: Path) -> NotebookNode:
    return read(path)


def code(path: Path) -> list[str]:
    return [cell.source for cell in stored(path).cells if cell.cell_type == "code"]


def prose(path: Path) -> str:
    return "\n\n".join(c.source for c in stored(path).cells if c.cell_type == "markdown")


def sections(text: str) -> list[tuple[str, str]]:
    """Return the headings of level two with what stands below each; the head comes first."""
    parts = re.split(r"^## +(.*)$", text, flags=re.MULTILINE)
    return [("", parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]


@each_notebook
def test_the_prose_is_spelled_right(path: Path) -> None:
    command = [sys.executable, "-m", "codespell_lib", "-"]
    done = subprocess.run(command, input=prose(path), capture_output=True, text=True)
    assert not done.returncode, done.stdout + done.stderr


# ---- Cells ------------------------------------------------------------------


@each_notebook
def test_code_is_short_and_plain(path: Path) -> None:
    cells = code(path)
    assert CELLS[0] <= len(cells) <= CELLS[1], f"{len(cells)} code cells"
    for source in cells:
        assert len(source.splitlines()) <= LINES, f"over {LINES} lines:\n{source}"
        assert not FOREIGN.search(source), f"drawing and widgets live in the package:\n{source}"
        assert "NBVAL" not in source, f"every cell is compared:\n{source}"
        modules = re.findall(r"^\s*(?:from|import) +([\w.]+)", source, flags=re.MULTILINE)
        assert all(m == "margin_lessons.lessons" for m in modules), f"deeper import:\n{source}"


@each_notebook
def test_opens_its_own_lesson(path: Path) -> None:
    assert any(f'open_lesson("{path.stem}")' in source for source in code(path))


@each_notebook
def test_no_cell_is_marked_for_a_check_to_pass_over(path: Path) -> None:
    tags = {tag for cell in stored(path).cells for tag in cell.metadata.get("tags", ())}
    assert not {tag for tag in tags if tag.startswith("nbval") or tag == "raises-exception"}


# ---- Prose ------------------------------------------------------------------


@each_notebook
def test_prose_is_as_long_as_a_lesson(path: Path) -> None:
    text = re.sub(r"\$\$.*?\$\$|\$[^$]*\$", " ", prose(path), flags=re.DOTALL)
    count = len(re.findall(r"[^\W\d_][\w'’-]*", text))
    assert WORDS[0] <= count <= WORDS[1], f"{count} words"


@each_notebook
def test_head_says_what_a_reader_needs_to_know(path: Path) -> None:
    first_levels = [title for marks, title in HEADING.findall(prose(path)) if marks == "#"]
    assert len(first_levels) == 1, f"one heading of level one, not {first_levels}"
    head = sections(prose(path))[0][1]
    objectives = re.findall(r"^[*-] +\w", head, flags=re.MULTILINE)
    assert 2 <= len(objectives) <= 4, f"{len(objectives)} objectives"
    assert "not trading advice" in head.lower()
    assert re.search(r"\d+ minutes", head)


@each_notebook
def test_minutes_add_up(path: Path) -> None:
    total = re.search(r"(\d+) minutes", sections(prose(path))[0][1])
    assert total is not None
    each = {title: MINUTES.search(title) for title, _ in sections(prose(path))[1:]}
    without = [t for t, found in each.items() if found is None and not t.startswith("Sources")]
    assert not without, f"no minutes in {without}"
    added = sum(int(found.group(1)) for found in each.values() if found)
    assert added == int(total.group(1)), f"the sections take {added} minutes"


@each_notebook
def test_sections_come_in_the_order_of_a_lesson(path: Path) -> None:
    titles = [re.sub(r"^\d+\. +", "", title) for title, _ in sections(prose(path))[1:]]
    found = [word for title in titles for word in ORDER if title.startswith(word)]
    assert found == list(ORDER), f"the sections are {titles}"
    assert titles[-1].startswith("Sources")


# ---- Numbers ----------------------------------------------------------------

MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
NOT_NUMBERS = re.compile(
    rf"""
    \b\d{{1,2}}\ {MONTH}\ \d{{4}}\b | \b{MONTH}\ \d{{4}}\b            # dates
  | (?<![\w.,])0\d\b(?![.,]\d) | \blessons?\ 1[01]\b                  # lesson numbers
  | \b\d+\ min(?:utes)?\b                                             # how long it takes
  | ^\ *\d+\.\ | ^\#+\ +\d+\.?\ (?=\D)                                # numbering
  | \]\([^)]*\) | https?://\S+ | \b[\w/]+\.(?:ipynb|py|json|csv|md)\b # addresses and file names
    """,
    re.VERBOSE | re.MULTILINE,
)
# A sign belongs to a number unless something stands right before it: 30-40, x-1.
NUMBER = re.compile(r"(?:(?<![\w.)%])[-−+])?(?<![\w.])\d[\d,]*(?:\.\d+)?(?: ?%|x\b)?")


def numbers_in(text: str) -> Iterator[tuple[str, tuple[float, str], str]]:
    """Yield each number of a text: as written, as value and unit, and the words around it."""
    text = text.replace("{,}", ",").replace("\\%", "%").replace("\\,", " ")
    text = NOT_NUMBERS.sub(lambda found: " " * len(found.group()), text)
    for found in NUMBER.finditer(text):
        written = found.group().rstrip(",")
        around = " ".join(text[max(0, found.start() - 40) : found.end() + 30].split())
        yield written, value_of(written), around


def value_of(written: str) -> tuple[float, str]:
    """Return a number's value and unit: '%', 'x' or none."""
    unit = written[-1] if written[-1] in "%x" else ""
    digits = written.rstrip("%x ").replace(",", "").replace("−", "-")
    return float(digits), unit


def unknown_numbers(text: str, known: dict[str, str]) -> list[str]:
    """Return a line for each number in ``text`` that is not among the known ones.

    A number without a sign may stand for one with a sign ("a fall of 10%" for -10%).
    """
    values = {value for shown in known.values() for _, value, _ in numbers_in(shown)}
    sizes = {(abs(number), unit) for number, unit in values}
    lines = []
    for written, (number, unit), around in numbers_in(text):
        signed = written[0] in "+-−"
        if (number, unit) in (values if signed else sizes):
            continue
        near = get_close_matches(written, known.values(), n=1, cutoff=0.5)
        hint = f"; the package has {near[0]}" if near else ""
        lines.append(f"{written} in '... {around} ...'{hint}")
    return lines


@each_notebook
def test_every_number_in_the_prose_comes_from_the_package(path: Path) -> None:
    text = "\n".join(
        f"## {title}\n{below}" for title, below in sections(prose(path))
        if not title.startswith("Sources")
    )  # fmt: skip
    unknown = unknown_numbers(text, dict(open_lesson(path.stem).numbers))
    assert not unknown, "\n".join(["numbers that the package does not say:", *unknown])


def test_a_number_is_found_in_every_dress() -> None:
    text = r"At 13,200 USD, 0.2 BTC at 5x: -30% to 30-40%, $0.80 \times 4{,}000$, 60\%, (1.5)."
    found = [value for _, value, _ in numbers_in(text)]
    assert found == [
        (13_200, ""), (0.2, ""), (5, "x"), (-30, "%"), (30, ""), (40, "%"), (0.8, ""),
        (4_000, ""), (60, "%"), (1.5, ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "on 28 July 2025", "since 29 Jul 2025", "in lesson 02", "lesson 04 (fills) and 05",
        "lesson 11", "# 02 Title",
        "## 3. Play (6 min)", "28 minutes", "1. first", "see `00_start_here.ipynb`",
        "[there](https://example.org/2025/13)", "H2 and utf8",
    ],
)  # fmt: skip
def test_what_is_not_a_number_is_left_alone(text: str) -> None:
    assert list(numbers_in(text)) == []


def test_a_number_that_the_package_does_not_say_is_named() -> None:
    known = {"call price": "13,200", "fall": "-10.0%"}
    assert unknown_numbers("At 13,200 USD, a fall of 10%.", known) == []
    (line,) = unknown_numbers("At 13,300 USD.", known)
    assert "13,300" in line
    assert "13,200" in line
    assert unknown_numbers("up +10%", known)
