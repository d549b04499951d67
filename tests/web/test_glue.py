"""The page's own scripts between Python and the course's model stay small enough to be read."""

from __future__ import annotations

from pathlib import Path

import margin_lessons.web

STATIC = Path(margin_lessons.web.__file__).parent / "static"
GLUE = ("page", "host", "browser_kernel", "worker", "stored_files", "text_module")
MOST = 300


def lines_of_code(text: str) -> list[str]:
    """Return the lines that are neither empty nor a comment alone."""
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("//")]


def test_the_glue_of_a_page_is_small() -> None:
    counts = {
        name: len(lines_of_code((STATIC / f"{name}.js").read_text(encoding="utf-8")))
        for name in GLUE
    }
    assert sum(counts.values()) < MOST, counts


def test_no_line_is_made_long_to_be_one() -> None:
    for name in GLUE:
        text = (STATIC / f"{name}.js").read_text(encoding="utf-8")
        assert max(map(len, text.splitlines())) <= 120, name


def test_comments_and_gaps_are_not_counted() -> None:
    assert lines_of_code("// why\n\n  // more\n a();  // here\n}\n") == ["a();  // here", "}"]
