"""One placer for all labels: measured in pixels, never cut or touching, with leaders when moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from margin_lessons.figures.painted import Label
from margin_lessons.figures.pen import Box
from margin_lessons.figures.scenery import NEARER, Scenery
from margin_lessons.figures.wanted import FAR, Places, Wanted

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


def placed_labels(
    labels: Sequence[Wanted], scenery: Scenery, bounds: Box, taken: Sequence[Box]
) -> list[Label]:
    """Return the labels at their places; ``taken`` is held by words that stand already.

    Each looks beside its mark first, and farther away only when nothing there is good. What a place
    costs is reckoned for all places of all labels at once, then the cheapest are tried in turn.
    """
    choices = [_Choice(label, near, scenery, bounds) for label, near in
               zip(labels, _near(labels, scenery, bounds), strict=True)]  # fmt: skip
    chosen: dict[int, Spot] = {}
    boxes: dict[int, Box] = {}
    for _ in range(3):
        before = dict(chosen)
        for index, one in enumerate(choices):
            boxes.pop(index, None)
            chosen[index] = one.best([*taken, *boxes.values()])
            boxes[index] = _box(one.label, chosen[index])
        if chosen == before:
            break
    return [_label(label, chosen[index]) for index, label in enumerate(labels)]


def _near(labels: Sequence[Wanted], scenery: Scenery, bounds: Box) -> list[list[Spot]]:
    """Return the places beside the mark of each label, the cheapest first."""
    places = Places.beside(labels)
    costs = (scenery.costs(places) + _cut(places, bounds)).tolist()
    found, at = [], 0
    for label in labels:
        here = costs[at : at + len(label.beside)]
        found.append(
            sorted(
                Spot(cost + 0.4 * later, x, y, moved=False)
                for later, (cost, (x, y)) in enumerate(zip(here, label.beside, strict=True))
            )
        )
        at += len(here)
    return found


class _Choice:
    """The places of a label, the cheapest first; those farther away are reckoned when asked."""

    def __init__(self, label: Wanted, near: list[Spot], scenery: Scenery, bounds: Box) -> None:
        self.label, self.near, self.scenery, self.bounds = label, near, scenery, bounds
        self._far: list[Spot] | None = None

    def best(self, taken: Sequence[Box]) -> Spot:
        """Return the best place beside what others hold."""
        cost, near = _first(self.label, self.near, taken)
        if cost < GOOD:
            return near
        if self._far is None:
            self._far = self._reckon_far()
        farther, far = _first(self.label, self._far, taken)
        return far if farther < cost else near

    def _reckon_far(self) -> list[Spot]:
        places = Places.around(self.label)
        # A leader says whose it is: another mark may be nearer.
        costs = self.scenery.costs(places, NEARER / 4) + _cut(places, self.bounds)
        whole = (costs + 8 + 0.3 * FAR).tolist()
        both = zip(whole, places.middles.tolist(), strict=True)
        return sorted(Spot(cost, x, y, moved=True) for cost, (x, y) in both)


def _first(label: Wanted, spots: Sequence[Spot], taken: Sequence[Box]) -> tuple[float, Spot]:
    """Return the cheapest place, and what it costs with what it touches of what is taken."""
    least, best = np.inf, spots[0]
    for spot in spots:
        if spot.cost >= least:
            break
        cost = spot.cost + _touched(_box(label, spot), taken)
        if cost < least:
            least, best = cost, spot
    return least, best


def _box(label: Wanted, spot: Spot) -> Box:
    across, up = label.width / 2, label.height / 2
    return spot.x - across, spot.y - up, spot.x + across, spot.y + up


def _cut(places: Places, bounds: Box) -> NDArray[np.float64]:
    low, high = places.middles - places.half, places.middles + places.half
    over = np.maximum(np.array(bounds[:2]) - low, 0) + np.maximum(high - np.array(bounds[2:]), 0)
    most = over.sum(axis=1)
    return np.where(most > 0, CUT + 10 * most, 0)


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
    low, high = np.split(np.array([*(label.box for label in labels), *taken]), 2, axis=1)
    cut = (np.minimum(low - bounds[:2], np.array(bounds[2:]) - high) < 0).any(axis=1).tolist()
    shared = np.minimum(high[:, None], high) - np.maximum(low[:, None], low) > 0.5
    ways = np.count_nonzero(shared.all(axis=2), axis=1) - 1  # each covers itself
    worst = sorted(range(len(labels)), key=lambda place: (not cut[place], -ways[place], place))
    return [labels[place] for place in worst if cut[place] or ways[place]]


def uncrowded(labels: Sequence[Label], bounds: Box, taken: Sequence[Box]) -> list[Label]:
    """Return the labels that have room.

    In a narrow place not all have. What they say stands in the sentence and in the table as well.
    """
    kept = list(labels)
    while kept and (tight := crowded(kept, bounds, taken)):
        kept.remove(tight[0])
    return kept
