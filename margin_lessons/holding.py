"""A holding: two straight lines, its equity and its used margin, in the price or in 1/price.

An account and a contract both are one. So ``equity = level x used margin`` is one linear equation,
and one solver serves the call, the liquidation and the bankruptcy of both.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

import numpy as np

from margin_lessons.conventions import AtEquality
from margin_lessons.errors import BadInput, shown
from margin_lessons.prices import A
from margin_lessons.rounding import settled_sum


def linear_root(intercept: A, slope: float) -> A | None:
    """Return x with ``intercept + slope * x = 0``, or None when no single x does it.

    >>> linear_root(-3_200, 0.5)
    6400.0
    >>> linear_root(1.0, 0.0) is None
    True
    """
    if slope == 0:
        return None
    root = -intercept / slope
    return root if np.isfinite(root).all() else None


@dataclass(frozen=True)
class Line:
    """A straight line in the price, ``intercept + slope * price``, each by the terms it sums.

    >>> Line((10_000, -20_000), (1,)).less(0.8, Line((4_000,))).total()
    (-13200.0, 1.0)
    """

    intercept: tuple[float, ...] = ()
    slope: tuple[float, ...] = ()

    def less(self, times: float, other: Line) -> Line:
        """Return this line less ``times`` the other."""
        return Line(
            (*self.intercept, *(-times * term for term in other.intercept)),
            (*self.slope, *(-times * term for term in other.slope)),
        )

    def times(self, factor: float) -> Line:
        """Return this line, each term ``factor`` times as large."""
        return Line(
            tuple(factor * term for term in self.intercept),
            tuple(factor * term for term in self.slope),
        )

    def plus(self, other: Line) -> Line:
        """Return the sum of the two lines."""
        return Line((*self.intercept, *other.intercept), (*self.slope, *other.slope))

    def at(self, price: float) -> float:
        """Return the height of the line at a price, or at 1/price.

        >>> Line((10_000, -20_000), (1,)).at(13_200)
        3200.0
        """
        return settled_sum(*self.intercept, *(term * price for term in self.slope))

    def total(self) -> tuple[float, float]:
        """Return intercept and slope, each summed."""
        return settled_sum(*self.intercept), settled_sum(*self.slope)

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it at all."""
        return not self.intercept and not self.slope


@dataclass(frozen=True)
class Bend:
    """A price (or 1/price) above which the used margin is another line: the edge of a tier."""

    at: float
    used: Line


@dataclass(frozen=True)
class Lines:
    """Equity and used margin as lines in the price, or in 1/price when ``reciprocal``.

    Margin tiers bend the used margin: ``used`` holds up to the first of the ``bends``, each of them
    from its place on, in ascending order. ``start`` is the place from which the first crossing is
    looked for, the entry; it is None where there is one line, and so one crossing at most.
    ``below_zero`` says that the price itself may fall to zero and below.

    >>> both = Lines(Line((10_000, -20_000), (1,)), Line((4_000,)))
    >>> both.plus(Lines(Line((500,)), Line())).still(13_200).equity.total()
    (3700.0, 0.0)
    """

    equity: Line
    used: Line
    reciprocal: bool = False
    bends: tuple[Bend, ...] = ()
    start: float | None = None
    below_zero: bool = False

    def used_at(self, place: float) -> Line:
        """Return the line of the used margin that holds at a price (or 1/price)."""
        return next((bend.used for bend in reversed(self.bends) if place > bend.at), self.used)

    def plus(self, other: Lines) -> Lines:
        """Return the lines of two holdings in one price together."""
        places = sorted({bend.at for one in (self, other) for bend in one.bends})
        after = (math.nextafter(place, math.inf) for place in places)
        above = (self.used_at(place).plus(other.used_at(place)) for place in after)
        bends = tuple(Bend(place, used) for place, used in zip(places, above, strict=True))
        return Lines(
            self.equity.plus(other.equity),
            self.used.plus(other.used),
            self.reciprocal,
            bends,
            self.start if self.start is not None else other.start,
            self.below_zero or other.below_zero,
        )

    def times(self, rate: float) -> Lines:
        """Return the same in another currency, of which one unit is worth ``rate``."""
        bends = tuple(Bend(bend.at, bend.used.times(rate)) for bend in self.bends)
        return replace(
            self, equity=self.equity.times(rate), used=self.used.times(rate), bends=bends
        )

    def by_price(self) -> Lines:
        """Return lines in 1/price and in coin as lines in the price and in its currency.

        Each is multiplied by the price, so that what stood with 1/price stands alone.

        >>> Lines(Line((0.25,), (-1_000,)), Line((), (10,)), reciprocal=True).by_price().equity
        Line(intercept=(-1000,), slope=(0.25,))
        """
        lines = [self.used, *(bend.used for bend in self.bends)][::-1]
        places = [1 / bend.at for bend in self.bends][::-1]
        turned = [Line(line.slope, line.intercept) for line in lines]
        bends = tuple(Bend(at, line) for at, line in zip(places, turned[1:], strict=True))
        equity = Line(self.equity.slope, self.equity.intercept)
        start = None if self.start is None else 1 / self.start
        return Lines(equity, turned[0], False, bends, start)

    def still(self, price: float) -> Lines:
        """Return the lines of what stands still at ``price`` while another price moves."""
        equity, used = (
            Line() if line.empty else Line((line.at(price),))
            for line in (self.equity, self.used_at(price))
        )
        return Lines(equity, used, self.reciprocal)


@runtime_checkable
class Holding(Protocol):
    """What has an equity and a used margin that are straight lines: an account, or a contract."""

    @property
    def acting_level(self) -> float:
        """The level at which the venue liquidates."""

    @property
    def at_equality(self) -> AtEquality:
        """What the venue does when the level is exactly there."""

    def lines(
        self,
        *,
        coin: str | None = None,
        prices: Mapping[str, float] | None = None,
        with_fees: bool = True,
    ) -> Lines:
        """Return the lines in the price of ``coin``, the ``prices`` of other coins held still."""


def as_holding(holding: object) -> Holding:
    """Return what is an account or a contract, or raise ``BadInput``.

    >>> as_holding(5_000)
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: holding 5000 is no account and no contract: a margin level is \
that of one of them.
    """
    if not isinstance(holding, Holding):
        raise BadInput(
            f"holding {shown(holding)} is no account and no contract: "
            "a margin level is that of one of them."
        )
    return holding
