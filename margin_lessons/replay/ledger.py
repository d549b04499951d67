"""Who holds what after every event: the account, its lender, the venue, the market, its bank.

Money is conserved: in dollars and in coins, the six columns add up to zero after every event. The
account's and the lender's columns are read off the account itself, the others add up what each
trade, fee and deposit moved; so the sum checks the arithmetic of one against the other.

A long's loan is paid out in the quote currency, a short's in coins (support.kraken.com 203325693:
all that is lent comes from the exchange's margin pool). An account below zero dollars when nothing
is open any more is a debt: the lender has been repaid in full, and the account owes the rest.

Nobody lends for a contract. It is a claim on the market, the other side of it: so many coins, and
their price at the entry the other way; of an inverse contract so many units of the quote currency,
each worth -1/price in coin.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from margin_lessons.account import Account, Side
from margin_lessons.errors import number, whole


class Party(Enum):
    """The parties of a replay, in the order of the ledger's columns."""

    ACCOUNT = "the account"
    LENDER = "the lender (the venue's margin pool)"
    VENUE = "the venue (its fees)"
    MARKET = "the market (the other side of each trade)"
    BANK = "the trader's bank and wallet (where deposits come from)"
    FUND = "the insurance fund (what it pays of a loss)"


@dataclass(frozen=True, eq=False)
class Ledger:
    """Holdings after every event, one row an event and one column a party, from nothing at all.

    ``money`` is in the quote currency, ``coins`` in coins; both are negative where a party has
    given more than it got. Of an ``inverse`` contract the money is in coin.
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
    """What has flowed so far, to every party but the one who holds something and its lender.

    It begins with what the holder brought from the bank: money, and coins.
    """

    def __init__(self, money: float, coins: float = 0.0) -> None:
        self.bank = np.array([-money, -coins])
        self.venue, self.market, self.fund = np.zeros(2), np.zeros(2), np.zeros(2)

    @classmethod
    def of(cls, account: Account) -> Flows:
        """Return what had flowed to and from an account before it was looked at."""
        flows = cls(account.cash, sum(coin.units for coin in account.coins))
        flows.fee(account.fees_accrued)
        flows.market[0] -= account.realised
        for position in account.positions:
            flows.trade(-position.side.sign * position.volume, position.entry)
        return flows

    def trade(self, volume: float, price: float) -> None:
        """The market takes ``volume`` coins and pays for them (a negative volume: it gives)."""
        self.market += (-volume * price, volume)

    def fee(self, fee: float) -> None:
        """The venue earns a fee."""
        self.venue[0] += fee

    def deposit(self, amount: float) -> None:
        """The bank pays in."""
        self.bank[0] -= amount

    def row(self, held: ArrayLike, lent: ArrayLike = (0.0, 0.0)) -> NDArray[np.float64]:
        """Return what every party holds now: a row for the money and one for the coins."""
        others = (self.venue, self.market, self.bank, self.fund)
        return np.stack([np.asarray(held), np.asarray(lent), *others], axis=1)

    def account_row(self, account: Account) -> NDArray[np.float64]:
        """Return the row while this is the account."""
        held = np.array([account.balance(), sum(coin.units for coin in account.coins)])
        lent = np.zeros(2)
        for position in account.positions:
            if position.side is Side.LONG:
                held[1] += position.volume
                lent[0] -= position.cost
            else:
                held[0] += position.cost
                lent[1] -= position.volume
        return self.row(held, lent)
