"""The order book: depth by price, a market order walked through it, and books from deep to thin.

``depth`` has the two sides and the walk, ``walk`` its results, ``shapes`` the ready-made books.
"""

from margin_lessons.market.book.depth import Depth
from margin_lessons.market.book.order_book import Book
from margin_lessons.market.book.shapes import (
    EUR_CHF_2015,
    GDAX_2017,
    SHAPES,
    Shape,
    eur_chf_2015,
    gdax_2017,
    named_book,
    named_depth,
    named_shape,
    shaped,
)
from margin_lessons.market.book.walk import BookSide, Ended, Fill, Walk, WalkCurve

__all__ = [
    "EUR_CHF_2015",
    "GDAX_2017",
    "SHAPES",
    "Book",
    "BookSide",
    "Depth",
    "Ended",
    "Fill",
    "Shape",
    "Walk",
    "WalkCurve",
    "eur_chf_2015",
    "gdax_2017",
    "named_book",
    "named_depth",
    "named_shape",
    "shaped",
]
