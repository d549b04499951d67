"""Orders and plans: the published examples, which way they trigger, and what makes no sense."""

from __future__ import annotations

import numpy as np
import pytest

from margin_lessons.account import Account, Position, Side
from margin_lessons.errors import BadInput
from margin_lessons.market.bars import Bars
from margin_lessons.orders import (
    Order,
    StopLoss,
    StopLossLimit,
    TakeProfit,
    TrailingStop,
    TriggerOn,
    offset_trigger,
)
from margin_lessons.plan import AddFunds, Cancel, CloseByHand, Cut, Place, Plan, TopUp
from margin_lessons.replay import replay

LONG, SHORT = Side.LONG, Side.SHORT
HOURS = Bars.of([(100, 100, 100, 100)] * 6, length=60, start="2020-03-12 10:00")


def test_stop_offsets_as_published() -> None:
    # support.kraken.com 203325793, older version: a price of 6,500, 500 USD or 10 % away.
    assert offset_trigger(6_500, "long", amount=500) == 6_000
    assert offset_trigger(6_500, "long", share=0.10) == 5_850
    assert offset_trigger(6_500, "short", amount=500) == 7_000


def test_stop_limit_as_published() -> None:
    # support.kraken.com 9616163984020: price 8,000, trigger 7,950, limit 7,900: 7,900 or better.
    order = StopLossLimit(7_950, limit=7_900)
    order.check(8_000, LONG)
    assert order.level(8_000, LONG) == 7_950
    assert order.accepts(7_900, LONG)
    assert order.accepts(7_949, LONG)
    assert not order.accepts(7_899.99, LONG)


def test_trailing_stop_as_published() -> None:
    # support.kraken.com, trailing stop orders: 5 % from a best of 22,000 is 1,100.
    stop = TrailingStop(share=0.05)
    assert stop.level(20_000.0, LONG) == 19_000
    assert stop.level(22_000.0, LONG) == 20_900
    assert stop.level(20_000.0, SHORT) == 21_000
    assert TrailingStop(amount=1_100).level(22_000.0, LONG) == 20_900
    assert stop.level(np.array([20_000.0, 22_000.0]), LONG).tolist() == [19_000, 20_900]


@pytest.mark.parametrize(
    ("order", "side", "way"),
    [
        (StopLoss(90), LONG, -1),
        (StopLoss(110), SHORT, 1),
        (StopLossLimit(90, limit=89), LONG, -1),
        (TrailingStop(amount=5), SHORT, 1),
        (TakeProfit(110), LONG, 1),
        (TakeProfit(90), SHORT, -1),
    ],
)
def test_orders_trigger_the_right_way(order: Order, side: Side, way: int) -> None:
    assert order.direction(side) == way
    order.check(100, side)


@pytest.mark.parametrize(
    ("order", "side", "sentence"),
    [
        (
            StopLoss(110),
            LONG,
            "stop-loss at 110 is above the price 100: for a long it must be below",
        ),
        (
            StopLoss(90),
            SHORT,
            "stop-loss at 90 is below the price 100: for a short it must be above",
        ),
        (StopLoss(100), LONG, "stop-loss at 100 is at the price 100: for a long it must be below"),
        (TakeProfit(90), LONG, "take-profit at 90 is below the price 100: for a long it must be"),
        (TakeProfit(110), SHORT, "take-profit at 110 is above the price 100"),
        (StopLossLimit(110, limit=105), LONG, "stop-loss-limit at 110 is above the price 100"),
        (StopLossLimit(90, limit=95), LONG, "limit 95 is not below the trigger 90: a long that"),
        (StopLossLimit(110, limit=105), SHORT, "limit 105 is not above the trigger 110: a short"),
    ],
)
def test_an_order_on_the_wrong_side_is_one_sentence(
    order: Order, side: Side, sentence: str
) -> None:
    with pytest.raises(BadInput) as problem:
        order.check(100, side)
    assert str(problem.value).startswith(sentence)
    assert "\n" not in str(problem.value)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: TrailingStop(share=0), "trailing distance 0 is not above 0: without a distance"),
        (lambda: TrailingStop(amount=0), "trailing distance 0 is not above 0"),
        (lambda: TrailingStop(amount=-5), "trailing distance -5 is not above 0"),
        (lambda: TrailingStop(share=5), "trailing distance 5 is not below 1: it is a share"),
        (lambda: TrailingStop(), "amount None and share None do not give one distance"),
        (lambda: TrailingStop(1, 0.1), "amount 1 and share 0.1 do not give one distance"),
        (lambda: StopLoss(0), "stop-loss trigger 0 is not above 0"),
        (lambda: StopLoss("x"), "stop-loss trigger 'x' is not a number"),
        (lambda: StopLossLimit(90, limit=float("nan")), "limit nan is not a finite number"),
        (lambda: StopLoss(90, volume=0), "order volume 0 is not above 0"),
        (lambda: StopLoss(90, side="up"), "side 'up' is neither 'long' nor 'short'"),
        (lambda: StopLoss(90, leverage=0.5), "leverage 0.5 is below 1"),
        (lambda: AddFunds(1, 0), "funds 0 is not above 0"),
        (lambda: CloseByHand(1, volume=1, share=0.5), "volume 1 and share 0.5 do not go together"),
        (lambda: CloseByHand(1, volume=-1), "closed volume -1 is not above 0"),
        (lambda: CloseByHand(1, share=0), "share 0 is not above 0"),
        (lambda: CloseByHand(1, share=1.5), "share 1.5 is above 1"),
        (lambda: TopUp(), "amount None and to_level None do not say how much"),
        (lambda: TopUp(amount=1, to_level=1), "amount 1 and to_level 1 do not say how much"),
        (lambda: TopUp(amount=-1), "funds -1 is not above 0"),
        (lambda: TopUp(amount=1, at_most=-1), "at_most -1 is below 0"),
        (lambda: TopUp(amount=1, minutes=-1), "minutes -1 is below 0"),
        (lambda: Cut(), "share None and to_level None do not say how much"),
        (lambda: Cut(share=2), "share 2 is above 1"),
        (lambda: Plan(orders=["stop"]), "order in row 0, 'stop', is not an Order"),
        (lambda: Plan(answers=StopLoss(90)), "answer StopLoss("),
        (lambda: Plan(orders=5), "order 5 is not an Order"),
        (lambda: Place(1, None), "order None is not an Order"),
        (lambda: Cancel(1, None), "order None is not a name"),
        (lambda: TopUp(amount=1, at_most="a"), "at_most 'a' is not a number"),
        (lambda: TopUp(amount=1, at_most=float("nan")), "at_most nan is not a finite number"),
        (lambda: TopUp(amount=1, at_most=float("-inf")), "at_most -inf is not a finite number"),
        (
            lambda: Plan(actions=[AddFunds(9, 1)]).schedule(HOURS),
            "row 0 of the plan: bar 9 is not there: the bars are 0 to 5",
        ),
        (
            lambda: Plan(actions=[AddFunds("2021-01-01", 1)]).schedule(HOURS),
            "row 0 of the plan: time 2021-01-01 00:00 is outside the bars",
        ),
    ],
)
def test_bad_input_is_one_sentence(make, sentence: str) -> None:
    with pytest.raises(BadInput) as problem:
        make()
    assert str(problem.value).startswith(sentence)
    assert "\n" not in str(problem.value)


def test_a_plan_that_closes_more_than_is_open_names_row_and_bar() -> None:
    plan = Plan(actions=[CloseByHand(3, share=0.5), Cancel(1, "x"), CloseByHand(5, volume=0.6)])
    plan.check_closings(1.2, HOURS)
    with pytest.raises(BadInput) as problem:
        plan.check_closings(1.0, HOURS)
    assert str(problem.value) == (
        "row 2 of the plan closes 0.6 at bar 5 (2020-03-12 15:00), where at most 0.5 is still "
        "open: more would open a position on the other side."
    )
    # In order of time, not of rows; and closing all that is left is always possible.
    late_first = Plan(actions=[CloseByHand(4), CloseByHand(2, volume=1.0), CloseByHand(5)])
    late_first.check_closings(1.0, HOURS)


def test_a_schedule_is_in_order_of_time_and_then_of_rows() -> None:
    actions = [AddFunds(4, 1), Cancel("2020-03-12 11:00", "x"), Place(4, StopLoss(90))]
    scheduled = Plan(actions=actions).schedule(HOURS)
    assert [(bar, row) for bar, row, _ in scheduled] == [(1, 1), (4, 0), (4, 2)]


def test_one_order_needs_no_list() -> None:
    assert Plan(StopLoss(90)).orders == (StopLoss(90),)
    assert Plan(answers=TopUp(amount=5)).answers == (TopUp(amount=5),)


def test_an_order_is_known_by_its_name_or_by_what_it_is() -> None:
    assert StopLoss(6_000).label == "stop-loss at 6,000"
    assert TakeProfit(6_000.5).label == "take-profit at 6,000.5"
    assert TrailingStop(share=0.05).label == "trailing stop of 5%"
    assert TrailingStop(amount=1_100).label == "trailing stop of 1,100"
    assert StopLoss(6_000, name="floor").label == "floor"
    assert StopLoss(6_000, on=TriggerOn.INDEX).on is TriggerOn.INDEX


def test_a_spot_account_has_no_mark_price() -> None:
    bars = Bars.of([(20_000.0, 20_500.0, 19_500.0, 20_000.0)] * 2, length=60)
    account = Account(10_000, (Position("long", 1, 20_000, 5),))
    with pytest.raises(BadInput, match="triggers on the mark price: a contract has one"):
        replay(account, bars, Plan(StopLoss(15_000, on=TriggerOn.MARK)))
