"""Paying a debt, step by step: wallets in the published order, discretion, then deposits.

A debt that stands open may draw interest and a collector's fee; both come on top, and what was paid
and what is still owed add up to all three after every step.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from margin_lessons.debt.funds import (
    Funds,
    checked_deposits,
    checked_wallets,
    in_order,
    of_deposit,
    of_wallet,
)
from margin_lessons.debt.owed import DAYS_PER_YEAR, Owed, PaysFirst
from margin_lessons.debt.recovery_rules import AS_PUBLISHED, RecoveryRules
from margin_lessons.debt.results import Charge, ChargeKind, Payer, Recovery, Step
from margin_lessons.debt.said import SAID
from margin_lessons.debt.wallets import Debt, Deposit, StandingOrder, Wallet
from margin_lessons.errors import of_kind, shown
from margin_lessons.venue import KRAKEN_SPOT, Venue

MOST_DEPOSITS = 1_200
"""After so many deposits, a hundred years of them, a debt counts as one that is never settled."""


def recover(
    debt: Debt,
    wallets: Iterable[Wallet] = (),
    deposits: Iterable[Deposit] | StandingOrder = (),
    rules: RecoveryRules = AS_PUBLISHED,
    venue: Venue = KRAKEN_SPOT,
) -> Recovery:
    """Return who pays ``debt``, step by step, what comes on top, and what is still owed at the end.

    On the day of the debt the wallets are taken in order. If the venue applies its discretion and
    what is left is under the limit, it absorbs it, once: a large debt that deposits have worn down
    is no small one. Deposits follow on their days, a ``StandingOrder`` until nothing is owed; the
    result says when that will ``never`` be. By the terms of 16 December 2024 interest runs.

    1,000 USD owed, with 220 USD worth of EUR, 240 of BTC and 300 of SOL: 216.70, 234.00 and 285.00
    reach the debt, 24.30 are fees, and 264.30 stay owed. Of 500 on day 30 it takes 268.21, as 3.91
    is interest. Raises ``BadInput`` naming the wallet or deposit that has no price, or comes before
    the debt.

    >>> held = [Wallet("EUR", 200, 1.10), Wallet("BTC", 0.005, 48_000), Wallet("SOL", 2, 150)]
    >>> result = recover(Debt(1_000), held, [Deposit(30, 500)])
    >>> [(step.currency, round(step.paid, 2), round(step.fee, 2)) for step in result.steps]
    [('BTC', 234.0, 6.0), ('EUR', 216.7, 3.3), ('SOL', 285.0, 15.0), ('USD', 268.21, 0.0)]
    >>> result.trading_returns, result.due_day, result.overdue, round(result.client_cost, 2)
    (30.0, 2.0, True, 1028.21)
    >>> slowly = recover(Debt(1_000), held, StandingOrder(Deposit(30, 100)))
    >>> slowly.settled_day, round(slowly.interest, 2)
    (90.0, 7.29)
    """
    of_kind("debt", debt, Debt, why="an amount that is owed becomes one by Debt(1_000)")
    of_kind("rules", rules, RecoveryRules, why="AS_CLAIMED and AS_PUBLISHED are two of them")
    wallets, deposits = checked_wallets(debt, wallets), checked_deposits(debt, deposits)
    run = _Run(debt, rules, venue)
    never = _pay(run, wallets, deposits)
    course, steps, charges = tuple(run.course), tuple(run.steps), tuple(run.charges)
    return Recovery(debt, rules, steps, tuple(run.untouched), charges, course, never)


def _pay(run: _Run, wallets: Iterable[Wallet], deposits: Iterable[Deposit] | StandingOrder) -> str:
    """Take wallets, then what the venue lets go, then deposits; return why that never ends."""
    rules, never = run.rules, ""
    for wallet, basis in in_order(run.debt, wallets):
        run.take(of_wallet(wallet, basis, run.debt, rules))
    if rules.protection and 0 < run.owed.total < rules.protection_limit:
        run.absorb()
    if isinstance(deposits, StandingOrder):
        never = _until_settled(run, deposits)
    else:
        for deposit in deposits:
            run.take(of_deposit(deposit, rules))
    run.overdue()
    return never


def _until_settled(run: _Run, order: StandingOrder) -> str:
    """Take deposit after deposit until nothing is owed; return why that will never be, or ""."""
    brings = of_deposit(order.first, run.rules).brings(run.debt.quote, run.venue)
    if run.owed.total > 0 and brings <= 0:
        return "nothing is paid in"
    for count in range(MOST_DEPOSITS):
        if run.owed.total <= 0:
            return ""
        run.take(of_deposit(order.number(count), run.rules))
        draws = run.owed.debt * run.rules.interest * order.every / DAYS_PER_YEAR
        if run.rules.pays_first is PaysFirst.INTEREST and 0 < brings <= draws:
            return f"a deposit brings {brings:,.2f}, and interest of {draws:,.2f} comes meanwhile"
    if run.owed.total <= 0:
        return ""
    years = shown(round(MOST_DEPOSITS * order.every / DAYS_PER_YEAR))
    return f"something is still owed after {MOST_DEPOSITS:,} deposits, {years} years of them"


class _Run:
    """One recovery while it goes on: what is owed now, and what has happened so far."""

    def __init__(self, debt: Debt, rules: RecoveryRules, venue: Venue) -> None:
        self.debt, self.rules, self.venue = debt, rules, venue
        self.course: list[Owed] = [Owed(debt.day, debt.amount)]
        self.steps: list[Step] = []
        self.charges: list[Charge] = []
        self.untouched: list[Wallet | Deposit] = []
        self._charged = 0.0
        collects = rules.collector > 0
        due = rules.due_days
        self._collector_on = debt.day + due if collects and due is not None else None

    @property
    def owed(self) -> Owed:
        """What is owed now."""
        return self.course[-1]

    def take(self, funds: Funds) -> None:
        """Pay from funds as much as is owed on their day, or leave them alone."""
        if self.owed.total <= 0 or funds.brings(self.debt.quote, self.venue) <= 0:
            self.untouched.append(funds.held)
            return
        self._wait_until(funds.day)
        step = funds.pay(self.owed.total, self.debt.quote, self.venue)
        assert step is not None  # as it brings something
        settled = step.remaining <= 0
        after = self.owed.nothing() if settled else self.owed.pay(step.paid, self.rules.pays_first)
        self._keep(replace(step, remaining=after.total), after)

    def absorb(self) -> None:
        """Let the venue bear what is left, by its own choice."""
        owed = self.owed.total
        step = Step(
            day=self.debt.day,
            payer=Payer.VENUE,
            origin="the exchange, at its discretion",
            funds=None,
            currency=self.debt.quote,
            amount=owed,
            value=owed,
            fee=0.0,
            paid=owed,
            remaining=0.0,
            basis=SAID["small rest"].basis,
        )
        self._keep(step, self.owed.nothing())

    def overdue(self) -> None:
        """Let the collector come if nobody has paid by the day on which the debt was due."""
        if self._collector_on is not None and self.owed.total > 0:
            self._collect(self._collector_on)

    def _keep(self, step: Step, after: Owed) -> None:
        self.steps.append(replace(step, charged=self._charged))
        self.course.append(after)
        self._charged = 0.0

    def _wait_until(self, day: float) -> None:
        """Let time pass: interest runs, and the collector comes the moment the debt is overdue."""
        if self._collector_on is not None and day > self._collector_on:
            self._collect(self._collector_on)
        self._accrue(day)

    def _collect(self, day: float) -> None:
        self._accrue(day)
        self._collector_on = None
        after = self.owed.collect(self.rules.collector)
        self._charge(ChargeKind.COLLECTOR, after.collector - self.owed.collector, after)

    def _accrue(self, day: float) -> None:
        after = self.owed.on(day, self.rules.interest)
        self._charge(ChargeKind.INTEREST, after.interest - self.owed.interest, after)

    def _charge(self, kind: ChargeKind, amount: float, after: Owed) -> None:
        self.course.append(after)
        if amount > 0:
            self.charges.append(Charge(after.day, kind, amount))
            self._charged += amount
