"""What a market order got: fills, average, worst price, slippage, and what stayed unfilled."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class BookSide(Enum):
    """The two sides of a book: a seller meets the bids, a buyer meets the asks."""

    BIDS = "bids"
    ASKS = "asks"

    @property
    def sign(self) -> int:
        """+1 where a higher price is better for the order (bids), -1 where a lower one is."""
        return 1 if self is BookSide.BIDS else -1


class Ended(Enum):
    """Why a walk through the book ended."""

    FILLED = "filled in full"
    EMPTIED = "the book was emptied"
    LIMIT = "the limit was reached"


@dataclass(frozen=True)
class Fill:
    """What a market order took from one level: ``size`` units at ``price``."""

    price: float
    size: float


@dataclass(frozen=True)
class Walk:
    """What one order got: its fills level by level, and what they come to.

    Prices are in the quote currency, sizes in units. ``slippage`` is how far the average fill, and
    ``worst_slippage`` how far the last one, is worse than the best price, as a fraction of it.
    ``value`` is the money received or paid. When nothing was filled the prices are None.
    """

    side: BookSide
    size: float
    limit: float | None
    best: float
    fills: tuple[Fill, ...]
    filled: float
    unfilled: float
    value: float
    average: float | None
    worst: float | None
    slippage: float | None
    worst_slippage: float | None
    ended: Ended


@dataclass(frozen=True, eq=False)
class WalkCurve:
    """What orders of many sizes would each get, as arrays shaped like ``sizes``.

    The fields mean what they mean in ``Walk``; nan stands where nothing was filled.
    """

    sizes: Floats
    filled: Floats
    unfilled: Floats
    value: Floats
    average: Floats
    worst: Floats
    slippage: Floats
    worst_slippage: Floats
