"""The rules of a lesson's cells: their length, their order, their spelling."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from nbformat import NotebookNode
from refresh_notebooks import lessons, read

NOTEBOOKS = lessons()
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)

HEADING = re.compile(r"^(#+) +(.*)$", re.MULTILINE)
MINUTES = re.compile(r"\((\d+) min\)")
ORDER = ("Story", "Predict", "Play", "Why", "Check", "Do", "Keep")
FOREIGN = re.compile(r"\b(matplotlib|pyplot|ipywidgets|anywidget|plotly|interact)\b")
WORDS = (600, 1300)
SECTION, NUMBERS = 250, 10
"""The most words in a section, and the most numbers in a hundred of them."""
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
    text = re.sub(r"<details.*?</details>", " ", prose(path), flags=re.DOTALL)
    text = re.sub(r"\$\$.*?\$\$|\$[^$]*\$", " ", text, flags=re.DOTALL)
    count = len(re.findall(r"[^\W\d_][\w'’-]*", text))
    assert WORDS[0] <= count <= WORDS[1], f"{count} words"


def outside(text: str) -> str:
    """Return a text without its tables, folds, formulas and addresses: what is read in one go."""
    text = re.sub(r"<details.*?</details>", " ", text, flags=re.DOTALL)
    text = re.sub(r"\$\$.*?\$\$|\$[^$]*\$", " ", text, flags=re.DOTALL)
    text = re.sub(r"\]\([^)]*\)", "]", text)
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("|"))


def passages(path: Path) -> list[tuple[str, str]]:
    """Return the headings of every level with what stands below each, outside tables and folds.

    Sources are a list to look up and not a passage to read.
    """
    parts = re.split(r"^(#+ +.*)$", prose(path), flags=re.MULTILINE)
    read_in_one_go = zip(parts[1::2], parts[2::2], strict=True)
    return [(title, outside(text)) for title, text in read_in_one_go if "Sources" not in title]


@each_notebook
def test_no_section_wears_a_reader_out(path: Path) -> None:
    long = {title: len(outside(text).split()) for title, text in passages(path)}
    assert not {title: count for title, count in long.items() if count > SECTION}, long


@each_notebook
def test_numbers_are_not_heaped_up_in_the_text(path: Path) -> None:
    heaped = {}
    for title, text in passages(path):
        numbers = [bool(re.search(r"\d", word)) for word in text.split()]
        most = max(sum(numbers[i : i + 100]) for i in range(max(1, len(numbers) - 99)))
        if most > NUMBERS:
            heaped[title] = f"{most} numbers in 100 words"
    assert not heaped


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
