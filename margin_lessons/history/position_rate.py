"""The maintenance rate, the leverage and the price of now that a row in the unified form tells."""

from __future__ import annotations

from margin_lessons.conventions import MaintenanceOn
from margin_lessons.errors import BadInput
from margin_lessons.history.exchanges import inner_reply
from margin_lessons.history.position_size import Sizing
from margin_lessons.history.unified_rows import plain_number
from margin_lessons.own_holding import CONTRACTS_AT
from margin_lessons.own_position import MarginMode

_SAME = 1e-4
_MOST = 0.5
"""No venue requires more than half of the value; what says so counts in per cent, or in money."""


def told_rate(sizing: Sizing, size: float, venue: str) -> float | None:
    """Return the maintenance rate of a row as a share of the value; None where it tells none.

    The amount goes before the rate, which some exchanges count in per cent. Hyperliquid tells
    neither: there it is half of the initial rate at a coin's highest leverage. Where an exchange
    tells none, ccxt works it out of the liquidation price; then it is what is required there.

    >>> from margin_lessons.history.unified_rows import UnifiedRow
    >>> from margin_lessons.history.unified_symbol import read_symbol
    >>> from margin_lessons.position import Side
    >>> told = {"maintenanceMargin": 0.001, "maintenanceMarginPercentage": 1.0}
    >>> sizing = Sizing(UnifiedRow(told), read_symbol("BTC/USD:BTC"), Side.LONG, 50_000, 50_000)
    >>> told_rate(sizing, 5_000, "Deribit")
    0.01
    """
    if sizing.exchange.counts_coins:
        most = plain_number(inner_reply(sizing.exchange, sizing.row.info).get("maxLeverage"))
        if sizing.symbol.coin == sizing.exchange.table_coin or not most or most < 1:
            return None
        return 1 / (2 * most)
    at_entry = venue in CONTRACTS_AT and CONTRACTS_AT[venue].maintenance_on is MaintenanceOn.ENTRY
    amount = sizing.row.above_zero("maintenanceMargin")
    if amount is not None:
        price = sizing.entry if at_entry else _required_at(sizing, size, amount)
        rate = amount / sizing.value(size, price)
        if rate < _MOST:
            return rate
    share = sizing.row.above_zero("maintenanceMarginPercentage")
    return share if share is not None and share < _MOST else None


def _required_at(sizing: Sizing, size: float, amount: float) -> float:
    """Return the price at which an amount is required: the liquidation's where it is left there."""
    now = sizing.mark or sizing.entry
    price, margin = (sizing.row.above_zero(n) for n in ("liquidationPrice", "positionMargin"))
    if price is None or margin is None:
        return now
    left = margin + sizing.profit(size, price)
    return price if abs(left - amount) <= _SAME * amount else now


def told_leverage(sizing: Sizing, size: float, mode: MarginMode) -> tuple[float, str]:
    """Return the leverage of a row, and a remark where it is not told.

    Raises ``BadInput`` for an isolated position where neither it nor a margin is told.
    """
    told = sizing.row.above_zero("leverage")
    if told is not None:
        return told, ""
    for name in ("initialMargin", "positionMargin", "collateral"):
        if margin := sizing.row.above_zero(name):
            worth = sizing.value(size, sizing.entry)
            return max(1.0, worth / margin), "No leverage is told: it is value over margin."
    if mode is MarginMode.CROSS:
        return 1.0, "No leverage is told: it moves no price where the whole account backs it."
    raise BadInput("leverage is missing, and so is what was set aside: type one of them in.")


def price_now(sizing: Sizing, size: float) -> tuple[float | None, str]:
    """Return the price of now and a remark where it is not the mark price; None where none is told.

    A notional tells it where the profit agrees.
    """
    if sizing.mark is not None:
        return sizing.mark, ""
    told = abs(sizing.row.number("notional") or 0.0)
    if told:
        price = size / told if sizing.inverse else told / size
        if sizing._replace(mark=price).profit_fits(size):
            return price, "No price of now is told: it follows from the notional."
    return None, ""
