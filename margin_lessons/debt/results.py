"""The rules of a recovery and its result: the steps, who paid what, and what is restricted.

Amounts are in the quote currency of the debt unless a field names another; days count from the same
day as the debt's.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike

from margin_lessons.account import Amount, plain
from margin_lessons.debt.basis import Basis
from margin_lessons.debt.wallets import Debt, Deposit, Wallet
from margin_lessons.errors import not_negative, numbers


class Payer(Enum):
    """Whose money a step takes."""

    WALLETS = "the client's wallets"
    DEPOSITS = "the client's deposits"
    VENUE = "the venue"


@dataclass(frozen=True)
class RecoveryRules:
    """What happens to a debt that the collateral does not cover.

    ``other_wallets``: wallets that are not for margin are taken too; ``deposits``: later deposits
    are taken; ``restricts``: trading and withdrawal stop until the debt is settled;
    ``protection``: the venue chooses to absorb what is left after the wallets, if that is under
    ``protection_limit``. It is a choice of the venue and never a right, so it is off by default.
    Raises ``BadInput`` for a limit below zero.
    """

    name: str
    other_wallets: bool = True
    deposits: bool = True
    restricts: bool = True
    protection: bool = False
    protection_limit: float = 20.0

    def __post_init__(self) -> None:
        why = "the article speaks of small balances, usually under 20 USD"
        not_negative("protection limit", self.protection_limit, why=why)


AS_CLAIMED = RecoveryRules("published order, then the article's claims")
"""The venue's published order, and for the rest what the article says happens."""

AS_PUBLISHED = RecoveryRules("as the venue publishes it", deposits=False, restricts=False)
"""Only what the venue's own pages say: what the account cannot pay stays owed."""


@dataclass(frozen=True)
class Step:
    """One payment: ``amount`` of ``currency`` was taken, and ``paid`` of its ``value`` arrived.

    ``value`` is ``paid`` plus ``fee``, all in the quote currency; ``remaining`` is the debt after
    it. ``funds`` is the wallet or deposit as it was before, None when the venue absorbed the debt.
    """

    day: float
    payer: Payer
    origin: str
    funds: Wallet | Deposit | None
    currency: str
    amount: float
    value: float
    fee: float
    paid: float
    remaining: float
    basis: Basis


@dataclass(frozen=True)
class Recovery:
    """Who paid a debt, and when: what all payers paid and ``remaining`` add up to the debt.

    ``steps`` are in the order in which they happened; ``untouched`` are the wallets and deposits
    from which nothing was taken, in the order in which they would have been.
    """

    debt: Debt
    rules: RecoveryRules
    steps: tuple[Step, ...]
    untouched: tuple[Wallet | Deposit, ...]
    remaining: float

    def paid_by(self, payer: Payer) -> float:
        """Return what one payer paid towards the debt, conversion fees not included."""
        return sum((step.paid for step in self.steps if step.payer is payer), 0.0)

    @property
    def from_wallets(self) -> float:
        """What reached the debt from the client's wallets."""
        return self.paid_by(Payer.WALLETS)

    @property
    def from_deposits(self) -> float:
        """What reached the debt from the client's later deposits."""
        return self.paid_by(Payer.DEPOSITS)

    @property
    def absorbed(self) -> float:
        """What the venue absorbed."""
        return self.paid_by(Payer.VENUE)

    @property
    def fees(self) -> float:
        """All conversion fees: the client pays them on top of the debt."""
        return sum((step.fee for step in self.steps), 0.0)

    @property
    def client_cost(self) -> float:
        """What left the client's pockets: wallets and deposits, conversion fees included."""
        return self.from_wallets + self.from_deposits + self.fees

    @property
    def settled_day(self) -> float | None:
        """The day on which nothing is owed any more, or None."""
        if self.remaining > 0:
            return None
        return self.steps[-1].day if self.steps else self.debt.day

    @property
    def trading_returns(self) -> float | None:
        """The day from which the client may trade again; None while the debt is not settled.

        Where the rules know no restriction it is the day of the debt itself.
        """
        return self.settled_day if self.rules.restricts else self.debt.day

    @property
    def withdrawal_returns(self) -> float | None:
        """The day from which the client may withdraw again, or None: the article ties both."""
        return self.trading_returns

    def owed_on(self, days: ArrayLike) -> Amount:
        """Return the debt at the end of each day: it falls with payments and never grows.

        Shaped like ``days``; raises ``BadInput`` for what is no number.

        >>> from margin_lessons.debt import recover
        >>> recovery = recover(Debt(100), deposits=[Deposit(7, 60), Deposit(30, 60)])
        >>> recovery.owed_on([0, 6, 7, 29, 30]).tolist()
        [100.0, 100.0, 40.0, 40.0, 0.0]
        """
        levels = [0.0, self.debt.amount, *(step.remaining for step in self.steps)]
        starts = [self.debt.day, *(step.day for step in self.steps)]
        at = np.searchsorted(starts, numbers("day", days, why="days are counted"), side="right")
        return plain(np.asarray(levels)[at])
