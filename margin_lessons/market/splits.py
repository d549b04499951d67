"""Jumps between two bars that look like a split or a new denomination, and may be none.

Bars that were not adjusted for a split of 3 to 1 open at a third of the last close: nobody has lost
anything, and a replay sees a crash (asked of QuantConnect's Lean in its issue 7894, 3 April 2024).
A price can fall to a third too, so this is a note and refuses nothing.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from margin_lessons.errors import of_kind, shown
from margin_lessons.market.bars import Bars

RATIOS = np.array([2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 25, 50, 100, 1_000])
"""The ratios in which coins and shares are split or put together."""

NEAR = 0.002
"""How near a jump must come to one of them, as a share of it: a fall seldom is so round."""


class Jump(NamedTuple):
    """A jump to the open of the bar with the index ``at`` by a whole ``ratio``, down or ``up``."""

    at: int
    ratio: int
    up: bool

    @property
    def terms(self) -> str:
        """The split it may be: "3:1" for three new coins for an old one, "1:3" the other way."""
        return f"1:{self.ratio}" if self.up else f"{self.ratio}:1"


def round_jumps(bars: Bars) -> tuple[Jump, ...]:
    """Return the jumps from a close to the next open that are a whole ratio of 2 or more.

    >>> raw = Bars.of([(900, 900, 900, 900), (300, 310, 295, 305)])
    >>> [(jump.at, jump.terms) for jump in round_jumps(raw)]
    [(1, '3:1')]
    """
    of_kind("bars", bars, Bars, why="rows of four prices become bars by Bars.of(rows)")
    before, after = bars.close[:-1], bars.open[1:]
    larger, smaller = np.maximum(before, after), np.minimum(before, after)
    # No more than the largest ratio: a price of next to nothing would be divided by.
    near = (smaller > 0) & (larger <= (RATIOS[-1] + 1) * smaller)
    found = []
    for place in np.flatnonzero(near & (larger > 1.5 * smaller)):
        ratio = larger[place] / smaller[place]
        whole = RATIOS[np.abs(RATIOS - ratio).argmin()]
        if abs(ratio - whole) <= NEAR * whole:
            found.append(Jump(int(place) + 1, int(whole), bool(after[place] > before[place])))
    return tuple(found)


def split_notes(bars: Bars) -> tuple[str, ...]:
    """Return one sentence for each jump that may be a split.

    >>> split_notes(Bars.of([(900, 900, 900, 900), (300, 310, 295, 305)]))[0]
    'bar 1 (minute 1) opens at 300 after a close of 900: a real jump, or a split of 3:1 that the \
bars are not adjusted for.'
    """
    return tuple(
        f"bar {jump.at} ({bars.when(jump.at)}) opens at {shown(bars.open[jump.at])} after a close "
        f"of {shown(bars.close[jump.at - 1])}: a real jump, or a split of {jump.terms} that the "
        "bars are not adjusted for."
        for jump in round_jumps(bars)
    )
