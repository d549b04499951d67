"""One placer for all labels: measured in pixels, never cut or touching, with leaders when moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from margin_lessons.figures.marks import Area, Band, ChartBar, Curve, Grid, Note, Point
from margin_lessons.figures.painted import Drawn, Label
from margin_lessons.figures.pen import Box
from margin_lessons.figures.wanted import RING, Wanted

Points = NDArray[np.float64]

CUT, TOUCHED, COVERED, MARKED, NEARER, FOREIGN = 4_000.0, 1_500.0, 6.0, 90.0, 120.0, 75.0
"""What it costs a label to be cut, to touch another, to lie on a line's point or on a marker, to
stand nearer to another mark than to its own, and to stand in another's bar."""

NEXT, CLEAR = 1.25, -3.0
"""How much nearer another mark may be, in pixels: a label of a level rule still is its own where an
upright one crosses it; one of a curve keeps clear of other curves, which are looked at in steps."""

ROOM = 3.0
"""The least distance between two labels, in pixels."""

STEP = 9.0
"""Lines are looked at every so many pixels."""


class Spot(NamedTuple):
    """The middle of a label; ``moved`` when it stands away from its mark."""

    x: float
    y: float
    moved: bool


class Scenery:
    """What labels should keep clear of: points along all marks, each with its owner and weight."""

    def __init__(self, drawn: Sequence[Drawn]) -> None:
        seen = [(index, one) for index, one in enumerate(drawn) if one.seen]
        rows = [_outline(one, index) for index, one in seen]
        whole = np.vstack([np.empty((0, 5)), *rows])
        self.points, self.owner, self.weight = whole[:, :2], whole[:, 2].astype(int), whole[:, 3]
        self.edge = whole[:, 4] > 0
        bars = {index: one.points for index, one in seen if isinstance(one.mark, ChartBar)}
        self.bars = {i: (*at.min(axis=0), *at.max(axis=0)) for i, at in bars.items()}
        self.curves = {index for index, one in seen if isinstance(one.mark, Curve)}

    def costs(self, label: Wanted, middles: Points, nearer: float = NEARER) -> NDArray[np.float64]:
        """Return what each place of a label costs for what it covers or stands too near to."""
        half = np.array([label.width / 2, label.height / 2])
        far_x = np.abs(self.points[:, 0] - middles[:, :1]) - half[0]
        far_y = np.abs(self.points[:, 1] - middles[:, 1:]) - half[1]
        covered = ((far_x < 1.0) & (far_y < 1.0)) @ self.weight
        np.maximum(far_x, 0, out=far_x)
        np.maximum(far_y, 0, out=far_y)
        away = far_x * far_x + far_y * far_y  # squared, which orders distances as well
        own, middle = self.owner == label.mark, ~self.edge
        near = away[:, own & middle].min(axis=1, initial=np.inf)
        # A marker lies on its curve: words beside it are the marker's, unless another is nearer.
        least = MARKED if (self.weight[own] == MARKED).any() else COVERED
        other = away[:, ~own & middle & (self.weight >= least)].min(axis=1, initial=np.inf)
        slack = CLEAR if label.mark in self.curves else NEXT
        wrong = (np.sqrt(other) + slack < np.sqrt(near)) & np.isfinite(near)
        foreign = self._in_a_foreign_bar(label, middles)
        return np.asarray(covered + nearer * wrong + FOREIGN * foreign)

    def _in_a_foreign_bar(self, label: Wanted, middles: Points) -> NDArray[np.bool_]:
        """Return where a label stands in the bar of another, unless it is in its own as well."""
        across, up = label.width / 2, label.height / 2 - 2
        foreign = np.zeros(len(middles), dtype=bool)
        for index, (left, top, right, bottom) in self.bars.items():
            met = (middles[:, 0] + across > left + 2) & (middles[:, 0] - across < right - 2)
            met &= (middles[:, 1] + up > top + 2) & (middles[:, 1] - up < bottom - 2)
            if index != label.mark:
                foreign |= met
        if label.mark in self.bars:
            left, top, right, bottom = self.bars[label.mark]
            own = (middles[:, 0] - across >= left) & (middles[:, 0] + across <= right)
            foreign &= ~(own & (middles[:, 1] >= top) & (middles[:, 1] <= bottom))
        return foreign


def _outline(drawn: Drawn, index: int) -> NDArray[np.float64]:
    """Return points along a mark as rows of x, y, owner, weight, and whether at a marker's edge.

    How near words are to a marker is counted from its middle; they must not cover its edges.
    """
    mark, points = drawn.mark, drawn.points
    weight, edge = COVERED, [0.0]
    if isinstance(mark, Point):
        weight = MARKED
        reach = mark.size / 2
        points = points + reach * np.array([[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]])
        edge = [0.0, 1.0, 1.0, 1.0, 1.0]
    elif isinstance(mark, ChartBar | Band | Area | Grid | Note):
        # Words may stand on a surface; it only has an outline that says how near they are.
        weight = 0.5 if isinstance(mark, ChartBar) else 0.0
        points = _dense(np.vstack([points, points[:1]]))
    else:
        points = _dense(points)
    rest = np.broadcast_to([float(index), weight], (len(points), 2))
    edges = np.broadcast_to(np.array(edge), len(points)) if len(edge) == 1 else np.array(edge)
    rows = np.column_stack([points, rest, edges])
    return rows[np.isfinite(points).all(axis=1)]


def _dense(points: Points) -> Points:
    """Return a line through points with one every few pixels."""
    if len(points) < 2:
        return points
    steps = np.hypot(*np.diff(points, axis=0).T)
    steps = np.where(np.isfinite(steps), np.minimum(steps, 4_000), 0)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    if along[-1] <= 0:
        return points[:1]
    at = np.arange(0, along[-1], STEP)
    return np.column_stack([np.interp(at, along, points[:, axis]) for axis in (0, 1)])


def placed_labels(
    labels: Sequence[Wanted], scenery: Scenery, bounds: Box, taken: Sequence[Box]
) -> list[Label]:
    """Return the labels at their places; ``taken`` is held by words that stand already.

    Each looks beside its mark first, and farther away only when nothing there is good.
    """
    chosen: dict[int, Spot] = {}
    spots = [_Spots(label, scenery, bounds) for label in labels]
    for _ in range(3):
        before = dict(chosen)
        for index, one in enumerate(spots):
            others = [_box(labels[i], spot) for i, spot in chosen.items() if i != index]
            chosen[index] = one.best([*taken, *others])
        if chosen == before:
            break
    return [_label(label, chosen[index]) for index, label in enumerate(labels)]


GOOD = 60.0
"""A place that costs less is taken without a look farther away."""


class _Spots:
    """The places of a label with what each costs; those farther away are reckoned when asked."""

    def __init__(self, label: Wanted, scenery: Scenery, bounds: Box) -> None:
        self.label, self.scenery, self.bounds = label, scenery, bounds
        self.near = self._costs(label.beside, NEARER)
        self._far: NDArray[np.float64] | None = None

    def _costs(self, middles: Points, nearer: float) -> NDArray[np.float64]:
        fixed = _cut(self.label, middles, self.bounds)
        return np.asarray(fixed + self.scenery.costs(self.label, middles, nearer))

    def best(self, taken: Sequence[Box]) -> Spot:
        """Return the best place beside what others hold."""
        label = self.label
        costs = self.near + 0.4 * np.arange(len(self.near))
        costs = costs + _touched(label, label.beside, taken)
        at = int(np.argmin(costs))
        if costs[at] < GOOD:
            return _spot(label.beside[at], moved=False)
        if self._far is None:
            far = self._costs(label.around, NEARER / 4)  # a leader says whose it is
            self._far = far + 8 + 0.3 * np.hypot(RING[:, 0], RING[:, 1])
        farther = self._far + _touched(label, label.around, taken)
        then = int(np.argmin(farther))
        if farther[then] >= costs[at]:
            return _spot(label.beside[at], moved=False)
        return _spot(label.around[then], moved=True)


def _spot(middle: Points, moved: bool) -> Spot:
    return Spot(float(middle[0]), float(middle[1]), moved)


def _box(label: Wanted, spot: Spot) -> Box:
    across, up = label.width / 2, label.height / 2
    return spot.x - across, spot.y - up, spot.x + across, spot.y + up


def _cut(label: Wanted, middles: Points, bounds: Box) -> NDArray[np.float64]:
    left, top, right, bottom = bounds
    x, y = middles.T
    across, up = label.width / 2, label.height / 2
    over = np.maximum(left - x + across, 0) + np.maximum(x + across - right, 0)
    over += np.maximum(top - y + up, 0) + np.maximum(y + up - bottom, 0)
    return np.where(over > 0, CUT + 10 * over, 0)


def _touched(label: Wanted, middles: Points, boxes: Sequence[Box]) -> NDArray[np.float64]:
    """Return what it costs to touch other labels, more where more of them is covered."""
    if not boxes:
        return np.zeros(len(middles))
    left, top, right, bottom = np.array(boxes).T
    x, y = middles[:, :1], middles[:, 1:]
    across = np.minimum(x + label.width / 2, right) - np.maximum(x - label.width / 2, left) + ROOM
    up = np.minimum(y + label.height / 2, bottom) - np.maximum(y - label.height / 2, top) + 1
    met = (across > 0) & (up > 0)
    return np.asarray((met * (TOUCHED + across * up)).sum(axis=1))


def _label(label: Wanted, spot: Spot) -> Label:
    box = _box(label, spot)
    x, y = label.anchor
    near = float(np.clip(x, box[0], box[2])), float(np.clip(y, box[1], box[3]))
    moved = spot.moved and np.hypot(near[0] - x, near[1] - y) > 3
    return Label(label.text, box, label.ink, label.mark, ((x, y), near) if moved else ())
