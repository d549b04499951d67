"""A debt paid off: the wallets of the story, and the payments one by one, as they are shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property

from margin_lessons.conventions import as_option
from margin_lessons.debt import (
    AS_CLAIMED,
    AS_PUBLISHED,
    WITH_COLLECTOR,
    Basis,
    Debt,
    Deposit,
    Payer,
    Recovery,
    RecoveryRules,
    StandingOrder,
    Step,
    Wallet,
    WalletKind,
    recover,
)

FILL, EUR, SOL = 48_000.0, 1.10, 150.0
"""Prices in USD on the day of the debt: one BTC, one EUR, one SOL."""

STORY = {"btc": 0.005, "eur": 200.0, "sol": 2.0}
"""What the story's client holds: coins and euros in the spot wallet, SOL in the earn wallet."""

EVERY, ALONE = 30, 4
"""Deposits come every 30 days; four of them have a row of their own.

When there are more, those between the first and the last stand in one row together.
"""

WATCHED = 180
"""So many days can be watched go by."""


class Charged(Enum):
    """By whose words something is charged while the debt stands open, in the words of a control."""

    PUBLISHED = "18% a year (terms of December 2024)"
    COLLECTOR = "18% a year, and 18% for a collector"
    CLAIMED = "nothing (the article's claim)"


RULES = {
    Charged.PUBLISHED: AS_PUBLISHED,
    Charged.COLLECTOR: WITH_COLLECTOR,
    Charged.CLAIMED: AS_CLAIMED,
}


@dataclass(frozen=True)
class Payment:
    """One row of the table: a step, or several deposits together."""

    steps: tuple[Step, ...]

    @property
    def last(self) -> Step:
        """The last of its steps, or the only one."""
        return self.steps[-1]

    @property
    def origin(self) -> str:
        """What was taken: ``BTC wallet (spot)``, ``USD deposit``, ``7 deposits in USD``."""
        many = len(self.steps)
        return self.last.origin if many == 1 else f"{many:,} deposits in {self.last.currency}"

    @property
    def basis(self) -> Basis:
        """What taking it rests on."""
        return self.last.basis

    @property
    def paid(self) -> float:
        """What it paid, in USD."""
        return sum(step.paid for step in self.steps)

    @property
    def fee(self) -> float:
        """The conversion fees on top."""
        return sum(step.fee for step in self.steps)

    @property
    def charged(self) -> float:
        """The interest and the collector's fee that had come on top since the payment before."""
        return sum(step.charged for step in self.steps)

    @property
    def remaining(self) -> float:
        """What is owed after it."""
        return self.last.remaining


@dataclass(frozen=True)
class WaterfallState:
    """A debt, the wallets there were on its day, how it was recovered, and the day looked at."""

    recovery: Recovery
    wallets: tuple[Wallet, ...]
    days: float = WATCHED

    @property
    def left(self) -> float:
        """What is still owed when all wallets were taken, and before the exchange lets any go."""
        taken = self.touched
        return taken[-1].remaining if taken else self.recovery.debt.amount

    @property
    def owed_then(self) -> float:
        """What is owed at the end of the day looked at."""
        return float(self.recovery.owed_on(self.days))

    @property
    def held(self) -> float:
        """What the wallets are worth before any fee, in USD."""
        return sum(wallet.value for wallet in self.wallets)

    @property
    def touched(self) -> tuple[Step, ...]:
        """The steps in which a wallet is taken."""
        return tuple(s for s in self.recovery.steps if s.payer is Payer.WALLETS)

    @property
    def deposit(self) -> Deposit | None:
        """The first deposit of which something is taken."""
        steps = self.recovery.steps
        return next((step.funds for step in steps if isinstance(step.funds, Deposit)), None)

    @cached_property
    def payments(self) -> tuple[Payment, ...]:
        """The steps as they are shown: many deposits stand together between first and last."""
        steps = self.recovery.steps
        deposits = [step for step in steps if step.payer is Payer.DEPOSITS]
        if len(deposits) <= ALONE:
            return tuple(Payment((step,)) for step in steps)
        before = [Payment((step,)) for step in steps if step.payer is not Payer.DEPOSITS]
        first, *between, last = deposits
        return *before, Payment((first,)), Payment(tuple(between)), Payment((last,))

    @property
    def charges(self) -> float:
        """Interest and collector's fee together, until the last event."""
        return self.recovery.interest + self.recovery.collector_fee


def _wallets(btc: float, eur: float, sol: float) -> tuple[Wallet, ...]:
    earning = Wallet("SOL", sol, SOL, WalletKind.EARN)
    return Wallet("BTC", btc, FILL), Wallet("EUR", eur, EUR), earning


def story_wallets(times: float = 1.0) -> tuple[Wallet, ...]:
    """Return the wallets of the lesson's story, each as many ``times`` as large.

    >>> [(wallet.currency, round(wallet.value, 2)) for wallet in story_wallets()]
    [('BTC', 240.0), ('EUR', 220.0), ('SOL', 300.0)]
    """
    return _wallets(*(times * amount for amount in STORY.values()))


def waterfall_state(
    debt: float,
    deposit: float = 0.0,
    rules: Charged | str = Charged.PUBLISHED,
    protection: bool = False,
    day: float = EVERY,
    btc: float = STORY["btc"],
    eur: float = STORY["eur"],
    sol: float = STORY["sol"],
    days: float = WATCHED,
) -> WaterfallState:
    """Return how ``debt`` USD are recovered: from EUR, BTC and SOL in an earn wallet, then later.

    ``deposit`` USD arrive on ``day`` and every 30 days after it, until nothing is owed. ``rules``
    say what is charged, and by whose words. ``protection`` is the exchange's own choice, of which
    only the article speaks: it does nothing under the other rules. ``days`` later is looked at.
    Raises ``BadInput`` for other rules.

    >>> state = waterfall_state(1_000, deposit=100)
    >>> round(state.recovery.from_wallets, 2), round(state.recovery.fees, 2)
    (735.7, 24.3)
    >>> state.recovery.trading_returns, round(state.charges, 2)
    (90.0, 7.29)
    """
    chosen: RecoveryRules = RULES[as_option("rules", rules, Charged)]
    if chosen is AS_CLAIMED:
        chosen = replace(chosen, protection=protection)
    wallets = _wallets(btc, eur, sol)
    order = StandingOrder(Deposit(day, deposit), EVERY)
    return WaterfallState(recover(Debt(debt), wallets, order, chosen), wallets, days)
