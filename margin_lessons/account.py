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
from numpy.typing import NDArray

from margin_lessons.errors import (
    BadInput,
    all_of,
    not_negative,
    number,
    of_kind,
    positive,
    shown,
)
from margin_lessons.parts import net
from margin_lessons.position import (
    Amount,
    CoinCollateral,
    Position,
    Side,
    as_side,
    check_price,
    check_prices,
    plain,
)
from margin_lessons.prices import Prices, price_among, shape_of
from margin_lessons.venue import KRAKEN_SPOT, Venue

__all__ = [
    "Account",
    "Amount",
    "CoinCollateral",
    "Position",
    "Prices",
    "Side",
    "as_side",
    "check_price",
    "check_prices",
    "plain",
]


@dataclass(frozen=True)
class Account:
    """Cash, collateral coins and open positions under the rules of one venue.

    ``cash`` is what was paid in, ``realised`` the profit or loss of what has been closed and
    ``fees_accrued`` what is owed for opening and rolling over; each in the quote currency. The
    balance may be negative: that is a debt, and it is never hidden. Raises ``BadInput`` for cash or
    fees below zero, for what is no position or collateral, for a leverage the venue lacks, and for
    a long and a short of one coin: an opposite order closes (support.kraken.com 202966956).

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
        sides: dict[str, Side] = {}
        for position in self.positions:
            self.venue.check_leverage(position.leverage)
            if sides.setdefault(position.coin, position.side) is not position.side:
                raise BadInput(
                    f"positions hold a long and a short of {position.coin}: an opposite order "
                    "closes what is open, so net them, as Account.open(...) does."
                )

    @property
    def symbols(self) -> tuple[str, ...]:
        """The coins whose price this account depends on, in order of appearance."""
        names = [p.coin for p in self.positions] + [c.coin for c in self.coins]
        return tuple(dict.fromkeys(names))

    def price_of(self, coin: str, prices: Prices) -> NDArray[np.float64]:
        """Return the price of one coin; ``BadInput`` when it is missing, or not above zero."""
        return price_among(prices, coin, self.symbols)

    def prices_now(self, prices: Prices) -> dict[str, float]:
        """Return the one price of each coin held; ``BadInput`` when it is missing, or many.

        >>> Account(10_000, (Position("long", 1, 20_000, 5),)).prices_now(18_000)
        {'BTC': 18000.0}
        """
        why = "what happens at a moment happens at one price"
        if not isinstance(prices, Mapping):
            check_price(prices, why=why)
        return {
            coin: check_price(self.price_of(coin, prices), f"price of {coin}", why=why)
            for coin in self.symbols
        }

    def balance(self, with_fees: bool = True) -> float:
        """Return cash plus what has been realised, less fees; below zero it is a debt."""
        of_kind("with_fees", with_fees, bool, why="fees are counted or not: True or False")
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
        rules = self.venue.short_margin, self.venue.long_margin
        held = ((p, self.price_of(p.coin, prices)) for p in self.positions)
        each = (position.used_margin(price, *rules) for position, price in held)
        total = sum(each, self._zero(prices))
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
        """Return the account after an order was filled at the position's entry.

        It closes what is open of this coin on the other side first, oldest first, and opens what is
        left, as ``replay`` does; whether there is margin for that, ``check_new_position`` says.
        ``fee`` is what opening all of it costs; what only closes pays none of it. Raises
        ``BadInput`` for a fee below zero, one that is charged already, and a leverage the venue
        does not offer. Selling 1.5 coins with one open:

        >>> account = Account(10_000, (Position("long", 1, 20_000, 5),))
        >>> after = account.open(Position("short", 1.5, 19_000, 5))
        >>> after.realised, [(held.side.value, held.volume) for held in after.positions]
        (-1000.0, [('short', 0.5)])
        """
        of_kind("position", position, Position, why="an order opens or closes one")
        self.venue.check_leverage(position.leverage)
        fee = not_negative("opening fee", fee, why="a fee is owed, never earned")
        if fee and position.opening_charged:
            raise BadInput(f"opening fee {shown(fee)} is charged already: it is owed once.")
        netting = net(self.positions, position, position.entry)
        realised = self.realised + sum(part.profit for part in netting.parts)
        fee *= netting.opens / position.volume
        opened = position
        if netting.parts or fee:
            charged = position.opening_charged or fee > 0
            opened = replace(
                position, volume=netting.opens or position.volume, opening_charged=charged
            )
        held = (*netting.rest, opened) if netting.opens else netting.rest
        fees = self.fees_accrued + fee
        return replace(self, positions=held, realised=realised, fees_accrued=fees)

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
        return np.zeros(shape_of(prices))
