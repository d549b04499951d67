"""The account at a price, named once: what it is worth, what is set aside, what is owed.

Sources: support.kraken.com 360030886332 (terminology), 203325763 (levels).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, cast

import numpy as np

from margin_lessons.prices import A, Amount, Prices, plain
from margin_lessons.venue_rules import Venue


@dataclass(frozen=True)
class Statement(Generic[A]):
    """What an account is at a price, or at each of many: floats for one, arrays for many.

    ``prices`` are those of its coins. ``collateral`` is the trade balance, ``profit`` the
    unrealised one, ``used_margin`` what is set aside for the open positions, each in the quote
    currency; all else follows from them. ``Account.at`` makes it.

    >>> from margin_lessons.account import Account, Position
    >>> at = Account(6_250, (Position("long", 0.5, 62_500, 5),)).at(48_000)
    >>> at.profit, at.equity, at.owed, at.used_margin, at.free_margin, at.zone
    (-7250.0, -1000.0, 1000.0, 6250.0, -7250.0, 'certain')
    """

    prices: Mapping[str, A]
    collateral: A
    profit: A
    used_margin: A
    venue: Venue

    @cached_property
    def equity(self) -> A:
        """What is left if everything were closed now; below zero it is a debt."""
        return self.collateral + self.profit

    @cached_property
    def free_margin(self) -> A:
        """Equity less used margin: what may still back a new position."""
        return self.equity - self.used_margin

    @cached_property
    def level(self) -> A:
        """The margin level as a fraction; infinite while nothing is open."""
        equity, used = np.asarray(self.equity), np.asarray(self.used_margin)
        none = np.full(equity.shape, np.inf)
        return cast(A, plain(np.divide(equity, used, out=none, where=used > 0)))

    @cached_property
    def owed(self) -> A:
        """The debt that closing everything now would leave, 0 or above."""
        return cast(A, plain(np.maximum(0.0, -np.asarray(self.equity))))

    @property
    def zone(self) -> str:
        """The venue's name of the zone the level lies in; ``BadInput`` for many prices.

        >>> from margin_lessons.account import Account, Position
        >>> Account(10_000, (Position("long", 1, 20_000, 5),)).at(13_000).zone
        'may close'
        """
        level: Any = self.level  # one: the venue refuses many
        return self.venue.zone(level)


class Stated:
    """What has a statement at a price, and so tells each of its numbers by itself, too.

    Each takes one price, or many, or a mapping with those of each coin, and raises as ``at`` does.
    """

    def at(self, prices: Prices, with_fees: bool = True) -> Statement[Any]:
        """Return the statement at a price, or at each of many; whoever inherits says how."""
        raise NotImplementedError

    def collateral(self, prices: Prices, with_fees: bool = True) -> Amount:
        """Return the trade balance: the balance and the coins after their haircuts.

        >>> from margin_lessons.account import Account, CoinCollateral
        >>> Account(coins=(CoinCollateral("BTC", 0.1),)).collateral(60_000)
        6000.0
        """
        return self.at(prices, with_fees).collateral

    def profit(self, prices: Prices) -> Amount:
        """Return the unrealised profit or loss of all positions together."""
        return self.at(prices).profit

    def equity(self, prices: Prices, with_fees: bool = True) -> Amount:
        """Return what is left if everything were closed now: collateral plus profit.

        The article's example, completed: 0.5 BTC long at 62,500 on 6,250 USD, filled at 48,000.

        >>> from margin_lessons.account import Account, Position
        >>> Account(6_250, (Position("long", 0.5, 62_500, 5),)).equity(48_000)
        -1000.0
        """
        return self.at(prices, with_fees).equity

    def used_margin(self, prices: Prices) -> Amount:
        """Return the collateral set aside for all open positions."""
        return self.at(prices).used_margin

    def free_margin(self, prices: Prices, with_fees: bool = True) -> Amount:
        """Return equity less used margin: what may still back a new position.

        >>> from margin_lessons.account import Account, Position
        >>> Account(10_000, (Position("long", 1, 20_000, 5),)).free_margin(20_000)
        6000.0
        """
        return self.at(prices, with_fees).free_margin

    def level(self, prices: Prices, with_fees: bool = True) -> Amount:
        """Return the margin level as a fraction; infinite while nothing is open.

        >>> from margin_lessons.account import Account, Position
        >>> Account(5_000, (Position("short", 0.2, 50_000, 5),)).level(65_200).__round__(6)
        0.751534
        """
        return self.at(prices, with_fees).level
