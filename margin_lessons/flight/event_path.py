"""The bars of an event as they are flown: rescaled, without dates, each cut into shorter ones.

The bars of lesson 09 are hours or days, and of some events there are seven. So each one is cut into
three or more, along a way that is drawn: it begins, ends, is highest and is lowest where the true
bar is, so that the shorter ones together are the true bar again. Before the event some calm bars
are drawn, so that nobody can count when it comes. The debrief says all this.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from margin_lessons.flight.model_path import model_bars
from margin_lessons.market.bars import Bar, Bars
from margin_lessons.market.crashes import CRASHES, Crash
from margin_lessons.market.crashes.building import Row
from margin_lessons.risk.presets import PRESETS

FEWEST = 7
"""An event of fewer bars is over before anything can be decided."""
CORNERS = 4
"""Prices drawn within each shorter bar."""
FEWEST_CALM = 4
CALM = "calm month"
"""The preset that the bars before the event are drawn from."""


class EventBars(NamedTuple):
    """The bars of a flight through an event, its calm bars first; prices are real x ``scale``."""

    bars: Bars
    quiet: int
    scale: float


def flown_crashes() -> tuple[Crash, ...]:
    """Return the events that have enough bars above zero to be flown.

    >>> [crash.key for crash in flown_crashes()]
    ['ETH 2017', 'Outage 2018', 'BTC 2020', 'GME 2021', 'ETH 2021', 'BTC 2021']
    """
    return tuple(one for one in CRASHES if len(one.bars) >= FEWEST and not one.below_zero)


def event_bars(event: Crash, rng: np.random.Generator, least: int, most: int) -> EventBars:
    """Return the event as ``least`` to ``most`` bars, calm ones before it.

    >>> from margin_lessons.market.crashes import crash_named
    >>> flown = event_bars(crash_named("BTC 2020"), np.random.default_rng(3), 60, 120)
    >>> 93 <= len(flown.bars) <= 120, flown.bars[0].open
    (True, 100.0)
    """
    parts = max(3, -(-least // len(event.bars)))
    count = parts * len(event.bars)
    quiet = int(rng.integers(FEWEST_CALM, most - count + 1))
    length = event.bars.length / parts
    calm = model_bars(PRESETS[CALM].model, quiet, length, rng)
    scale = calm[-1].close / float(event.bars.open[0])
    rows = np.array([row for bar in event.bars for row in cut_bar(bar, parts, rng)])
    prices = np.maximum(np.round(rows * scale, 2), 0.01)
    begins = event.bars.minutes[:, None] + length * np.arange(parts)
    time = np.concatenate([length * np.arange(quiet), length * quiet + begins.ravel()])
    before = np.array([tuple(bar) for bar in calm]).reshape(-1, 4)
    first, high, low, last = np.concatenate([before, prices]).T
    return EventBars(Bars(time, first, high, low, last, length=length), quiet, scale)


def cut_bar(bar: Bar, parts: int, rng: np.random.Generator) -> list[Row]:
    """Return ``parts`` bars that together are ``bar``: same open, high, low and close.

    >>> rows = cut_bar(Bar(100, 110, 70, 80), 3, np.random.default_rng(1))
    >>> rows[0][0], max(row[1] for row in rows), min(row[2] for row in rows), rows[-1][3]
    (100.0, 110.0, 70.0, 80.0)
    """
    way = way_through(bar, parts * CORNERS, rng)
    rows = []
    for part in range(parts):
        piece = way[part * CORNERS : (part + 1) * CORNERS + 1]
        prices = piece[0], piece.max(), piece.min(), piece[-1]
        rows.append((float(prices[0]), float(prices[1]), float(prices[2]), float(prices[3])))
    return rows


def way_through(bar: Bar, steps: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return ``steps`` + 1 prices from the open to the close that touch the high and the low.

    Which extreme comes first, and when, is drawn: a bar does not say it.
    """
    one, two = int(rng.integers(1, steps)), int(rng.integers(1, steps - 1))
    first, second = sorted((one, two + (two >= one)))
    extremes = (bar.high, bar.low) if rng.random() < 0.5 else (bar.low, bar.high)
    places = np.array([0, first, second, steps])
    corners = np.array([bar.open, *extremes, bar.close])
    way = np.interp(np.arange(steps + 1), places, corners)
    way += rng.normal(0.0, 0.1 * (bar.high - bar.low), steps + 1)
    way = np.clip(way, bar.low, bar.high)
    way[places] = corners
    return way
