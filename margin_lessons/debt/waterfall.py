"""Paying a debt, step by step: wallets in the published order, then discretion, then deposits.

To pay X from a wallet in another currency, X / (1 - fee) has to be sold: the conversion fee of 1.5,
2.5 or 5 % comes on top. Source of order and fees: support.kraken.com 9148088075028.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from margin_lessons.costs import conversion_rate
from margin_lessons.debt.basis import CLAIMS, OTHER_FUNDS, PAIR_LAST, PREFERRED, Basis
from margin_lessons.debt.results import AS_CLAIMED, Payer, Recovery, RecoveryRules, Step
from margin_lessons.debt.wallets import COLLATERAL, Debt, Deposit, Wallet
from margin_lessons.errors import BadInput, all_of, of_kind, shown
from margin_lessons.venue import KRAKEN_SPOT, Venue


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
    preference = dict.fromkeys((debt.quote, debt.base, *COLLATERAL))
    place = {code: number for number, code in enumerate(preference)}
    ranked = []
    for wallet in all_of("wallet", wallets, Wallet, why="a debt is paid from wallets"):
        if not wallet.kind.backs_margin:
            ranked.append((3, 0, wallet, CLAIMS["other wallets"]))
        elif wallet.currency in COLLATERAL:
            ranked.append((0, place[wallet.currency], wallet, PREFERRED))
        elif wallet.currency in place:
            ranked.append((1, place[wallet.currency], wallet, PAIR_LAST))
        else:
            ranked.append((2, 0, wallet, OTHER_FUNDS))
    ranked.sort(key=lambda entry: entry[:2])
    return tuple((wallet, basis) for _, _, wallet, basis in ranked)


@dataclass(frozen=True)
class _Source:
    """Funds there are: the day, whose they are, what taking them rests on, and if it is done."""

    day: float
    payer: Payer
    origin: str
    funds: Wallet | Deposit
    basis: Basis
    allowed: bool

    def pay(self, owed: float, quote: str, venue: Venue) -> Step | None:
        """Return the payment of as much of ``owed`` as there is, or None when there is nothing."""
        funds = self.funds
        rate = conversion_rate(funds.currency, quote, venue)
        most = funds.value * (1 - rate)
        if not self.allowed or owed <= 0 or most <= 0:
            return None
        if most <= owed:
            amount, value, paid = funds.amount, funds.value, most
        else:
            value, paid = owed / (1 - rate), owed
            amount = min(funds.amount, value / funds.unit_value)
        return Step(
            day=self.day,
            payer=self.payer,
            origin=self.origin,
            currency=funds.currency,
            funds=funds,
            amount=amount,
            value=value,
            fee=value - paid,
            paid=paid,
            remaining=owed - paid,
            basis=self.basis,
        )


def _collect(
    sources: Iterable[_Source], owed: float, quote: str, venue: Venue
) -> tuple[list[Step], list[Wallet | Deposit], float]:
    """Return the payments from ``sources`` in turn, the funds not touched, what is still owed."""
    steps, untouched = [], []
    for source in sources:
        step = source.pay(owed, quote, venue)
        if step is None:
            untouched.append(source.funds)
        else:
            steps.append(step)
            owed = step.remaining
    return steps, untouched, owed


def recover(
    debt: Debt,
    wallets: Iterable[Wallet] = (),
    deposits: Iterable[Deposit] = (),
    rules: RecoveryRules = AS_CLAIMED,
    venue: Venue = KRAKEN_SPOT,
) -> Recovery:
    """Return who pays ``debt``, step by step, and what is still owed at the end.

    On the day of the debt the wallets are taken in order. If the venue applies its discretion and
    what is left is under the limit, it absorbs it, once: a large debt that deposits have worn down
    is no small one. Deposits follow on their days, and no interest is added (the article's claim).

    1,000 USD owed, with 220 USD worth of EUR, 240 of BTC and 300 of SOL: 216.70, 234.00 and 285.00
    reach the debt, 24.30 are fees, and 264.30 stay owed until a deposit on day 30. Raises
    ``BadInput`` naming the wallet or deposit that has no price, or comes before the debt.

    >>> held = [Wallet("EUR", 200, 1.10), Wallet("BTC", 0.005, 48_000), Wallet("SOL", 2, 150)]
    >>> result = recover(Debt(1_000), held, [Deposit(30, 500)])
    >>> [(step.currency, round(step.paid, 2), round(step.fee, 2)) for step in result.steps]
    [('BTC', 234.0, 6.0), ('EUR', 216.7, 3.3), ('SOL', 285.0, 15.0), ('USD', 264.3, 0.0)]
    >>> result.trading_returns, round(result.client_cost, 2)
    (30.0, 1024.3)
    """
    of_kind("debt", debt, Debt, why="an amount that is owed becomes one by Debt(1_000)")
    of_kind("rules", rules, RecoveryRules, why="AS_CLAIMED and AS_PUBLISHED are two of them")
    wallets, deposits = _checked(debt, wallets, Wallet), _checked(debt, deposits, Deposit)
    now, left_now, owed = _collect(
        _wallet_sources(debt, wallets, rules), debt.amount, debt.quote, venue
    )
    if rules.protection and 0 < owed < rules.protection_limit:
        now.append(_absorbed(debt, owed))
        owed = 0.0
    later, left_later, owed = _collect(_deposit_sources(deposits, rules), owed, debt.quote, venue)
    return Recovery(debt, rules, tuple(now + later), tuple(left_now + left_later), owed)


def _wallet_sources(debt: Debt, wallets: Iterable[Wallet], rules: RecoveryRules) -> list[_Source]:
    return [
        _Source(
            day=debt.day,
            payer=Payer.WALLETS,
            origin=f"{wallet.currency} wallet ({wallet.kind.value})",
            funds=wallet,
            basis=basis,
            allowed=rules.other_wallets or wallet.kind.backs_margin,
        )
        for wallet, basis in in_order(debt, wallets)
    ]


def _deposit_sources(deposits: Iterable[Deposit], rules: RecoveryRules) -> list[_Source]:
    return [
        _Source(
            day=deposit.day,
            payer=Payer.DEPOSITS,
            origin=f"{deposit.currency} deposit",
            funds=deposit,
            basis=CLAIMS["deposits"],
            allowed=rules.deposits,
        )
        for deposit in sorted(deposits, key=lambda deposit: deposit.day)
    ]


def _absorbed(debt: Debt, owed: float) -> Step:
    return Step(
        day=debt.day,
        payer=Payer.VENUE,
        origin="the exchange, at its discretion",
        funds=None,
        currency=debt.quote,
        amount=owed,
        value=owed,
        fee=0.0,
        paid=owed,
        remaining=0.0,
        basis=CLAIMS["protection"],
    )


def _checked(debt: Debt, funds: Iterable, kind: type) -> tuple:
    """Return wallets or deposits, or raise naming the one that does not fit the debt."""
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
