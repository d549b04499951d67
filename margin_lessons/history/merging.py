"""Several files put together: each trade and each entry once, in order of time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import NamedTuple, TypeVar

from margin_lessons.errors import BadInput
from margin_lessons.history.bitstamp_entries import VENUE
from margin_lessons.history.entries import MAIN_WALLET, FileEntries, LedgerRow, TradeRow

R = TypeVar("R", TradeRow, LedgerRow)


class Merged(NamedTuple):
    """Trades and entries of all files by time, and how many stood there more than once."""

    trades: list[TradeRow]
    ledger: list[LedgerRow]
    dropped: int


def merged_files(files: Sequence[FileEntries]) -> Merged:
    """Return what stands in the files, each id once, by time.

    Two windows that overlap, and a file that was given twice, are as one. Raises ``BadInput`` where
    one id tells two different things: one of the two is damaged.
    """
    trades = [(file.file, file.trade_lines, file.trades) for file in files if file.trades]
    ledger = [(file.file, file.ledger_lines, file.ledger) for file in files if file.ledger]
    each_trade, less_trades = _once(trades, _same_trade, _joined)
    each_entry, less_entries = _once(ledger, _same_entry, _placed)
    # A position is opened before it is closed, also within one moment.
    each_trade.sort(key=lambda trade: (trade.at, trade.did == "closing"))
    each_entry.sort(key=attrgetter("at"))
    return Merged(each_trade, each_entry, less_trades + less_entries)


def _once(
    files: Sequence[tuple[str, Sequence[int], Sequence[R]]],
    same: Callable[[R], object],
    joined: Callable[[R, R], R],
) -> tuple[list[R], int]:
    """Return each row once, and how many were left out."""
    every = [row for _, _, rows in files for row in rows]
    if len({row.txid for row in every} - {""}) == len(every):
        return every, 0
    found: dict[tuple[str, str], R] = {}
    places: dict[tuple[str, str], tuple[str, int]] = {}
    bare: Counter[R] = Counter()
    for file, lines, rows in files:
        for line, row in zip(lines, rows, strict=True):
            key = row.venue, row.txid
            kept = found.setdefault(key, row)
            if kept is row:
                places[key] = file, line
            elif row.txid:
                if same(kept) != same(row):
                    raise _different(row.txid, places[key], (file, line))
                found[key] = joined(kept, row)
        # Old files have no ids: rows that are alike in two files are the same ones.
        bare |= Counter(row for row in rows if not row.txid)
    kept_rows = [row for (_, txid), row in found.items() if txid]
    kept_rows += bare.elements()
    return kept_rows, _lines_of(every) - _lines_of(kept_rows)


def _lines_of(rows: Sequence[R]) -> int:
    """Return how many lines rows are: the entries of a Bitstamp trade stand in the trade's line."""
    return len(rows) - sum(
        isinstance(row, LedgerRow) and row.venue == VENUE and row.entry_type == "trade"
        for row in rows
    )


def _different(txid: str, first: tuple[str, int], second: tuple[str, int]) -> BadInput:
    return BadInput(
        f"{second[0]}, line {second[1]}, column txid: {txid} stands in {first[0]}, line "
        f"{first[1]}, too, with other numbers: one of them is damaged, so download it again."
    )


def _same_trade(trade: TradeRow) -> object:
    second = trade.at.replace(microsecond=0)  # files of other years write fewer places
    money = trade.cost, trade.volume, trade.margin
    return trade.coin, trade.currency, trade.buys, second, *money


def _same_entry(row: LedgerRow) -> object:
    return row.at, row.entry_type, row.asset, row.amount, row.fee


def _joined(one: TradeRow, two: TradeRow) -> TradeRow:
    """Return a trade as the two files tell it: the later one knows of more that was closed."""
    told = [vol for vol in (one.closed_volume, two.closed_volume) if vol is not None]
    return one._replace(
        did=one.did or two.did,
        opening=one.opening or two.opening,
        closed_volume=max(told, default=None),
        closed_by=tuple(dict.fromkeys((*one.closed_by, *two.closed_by))),
    )


def _placed(one: LedgerRow, two: LedgerRow) -> LedgerRow:
    """Return the entry that names its wallet: files of before 2024 name none."""
    return two if one.wallet == MAIN_WALLET else one
