"""What is stored in a notebook is what a run from top to bottom shows.

Strict nbval compares words, too, but passes a notebook that was never run, a wrong picture, and an
exception inside an Output widget. These tests do not.
"""

from __future__ import annotations

import io
import re
from base64 import b64decode
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from nbformat import NotebookNode
from PIL import Image
from refresh_notebooks import (
    LIVE_NAME,
    execute,
    find,
    read,
    said,
    tidy,
    what_differs,
    words,
    written,
)

NOTEBOOKS = find()
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)

SHOWS_PANEL = re.compile(r"\blesson\.(panel|predict)\(")
SHOWS_CARD = re.compile(r"\blesson\.(quiz|exercise|predict)\(")
PICTURE = re.compile(r'<img alt="([^"]*)" src="data:image/png;base64,([^"]*)"')
WIDTH, LEAST, MOST = 830, 300, 720  # the size of a stored picture in pixels
PIXELS_ALONE = [b"IHDR", b"IDAT", b"IEND"]
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


@cache
def stored(path: Path) -> NotebookNode:
    return read(path)


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def pictures(cell: NotebookNode) -> list[tuple[bytes, str, str]]:
    """Return the pictures of a cell as PNG bytes, their alternative text, and the words beside."""
    found = []
    for output in cell.outputs:
        data = output.get("data", {})
        for alt, png in PICTURE.findall(data.get("text/html", "")):
            found.append((b64decode(png), unescape(alt), data["text/plain"]))
    return found


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


def parts(png: bytes) -> list[bytes]:
    """Return the names of the chunks of a PNG."""
    names, at = [], 8
    while at < len(png):
        names.append(png[at + 4 : at + 8])
        at += 12 + int.from_bytes(png[at : at + 4], "big")
    return names


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS, "the folder notebooks/ has no notebook"


@each_notebook
def test_is_valid_and_tidy(path: Path) -> None:
    notebook = stored(path)
    nbformat.validate(notebook)
    text = path.read_text(encoding="utf-8")
    assert written(tidy(read(path))) == text, f"run tools/refresh_notebooks.py {path.stem}"
    assert WIDGET_VIEW not in text, "a stored widget view cannot be shown without its kernel"
    assert "widget-state" not in text, "no widget state is stored"
    assert not LIVE_NAME.search(text), "a model that is gone is named"


@each_notebook
def test_was_run_from_top_to_bottom(path: Path) -> None:
    counts = [cell.execution_count for cell in code_cells(stored(path))]
    assert counts == list(range(1, len(counts) + 1)), f"run tools/refresh_notebooks.py {path.stem}"


@each_notebook
def test_shows_no_error(path: Path) -> None:
    outputs = [output for cell in code_cells(stored(path)) for output in cell.outputs]
    wrong = [said(o) for o in outputs if o.output_type == "error" or o.get("name") == "stderr"]
    assert not wrong
    # A widget without a static twin is stored as its name and arguments.
    bare = [said(o) for o in outputs if re.match(r"\w+\((children=|value=|<)", said(o))]
    assert not bare, "a widget without words for a reader without a kernel"


@each_notebook
def test_every_panel_has_a_picture_and_words_with_numbers(path: Path) -> None:
    for cell in code_cells(stored(path)):
        wanted = len(SHOWS_PANEL.findall(cell.source))
        shown = pictures(cell)
        assert len(shown) >= wanted, f"no stored picture below {cell.source!r}"
        for png, alt, words_beside in shown:
            picture = opened(png)
            assert picture.width == WIDTH, f"{picture.size} below {cell.source!r}"
            assert LEAST <= picture.height <= MOST, f"{picture.size} below {cell.source!r}"
            assert len(np.unique(picture.convert("L"))) > 10, "the picture is blank"
            assert parts(png) == PIXELS_ALONE, "the picture carries more than its pixels"
            lines = words_beside.splitlines()
            assert any(alt.startswith(f"{line}. ") for line in lines), f"other words: {alt!r}"
            assert re.search(r"\d", words_beside), f"no number beside {alt!r}"


@each_notebook
def test_what_is_shown_reads_well_unrun(path: Path) -> None:
    """A table has its caption, a picture its words, and a card says how it is answered."""
    for cell in code_cells(stored(path)):
        for output in cell.outputs:
            html = output.get("data", {}).get("text/html", "")
            assert html.count("<table>") == html.count("<caption>"), cell.source
            assert html.count("<img") == len(PICTURE.findall(html)), cell.source
            assert '<img alt=""' not in html, cell.source
        if SHOWS_CARD.search(cell.source):
            all_html = "".join(o.get("data", {}).get("text/html", "") for o in cell.outputs)
            assert "Run the cells to answer: Run, Run All Cells." in all_html, cell.source


@each_notebook
def test_says_the_same_when_run_again(path: Path) -> None:
    fresh = execute(path, keep_widgets=True)
    assert words(stored(path)) == words(fresh), what_differs(stored(path), fresh)
    for before, now in zip(code_cells(stored(path)), code_cells(fresh), strict=True):
        old, new = pictures(before), pictures(now)
        assert [alt for _, alt, _ in old] == [alt for _, alt, _ in new]
        for (was, *_), (is_now, *_) in zip(old, new, strict=True):
            same = looks_like(opened(was), opened(is_now))
            assert same, f"the picture below {before.source!r} is an old one"
    models = live_widgets(fresh)
    assert "OutputModel" not in models, "an exception inside an Output widget stays unseen"


def live_widgets(notebook: NotebookNode) -> set[str]:
    """Return the kinds of live widgets that a run left behind."""
    kinds: dict[str, Any] = notebook.metadata.get("widgets", {})
    return {model["model_name"] for states in kinds.values() for model in states["state"].values()}


def looks_like(one: Image.Image, other: Image.Image) -> bool:
    """Whether two pictures show the same, square by square of 10 pixels.

    Another version of matplotlib draws its letters a little otherwise, which measured up to 0.012
    (3.9 against 3.11); a moved control is mostly above that, and its numbers are compared in the
    words, which a stored picture also carries in itself.
    """
    if one.size != other.size:
        return False
    apart = np.abs(squares(one) - squares(other)).max(axis=2) > 40
    return bool(apart.mean() < 0.015)


def squares(picture: Image.Image, side: int = 10) -> np.ndarray:
    """Return the mean colour of each square of a picture."""
    pixels = np.asarray(picture.convert("RGB"), dtype=float)
    high, wide = pixels.shape[0] // side, pixels.shape[1] // side
    cut = pixels[: high * side, : wide * side].reshape(high, side, wide, side, 3)
    return cut.mean(axis=(1, 3))
