"""Straight lines in a price, and where they cross zero.

Equity and used margin are sums of such lines, in the price on spot margin and for linear contracts,
in 1/price for inverse ones, so one solver serves every threshold.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from margin_lessons.errors import BadInput

ROUNDING = 1e-12
"""Two numbers that differ by less than this share of them differ by rounding and nothing else."""


def linear_root(intercept: float, slope: float) -> float | None:
    """Return x with ``intercept + slope * x = 0``, or None when no single x does it.

    >>> linear_root(-3_200, 0.5)
    6400.0
    >>> linear_root(1.0, 0.0) is None
    True
    """
    if slope == 0:
        return None
    root = -intercept / slope
    return root if math.isfinite(root) else None


def settled_sum(*terms: float) -> float:
    """Return the sum of the terms, and zero when what is left of them is only rounding.

    Without it 3 coins at 0.1, paid for with 0.3, would reach zero equity at a price of 2e-17.

    >>> settled_sum(0.3, -3 * 0.1), settled_sum(0.5, -0.25)
    (0.0, 0.25)
    """
    try:
        total, size = math.fsum(terms), math.fsum(map(abs, terms))
    except OverflowError:
        raise BadInput(
            "the amounts are too large to be added up: together they are beyond 1e308."
        ) from None
    return 0.0 if abs(total) <= ROUNDING * size else total


@dataclass(frozen=True)
class Line:
    """A straight line in the price, ``intercept + slope * price``, each by the terms it sums.

    >>> Line((10_000, -20_000), (1,)).less(0.8, Line((4_000,))).total()
    (-13200.0, 1.0)
    """

    intercept: tuple[float, ...] = ()
    slope: tuple[float, ...] = ()

    def less(self, times: float, other: Line) -> Line:
        """Return this line less ``times`` the other."""
        return Line(
            (*self.intercept, *(-times * term for term in other.intercept)),
            (*self.slope, *(-times * term for term in other.slope)),
        )

    def total(self) -> tuple[float, float]:
        """Return intercept and slope, each summed."""
        return settled_sum(*self.intercept), settled_sum(*self.slope)
