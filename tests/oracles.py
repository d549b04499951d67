"""Answers found another way, to hold the closed forms against."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from margin_lessons.account import Account, Prices

Gap = Callable[[NDArray[np.float64]], NDArray[np.float64]]


def search(gap: Gap, low: float, high: float) -> float | None:
    """Return a price from ``low`` to ``high`` where ``gap`` changes its sign, or None.

    It is a bisection that cuts into 1,000 parts at a time, because one call with an array costs
    little more than a call with a number: four cuts leave less than 1e-10 of the widest range used.
    """
    for _ in range(4):
        grid = np.geomspace(low, high, 1_001)
        signs = np.sign(gap(grid))
        changes = np.flatnonzero(signs[:-1] != signs[1:])
        if not changes.size:
            return None
        low, high = grid[changes[0]], grid[changes[0] + 1]
    return float(np.sqrt(low * high))


def turnover(account: Account, prices: Prices) -> NDArray[np.float64]:
    """Return the sum of all amounts that enter the equity, without their signs.

    Rounding grows with this and not with the equity, which may be a small difference of them.
    """
    total = account.cash + abs(account.realised) + account.fees_accrued
    for position in account.positions:
        price = account.price_of(position.coin, prices)
        total = total + position.volume * (price + position.entry)
    for held in account.coins:
        total = total + held.units * account.price_of(held.coin, prices)
    return np.asarray(total)
