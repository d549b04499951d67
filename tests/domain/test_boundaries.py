"""Exactly enough, exactly touching, exactly due: what happens on the edge of a rule."""

from __future__ import annotations

import pytest

from margin_lessons.account import Account, Position
from margin_lessons.costs import hours_until, opening_fee, rollover_fee
from margin_lessons.crossing import check_new_position, largest_position
from margin_lessons.errors import BadInput
from margin_lessons.market.bars import Bars
from margin_lessons.market.book import Book, Depth
from margin_lessons.orders import StopLoss
from margin_lessons.plan import CloseByHand, Plan
from margin_lessons.replay import Kind, replay
from margin_lessons.venue import KRAKEN_SPOT, RolloverCount

# ---- An order that takes all the margin there is -------------------------------------------------


@pytest.mark.parametrize(
    # 1 coin at 20,000 with 5x needs 4,000.
    ("cash", "accepted"),
    [(3_999.99, False), (4_000, True), (4_000.01, True)],
)
@pytest.mark.parametrize("side", ["long", "short"])
def test_an_order_may_take_exactly_what_is_free(side: str, cash: float, accepted: bool) -> None:
    check = check_new_position(Account(cash), Position(side, 1, 20_000, 5), market=20_000)
    assert check.accepted is accepted
    assert check.margin_needed == 4_000
    assert check.level_after == pytest.approx(1.0, abs=1e-5)


def test_rounding_refuses_nobody() -> None:
    """3 coins at 0.1 cost 0.30000000000000004 in floats, and 0.3 is there."""
    order = Position("long", 3, 0.1, 1)
    assert order.cost > 0.3
    assert check_new_position(Account(0.3), order, market=0.1).accepted
    assert not check_new_position(Account(0.299999), order, market=0.1).accepted


@pytest.mark.parametrize("limit", [10_000, 20_000, 30_000])
def test_the_margin_is_judged_at_the_market_whatever_the_limit(limit: float) -> None:
    """support.kraken.com 360001385146: neither a lower nor a higher limit price changes it."""
    check = check_new_position(Account(4_000), Position("long", 1, limit, 5), market=20_000)
    assert (check.accepted, check.margin_needed, check.free_margin) == (True, 4_000, 4_000)


@pytest.mark.parametrize("cash", [4_000.0, 0.3, 1_234.56])
def test_a_little_less_than_the_largest_position_fits_and_a_little_more_does_not(
    cash: float,
) -> None:
    largest = largest_position(Account(cash), "long", entry=20_000, leverage=5)
    less, more = (
        check_new_position(Account(cash), Position("long", share * largest, 20_000, 5), 20_000)
        for share in (1 - 1e-9, 1 + 1e-9)
    )
    assert (less.accepted, more.accepted) == (True, False)


# ---- A book whose sides touch --------------------------------------------------------------------


@pytest.mark.parametrize("ask", [100.0, 99.0])
def test_a_bid_at_the_ask_would_have_traded(ask: float) -> None:
    with pytest.raises(BadInput, match=f"bid 100 in row 1 is not below the ask {ask:g} in row 1"):
        Book(Depth("bids", [100.0], [1]), Depth("asks", [ask], [1]))


def test_a_bid_just_below_the_ask_is_a_book() -> None:
    assert Book(Depth("bids", [100.0], [1]), Depth("asks", [100.01], [1])).mid == 100.005


# ---- A level that fees reach after a whole number of rollovers -----------------------------------


@pytest.mark.parametrize("count", RolloverCount)
@pytest.mark.parametrize("side", ["long", "short"])
@pytest.mark.parametrize("volume", [0.1, 0.3, 1])
@pytest.mark.parametrize("leverage", [2, 5, 10])
def test_with_room_for_so_many_fees_the_last_of_them_does_it(
    leverage: float, volume: float, side: str, count: RolloverCount
) -> None:
    """However the sum is rounded: for a short of 0.1 there is room for 1.0000000000002 fees."""
    position = Position(side, volume, 20_000, leverage)
    venue = KRAKEN_SPOT.with_rules(rollover_count=count)
    started = 1 if count is RolloverCount.CEIL else 0
    for due in (1, 3, 7, 10, 45):
        fees = opening_fee(position) + due * rollover_fee(position, hours=4)
        account = Account(0.8 * position.used_margin(20_000) + fees, (position,), venue=venue)
        assert hours_until(account, 20_000, 0.8) == 4 * (due - started)


def test_a_forgotten_stop_may_take_exactly_the_margin_there_is() -> None:
    """0.1 BTC at 14,999.70 with 3x needs 499.99 USD, which is all the client has."""
    account = Account(499.99, (Position("long", 0.1, 20_000, 10),))
    plan = Plan(orders=(StopLoss(14_999.7, leverage=3),), actions=(CloseByHand(0),))
    timeline = replay(account, Bars.of([(20_000, 20_000, 14_000, 14_500)]), plan)
    assert timeline.of(Kind.NEW_POSITION)
    assert not timeline.of(Kind.ORDER_REJECTED)


def test_the_outcome_of_an_open_position_speaks_of_equity() -> None:
    """1 BTC from 20,000 with 10,000 USD: at 18,000 in the end 8,000, at the low of 17,000 7,000."""
    account = Account(10_000, (Position("long", 1, 20_000, 5),))
    plan = Plan(orders=(StopLoss(18_500, volume=0.5),))
    timeline = replay(account, Bars.of([(20_000, 20_000, 17_000, 18_000)]), plan)
    assert timeline.final.positions
    assert "at the worst price of each bar the equity would be" in timeline.outcome
