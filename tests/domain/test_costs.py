"""What holding and trading cost, against the published rates and a step-by-step simulation."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st
from strategies import amounts, busy_accounts, moves, sides

from margin_lessons.account import Account, Position, Side
from margin_lessons.costs import (
    CASH,
    conversion_fee,
    conversion_rate,
    drift_of_crossing,
    hours_until,
    opening_fee,
    rollover_fee,
    rollovers,
    trade_fee,
    with_costs,
    yearly_rollover,
)
from margin_lessons.crossing import crossing
from margin_lessons.venue import KRAKEN_SPOT, Fees, RolloverCount, Venue

LONG = Position("long", 1, 20_000, 5)
SHORT = Position("short", 1, 20_000, 5)
FLOOR, CEIL = RolloverCount.FLOOR, RolloverCount.CEIL
CEILED = KRAKEN_SPOT.with_rules(rollover_count=CEIL)
FREE = Venue("free of charge")


# ---- Rollovers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "full", "started"),
    [(0, 0, 0), (0.01, 0, 1), (3.99, 0, 1), (4, 1, 1), (4.01, 1, 2), (24, 6, 6), (720, 180, 180)],
)
def test_the_two_ways_to_count_rollovers(hours: float, full: int, started: int) -> None:
    """The documentation charges the first after four hours; one peer charges what has begun."""
    assert rollovers(hours, FLOOR) == full
    assert rollovers(hours, CEIL) == started


def test_a_period_of_its_own() -> None:
    assert rollovers(24, period_hours=8) == 3


@cases(300)
@given(hours=amounts(0, 1e5), more=amounts(0, 1e3))
def test_time_never_takes_a_rollover_back(hours: float, more: float) -> None:
    for count in RolloverCount:
        assert rollovers(hours + more, count) >= rollovers(hours, count)
    assert 0 <= rollovers(hours, CEIL) - rollovers(hours, FLOOR) <= 1


@pytest.mark.parametrize(("position", "printed"), [(LONG, "54.75 %"), (SHORT, "21.9 %")])
def test_a_year_of_rollovers(position: Position, printed: str) -> None:
    """0.025 % and 0.010 % every four hours, 2,190 times a year of 365 days."""
    digits = len(printed.removesuffix(" %").partition(".")[2])
    assert f"{yearly_rollover(position) * 100:.{digits}f} %" == printed
    year = rollover_fee(position, hours=365 * 24) / position.cost
    assert year == pytest.approx(yearly_rollover(position), rel=1e-12)


def test_fees_are_on_the_whole_cost_whatever_the_setting() -> None:
    """The exchange lends the whole position, so a higher setting saves nothing."""
    for leverage in (1, 2, 5, 10):
        position = Position("long", 0.5, 40_000, leverage)
        assert opening_fee(position) == pytest.approx(5.0)
        assert rollover_fee(position, hours=4) == pytest.approx(5.0)


def test_a_short_pays_the_rate_of_the_coin_it_borrows() -> None:
    assert opening_fee(SHORT) == pytest.approx(2.0)
    assert rollover_fee(SHORT, hours=9) == pytest.approx(4.0)
    assert rollover_fee(SHORT, hours=9, venue=CEILED) == pytest.approx(6.0)


def test_costs_are_owed_and_add_up() -> None:
    account = Account(10_000, (LONG, replace(SHORT, coin="ETH")), fees_accrued=1)
    owed, now = with_costs(account, hours=8), {"BTC": 20_000, "ETH": 20_000}
    assert owed.fees_accrued == pytest.approx(1 + 5 + 2 * 5 + 2 + 2 * 2)
    assert owed.equity(now, with_fees=False) == account.equity(now, with_fees=False)
    assert with_costs(Account(10_000), hours=8).fees_accrued == 0


# ---- How long until fees alone do it -------------------------------------------------------------


def simulated_hours(account: Account, price: float, level: float, longest: int) -> float | None:
    """Return the hours until the level is reached, one charge after the other."""
    for position in account.positions:
        account = account.charge(opening_fee(position, account.venue))
    period = account.venue.fees.rollover_hours
    # Counted by full periods the first charge falls at the end of a period, else at its start.
    first = 1 if account.venue.rollover_count is FLOOR else 0
    charges = 0
    while account.equity(price) > level * account.used_margin(price):
        if charges == longest:
            return None
        for position in account.positions:
            account = account.charge(rollover_fee(position, period, account.venue))
        charges += 1
    return max(0, charges - 1 + first) * period


@cases(300)
@given(
    side=sides,
    move=amounts(0.95, 1.05),
    level=st.sampled_from([0.0, 0.4, 0.8]),
    count=st.sampled_from(RolloverCount),
    rate=amounts(1e-4, 5e-3),
    full=st.integers(-2, 60),
    part=amounts(0.01, 0.99),
)
def test_hours_until_is_what_a_simulation_counts(
    side: Side, move: float, level: float, count: RolloverCount, rate: float, full: int, part: float
) -> None:
    """With room for the opening fee and ``full + part`` rollovers; below zero it is there."""
    venue = KRAKEN_SPOT.with_rules(
        rollover_count=count,
        fees=Fees(opening_long=rate, opening_short=rate, rollover_long=rate, rollover_short=rate),
    )
    position, price = Position(side, 1, 20_000, 5), 20_000 * move
    room = position.cost * rate * (1 + full + part)
    balance = level * position.used_margin(price) - position.profit(price) + room
    account = Account(0, (position,), venue=venue, realised=balance)
    assert hours_until(account, price, level) == simulated_hours(account, price, level, 99)


@pytest.mark.parametrize(("venue", "hours"), [(KRAKEN_SPOT, 12), (CEILED, 8)])
def test_on_the_edge_of_a_charge(venue: Venue, hours: float) -> None:
    """With room for exactly three rollovers the third one does it, and no fourth is waited for."""
    room = opening_fee(LONG) + 3 * rollover_fee(LONG, hours=4)
    account = Account(0.8 * 4_000 + room, (LONG,), venue=venue)
    assert hours_until(account, 20_000, 0.8) == hours == simulated_hours(account, 20_000, 0.8, 9)


def test_no_fee_and_no_position_never_get_there() -> None:
    assert hours_until(Account(10_000, (LONG,), venue=FREE), 20_000, 0.8) is None
    assert hours_until(Account(10_000), 20_000, 0.8) is None


def test_there_already() -> None:
    account = Account(10_000, (LONG,))
    assert hours_until(account, 13_200, 0.8) == 0
    assert hours_until(account, 10_000, 0.8) == 0
    assert hours_until(account, 13_205, 0.8) == 0, "the opening fee alone does it"
    assert hours_until(account, 13_206, 0.8) == 4


@cases(300)
@given(account=busy_accounts(), move=moves, level=amounts(0, 2))
def test_fees_bring_a_level_no_later_than_the_level_below(
    account: Account, move: float, level: float
) -> None:
    price = account.positions[0].entry * move
    upper, lower = hours_until(account, price, level), hours_until(account, price, level / 2)
    assert upper is not None
    assert upper <= lower


# ---- Fees push the crossing price towards the market ---------------------------------------------


@pytest.mark.parametrize(("position", "sign"), [(LONG, 1), (SHORT, -1)])
def test_fees_move_the_crossing_towards_the_market(position: Position, sign: int) -> None:
    account = Account(10_000, (position,))
    drift = drift_of_crossing(account, 0.8, hours=240)
    assert drift * sign > 0
    moved = crossing(with_costs(account, 240), 0.8).price
    assert moved == pytest.approx(crossing(account, 0.8).price + drift)


def test_no_drift_without_a_crossing_or_a_fee() -> None:
    assert drift_of_crossing(Account(90_000, (LONG,)), 0.8, hours=240) is None
    assert drift_of_crossing(Account(10_000, (LONG,), venue=FREE), 0.8, hours=240) == 0


# ---- Trading and converting ----------------------------------------------------------------------


def test_a_market_order_is_a_taker() -> None:
    assert trade_fee(1_000) == pytest.approx(4.0)
    assert trade_fee(1_000, maker=True) == pytest.approx(2.5)
    assert trade_fee(0) == 0
    assert trade_fee(1_000, FREE) == 0


@pytest.mark.parametrize(
    ("one", "other", "rate"),
    [
        ("EUR", "USD", 0.015),
        ("GBP", "JPY", 0.015),
        ("BTC", "USD", 0.025),
        ("ETH", "EUR", 0.025),
        ("BTC", "ETH", 0.05),
        ("USDT", "USD", 0.05),
        ("SOL", "USD", 0.05),
        ("SOL", "BTC", 0.05),
        ("USD", "USD", 0),
        ("SOL", "SOL", 0),
    ],
)
def test_conversion_fees(one: str, other: str, rate: float) -> None:
    """support.kraken.com 9148088075028: cash, BTC or ETH with cash, everything else."""
    assert conversion_rate(one, other) == rate
    assert conversion_rate(other, one) == rate
    assert conversion_fee(200, one, other) == pytest.approx(200 * rate)


def test_stablecoins_are_not_cash() -> None:
    assert {"USD", "EUR", "GBP", "CAD", "CHF", "AUD", "JPY"} == CASH
