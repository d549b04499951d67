"""Balances recomputed: the one before, plus the amount, less the fee, row by row.

Rows of one second stand in any order; the balances themselves tell in which they fell. Source:
support.kraken.com 360001169383, and public reports of tax tools.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from margin_lessons.currency import CASH
from margin_lessons.history.entries import NOTHING, BalanceRun, LedgerRow

_AT = attrgetter("at")
_CENT, _COIN = Decimal("0.005"), Decimal("0.0000001")
"""How far a balance may lie from the recomputed one: less than a cent, of coins a ten-millionth."""


class WalletKey(NamedTuple):
    """An asset, the form in which the venue keeps it, and the wallet that it is in."""

    asset: str
    form: str
    wallet: str


def wallet_rows(ledger: Iterable[LedgerRow]) -> dict[WalletKey, list[LedgerRow]]:
    """Return the rows that tell a balance, by wallet, in the order in which they fell."""
    groups: dict[WalletKey, list[LedgerRow]] = defaultdict(list)
    for row in ledger:
        if row.balance is not None:
            groups[WalletKey(row.asset, row.form, row.wallet)].append(row)
    return {key: as_they_fell(groups[key]) for key in sorted(groups)}


def balance_runs(
    wallets: Mapping[WalletKey, Sequence[LedgerRow]],
) -> tuple[BalanceRun, ...]:
    """Return the balance of each asset in each wallet, recomputed over all rows that have one.

    1,000 USD come, and a fee of 2.60 goes:

    >>> from datetime import datetime
    >>> D, day = Decimal, datetime(2021, 1, 2)
    >>> wallet = ("USD", "", "spot / main")
    >>> came = LedgerRow("LA", "RA", day, "deposit", "", *wallet, D(1000), D(0), D(1000))
    >>> went = LedgerRow("LB", "TB", day, "margin", "", *wallet, D(0), D("2.60"), D("997.40"))
    >>> balance_runs(wallet_rows([went, came]))[0].after
    Decimal('997.40')
    """
    return tuple(_run(key, rows) for key, rows in wallets.items())


def as_they_fell(rows: Sequence[LedgerRow]) -> list[LedgerRow]:
    """Return the rows of one asset in one wallet by time, and within a second as they fell."""
    seconds = [list(group) for _, group in groupby(sorted(rows, key=_AT), key=_AT)]
    found: list[LedgerRow] = []
    for group, following in zip(seconds, [*seconds[1:], []], strict=True):
        if len(group) > 1:
            held = after(found[-1]) if found else None
            group = _trail(group, held, _starts(following)) or group
        found += group
    return found


def after(row: LedgerRow) -> Decimal:
    """Return what the wallet held after a row; only rows that tell it are asked."""
    return NOTHING if row.balance is None else row.balance


def before(row: LedgerRow) -> Decimal:
    """Return what the wallet held before a row, by what it held afterwards."""
    return after(row) - row.amount + row.fee


def _trail(
    rows: Sequence[LedgerRow], held: Decimal | None, following: Sequence[Decimal]
) -> list[LedgerRow] | None:
    """Return rows so that each begins where the one before ends; None where no order does that.

    Balances are the stations, rows the ways between them, and each way is gone once (Hierholzer).
    ``held`` is the balance before them, where it is known; at one of ``following`` they may end.
    """
    ways: dict[Decimal, list[LedgerRow]] = defaultdict(list)
    for row in reversed(rows):
        ways[before(row)].append(row)
    starts = _starts(rows)
    fitting = [one for one in starts if one in following]
    station = held if held in ways else (fitting or starts)[0]
    gone: list[LedgerRow] = []
    trail: list[LedgerRow] = []
    while gone or ways.get(station):
        if ways.get(station):
            gone.append(ways[station].pop())
        else:
            trail.append(gone.pop())
        station = after(gone[-1]) if gone else before(trail[-1])
    trail.reverse()
    joined = all(after(one) == before(two) for one, two in pairwise(trail))
    return trail if joined and len(trail) == len(rows) else None


def _starts(rows: Sequence[LedgerRow]) -> list[Decimal]:
    """Return the balance that more rows leave than reach; of a round trip all, as the rows come."""
    left, reached = Counter(map(before, rows)), Counter(map(after, rows))
    return [one for one in left if left[one] > reached[one]] or list(left)


def _run(key: WalletKey, rows: Sequence[LedgerRow]) -> BalanceRun:
    allowed = _CENT if key.asset in CASH else _COIN
    breaks = []
    held = first = before(rows[0])
    for row in rows:
        expected = held + row.amount - row.fee
        held = after(row)
        if abs(expected - held) > allowed:
            breaks.append(
                f"{row.txid} of {row.at:%Y-%m-%d %H:%M:%S}: the file tells {held:.15g} {key.asset}"
                f"{key.form}, and {expected:.15g} follow from the rows before: rows are missing, "
                "or one is damaged."
            )
    return BalanceRun(*key, len(rows), first, held, tuple(breaks))
