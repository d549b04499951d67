"""The book in which trades open and close positions, one trade after the other."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from margin_lessons.history.entries import NOTHING, ClosedLot, LotEnding, TradeRow
from margin_lessons.position import Side

DUST = Decimal("0.00000001")
"""The smallest part of a coin that a venue counts: less than this is nothing left."""


class OpenThen(NamedTuple):
    """What was open in a pair after a trade in it, at its price.

    ``volume`` is below zero for a short; ``cost`` and ``margin`` are of all that is open.
    ``certain`` says that no other pair was open then, and nothing was closed unseen.
    """

    at: datetime
    price: Decimal
    coin: str
    currency: str
    volume: Decimal
    cost: Decimal
    margin: Decimal
    certain: bool


def is_margin(trade: TradeRow) -> bool:
    """Return whether a trade touched a position on margin."""
    return bool(trade.margin > 0 or trade.did or is_forced(trade))


def forced_ending(trade: TradeRow) -> LotEnding | None:
    """Return how a trade that nobody ordered ended a position."""
    if trade.order_type.startswith("liquidation"):
        return LotEnding.LIQUIDATED
    return LotEnding.SETTLED if trade.order_type.startswith("settle") else None


def is_forced(trade: TradeRow) -> bool:
    """Return whether nobody ordered a trade: the venue liquidated, or settled, a position."""
    return forced_ending(trade) is not None


class PartlyClosed:
    """A position while its trades are gone through; ``left`` is what is still open of it."""

    __slots__ = ("closings", "left", "opening", "side")

    def __init__(self, opening: TradeRow, left: Decimal) -> None:
        self.opening, self.left, self.closings = opening, left, NOTHING
        self.side = Side.LONG if opening.buys else Side.SHORT

    @property
    def unseen(self) -> Decimal:
        """How much was closed by trades that are not in these files."""
        told = self.opening.closed_volume or NOTHING
        return min(self.left, max(NOTHING, told - self.closings))


class PairLots:
    """All that is open in one pair, oldest first, and its sums."""

    __slots__ = ("cost", "lots", "margin", "volume")

    def __init__(self) -> None:
        self.lots: dict[bool, deque[PartlyClosed]] = {True: deque(), False: deque()}
        self.volume = self.cost = self.margin = NOTHING

    def add(self, trade: TradeRow, volume: Decimal, sign: int) -> None:
        """Count a part of an opening trade in, or out with ``sign`` -1."""
        if volume == trade.volume:
            cost, margin = trade.cost, trade.margin
        else:
            cost, margin = volume * trade.price, trade.margin * volume / trade.volume
        self.volume += sign * (volume if trade.buys else -volume)
        self.cost += sign * cost
        self.margin += sign * margin
        if not self.volume:  # of parts that were rounded something may be left
            self.cost = self.margin = NOTHING

    def oldest(self, buys: bool) -> PartlyClosed | None:
        """Return the oldest position that a trade of the other side closes."""
        lots = self.lots[not buys]
        while lots and lots[0].left <= DUST:
            lots.popleft()
        return lots[0] if lots else None


class LotBook:
    """Trades gone through one by one: what is open, what was closed, and what they do not say."""

    def __init__(self, trades: Iterable[TradeRow]) -> None:
        self.pairs: dict[tuple[str, str], PairLots] = {}
        self.by_id: dict[str, PartlyClosed] = {}
        self.closed: list[ClosedLot] = []
        self.then: list[OpenThen] = []
        self.count: Counter[str] = Counter()
        self.open_pairs = 0
        # What stands there on trades that close nothing is one constant id and means nothing.
        self.constant = {
            t.opening for t in trades if "closing" not in t.did and not forced_ending(t)
        }
        self.named = {closing: t.txid for t in trades for closing in t.closed_by}

    def take(self, trade: TradeRow) -> None:
        """Open and close what a trade opened and closed."""
        pair = self.pairs.setdefault((trade.coin, trade.currency), PairLots())
        was_open, left = bool(pair.volume), trade.volume
        forced = is_forced(trade)
        if trade.did != "initiated":
            self.count["unsaid"] += not trade.did and not forced
            left = self._close(trade, pair)
        if left > DUST and (forced or trade.did == "closing"):
            self.count["before"] += 1
        elif left > DUST:
            self.by_id[trade.txid] = lot = PartlyClosed(trade, left)
            pair.lots[trade.buys].append(lot)
            pair.add(trade, left, 1)
        self.open_pairs += bool(pair.volume) - was_open

    def _close(self, trade: TradeRow, pair: PairLots) -> Decimal:
        """Close what a trade names, or else the oldest; return how much found nothing open."""
        left, named = trade.volume, self._named(trade)
        if named is not None:
            return self._part(trade, pair, named, left) if named.left > DUST else left
        if trade.opening and trade.opening not in self.constant:
            return left  # it was opened before these files begin
        choice = len(pair.lots[not trade.buys]) > 1
        while left > DUST and (lot := pair.oldest(trade.buys)):
            left = self._part(trade, pair, lot, left)
        self.count["oldest"] += choice and left < trade.volume
        return left

    def _named(self, trade: TradeRow) -> PartlyClosed | None:
        lot = self.by_id.get(trade.opening) or self.by_id.get(self.named.get(trade.txid, ""))
        if lot is None or lot.opening.buys is trade.buys:
            return None
        same = (lot.opening.coin, lot.opening.currency) == (trade.coin, trade.currency)
        return lot if same else None

    def _part(self, trade: TradeRow, pair: PairLots, lot: PartlyClosed, wanted: Decimal) -> Decimal:
        volume = wanted if wanted < lot.left - DUST else lot.left
        if abs(wanted - volume) <= DUST:
            wanted = volume
        pair.add(lot.opening, volume, -1)
        lot.left -= volume
        lot.closings += volume
        opening, ending = lot.opening, forced_ending(trade) or LotEnding.CLOSED
        made = volume * (trade.price - opening.price) * lot.side.sign
        self.closed.append(
            ClosedLot(
                *(opening.txid, opening.at, trade.txid, trade.at, opening.coin, opening.currency),
                *(lot.side, volume, opening.price, trade.price),
                *(NOTHING if ending is LotEnding.SETTLED else made, ending),
            )
        )
        return wanted - volume

    def note(self, trade: TradeRow, pair: PairLots) -> None:
        """Note what is open in a pair after a trade in it."""
        if pair.volume:
            certain = self.open_pairs == 1 and not self.count["before"]
            self.then.append(
                OpenThen(
                    *(trade.at, trade.price, trade.coin, trade.currency),
                    *(pair.volume, pair.cost, pair.margin, certain),
                )
            )
