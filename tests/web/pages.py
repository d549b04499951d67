"""Pages read back: their elements, and what is visible of them, without the code that made them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from margin_lessons.web.document_page import document_page
from margin_lessons.web.edition import BROWSER, SERVER, Edition
from margin_lessons.web.front_page import front_page
from margin_lessons.web.lesson_page import lesson_page

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "notebooks"
PACKAGE_STATIC = ROOT / "margin_lessons" / "web" / "static"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
DOCUMENTS = sorted((ROOT / "docs").glob("*.md"))
EDITIONS = {"browser": BROWSER, "server": SERVER}

VOID = ("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr")
WITHIN_A_LINE = ("a", "b", "code", "em", "i", "span", "strong")
SILENT = frozenset(("script", "style", "head", "title"))


@dataclass
class Element:
    """An element of a page with what is in it."""

    tag: str
    attributes: dict[str, str]
    inside: list[Element | str] = field(default_factory=list)

    def all(self, tag: str = "") -> Iterator[Element]:
        """Yield the elements in this one, from the top down."""
        for part in self.inside:
            if isinstance(part, Element):
                if not tag or part.tag == tag:
                    yield part
                yield from part.all(tag)

    def one(self, tag: str, **wanted: str) -> Element:
        """Return the only element of a tag with these attributes; ``name`` stands for id."""
        wanted = {{"name": "id"}.get(key, key): value for key, value in wanted.items()}
        (found,) = [e for e in self.all(tag) if wanted.items() <= e.attributes.items()]
        return found

    @property
    def text(self) -> str:
        """Its words as they are read, with single spaces."""
        return self.text_without()

    def text_without(self, *tags: str) -> str:
        """Return its words but for those in elements of these tags."""
        return " ".join("".join(self._words(SILENT.union(tags))).split())

    def _words(self, silent: frozenset[str]) -> Iterator[str]:
        for part in self.inside:
            if isinstance(part, str):
                yield part
            elif part.tag not in silent:
                yield from part._words(silent)
                yield "" if part.tag in WITHIN_A_LINE else " "

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()


class _Reader(HTMLParser):
    """Builds the elements; what is not closed, or closed in the wrong order, raises."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.top = Element("page", {})
        self.open = [self.top]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].inside.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> ends <{self.open[-1].tag}>, {self.getpos()}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def read_back(html: str) -> Element:
    """Return a page as its elements; one that is not well formed is no page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    left = [element.tag for element in reader.open[1:]]
    assert not left, f"not closed: {left}"
    return reader.top


@cache
def page(name: str, kernel: str = "browser") -> Element:
    """Return the page of a notebook or document, or "index", as its elements."""
    return read_back(page_html(name, EDITIONS[kernel]))


def page_html(name: str, edition: Edition) -> str:
    if name == "index":
        return front_page(edition, FOLDER)
    if (FOLDER / f"{name}.ipynb").exists():
        return lesson_page(FOLDER / f"{name}.ipynb", edition)
    return document_page(ROOT / "docs" / f"{name}.md", edition, FOLDER)


ALL_PAGES = ("index", *(path.stem for path in (*NOTEBOOKS, *DOCUMENTS)))


@cache
def stored_cells(name: str) -> list[dict[str, Any]]:
    """Return the cells of a notebook as they are stored."""
    cells: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.ipynb").read_text("utf-8"))["cells"]
    for cell in cells:
        cell["source"] = "".join(cell["source"])
    return cells


def is_for_a_notebook(cell: dict[str, Any]) -> bool:
    return "notebook-only" in cell["metadata"].get("tags", [])


def page_data(name: str, kernel: str = "browser") -> dict[str, Any]:
    """Return what the scripts of a page read."""
    data: dict[str, Any] = json.loads(
        "".join(map(str, page(name, kernel).one("script", name="page-data").inside))
    )
    return data
