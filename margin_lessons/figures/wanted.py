"""Where the label of each kind of mark may stand, the best places first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from margin_lessons.figures.marks import Area, Band, ChartBar, Curve, Rule, Segment
from margin_lessons.figures.painted import Drawn

Points = NDArray[np.float64]

RING = np.array(
    [
        [far * np.cos(angle), far * np.sin(angle)]
        for far in (22.0, 36.0, 54.0, 78.0, 110.0)
        for angle in np.linspace(0, 2 * np.pi, 16, endpoint=False)
    ]
)
"""Steps away from a mark, for a label that finds no place beside it."""


@dataclass(frozen=True, eq=False)
class Wanted:
    """A label that has to be placed: its size, and the middles at which it may stand.

    ``beside`` holds those at its mark, the best first, ``around`` those farther away, as ``RING``;
    ``anchor`` is the point that it belongs to.
    """

    text: str
    ink: str
    mark: int
    width: float
    height: float
    anchor: tuple[float, float]
    beside: Points
    around: Points


def wanted(drawn: Drawn, index: int, width: float, height: float) -> Wanted:
    """Return where the label of a drawn mark may stand, ``width`` by ``height`` pixels large."""
    anchors, beside = _beside(drawn, width, height)
    anchor = anchors[0]
    around = anchor + RING + np.sign(np.round(RING, 6)) * [width / 2, height / 2]
    mark, at = drawn.mark, (float(anchor[0]), float(anchor[1]))
    return Wanted(mark.label, mark.ink, index, width, height, at, beside, around)


def _beside(drawn: Drawn, width: float, height: float) -> tuple[Points, Points]:
    """Return the points a label belongs to, and the middles beside them, the best first."""
    mark, points = drawn.mark, drawn.points
    if isinstance(mark, ChartBar):
        return _beside_bar(mark, points, width, height)
    if isinstance(mark, Curve):
        return _along(points, drawn, width, height)
    if isinstance(mark, Rule):
        return _on_rule(mark, points, width, height)
    if isinstance(mark, Band | Area):
        low, high = points.min(axis=0), points.max(axis=0)
        inside = [(low + high) / 2]
        for across in (low[0] + width / 2 + 4, high[0] - width / 2 - 4):
            inside += [np.array([across, up]) for up in ((low + high)[1] / 2, low[1] + height,
                                                         high[1] - height)]  # fmt: skip
        return np.array(inside[:1]), np.array(inside)
    if isinstance(mark, Segment):
        middle = points.mean(axis=0)
        return middle[None], _around(middle, width, height, 5.0)
    reach = getattr(mark, "size", 2.0) / 2 + 4
    return points[:1], _around(points[0], width, height, reach)


def _around(point: Points, width: float, height: float, reach: float) -> Points:
    """Return the eight middles around a point, beginning at its right."""
    across, up = reach + width / 2, reach + height / 2 - 3
    ways = ((across, 0), (-across, 0), (0, -up), (0, up))
    corners = ((across, -up), (-across, -up), (across, up), (-across, up))
    return point + np.array([*ways, *corners])


def _along(points: Points, drawn: Drawn, width: float, height: float) -> tuple[Points, Points]:
    """Return middles along a curve, above and below it, its right end first."""
    box = drawn.box
    inside = np.isfinite(points).all(axis=1)
    inside &= (points[:, 1] >= box.top) & (points[:, 1] <= box.bottom)
    inside &= (points[:, 0] >= box.left - 1) & (points[:, 0] <= box.right + 1)
    seen = points[inside]
    if not len(seen):
        return points[:1], points[:1]
    shares = np.array([1.0, 0.85, 0.7, 0.5, 0.3, 0.15, 0.0])
    anchors = seen[np.rint(shares * (len(seen) - 1)).astype(int)]
    middles = []
    for anchor in anchors:
        for up in (-1, 1):
            for side in (-1, 0, 1):
                x = np.clip(anchor[0] + side * width / 2, box.left + width / 2 + 3,
                            box.right - width / 2)  # fmt: skip
                middles.append([x, anchor[1] + up * (height / 2 + 4)])
    return anchors, np.array(middles)


def _on_rule(mark: Rule, points: Points, width: float, height: float) -> tuple[Points, Points]:
    """Return middles beside a rule: above or below a level one, right or left of an upright one."""
    (x0, y0), (x1, y1) = points
    middles = []
    if mark.along == "y":
        for x in (x1 - width / 2 - 2, x0 + width / 2 + 4, (x0 + x1) / 2):
            middles += [[x, y0 - height / 2 - 1.2], [x, y0 + height / 2 + 1.2]]
        return np.array([[x1 - width / 2, y0]]), np.array(middles)
    for y in (y1 + height / 2, y0 - height / 2 - 2, (y0 + y1) / 2):
        middles += [[x0 + width / 2 + 5, y], [x0 - width / 2 - 5, y]]
    return np.array([[x0, y1 + height / 2]]), np.array(middles)


def _inward(end: Points, middle: Points, reach: Points) -> Points:
    """Return the middle of a label within a bar, as far from one of its ends as ``reach``."""
    return np.where(reach == 0, middle, end - reach)


def _beside_bar(
    mark: ChartBar, points: Points, width: float, height: float
) -> tuple[Points, Points]:
    """Return the middle of a bar if the label fits in it, then places at its end and sides."""
    low, high = points.min(axis=0), points.max(axis=0)
    middle, (wide, tall) = (low + high) / 2, high - low
    end = points[2]  # the corner at the value the bar goes to
    out = np.sign(end - points[0])
    places = []
    if wide >= width + 4 and tall >= height:
        # In the middle, or beside a rule that crosses it there: nearer to its end, or its base.
        reach = [width / 2 + 5, 0] if mark.lies else [0, height / 2 + 3]
        places = [
            middle,
            _inward(end, middle, out * reach),
            _inward(points[0], middle, -out * reach),
        ]
    ends = (
        [end[0] + out[0] * (width / 2 + 5), middle[1]],
        [middle[0], end[1] + out[1] * (height / 2 + 2)],
    )
    places.append(np.array(ends[0] if mark.lies else ends[1]))
    for x in (high[0] + width / 2 + 5, low[0] - width / 2 - 5):
        places += [np.array([x, y]) for y in (middle[1], low[1] + height / 2, high[1] - height / 2)]
    for y in (low[1] - height / 2 - 2, high[1] + height / 2 + 2):
        places.append(np.array([middle[0], y]))
    return middle[None], np.array(places)
