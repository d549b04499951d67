"""Bitstamp's exports written by hand, in the layout of each year, from moves that are invented."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from hypothesis import strategies as st

MONTHS = (
    "Jan.",
    "Feb.",
    "Mar.",
    "Apr.",
    "May",
    "Jun.",
    "Jul.",
    "Aug.",
    "Sep.",
    "Oct.",
    "Nov.",
    "Dec.",
)


class Move(NamedTuple):
    """A row of a history: a trade, or money or coins that came or went."""

    at: datetime
    kind: str
    coin: str
    volume: Decimal
    currency: str = ""
    price: Decimal = Decimal(0)
    cost: Decimal = Decimal(0)
    fee: Decimal = Decimal(0)
    number: int = 0

    @property
    def trade(self) -> bool:
        return self.kind in ("Buy", "Sell")


def new(moves: Sequence[Move]) -> str:
    """The export since December 2023."""
    names = (
        "ID,Account,Type,Subtype,Datetime,Amount,Amount currency,Value,Value currency,Rate,"
        "Rate currency,Fee,Fee currency,Order ID"
    )
    rows = []
    for one in moves:
        paid = (one.cost, one.currency) if one.trade else ("", "")
        price = (one.price, one.currency) if one.trade else ("", "")
        fee = (one.fee, one.currency or one.coin) if one.fee else ("", "")
        kind = ("Market", one.kind) if one.trade else (one.kind, "")
        at = f"{one.at:%Y-%m-%dT%H:%M:%SZ}"
        order = 9_000 + one.number if one.trade else ""
        moved = (f"{one.volume:f}", one.coin)
        rows.append((one.number, "Main Account", *kind, at, *moved, *paid, *price, *fee, order))
    return table(names, rows)


def words(moves: Sequence[Move]) -> str:
    """The export of 2015 to 2023: units in the cells, months in words, no seconds and no ids."""
    rows = []
    for one in moves:
        at = one.at
        day = f"{MONTHS[at.month - 1]} {at.day:02}, {at.year}, {at:%I:%M %p}"
        paid = (f"{one.cost:f} {one.currency}", f"{one.price:f} {one.currency}")
        fee = f"{one.fee:f} {one.currency or one.coin}" if one.fee else ""
        kind = "Market" if one.trade else one.kind
        moved = f"{one.volume:f} {one.coin}"
        sub = one.kind if one.trade else ""
        rows.append(
            (kind, day, "Main Account", moved, *(paid if one.trade else ("", "")), fee, sub)
        )
    return table("Type,Datetime,Account,Amount,Value,Rate,Fee,Sub Type", rows)


def numbers(moves: Sequence[Move]) -> str:
    """The export of before 2015: bitcoin and dollars with a sign, types as numbers."""
    return table("Type,Datetime,BTC,USD,BTC Price,FEE", _numbers(moves))


def numbers_and_more(moves: Sequence[Move]) -> str:
    """The export of about 2014: a sub type, and a last value under no name."""
    return table(
        "Type,Datetime,BTC,USD,BTC Price,FEE,Sub Type",
        [(*row, "", "0") for row in _numbers(moves)],
    )


def _numbers(moves: Sequence[Move]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for one in moves:
        sign = 1 if one.kind in ("Buy", "Deposit") else -1
        code = {"Deposit": 0, "Withdrawal": 1}.get(one.kind, 2)
        held = {one.coin: sign * one.volume, one.currency: -sign * one.cost}
        row = (held.get("BTC", 0), held.get("USD", 0), one.price, one.fee or "")
        rows.append((code, f"{one.at:%Y-%m-%d %H:%M:%S}", *row))
    return rows


def table(names: str, rows: Sequence[Sequence[object]]) -> str:
    text = io.StringIO()
    text.write(names + "\n")
    plain = [[f"{cell:f}" if isinstance(cell, Decimal) else cell for cell in row] for row in rows]
    csv.writer(text, lineterminator="\n").writerows(plain)
    return text.getvalue()


WRITERS = {one.__name__: one for one in (new, words, numbers, numbers_and_more)}
"""Each layout by what writes it."""

_START = datetime(2013, 2, 1)


@st.composite
def histories(draw: st.DrawFn, bitcoin_only: bool = False) -> list[Move]:
    """Draw moves in order of time, some of them alike and some within one minute."""
    moves: list[Move] = []
    at = _START
    for number in range(1, draw(st.integers(1, 8)) + 1):
        at += timedelta(seconds=draw(st.sampled_from((0, 1, 59, 3_600, 86_400 * 40))))
        moves.append(draw(move(at, number, bitcoin_only)))
        if draw(st.booleans()):
            moves.append(moves[-1]._replace(number=number + 100))
    return moves


@st.composite
def move(draw: st.DrawFn, at: datetime, number: int, bitcoin_only: bool) -> Move:
    kind = draw(st.sampled_from(("Buy", "Sell", "Deposit", "Withdrawal")))
    coin, currency = "BTC", "USD"
    if not bitcoin_only:
        coin, currency = draw(st.sampled_from((("BTC", "EUR"), ("ETH", "BTC"), ("XRP", "USD"))))
    volume = Decimal(draw(st.integers(1, 10**10))).scaleb(-8)
    fee = Decimal(draw(st.sampled_from((0, 0, 5, 123)))).scaleb(-2)
    if kind not in ("Buy", "Sell"):
        return Move(at, kind, coin, volume, number=number, fee=Decimal(0))
    price = Decimal(draw(st.integers(1, 10**7))).scaleb(-2)
    places = Decimal("0.00000001") if currency == "BTC" else Decimal("0.01")
    cost = (volume * price).quantize(places)
    return Move(at, kind, coin, volume, currency, price, cost, fee, number)
