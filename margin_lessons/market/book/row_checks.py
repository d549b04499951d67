"""The checks of an order book's rows: each bad row is named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from margin_lessons.errors import BadInput, not_negative, numbers, of_kind, positive, shown
from margin_lessons.market.book.walk import BookSide, Floats
from margin_lessons.source import Source


def as_book_side(side: object) -> BookSide:
    """Return a ``BookSide`` from a side or its name, or raise ``BadInput``."""
    if isinstance(side, BookSide):
        return side
    try:
        return BookSide(side if isinstance(side, str) else None)
    except ValueError:
        raise BadInput(
            f"side {shown(side)} is neither 'bids' nor 'asks': a seller meets bids, a buyer asks."
        ) from None


def checked_side(depth: Any) -> BookSide:
    """Return the side of a depth, once what is said about it is seen to be text, and dated."""
    for name in ("name", "unit", "known", "assumed"):
        of_kind(name, getattr(depth, name), str, why="it says in words what the book is")
    if depth.source is not None:
        of_kind("source", depth.source, Source, why="it has a title and a date")
    return as_book_side(depth.side)


def price_and_size(rows: Iterable[Any]) -> tuple[Any, Any]:
    """Return prices and sizes from rows of both, or raise ``BadInput`` naming the row.

    >>> price_and_size([(100, 1), (99,)])
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: row 2, (99,), is not of 2: a price and a size.
    """
    rows = list(rows) if np.iterable(rows) else [rows]
    for number, row in enumerate(rows, start=1):
        in_order = isinstance(row, (Sequence, np.ndarray)) and np.iterable(row)
        if not in_order or len(row) != 2:
            raise BadInput(f"row {number}, {shown(row)}, is not of 2: a price and a size.")
    return [row[0] for row in rows], [row[1] for row in rows]


def check_book_rows(side: BookSide, prices: Any, sizes: Any) -> tuple[Floats, Floats]:
    """Return prices and sizes as arrays of their own, or raise ``BadInput`` naming the row.

    >>> check_book_rows(BookSide.BIDS, [100, 101], [1, 1])
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: price 101 in row 2 of the bids is not below 100 in row 1: bids \
are listed once each, from the best price, the highest, on.
    """
    name = side.value
    for what, given in (("prices", prices), ("sizes", sizes)):
        if not np.iterable(given):
            raise BadInput(
                f"{what} {shown(given)} of the {name} are no list: a book has rows of both."
            )
    prices, sizes = list(prices), list(sizes)
    if len(prices) != len(sizes):
        raise BadInput(
            f"{name} have {len(prices)} prices and {len(sizes)} sizes: each price has one size."
        )
    for row, (price, size) in enumerate(zip(prices, sizes, strict=True), start=1):
        why = "somebody offers an amount of money for one unit"
        positive(f"price in row {row} of the {name}", price, why=why)
        not_negative(f"size in row {row} of the {name}", size, why="nobody wants less than nothing")
        if row > 1:
            _check_order(side, row, prices[row - 2], price)
    if not any(size > 0 for size in sizes):
        raise BadInput(
            f"{name} hold nothing in any row: a book without anybody in it has no price."
        )
    return np.array(prices, dtype=float), np.array(sizes, dtype=float)


def _check_order(side: BookSide, row: int, before: float, price: float) -> None:
    if side.sign * (before - price) > 0:
        return
    order, best = ("below", "highest") if side is BookSide.BIDS else ("above", "lowest")
    raise BadInput(
        f"price {shown(price)} in row {row} of the {side.value} is not {order} {shown(before)} "
        f"in row {row - 1}: {side.value} are listed once each, from the best price, the {best}, on."
    )


def check_sizes(sizes: ArrayLike) -> Floats:
    """Return order sizes as an array of finite numbers above zero, or raise naming the row."""
    why = "an order asks for something"
    try:
        values = numbers("order size", sizes, why=why)
    except BadInput:  # said again below, with the row
        if np.ma.is_masked(sizes):
            raise
        values = np.array([np.nan])
    if not (np.isfinite(values) & (values > 0)).all():
        given = np.asarray(sizes, dtype=object)
        for row, size in enumerate(given.ravel(), start=1):
            positive(f"order size in row {row}" if given.ndim else "order size", size, why=why)
    return values
