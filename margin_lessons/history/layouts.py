"""The exports that are read, each known by its columns and never by the name of its file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from typing import NamedTuple

from margin_lessons.errors import BadInput, shown
from margin_lessons.history import bitstamp_new, bitstamp_old, kraken_ledger, kraken_trades
from margin_lessons.history.bitstamp_entries import (
    BITSTAMP_TYPES,
    IN_NUMBERS,
    IN_WORDS,
    SINCE_2023,
    VENUE,
)
from margin_lessons.history.entries import FileEntries
from margin_lessons.history.export_file import ExportFile, Progress
from margin_lessons.history.table_rows import TableRows

Reader = Callable[[Iterable[TableRows]], FileEntries]


class ExportLayout(NamedTuple):
    """An export: what it is called, the columns that it must have, and what reads its rows."""

    name: str
    columns: tuple[str, ...]
    read: Reader


LAYOUTS = (
    ExportLayout("Kraken's trades.csv", kraken_trades.COLUMNS, kraken_trades.read_kraken_trades),
    ExportLayout("Kraken's ledgers.csv", kraken_ledger.COLUMNS, kraken_ledger.read_kraken_ledger),
    ExportLayout(SINCE_2023, bitstamp_new.COLUMNS, bitstamp_new.read_bitstamp_new),
    ExportLayout(
        IN_WORDS,
        bitstamp_old.WORDS_COLUMNS,
        bitstamp_old.read_bitstamp_words,
    ),
    ExportLayout(
        IN_NUMBERS,
        bitstamp_old.NUMBER_COLUMNS,
        bitstamp_old.read_bitstamp_numbers,
    ),
)

KNOWN_TYPES = {"Kraken": kraken_ledger.KRAKEN_TYPES, VENUE: BITSTAMP_TYPES}
"""By venue the types of ledger entries whose meaning was read."""

_ENOUGH = 0.6
"""With so large a share of its columns a file is an export from which some are missing."""

_OTHERS = {
    frozenset(("open", "high", "low", "close")): "bars of prices: read_bars takes them",
    frozenset(("utc time", "operation", "coin", "change")): "an export of Binance",
    frozenset(("transaction type", "quantity transacted")): "an export of Coinbase",
    frozenset(("trade id", "product", "size unit")): "an export of Coinbase Pro",
    frozenset(("wallet", "provider", "transaction hash")): "an export of a tax tool",
}


def read_export(file: ExportFile, progress: Progress | None = None) -> FileEntries:
    """Return what a CSV export holds, or raise ``BadInput`` that says what it is instead.

    >>> read_export(ExportFile.of(("mine.csv", b"Date,Open,High,Low,Close\\n")))
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: mine.csv is no export that is read: it looks like bars of \
prices: read_bars takes them.
    """
    blocks = TableRows.blocks(file, progress)
    first = next(blocks)
    layout = _layout_of(first)
    return layout.read(chain((first,), blocks))


def _layout_of(rows: TableRows) -> ExportLayout:
    def share(layout: ExportLayout) -> float:
        return sum(rows.has(name) for name in layout.columns) / len(layout.columns)

    best = max(LAYOUTS, key=share)
    if share(best) >= _ENOUGH:
        return best  # its reader names the column that is missing
    for columns, what in _OTHERS.items():
        if rows.has(*columns):
            raise BadInput(f"{rows.file} is no export that is read: it looks like {what}.")
    names = ", ".join(rows.names.values())
    listed = shown(names if len(names) <= 50 else f"{names[:47]}...")
    read = ", ".join(layout.name for layout in LAYOUTS)
    raise BadInput(
        f"{rows.file} is no export that is read: line {rows.header} names the columns {listed}. "
        f"Read are {read}, and ccxt's positions as JSON."
    )
