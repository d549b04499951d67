"""Kraken's trades.csv, of all years: 13 columns at first, 25 now, found by their names.

Source of the columns and of what they mean: support.kraken.com 360001184886, and public reports of
tax and portfolio tools from 2020 to 2026.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from margin_lessons.history.cost_check import check_cost
from margin_lessons.history.entries import NOTHING, FileEntries, TradeRow, rows_at_once
from margin_lessons.history.pairs import pair_of
from margin_lessons.history.table_rows import TableRows

COLUMNS = (
    *("txid", "pair", "time", "type", "ordertype"),
    *("price", "cost", "fee", "vol", "margin", "misc"),
)
"""What must be there; an order of their own, and any others beside them, do no harm."""

_DID = ("initiated", "closing")
"""What ``misc`` says that a trade did to a position, one or both; other words say nothing of it."""


def read_kraken_trades(blocks: Iterable[TableRows]) -> FileEntries:
    """Return the trades of a trades.csv; ``BadInput`` names line and column of what is damaged.

    >>> text = "txid,pair,time,type,ordertype,price,cost,fee,vol,margin,misc\\n"
    >>> text += "TA,XXBTZUSD,2021-01-02 03:04:05.12,buy,market,20000,10000,26,0.5,2000,initiated"
    >>> trade = read_kraken_trades([TableRows.of(text)]).trades[0]
    >>> trade.coin, trade.currency, trade.cost / trade.margin
    ('BTC', 'USD', Decimal('5'))
    """
    trades: list[TradeRow] = []
    lines: list[int] = []
    pairs: dict[str, tuple[str, str]] = {}
    file = ""
    for rows in blocks:
        file = rows.file
        trades += _trades(rows, pairs)
        lines += rows.lines
    unknown = sorted(pair for pair, (_, currency) in pairs.items() if not currency)
    notes = []
    if unknown:
        notes.append(
            f"{file}: which currency pays in {', '.join(unknown)} is not known: these trades are "
            "kept, and in no sum."
        )
    return FileEntries(file, "Kraken trades", trades, lines, [], [], notes)


def _trades(rows: TableRows, pairs: dict[str, tuple[str, str]]) -> Iterable[TradeRow]:
    for name in COLUMNS:
        rows.column(name)
    price, cost, volume = (rows.numbers(name) for name in ("price", "cost", "vol"))
    check_cost(rows, price, cost, volume)
    margin = rows.numbers("margin", blank=NOTHING)
    if min(margin, default=NOTHING) < 0:
        rows.read("margin", _set_aside)
    written = rows.filled("pair")
    for pair in set(written) - pairs.keys():
        pairs[pair] = pair_of(pair) or (pair, "")
    return rows_at_once(
        TradeRow,
        rows.filled("txid"),
        rows.moments("time"),
        [pairs[pair][0] for pair in written],
        [pairs[pair][1] for pair in written],
        rows.one_of("type", {"buy": True, "sell": False}),
        rows.filled("ordertype"),
        price,
        cost,
        rows.numbers("fee"),
        volume,
        margin,
        _did(rows),
        rows.optional("posttxid", "postxid"),
        rows.numbers_if_told("cvol"),
        [_listed(cell) if cell else () for cell in rows.optional("trades")],
        ["Kraken"] * len(rows.lines),
    )


def _did(rows: TableRows) -> list[str]:
    """Return what each trade did to a position, as the file says."""
    said = {cell: _did_of(cell) for cell in set(rows.column("misc"))}
    if None in said.values():
        rows.read("misc", _refused)
    return [said[cell] or "" for cell in rows.column("misc")]


def _did_of(cell: str) -> str | None:
    """Return which of the two words a cell has; None for a part of one, as of a line cut off."""
    words = [word for word in re.split(r"[\s,]+", cell.strip().casefold()) if word]
    cut = any(known.startswith(word) and known != word for word in words for known in _DID)
    return None if cut else ",".join(known for known in _DID if known in words)


def _refused(cell: str) -> str:
    if _did_of(cell) is None:
        raise ValueError("is a part of 'initiated' or 'closing': the line is cut off.")
    return cell


def _set_aside(cell: str) -> str:
    if cell.startswith("-") and cell != "-":
        raise ValueError("is below 0: margin is set aside, so download the export again.")
    return cell


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(cell.replace(",", " ").split())
