"""A position on margin: its side, its size, and what it ties up and brings.

Sources: support.kraken.com 360030886332 (terminology), 203053156 (a short's used margin).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike

from margin_lessons.conventions import LongMargin, ShortMargin, as_option
from margin_lessons.currency import coin_code
from margin_lessons.errors import BadInput, number, of_kind, positive, shown
from margin_lessons.holding import Line, Lines
from margin_lessons.prices import A, Amount, check_prices, plain


class Side(Enum):
    """The side of a position."""

    LONG = "long"
    SHORT = "short"

    @property
    def sign(self) -> int:
        """+1 for a long, which gains when the price rises; -1 for a short."""
        return 1 if self is Side.LONG else -1


def as_side(side: object) -> Side:
    """Return a ``Side`` from a side or its name.

    >>> as_side("long")
    <Side.LONG: 'long'>
    >>> as_side("up")
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: side 'up' is neither 'long' nor 'short': a position gains when \
the price rises or when it falls.
    """
    if isinstance(side, Side):
        return side
    try:
        return Side(side.strip().lower() if isinstance(side, str) else None)
    except ValueError:
        raise BadInput(
            f"side {shown(side)} is neither 'long' nor 'short': "
            "a position gains when the price rises or when it falls."
        ) from None


@dataclass(frozen=True)
class Position:
    """One open position on margin: ``volume`` coins opened at the price ``entry``.

    ``leverage`` sets the used margin; it does not size the position. ``opening_charged`` says that
    its opening fee is among the fees of its account already, so that nothing charges it again.
    Raises ``BadInput`` when volume or entry is not a finite number above zero, leverage is below 1,
    or the coin has no name.

    >>> position = Position("long", volume=1, entry=20_000, leverage=5)
    >>> position.cost, position.used_margin(20_000)
    (20000.0, 4000.0)
    >>> position.profit(13_200)
    -6800.0
    """

    side: Side
    volume: float
    entry: float
    leverage: float
    coin: str = "BTC"
    opening_charged: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "side", as_side(self.side))
        why = "a position has a size, and its side says long or short"
        object.__setattr__(self, "volume", positive("volume", self.volume, why=why))
        why = "the entry is the price paid for one coin"
        object.__setattr__(self, "entry", positive("entry price", self.entry, why=why))
        why = "leverage is the value of the position over the margin set aside for it"
        leverage = number("leverage", self.leverage, why=why)
        if leverage < 1:
            raise BadInput(f"leverage {shown(leverage)} is below 1: {why}.")
        object.__setattr__(self, "leverage", leverage)
        if not 0 < self.cost / leverage < math.inf:  # no margin level could be told
            few = "little" if self.cost < 1 else "much"
            raise BadInput(
                f"volume {shown(self.volume)} at {shown(self.entry)} costs too {few} to be counted."
            )
        object.__setattr__(self, "coin", coin_code(self.coin))
        why = "the opening fee is charged already or not: True or False"
        of_kind("opening_charged", self.opening_charged, bool, why=why)

    @property
    def cost(self) -> float:
        """Opening cost in the quote currency: volume times entry."""
        return self.volume * self.entry

    def valuation(self, price: ArrayLike) -> Amount:
        """Return what the coins are worth at ``price``; ``BadInput`` unless it is above 0."""
        return plain(self.volume * check_prices(price))

    def profit(self, price: ArrayLike) -> Amount:
        """Return the unrealised profit or loss at ``price``, fees not included.

        Raises ``BadInput`` for a price that is not above zero.

        A short of 10,000 USD at 50,000 loses 3,040 when the price rises to 65,200:

        >>> Position("short", volume=0.2, entry=50_000, leverage=5).profit(65_200)
        -3040.0
        """
        return plain(self.gain(check_prices(price)))

    def gain(self, price: A) -> A:
        """Return the profit at a price that was checked before; it goes on below zero.

        >>> Position("long", volume=1, entry=20_000, leverage=5).gain(-37.0)
        -20037.0
        """
        return self.side.sign * self.volume * (price - self.entry)

    def floats(
        self,
        short_margin: ShortMargin = ShortMargin.FLOATING,
        long_margin: LongMargin = LongMargin.FROZEN,
    ) -> bool:
        """Return whether the used margin follows the price under these rules of a venue.

        >>> Position("short", 1, 20_000, 5).floats("frozen")
        False
        """
        short = as_option("short_margin", short_margin, ShortMargin)
        long = as_option("long_margin", long_margin, LongMargin)
        if self.side is Side.SHORT:
            return short is ShortMargin.FLOATING
        return long is LongMargin.FLOATING

    def used_margin(
        self,
        price: ArrayLike,
        short_margin: ShortMargin = ShortMargin.FLOATING,
        long_margin: LongMargin = LongMargin.FROZEN,
    ) -> Amount:
        """Return the collateral set aside for this position, shaped like ``price``.

        Raises ``BadInput`` for a price that is not above zero and for what is no option.

        >>> Position("short", volume=0.2, entry=50_000, leverage=5).used_margin(65_200)
        2608.0
        """
        prices = check_prices(price)
        kept = self.margin(prices, short_margin, long_margin)
        return plain(np.broadcast_to(kept, prices.shape).copy())

    def margin(self, price: A, short_margin: ShortMargin, long_margin: LongMargin) -> A | float:
        """Return the used margin at a price that was checked before, or the one of every price.

        >>> Position("long", 1, 20_000, 5).margin(13_200.0, ShortMargin.FROZEN, LongMargin.FROZEN)
        4000.0
        """
        if self.floats(short_margin, long_margin):
            return self.volume * price / self.leverage
        return self.cost / self.leverage

    def lines(self, short_margin: ShortMargin, long_margin: LongMargin) -> Lines:
        """Return what the position adds to the lines of an account, in the price of its coin.

        >>> both = Position("long", 1, 20_000, 5).lines(ShortMargin.FLOATING, LongMargin.FROZEN)
        >>> both.equity.total(), both.used.total()
        ((-20000.0, 1.0), (4000.0, 0.0))
        """
        equity = Line((-self.side.sign * self.cost,), (self.side.sign * self.volume,))
        if self.floats(short_margin, long_margin):
            return Lines(equity, Line((), (self.volume / self.leverage,)))
        return Lines(equity, Line((self.cost / self.leverage,)))
