"""What docs/elsewhere.md promises of the stored notebooks in other viewers."""

from __future__ import annotations

import base64
import io
import json
import re
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
STYLE = re.compile(r'style="([^"]*)"')
PICTURE = re.compile(r'src="data:image/png;base64,([^"]+)"')
COLOURS = re.compile(r"(?:^|[;\s-])(?:color|background|fill|stroke|border)\b")


def stored(path: Path) -> Iterator[str]:
    """Return the HTML of each output of a notebook."""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", ()):
            if html := output.get("data", {}).get("text/html"):
                yield "".join(html)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_words_have_no_colour_and_pictures_have_paper(path: Path) -> None:
    outputs = list(stored(path))
    assert outputs
    for html in outputs:
        assert not [style for style in STYLE.findall(html) if COLOURS.search(style)]
        assert "<style" not in html
        assert "<font" not in html
        for coded in PICTURE.findall(html):
            picture = Image.open(io.BytesIO(base64.b64decode(coded))).convert("RGBA")
            assert picture.getextrema()[3] == (255, 255), "a picture one can see through"
            assert min(picture.getpixel((0, 0))[:3]) > 200, "a dark picture"


def test_a_colour_is_found() -> None:
    assert COLOURS.search("color:red")
    assert COLOURS.search("margin:0; background-color: #fff")
    assert not COLOURS.search("text-align:left")


def test_the_form_of_binders_address_is_that_of_the_links() -> None:
    links = runpy.run_path(str(ROOT / "docs" / "classroom" / "links.py"))
    text = (ROOT / "docs" / "elsewhere.md").read_text(encoding="utf-8")
    repository = "https://github.com/OWNER/REPOSITORY"
    assert f"({links['binder'](repository, 'HEAD', '04_gaps_and_slippage')})" in text
    assert links["binder"]("https://codeberg.org/me/lessons", "main", "01_margin") == ""
