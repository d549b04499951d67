"""The result of a recovery: the steps, who paid what, what came on top, and what is restricted.

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
from margin_lessons.debt.owed import DAYS_PER_YEAR, Owed
from margin_lessons.debt.recovery_rules import RecoveryRules
from margin_lessons.debt.wallets import Debt, Deposit, Wallet
from margin_lessons.errors import BadInput, numbers, of_kind, shown


class ChargeKind(Enum):
    """What comes on top of a debt that stands open."""

    INTEREST = "interest"
    COLLECTOR = "collector's fee"


class Payer(Enum):
    """Whose money a step takes."""

    WALLETS = "the client's wallets"
    DEPOSITS = "the client's deposits"
    VENUE = "the venue"


@dataclass(frozen=True)
class Charge:
    """What came on top of the debt by ``day``: interest since the last event, or a collector's fee.

    ``amount`` is in the quote currency of the debt.
    """

    day: float
    kind: ChargeKind
    amount: float


@dataclass(frozen=True)
class Step:
    """One payment: ``amount`` of ``currency`` was taken, and ``paid`` of its ``value`` arrived.

    ``value`` is ``paid`` plus ``fee``, all in the quote currency; ``charged`` is what interest and
    collector had added since the step before, ``remaining`` all that is owed after it. ``funds`` is
    the wallet or deposit as it was before, None when the venue absorbed the debt.
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
    charged: float = 0.0


@dataclass(frozen=True)
class Recovery:
    """Who paid a debt, and when: debt and charges are what all payers paid and ``remaining``.

    ``steps`` and ``charges`` are in the order in which they happened, and ``course`` is what was
    owed after each of them, from the day of the debt on; ``untouched`` are the wallets and deposits
    from which nothing was taken, in the order in which they would have been. ``never`` says why the
    deposits will not settle the debt, however long they go on; it is empty when they do.
    """

    debt: Debt
    rules: RecoveryRules
    steps: tuple[Step, ...]
    untouched: tuple[Wallet | Deposit, ...]
    charges: tuple[Charge, ...]
    course: tuple[Owed, ...]
    never: str = ""

    @property
    def owed(self) -> Owed:
        """What is owed after the last event, in its three parts, with the day."""
        return self.course[-1]

    @property
    def remaining(self) -> float:
        """What is owed after the last event, interest and collector's fee included."""
        return self.owed.total

    def charged(self, kind: ChargeKind) -> float:
        """Return what one kind of charge added up to until the last event."""
        of_kind("kind", kind, ChargeKind, why="interest and the collector's fee come on top")
        return sum((charge.amount for charge in self.charges if charge.kind is kind), 0.0)

    @property
    def interest(self) -> float:
        """All interest until the last event, paid or not."""
        return self.charged(ChargeKind.INTEREST)

    @property
    def collector_fee(self) -> float:
        """What the collector added."""
        return self.charged(ChargeKind.COLLECTOR)

    @property
    def due_day(self) -> float | None:
        """The day on which the debt is due, or None where the rules name none."""
        return None if self.rules.due_days is None else self.debt.day + self.rules.due_days

    @property
    def overdue(self) -> bool:
        """Whether the debt was not settled by the day on which it is due."""
        if self.due_day is None:
            return False
        return self.settled_day is None or self.settled_day > self.due_day

    def paid_by(self, payer: Payer) -> float:
        """Return what one payer paid of debt and charges, conversion fees not included."""
        of_kind("payer", payer, Payer, why="a debt is paid by one of those")
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
        """The day from which the client may withdraw again, or None: terms and article tie both."""
        return self.trading_returns

    def owed_on(self, days: ArrayLike) -> Amount:
        """Return what is owed at the end of each day: payments lower it, charges raise it.

        After the last event nothing more is paid, and interest runs on. Shaped like ``days``;
        raises ``BadInput`` for what is no finite number.

        >>> from margin_lessons.debt import AS_CLAIMED, recover
        >>> recovery = recover(Debt(100), (), [Deposit(7, 60), Deposit(30, 60)], AS_CLAIMED)
        >>> recovery.owed_on([0, 6, 7, 29, 30]).tolist()
        [100.0, 100.0, 40.0, 40.0, 0.0]
        >>> round(recover(Debt(264.30)).owed_on(30), 2)
        268.21
        """
        at = np.asarray(numbers("day", days, why="days are counted"))
        if not np.isfinite(at).all():
            raise BadInput(f"day {shown(days)} is not a finite number: days are counted.")
        states = (Owed(self.debt.day, 0.0), *self.course)
        starts, totals, debts = (
            np.array([getattr(state, name) for state in states])
            for name in ("day", "total", "debt")
        )
        # Before the day of the debt nothing is owed: the first state is one with nothing in it.
        last = np.searchsorted(starts[1:], at, side="right")
        grown = debts[last] * self.rules.interest * (at - starts[last]) / DAYS_PER_YEAR
        return plain(totals[last] + grown)
