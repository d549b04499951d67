"""How the modules of events put their figures together: bars with holes, and entries at a close."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from margin_lessons.market.bars import Bars
from margin_lessons.market.crashes.crash import CrashEntry
from margin_lessons.position import Side

Row = tuple[float, float, float, float]
"""Open, high, low and close."""

LOW, HIGH, BAR = "24 h before the low", "24 h before the high", "one bar before"
"""Names of entries."""


def stretches(length: float, *parts: tuple[str, Sequence[Row]]) -> Bars:
    """Return bars from stretches without a hole, each with when it begins.

    >>> stretches(60, ("2018-01-11 06:00", [(1, 1, 1, 1)]), ("2018-01-11 12:00", [(2, 2, 2, 2)]))[1]
    Bar(open=2.0, high=2.0, low=2.0, close=2.0)
    """
    all_bars = [Bars.of(rows, length=length, start=start) for start, rows in parts]
    time, first, high, low, last = (
        np.concatenate([getattr(bars, name) for bars in all_bars])
        for name in ("time", "open", "high", "low", "close")
    )
    return Bars(time, first, high, low, last, length=length)


def at_close(bars: Bars, name: str, side: Side, when: str) -> CrashEntry:
    """Return the entry at the close of the bar that opens at ``when``.

    >>> bars = Bars.of([(5, 6, 4, 5), (5, 5, 1, 2)], length=60, start="2021-02-22 13:00")
    >>> at_close(bars, BAR, Side.LONG, "2021-02-22 13:00").price
    5.0
    """
    place = bars.index(when)
    return CrashEntry(name, side, bars[place].close, place + 1, bars.when(place))
