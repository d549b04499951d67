"""When rollover fees fall due: each open position has a clock of its own.

Source: support.kraken.com articles/206161568 (10 February 2026): every four hours, the first after
four hours, on the whole opening cost of what is still open, at the rate locked at the opening.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from margin_lessons.account import Account
from margin_lessons.costs import rollover_rate
from margin_lessons.prices import A
from margin_lessons.venue import RolloverCount, Venue

Floats = NDArray[np.float64]


class Clock(NamedTuple):
    """When a position was opened, in minutes, and how many rollovers it has been charged."""

    opened: float
    charged: int = 0

    def due(self, minute: A, venue: Venue) -> A:
        """Return how many rollovers have fallen due by ``minute``, charged or not."""
        periods = (minute - self.opened) / (venue.fees.rollover_hours * 60)
        whole = np.floor if venue.rollover_count is RolloverCount.FLOOR else np.ceil
        return cast(A, whole(periods))


def fees_due(account: Account, clocks: Iterable[Clock], minute: A) -> A:
    """Return the rollover fees that have fallen due by ``minute`` and are not yet charged."""
    total = 0.0 * minute  # of the shape of what was asked
    for position, clock in zip(account.positions, clocks, strict=True):
        per_period = position.cost * rollover_rate(position, account.venue)
        total = total + per_period * (clock.due(minute, account.venue) - clock.charged)
    return total
