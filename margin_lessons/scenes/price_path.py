"""The way of a price as it is drawn: its corners, and a break where it jumps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from margin_lessons.market.bars import Bars

JUMP = 0.0005
"""What opens nearer to the last close than this share of it is the same price."""


def price_path(bars: Bars) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the corners of a path: places in bars from the first open, and prices.

    Nobody trades in a jump: between the last close and the new open, both at one place, stands
    what is not a number, where a ``Curve`` breaks.

    >>> at, prices = price_path(Bars.from_path([100, 98], [90, 91]))
    >>> at.tolist(), prices.tolist()
    ([0.0, 1.0, 1.0, 1.0, 2.0], [100.0, 98.0, nan, 90.0, 91.0])
    """
    at, prices = [0.0], [float(bars.open[0])]
    for place, bar in enumerate(bars):
        if bar.open != prices[-1]:
            breaks = [np.nan] if abs(bar.open / prices[-1] - 1) > JUMP else []
            prices += [*breaks, bar.open]
            at += [float(place)] * (1 + len(breaks))
        at.append(place + 1.0)
        prices.append(bar.close)
    return np.array(at), np.array(prices)
