"""What Bitstamp's exports of all years have in common, once their cells are read.

None of them has a column for margin: whether a trade was on margin, at which leverage, and what a
loan cost cannot be known from them. None has a balance either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from margin_lessons.history.entries import NOTHING, FileEntries, LedgerRow, TradeRow

VENUE = "Bitstamp"

SINCE_2023 = "Bitstamp's export since December 2023"
IN_WORDS = "Bitstamp's export of 2015 to 2023"
IN_NUMBERS = "Bitstamp's export of before 2015"
"""What the three layouts are called."""

CANNOT_TELL = (
    "Bitstamp's exports have no columns for margin: whether a trade was on margin, its leverage "
    "and what a loan cost cannot be known from them. Copy them off the position page.",
    "Bitstamp's exports tell no balances: what the account held cannot be known from them.",
)
"""What no export of this venue tells, in sentences."""

_IN = ("deposit", "card deposit", "ripple deposit", "staking reward", "referral reward")
_OUT = ("withdrawal", "ripple payment")
_WITHIN = ("sub account transfer", "inter account transfer")
BITSTAMP_TYPES = frozenset(("trade", *_IN, *_OUT, *_WITHIN))
"""The types whose meaning was read; any other is kept, and counted."""


class Priced(NamedTuple):
    """An amount, and what it is of."""

    amount: Decimal
    code: str


class BitstampRow(NamedTuple):
    """A row of any layout: ``buys`` is None where it is no trade, amounts are as they are written.

    ``paid`` is what a trade cost or brought, ``price`` what one coin cost; both None elsewhere.
    """

    txid: str
    at: datetime
    kind: str
    buys: bool | None
    moved: Priced
    paid: Priced | None
    price: Priced | None
    fee: Priced | None
    wallet: str


def bitstamp_entries(
    file: str, layout: str, rows: Sequence[BitstampRow], lines: Sequence[int], notes: Sequence[str]
) -> FileEntries:
    """Return the trades and the entries of a file's rows.

    >>> from datetime import datetime
    >>> D, at = Decimal, datetime(2022, 1, 28, 0, 13)
    >>> money = Priced(D(20_000), "USD"), Priced(D(40_000), "USD"), Priced(D(50), "USD")
    >>> row = BitstampRow("", at, "market", True, Priced(D("0.5"), "BTC"), *money, "Main Account")
    >>> found = bitstamp_entries("the file", "Bitstamp", [row], [2], ())
    >>> [(entry.asset, str(entry.amount), str(entry.fee)) for entry in found.ledger]
    [('BTC', '0.5', '0'), ('USD', '-20000', '50')]
    """
    told = FileEntries(file, layout, [], [], [], [], list(notes))
    for row, line in zip(rows, lines, strict=True):
        if (trade := _trade(row)) is not None:
            told.trades.append(trade)
            told.trade_lines.append(line)
        entries = list(_entries(row))
        told.ledger.extend(entries)
        told.ledger_lines.extend([line] * len(entries))
    within = sum(row.kind in _WITHIN for row in rows)
    if within:
        told.notes.append(
            f"{file}: transfers between the learner's own accounts ({within:,}) are kept, and "
            "moved nothing in or out."
        )
    return told


def _trade(row: BitstampRow) -> TradeRow | None:
    if row.buys is None or row.paid is None or row.price is None:
        return None
    own = row.fee is not None and row.fee.code == row.paid.code
    return TradeRow(
        row.txid,
        row.at,
        row.moved.code,
        row.paid.code,
        row.buys,
        row.kind,
        row.price.amount,
        row.paid.amount,
        row.fee.amount if own and row.fee is not None else NOTHING,
        row.moved.amount,
        venue=VENUE,
    )


def _entries(row: BitstampRow) -> Iterator[LedgerRow]:
    """Yield what a row moved: a trade one asset in and another out, the fee with its own asset."""
    legs = _legs(row)
    if row.fee is not None and row.fee.amount and row.fee.code not in (leg.code for leg in legs):
        legs = [*legs, Priced(NOTHING, row.fee.code)]
    for leg in legs:
        fee = row.fee.amount if row.fee is not None and row.fee.code == leg.code else NOTHING
        yield LedgerRow(
            f"{row.txid} {leg.code}" if row.txid else "",
            row.txid,
            row.at,
            "trade" if row.buys is not None else row.kind,
            "" if row.buys is None else "buy" if row.buys else "sell",
            leg.code,
            "",
            row.wallet,
            leg.amount,
            fee,
            None,
            venue=VENUE,
        )


def _legs(row: BitstampRow) -> list[Priced]:
    amount, code = row.moved
    if row.buys is not None and row.paid is not None:
        into = 1 if row.buys else -1
        return [Priced(into * amount, code), Priced(-into * row.paid.amount, row.paid.code)]
    if row.kind in _WITHIN:
        return [Priced(NOTHING, code)]
    return [Priced(-abs(amount) if row.kind in _OUT else amount, code)]
