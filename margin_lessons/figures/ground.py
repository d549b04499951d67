"""What stands still under a picture: paper, grid, axes, ticks and what the axes measure."""

from __future__ import annotations

import numpy as np
from matplotlib.colors import to_rgba

from margin_lessons.figures.palette import Palette
from margin_lessons.figures.pen import ASCENT, Pen
from margin_lessons.figures.picture import Scale
from margin_lessons.figures.plot_layout import LINE, PlotBox


def head_left(box: PlotBox, letters: float) -> float:
    """Return where the name of the upright axis begins, at the head of its plot."""
    return max(box.left - 2.2 * letters, 0.0)


def draw_ground(pen: Pen, boxes: tuple[PlotBox, ...], palette: Palette) -> None:
    """Draw paper and axes; the marks come on top of it."""
    pen.pixels[:] = np.rint(255 * np.array(to_rgba(palette.paper))).astype(np.uint8)
    for box in boxes:
        _grid(pen, box, palette)
        _axes(pen, box, palette)
        _words(pen, box, palette)


def _line(x0: float, y0: float, x1: float, y1: float) -> np.ndarray:
    return np.array([[x0, y0], [x1, y1]])


def _grid(pen: Pen, box: PlotBox, palette: Palette) -> None:
    faint = to_rgba(palette.faint)
    if box.plot.x.grid:
        for at, _ in box.x_ticks:
            x = float(box.px(at))
            pen.stroke(_line(x, box.top, x, box.bottom), faint, 0.8)
    if box.plot.y.grid:
        for at, _ in box.y_ticks:
            y = float(box.py(at))
            pen.stroke(_line(box.left, y, box.right, y), faint, 0.8)


def _axes(pen: Pen, box: PlotBox, palette: Palette) -> None:
    grey, black = to_rgba(palette.loan.color), to_rgba(palette.text)
    pen.stroke(_line(box.left, box.top, box.left, box.bottom), grey, 1)
    pen.stroke(_line(box.left, box.bottom, box.right, box.bottom), grey, 1)
    if _crosses_zero(box.plot.y):
        zero = float(box.py(0))
        pen.stroke(_line(box.left, zero, box.right, zero), black, 1.2)
    if _crosses_zero(box.plot.x):
        zero = float(box.px(0))
        pen.stroke(_line(zero, box.top, zero, box.bottom), black, 1.2)


def _crosses_zero(scale: Scale) -> bool:
    """Return whether zero means something on an axis, and lies on it: not among named rows."""
    low, high = sorted((scale.low, scale.high))
    return not scale.log and scale.ticks is None and low < 0 < high


def _words(pen: Pen, box: PlotBox, palette: Palette) -> None:
    size, color = pen.place.letters, to_rgba(palette.text)
    for at, text in box.y_ticks:
        left = box.left - 0.5 * size - pen.width_of(text)
        pen.write(text, left, float(box.py(at)) + 0.35 * size, color)
    for at, text in box.x_ticks:
        for down, line in enumerate(text.split("\n")):
            wide = pen.width_of(line)
            left = min(max(float(box.px(at)) - wide / 2, 0), pen.place.width - wide)
            pen.write(line, left, box.bottom + (0.4 + ASCENT + down * LINE) * size, color)
    if box.plot.y.label:
        pen.write(box.plot.y.label, head_left(box, size), box.head + size, color)
    if box.plot.x.label:
        left = box.right - pen.width_of(box.plot.x.label)
        under = LINE * any("\n" in text for _, text in box.x_ticks)
        pen.write(box.plot.x.label, left, box.bottom + (1.75 + under + ASCENT) * size, color)
