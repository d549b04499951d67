"""How each kind of mark is drawn."""

from __future__ import annotations

from functools import lru_cache, singledispatch

import numpy as np
from matplotlib.colors import to_rgba
from matplotlib.markers import MarkerStyle
from numpy.typing import NDArray

from margin_lessons.figures.marks import (
    Area,
    Band,
    ChartBar,
    Curve,
    Grid,
    Mark,
    Note,
    Point,
    Rule,
    Segment,
    Where,
    value_of,
)
from margin_lessons.figures.palette import Ink, Palette
from margin_lessons.figures.pen import Box, Color, Pen
from margin_lessons.figures.plot_layout import PlotBox

Points = NDArray[np.float64]

ORDER: tuple[type[Mark], ...] = (Grid, Band, Area, ChartBar, Rule, Curve, Segment, Point, Note)
"""What is drawn first, and so lies below what comes later."""

NOWHERE = np.empty((0, 2))
BLOCK = 0.3
"""How much of its ink a bar takes: pale enough for words of any ink to be read on it."""


def ink_of(palette: Palette, name: str) -> Ink:
    """Return the ink of a name; ``text`` is that of words."""
    return Ink(palette.text) if name == "text" else palette.inks()[name]


@lru_cache(maxsize=256)
def color_of(palette: Palette, name: str, strength: float = 1.0) -> Color:
    """Return an ink's colour, laid on the paper at a strength."""
    if name == "paper":
        return to_rgba(palette.paper)
    red, green, blue = palette.tint(ink_of(palette, name), strength)
    return red, green, blue, 1.0


@singledispatch
def draw(mark: Mark, pen: Pen, box: PlotBox, palette: Palette) -> Points:
    """Draw a mark and return its points in pixels; none for one that has no place."""
    raise TypeError(f"{type(mark).__name__} is no kind of mark that can be drawn")


def _at(box: PlotBox, x: Where, y: Where) -> Points:
    """Return one point in pixels, or none when a coordinate has no value."""
    px, py = value_of(x), value_of(y)
    if px is None or py is None:
        return NOWHERE
    return np.array([[float(box.px(px)), float(box.py(py))]])


def _rectangle(x0: float, y0: float, x1: float, y1: float) -> Points:
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])


def _around(corners: Points) -> Box:
    """Return the sides of a rectangle."""
    (x0, y0), _, (x1, y1), _ = corners.tolist()
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


@draw.register
def _(mark: Curve, pen: Pen, box: PlotBox, palette: Palette) -> Points:
    points = np.column_stack([box.px(mark.x), box.py(mark.y)])
    far = 20.0 * pen.place.height  # Agg draws nothing of a line that leaves the canvas too far
    ink = ink_of(palette, mark.ink)
    dash = Ink(ink.color, (0, (1, 2))) if mark.dotted else ink
    shown = np.column_stack([points[:, 0], np.clip(points[:, 1], -far, far)])
    pen.stroke(shown, to_rgba(ink.color), mark.width, dash, box.sides)
    return points


@draw.register
def _(mark: Area, pen: Pen, box: PlotBox, palette: Palette) -> Points:
    seen = np.isfinite(mark.y) & np.isfinite(mark.base)
    upper = np.column_stack([box.px(mark.x), box.py(mark.y)])[seen]
    lower = np.column_stack([box.px(mark.x), box.py(mark.base)])[seen]
    outline = np.vstack([upper, lower[::-1]])
    if len(upper) > 1:
        hatch = color_of(palette, mark.ink, 0.5) if mark.hatch else None
        pen.fill(outline, color_of(palette, mark.ink, mark.strength), box.sides, hatch)
    return outline


@draw.register
def _(mark: Rule, pen: Pen, box: PlotBox, palette: Palette) -> Points:
    at = value_of(mark.at)
    if at is None:
        return NOWHERE
    if mark.along == "x":
        x = float(box.px(at))
        foot = box.bottom if mark.down_to is None else float(box.py(mark.down_to))
        points = np.array([[x, foot], [x, box.top]])
    else:
        y = float(box.py(at))
        points = np.array([[box.left, y], [box.right, y]])
    ink = ink_of(palette, mark.ink)
    pen.stroke(points, to_rgba(ink.color), mark.width, ink, box.sides)
    return points


@draw.register
def _(mark: Band, pen: Pen, box: PlotBox, palette: Palette) -> Points:
    low, high = value_of(mark.low), value_of(mark.high)
    if low is None or high is None:
        return NOWHERE
    if mark.along == "y":
        points = _rectangle(box.left, float(box.py(low)), box.right, float(box.py(high)))
    else:
        points = _rectangle(float(box.px(low)), box.bottom, float(box.px(high)), box.top)
    hatch = color_of(palette, mark.ink, 0.4) if mark.hatch else None
    pen.block(_around(points), color_of(palette, mark.ink, mark.strength), box.sides, hatch)
    return points


@draw.register
def _(mark: ChartBar, pen: Pen, box: PlotBox, palette: Palette) -> Points:
    top = value_of(mark.top)
    if top is None:
        return NOWHERE
    side = mark.at - mark.thick / 2, mark.at + mark.thick / 2
    if mark.lies:
        x, y = box.px([mark.base, top]), box.py(side)
    else:
        x, y = box.px(side), box.py([mark.base, top])
    points = _rectangle(float(x[0]), float(y[0]), float(x[1]), float(y[1]))
    inside = (0.0, box.top - 1, float(pen.place.width), box.bottom + 1)
    edge = color_of(palette, mark.ink)
    if not mark.hollow:
        hatch = color_of(palette, mark.ink, 0.7) if mark.hatch else None
        pen.block(_around(points), color_of(palette, mark.ink, BLOCK), inside, hatch)
    pen.stroke(np.vstack([points, points[:1]]), edge, 1.4, None, inside)
    return points


@draw.register
def _(mark: Segment, pen: Pen, box: PlotBox, palette: Palette) -> Points:
    points = np.vstack([_at(box, mark.x0, mark.y0), _at(box, mark.x1, mark.y1)])
    if len(points) < 2:
        return NOWHERE
    ink = ink_of(palette, mark.ink)
    pen.stroke(points, to_rgba(ink.color), mark.width, ink, None)
    heads = {"none": (), "end": ((0, 1),), "both": ((0, 1), (1, 0))}[mark.heads]
    for start, end in heads:
        _head(pen, points[start], points[end], to_rgba(ink.color))
    return points


def _head(pen: Pen, start: Points, end: Points, color: Color) -> None:
    """Draw an arrow's head at ``end``."""
    way = end - start
    length = float(np.hypot(*way))
    if length < 1:
        return
    back = end - way / length * min(8.0, length)
    aside = np.array([-way[1], way[0]]) / length * 4
    pen.fill(np.array([end, back + aside, back - aside]), color)


@draw.register
def _(mark: Point, pen: Pen, box: PlotBox, palette: Palette) -> Points:
    points = _at(box, mark.x, mark.y)
    if len(points) and _inside(points[0], box):
        color = color_of(palette, mark.ink)
        outline = points + _shape(mark.shape) * mark.size
        pen.fill(outline, color)
        pen.stroke(np.vstack([outline, outline[:1]]), color_of(palette, "paper"), 1.0)
    return points


def _inside(point: Points, box: PlotBox) -> bool:
    x, y = point
    return bool(box.left - 1 <= x <= box.right + 1 and box.top - 1 <= y <= box.bottom + 1)


@lru_cache(maxsize=32)
def _shape(name: str) -> Points:
    """Return the corners of a marker of size one, as matplotlib draws it."""
    style = MarkerStyle(name)
    path = style.get_path().transformed(style.get_transform())
    corners = path.to_polygons(closed_only=False)[0]
    corners = np.asarray(corners) * [1, -1]
    return np.asarray(corners / np.ptp(corners, axis=0).max())


@draw.register
def _(mark: Note, pen: Pen, box: PlotBox, palette: Palette) -> Points:
    return _at(box, mark.x, mark.y)


@draw.register
def _(mark: Grid, pen: Pen, box: PlotBox, palette: Palette) -> Points:
    tints = [color_of(palette, ink, strength) for ink, strength in mark.tints]
    lookup = np.rint(255 * np.array(tints)).astype(np.uint8)
    x, y = box.px(mark.x), box.py(mark.y)
    sides = float(x[0]), float(y[1]), float(x[1]), float(y[0])
    pen.image(lookup[mark.kinds], sides)
    if mark.words:
        _write_cells(mark, pen, sides, to_rgba(palette.text))
    return _rectangle(sides[0], sides[3], sides[2], sides[1])


def _write_cells(mark: Grid, pen: Pen, sides: Box, color: Color) -> None:
    """Write the word of its kind into the middle of each cell."""
    left, top, right, bottom = sides
    rows, columns = mark.kinds.shape
    wide, high = (right - left) / columns, (bottom - top) / rows
    told = mark.words
    if max(map(pen.width_of, told)) > wide - 2:
        # Where the words have no room stands the first letter of each, with its question mark.
        told = tuple(word[0] + "?" * word.endswith("?") for word in told)
    lengths = [pen.width_of(word) for word in told]
    for (row, column), kind in np.ndenumerate(mark.kinds):
        x = left + (column + 0.5) * wide - lengths[kind] / 2
        y = bottom - (row + 0.5) * high + 0.35 * pen.place.letters
        pen.write(told[kind], x, y, color)
