"""How large a position in the unified form is: contracts times their size, held against the rest.

Exchanges count contracts in two ways, and the unified form has taken over both: Deribit's contracts
are dollars already (ccxt, issue 13313, May 2022; 26913, September 2025), and OKX's were coins for a
while (issue 20688, January 2024). So the size is held against the notional, or against the profit.
"""

from __future__ import annotations

from typing import NamedTuple

from margin_lessons import words
from margin_lessons.contract import Contract
from margin_lessons.errors import BadInput, shown
from margin_lessons.history.exchanges import UNNAMED, Exchange
from margin_lessons.history.unified_rows import UnifiedRow
from margin_lessons.history.unified_symbol import UnifiedSymbol
from margin_lessons.own_position import ProductKind
from margin_lessons.position import Side

_NEAR = 0.02
"""A notional may be at the mark price, at the entry or of a moment before."""

_PROFIT_NEAR = 0.002
"""How far a profit may be off, as a share of the position's value, to count as its own."""


class Sizing(NamedTuple):
    """A position as far as its size follows from it."""

    row: UnifiedRow
    symbol: UnifiedSymbol
    side: Side
    entry: float
    mark: float | None
    exchange: Exchange = UNNAMED

    @property
    def inverse(self) -> bool:
        """Whether it is an inverse contract, whose size is money and whose value is coins."""
        return self.symbol.product is ProductKind.INVERSE

    def held(self, size: float) -> Contract:
        """Return the contract of this size, without its margin and its rules."""
        return Contract(self.side, size, self.entry, 0.0, inverse=self.inverse)

    def value(self, size: float, price: float) -> float:
        """Return what a size is worth at a price: money, coins for an inverse contract."""
        return float(self.held(size).notional(price))

    def profit(self, size: float, price: float) -> float:
        """Return the profit of a size at a price, in what its value is counted in."""
        return float(self.held(size).profit(price))

    def notional_fits(self, size: float) -> bool | None:
        """Return whether the notional is that of this size; None where there is none.

        Some exchanges tell it in money, some in coins, whatever the contract is.
        """
        told = self.row.number("notional")
        if not told:
            return None
        prices = [price for price in (self.mark, self.entry) if price]
        may_be = [size, *(self.value(size, price) for price in prices)]
        return any(abs(abs(told) - one) <= _NEAR * one for one in may_be)

    def profit_fits(self, size: float) -> bool | None:
        """Return whether the profit is that of this size; None where it tells nothing."""
        told = self.row.number("unrealizedPnl")
        if told is None or self.mark is None:
            return None
        now, made = self.value(size, self.mark), self.profit(size, self.mark)
        if max(abs(made), abs(told)) < 2 * _PROFIT_NEAR * now:
            return None
        return abs(told - made) <= max(_PROFIT_NEAR * now, _NEAR * abs(made))


def position_size(sizing: Sizing) -> tuple[float, str]:
    """Return the size of a position, and a remark where it did not simply follow.

    In coins, for an inverse contract in money. Raises ``BadInput`` where it is missing, or
    contradicts the rest of the row.

    Deribit's 40 contracts "of 10 USD" are 40 USD, as their notional in bitcoin shows:

    >>> from margin_lessons.history.unified_symbol import read_symbol
    >>> row = UnifiedRow({"contracts": 40, "contractSize": 10, "notional": 0.000366076})
    >>> position_size(Sizing(row, read_symbol("BTC/USD:BTC"), Side.LONG, 112_585.87, 109_266.97))[0]
    40.0
    """
    row = sizing.row
    contracts, each = row.number("contracts"), row.above_zero("contractSize")
    contracts = abs(contracts) if contracts else None
    if contracts is None:
        return _of_notional(sizing)
    if each is None and sizing.exchange.counts_coins:
        each = 1.0
    choices = _choices(sizing, contracts, each)
    for size, remark in choices:
        fits = (sizing.notional_fits(size), sizing.profit_fits(size))
        if True in fits or (fits == (None, None) and each is not None):
            return size, remark
    if each is None:
        raise BadInput("contractSize is missing, and nothing else tells how large a contract is.")
    raise BadInput(
        f"contracts {shown(contracts)} of {shown(each)} each do not fit notional "
        f"{shown(row.values.get('notional'))} and unrealizedPnl "
        f"{shown(row.values.get('unrealizedPnl'))}: the size is not known."
    )


def _choices(sizing: Sizing, contracts: float, each: float | None) -> list[tuple[float, str]]:
    """Return what contracts may count, the usual first."""
    unit = sizing.symbol.currency if sizing.inverse else sizing.symbol.coin
    counts = f"The number of contracts is the size in {unit} already, as the rest of it shows."
    choices = [] if each is None else [(contracts * each, "")]
    if each != 1.0:
        choices.append((contracts, counts))
    if not sizing.inverse:
        money = (
            f"The number of contracts is an amount of {sizing.symbol.currency}, as its rest shows."
        )
        choices.append((contracts / (sizing.mark or sizing.entry), money))
    return choices


def _of_notional(sizing: Sizing) -> tuple[float, str]:
    """Return the size that a notional means where the number of contracts is missing."""
    told = sizing.row.number("notional")
    price = sizing.mark
    if not told or price is None:
        raise BadInput("contracts are missing, and with them the size of the position.")
    size = abs(told) * price if sizing.inverse else abs(told) / price
    if sizing.exchange.notional_in_coins and not sizing.inverse:
        size = abs(told)
    unit = sizing.symbol.currency if sizing.inverse else sizing.symbol.coin
    return size, (
        f"The number of contracts is missing: its size follows from the notional, "
        f"{words.coins(size, unit)}."
    )
