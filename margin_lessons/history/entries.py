"""What stands in an export, and what was worked out of it: trades, entries, positions, charges.

Amounts are exact (``Decimal``), as a balance is checked to the cent. Moments are UTC. Coins and
currencies are spelled as the course spells them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from enum import Enum
from functools import partial
from typing import NamedTuple, TypeVar, cast

from margin_lessons.position import Side

NOTHING = Decimal(0)

MAIN_WALLET = "spot / main"
"""Kraken's wallet of the time before its ledger named one."""


class TradeRow(NamedTuple):
    """A trade of an export: ``volume`` coins at ``price``, paid with ``cost`` in ``currency``.

    ``margin`` is what the venue set aside for it, in ``currency``; 0 where it was no margin trade.
    ``did`` is what the file says of its position ("initiated", "closing"), ``opening`` the txid of
    the trade that opened it; empty where the file does not say so. ``closed_volume`` is how much of
    the position that it opened was closed again when the file was made, None where it is not told;
    ``closed_by`` lists the trades that did it.
    """

    txid: str
    at: datetime
    coin: str
    currency: str
    buys: bool
    order_type: str
    price: Decimal
    cost: Decimal
    fee: Decimal
    volume: Decimal
    margin: Decimal = NOTHING
    did: str = ""
    opening: str = ""
    closed_volume: Decimal | None = None
    closed_by: tuple[str, ...] = ()
    venue: str = "Kraken"


class LedgerRow(NamedTuple):
    """An entry of a ledger: ``amount`` in or out of a wallet, less the ``fee``.

    ``form`` is how the venue keeps the asset (".S" staked), empty for the plain asset. ``balance``
    is what the file says the wallet held afterwards; None where it does not.
    """

    txid: str
    refid: str
    at: datetime
    entry_type: str
    subtype: str
    asset: str
    form: str
    wallet: str
    amount: Decimal
    fee: Decimal
    balance: Decimal | None
    venue: str = "Kraken"


class LotEnding(Enum):
    """How a position, or a part of it, ended."""

    CLOSED = "closed"
    LIQUIDATED = "liquidated"
    SETTLED = "settled"


class OpenLot(NamedTuple):
    """What is still open of a position: ``volume`` coins since ``opened``, bought or sold short.

    ``margin`` is what is set aside for it, in ``currency``; ``leverage`` is cost / margin.
    """

    txid: str
    opened: datetime
    coin: str
    currency: str
    side: Side
    volume: Decimal
    entry: Decimal
    margin: Decimal
    leverage: float
    venue: str = "Kraken"


class ClosedLot(NamedTuple):
    """A part of a position that ended: what it made by the prices alone, in ``currency``.

    ``profit`` is before fees and rollovers, and 0 for a settled one, whose coins changed hands.
    """

    txid: str
    opened: datetime
    closing_txid: str
    closed: datetime
    coin: str
    currency: str
    side: Side
    volume: Decimal
    entry: Decimal
    exit: Decimal
    profit: Decimal
    ending: LotEnding


class ForcedClose(NamedTuple):
    """A liquidation that was found: its trade or reference, and what it took by currency."""

    refid: str
    at: datetime
    why: str
    taken: Mapping[str, Decimal]


class PositionCharge(NamedTuple):
    """Rollovers, or funding, of one position in one currency: how many, how much, from when on."""

    position: str
    currency: str
    total: Decimal
    charges: int
    first: datetime
    last: datetime


class RealisedKind(Enum):
    """What an amount that fell is: a profit or loss, a trade's fee, a rollover."""

    PROFIT = "profit or loss"
    FEE = "fee"
    ROLLOVER = "rollover"


class Realised(NamedTuple):
    """An amount that fell: when, for which trade, and in which currency; a cost is below zero."""

    at: datetime
    refid: str
    kind: RealisedKind
    currency: str
    amount: Decimal


class LevelAt(NamedTuple):
    """The margin level at a moment whose price is known: a fraction, and what it is made of."""

    at: datetime
    level: float
    equity: float
    used_margin: float
    currency: str


class BalanceRun(NamedTuple):
    """The balance of one asset in one wallet, recomputed: before the first row and after the last.

    ``breaks`` are sentences: where the file's balance is not the one before plus amount less fee.
    """

    asset: str
    form: str
    wallet: str
    rows: int
    before: Decimal
    after: Decimal
    breaks: tuple[str, ...]


class FileEntries(NamedTuple):
    """What one file holds: its trades and entries with the line of each, and notes in sentences."""

    file: str
    layout: str
    trades: list[TradeRow]
    trade_lines: list[int]
    ledger: list[LedgerRow]
    ledger_lines: list[int]
    notes: list[str]


R = TypeVar("R", TradeRow, LedgerRow)


def rows_at_once(kind: type[R], *columns: Iterable[object]) -> Iterator[R]:
    """Return a row of ``kind`` for each row of its columns, which come in the order of its fields.

    As fast as tuples are made; calling ``kind`` takes twice as long, and a file has many rows.
    """
    if len(columns) != len(kind._fields):
        raise TypeError(f"{kind.__name__} has {len(kind._fields)} fields, not {len(columns)}.")
    make = cast(Callable[[tuple[object, ...]], R], partial(tuple.__new__, kind))
    return map(make, zip(*columns, strict=True))
