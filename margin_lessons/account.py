"""Positions and accounts: equity, profit, used and free margin, margin level.

The formulas, with ``s`` = +1 for a long and -1 for a short::

    equity      E(P) = cash + coins after haircut + s x volume x (P - entry) - fees
    used margin U(P) = volume x entry / leverage     (long, or a short kept at cost)
                     = volume x P / leverage         (a short re-valued at the current price)
    level       M(P) = E(P) / U(P)                   one number for the whole account

Sources: support.kraken.com 360030886332 (terminology), 203325763 (levels), 203053156 (examples).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from margin_lessons.errors import (
    BadInput,
    all_of,
    not_negative,
    number,
    numbers,
    of_kind,
    positive,
    shown,
)
from margin_lessons.position import (
    Amount,
    CoinCollateral,
    Position,
    Side,
    as_side,
    check_prices,
    plain,
)
from margin_lessons.venue import KRAKEN_SPOT, Venue

__all__ = [
    "Account",
    "Amount",
    "CoinCollateral",
    "Position",
    "Prices",
    "Side",
    "as_side",
    "check_prices",
    "plain",
]

Prices = ArrayLike | Mapping[str, ArrayLike]
"""One price (or an array of prices) when an account knows one coin, else a price for each coin."""


@dataclass(frozen=True)
class Account:
    """Cash, collateral coins and open positions under the rules of one venue.

    ``cash`` is what was paid in, ``realised`` the profit or loss of what has been closed and
    ``fees_accrued`` what is owed for opening and rolling over; each in the quote currency. The
    balance may be negative: that is a debt, and it is never hidden. Raises ``BadInput`` for cash or
    fees below zero, for what is no position or collateral, and for a leverage the venue lacks.

    >>> account = Account(cash=10_000, positions=(Position("long", 1, 20_000, 5),))
    >>> account.equity(13_200), account.used_margin(13_200), account.level(13_200)
    (3200.0, 4000.0, 0.8)
    """

    cash: float = 0.0
    positions: tuple[Position, ...] = ()
    coins: tuple[CoinCollateral, ...] = ()
    venue: Venue = KRAKEN_SPOT
    realised: float = 0.0
    fees_accrued: float = 0.0

    def __post_init__(self) -> None:
        why = "an account is traded under the rules of one venue, such as KRAKEN_SPOT"
        of_kind("venue", self.venue, Venue, why=why)
        for name, kind in (("positions", Position), ("coins", CoinCollateral)):
            why = "an account lists what is open and what backs it"
            row = all_of(name.removesuffix("s"), getattr(self, name), kind, why=why)
            object.__setattr__(self, name, row)
        why = "collateral is something you hold"
        object.__setattr__(self, "cash", not_negative("cash collateral", self.cash, why=why))
        object.__setattr__(
            self,
            "realised",
            number("realised profit", self.realised, why="it is an amount of money"),
        )
        why = "a fee is owed, never earned"
        object.__setattr__(self, "fees_accrued", not_negative("fees", self.fees_accrued, why=why))
        for position in self.positions:
            self.venue.check_leverage(position.leverage)

    @property
    def symbols(self) -> tuple[str, ...]:
        """The coins whose price this account depends on, in order of appearance."""
        names = [p.coin for p in self.positions] + [c.coin for c in self.coins]
        return tuple(dict.fromkeys(names))

    def price_of(self, coin: str, prices: Prices) -> NDArray[np.float64]:
        """Return the price of one coin; ``BadInput`` when it is missing, or not above zero."""
        if isinstance(prices, Mapping):
            if coin not in prices:
                raise BadInput(
                    f"price of {coin} is missing: this account holds {' and '.join(self.symbols)}, "
                    "and each needs a price."
                )
            return check_prices(prices[coin], f"price of {coin}")
        if len(self.symbols) > 1:
            raise BadInput(
                f"price {shown(prices)} stands alone: this account holds "
                f"{' and '.join(self.symbols)}, and each needs a price of its own."
            )
        return check_prices(prices)

    def balance(self, with_fees: bool = True) -> float:
        """Return cash plus what has been realised, less fees; below zero it is a debt."""
        return self.cash + self.realised - (self.fees_accrued if with_fees else 0.0)

    def collateral(self, prices: Prices, with_fees: bool = True) -> Amount:
        """Return the trade balance: the balance and the coins after their haircuts.

        >>> Account(coins=(CoinCollateral("BTC", 0.1),)).collateral(60_000)
        6000.0
        """
        zero = self._zero(prices)
        coins = sum((c.counts_for(self.price_of(c.coin, prices)) for c in self.coins), zero)
        return plain(np.asarray(self.balance(with_fees) + coins))

    def profit(self, prices: Prices) -> Amount:
        """Return the unrealised profit or loss of all positions together."""
        zero = self._zero(prices)
        total = sum((p.profit(self.price_of(p.coin, prices)) for p in self.positions), zero)
        return plain(np.asarray(total))

    def equity(self, prices: Prices, with_fees: bool = True) -> Amount:
        """Return what is left if everything were closed now: collateral plus profit.

        The article's example, completed: 0.5 BTC long at 62,500 on 6,250 USD, filled at 48,000.

        >>> Account(6_250, (Position("long", 0.5, 62_500, 5),)).equity(48_000)
        -1000.0
        """
        return self.collateral(prices, with_fees) + self.profit(prices)

    def used_margin(self, prices: Prices) -> Amount:
        """Return the collateral set aside for all open positions."""
        rule, zero = self.venue.short_margin, self._zero(prices)
        held = ((p, self.price_of(p.coin, prices)) for p in self.positions)
        total = sum((position.used_margin(price, rule) for position, price in held), zero)
        return plain(np.asarray(total))

    def free_margin(self, prices: Prices, with_fees: bool = True) -> Amount:
        """Return equity less used margin: what may still back a new position.

        >>> Account(10_000, (Position("long", 1, 20_000, 5),)).free_margin(20_000)
        6000.0
        """
        return self.equity(prices, with_fees) - self.used_margin(prices)

    def level(self, prices: Prices, with_fees: bool = True) -> Amount:
        """Return the margin level as a fraction; infinite while nothing is open.

        >>> Account(5_000, (Position("short", 0.2, 50_000, 5),)).level(65_200).__round__(6)
        0.751534
        """
        if not self.positions:
            return plain(np.full(np.shape(self._zero(prices)), np.inf))
        return self.equity(prices, with_fees) / self.used_margin(prices)

    def open(self, position: Position, fee: float = 0.0) -> Account:
        """Return the account with one more position and its opening fee owed.

        Raises ``BadInput`` for a fee below zero and for a leverage the venue does not offer.
        """
        why = "a fee is owed, never earned"
        fees = self.fees_accrued + not_negative("opening fee", fee, why=why)
        return replace(self, positions=(*self.positions, position), fees_accrued=fees)

    def add_cash(self, amount: float) -> Account:
        """Return the account after a deposit of ``amount``; ``BadInput`` unless it is above zero.

        >>> Account(cash=10_000).add_cash(2_000).cash
        12000.0
        """
        why = "to answer a call you add funds"
        return replace(self, cash=self.cash + positive("deposit", amount, why=why))

    def charge(self, fee: float) -> Account:
        """Return the account with one more fee owed; ``BadInput`` for a fee below zero."""
        why = "a fee is owed, never earned"
        return replace(self, fees_accrued=self.fees_accrued + not_negative("fee", fee, why=why))

    def _zero(self, prices: Prices) -> NDArray[np.float64]:
        # Lets a part of the account that does not depend on the price take the price's shape.
        named = prices if isinstance(prices, Mapping) else {"": prices}
        why = "a price is an amount of money"
        shapes = [
            numbers(f"price of {coin}" if coin else "price", one, why=why).shape
            for coin, one in named.items()
        ]
        try:
            return np.zeros(np.broadcast_shapes(*shapes))
        except ValueError:
            raise BadInput(
                f"prices of {', '.join(named)} have the shapes {', '.join(map(str, shapes))}: "
                "give one price of a coin, or as many of it as of the others."
            ) from None
