"""Rows of Bitstamp's exports out of their columns, and whether a trade's parts belong together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from margin_lessons.errors import BadInput
from margin_lessons.history.bitstamp_entries import BitstampRow, Priced
from margin_lessons.history.cost_check import check_cost
from margin_lessons.history.table_rows import TableRows

_BUYS = {"buy": True, "sell": False}

Money = Sequence[Priced | None]
"""A column of amounts, each with what it is of; None where a cell is empty."""


class BitstampColumns(NamedTuple):
    """The columns of a file, read: one after the other as in the file."""

    txids: Sequence[str]
    moments: Sequence[datetime]
    kinds: Sequence[str]
    ways: Sequence[str]
    amounts: Money
    values: Money
    rates: Money
    fees: Money


def rows_of(rows: TableRows, columns: BitstampColumns, *, subtype: str) -> Iterator[BitstampRow]:
    """Yield the rows of a file; ``BadInput`` names line and column of what is damaged.

    ``subtype`` is the column that says whether a trade buys or sells.
    """
    kinds = [kind.casefold() for kind in columns.kinds]
    buys = [_BUYS.get(way.casefold()) for way in columns.ways]
    moved, wallets = _moved(rows, columns.amounts), rows.optional("account")
    money = columns.values, columns.rates, columns.fees
    found = list(
        map(BitstampRow, columns.txids, columns.moments, kinds, buys, moved, *money, wallets)
    )
    for row, one in enumerate(found):
        if one.buys is None and one.kind == "market":
            raise BadInput(
                f"{rows.place(row, subtype)}: it is neither Buy nor Sell: a trade is one of them."
            )
    _check_trades(rows, found)
    yield from found


def _moved(rows: TableRows, amounts: Money) -> Iterator[Priced]:
    for row, amount in enumerate(amounts):
        if amount is None:
            raise BadInput(f"{rows.place(row, 'amount')}: it is empty: every row moves something.")
        yield amount


def _check_trades(rows: TableRows, found: Sequence[BitstampRow]) -> None:
    """Raise ``BadInput`` where a trade has no price, or one that does not go with its cost."""
    price: list[Decimal] = []
    cost: list[Decimal] = []
    trades = [row for row, one in enumerate(found) if one.buys is not None]
    for row in trades:
        paid, each = found[row].paid, found[row].price
        if paid is None or each is None:
            name = "value" if paid is None else "rate"
            raise BadInput(f"{rows.place(row, name)}: it is empty: a trade has a price.")
        if paid.code != each.code:
            raise BadInput(
                f"{rows.place(row, 'rate')}: the price is in {each.code} and the value in "
                f"{paid.code}: one of them is damaged, so download the export again."
            )
        price.append(each.amount)
        cost.append(paid.amount)
    volume = [found[row].moved.amount for row in trades]
    check_cost(rows.kept(trades), price, cost, volume, ("rate", "value", "amount"))
