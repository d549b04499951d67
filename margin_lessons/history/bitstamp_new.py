"""Bitstamp's export since December 2023: 14 columns, found by their names, each with its currency.

Source of the columns: public reports of tax and portfolio tools (BittyTax, pull request 364, 20
April 2024). Times carry a Z; a number stands without its unit.
"""

from __future__ import annotations

from collections.abc import Iterable

from margin_lessons.errors import BadInput
from margin_lessons.history.asset_names import asset_name
from margin_lessons.history.bitstamp_entries import (
    SINCE_2023,
    BitstampRow,
    Priced,
    bitstamp_entries,
)
from margin_lessons.history.bitstamp_rows import BitstampColumns, rows_of
from margin_lessons.history.entries import FileEntries
from margin_lessons.history.table_rows import TableRows

_MONEY = ("amount", "value", "rate", "fee")
COLUMNS = (
    *("id", "type", "subtype", "datetime"),
    *(column for name in _MONEY for column in (name, f"{name} currency")),
)
"""What must be there; an order of their own, and any others beside them, do no harm."""


def read_bitstamp_new(blocks: Iterable[TableRows]) -> FileEntries:
    """Return what an export of since December 2023 holds.

    ``BadInput`` names line and column of what is damaged.

    >>> text = "ID,Account,Type,Subtype,Datetime,Amount,Amount currency,Value,Value currency,"
    >>> text += "Rate,Rate currency,Fee,Fee currency,Order ID\\n"
    >>> text += "7,Main Account,Market,Buy,2024-01-02T03:04:05Z,0.5,BTC,20000,USD,40000,USD,50,USD,"
    >>> trade = read_bitstamp_new([TableRows.of(text)]).trades[0]
    >>> trade.coin, trade.currency, trade.buys, trade.fee
    ('BTC', 'USD', True, Decimal('50'))
    """
    found: list[BitstampRow] = []
    lines: list[int] = []
    file = ""
    for rows in blocks:
        for name in COLUMNS:
            rows.column(name)
        file = rows.file
        found += _rows(rows)
        lines += rows.lines
    return bitstamp_entries(file, SINCE_2023, found, lines, ())


def _rows(rows: TableRows) -> Iterable[BitstampRow]:
    amounts, values, rates, fees = (_priced(rows, name) for name in _MONEY)
    return rows_of(
        rows,
        BitstampColumns(
            rows.filled("id"),
            rows.moments("datetime"),
            rows.filled("type"),
            rows.optional("subtype"),
            amounts,
            values,
            rates,
            fees,
        ),
        subtype="subtype",
    )


def _priced(rows: TableRows, name: str) -> list[Priced | None]:
    """Return a column of numbers with the currency beside each; None where it is empty."""
    numbers = rows.numbers_if_told(name)
    codes = rows.optional(f"{name} currency")
    known = {written: asset_name(written).code for written in set(codes) if written}
    found: list[Priced | None] = []
    for row, (number, written) in enumerate(zip(numbers, codes, strict=True)):
        if number is not None and not written:
            place = rows.place(row, f"{name} currency")
            raise BadInput(f"{place}: it is empty, and {name} is not.")
        found.append(None if number is None else Priced(number, known[written]))
    return found
