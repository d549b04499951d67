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
from margin_lessons.figures.wanted import Wanted

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
        self.group = {index: group for group, index in enumerate(owners)}
        self.markers = [weight == MARKED for weight in weights]
        self.lines = [weight >= COVERED for weight in weights]
        bars = [(index, one.points) for index, one in seen if isinstance(one.mark, ChartBar)]
        self.bar = {index: place for place, (index, _) in enumerate(bars)}
        self.bars = _rows([_around(points) for _, points in bars])
        self.curves = {index for index, one in seen if isinstance(one.mark, Curve)}

    def costs(self, labels: Sequence[Wanted], middles: Points, nearer: float = NEARER) -> Costs:
        """Return what each place costs for what a label there covers or stands too near to.

        ``labels`` has the label of each row of ``middles``.
        """
        half = np.array([(label.width / 2, label.height / 2) for label in labels])
        low, high = middles - half, middles + half
        away_x = np.maximum(self.left - high[:, :1], low[:, :1] - self.right)
        away_y = np.maximum(self.top - high[:, 1:], low[:, 1:] - self.bottom)
        covered = self._covered(low, high, away_x, away_y)
        near, other = self._nearest(labels, away_x, away_y)
        slack = np.array([CLEAR if label.mark in self.curves else NEXT for label in labels])
        wrong = (np.sqrt(other) + slack < np.sqrt(near)) & np.isfinite(near)
        foreign = self._in_a_foreign_bar(labels, middles, half)
        return np.asarray(covered + nearer * wrong + FOREIGN * foreign)

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
        self, labels: Sequence[Wanted], away_x: Points, away_y: Points
    ) -> tuple[Costs, Costs]:
        """Return how far each place is from its own mark and from another, squared."""
        count, groups = len(labels), len(self.starts)
        nearest = np.full((count, groups + 1), np.inf)
        if groups:
            across = np.maximum(away_x[:, : self.inner], 0)
            up = np.maximum(away_y[:, : self.inner], 0)
            np.multiply(across, across, out=across)
            np.multiply(up, up, out=up)
            across += up
            np.minimum.reduceat(across, self.starts, axis=1, out=nearest[:, :-1])
        own = np.array([self.group.get(label.mark, groups) for label in labels])
        rows = np.arange(count)
        near = nearest[rows, own]
        nearest[rows, own] = np.inf
        others = nearest[:, :-1]
        other = others[:, self.lines].min(axis=1, initial=np.inf)
        # A marker lies on its curve: words beside it are the marker's, unless another is nearer.
        another = others[:, self.markers].min(axis=1, initial=np.inf)
        return near, np.where(np.array([*self.markers, False])[own], another, other)

    def _in_a_foreign_bar(
        self, labels: Sequence[Wanted], middles: Points, half: Points
    ) -> NDArray[np.bool_]:
        """Return where a label stands in the bar of another, unless it is in its own as well."""
        count = len(labels)
        if not len(self.bars):
            return np.zeros(count, dtype=bool)
        low, high = middles - half + [0, 2], middles + half - [0, 2]
        left, right, top, bottom = self.bars.T
        met = (high[:, :1] > left + 2) & (low[:, :1] < right - 2)
        met &= (high[:, 1:] > top + 2) & (low[:, 1:] < bottom - 2)
        own = np.array([self.bar.get(label.mark, -1) for label in labels])
        has, rows = own >= 0, np.arange(count)
        met[rows[has], own[has]] = False
        left, right, top, bottom = self.bars[own].T
        within = has & (low[:, 0] >= left) & (high[:, 0] <= right)
        within &= (middles[:, 1] >= top) & (middles[:, 1] <= bottom)
        return met.any(axis=1) & ~within


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
