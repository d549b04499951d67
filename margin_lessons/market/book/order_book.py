"""Both sides of an order book, and which of them an order meets."""

from __future__ import annotations

from dataclasses import dataclass

from margin_lessons.errors import BadInput, of_kind, shown
from margin_lessons.market.book.depth import Depth
from margin_lessons.market.book.walk import BookSide, Walk


@dataclass(frozen=True)
class Book:
    """Both sides of a book: bids below, asks above. Raises ``BadInput`` when they cross.

    >>> book = Book(Depth("bids", [99, 98], [1, 2]), Depth("asks", [101], [1]))
    >>> book.mid, book.spread, book.walk("sell", 2).average
    (100.0, 2.0, 98.5)
    """

    bids: Depth
    asks: Depth

    def __post_init__(self) -> None:
        for name, depth in (("bids", self.bids), ("asks", self.asks)):
            of_kind(name, depth, Depth, why="each side of a book is one")
            if depth.side is not BookSide(name):
                raise BadInput(f"{name} are given as {depth.side.value}: each side has its place.")
        bid, ask = self.bids, self.asks
        if bid.best >= ask.best:
            raise BadInput(
                f"bid {shown(bid.best)} in row {bid.best_row + 1} is not below the ask "
                f"{shown(ask.best)} in row {ask.best_row + 1}: a crossed book trades with itself."
            )

    @property
    def mid(self) -> float:
        """The price half-way between the best bid and the best ask."""
        return (self.bids.best + self.asks.best) / 2

    @property
    def spread(self) -> float:
        """The best ask less the best bid, in the quote currency."""
        return self.asks.best - self.bids.best

    def side_for(self, order: str) -> Depth:
        """Return the bids for a "sell" and the asks for a "buy"; ``BadInput`` for another word."""
        sides = {"sell": self.bids, "buy": self.asks}
        if not isinstance(order, str) or order not in sides:
            raise BadInput(
                f"order {shown(order)} is neither 'sell' nor 'buy': a book has two sides."
            )
        return sides[order]

    def walk(self, order: str, size: float, limit: float | None = None) -> Walk:
        """Return what a market order gets; a long is closed by selling, a short by buying."""
        return self.side_for(order).walk(size, limit)
