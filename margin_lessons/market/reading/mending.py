"""What is set right without touching what was traded: order, rows without a trade, dust."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from margin_lessons.errors import BadInput

Columns = Mapping[str, NDArray[np.float64]]

_DUST = 1e-6
"""How far, as a share of the price, a close may lie above its high: adjusting prices for splits and
dividends rounds each of the four by itself."""


def is_newest_first(time: NDArray[Any]) -> bool:
    """Return whether most rows are older than the row above them."""
    steps = np.diff(time).astype(float)
    return bool(np.count_nonzero(steps < 0) > np.count_nonzero(steps > 0))


def without_trade(
    prices: Columns, volume: NDArray[np.float64] | None, cell_of: Callable[[int, str], str]
) -> NDArray[np.bool_]:
    """Return which rows have no trade: all prices missing, or all zero with a volume of zero.

    ``cell_of`` says where the price of a row stands. Raises ``BadInput`` naming a row in which only
    some are missing.
    """
    missing = {role: np.isnan(column) for role, column in prices.items()}
    empty = np.logical_and.reduce(list(missing.values()))
    for role, gone in missing.items():
        for row in np.flatnonzero(gone & ~empty)[:1]:
            raise BadInput(
                f"{cell_of(int(row), role)}: the price is missing: a line has all four, or none."
            )
    if volume is not None:
        zero = np.logical_and.reduce([column == 0 for column in prices.values()])
        empty |= zero & (volume == 0)
    return empty


def widened(prices: Columns) -> tuple[dict[str, NDArray[np.float64]], NDArray[np.int_]]:
    """Return prices whose high and low hold the other two, and the rows where dust was in the way.

    >>> prices = {"open": [5.0], "high": [7.0], "low": [4.0], "close": [7.0000001]}
    >>> widened({role: np.array(price) for role, price in prices.items()})[0]["high"]
    array([7.0000001])
    """
    every = np.array(list(prices.values()))
    top, bottom = every.max(axis=0), every.min(axis=0)
    with np.errstate(over="ignore", invalid="ignore"):  # a price may be infinite, and named later
        beyond = np.maximum(top - prices["high"], prices["low"] - bottom)
        dusty = (beyond > 0) & (beyond <= _DUST * np.abs(every).max(axis=0))
    high = np.where(dusty, top, prices["high"])
    low = np.where(dusty, bottom, prices["low"])
    return {**prices, "high": high, "low": low}, np.flatnonzero(dusty)
