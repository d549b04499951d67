"""Positions out of trades: which trade opened, which one closed which, and what is still open.

A trade says in ``did`` what it did, and names in ``opening`` the trade that it closes. Where a file
says neither, the oldest position of the pair is closed first, and that is said. Source of the
meaning of the columns: support.kraken.com 360001184886; public reports of tax tools, 2020 to 2026.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from margin_lessons.history.entries import ClosedLot, OpenLot, TradeRow
from margin_lessons.history.lot_book import DUST, LotBook, OpenThen, PartlyClosed, is_margin
from margin_lessons.words import plural


class Lots(NamedTuple):
    """Open and closed positions, what was open after each trade, and what is not known."""

    open: tuple[OpenLot, ...]
    closed: tuple[ClosedLot, ...]
    then: Sequence[OpenThen]
    unknown: tuple[str, ...]


def lots_of(trades: Sequence[TradeRow]) -> Lots:
    """Return the positions that trades opened and closed; the trades are in order of time.

    Bought 1 BTC at 20,000 on 5x, and 0.4 of it sold at 21,000: a profit of 400 USD.

    >>> from datetime import datetime
    >>> day = datetime(2021, 1, 2)
    >>> D = Decimal
    >>> bought = TradeRow("TA", day, "BTC", "USD", True, "market", D(20000), D(20000), D(26), D(1),
    ...                   D(4000), "initiated")
    >>> sold = TradeRow("TB", day, "BTC", "USD", False, "market", D(21000), D(8400), D(11),
    ...                 D("0.4"), D(1680), "closing", "TA")
    >>> lots = lots_of([bought, sold])
    >>> lots.closed[0].profit, lots.open[0].volume, lots.open[0].leverage
    (Decimal('400.0'), Decimal('0.6'), 5.0)
    """
    book = LotBook(trades)
    for trade in trades:
        if is_margin(trade):
            book.take(trade)
        if pair := book.pairs.get((trade.coin, trade.currency)):
            book.note(trade, pair)
    unseen = [lot for lot in book.by_id.values() if lot.unseen > DUST]
    book.count["unseen"] = len(unseen)
    found = [lot for lot in book.by_id.values() if lot.left - lot.unseen > DUST]
    then = book.then
    if unseen:
        since = min(lot.opening.at for lot in unseen)
        then = [one._replace(certain=one.certain and one.at < since) for one in then]
    return Lots(tuple(map(_open_lot, found)), tuple(book.closed), then, _said_of(book.count))


def _open_lot(lot: PartlyClosed) -> OpenLot:
    trade, left = lot.opening, lot.left - lot.unseen
    return OpenLot(
        *(trade.txid, trade.at, trade.coin, trade.currency, lot.side, left, trade.price),
        margin=trade.margin * left / trade.volume,
        leverage=leverage_of(trade.cost, trade.margin),
        venue=trade.venue,
    )


def leverage_of(cost: Decimal, margin: Decimal) -> float:
    """Return cost over margin, as a setting where it is one but for the rounding of the margin.

    >>> leverage_of(Decimal("10000"), Decimal("3333.33")), leverage_of(Decimal(10), Decimal(0))
    (3.0, 1.0)
    """
    if margin <= 0:
        return 1.0
    exact = float(cost / margin)
    return float(round(exact)) if abs(exact - round(exact)) < 0.002 * exact else exact


def _said_of(count: Counter[str]) -> tuple[str, ...]:
    """Return in sentences what the trades do not tell of their positions."""
    said = {
        "before": "{} what is not known to be open: it was opened before these files begin, so its "
        "entry is not known.",
        "unseen": "{} closed by trades that are not in these files: what that brought, and when it "
        "was, is not known.",
        "oldest": "{} not say which position was closed: the oldest one of the pair is taken.",
        "unsaid": "{} not say what was done: closing is assumed where the other side was open.",
    }
    verbs = {
        "before": ("margin trade", " closes", " close"),
        "unseen": ("position", " was, at least in part,", " were, at least in part,"),
        "oldest": ("closing trade", " does", " do"),
        "unsaid": ("margin trade", " does", " do"),
    }
    told = []
    for name, sentence in said.items():
        if number := count[name]:
            noun, one, many = verbs[name]
            told.append(sentence.format(plural(number, noun) + (one if number == 1 else many)))
    return tuple(told)
