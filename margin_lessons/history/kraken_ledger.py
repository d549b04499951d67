"""Kraken's ledgers.csv, of all years: 9 columns until 2020, up to 16 now, found by their names.

Source of the columns and of what they mean: support.kraken.com 360001169383 and 115000302707, and
public reports of tax and portfolio tools from 2020 to 2026.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from margin_lessons.history.asset_names import asset_name
from margin_lessons.history.entries import MAIN_WALLET, FileEntries, LedgerRow, rows_at_once
from margin_lessons.history.table_rows import TableRows
from margin_lessons.words import plural

COLUMNS = ("txid", "refid", "time", "type", "asset", "amount", "fee", "balance")
"""What must be there; an order of their own, and any others beside them, do no harm."""

_TYPES = "deposit withdrawal trade margin rollover settled transfer spend receive staking earn"
KRAKEN_TYPES = frozenset((*_TYPES.split(), "collateralconversion"))
"""The types whose meaning was read; any other is kept, and counted."""


def read_kraken_ledger(blocks: Iterable[TableRows]) -> FileEntries:
    """Return the entries of a ledgers.csv; ``BadInput`` names line and column of what is damaged.

    A deposit that is not settled has no id yet; its row is passed over, as the real one follows.
    Fees are above zero here, whatever sign the file gives them.

    >>> text = "txid,refid,time,type,asset,amount,fee,balance\\n"
    >>> text += ",RA,2021-01-02 03:04:00,deposit,ZUSD,1000,0,\\n"
    >>> text += "LA,RA,2021-01-02 03:04:05,deposit,ZUSD,1000,0,1000"
    >>> file = read_kraken_ledger([TableRows.of(text)])
    >>> [(row.txid, row.asset, row.balance) for row in file.ledger], file.notes
    ([('LA', 'USD', Decimal('1000'))], ['the text: 1 row without an id was passed over: a deposit \
or withdrawal that was not settled yet.'])
    """
    ledger: list[LedgerRow] = []
    lines: list[int] = []
    pending, file = 0, ""
    for rows in blocks:
        for name in COLUMNS:
            rows.column(name)
        file = rows.file
        ids = rows.optional("txid")
        if "" in ids:
            settled = [row for row, txid in enumerate(ids) if txid]
            pending += len(rows.lines) - len(settled)
            rows = rows.kept(settled)
        ledger += _entries(rows)
        lines += rows.lines
    notes = []
    if pending:
        notes.append(
            f"{file}: {plural(pending, 'row')} without an id {'was' if pending == 1 else 'were'} "
            "passed over: a deposit or withdrawal that was not settled yet."
        )
    if _is_turned([row.fee for row in ledger]):
        ledger = [row._replace(fee=-row.fee) for row in ledger]
        notes.append(f"{file}: fees have a minus, as in files of early 2024: it is taken off.")
    return FileEntries(file, "Kraken ledger", [], [], ledger, lines, notes)


def _entries(rows: TableRows) -> Iterable[LedgerRow]:
    written, kinds = rows.filled("asset"), rows.filled("type")
    assets = {cell: asset_name(cell) for cell in set(written)}
    types = {cell: _type(cell) for cell in set(kinds)}
    return rows_at_once(
        LedgerRow,
        rows.filled("txid"),
        rows.optional("refid"),
        rows.moments("time"),
        [types[cell] for cell in kinds],
        rows.optional("subtype"),
        [assets[cell].code for cell in written],
        [assets[cell].form for cell in written],
        [wallet or MAIN_WALLET for wallet in rows.optional("wallet")],
        rows.numbers("amount"),
        rows.numbers("fee"),
        rows.numbers("balance"),
        ["Kraken"] * len(rows.lines),
    )


def _type(cell: str) -> str:
    """Return a type as it is written now; old files say "margin trade"."""
    word = cell.casefold()
    return "margin" if word == "margin trade" else word


def _is_turned(fees: Iterable[Decimal]) -> bool:
    """Return whether a file writes its fees with a minus."""
    signs = [fee > 0 for fee in fees if fee]
    return signs.count(False) > signs.count(True)
