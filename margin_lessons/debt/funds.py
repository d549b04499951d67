"""What a debt is paid with, in the order in which it is taken, and what each piece brings.

To pay X from a wallet in another currency, X / (1 - fee) has to be sold: the conversion fee of 1.5,
2.5 or 5 % comes on top. Source of order and fees: support.kraken.com 9148088075028.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from margin_lessons.costs import conversion_rate
from margin_lessons.debt.basis import OTHER_FUNDS, PAIR_LAST, PREFERRED, Basis
from margin_lessons.debt.recovery_rules import RecoveryRules
from margin_lessons.debt.results import Payer, Step
from margin_lessons.debt.said import SAID
from margin_lessons.debt.wallets import COLLATERAL, Debt, Deposit, StandingOrder, Wallet
from margin_lessons.errors import BadInput, all_of, of_kind, shown
from margin_lessons.venue import Venue

Held = TypeVar("Held", Wallet, Deposit)


def in_order(debt: Debt, wallets: Iterable[Wallet]) -> tuple[tuple[Wallet, Basis], ...]:
    """Return the wallets in the order in which they are taken, each with what that rests on.

    First the quote currency, the base currency and the published list, as far as they are
    collateral; then quote and base that are not; then other currencies; last, wallets that are not
    for margin. Within the last two, of which no order is published, they come as they are listed.
    Raises ``BadInput`` for what is no wallet.

    >>> held = [Wallet("SOL", 1, 150), Wallet("BTC", 1, 48_000), Wallet("EUR", 1, 1.1)]
    >>> [wallet.currency for wallet, _ in in_order(Debt(1_000), held)]
    ['BTC', 'EUR', 'SOL']
    """
    of_kind("debt", debt, Debt, why="an amount that is owed becomes one by Debt(1_000)")
    preference = dict.fromkeys((debt.quote, debt.base, *COLLATERAL))
    place = {code: number for number, code in enumerate(preference)}
    ranked = []
    for wallet in all_of("wallet", wallets, Wallet, why="a debt is paid from wallets"):
        if not wallet.kind.backs_margin:
            ranked.append((3, 0, wallet, SAID["other wallets"].basis))
        elif wallet.currency in COLLATERAL:
            ranked.append((0, place[wallet.currency], wallet, PREFERRED))
        elif wallet.currency in place:
            ranked.append((1, place[wallet.currency], wallet, PAIR_LAST))
        else:
            ranked.append((2, 0, wallet, OTHER_FUNDS))
    ranked.sort(key=lambda entry: entry[:2])
    return tuple((wallet, basis) for _, _, wallet, basis in ranked)


@dataclass(frozen=True)
class Funds:
    """A wallet or a deposit to pay with: since when, whose, what taking it rests on, if it may be.

    ``origin`` is what it is called in a table.
    """

    day: float
    payer: Payer
    origin: str
    held: Wallet | Deposit
    basis: Basis
    allowed: bool

    def brings(self, quote: str, venue: Venue) -> float:
        """Return what reaches the debt when all of it is taken; 0 where it may not be."""
        if not self.allowed:
            return 0.0
        return self.held.value * (1 - conversion_rate(self.held.currency, quote, venue))

    def pay(self, owed: float, quote: str, venue: Venue) -> Step | None:
        """Return the payment of as much of ``owed`` as there is, or None when there is nothing."""
        held, most = self.held, self.brings(quote, venue)
        if owed <= 0 or most <= 0:
            return None
        if most <= owed:
            amount, value, paid = held.amount, held.value, most
        else:
            value, paid = owed / (1 - conversion_rate(held.currency, quote, venue)), owed
            amount = min(held.amount, value / held.unit_value)
        return Step(
            day=self.day,
            payer=self.payer,
            origin=self.origin,
            currency=held.currency,
            funds=held,
            amount=amount,
            value=value,
            fee=value - paid,
            paid=paid,
            remaining=owed - paid,
            basis=self.basis,
        )


def of_wallet(wallet: Wallet, basis: Basis, debt: Debt, rules: RecoveryRules) -> Funds:
    """Return a wallet as funds of the day of the debt."""
    return Funds(
        day=debt.day,
        payer=Payer.WALLETS,
        origin=f"{wallet.currency} wallet ({wallet.kind.value})",
        held=wallet,
        basis=basis,
        allowed=rules.other_wallets or wallet.kind.backs_margin,
    )


def of_deposit(deposit: Deposit, rules: RecoveryRules) -> Funds:
    """Return a deposit as funds of its day."""
    return Funds(
        day=deposit.day,
        payer=Payer.DEPOSITS,
        origin=f"{deposit.currency} deposit",
        held=deposit,
        basis=SAID["deposits"].basis,
        allowed=rules.deposits,
    )


def checked_wallets(debt: Debt, wallets: Iterable[Wallet]) -> tuple[Wallet, ...]:
    """Return the wallets, or raise ``BadInput`` naming the one that does not fit the debt."""
    return _checked(debt, wallets, Wallet)


def checked_deposits(
    debt: Debt, deposits: Iterable[Deposit] | StandingOrder
) -> tuple[Deposit, ...] | StandingOrder:
    """Return the deposits in the order of their days, or raise naming the one that does not fit."""
    if isinstance(deposits, StandingOrder):
        _checked(debt, (deposits.first,), Deposit)
        return deposits
    return tuple(sorted(_checked(debt, deposits, Deposit), key=lambda deposit: deposit.day))


def _checked(debt: Debt, funds: Iterable[Held], kind: type[Held]) -> tuple[Held, ...]:
    name = kind.__name__.lower()
    why = "wallets are there on the day of the debt, deposits come later"
    funds = all_of(name, funds, kind, why=why)
    for row, fund in enumerate(funds, start=1):
        if fund.currency == debt.quote and fund.unit_value != 1:
            raise BadInput(
                f"price {shown(fund.price)} of {name} {row} is not 1: it holds {debt.quote}, the "
                "currency of the debt."
            )
        if fund.currency != debt.quote and fund.price is None:
            raise BadInput(
                f"price of {name} {row} is missing: it holds {fund.currency}, and the debt is in "
                f"{debt.quote}."
            )
        if isinstance(fund, Deposit) and fund.day < debt.day:
            raise BadInput(
                f"day {shown(fund.day)} of {name} {row} is before day {shown(debt.day)} of the "
                "debt: what was there by then is a wallet."
            )
    return funds
