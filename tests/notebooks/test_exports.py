"""A notebook that is exported keeps its pictures, their words and its tables, with nothing alive.

nbconvert makes a page, slides and Markdown of what is stored, without a kernel or a network.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from nbconvert import HTMLExporter, MarkdownExporter, SlidesExporter, TemplateExporter
from refresh_notebooks import find, read

NOTEBOOKS = find()
EXPORTERS: dict[str, type[TemplateExporter]] = {
    "page": HTMLExporter,
    "slides": SlidesExporter,
    "Markdown": MarkdownExporter,
}
each_export = pytest.mark.parametrize(
    ("path", "kind"),
    [(path, kind) for path in NOTEBOOKS for kind in EXPORTERS],
    ids=lambda part: part.stem if isinstance(part, Path) else part,
)
ALT = re.compile(r'<img alt="([^"]*)"')
PANEL = re.compile(r"\blesson\.(?:panel|predict)\(")


class Inside(HTMLParser):
    """Reads pictures, captions, and what a page would fetch without any script."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.alts: list[str] = []
        self.captions = 0
        self.fetched: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "img":
            self.alts.append(given.get("alt") or "")
            assert (given.get("src") or "").startswith("data:image/png;base64,")
        self.captions += tag == "caption"
        if tag == "link" and "stylesheet" in (given.get("rel") or ""):
            self.fetched.append(given.get("href") or "")


@cache
def exported(path: Path, kind: str) -> str:
    return EXPORTERS[kind]().from_filename(str(path))[0]


def stored_html(path: Path) -> list[str]:
    """Return the HTML of the outputs that are stored."""
    cells = [cell for cell in read(path).cells if cell.cell_type == "code"]
    outputs = [output for cell in cells for output in cell.outputs]
    return [
        output["data"]["text/html"] for output in outputs if "text/html" in output.get("data", {})
    ]


@each_export
def test_every_picture_keeps_its_words_and_its_table(path: Path, kind: str) -> None:
    twins = stored_html(path)
    wanted = [unescape(alt) for twin in twins for alt in ALT.findall(twin)]
    sources = "".join(cell.source for cell in read(path).cells if cell.cell_type == "code")
    inside = Inside(exported(path, kind))
    assert inside.alts == wanted
    assert len(wanted) >= len(PANEL.findall(sources))
    for alt in wanted:
        assert len(alt.split()) >= 10, f"these are no words for a picture: {alt!r}"
        assert re.search(r"\d", alt), f"no number in {alt!r}"
    assert inside.captions == sum(twin.count("<caption>") for twin in twins)
    assert inside.captions >= len(wanted)


@each_export
def test_nothing_of_it_needs_a_kernel(path: Path, kind: str) -> None:
    page = exported(path, kind)
    for trace in ("widget-view", "model not found", "No description has been provided"):
        assert trace not in page
    assert not re.search(r"(AnyWidget|Live|Panel|Gate)\(", page), "an object's name is shown"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_page_fetches_nothing_where_no_script_runs(path: Path) -> None:
    assert Inside(exported(path, "page")).fetched == []
