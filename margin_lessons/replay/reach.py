"""At which price a margin level is reached, also below zero and as fees fall due."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np

from margin_lessons.conventions import AtEquality
from margin_lessons.holding import linear_root
from margin_lessons.prices import A, plain


def passed(level: float, direction: int, price: float) -> bool:
    """Return whether ``price`` is at ``level`` or beyond it in ``direction``."""
    return direction * (price - level) >= 0


@dataclass(frozen=True)
class Reach:
    """Where a margin level is reached, on the way down (``direction`` -1) or up (+1).

    The equity less what the level requires is ``intercept + slope * price``, in money; ``slack`` is
    how far rounding may have moved the intercept. ``at_equality`` is the venue's rule for a
    price exactly there. An account that does not move with the price is beyond the level at every
    price or at none: a price of plus or minus infinity, on the way down. What is ``inverse`` is a
    line in -1/price, which rises with the price too.
    """

    intercept: float
    slope: float
    slack: float
    at_equality: AtEquality = AtEquality.ACTS
    inverse: bool = False

    @cached_property
    def direction(self) -> int:
        """-1 when a falling price reaches the level, +1 when a rising one does."""
        return 1 if self.slope < 0 else -1

    @cached_property
    def price(self) -> float:
        """The price at which the level is reached."""
        return self._at(self.intercept)

    def passed(self, price: float) -> bool:
        """Return whether the level is reached at ``price``, by the venue's rule for equality.

        >>> waits = AtEquality.WAITS
        >>> Reach(-11_600, 1, 0).passed(11_600), Reach(-11_600, 1, 0, waits).passed(11_600)
        (True, False)
        """
        return self.at_equality.passes(self.direction * (price - self.price), self.price)

    def within_reach(self, fees: A) -> A:
        """Return the price, a whisker early, once ``fees`` more are owed; for an array of them."""
        return self._at(self.intercept - fees - self.slack)

    def _at(self, intercept: A) -> A:
        """Return the price at which such a line, with another intercept, is at zero."""
        root = linear_root(intercept, self.slope)
        if root is None:
            return cast(A, plain(np.where(np.asarray(intercept) <= 0, math.inf, -math.inf)))
        if not self.inverse:
            return root
        # -1/price is below zero at every price, however high: from zero on it is never there.
        below = np.minimum(root, -1e-300)
        return cast(A, plain(np.where(np.asarray(root) < 0, -1 / below, math.inf)))
