"""Scripted price paths for lessons: invented, hour by hour, each to show one thing.

Each path that hurts a long has a mirror image that hurts a short in the same way. A path has the
bars of the exchange and those of the index, the average over several exchanges. They differ only
where one exchange alone is hit, as by a wick.
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
BEFORE_A_GAP = 19_600.0
DIP_TO, BACK_TO, GAP_UP_TO = 18_400.0, 21_500.0, 25_000.0


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


def _gap(
    name: str, words: str, before: list[tuple[int, float]], after: list[tuple[int, float]]
) -> Path:
    """Return a path that closes one hour where ``before`` ends and opens where ``after`` begins.

    The hours of ``after`` are counted from there.
    """
    hour, last = before[-1]
    calm = _path("", "", [*before, (HOURS, last)]).bars
    then = _path("", "", [*after, (HOURS, after[-1][1])]).bars
    rows = [tuple(calm[i]) for i in range(hour)] + [tuple(then[i]) for i in range(HOURS - hour)]
    bars = Bars.of(rows, length=60)
    return Path(name, words, bars, bars)


def _gap_down(name: str, words: str, to: float, end: float) -> Path:
    """Return a path that closes one hour at 19,600 and opens the next one at ``to``."""
    return _gap(name, words, [(0, START), (20, BEFORE_A_GAP)], [(0, to), (28, end)])


def _dip_then_gap_up() -> Path:
    """Return a fall to 18,400, a rise to 21,500, and a gap up to 25,000 USD."""
    before = [(0, START), (12, 19_900), (20, DIP_TO), (30, BACK_TO)]
    after = [(0, GAP_UP_TO), (18, 24_400)]
    return _gap("a dip, then a gap up", "it falls, comes back and opens far above", before, after)


def _wick() -> Path:
    """Return a calm path with one hour that falls to 17,200 on this exchange alone and recovers."""
    calm = _path("", "", [(0, START), (24, 20_100), (HOURS, 20_600)]).bars
    rows = list(calm)
    rows[24] = rows[24]._replace(low=WICK_TO)
    words = "one exchange's book is empty for a moment; the others hardly move"
    return Path("a wick", words, Bars.of(rows, length=60), calm)


def _rise_then_fall() -> Path:
    return _path("a rise, then a fall", "the best price for a long comes first",
                 [(0, START), (22, 22_000), (HOURS, 17_000)], size=0.002)  # fmt: skip


def _upside_down(bars: Bars) -> Bars:
    """Return the bars mirrored at 20,000 USD: as far above as they were below."""
    rows = [(bar.open, bar.low, bar.high, bar.close) for bar in (bars[i] for i in range(len(bars)))]
    return Bars.of(2 * START - np.array(rows), length=60)


def _mirrored(path: Path, name: str, words: str) -> Path:
    bars = _upside_down(path.bars)
    index = bars if path.index is path.bars else _upside_down(path.index)
    return Path(name, words, bars, index)


AGAINST_A_LONG = (
    _slow_fall(),
    _gap_down("a small gap", "it opens below the stop and keeps falling", SMALL_GAP_TO, 16_200),
    _gap_down(
        "a large gap",
        "it opens below the price where a long has nothing left",
        LARGE_GAP_TO,
        15_100,
    ),
    _wick(),
    _rise_then_fall(),
    _dip_then_gap_up(),
)
"""The scripted paths of the lessons, each of 48 hours from 20,000 USD."""

_MIRROR_NAMES = (
    ("a slow rise", "the price is traded through, all the way up"),
    ("a small gap up", "it opens above the stop and keeps rising"),
    ("a large gap up", "it opens above the price where a short has nothing left"),
    ("a wick up", "one exchange's book is empty for a moment; the others hardly move"),
    ("a fall, then a rise", "the best price for a short comes first"),
    ("a spike, then a gap down", "it rises, comes back and opens far below"),
)

AGAINST_A_SHORT = tuple(
    _mirrored(path, name, words)
    for path, (name, words) in zip(AGAINST_A_LONG, _MIRROR_NAMES, strict=True)
)
"""The same paths upside down: as far above 20,000 USD as the others go below it."""

PATHS = AGAINST_A_LONG + AGAINST_A_SHORT


def path_named(name: str) -> Path:
    """Return a scripted path by its name, or raise ``BadInput`` with the nearest one.

    >>> gap = path_named("a large gap")
    >>> gap.bars[19].close, gap.bars[20].open
    (19600.0, 14500.0)
    """
    return pick("path", name, {path.name: path for path in PATHS}, "these paths")
