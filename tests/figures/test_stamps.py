"""Text from stamps looks like matplotlib's own, and measures like it."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from margin_lessons.figures.stamps import StampCanvas

TEXTS = ("margin call 13,200", "AV To -12.0%", "now 112.5%", "“gap” ±")


def written(canvas: type[FigureCanvasAgg], text: str, x: float) -> np.ndarray:
    """Return the picture of one line of text on the given kind of canvas, as darkness."""
    figure = Figure(figsize=(4, 0.6), dpi=100)
    canvas(figure)
    figure.text(x, 0.5, text, fontsize=12, va="center")
    figure.canvas.draw()
    return 255.0 - np.asarray(figure.canvas.buffer_rgba())[:, :, :3].mean(axis=2)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("x", [0.05, 0.0512, 0.0531])
def test_stamped_text_is_where_matplotlib_puts_it(text: str, x: float) -> None:
    own, stamped = written(FigureCanvasAgg, text, x), written(StampCanvas, text, x)
    assert stamped.sum() == pytest.approx(own.sum(), rel=0.06)
    for axis in (0, 1):
        places = [np.flatnonzero(ink.sum(axis=axis) > 60) for ink in (own, stamped)]
        assert abs(places[0][0] - places[1][0]) <= 1
        assert abs(places[0][-1] - places[1][-1]) <= 2
    # Blurred by a pixel to each side (the pen stands on whole rows), hardly any ink lies elsewhere.
    shifts = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    blur = [sum(np.roll(ink, by, axis=(0, 1)) for by in shifts) / 9 for ink in (own, stamped)]
    # Before matplotlib 3.11 a glyph stands on whole pixels, so its stamps are spaced less evenly.
    assert np.abs(blur[0] - blur[1]).sum() < 0.40 * own.sum()


def test_text_two_pixels_off_would_be_noticed() -> None:
    own, off = written(FigureCanvasAgg, TEXTS[0], 0.05), written(StampCanvas, TEXTS[0], 0.0575)
    shifts = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    blur = [sum(np.roll(ink, by, axis=(0, 1)) for by in shifts) / 9 for ink in (own, off)]
    assert np.abs(blur[0] - blur[1]).sum() > 0.40 * own.sum()


@pytest.mark.parametrize("text", TEXTS)
def test_stamped_text_measures_like_matplotlib(text: str) -> None:
    extents = []
    for canvas in (FigureCanvasAgg, StampCanvas):
        figure = Figure(figsize=(4, 0.6), dpi=100)
        canvas(figure)
        extents.append(figure.text(0.05, 0.5, text, fontsize=12).get_window_extent())
    assert extents[1].width == pytest.approx(extents[0].width, abs=2)
    assert extents[1].height == pytest.approx(extents[0].height, abs=2)


def test_the_same_text_twice_is_the_same_picture() -> None:
    assert np.array_equal(written(StampCanvas, "liq. 11,600", 0.1),
                          written(StampCanvas, "liq. 11,600", 0.1))  # fmt: skip


def test_turned_text_and_formulas_go_the_ordinary_way() -> None:
    pictures = []
    for canvas in (FigureCanvasAgg, StampCanvas):
        figure = Figure(figsize=(2, 2), dpi=100)
        canvas(figure)
        figure.text(0.3, 0.2, "turned", rotation=90)
        figure.text(0.6, 0.5, "$x^2$")
        figure.canvas.draw()
        pictures.append(np.asarray(figure.canvas.buffer_rgba()).copy())
    assert np.abs(pictures[0].astype(int) - pictures[1]).mean() < 1.5
