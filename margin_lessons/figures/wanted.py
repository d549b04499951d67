"""Where the label of each kind of mark may stand, the best places first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from margin_lessons.figures.marks import Area, Band, ChartBar, Curve, Rule, Segment
from margin_lessons.figures.painted import Drawn

Points = NDArray[np.float64]
Middle = tuple[float, float]
Beside = tuple[Middle, list[Middle]]
"""The point a label belongs to, and the middles beside it, the best first."""

RING = np.array(
    [
        [far * np.cos(angle), far * np.sin(angle)]
        for far in (22.0, 36.0, 54.0, 78.0, 110.0)
        for angle in np.linspace(0, 2 * np.pi, 16, endpoint=False)
    ]
)
"""Steps away from a mark, for a label that finds no place beside it."""
FAR = np.hypot(RING[:, 0], RING[:, 1])
"""How far these are, in pixels."""
_WAYS = np.sign(np.round(RING, 6))


@dataclass(frozen=True, eq=False)
class Wanted:
    """A label that has to be placed: its size, and the middles at which it may stand.

    ``beside`` holds those at its mark, the best first; ``anchor`` is the point that it belongs to,
    ``lines`` are its words as they are written.
    """

    text: str
    ink: str
    mark: int
    width: float
    height: float
    anchor: Middle
    beside: list[Middle]
    lines: tuple[str, ...]

    @property
    def around(self) -> Points:
        """The middles farther away, as ``RING``."""
        reach = np.array([self.width / 2, self.height / 2])
        return np.asarray(np.array(self.anchor) + RING + _WAYS * reach)


class Places(NamedTuple):
    """Places of labels, a row for each: the middle, half the size, and whose label stands there."""

    middles: Points
    half: Points
    marks: NDArray[np.intp]

    @classmethod
    def beside(cls, labels: Sequence[Wanted]) -> Places:
        """Return the places beside their marks of all labels, one label after the other."""
        middles = np.array([middle for label in labels for middle in label.beside])
        counts = [len(label.beside) for label in labels]
        half = np.array([(label.width / 2, label.height / 2) for label in labels])
        marks = np.array([label.mark for label in labels], dtype=np.intp)
        return cls(middles, np.repeat(half, counts, axis=0), np.repeat(marks, counts))

    @classmethod
    def around(cls, label: Wanted) -> Places:
        """Return the places farther away of one label."""
        middles = label.around
        half = np.array([[label.width / 2, label.height / 2]])
        return cls(middles, half, np.full(len(middles), label.mark, dtype=np.intp))


def wanted(drawn: Drawn, index: int, lines: tuple[str, ...], width: float, height: float) -> Wanted:
    """Return where the label of a drawn mark may stand, ``width`` by ``height`` pixels large."""
    anchor, beside = _beside(drawn, width, height)
    mark = drawn.mark
    return Wanted(mark.label, mark.ink, index, width, height, anchor, beside, lines)


def _beside(drawn: Drawn, width: float, height: float) -> Beside:
    """Return the point that a label belongs to, and the middles beside it, the best first."""
    mark, points = drawn.mark, drawn.points
    if isinstance(mark, ChartBar):
        return _beside_bar(mark, points, width, height)
    if isinstance(mark, Curve):
        return _along(points, drawn, width, height)
    if isinstance(mark, Rule):
        return _on_rule(mark, points, width, height)
    if isinstance(mark, Band | Area):
        return _inside(points, width, height)
    if isinstance(mark, Segment):
        middle = _pair(points.mean(axis=0))
        return middle, _around(middle, width, height, 5.0)
    reach = getattr(mark, "size", 2.0) / 2 + 4
    return _pair(points[0]), _around(_pair(points[0]), width, height, reach)


def _pair(point: Points) -> Middle:
    return float(point[0]), float(point[1])


def _inside(points: Points, width: float, height: float) -> Beside:
    """Return the middle of a surface, and places at its sides."""
    (left, top), (right, bottom) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    middle = (left + right) / 2, (top + bottom) / 2
    sides = left + width / 2 + 4, right - width / 2 - 4
    rows = middle[1], top + height, bottom - height
    return middle, [middle, *((across, up) for across in sides for up in rows)]


def _around(point: Middle, width: float, height: float, reach: float) -> list[Middle]:
    """Return the eight middles around a point, beginning at its right."""
    across, up = reach + width / 2, reach + height / 2 - 3
    ways = ((across, 0), (-across, 0), (0, -up), (0, up))
    corners = ((across, -up), (-across, -up), (across, up), (-across, up))
    return [(point[0] + x, point[1] + y) for x, y in (*ways, *corners)]


def _along(points: Points, drawn: Drawn, width: float, height: float) -> Beside:
    """Return middles along a curve, above and below it, its right end first."""
    box = drawn.box
    inside = np.isfinite(points).all(axis=1)
    inside &= (points[:, 1] >= box.top) & (points[:, 1] <= box.bottom)
    inside &= (points[:, 0] >= box.left - 1) & (points[:, 0] <= box.right + 1)
    seen = points[inside]
    if not len(seen):
        return _pair(points[0]), [_pair(points[0])]
    shares = np.array([1.0, 0.85, 0.7, 0.5, 0.3, 0.15, 0.0])
    anchors = seen[np.rint(shares * (len(seen) - 1)).astype(int)].tolist()
    low, high = box.left + width / 2 + 3, box.right - width / 2
    middles = [
        (min(max(x + side * width / 2, low), high), y + up * (height / 2 + 4))
        for x, y in anchors
        for up in (-1, 1)
        for side in (-1, 0, 1)
    ]
    return (anchors[0][0], anchors[0][1]), middles


def _on_rule(mark: Rule, points: Points, width: float, height: float) -> Beside:
    """Return middles beside a rule: above or below a level one, right or left of an upright one."""
    (x0, y0), (x1, y1) = points.tolist()
    middles: list[Middle] = []
    if mark.along == "y":
        for x in (x1 - width / 2 - 2, x0 + width / 2 + 4, (x0 + x1) / 2):
            middles += [(x, y0 - height / 2 - 1.2), (x, y0 + height / 2 + 1.2)]
        return (x1 - width / 2, y0), middles
    for y in (y1 + height / 2, y0 - height / 2 - 2, (y0 + y1) / 2):
        middles += [(x0 + width / 2 + 5, y), (x0 - width / 2 - 5, y)]
    return (x0, y1 + height / 2), middles


def _beside_bar(mark: ChartBar, points: Points, width: float, height: float) -> Beside:
    """Return the middle of a bar if the label fits in it, then places at its end and sides."""
    (x0, y0), _, (x1, y1), _ = points.tolist()  # the base, and the corner that the bar goes to
    left, right, top, bottom = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    middle = x, y = (left + right) / 2, (top + bottom) / 2
    places: list[Middle] = []
    if right - left >= width + 4 and bottom - top >= height:
        # In the middle, or beside a rule that crosses it there: nearer to its end, or its base.
        places = [middle, *_within(mark, (x0, y0), (x1, y1), width, height)]
    if mark.lies:
        places.append((x1 + float(np.sign(x1 - x0)) * (width / 2 + 5), y))
    else:
        places.append((x, y1 + float(np.sign(y1 - y0)) * (height / 2 + 2)))
    for across in (right + width / 2 + 5, left - width / 2 - 5):
        places += [(across, up) for up in (y, top + height / 2, bottom - height / 2)]
    places += [(x, top - height / 2 - 2), (x, bottom + height / 2 + 2)]
    return middle, places


def _within(
    mark: ChartBar, base: Middle, end: Middle, width: float, height: float
) -> tuple[Middle, Middle]:
    """Return the middles of a label in a bar at its end and at its base."""
    (x0, y0), (x1, y1) = base, end
    if mark.lies:
        reach = float(np.sign(x1 - x0)) * (width / 2 + 5)
        return (x1 - reach, (y0 + y1) / 2), (x0 + reach, (y0 + y1) / 2)
    reach = float(np.sign(y1 - y0)) * (height / 2 + 3)
    return ((x0 + x1) / 2, y1 - reach), ((x0 + x1) / 2, y0 + reach)
