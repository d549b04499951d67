"""Text from stamps looks like matplotlib's own, and measures like it."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties

from margin_lessons.figures.stamps import StampRenderer

TEXTS = ("margin call 13,200", "AV To -12.0%", "now 112.5%", "“gap” ±")
DPI = 100


def written(kind: type[RendererAgg], text: str, x: float, size: float = 12) -> np.ndarray:
    """Return the ink of one line of text, written with its pen at ``x`` and in row 40."""
    renderer = kind(400, 60, DPI)
    gc = renderer.new_gc()
    renderer.draw_text(gc, x, 40, text, FontProperties(size=size), 0)
    gc.restore()
    return np.asarray(renderer.buffer_rgba())[:, :, 3].astype(float)


def blurred(ink: np.ndarray) -> np.ndarray:
    """Return the ink spread over the pixels around each (the pen stands on whole rows)."""
    shifts = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    return sum(np.roll(ink, by, axis=(0, 1)) for by in shifts) / 9


def unlike(one: np.ndarray, other: np.ndarray) -> float:
    """Return how much ink lies elsewhere, as a share of what there is."""
    return float(np.abs(blurred(one) - blurred(other)).sum() / one.sum())


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("x", [20, 20.25, 20.7])
def test_stamped_text_is_where_matplotlib_puts_it(text: str, x: float) -> None:
    own, stamped = written(RendererAgg, text, x), written(StampRenderer, text, x)
    assert stamped.sum() == pytest.approx(own.sum(), rel=0.06)
    for axis in (0, 1):
        places = [np.flatnonzero(ink.sum(axis=axis) > 60) for ink in (own, stamped)]
        assert abs(places[0][0] - places[1][0]) <= 1
        assert abs(places[0][-1] - places[1][-1]) <= 2
    # Before matplotlib 3.11 a glyph stands on whole pixels, so its stamps are spaced less evenly.
    assert unlike(own, stamped) < 0.40


def test_text_two_pixels_off_would_be_noticed() -> None:
    own, off = written(RendererAgg, TEXTS[0], 20), written(StampRenderer, TEXTS[0], 23)
    assert unlike(own, off) > 0.40


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("size", [9, 12, 26])
def test_stamped_text_measures_like_matplotlib(text: str, size: float) -> None:
    prop = FontProperties(size=size)
    own, stamped = (
        kind(400, 60, DPI).get_text_width_height_descent(text, prop, False)
        for kind in (RendererAgg, StampRenderer)
    )
    assert stamped[0] == pytest.approx(own[0], abs=2)
    assert stamped[1] == pytest.approx(own[1], abs=3)


def test_no_words_take_no_room() -> None:
    assert StampRenderer(400, 60, DPI).get_text_width_height_descent("", FontProperties()) == (
        pytest.approx((0, 1, 1), abs=1)
    )


def test_the_same_text_twice_is_the_same_picture() -> None:
    once, twice = (written(StampRenderer, "liq. 11,600", 40) for _ in range(2))
    assert np.array_equal(once, twice)
