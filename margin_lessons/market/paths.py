"""Scripted price paths for lessons: invented, hour by hour, each to show one thing.

A path has the bars of the exchange and those of the index, the average over several exchanges. They
differ only where one exchange alone is hit, as by a wick.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from margin_lessons.errors import pick
from margin_lessons.market.bars import Bars

START = 20_000.0
HOURS = 48
SMALL_GAP_TO = 17_500.0
LARGE_GAP_TO = 14_500.0
WICK_TO = 17_200.0


@dataclass(frozen=True)
class Path:
    """A path: its name, what it shows, the exchange's bars and the index's."""

    name: str
    words: str
    bars: Bars
    index: Bars


def _waves(count: int, size: float = 0.004) -> np.ndarray:
    # A little unrest, the same every time, so that a straight line looks like a market.
    steps = np.arange(count)
    return 1 + size * (np.sin(steps * 1.7) + 0.6 * np.sin(steps * 0.61 + 1))


def _path(name: str, words: str, corners: list[tuple[int, float]], size: float = 0.004) -> Path:
    hours, prices = zip(*corners, strict=True)
    unrest = _waves(HOURS + 1, size)
    unrest[[0, *hours]] = 1.0
    closes = np.interp(np.arange(HOURS + 1), hours, prices) * unrest
    bars = Bars.from_path(closes, length=60)
    return Path(name, words, bars, bars)


def _slow_fall() -> Path:
    return _path("a slow fall", "the price is traded through, all the way down",
                 [(0, START), (8, 19_900), (HOURS, 14_600)])  # fmt: skip


def _gap(name: str, words: str, to: float, end: float) -> Path:
    """Return a path that closes one hour at 19,600 and opens the next one at ``to``."""
    calm = _path("", "", [(0, START), (20, 19_600), (HOURS, 19_600)]).bars
    low = _path("", "", [(0, to), (28, end), (HOURS, end)]).bars
    rows = [tuple(calm[i]) for i in range(20)] + [tuple(low[i]) for i in range(HOURS - 20)]
    bars = Bars.of(rows, length=60)
    return Path(name, words, bars, bars)


def _wick() -> Path:
    """Return a calm path with one hour that falls to 17,200 on this exchange alone and recovers."""
    calm = _path("", "", [(0, START), (24, 20_100), (HOURS, 20_600)]).bars
    rows = [list(calm[i]) for i in range(HOURS)]
    rows[24][2] = WICK_TO
    words = "one exchange's book is empty for a moment; the others hardly move"
    return Path("a wick", words, Bars.of(rows, length=60), calm)


def _rise_then_fall() -> Path:
    return _path("a rise, then a fall", "the best price comes first",
                 [(0, START), (22, 22_000), (HOURS, 17_000)], size=0.002)  # fmt: skip


PATHS = (
    _slow_fall(),
    _gap("a small gap", "it opens below the stop and keeps falling", SMALL_GAP_TO, 16_200),
    _gap("a large gap", "it opens below the price where nothing is left", LARGE_GAP_TO, 15_100),
    _wick(),
    _rise_then_fall(),
)
"""The scripted paths, each of 48 hours from 20,000 USD."""


def path_named(name: str) -> Path:
    """Return a scripted path by its name, or raise ``BadInput`` with the nearest one.

    >>> gap = path_named("a large gap")
    >>> gap.bars[19].close, gap.bars[20].open
    (19600.0, 14500.0)
    """
    return pick("path", name, {path.name: path for path in PATHS}, "these paths")
