"""A replay that is watched bar by bar: what is known of it by now, and nothing of what comes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from margin_lessons.crossing import crossings
from margin_lessons.replay import Event, Kind, Timeline
from margin_lessons.scenes.price_path import price_path


@dataclass(frozen=True)
class SoFar:
    """A replay of which ``over`` bars are over.

    >>> from margin_lessons.market.bars import Bars
    >>> from margin_lessons.scenes.full_size import held_over
    >>> night = held_over(1_000, 10, Bars.from_path([100, 99], [88, 90]))
    >>> [(SoFar(night, over).price, SoFar(night, over).equity) for over in (0, 1, 2)]
    [(100.0, 1000.0), (99.0, 900.0), (90.0, -200.0)]
    """

    timeline: Timeline
    over: int

    @cached_property
    def path(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The corners of the price by now: places in bars, and prices."""
        at, prices = price_path(self.timeline.bars)
        known = 1 + int(np.searchsorted(at, self.over))
        return at[:known], prices[:known]

    @property
    def price(self) -> float:
        """The price now."""
        return float(self.path[1][-1])

    @property
    def jumped(self) -> bool:
        """Whether the price has jumped by now."""
        return bool(np.isnan(self.path[1]).any())

    @property
    def equity(self) -> float:
        """What is there now; below zero it is owed."""
        if self.over:
            return float(self.timeline.equity_path[self.over - 1])
        return float(self.timeline.start.equity(self.price))

    @property
    def line(self) -> float | None:
        """The price at which the exchange means to sell, None where nothing is lent."""
        return crossings(self.timeline.start).liquidation.price

    @property
    def sale(self) -> Event | None:
        """Where the exchange did sell, None while it has not."""
        sale = self.timeline.first(Kind.LIQUIDATION_FILLED)
        return sale if sale is not None and sale.bar < self.over else None
