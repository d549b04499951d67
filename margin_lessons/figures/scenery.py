"""What labels keep clear of: the outlines of all marks, measured against many places at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
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
)
from margin_lessons.figures.painted import Drawn
from margin_lessons.figures.wanted import Places

Points = NDArray[np.float64]
Costs = NDArray[np.float64]
Side = tuple[float, float, float, float]
"""A level or upright line: left, right, top and bottom; a spot is one without a length."""

COVERED, MARKED, NEARER, FOREIGN = 6.0, 90.0, 120.0, 75.0
"""What it costs a label to lie on ``STEP`` pixels of a line or on a marker, to stand nearer to
another mark than to its own, and to stand in another's bar."""

NEXT, CLEAR = 1.25, -3.0
"""How much nearer another mark may be, in pixels: a label of a level rule still is its own where an
upright one crosses it; one of a curve keeps clear of other curves, which are looked at in steps."""

STEP = 9.0
"""Curves are looked at every so many pixels."""

SURFACES = ChartBar | Band | Area | Grid | Note
"""Words may stand on these: their outline only says how near words are."""


class Scenery:
    """The outlines of what was drawn, mark by mark, each with what it costs to cover it."""

    def __init__(self, drawn: Sequence[Drawn]) -> None:
        seen = [(index, one) for index, one in enumerate(drawn) if one.seen and _concerns(one.mark)]
        sides: list[Side] = []
        counts: list[int] = []
        clouds: list[Points] = []
        owners: list[int] = []
        for index, one in seen:
            found = _sides(one)
            if found:
                owners.append(index)
                counts.append(len(found))
                sides += found
        for index, one in seen:
            if index not in owners and len(spots := _spots(one)):
                owners.append(index)
                counts.append(len(spots))
                clouds.append(spots)
        markers = [one for _, one in seen if isinstance(one.mark, Point)]
        # How near words are to a marker is counted from its middle; they must not cover its edges.
        edges = [side for one in markers for side in _edges(one)]
        whole = np.vstack([_rows(sides), *clouds, _rows(edges)])
        self.left, self.right, self.top, self.bottom = np.ascontiguousarray(whole.T)
        self.length = (self.right - self.left) + (self.bottom - self.top)
        self.starts = np.cumsum([0, *counts], dtype=np.intp)[:-1]
        self.inner = sum(counts)
        weights = [_weight(drawn[index].mark) for index in owners]
        self.weight = np.repeat([*weights, MARKED], [*counts, len(edges)])
        self.group = _order(owners, len(drawn), len(owners))
        self.markers = np.array([*(weight == MARKED for weight in weights), False])
        self.lines = np.array([*(weight >= COVERED for weight in weights), False])
        bars = [(index, one.points) for index, one in seen if isinstance(one.mark, ChartBar)]
        self.bar = _order([index for index, _ in bars], len(drawn), -1)
        self.bars = _rows([_around(points) for _, points in bars])
        curves = np.array([isinstance(one.mark, Curve) for one in drawn])
        self.slack = np.where(curves, CLEAR, NEXT)

    def costs(self, places: Places, nearer: float = NEARER) -> Costs:
        """Return what each place costs for what a label there covers or stands too near to."""
        low, high = places.middles - places.half, places.middles + places.half
        away_x = np.maximum(self.left - high[:, :1], low[:, :1] - self.right)
        away_y = np.maximum(self.top - high[:, 1:], low[:, 1:] - self.bottom)
        costs = self._covered(low, high, away_x, away_y)
        near, other = self._nearest(places.marks, away_x, away_y)
        costs[np.sqrt(other) + self.slack[places.marks] < near] += nearer
        if len(self.bars):
            costs[self._in_a_foreign_bar(places, low, high)] += FOREIGN
        return costs

    def _covered(self, low: Points, high: Points, away_x: Points, away_y: Points) -> Costs:
        """Return what it costs to cover lines: each by how much of it is covered, a spot whole."""
        rows, columns = np.nonzero((away_x < 1) & (away_y < 1))
        across = np.minimum(high[rows, 0], self.right[columns])
        across -= np.maximum(low[rows, 0], self.left[columns])
        up = np.minimum(high[rows, 1], self.bottom[columns])
        up -= np.maximum(low[rows, 1], self.top[columns])
        share = np.where(self.length[columns] > 0, np.maximum(across, up) / STEP, 1.0)
        cost = np.bincount(rows, self.weight[columns] * share, minlength=len(low))
        return np.asarray(cost, dtype=np.float64)

    def _nearest(
        self, marks: NDArray[np.intp], away_x: Points, away_y: Points
    ) -> tuple[Costs, Costs]:
        """Return how far each place is from its own mark, and from another, squared.

        From a mark of its own that has no outline it is as far as from none: nothing.
        """
        count, groups = len(marks), len(self.starts)
        nearest = np.full((count, groups + 1), np.inf)
        if groups:
            across = np.maximum(away_x[:, : self.inner], 0)
            up = np.maximum(away_y[:, : self.inner], 0)
            np.multiply(across, across, out=across)
            np.multiply(up, up, out=up)
            across += up
            np.minimum.reduceat(across, self.starts, axis=1, out=nearest[:, :-1])
        own, rows = self.group[marks], np.arange(count)
        near = np.sqrt(nearest[rows, own])
        near[own == groups] = 0.0
        nearest[rows, own] = np.inf
        other = nearest[:, self.lines].min(axis=1, initial=np.inf)
        # A marker lies on its curve: words beside it are the marker's, unless another is nearer.
        of_marker = self.markers[own]
        if of_marker.any():
            other[of_marker] = nearest[of_marker][:, self.markers].min(axis=1, initial=np.inf)
        return near, other

    def _in_a_foreign_bar(self, places: Places, low: Points, high: Points) -> NDArray[np.bool_]:
        """Return where a label stands in the bar of another, unless it is in its own as well."""
        left, right, top, bottom = self.bars.T
        met = (high[:, :1] > left + 2) & (low[:, :1] < right - 2)
        met &= (high[:, 1:] > top + 4) & (low[:, 1:] < bottom - 4)
        own = self.bar[places.marks]
        has = np.flatnonzero(own >= 0)
        met[has, own[has]] = False
        foreign = met.any(axis=1)
        left, right, top, bottom = self.bars[own].T
        within = (own >= 0) & (low[:, 0] >= left) & (high[:, 0] <= right)
        within &= (places.middles[:, 1] >= top) & (places.middles[:, 1] <= bottom)
        return foreign & ~within


def _order(owners: Sequence[int], count: int, none: int) -> NDArray[np.intp]:
    """Return for each mark at which place it stands among the owners."""
    places = np.full(count, none, dtype=np.intp)
    places[owners] = np.arange(len(owners))
    return places


def _weight(mark: Mark) -> float:
    if isinstance(mark, Point):
        return MARKED
    if isinstance(mark, SURFACES):
        return 0.5 if isinstance(mark, ChartBar) else 0.0
    return COVERED


def _concerns(mark: Mark) -> bool:
    """Return whether a mark can be covered, or be stood near to: most surfaces cannot."""
    return bool(mark.label) or isinstance(mark, ChartBar) or not isinstance(mark, SURFACES)


def _rows(sides: Sequence[Side]) -> Points:
    return np.array(sides, dtype=np.float64).reshape(-1, 4)


def _around(points: Points) -> Side:
    """Return left, right, top and bottom of some points."""
    across, up = zip(*points.tolist(), strict=True)
    return min(across), max(across), min(up), max(up)


def _sides(drawn: Drawn) -> list[Side]:
    """Return the outline of a mark that has level and upright sides only, or is a spot."""
    mark, points = drawn.mark, drawn.points
    if isinstance(mark, ChartBar | Band | Grid):
        left, right, top, bottom = _around(points)
        return [(left, right, top, top), (left, right, bottom, bottom),
                (left, left, top, bottom), (right, right, top, bottom)]  # fmt: skip
    if isinstance(mark, Rule | Segment | Point | Note):
        left, right, top, bottom = _around(points)
        return [(left, right, top, bottom)] if left == right or top == bottom else []
    return []


def _spots(drawn: Drawn) -> Points:
    """Return spots along any other mark, one every few pixels."""
    points = drawn.points
    spots = _dense(np.vstack([points, points[:1]]) if isinstance(drawn.mark, Area) else points)
    return spots[np.isfinite(spots).all(axis=1)][:, [0, 0, 1, 1]]


def _edges(drawn: Drawn) -> list[Side]:
    reach = getattr(drawn.mark, "size", 0.0) / 2
    x, y = drawn.points[0].tolist()
    ways = ((reach, 0.0), (-reach, 0.0), (0.0, reach), (0.0, -reach))
    return [(x + across, x + across, y + up, y + up) for across, up in ways]


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
