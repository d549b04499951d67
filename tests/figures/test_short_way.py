"""A text artist written by the short way stands, looks and hides what is behind as by its own."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure
from numpy.typing import NDArray

from margin_lessons.figures.stamps import StampCanvas


def page(words: str, *, short: bool, x: float = 0.5, y: float = 0.5, **how: Any) -> NDArray:
    """Return a small page on dark paper with one text."""
    figure = Figure(figsize=(3, 0.8), dpi=100, facecolor="#334455")
    canvas = StampCanvas(figure)
    how = {"ha": "center", "va": "center", "fontsize": 12, "color": "#ffcc00", **how}
    text = figure.text(x, y, words, **how)
    text.set_animated(short)
    canvas.draw()
    if short:
        canvas.get_renderer().write(text)
    return np.array(canvas.buffer_rgba())


@pytest.mark.parametrize("ha", ["left", "center", "right"])
@pytest.mark.parametrize("va", ["top", "center", "bottom", "baseline", "center_baseline"])
@pytest.mark.parametrize("words", ["call 13,200", "7", "gap (-12.0%)"])
def test_it_stands_where_the_artist_does(words: str, va: str, ha: str) -> None:
    for x in (0.5, 0.503):
        own, short = (page(words, short=way, x=x, va=va, ha=ha) for way in (False, True))
        assert np.array_equal(own, short)


@pytest.mark.parametrize(
    "how",
    [
        {"words": "turned", "rotation": 90},
        {"words": "two\nlines"},
        {"words": "$x^2$"},
        {"words": "clipped", "clip_on": True},
        {"words": "faint", "alpha": 0.5},
        {"words": "bold 7", "weight": "bold"},
        {"words": "   "},
        {"words": ""},
    ],
    ids=lambda how: how["words"],
)
def test_it_looks_as_the_artist_does(how: dict) -> None:
    assert np.array_equal(page(short=False, **how), page(short=True, **how))


def test_paper_hides_what_is_behind_and_no_more() -> None:
    paper = {"facecolor": "#ffffff", "edgecolor": "none", "pad": 1.0}
    own, short = (page("now 7", short=way, bbox=paper) for way in (False, True))
    behind = np.array([0x33, 0x44, 0x55])
    hidden = [(picture[:, :, :3] != behind).any(axis=2) for picture in (own, short)]
    assert abs(int(hidden[0].sum()) - int(hidden[1].sum())) < 0.12 * hidden[0].sum()
    # The same box, to a pixel on each side.
    assert not (hidden[1] & ~_grown(hidden[0])).any()
    assert not (hidden[0] & ~_grown(hidden[1])).any()


def _grown(box: NDArray) -> NDArray:
    moves = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    return np.any([np.roll(box, by, axis=(0, 1)) for by in moves], axis=0)


@pytest.mark.parametrize("x", [-5.0, -0.1, 0.0, 1.0, 1.1, 5.0])
@pytest.mark.parametrize("y", [-5.0, -0.1, 0.0, 1.0, 1.1, 5.0])
def test_text_may_leave_the_page(x: float, y: float) -> None:
    paper = {"facecolor": "#ffffff", "edgecolor": "none", "pad": 1.0}
    picture = page("13,200 USD", short=True, x=x, y=y, bbox=paper)
    if max(abs(x), abs(y)) == 5:
        assert np.array_equal(picture, page("", short=True))
