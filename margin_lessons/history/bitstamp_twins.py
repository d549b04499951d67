"""One trade in two of Bitstamp's layouts: it counts once.

For some months of 2024 either layout could be chosen, and only the new one has ids and seconds. So
rows are the same where all that both tell is the same, to the minute.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from margin_lessons.history.bitstamp_entries import IN_NUMBERS, IN_WORDS, SINCE_2023
from margin_lessons.history.entries import FileEntries, LedgerRow, TradeRow

R = TypeVar("R", TradeRow, LedgerRow)

_LAYOUTS = (SINCE_2023, IN_WORDS, IN_NUMBERS)
"""The best first: it tells seconds and ids, the next one at least all currencies."""


def without_twins(files: Sequence[FileEntries]) -> tuple[list[FileEntries], int]:
    """Return the files without what a better layout among them tells, and how many rows that is."""
    found = list(files)
    if len({file.layout for file in files} & set(_LAYOUTS)) < 2:
        return found, 0
    trades: Counter[object] = Counter()
    ledger: Counter[object] = Counter()
    for layout in _LAYOUTS:
        group = [place for place, file in enumerate(files) if file.layout == layout]
        for place in group:
            file = files[place]
            own, of_own = _left(file.trades, file.trade_lines, trades, _trade_key)
            moved, of_moved = _left(file.ledger, file.ledger_lines, ledger, _entry_key)
            found[place] = file._replace(
                trades=own, trade_lines=of_own, ledger=moved, ledger_lines=of_moved
            )
        trades |= _told((files[place].trades for place in group), _trade_key)
        ledger |= _told((files[place].ledger for place in group), _entry_key)
    told = [file for file in files if file.layout in _LAYOUTS]
    left = [file for file in found if file.layout in _LAYOUTS]
    return found, _count(told) - _count(left)


def _count(files: Iterable[FileEntries]) -> int:
    """Return how many lines files have: the entries of a trade stand in its line."""
    moves = (row.entry_type != "trade" for file in files for row in file.ledger)
    return sum(moves) + sum(len(file.trades) for file in files)


def _left(
    rows: Sequence[R], lines: Sequence[int], told: Counter[object], key: Callable[[R], object]
) -> tuple[list[R], list[int]]:
    """Return the rows, with their lines, that have not been told."""
    twins = Counter(told)
    left = []
    for row, line in zip(rows, lines, strict=True):
        if twins[one := key(row)]:
            twins[one] -= 1
        else:
            left.append((row, line))
    return [row for row, _ in left], [line for _, line in left]


def _told(files: Iterable[Sequence[R]], key: Callable[[R], object]) -> Counter[object]:
    """Return how often each thing is told by files that may overlap: an id once, else the most."""
    ids: dict[str, R] = {}
    most: Counter[object] = Counter()
    for rows in files:
        ids.update((row.txid, row) for row in rows if row.txid)
        most |= Counter(key(row) for row in rows if not row.txid)
    return most | Counter(map(key, ids.values()))


def _trade_key(trade: TradeRow) -> object:
    minute = trade.at.replace(second=0, microsecond=0)
    return minute, trade.coin, trade.currency, trade.buys, trade.volume, trade.cost, trade.fee


def _entry_key(row: LedgerRow) -> object:
    minute = row.at.replace(second=0, microsecond=0)
    return minute, row.entry_type, row.asset, row.amount, row.fee
