"""What is rounding and nothing else: the last digits of a double, and sums that leave only those.

Two numbers that were reached by different ways differ in their last digits, and the account is
where it is either way.
"""

from __future__ import annotations

import math

from margin_lessons.errors import BadInput

ROUNDING = 1e-12
"""Two numbers that differ by less than this share of them differ by rounding and nothing else."""

CRUMB = 1e-9
"""What is less than this share of a position is left by rounding, and is no part of it."""


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
