"""Who holds what after every event: the account, its lender, the venue, the market, its bank.

Money is conserved: in dollars and in coins, the five columns add up to zero after every event. The
account's and the lender's columns are read off the account itself, the others add up what each
trade, fee and deposit moved; so the sum checks the arithmetic of one against the other.

A long's loan is paid out in the quote currency, a short's in coins (support.kraken.com 203325693:
all that is lent comes from the exchange's margin pool). An account below zero dollars when nothing
is open any more is a debt: the lender has been repaid in full, and the account owes the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from margin_lessons.account import Account, Side
from margin_lessons.errors import number, whole


class Party(Enum):
    """The parties of a replay, in the order of the ledger's columns."""

    ACCOUNT = "the account"
    LENDER = "the lender (the venue's margin pool)"
    VENUE = "the venue (its fees)"
    MARKET = "the market (the other side of each trade)"
    BANK = "the trader's bank and wallet (where deposits come from)"


@dataclass(frozen=True, eq=False)
class Ledger:
    """Holdings after every event, one row an event and one column a party, from nothing at all.

    ``money`` is in the quote currency, ``coins`` in coins; both are negative where a party has
    given more than it got.
    """

    money: NDArray[np.float64]
    coins: NDArray[np.float64]
    inverse: bool = False

    def __post_init__(self) -> None:
        for name in ("money", "coins"):
            table = np.array(getattr(self, name), dtype=float)
            table.setflags(write=False)
            object.__setattr__(self, name, table)

    @classmethod
    def of(cls, rows: Sequence[NDArray[np.float64]], inverse: bool = False) -> Ledger:
        """Return the ledger of rows that have money and coins each."""
        money, coins = np.stack(rows).transpose(1, 0, 2)
        return cls(money, coins, inverse)

    def worth(self, row: int, price: float) -> dict[Party, float]:
        """Return what each party holds after the event ``row``, valued at ``price``.

        Raises ``BadInput`` for a row that is not there and for what is no price.
        """
        last = len(self.money) - 1
        row = whole("row", row, 0, why="there is one row for each event", most=last)
        price = number("price", price, why="coins are valued at a price")
        values = self.money[row] + self.coins[row] * (-1 / price if self.inverse else price)
        return dict(zip(Party, values.tolist(), strict=True))

    @property
    def imbalance(self) -> float:
        """The largest sum of a row as a share of what has moved: zero but for rounding."""
        worst = 0.0
        for table in (self.money, self.coins):
            moved = np.maximum.accumulate(np.abs(table).sum(axis=1))
            share = np.abs(table.sum(axis=1)) / np.where(moved > 0, moved, 1.0)
            worst = max(worst, float(share.max()))
        return worst


class Flows:
    """What has flowed so far to the venue, the market and the bank; the engine writes it."""

    def __init__(self, account: Account) -> None:
        held = sum(coin.units for coin in account.coins)
        self.bank = np.array([-account.cash, -held])
        self.venue = np.array([account.fees_accrued, 0.0])
        self.market = np.array([-account.realised, 0.0])
        for position in account.positions:
            self.trade(-position.side.sign * position.volume, position.entry)

    def trade(self, volume: float, price: float) -> None:
        """The market takes ``volume`` coins and pays for them (a negative volume: it gives)."""
        self.market += (-volume * price, volume)

    def fee(self, fee: float) -> None:
        """The venue earns a fee."""
        self.venue[0] += fee

    def deposit(self, amount: float) -> None:
        """The bank pays in."""
        self.bank[0] -= amount

    def row(self, account: Account) -> NDArray[np.float64]:
        """Return holdings of every party now: a row for the money and one for the coins."""
        held = np.array([account.balance(), sum(coin.units for coin in account.coins)])
        lent = np.zeros(2)
        for position in account.positions:
            if position.side is Side.LONG:
                held[1] += position.volume
                lent[0] -= position.cost
            else:
                held[0] += position.cost
                lent[1] -= position.volume
        return np.stack([held, lent, self.venue, self.market, self.bank], axis=1)
