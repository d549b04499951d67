"""One placer for all labels: measured in pixels, never cut or touching, with leaders when moved."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from margin_lessons.figures.painted import Label
from margin_lessons.figures.pen import Box
from margin_lessons.figures.scenery import NEARER, Scenery
from margin_lessons.figures.wanted import FAR, Wanted

Points = NDArray[np.float64]

CUT, TOUCHED = 4_000.0, 1_500.0
"""What it costs a label to be cut, and to touch another."""

ROOM = 3.0
"""The least distance between two labels, in pixels."""

GOOD = 60.0
"""A place that costs less is taken without a look farther away."""


class Spot(NamedTuple):
    """A place for a label: what it costs, its middle, and whether it is away from its mark."""

    cost: float
    x: float
    y: float
    moved: bool


_cost_of = itemgetter(0)


def placed_labels(
    labels: Sequence[Wanted], scenery: Scenery, bounds: Box, taken: Sequence[Box]
) -> list[Label]:
    """Return the labels at their places; ``taken`` is held by words that stand already.

    Each looks beside its mark first, and farther away only when nothing there is good. What a place
    costs is reckoned for all places of all labels at once, then the cheapest are tried in turn.
    """
    if not labels:
        return []
    places = [_Places(label, scenery, bounds) for label in labels]
    for one, near in zip(places, _near(labels, scenery, bounds), strict=True):
        one.near = near
    chosen: dict[int, Box] = {}
    spots: dict[int, Spot] = {}
    for _ in range(3):
        before = dict(spots)
        for index, one in enumerate(places):
            others = [*taken, *(box for other, box in chosen.items() if other != index)]
            spots[index] = one.best(others)
            chosen[index] = _box(labels[index], spots[index])
        if spots == before:
            break
    return [_label(label, spots[index]) for index, label in enumerate(labels)]


def _near(labels: Sequence[Wanted], scenery: Scenery, bounds: Box) -> list[list[Spot]]:
    """Return the places beside the mark of each label, the cheapest first."""
    rows = [label for label in labels for _ in label.beside]
    middles = np.array([middle for label in labels for middle in label.beside])
    costs = scenery.costs(rows, middles) + _cut(rows, middles, bounds)
    found, at = [], 0
    for label in labels:
        until = at + len(label.beside)
        later = 0.4 * np.arange(len(label.beside))
        found.append(_cheapest(middles[at:until], costs[at:until] + later, moved=False))
        at = until
    return found


def _cheapest(middles: Points, costs: NDArray[np.float64], *, moved: bool) -> list[Spot]:
    spots = [Spot(cost, x, y, moved) for cost, (x, y) in zip(costs.tolist(), middles.tolist(),
             strict=True)]  # fmt: skip
    return sorted(spots, key=_cost_of)


class _Places:
    """The places of a label, the cheapest first; those farther away are reckoned when asked."""

    def __init__(self, label: Wanted, scenery: Scenery, bounds: Box) -> None:
        self.label, self.scenery, self.bounds = label, scenery, bounds
        self.near: list[Spot] = []
        self._far: list[Spot] | None = None

    def best(self, taken: Sequence[Box]) -> Spot:
        """Return the best place beside what others hold."""
        near = _first(self.label, self.near, taken)
        if near.cost < GOOD:
            return near
        if self._far is None:
            self._far = self._reckon_far()
        far = _first(self.label, self._far, taken)
        return far if far.cost < near.cost else near

    def _reckon_far(self) -> list[Spot]:
        middles = self.label.around
        rows = [self.label] * len(middles)
        # A leader says whose it is: another mark may be nearer.
        costs = self.scenery.costs(rows, middles, NEARER / 4) + _cut(rows, middles, self.bounds)
        return _cheapest(middles, costs + 8 + 0.3 * FAR, moved=True)


def _first(label: Wanted, places: Sequence[Spot], taken: Sequence[Box]) -> Spot:
    """Return the cheapest place, with what it costs to touch what is taken."""
    best = Spot(np.inf, 0.0, 0.0, moved=False)
    for place in places:
        if place.cost >= best.cost:
            break
        cost = place.cost + _touched(_box(label, place), taken)
        if cost < best.cost:
            best = place._replace(cost=cost)
    return best


def _box(label: Wanted, spot: Spot) -> Box:
    across, up = label.width / 2, label.height / 2
    return spot.x - across, spot.y - up, spot.x + across, spot.y + up


def _cut(labels: Sequence[Wanted], middles: Points, bounds: Box) -> NDArray[np.float64]:
    left, top, right, bottom = bounds
    x, y = middles.T
    across, up = np.array([(label.width / 2, label.height / 2) for label in labels]).T
    over = np.maximum(left - x + across, 0) + np.maximum(x + across - right, 0)
    over += np.maximum(top - y + up, 0) + np.maximum(y + up - bottom, 0)
    return np.where(over > 0, CUT + 10 * over, 0)


def _touched(box: Box, taken: Sequence[Box]) -> float:
    """Return what it costs to touch other labels, more where more of them is covered."""
    left, top, right, bottom = box[0] - ROOM, box[1] - 1, box[2] + ROOM, box[3] + 1
    cost = 0.0
    for other in taken:
        if other[0] < right and other[2] > left and other[1] < bottom and other[3] > top:
            across = min(box[2], other[2]) - max(box[0], other[0]) + ROOM
            up = min(box[3], other[3]) - max(box[1], other[1]) + 1
            cost += TOUCHED + across * up
    return cost


def _label(label: Wanted, spot: Spot) -> Label:
    box = _box(label, spot)
    x, y = label.anchor
    near = min(max(x, box[0]), box[2]), min(max(y, box[1]), box[3])
    moved = spot.moved and np.hypot(near[0] - x, near[1] - y) > 3
    leader = ((x, y), near) if moved else ()
    return Label(label.text, box, label.ink, label.mark, leader, label.lines)


def crowded(labels: Sequence[Label], bounds: Box, taken: Sequence[Box]) -> list[Label]:
    """Return the labels that are cut or cover others, those first that stand in most ways.

    ``taken`` is held by words that stay; of two that cover each other the earlier comes first, as
    the marks that a learner moves are the last of a picture.
    """
    found = []
    for place, one in enumerate(labels):
        others = [*taken, *(other.box for other in labels if other is not one)]
        cut = min(one.box[0] - bounds[0], one.box[1] - bounds[1],
                  bounds[2] - one.box[2], bounds[3] - one.box[3]) < 0  # fmt: skip
        ways = sum(_cover(one.box, other) for other in others)
        if cut or ways:
            found.append((cut, ways, -place))
    return [labels[-place] for *_, place in sorted(found, reverse=True)]


def uncrowded(labels: Sequence[Label], bounds: Box, taken: Sequence[Box]) -> list[Label]:
    """Return the labels that have room.

    In a narrow place not all have. What they say stands in the sentence and in the table as well.
    """
    kept = list(labels)
    while tight := crowded(kept, bounds, taken):
        kept.remove(tight[0])
    return kept


def _cover(one: Box, other: Box) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    up = min(one[3], other[3]) - max(one[1], other[1])
    return across > 0.5 and up > 0.5
