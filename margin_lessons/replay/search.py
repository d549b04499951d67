"""Finding the next bar in which anything can happen, without looking at each one in turn.

Between two events nothing changes but the price, the fees that fall due and the best price of a
trailing stop. So a stretch of bars is asked for its lowest and highest price; when one of them
reaches a level the stretch is cut short, until it is short enough to compare each of its bars with
the levels. A bar found here may turn out to bring nothing; one that brings something is never
passed over. The stretches start short and grow while nothing is found, so that the work grows with
the bars and not with the events.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from margin_lessons.market.bars import Bars
from margin_lessons.prices import A
from margin_lessons.replay.live import Live
from margin_lessons.replay.reach import Reach
from margin_lessons.replay.run import Run

SHORTEST, LONGEST, GROWTH = 1_024, 65_536, 4


class Watch:
    """What one set of bars is watched for, from one event to the next.

    ``down`` is the nearest fixed level that falling prices reach, ``up`` the nearest for rising
    ones; ``trailing`` are the orders whose level follows the price, and ``moving`` the levels of
    the account that fees move.
    """

    def __init__(self, run: Run, bars: Bars) -> None:
        self.run, self.bars = run, bars
        self.down, self.up = -math.inf, math.inf
        self.trailing: list[Live] = []
        self.moving: list[tuple[Reach, bool]] = []

    def add(self, price: float, direction: int) -> None:
        """Watch for a fixed level."""
        if direction < 0:
            self.down = max(self.down, price)
        else:
            self.up = min(self.up, price)

    def add_order(self, live: Live) -> None:
        """Watch for the level of an order."""
        if live.trails:
            self.trailing.append(live)
        else:
            self.add(live.level, live.direction)

    def edges(self, stretch: slice) -> tuple[float, float]:
        """Return the lowest and the highest price of a stretch."""
        low, high = self.bars.low[stretch], self.bars.high[stretch]
        return float(np.minimum.reduce(low)), float(np.maximum.reduce(high))

    def follow(self, low: float, high: float) -> None:
        """Let the best prices of trailing stops follow through a stretch that brings nothing."""
        for live in self.trailing:
            live.follow(high if live.selling else low)

    def may(self, stretch: slice, low: float, high: float) -> bool:
        """Whether the lowest or the highest price of the stretch reaches anything."""
        if low <= self.down or high >= self.up:
            return True
        for reach, back in self.moving:
            # What is due brings a level nearer, and the way back further.
            least, most = self._fees_between(stretch)
            price, direction = threshold(reach, back, least if back else most)
            if low <= price if direction < 0 else high >= price:
                return True
        if self.run.liquidation is not None:
            return False
        for live in self.trailing:
            best = max(live.best, high) if live.selling else min(live.best, low)
            level = live.order.level(best, live.side)
            if low <= level if live.direction < 0 else high >= level:
                return True
        return False

    def hits(self, stretch: slice) -> NDArray[np.bool_]:
        """Return for each bar of the stretch whether it may bring something."""
        low, high = self.bars.low[stretch], self.bars.high[stretch]
        hits = (low <= self.down) | (high >= self.up)
        for reach, back in self.moving:
            fees = self._fees(self.bars.minutes[stretch])
            price, direction = threshold(reach, back, fees)
            hits |= low <= price if direction < 0 else high >= price
        for live in self.trailing if self.run.liquidation is None else ():
            if live.selling:
                best = np.maximum(np.maximum.accumulate(high), live.best)
            else:
                best = np.minimum(np.minimum.accumulate(low), live.best)
            level = live.order.level(best, live.side)
            hits |= low <= level if live.direction < 0 else high >= level
        return hits

    def _fees(self, minutes: A) -> A:
        """Return what falls due until then, beyond what is already counted."""
        return self.run.state.fees_due(minutes) - self.run.state.pending

    def _fees_between(self, stretch: slice) -> tuple[float, float]:
        """Return the least and the most that is due at any bar of a stretch."""
        minutes, pending = self.bars.minutes, self.run.state.pending
        first, last = float(minutes[stretch.start]), float(minutes[stretch.stop - 1])
        least, most = self.run.state.due_between(first, last)
        return least - pending, most - pending


def threshold(reach: Reach, back: bool, fees: A) -> tuple[A, int]:
    """Return a price, a whisker early, and the direction in which it is reached.

    ``back`` is for the way back to a level, which counts from 1e-9 below it on.
    """
    price = reach.within_reach(fees)
    if not back:
        return price, reach.direction
    # Without a slope the price is plus or minus infinity, and needs no whisker.
    early = 1e-6 * abs(price) if reach.slope else 0.0
    return price + reach.direction * early, -reach.direction


def next_bar(run: Run, start: int) -> int:
    """Return the index of the next bar from ``start`` on that must be looked at, else their number.

    The best prices of trailing stops are then those before that bar.
    """
    stop, watches = next_appointment(run, start), watched(run)
    size, suspect = SHORTEST, start
    while watches and start < stop:
        stretch = slice(start, min(stop, start + size))
        edges = [watch.edges(stretch) for watch in watches]
        found = stretch.stop
        if any(watch.may(stretch, *edge) for watch, edge in zip(watches, edges, strict=True)):
            if size > SHORTEST:
                size, suspect = max(SHORTEST, size // GROWTH), stretch.stop
                continue
            hits = np.logical_or.reduce([watch.hits(stretch) for watch in watches])
            if hits.any():
                found = start + int(hits.argmax())
                edges = [watch.edges(slice(start, found)) for watch in watches if found > start]
        for watch, edge in zip(watches, edges, strict=False):
            watch.follow(*edge)
        if found < stretch.stop:
            return found
        start = found
        if start >= suspect:
            size = min(GROWTH * size, LONGEST)
    return stop


def next_appointment(run: Run, start: int) -> int:
    """Return the first bar from ``start`` on that something is planned for, else their number."""
    times = [len(run.bars)]
    times += [bar for bar, _, _ in run.actions[:1]]
    times += [one.bar for one in run.waiting]
    if run.liquidation is not None:
        times.append(run.liquidation.due)
    if (again := run.state.looks_again(start)) is not None:
        times.append(again)
    return min(time for time in times if time >= start)


def watched(run: Run) -> list[Watch]:
    """Return what the bars of each price are watched for; nothing when nothing can be.

    While a liquidation is under way nothing is reached, but the best prices go on.
    """
    valuing = Watch(run, run.valuing)
    levels = run.state.watched(run.armed) if run.liquidation is None else []
    if not levels and not run.orders:
        return []
    for reach, _, back in levels:
        if run.state.accrues:
            valuing.moving.append((reach, back))
        else:
            valuing.add(*threshold(reach, back, 0.0))
    watches = {id(run.valuing): valuing} if levels else {}
    for live in run.orders:
        bars = run.source(live)
        watch = watches.setdefault(id(bars), Watch(run, bars))
        if run.liquidation is None or live.trails:
            watch.add_order(live)
    return list(watches.values())
