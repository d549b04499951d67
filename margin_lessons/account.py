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
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from margin_lessons.collateral import CoinCollateral
from margin_lessons.conventions import AtEquality
from margin_lessons.errors import (
    BadInput,
    all_of,
    not_negative,
    number,
    of_kind,
    positive,
    shown,
)
from margin_lessons.holding import Line, Lines
from margin_lessons.parts import net
from margin_lessons.position import Position, Side, as_side
from margin_lessons.prices import (
    Amount,
    One,
    Prices,
    check_price,
    check_prices,
    each_price,
    moving_coin,
    plain,
    price_among,
)
from margin_lessons.statement import Stated, Statement
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
class Account(Stated):
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
        """Return the price of one coin; ``BadInput`` when it is missing, or below its floor."""
        return price_among(prices, coin, self.symbols, self.venue.price_floor)

    def prices_now(self, prices: Prices) -> dict[str, float]:
        """Return the one price of each coin held; ``BadInput`` when it is missing, or many.

        >>> Account(10_000, (Position("long", 1, 20_000, 5),)).prices_now(18_000)
        {'BTC': 18000.0}
        """
        why, floor = "what happens at a moment happens at one price", self.venue.price_floor
        if not isinstance(prices, Mapping):
            check_price(prices, why=why, floor=floor)
        now = {coin: self.price_of(coin, prices) for coin in self.symbols}
        return {
            coin: check_price(one, f"price of {coin}", why=why, floor=floor)
            for coin, one in now.items()
        }

    @property
    def acting_level(self) -> float:
        """The margin level at which its venue liquidates, under its discretion."""
        return self.venue.acting_level

    @property
    def at_equality(self) -> AtEquality:
        """What its venue does when the level is exactly there."""
        return self.venue.at_equality

    def lines(
        self,
        *,
        coin: str | None = None,
        prices: Mapping[str, float] | None = None,
        with_fees: bool = True,
    ) -> Lines:
        """Return equity and used margin as lines in the price of ``coin``.

        ``prices`` holds the prices of the account's other coins still; raises ``BadInput`` when one
        of them is missing. Equity is the price less 10,000 USD here, and the used margin stands:

        >>> both = Account(10_000, (Position("long", 1, 20_000, 5),)).lines()
        >>> both.equity.total(), both.used.total()
        ((-10000.0, 1.0), (4000.0, 0.0))
        """
        moving, others = moving_coin(coin, prices, self.symbols, self.venue.price_floor)
        rules = self.venue.short_margin, self.venue.long_margin
        balance = Line((self.balance(with_fees),))
        lines = Lines(balance, Line(), floor=self.venue.price_floor)
        coins = ((held.coin, held.lines()) for held in self.coins)
        positions = ((held.coin, held.lines(*rules)) for held in self.positions)
        for name, own in (*coins, *positions):
            part = own if name == moving else own.still(float(self.price_of(name, others)))
            lines = lines.plus(part)
        return lines

    def balance(self, with_fees: bool = True) -> float:
        """Return cash plus what has been realised, less fees; below zero it is a debt."""
        of_kind("with_fees", with_fees, bool, why="fees are counted or not: True or False")
        return self.cash + self.realised - (self.fees_accrued if with_fees else 0.0)

    @overload
    def at(self, prices: One, with_fees: bool = True) -> Statement[float]: ...

    @overload
    def at(self, prices: Prices, with_fees: bool = True) -> Statement[Any]: ...

    def at(self, prices: Prices, with_fees: bool = True) -> Statement[Any]:
        """Return the account at a price, or at each of many, with everything named once.

        Raises ``BadInput`` for the price of a coin that is missing, and for one that is not above
        zero at a venue whose prices are.

        >>> at = Account(10_000, (Position("long", 1, 20_000, 5),)).at(13_200)
        >>> at.equity, at.used_margin, at.free_margin, at.level, at.owed
        (3200.0, 4000.0, -800.0, 0.8, 0.0)
        """
        zero, now = each_price(prices, self.symbols, self.venue.price_floor)
        rules = self.venue.short_margin, self.venue.long_margin
        coins = sum((held.worth(now[held.coin]) for held in self.coins), zero)
        used = sum((held.margin(now[held.coin], *rules) for held in self.positions), zero)
        return Statement(
            prices=now,
            collateral=self.balance(with_fees) + coins,
            profit=sum((held.gain(now[held.coin]) for held in self.positions), zero),
            used_margin=used,
            venue=self.venue,
        )

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
