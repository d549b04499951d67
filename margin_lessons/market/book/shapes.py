"""Ready-made books: from deep to thin (invented), and two crashes as far as they are known (real).

In the invented ones depth thins out exponentially with the distance from the best price; their
totals and decays are chosen for teaching, not measured. No exchange publishes the book of a crash:
the real ones are rebuilt from what traded, and each says what is known and what is assumed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from margin_lessons.errors import between, not_negative, pick, positive, whole
from margin_lessons.market.book.depth import Depth
from margin_lessons.market.book.order_book import Book
from margin_lessons.market.book.row_checks import as_book_side
from margin_lessons.market.book.walk import BookSide
from margin_lessons.venue import Source

MOST_LEVELS = 100_000
"""More rows than any book has."""

LEVELS = 60
REACH = 5.0


@dataclass(frozen=True)
class Shape:
    """A named shape of a book: ``total`` coins a side, and the ``decay`` as a fraction of the mid.

    ``half_spread`` is the distance from the mid price to the best price, also a fraction of it.
    """

    name: str
    total: float
    decay: float
    half_spread: float
    words: str


SHAPES = (
    Shape("deep", 1_000, 0.01, 0.0001, "a large coin on a busy day"),
    Shape("ordinary", 200, 0.02, 0.0002, "a large coin on a quiet venue"),
    Shape("thin", 20, 0.04, 0.001, "a small coin, or a large one at night"),
    Shape("hollow", 5, 0.08, 0.005, "the middle of a crash, when most orders were taken back"),
)
"""The invented books, from deep to thin; chosen for teaching, not measured anywhere."""


def shaped(
    side: BookSide | str,
    mid: float,
    total: float,
    decay: float,
    *,
    half_spread: float = 0.0002,
    levels: int = LEVELS,
    name: str = "",
) -> Depth:
    """Return one side of an invented book around the price ``mid``.

    ``total`` coins lie on ``levels`` prices that stand closest near the best one. ``decay`` is the
    distance from the best price, as a fraction of the mid, within which 63 % of the coins lie; the
    side reaches five decays far, at most 95 % of the mid price. Raises ``BadInput`` for a mid price
    or total that is not above zero, a decay outside 0.0001 to 1, and fewer than 2 levels.

    >>> bids = shaped("bids", 50_000, total=20, decay=0.04)
    >>> bids.walk(5).average > bids.walk(10).average > bids.walk(15).average
    True
    """
    side = as_book_side(side)
    mid = positive("mid price", mid, why="it is the price between bids and asks")
    total = positive("total depth", total, why="a book without anybody in it has no price")
    decay = between("decay", decay, 0.0001, 1, why="it is a distance, as a share of the mid price")
    half_spread = between("half spread", half_spread, 0, 0.04, why="it is a share of the mid price")
    levels = whole("levels", levels, 2, why="a book has rows")
    between("levels", levels, 2, MOST_LEVELS, why="no book has more rows")
    # Bids stay above zero, however slowly they thin out; squares put most levels near the best.
    reach = min(REACH * decay, 0.95 - half_spread)
    edges = reach * np.linspace(0, 1, levels + 1) ** 2
    weights = -np.diff(np.exp(-edges / decay))
    prices = mid * (1 - side.sign * (half_spread + edges[:-1]))
    return Depth(side, prices, total * weights / weights.sum(), name=name)


def named_shape(name: str) -> Shape:
    """Return one of ``SHAPES`` by its name, or raise ``BadInput`` with the nearest one.

    >>> named_shape("ordinery")
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: book 'ordinery' is not one of these books (deep, ordinary, \
thin, hollow): did you mean 'ordinary'?
    """
    return pick("book", name, {shape.name: shape for shape in SHAPES}, "these books")


def named_depth(name: str, side: BookSide | str, mid: float, total: float | None = None) -> Depth:
    """Return one side of a named book, with another ``total`` when given.

    Raises ``BadInput`` for an unknown name, and as ``shaped`` does.

    >>> round(named_depth("thin", "bids", 55_000).walk(10).slippage, 3)
    0.011
    """
    shape = named_shape(name)
    return shaped(
        side,
        mid,
        shape.total if total is None else total,
        shape.decay,
        half_spread=shape.half_spread,
        name=name,
    )


def named_book(name: str, mid: float, total: float | None = None) -> Book:
    """Return both sides of a named book around ``mid``.

    Selling 3 coins into the hollow one brings 53,120 each instead of 54,725, the last at 50,906:

    >>> walk = named_book("hollow", 55_000).walk("sell", 3)
    >>> walk.best, round(walk.average), round(walk.worst), round(walk.slippage, 3)
    (54725.0, 53120, 50906, 0.029)
    """
    return Book(named_depth(name, "bids", mid, total), named_depth(name, "asks", mid, total))


_EUR_CHF_TRADES = (
    # price (the lower end of its "handle"), trades counted there
    (1.1972, 1),
    (1.19, 1),
    (1.18, 8),
    (1.17, 4),
    (1.16, 0),
    (1.15, 2),
    (1.14, 4),
    (1.13, 3),
    (1.10, 5),
    (1.00, 1),
)


def eur_chf_2015(millions_per_trade: float = 1.0) -> Depth:
    """Return EUR/CHF on 15 January 2015 as bids, in millions of EUR, from its trade counts.

    Known: how many trades happened at which price in the minute after the central bank gave up the
    floor of 1.20: 1.1972 and one more at 1.19, then 8, 4, 0, 2, 4, 3 and 5 at 1.18, 1.17, 1.16,
    1.15, 1.14, 1.13 and 1.10; parity less than a minute after the first. Not published: how large
    they were, what traded at 1.12, 1.11 and between 1.10 and 1.00, and what was bid and not hit.
    Assumed: every trade was of ``millions_per_trade`` (the report says "as little as 1 million"),
    what traded is all that was bid, and one trade stands for parity. One broker's average fill was
    1.05. Raises ``BadInput`` for a size that is not above zero.

    >>> walk = EUR_CHF_2015.walk(20)
    >>> round(walk.average, 3), walk.worst, round(walk.slippage, 3)
    (1.168, 1.14, 0.024)
    """
    why = "a trade has a size"
    millions = positive("millions per trade", millions_per_trade, why=why)
    return Depth(
        BookSide.BIDS,
        np.array([price for price, _ in _EUR_CHF_TRADES]),
        np.array([count * millions for _, count in _EUR_CHF_TRADES]),
        name="EUR/CHF, 15 January 2015",
        unit="million EUR",
        known="the number of trades at each price; parity in less than a minute",
        assumed=f"every trade of {millions:g} million EUR, and nothing bid that was not hit",
        source=Source(
            "forexsites.com, important information on post SNB price action", "2015-01-16"
        ),
    )


def gdax_2017(
    order_value: float = 12_500_000.0, cascade_coins: float = 42_187.0, levels: int = 30
) -> Depth:
    """Return ETH/USD on GDAX on 21 June 2017, 19:30 UTC, as bids in ETH.

    Known: one market sell order filled from 317.81 down to 224.48 (29.4 %), worth about 12.5
    million USD; some 800 stop-losses and margin liquidations followed it, down to 0.10. Not
    published: the bids, and how many coins those 800 orders sold. Assumed: the same number of coins
    at each of ``levels`` evenly spaced prices, so that ``order_value`` is what the order brought
    (46,100 ETH), and below it ``cascade_coins`` spread in the same way. Their default is a third
    party's estimate (ethprice.com, 2017: 9.47 million USD, at 224.48 each), so the least certain.
    Raises ``BadInput`` for a value that is not above zero, coins below zero or fewer than 2 levels.

    >>> order = GDAX_2017.walk(46_100)
    >>> round(order.average), order.worst, round(order.worst_slippage, 3)
    (271, 224.48, 0.294)
    """
    top, middle, bottom = 317.81, 224.48, 0.10
    value = positive("order value", order_value, why="the order was worth something")
    coins = not_negative("cascade coins", cascade_coins, why="nobody wants less than nothing")
    levels = whole("levels", levels, 2, why="the order took the best price and the worst one")
    between("levels", levels, 2, MOST_LEVELS, why="no book has more rows")
    first = np.linspace(top, middle, levels)
    second = np.linspace(middle, bottom, levels + 1)[1:]
    sizes = np.repeat((value / first.sum(), coins / levels), levels)
    return Depth(
        BookSide.BIDS,
        np.concatenate((first, second)),
        sizes,
        name="ETH/USD on GDAX, 21 June 2017",
        unit="ETH",
        known="one sell order of about 12.5 million USD from 317.81 to 224.48, some 800 stops and "
        "liquidations after it, a low of 0.10",
        assumed=f"bids spread evenly over the prices; {coins:,.0f} ETH below 224.48",
        source=Source(
            "GDAX statement of 21 June 2017; size: Bloomberg, 30 June 2017", "2017-06-30"
        ),
    )


EUR_CHF_2015 = eur_chf_2015()
"""EUR/CHF on 15 January 2015 with 1 million EUR a trade."""

GDAX_2017 = gdax_2017()
"""ETH/USD on GDAX on 21 June 2017 with the reported order of 12.5 million USD."""
