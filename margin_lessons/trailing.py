"""The trailing stop: how far it stands behind the best price, from when on, and with which limit.

Sources: support.kraken.com, trailing stop orders; Bitstamp API documentation, 2026: a distance of 1
to 2,000 basis points, an activation price if wanted, a market or a limit order.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from margin_lessons.account import Amount, Side, as_side, plain
from margin_lessons.errors import BadInput, between, positive, shown
from margin_lessons.waiting_order import Order, finite, written

BASIS_POINTS = (1, 2_000)
"""The least and the largest distance in basis points that Bitstamp documents: 0.01 % to 20 %."""


@dataclass(frozen=True)
class TrailingStop(Order):
    """An order once the price comes back from its best by an ``amount``, a ``share`` of it, or bps.

    The best price counts from the moment the order is placed; the trigger follows it and never goes
    back. ``basis_points`` are hundredths of a per cent, 1 to 2,000. With an ``activation`` price it
    has no trigger until the best price has been there. It is a market order, or with a ``collar`` a
    limit order that share worse than its trigger, which may rest unfilled. Raises ``BadInput`` for
    no distance or two, and for numbers out of range.

    Kraken's example (support.kraken.com, trailing stop orders): 1 BTC long at 20,000 with a trail
    of 5 %; the price rises to 22,000, and 1,100 lower it triggers. With a collar of 5 %, which
    Robinhood EU puts on its stops, it is a limit order at 19,855.

    >>> stop = TrailingStop(basis_points=500, collar=0.05)
    >>> stop.level(22_000.0, Side.LONG), stop.limit_from(20_900.0, Side.LONG)
    (20900.0, 19855.0)
    >>> TrailingStop(share=0.05, activation=23_000).level(22_000.0, Side.LONG)
    -inf
    >>> TrailingStop(share=0)
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: trailing distance 0 is not above 0: without a distance the \
stop triggers at once.
    """

    amount: float | None = None
    share: float | None = None
    basis_points: float | None = None
    activation: float | None = None
    collar: float | None = None

    title: ClassVar[str] = "trailing stop"
    entry_title: ClassVar[str] = "trailing stop entry"

    def __post_init__(self) -> None:
        super().__post_init__()
        distance = one_distance(self.amount, self.share, self.basis_points)
        for name, value in zip(("amount", "share", "basis_points"), distance, strict=True):
            self._set(name, value)
        if self.activation is not None:
            why = "it is the price from which on the stop follows"
            self._set("activation", positive("activation price", self.activation, why=why))
        if self.collar is not None:
            why = "it is how much worse than its trigger a stop may fill, as a share of it"
            self._set("collar", between("collar", self.collar, 0, 1, why=why))

    def level(self, best: ArrayLike, side: Side) -> Amount:
        """Return the trigger for one best price, or for an array; infinite before activation."""
        if not isinstance(best, float) or not math.isfinite(best):
            best = finite("best price", best, why="a trailing stop follows a price")
        sign = as_side(side).sign
        # One of the three is given.
        share = (self.share or 0.0) + (self.basis_points or 0.0) / 10_000
        level = best - sign * ((self.amount or 0.0) + share * abs(best))
        if self.activation is None:
            return plain(level)
        return plain(np.where(sign * (best - self.activation) >= 0, level, -sign * math.inf))

    def limit_from(self, trigger: float, side: Side) -> float | None:
        """Return the limit, a ``collar`` worse than the trigger; None for a market order."""
        if self.collar is None:
            return None
        return trigger - as_side(side).sign * self.collar * abs(trigger)

    def _where(self) -> str:
        if self.amount is not None:
            return f" of {written(self.amount)}"
        if self.basis_points is not None:
            return f" of {written(self.basis_points)} basis points"
        return f" of {written(100 * (self.share or 0.0), digits=4)}%"


def one_distance(
    amount: float | None, share: float | None, basis_points: float | None = None
) -> tuple[float | None, float | None, float | None]:
    """Return the one distance that is given, as a float, and None for the others.

    >>> one_distance(None, 0.05)
    (None, 0.05, None)
    """
    if sum(one is not None for one in (amount, share, basis_points)) != 1:
        also = "" if basis_points is None else f" and basis points {shown(basis_points)}"
        raise BadInput(
            f"amount {shown(amount)} and share {shown(share)}{also} do not give one distance: "
            "name exactly one of them."
        )
    why = "without a distance the stop triggers at once"
    if amount is not None:
        return positive("trailing distance", amount, why=why), None, None
    if basis_points is not None:
        why = "it is counted in hundredths of a per cent, from 0.01 % to 20 %"
        return None, None, between("basis points", basis_points, *BASIS_POINTS, why=why)
    part = positive("trailing distance", share, why=why)
    if part >= 1:
        raise BadInput(
            f"trailing distance {shown(share)} is not below 1: it is a share of the price, "
            "and 0.05 is 5%."
        )
    return None, part, None
