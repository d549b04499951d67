"""Time costs: 48 hours, 18 % a year, a collector's fee, and deposits until nothing is owed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from margin_lessons.debt import (
    AS_CLAIMED,
    AS_PUBLISHED,
    KRAKEN_SPOT_MARGIN,
    MOST_DEPOSITS,
    WITH_COLLECTOR,
    Charge,
    ChargeKind,
    Debt,
    Deposit,
    Owed,
    PaysFirst,
    Pots,
    Recovery,
    RecoveryRules,
    StandingOrder,
    Wallet,
    recover,
    who_pays,
)
from margin_lessons.errors import BadInput

OMAR = 264.30
"""What his wallets leave of 1,000 USD."""
MONTHLY = StandingOrder(Deposit(30, 100))
EUROS = Deposit(1, 1, "EUR")
CENT = {"abs": 0.005}


def day_by_day(debt: float, payments: dict[int, float], days: int, rate: float) -> float:
    """Return the simple interest of ``days``, one day after the other; payments lower the debt."""
    interest = 0.0
    for day in range(1, days + 1):
        interest += debt * rate / 365
        debt -= payments.get(day, 0.0)
    return interest


# ---- Omar by hand --------------------------------------------------------------------------------


def test_omars_interest_by_hand_and_day_by_day() -> None:
    """264.30, 164.30 and 64.30 for 30 days each, at 18 % a year: 3.91 + 2.43 + 0.95 = 7.29."""
    result = recover(Debt(OMAR), (), MONTHLY)
    assert [charge.amount for charge in result.charges] == pytest.approx([3.91, 2.43, 0.95], **CENT)
    assert [charge.day for charge in result.charges] == [30, 60, 90]
    assert result.interest == pytest.approx(7.29, **CENT)
    assert result.interest == pytest.approx(day_by_day(OMAR, {30: 100, 60: 100}, 90, 0.18))
    assert (result.settled_day, result.trading_returns, result.withdrawal_returns) == (90, 90, 90)
    assert result.client_cost == pytest.approx(OMAR + 7.29, **CENT)


def test_a_collector_adds_18_percent_of_what_is_left_once_the_48_hours_are_over() -> None:
    result = recover(Debt(OMAR), (), MONTHLY, WITH_COLLECTOR)
    assert result.collector_fee == pytest.approx(47.57, **CENT)
    (charge,) = [one for one in result.charges if one.kind is ChargeKind.COLLECTOR]
    assert charge == Charge(2, ChargeKind.COLLECTOR, pytest.approx(0.18 * OMAR))
    # The debt is paid as fast as without; fee and interest take a deposit more.
    assert result.interest == pytest.approx(7.29, **CENT)
    assert result.settled_day == 120


@pytest.mark.parametrize(("day", "overdue"), [(0, False), (1, False), (2, False), (2.01, True)])
def test_48_hours(day: float, overdue: bool) -> None:
    """What is paid by the end of the 48 hours is in time; a little later the collector comes."""
    result = recover(Debt(100), (), [Deposit(day, 500)], WITH_COLLECTOR)
    assert (result.due_day, result.overdue) == (2, overdue)
    assert (result.collector_fee > 0) is overdue
    assert result.collector_fee == pytest.approx(18 if overdue else 0)


def test_the_article_names_no_time() -> None:
    assert recover(Debt(100), rules=AS_CLAIMED).due_day is None
    assert not recover(Debt(100), rules=AS_CLAIMED).overdue


def test_the_days_count_from_the_day_of_the_debt() -> None:
    late = recover(Debt(OMAR, day=7), (), StandingOrder(Deposit(37, 100)), WITH_COLLECTOR)
    now = recover(Debt(OMAR), (), MONTHLY, WITH_COLLECTOR)
    assert (late.due_day, late.settled_day) == (9, 127)
    assert late.interest == pytest.approx(now.interest)


def test_nobody_pays_and_the_collector_comes_all_the_same() -> None:
    result = recover(Debt(100), rules=WITH_COLLECTOR)
    # Two days of interest and the fee.
    assert result.remaining == pytest.approx(100 + 100 * 0.18 * 2 / 365 + 18)
    assert (result.steps, result.settled_day, result.overdue) == ((), None, True)


def test_what_is_owed_grows_between_payments() -> None:
    result = recover(Debt(OMAR), (), MONTHLY)
    daily = OMAR * 0.18 / 365
    owed = result.owed_on([-1, 0, 1, 10, 29.5, 30, 31, 90, 1_000])
    after = OMAR + 30 * daily - 100
    expected = [0, OMAR, OMAR + daily, OMAR + 10 * daily, OMAR + 29.5 * daily]
    expected += [after, after + (OMAR - 100) * 0.18 / 365, 0, 0]
    assert owed == pytest.approx(expected, abs=1e-9)
    # Without a payment it grows for ever.
    assert recover(Debt(100)).owed_on(365) == pytest.approx(118)


def test_interest_draws_no_interest() -> None:
    start = Owed(0, debt=1_000)
    assert start.on(730, 0.18).interest == pytest.approx(360)
    assert start.on(365, 0.18).on(730, 0.18) == start.on(730, 0.18)


# ---- Until nothing is owed -----------------------------------------------------------------------


def test_deposits_go_on_until_nothing_is_owed() -> None:
    result = recover(Debt(OMAR), (), StandingOrder(Deposit(30, 10)), AS_CLAIMED)
    assert len(result.steps) == 27
    assert (result.settled_day, result.never) == (810, "")
    # By the terms, interest makes it longer.
    longer = recover(Debt(OMAR), (), StandingOrder(Deposit(30, 10)))
    assert longer.settled_day == 960
    assert longer.interest == pytest.approx(
        day_by_day(OMAR, {30 * n: 10 for n in range(1, 27)}, 810, 0.18)
    )


def test_a_debt_that_no_deposit_settles_says_why() -> None:
    nothing = recover(Debt(100), (), StandingOrder(Deposit(30, 0)))
    assert (nothing.never, nothing.settled_day) == ("nothing is paid in", None)
    off = replace(AS_CLAIMED, deposits=False)
    assert recover(Debt(100), (), MONTHLY, off).never == "nothing is paid in"
    slow = recover(Debt(1_000_000), (), StandingOrder(Deposit(30, 1)), AS_CLAIMED)
    assert slow.never == "something is still owed after 1,200 deposits, 99 years of them"
    assert len(slow.steps) == MOST_DEPOSITS
    assert recover(Debt(1_200), (), StandingOrder(Deposit(30, 1)), AS_CLAIMED).never == ""


def test_interest_outruns_deposits_where_it_is_paid_first() -> None:
    """1,000 USD draw 14.79 USD in 30 days: a deposit of 14.79 never touches the debt itself."""
    rules = replace(AS_PUBLISHED, pays_first=PaysFirst.INTEREST)
    draws = 1_000 * 0.18 * 30 / 365
    small, large = (
        recover(Debt(1_000), (), StandingOrder(Deposit(30, amount)), rules)
        for amount in (draws - 0.01, draws + 5)
    )
    assert small.never == "a deposit brings 14.78, and interest of 14.79 comes meanwhile"
    assert (small.owed.debt, small.settled_day) == (1_000, None)
    assert large.never == ""
    assert large.settled_day is not None
    # Where the debt is paid first, even the small deposit settles it in the end.
    assert recover(Debt(1_000), (), StandingOrder(Deposit(30, draws - 0.01))).never == ""


PARTS = ("debt", "collector", "interest")


@pytest.mark.parametrize("rule", PaysFirst)
@pytest.mark.parametrize("amount", [0, 5, 10, 25, 40, 60, 110, 130, 200])
def test_a_payment_goes_part_by_part_in_the_order_that_its_rule_names(rule, amount) -> None:
    """100 of debt, 30 of interest, 20 of a collector: the rule's own words say what comes first."""
    owed = Owed(0, 100, interest=30, collector=20)
    left = owed.pay(amount, rule)
    named = sorted(PARTS, key=rule.value.index)
    paid = [getattr(owed, part) - getattr(left, part) for part in named]
    assert sum(paid) == pytest.approx(min(amount, owed.total))
    for at, part in enumerate(named):
        whole = getattr(owed, part)
        assert paid[at] == whole or not any(paid[at + 1 :]), "a later part was paid before"


def test_interest_counts_on_the_debt_alone_when_it_is_asked_whether_deposits_suffice() -> None:
    """16 a month cover the 14.79 of 1,000, though not 18 % of 1,180 with the collector's fee."""
    rules = replace(WITH_COLLECTOR, pays_first=PaysFirst.INTEREST)
    result = recover(Debt(1_000), (), StandingOrder(Deposit(30, 16)), rules)
    assert 1_000 * 0.18 * 30 / 365 < 16 < 1_180 * 0.18 * 30 / 365
    assert (result.never, result.remaining) == ("", 0)


def test_interest_first_costs_more() -> None:
    rules = replace(AS_PUBLISHED, pays_first=PaysFirst.INTEREST)
    dear, cheap = (recover(Debt(OMAR), (), MONTHLY, one) for one in (rules, AS_PUBLISHED))
    # By hand: 3.9103; 168.2103 draw 2.4887; 70.6990 draw 1.0460.
    assert dear.interest == pytest.approx(7.445, abs=0.001)
    assert cheap.interest == pytest.approx(7.292, abs=0.001)


# ---- Money is conserved after every step ---------------------------------------------------------

deposits = st.lists(
    st.builds(Deposit, st.integers(0, 400), st.floats(0, 1e4)), max_size=6
) | st.builds(
    StandingOrder, st.builds(Deposit, st.integers(0, 60), st.floats(20, 1e4)), st.integers(1, 60)
)
wallets = st.lists(st.builds(Wallet, st.just("SOL"), st.floats(0, 50), st.just(150.0)), max_size=2)
rules = st.builds(
    RecoveryRules,
    name=st.just("any"),
    protection=st.booleans(),
    due_days=st.floats(0, 60),
    interest=st.floats(0, 1),
    collector=st.floats(0, 1),
    pays_first=st.sampled_from(PaysFirst),
)
debts = st.builds(Debt, st.floats(0, 5e3), day=st.just(0.0))


def conserved(result: Recovery) -> None:
    """Assert after every step that debt and charges are what was paid and what is owed."""
    owed = result.debt.amount
    for step in result.steps:
        assert step.charged >= 0
        assert owed + step.charged == pytest.approx(step.paid + step.remaining, abs=1e-6)
        owed = step.remaining
    paid = result.from_wallets + result.from_deposits + result.absorbed
    charged = result.interest + result.collector_fee
    assert result.debt.amount + charged == pytest.approx(paid + result.remaining, abs=1e-6)
    assert min(result.owed.debt, result.owed.interest, result.owed.collector) >= 0
    assert result.owed.debt <= result.debt.amount


@given(debts, wallets, deposits, rules)
def test_debt_interest_and_fee_are_what_was_paid_and_what_is_owed(debt, held, later, rule) -> None:
    result = recover(debt, held, later, rule)
    conserved(result)
    days = [state.day for state in result.course]
    assert days == sorted(days)
    for state in result.course:
        # Of several events on one day the last counts.
        last = [one for one in result.course if one.day == state.day][-1]
        assert result.owed_on(state.day) == pytest.approx(last.total, abs=1e-9)


@given(debts, wallets, deposits, rules)
def test_interest_in_one_formula_is_the_sum_of_the_days(debt, held, later, rule) -> None:
    """Each day of the course draws debt x rate / 365; the deposits here come on whole days."""
    result = recover(debt, held, later, replace(rule, collector=0.0, due_days=None))
    states, end = result.course, result.owed.day
    principal = np.array([state.debt for state in states])
    days = np.arange(0, int(end))
    at = np.searchsorted([state.day for state in states], days, side="right") - 1
    total = float(np.sum(principal[at])) * result.rules.interest / 365 if len(days) else 0.0
    assert result.interest == pytest.approx(total, rel=1e-9, abs=1e-9)


@given(debts, wallets, deposits)
def test_more_is_owed_by_the_terms_than_by_the_article(debt, held, later) -> None:
    claimed, published, collected = (
        recover(debt, held, later, rule) for rule in (AS_CLAIMED, AS_PUBLISHED, WITH_COLLECTOR)
    )
    days = np.arange(0, 400, 7)
    assert (claimed.owed_on(days) <= published.owed_on(days) + 1e-9).all()
    assert (published.owed_on(days) <= collected.owed_on(days) + 1e-9).all()


@given(debts, wallets, deposits, rules)
def test_what_comes_on_top_is_counted_apart_from_who_bears_the_debt(debt, held, later, rule):
    pots = Pots(wallets=held, deposits=later, rules=rule)
    result = who_pays(debt, KRAKEN_SPOT_MARGIN, pots)
    parts = result.client_paid + result.client_owes + result.venue
    assert parts == pytest.approx(debt.amount, abs=1e-6)
    recovery = result.recovery
    assert result.charges == recovery.interest + recovery.collector_fee


# ---- Bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "make"),
    [
        ("due days -1 is below 0", lambda: RecoveryRules("x", due_days=-1)),
        ("interest 18 is above 10", lambda: RecoveryRules("x", interest=18)),
        ("interest None is not a number", lambda: RecoveryRules("x", interest=None)),
        ("collector's fee 1.5 is above 1", lambda: RecoveryRules("x", due_days=2, collector=1.5)),
        ("collector's fee 0.18 has no day", lambda: RecoveryRules("x", collector=0.18)),
        ("deposits 'no' is not a bool", lambda: RecoveryRules("x", deposits="no")),
        ("deposit 5 is not a Deposit", lambda: recover(Debt(1), (), 5)),
        ("pays_first 'me' is not one of", lambda: RecoveryRules("x", pays_first="me")),
        ("first deposit 100 is not a Deposit", lambda: StandingOrder(100)),
        ("days between deposits 0 is not above 0", lambda: StandingOrder(Deposit(1, 1), 0)),
        ("day -1 of deposit 1", lambda: recover(Debt(1), (), StandingOrder(Deposit(-1, 1)))),
        ("price of deposit 1 is", lambda: recover(Debt(1), (), StandingOrder(EUROS))),
    ],
)  # fmt: skip
def test_one_clear_sentence(words: str, make) -> None:
    with pytest.raises(BadInput) as caught:
        make()
    message = str(caught.value)
    assert words in message
    assert message.endswith(".")
    assert ": " in message
