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

_NEAR_WITHOUT_MARK = 0.4
"""Then the price may have gone far since the entry; contracts of another size are further off."""

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
        may_be = [self.value(size, price) for price in prices]
        # The size itself too, where contracts have one: else any count of them would pass for it.
        sized = self.inverse and self.row.above_zero("contractSize") is not None
        if sized or self.exchange.counts_money:
            may_be.append(size)
        near = _NEAR if self.mark else _NEAR_WITHOUT_MARK
        return any(abs(abs(told) - one) <= near * one for one in may_be)

    def profit_fits(self, size: float) -> bool | None:
        """Return whether the profit is that of this size; None where it tells nothing.

        Deribit's is that of the day.
        """
        told = self.row.number("unrealizedPnl")
        if told is None or self.mark is None or self.exchange.counts_money:
            return None
        now, made = self.value(size, self.mark), self.profit(size, self.mark)
        if max(abs(made), abs(told)) < 2 * _PROFIT_NEAR * now:
            return None
        return abs(told - made) <= max(_PROFIT_NEAR * now, _NEAR * abs(made))

    def profit_is(self, size: float) -> bool:
        """Return whether the profit is that of this size to a thousandth, and of no other."""
        told = self.row.number("unrealizedPnl")
        if not told or self.mark is None:
            return False
        return abs(told - self.profit(size, self.mark)) <= 1e-3 * abs(told)


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
        # With nothing to hold it against, contracts are what the unified form says they are.
        sure = each == 1.0 or sizing.exchange is not UNNAMED
        if True in fits or (fits == (None, None) and each is not None and sure):
            return size, remark
    if each is None:
        raise BadInput("contractSize is missing, and nothing else tells how large a contract is.")
    beside = [f"{n} {shown(row.number(n))}" for n in ("notional", "unrealizedPnl") if row.number(n)]
    if not beside:
        raise BadInput(
            f"contracts {shown(contracts)} of {shown(each)} each stand alone: without a notional "
            "nothing shows whether they count contracts or money."
        )
    raise BadInput(
        f"contracts {shown(contracts)} of {shown(each)} each do not fit {' and '.join(beside)}: "
        "the size is not known."
    )


def _choices(sizing: Sizing, contracts: float, each: float | None) -> list[tuple[float, str]]:
    """Return what contracts may count, the usual first."""
    unit = sizing.symbol.currency if sizing.inverse else sizing.symbol.coin
    counts = f"The number of contracts is the size in {unit} already."
    money = f"The number of contracts is an amount of {sizing.symbol.currency}."
    choices = [] if each is None else [(contracts * each, "")]
    if each != 1.0:
        choices.append((contracts, counts))
    if sizing.exchange.counts_money and not sizing.inverse:
        choices.append((contracts / (sizing.mark or sizing.entry), money))
    return choices[::-1] if sizing.exchange.counts_money else choices


def _of_notional(sizing: Sizing) -> tuple[float, str]:
    """Return the size that a notional means where the number of contracts is missing.

    Whether it counts money, at which price, or coins, only the profit tells.
    """
    told, mark = abs(sizing.row.number("notional") or 0.0), sizing.mark
    sizes: list[float] = []
    if told and mark is not None:
        prices = (mark, sizing.entry)
        sizes = [told * one if sizing.inverse else told / one for one in prices]
        if sizing.exchange.counts_money:  # and its profit is only that of the day
            sizes = [told * mark if sizing.inverse else told]
        else:
            sizes = [size for size in (*sizes, told) if sizing.profit_is(size)]
    if not sizes:
        raise BadInput("contracts are missing, and with them the size of the position.")
    unit = sizing.symbol.currency if sizing.inverse else sizing.symbol.coin
    return sizes[0], (
        f"The number of contracts is missing: its size follows from the notional, "
        f"{words.coins(sizes[0], unit)}."
    )
