"""A market order walked through the order book: the more it sells, the worse it fills."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from margin_lessons import words
from margin_lessons.conventions import as_option
from margin_lessons.errors import between
from margin_lessons.market.book import EUR_CHF_2015, BookSide, Depth, Walk, gdax_2017, named_depth
from margin_lessons.scenes.scene import Fact, Scene

MID = 55_000.0


class NamedBook(Enum):
    """The books of the panel: four invented shapes, and two real days, rebuilt."""

    DEEP = "deep"
    ORDINARY = "ordinary"
    THIN = "thin"
    HOLLOW = "hollow"
    EUR_CHF_2015 = "EUR/CHF 2015"
    GDAX_2017 = "ETH on GDAX 2017"

    @property
    def currency(self) -> str:
        """What its prices are counted in."""
        return "CHF" if self is NamedBook.EUR_CHF_2015 else "USD"


@dataclass(frozen=True)
class WalkState:
    """One side of a book and what a market order got from it."""

    book: NamedBook
    depth: Depth
    walk: Walk

    @property
    def steps(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The corners of the book: prices, and how much can be sold down to each of them."""
        sold = np.concatenate(([0.0], np.repeat(self.depth.cumulative, 2)[:-1]))
        return np.repeat(np.asarray(self.depth.prices), 2), sold

    @property
    def at_best(self) -> bool:
        """Whether all of the order fills at the best bid."""
        return not self.emptied and self.walk.worst == self.walk.best

    @property
    def emptied(self) -> bool:
        """Whether the order is larger than the book."""
        return self.walk.unfilled > 1e-9

    def price(self, value: float | None) -> str:
        """Return one of the book's prices with its currency; a cent of a coin says nothing."""
        if value is not None and value >= 10_000:
            return words.money(value, self.book.currency, 0)
        return words.price(value, self.book.currency)


@cache
def book_named(book: NamedBook) -> Depth:
    """Return the bids of a book of the panel."""
    if book is NamedBook.EUR_CHF_2015:
        return EUR_CHF_2015
    if book is NamedBook.GDAX_2017:
        return gdax_2017()
    depth = named_depth(book.value, "bids", MID)
    return Depth(BookSide.BIDS, depth.prices, depth.sizes, name=book.value, unit="BTC")


def walk_state(size: float, book: NamedBook | str) -> WalkState:
    """Return what selling ``size``, a fraction of all bids of a book, gets.

    >>> state = walk_state(0.5, "hollow")
    >>> round(state.walk.size, 4), round(state.walk.average), round(state.walk.slippage, 3)
    (2.5, 53468, 0.023)
    """
    share = between("order size", size, 0.005, 1.2, why="it is a share of all bids")
    chosen = as_option("book", book, NamedBook)
    depth = book_named(chosen)
    return WalkState(chosen, depth, depth.walk(depth.total * share))


def quantity(value: float, unit: str) -> str:
    """Return a size with its unit, with a precision that suits it.

    >>> quantity(2.5, "BTC"), quantity(46_100.2, "ETH"), quantity(14.75, "million EUR")
    ('2.5 BTC', '46,100 ETH', '14.75 million EUR')
    """
    digits = 0 if value >= 1_000 else 2
    text = f"{value:,.{digits}f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text} {unit}"


def scene(state: WalkState) -> Scene[WalkState]:
    """Return what the walk shows and says."""
    depth, walk = state.depth, state.walk
    sizes = (
        ("order to sell", walk.size),
        ("all bids together", depth.total),
        ("not filled", walk.unfilled),
    )
    prices = (("best bid", walk.best), ("average fill", walk.average), ("worst fill", walk.worst))
    facts = (
        *(Fact(name, quantity(size, depth.unit), size) for name, size in sizes),
        *(Fact(name, state.price(price), price) for name, price in prices),
        Fact("slippage of the average", words.percent(walk.slippage or 0.0, 2), walk.slippage),
        Fact("slippage of the worst fill", words.percent(walk.worst_slippage or 0.0, 2)),
        Fact("assumed", depth.assumed or "all of it: this book is invented"),
    )
    return Scene(state, _title(state), _sentence(state), facts, _seen(state))


def _title(state: WalkState) -> str:
    walk, unit = state.walk, state.depth.unit
    if state.emptied:
        left, size = quantity(walk.unfilled, unit), quantity(walk.size, unit)
        return f"The book is empty: {left} of {size} find no buyer"
    if state.at_best:
        return "The whole order fills at the best bid"
    slippage = walk.slippage or 0.0
    below = words.percent(slippage, 2) if slippage >= 5e-5 else "next to nothing"
    return f"The average fill is {below} below the best bid"


def _sentence(state: WalkState) -> str:
    """Return how far down the book the order goes."""
    walk, best = state.walk, state.price(state.walk.best)
    order = f"An order to sell {quantity(walk.size, state.depth.unit)}"
    if state.at_best:
        return f"{order} is filled entirely at the best bid of {best}."
    end = f"the last of it goes at {state.price(walk.worst)}"
    if state.emptied:
        sold = f"the last bid, at {state.price(walk.worst)}, is taken and the book is empty"
        end = f"{sold}; {quantity(walk.unfilled, state.depth.unit)} find no buyer at any price"
    return f"{order} takes the best bid of {best} first and then the next; {end}."


def _seen(state: WalkState) -> str:
    """Return the shape of the stairs, and how much of them the order takes."""
    prices, sold = np.asarray(state.depth.prices), state.depth.cumulative / state.depth.total
    places = [int(np.searchsorted(sold, share - 1e-9)) for share in (0.5, 0.9, 1.0)]
    half, most, end = (state.price(float(prices[at])) for at in places)
    taken = "All of it is filled in" if state.emptied else "The part the order takes is filled in"
    beyond = "; the line of the order lies above the last stair" if state.emptied else ""
    return (
        "Stairs of an order book, with the best bid on the left and lower prices to the right. "
        f"Half of all bids lie down to {half}, nine tenths down to {most}, all down to {end}. "
        f"{taken}, from the best bid to the worst fill{beyond}."
    )
