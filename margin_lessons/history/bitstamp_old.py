"""Bitstamp's exports until December 2023: amounts with their unit in the cell, months in words.

Before 2015 a row had bitcoin and dollars in columns of their own, with a sign, and a number for its
type. Source of both layouts: public reports and parsers of tax and portfolio tools (2013 to 2024).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache

from margin_lessons.errors import BadInput
from margin_lessons.history.asset_names import asset_name
from margin_lessons.history.bitstamp_entries import (
    IN_NUMBERS,
    IN_WORDS,
    BitstampRow,
    Priced,
    bitstamp_entries,
)
from margin_lessons.history.bitstamp_rows import BitstampColumns, Money, rows_of
from margin_lessons.history.cost_check import check_cost
from margin_lessons.history.entries import NOTHING, FileEntries
from margin_lessons.history.table_rows import TableRows

WORDS_COLUMNS = ("type", "datetime", "amount", "value", "rate", "fee", "sub type")
NUMBER_COLUMNS = ("type", "datetime", "btc", "usd", "btc price", "fee")
"""What must be there; an order of their own, and any others beside them, do no harm."""

_CODES = {"0": "deposit", "1": "withdrawal", "2": "market"}
"""The types that stood as numbers; any other is kept as it is written, and counted."""

RowsReader = Callable[[TableRows], Iterable[BitstampRow]]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WRITTEN = re.compile(
    r"(?P<month>[A-Z][a-z]{2,8})\.? (?P<day>\d\d?), (?P<year>20\d\d), "
    r"(?P<hour>\d\d?):(?P<minute>\d\d) (?P<half>[AaPp])\.?[Mm]\.?",
    re.A,
)
_PLAIN = re.compile(r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d", re.A)
_AMOUNT = re.compile(r"(?P<number>[+-]?\d+(?:\.\d+)?) (?P<code>[A-Za-z][A-Za-z0-9]*)", re.A)


def read_bitstamp_words(blocks: Iterable[TableRows]) -> FileEntries:
    """Return what an export of 2015 to 2023 holds.

    ``BadInput`` names line and column of what is damaged. Its times are to the minute, and it has
    no ids: rows that are alike in two files count once, rows that are alike in one file all.

    >>> text = "Type,Datetime,Account,Amount,Value,Rate,Fee,Sub Type\\n"
    >>> text += 'Market,"Jan. 28, 2022, 12:13 AM",Main Account,2.0 ETH,5000 USD,2500 USD,,Sell'
    >>> trade = read_bitstamp_words([TableRows.of(text)]).trades[0]
    >>> trade.coin, trade.buys, str(trade.volume), trade.at.isoformat()
    ('ETH', False, '2.0', '2022-01-28T00:13:00')
    """
    return _read(blocks, IN_WORDS, WORDS_COLUMNS, _in_words)


def read_bitstamp_numbers(blocks: Iterable[TableRows]) -> FileEntries:
    """Return what an export of before 2015 holds: bitcoin and dollars only.

    ``BadInput`` names line and column of what is damaged.

    >>> text = "Type,Datetime,BTC,USD,BTC Price,FEE\\n2,2013-05-06 07:08:09,-2.5,250,100,1.25"
    >>> trade = read_bitstamp_numbers([TableRows.of(text)]).trades[0]
    >>> trade.buys, str(trade.volume), str(trade.cost), str(trade.fee)
    (False, '2.5', '250', '1.25')
    """
    return _read(blocks, IN_NUMBERS, NUMBER_COLUMNS, _in_numbers)


def _read(
    blocks: Iterable[TableRows], layout: str, columns: Sequence[str], of: RowsReader
) -> FileEntries:
    found: list[BitstampRow] = []
    lines: list[int] = []
    file = ""
    for rows in blocks:
        for name in columns:
            rows.column(name)
        file = rows.file
        found += of(rows)
        lines += rows.lines
    notes = (f"{file}: times name no zone and are taken as UTC.",) if found else ()
    return bitstamp_entries(file, layout, found, lines, notes)


def _in_words(rows: TableRows) -> Iterator[BitstampRow]:
    blank = [""] * len(rows.lines)
    return rows_of(
        rows,
        BitstampColumns(
            blank,
            rows.read("datetime", _moment),
            rows.filled("type"),
            rows.optional("sub type"),
            _priced(rows, "amount"),
            _priced(rows, "value"),
            _priced(rows, "rate"),
            _priced(rows, "fee"),
        ),
        subtype="sub type",
    )


def _priced(rows: TableRows, name: str) -> Money:
    """Return a column of amounts with their units; None where a cell is empty."""
    return rows.read(name, _amount)


@cache
def _code(written: str) -> str:
    return asset_name(written).code


def _amount(cell: str) -> Priced | None:
    if cell in ("", "-"):
        return None
    found = _AMOUNT.fullmatch(cell)
    if found is None:
        if re.fullmatch(r"[+-]?[\d.]+", cell):
            raise ValueError("has no unit: an amount is written like 2.5 ETH.")
        if re.search(r"\d[,']\d", cell):
            raise ValueError("was rewritten by a spreadsheet: download the export again.")
        raise ValueError("is no amount: one is written like 2.5 ETH.")
    return Priced(Decimal(found["number"]), _code(found["code"]))


def _moment(cell: str) -> datetime:
    """Return a moment such as Jan. 28, 2022, 12:13 AM, or 2012-11-18 16:55:00."""
    try:
        if _PLAIN.fullmatch(cell):
            return datetime.fromisoformat(cell)
        if found := _WRITTEN.fullmatch(cell):
            month = _MONTHS.index(found["month"][:3].casefold()) + 1
            hour = int(found["hour"])
            if not 1 <= hour <= 12:
                raise ValueError
            hour = hour % 12 + 12 * (found["half"] in "Pp")
            return datetime(
                int(found["year"]), month, int(found["day"]), hour, int(found["minute"])
            )
    except ValueError:
        raise ValueError("is no day of the calendar, or no time of day.") from None
    raise ValueError(
        "is not how Bitstamp writes a time (Jan. 28, 2022, 12:13 AM): a spreadsheet may have "
        "rewritten it, so download the export again."
    )


def _in_numbers(rows: TableRows) -> Iterator[BitstampRow]:
    coins, money = rows.numbers("btc", blank=NOTHING), rows.numbers("usd", blank=NOTHING)
    price, fee = rows.numbers("btc price", blank=NOTHING), rows.numbers("fee", blank=NOTHING)
    kinds = [_CODES.get(cell, f"type {cell}") for cell in rows.filled("type")]
    moments = rows.read("datetime", _moment)
    trades = [row for row, kind in enumerate(kinds) if kind == "market"]
    for row in trades:
        if not coins[row] or coins[row] * money[row] > 0:  # dust may cost 0.00
            raise BadInput(
                f"{rows.place(row, 'usd')}: BTC {coins[row]} and USD {money[row]} do not go two "
                "ways: a trade gives one for the other."
            )
    parts = [[abs(column[row]) for row in trades] for column in (price, money, coins)]
    check_cost(rows.kept(trades), parts[0], parts[1], parts[2], ("btc price", "usd", "btc"))
    for row, kind in enumerate(kinds):
        buys = coins[row] > 0 if kind == "market" else None
        cost = Priced(fee[row], "USD") if fee[row] else None
        if buys is None:
            moved = Priced(coins[row], "BTC") if coins[row] else Priced(money[row], "USD")
            yield BitstampRow("", moments[row], kind, None, moved, None, None, cost, "")
            continue
        moved, paid = Priced(abs(coins[row]), "BTC"), Priced(abs(money[row]), "USD")
        each = Priced(price[row], "USD")
        yield BitstampRow("", moments[row], kind, buys, moved, paid, each, cost, "")
