"""The trades that lesson 02 speaks of: Nadia's, a thin one, and two shorts."""

from __future__ import annotations

from typing import TypedDict

from margin_lessons.account import Side
from margin_lessons.scenes import gauge


class Trade(TypedDict):
    """One position and the cash behind it, as ``gauge_state`` takes them."""

    side: Side
    volume: float
    entry: float
    cash: float
    leverage: float


def _trade(side: Side, volume: float, entry: float, cash: float) -> Trade:
    return {"side": side, "volume": volume, "entry": entry, "cash": cash, "leverage": 5.0}


STORY = _trade(Side.LONG, 1.0, 20_000.0, 10_000.0)
THIN = _trade(Side.LONG, 1.5, 30_000.0, 10_000.0)
SHORT = _trade(Side.SHORT, 0.2, 50_000.0, 5_000.0)
BACKWARDS = _trade(Side.SHORT, 1.0, 20_000.0, 9_000.0)
"""The short that the lesson works backwards before one is asked."""


def at(trade: Trade, price: float) -> gauge.GaugeState:
    """Return the gauge of a trade at a price, by the exchange's own levels."""
    return gauge.gauge_state(**trade, price=price)


def price_of(line: str, trade: Trade) -> float:
    """Return the price at which a trade reaches a line."""
    price = getattr(at(trade, trade["entry"]).crossings, line).price
    return float(price)
