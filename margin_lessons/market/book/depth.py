"""One side of an order book, and the walk of a market order through it.

A market order takes the best price first and then the next, level by level, until it is filled or
nobody is left. The average fill is therefore never better than the best price, and never gets
better with a larger order. Prices are in the quote currency for one unit, sizes in units.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from margin_lessons.account import Amount, check_prices, plain
from margin_lessons.errors import BadInput, between, positive, shown
from margin_lessons.market.book.row_checks import (
    check_book_rows,
    check_sizes,
    checked_side,
    price_and_size,
)
from margin_lessons.market.book.walk import BookSide, Ended, Fill, Floats, Walk, WalkCurve
from margin_lessons.venue import Source


@dataclass(frozen=True, eq=False)
class Depth:
    """One side of a book: what is wanted at each price, from the best price on.

    ``prices`` fall for bids and rise for asks; a size of zero is a price at which nobody was.
    ``known`` and ``assumed`` say what a real shape rests on. Raises ``BadInput`` naming the row.

    >>> bids = Depth("bids", [50_000, 49_000, 48_000], [0.25, 0.25, 0.5], unit="BTC")
    >>> walk = bids.walk(0.75)
    >>> walk.average, walk.worst, walk.slippage
    (49000.0, 48000.0, 0.02)
    """

    side: BookSide
    prices: Floats
    sizes: Floats
    name: str = ""
    unit: str = "coins"
    known: str = ""
    assumed: str = ""
    source: Source | None = None
    _before: Floats = field(init=False, repr=False)
    _cumulative: Floats = field(init=False, repr=False)
    _money: Floats = field(init=False, repr=False)

    def __post_init__(self) -> None:
        side = checked_side(self)
        prices, sizes = check_book_rows(side, self.prices, self.sizes)
        cumulative = np.concatenate(([0.0], np.cumsum(sizes)))
        arrays = {
            "prices": prices,
            "sizes": sizes,
            "_before": cumulative[:-1],
            "_cumulative": cumulative[1:],
            "_money": np.concatenate(([0.0], np.cumsum(sizes * prices)[:-1])),
        }
        object.__setattr__(self, "side", side)
        for name, values in arrays.items():
            values.flags.writeable = False
            object.__setattr__(self, name, values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Depth) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[object, ...]:
        return self.side, self.name, self.unit, self.prices.tobytes(), self.sizes.tobytes()

    @classmethod
    def from_rows(cls, side: BookSide, rows: Iterable[Sequence[float]], **about: Any) -> Depth:
        """Return a side from rows of price and size, best first; ``BadInput`` for other rows."""
        return cls(side, *price_and_size(rows), **about)

    @property
    def best_row(self) -> int:
        """The first row, counted from 0, at which somebody is there."""
        return int(np.argmax(self.sizes > 0))

    @property
    def best(self) -> float:
        """The best price at which somebody is there."""
        return float(self.prices[self.best_row])

    @property
    def total(self) -> float:
        """Everything on this side, in units."""
        return float(self._cumulative[-1])

    @property
    def cumulative(self) -> Floats:
        """How much can be traded at each of ``prices`` or better, in units."""
        return self._cumulative

    def within(self, limit: ArrayLike) -> Amount:
        """Return how much is there at ``limit``, or better; ``BadInput`` for a limit not above 0.

        >>> Depth("bids", [100, 99, 98], [1, 2, 4]).within(99)
        3.0
        """
        rising, sign = -self.side.sign * self.prices, self.side.sign
        levels = np.searchsorted(rising, -sign * check_prices(limit, "limit"), side="right")
        return plain(np.concatenate(([0.0], self._cumulative))[levels])

    def curve(self, sizes: ArrayLike, limit: float | None = None) -> WalkCurve:
        """Return what market orders of ``sizes`` would get, each alone against the full book.

        Raises ``BadInput`` naming the row of a size that is not above zero.

        >>> curve = Depth("asks", [100, 102], [1, 1]).curve([1, 2, 3])
        >>> curve.average.tolist(), curve.unfilled.tolist()
        ([100.0, 101.0, 101.0], [0.0, 0.0, 1.0])
        """
        wanted = check_sizes(sizes)
        most = self.total if limit is None else self.within(_limit(limit))
        filled = np.minimum(wanted, most)
        # The order ends at the first level whose cumulative depth covers it.
        level = np.searchsorted(self._cumulative, filled)
        some = filled > 0
        value = self._money[level] + (filled - self._before[level]) * self.prices[level]
        value = np.where(some, value, 0.0)
        worst = np.where(some, self.prices[level], np.nan)
        average = np.divide(value, filled, out=np.full(filled.shape, np.nan), where=some)
        # An average lies between best and worst; a rounding error must not push it outside.
        low, high = np.minimum(worst, self.best), np.maximum(worst, self.best)
        average = np.clip(average, low, high)
        slippage, worst_slippage = (
            np.abs(price - self.best) / self.best for price in (average, worst)
        )
        return WalkCurve(
            wanted, filled, wanted - filled, value, average, worst, slippage, worst_slippage
        )

    def walk(self, size: float, limit: float | None = None) -> Walk:
        """Return what one market order of ``size`` gets, level by level.

        With a ``limit`` it takes nothing beyond that price: a stop-limit that has triggered, or the
        immediate-or-cancel order a derivatives venue sends at the zero-equity price (Kraken,
        support.kraken.com 360022835671). Raises ``BadInput`` for a size or limit not above zero.

        >>> bids = Depth("bids", [50_000, 49_000, 48_000], [0.25, 0.25, 0.5])
        >>> walk = bids.walk(0.75, limit=49_000)
        >>> walk.filled, walk.unfilled, walk.worst, walk.ended.value
        (0.5, 0.25, 49000.0, 'the limit was reached')
        """
        one = self.curve(positive("order size", size, why="an order asks for something"), limit)
        filled, size = float(one.filled), float(one.sizes)
        taken = np.clip(filled - self._before, 0.0, self.sizes)
        fills = tuple(Fill(float(self.prices[k]), float(taken[k])) for k in np.flatnonzero(taken))
        ended = Ended.FILLED
        if filled < size:
            ended = Ended.EMPTIED if filled == self.total else Ended.LIMIT
        prices = (one.average, one.worst, one.slippage, one.worst_slippage)
        average, worst, slippage, worst_slippage = (float(p) if filled else None for p in prices)
        return Walk(
            side=self.side,
            size=size,
            limit=None if limit is None else _limit(limit),
            best=self.best,
            fills=fills,
            filled=filled,
            unfilled=float(one.unfilled),
            value=float(one.value),
            average=average,
            worst=worst,
            slippage=slippage,
            worst_slippage=worst_slippage,
            ended=ended,
        )

    def scaled(self, factor: float) -> Depth:
        """Return ``factor`` times as much at the same prices; ``BadInput`` unless above 0."""
        factor = positive("factor", factor, why="a book without anybody in it has no price")
        return replace(self, sizes=self.sizes * factor)

    def withdrawn(self, low: float, high: float, share: float = 1.0) -> Depth:
        """Return the book after ``share`` of the orders from ``low`` to ``high`` were taken back.

        In a crash the orders near the price go first; what is left is a hole to fall through. The
        article's example, 50,000 expected and 48,000 filled, is such a hole. Raises ``BadInput``
        for a range upside down and for a share outside 0 to 1.

        >>> bids = Depth("bids", [50_000, 49_000, 48_000], [1, 1, 1])
        >>> bids.withdrawn(48_500, 55_000).walk(0.5).average
        48000.0
        """
        low = positive("low", low, why="a price is an amount of money")
        if positive("high", high, why="a price is an amount of money") < low:
            raise BadInput(
                f"high {shown(high)} is below low {shown(low)}: a range runs from low to high."
            )
        share = between("share", share, 0, 1, why="it is the part of the orders that is taken back")
        inside = (self.prices >= low) & (self.prices <= high)
        return replace(self, sizes=np.where(inside, self.sizes * (1 - share), self.sizes))


def _limit(limit: object) -> float:
    return positive("limit", limit, why="it is the worst price the order may take")
