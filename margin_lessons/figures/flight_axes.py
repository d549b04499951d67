"""What the pictures of a flight have in common: axes that tell nothing of it, and its price."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from margin_lessons.figures.marks import Curve, Mark
from margin_lessons.figures.picture import Scale
from margin_lessons.market.bars import Bars
from margin_lessons.scenes.price_path import price_path

PRICES = ((65.0, 135.0), (0.0, 200.0), (0.0, 500.0), (0.0, 2_000.0), (0.0, 20_000.0))
"""The ends of the axis of prices, from near to wide."""
MONEY = (
    (-1_200.0, 6_600.0),
    (-2_600.0, 6_600.0),
    (-3_500.0, 9_500.0),
    (-8_000.0, 14_000.0),
    (-50_000.0, 50_000.0),
    (-4e5, 4e5),
    (-2e6, 2e6),
)
"""The ends of the axis of money: the near one holds every purse, and a small debt."""


def price_axis(*prices: float) -> Scale:
    """Return the nearest axis of prices that holds these.

    >>> price_axis(100.0, 62.5).low
    0.0
    """
    return _first(tuple(Scale(low, high, "price, USD") for low, high in PRICES), prices)


def money_axis(label: str, *amounts: float) -> Scale:
    """Return the nearest axis of money that holds these."""
    return _first(tuple(Scale(low, high, label) for low, high in MONEY), amounts)


def _first(scales: tuple[Scale, ...], values: tuple[float, ...]) -> Scale:
    return next((one for one in scales if one.holds(*values)), scales[-1])


def flown_price(bars: Bars | None) -> Iterator[Mark]:
    """Yield the price with the range of each bar; it breaks where the price jumps."""
    if bars is None:
        return
    middle, none = np.arange(len(bars)) + 0.5, np.full(len(bars), np.nan)
    wick = np.column_stack((bars.low, bars.high, none)).ravel()
    yield Curve(np.column_stack((middle, middle, none)).ravel(), wick, ink="price", width=1.0,
                name="range of each bar")  # fmt: skip
    yield Curve(*price_path(bars), ink="price", width=2.0, name="price")
