"""Levels where they stand still, and what a position is worth at a fill seen from there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from margin_lessons.account import Amount
from margin_lessons.risk.draws import F, Floats
from margin_lessons.risk.lifted import Lift

Sums = NDArray[np.float64]


@dataclass(frozen=True)
class StandingLevels:
    """Where the levels stand: lower is farther, and minus infinity is never met.

    Without a ``lift`` they are logs against the account; with one, prices less what fees have
    lifted the level by, turned round for an account that suffers from rising prices. ``slip`` is
    the slippage as a log move against the account.
    """

    call: Amount
    liquidation: Amount
    zero: Amount
    lift: Lift | None
    kappa: int
    exposure: Amount
    slip: float

    def fills(self, landed: Floats, when: Floats) -> Floats:
        """Return where fills after jumps stand, seen from the zero-equity level."""
        filled = landed + F(self.slip)
        return filled if self.lift is None else self.lift.seen(filled, when, self.lift.zero)

    def traded(self, years: float) -> Sums:
        """Return where a fill stands that is traded through, seen from the zero-equity level.

        With slippage and fees it depends on when that was; half of the horizon stands for it.
        """
        level = np.asarray(self.liquidation, dtype=float)
        if self.lift is None:
            return level + self.slip
        lift, half = self.lift, years / 2
        price = lift.sign * level + lift.liquidation * half
        worse = np.exp(lift.sign * self.slip)
        return lift.sign * (price * worse - lift.zero * half)

    def worth(self, points: Sums) -> Sums:
        """Return what the position is worth at fills there, as a multiple of its worth now.

        A debt is the exposure times the worth at zero equity less that at the fill. A level that
        is never met has none.
        """
        points = np.where(np.isfinite(points), points, 0.0)
        return points if self.lift is not None else self.kappa * np.exp(self.kappa * points)
