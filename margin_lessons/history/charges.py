"""What fell due: profits and losses, fees, rollovers, liquidations, each in its own currency.

The ledger tells them exactly; trades.csv shows each fee in the pair's currency, whatever was taken.
So trades stand in only for what the ledger lacks. Source: support.kraken.com 115000302707 (what a
liquidation looks like), 360001184886; public reports of tax tools.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from margin_lessons.history.entries import (
    ClosedLot,
    ForcedClose,
    LedgerRow,
    LotEnding,
    PositionCharge,
    Realised,
    RealisedKind,
    TradeRow,
)
from margin_lessons.history.lot_book import forced_ending, is_margin

Amounts = dict[str, Decimal]


def position_charges(ledger: Iterable[LedgerRow], entry_type: str) -> tuple[PositionCharge, ...]:
    """Return what each position paid for being open, by currency: "rollover" or "funding".

    The charge stands in the fee, and the amount is 0. The reference is the trade that opened it.

    >>> from datetime import datetime
    >>> D, day = Decimal, datetime(2021, 1, 2)
    >>> row = LedgerRow("LA", "TA", day, "rollover", "", "USD", "", "spot", D(0), D("4"), None)
    >>> position_charges([row, row._replace(txid="LB")], "rollover")[0].total
    Decimal('8')
    """
    found: dict[tuple[str, str], list[LedgerRow]] = defaultdict(list)
    for row in ledger:
        if row.entry_type.startswith(entry_type):
            found[row.refid, row.asset].append(row)
    return tuple(
        PositionCharge(
            *(position, currency, sum((row.fee - row.amount for row in rows), Decimal(0))),
            *(len(rows), min(row.at for row in rows), max(row.at for row in rows)),
        )
        for (position, currency), rows in found.items()
    )


def realised_amounts(
    trades: Iterable[TradeRow], ledger: Sequence[LedgerRow], closed: Iterable[ClosedLot]
) -> tuple[Realised, ...]:
    """Return profits, losses, fees and rollovers on margin, by the time at which they fell.

    What stands in the ledger is taken from there; the rest from prices and fees of the trades.
    """
    found = list(_of_ledger(ledger))
    told = told_in_ledger(ledger)
    for lot in closed:
        if lot.closing_txid not in told and lot.ending is not LotEnding.SETTLED:
            kind = RealisedKind.PROFIT
            found.append(Realised(lot.closed, lot.closing_txid, kind, lot.currency, lot.profit))
    for trade in trades:
        if trade.fee and trade.currency and is_margin(trade) and trade.txid not in told:
            kind = RealisedKind.FEE
            found.append(Realised(trade.at, trade.txid, kind, trade.currency, -trade.fee))
    return tuple(sorted(found, key=lambda one: one.at))


def told_in_ledger(ledger: Iterable[LedgerRow]) -> frozenset[str]:
    """Return the trades of which the ledger tells what they brought and cost."""
    return frozenset(row.refid for row in ledger if row.entry_type in ("margin", "settled"))


def _of_ledger(ledger: Iterable[LedgerRow]) -> Iterator[Realised]:
    for row in ledger:
        if row.entry_type == "margin":
            if row.amount:
                yield Realised(row.at, row.refid, RealisedKind.PROFIT, row.asset, row.amount)
            if row.fee:
                yield Realised(row.at, row.refid, RealisedKind.FEE, row.asset, -row.fee)
        elif row.entry_type == "rollover" and row.fee != row.amount:
            amount = row.amount - row.fee
            yield Realised(row.at, row.refid, RealisedKind.ROLLOVER, row.asset, amount)


def by_currency(realised: Iterable[Realised]) -> dict[str, dict[RealisedKind, Decimal]]:
    """Return the sums of what fell, by currency and kind.

    >>> from datetime import datetime
    >>> one = Realised(datetime(2021, 1, 2), "TA", RealisedKind.FEE, "ETH", Decimal("-0.1"))
    >>> by_currency([one, one])["ETH"][RealisedKind.FEE]
    Decimal('-0.2')
    """
    sums: dict[str, dict[RealisedKind, Decimal]] = {}
    for one in realised:
        of = sums.setdefault(one.currency, {})
        of[one.kind] = of.get(one.kind, Decimal(0)) + one.amount
    return sums


def liquidations_of(
    trades: Iterable[TradeRow], ledger: Iterable[LedgerRow], closed: Iterable[ClosedLot]
) -> tuple[ForcedClose, ...]:
    """Return the liquidations: told by an order's type, or seen in the ledger, by time.

    In the ledger it is a margin entry that took something in more than one currency at once.
    """
    rows: dict[str, list[LedgerRow]] = defaultdict(list)
    for row in ledger:
        if row.entry_type == "margin" and row.amount < 0:
            rows[row.refid].append(row)
    lost: dict[str, Amounts] = defaultdict(dict)
    for lot in closed:
        if lot.ending is LotEnding.LIQUIDATED:
            sums = lost[lot.closing_txid]
            sums[lot.currency] = sums.get(lot.currency, Decimal(0)) - lot.profit
    found = []
    for trade in trades:
        if forced_ending(trade) is LotEnding.LIQUIDATED:
            took = _taken(rows.pop(trade.txid, [])) or lost[trade.txid]
            why = f"the order type is {trade.order_type!r}"
            found.append(ForcedClose(trade.txid, trade.at, why, took))
    for refid, group in rows.items():
        took = _taken(group)
        if len(took) > 1 and refid.strip().casefold() not in ("", "unknown"):
            why = f"one entry took {' and '.join(took)} at once"
            found.append(ForcedClose(refid, group[0].at, why, took))
    return tuple(sorted(found, key=lambda one: one.at))


def _taken(rows: Iterable[LedgerRow]) -> Amounts:
    took: Amounts = {}
    for row in rows:
        took[row.asset] = took.get(row.asset, Decimal(0)) - row.amount
    return took
