"""Costs at a venue with other rates and another rollover period; the short side of closing."""

from __future__ import annotations

import pytest

from margin_lessons.account import Account, Position
from margin_lessons.closing import close_position, liquidate
from margin_lessons.costs import (
    drift_of_crossing,
    hours_until,
    opening_fee,
    rollover_fee,
    with_costs,
    yearly_rollover,
)
from margin_lessons.fees import Fees
from margin_lessons.market.bars import Bars
from margin_lessons.orders import offset_trigger
from margin_lessons.replay import Charges, Rules, replay
from margin_lessons.venue import KRAKEN_SPOT, Extent, Venue

# 1 % to open a long and 0.5 % for a short; every eight hours 0.1 % and 0.05 %.
EIGHT_HOURS = Venue(
    "eight hours",
    fees=Fees(
        opening_long=0.01,
        opening_short=0.005,
        rollover_long=0.001,
        rollover_short=0.0005,
        rollover_hours=8,
    ),
)
LONG = Position("long", 1, 20_000, 5)
SHORT = Position("short", 1, 20_000, 5)


# ---- Costs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    # A day has three periods, a year of 365 days 1,095.
    ("position", "opening", "day", "year"),
    [(LONG, 200, 3 * 20, 1.095), (SHORT, 100, 3 * 10, 0.5475)],
)
def test_rates_and_period_are_the_venues(position, opening, day, year) -> None:
    assert opening_fee(position, EIGHT_HOURS) == pytest.approx(opening)
    assert rollover_fee(position, 24, EIGHT_HOURS) == pytest.approx(day)
    assert yearly_rollover(position, EIGHT_HOURS) == pytest.approx(year)
    account = Account(10_000, (position,), venue=EIGHT_HOURS)
    assert with_costs(account, 24).fees_accrued == pytest.approx(opening + day)


def test_hours_until_a_level_are_counted_in_the_venues_periods() -> None:
    # 80 % of 4,000 is 3,200; 3,450 less 200 for opening leave room for 2.5 rollovers of 20.
    account = Account(3_450, (LONG,), venue=EIGHT_HOURS)
    assert hours_until(account, 20_000, 0.8) == 3 * 8


@pytest.mark.parametrize(("hours", "drift"), [(0, 200), (7, 200), (8, 220), (16, 240)])
def test_a_crossing_drifts_by_the_venues_fees(hours: float, drift: float) -> None:
    account = Account(10_000, (LONG,), venue=EIGHT_HOURS)
    assert drift_of_crossing(account, 0.8, hours) == pytest.approx(drift)


def test_a_replay_charges_in_the_venues_periods() -> None:
    # The hours open at 0 to 17: one rollover of 20 from hour 8 on, the second from hour 16 on.
    account = Account(10_000, (LONG,), venue=EIGHT_HOURS)
    still = Bars.from_path([20_000] * 19, length=60)
    paid = 10_000 - replay(account, still, rules=Rules(charges=Charges(rollover=True))).equity_path
    assert paid.tolist() == pytest.approx([0] * 8 + [20] * 8 + [40] * 2)


# ---- Shorts, and what is hardly there ------------------------------------------------------------


def test_the_offset_of_a_short_lies_above_however_it_is_given() -> None:
    # 10 % and 650 of 6,500.
    assert offset_trigger(6_500, "short", share=0.10) == pytest.approx(7_150)
    assert offset_trigger(6_500, "short", amount=650) == 7_150


def test_just_enough_of_a_short_sets_margin_free_at_the_price_of_now() -> None:
    # At 25,000 the short has lost 5,000 and ties up 5,000: 7,500 - 5,000 = 2,500 carry half of it.
    closing = liquidate(Account(7_500, (SHORT,)), 25_000, Extent.JUST_ENOUGH)
    (part,) = closing.parts
    assert part.volume == pytest.approx(0.5)
    assert closing.account.level(25_000) == pytest.approx(1.0)


def test_a_crumb_is_closed_with_the_rest() -> None:
    """A ten-millionth of a dollar carries a part of the coin that nobody could sell."""
    closing = liquidate(Account(10_000, (LONG,), realised=1e-7), 10_000, Extent.JUST_ENOUGH)
    assert closing.account.positions == ()
    assert closing.parts[0].volume == 1
    # A dollar carries 1 / 4,000 of it.
    rest = liquidate(Account(10_001, (LONG,)), 10_000, Extent.JUST_ENOUGH).account.positions
    assert [left.volume for left in rest] == pytest.approx([1 / 4_000])


def test_the_fee_for_closing_is_on_the_price_of_the_closing() -> None:
    # 0.4 % of 0.5 x 25,000 for buying half of the short back.
    rate = KRAKEN_SPOT.fees.taker
    closing = close_position(Account(10_000, (SHORT,)), 0, 0.5, 25_000, fee_rate=rate)
    assert closing.parts[0].fee == pytest.approx(50)
    assert closing.account.balance() == pytest.approx(10_000 - 2_500 - 50)
