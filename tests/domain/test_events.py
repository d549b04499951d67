"""What an event says of itself: which order, how much, at what price, and from where it counts."""

from __future__ import annotations

import pytest

from margin_lessons.account import Account, CoinCollateral, Position
from margin_lessons.costs import opening_fee
from margin_lessons.market.bars import Bars
from margin_lessons.orders import StopLoss, StopLossLimit, TakeProfit, TrailingStop, TriggerOn
from margin_lessons.plan import AddFunds, Cancel, CloseByHand, Place, Plan
from margin_lessons.replay import Charges, Kind, Rules, Timeline, replay

# 1 BTC long at 20,000 with 10,000 USD: call 13,200, liquidation 11,600, zero equity 10,000.
LONG = Account(10_000, (Position("long", 1, 20_000, 5),))

OF_ORDERS = (
    Kind.ORDER_PLACED,
    Kind.ORDER_CANCELLED,
    Kind.ORDER_TRIGGERED,
    Kind.ORDER_FILLED,
    Kind.ORDER_RESTING,
    Kind.ORDER_LEFT,
    Kind.ORDER_REJECTED,
    Kind.NEW_POSITION,
)


def path(*prices: float) -> Bars:
    return Bars.from_path(prices, length=60)


def named(timeline: Timeline) -> list[tuple[Kind, str]]:
    return [(event.kind, event.order) for event in timeline.of(*OF_ORDERS, Kind.TOO_LATE)]


def test_every_event_of_an_order_names_it() -> None:
    plan = Plan(
        [
            StopLoss(15_000, name="moved"),
            StopLoss(18_000, reduce_only=True, name="kept"),
            TakeProfit(30_000, reduce_only=True, name="target"),
            StopLossLimit(17_500, limit=17_000, name="limited"),
        ],
        [Cancel(1, "moved"), Cancel(1, "nobody")],
    )
    timeline = replay(LONG, path(20_000, 19_000, 18_000, 16_000), plan)
    assert named(timeline)[4:] == [
        (Kind.ORDER_CANCELLED, "moved"),
        (Kind.TOO_LATE, "nobody"),
        (Kind.ORDER_TRIGGERED, "kept"),
        (Kind.ORDER_FILLED, "kept"),
        (Kind.ORDER_CANCELLED, "target"),
        (Kind.ORDER_LEFT, "limited"),
        (Kind.ORDER_TRIGGERED, "limited"),
        (Kind.NEW_POSITION, "limited"),
    ]
    assert all(event.volume == 1 for event in timeline.of(*OF_ORDERS[:2], Kind.ORDER_LEFT))


@pytest.mark.parametrize(("on", "start"), [(TriggerOn.LAST, 19_000), (TriggerOn.INDEX, 18_000)])
def test_a_trailing_stop_placed_later_starts_from_the_price_that_triggers_it(on, start) -> None:
    plan = Plan(actions=Place(1, TrailingStop(share=0.1, on=on)))
    index = path(20_000, 18_000, 18_000)
    timeline = replay(LONG, path(20_000, 19_000, 19_000), plan, index=index)
    placed = timeline.first(Kind.ORDER_PLACED)
    assert placed.trigger == pytest.approx(0.9 * start)
    assert placed.price == 19_000, "the event itself is told at the market"


@pytest.mark.parametrize(
    ("bar", "fill", "beyond"),
    [((17_000, 17_600, 17_000, 17_600), 17_500, False), ((17_800,) * 4, 17_800, True)],
)
def test_a_resting_order_fills_at_its_limit_or_beyond_it_at_an_open(bar, fill, beyond) -> None:
    plan = Plan(StopLossLimit(18_000, limit=17_500, reduce_only=True))
    rows = [(20_000,) * 4, (17_000,) * 4, bar]
    timeline = replay(LONG, Bars.of(rows, length=60), plan)
    triggered, resting = timeline.of(Kind.ORDER_TRIGGERED, Kind.ORDER_RESTING)
    assert triggered.beyond is resting.beyond is True
    assert (triggered.trigger, resting.trigger) == (18_000, 17_500)
    filled = timeline.first(Kind.ORDER_FILLED)
    assert filled.price == fill
    assert filled.beyond is beyond


def test_a_margin_level_is_told_while_something_is_open() -> None:
    actions = [AddFunds(1, 500), CloseByHand(1, share=0.5), CloseByHand(2), AddFunds(2, 500)]
    timeline = replay(LONG, path(20_000, 20_000, 20_000, 20_000), Plan(actions=actions))
    told = [
        (event.kind, "the margin level is" in event.words)
        for event in timeline.of(Kind.FUNDS_ADDED, Kind.PART_CLOSED, Kind.CLOSED)
    ]
    assert told == [
        (Kind.FUNDS_ADDED, True),
        (Kind.PART_CLOSED, True),
        (Kind.CLOSED, False),
        (Kind.FUNDS_ADDED, False),
    ]


@pytest.mark.parametrize("entry", [False, True])
def test_an_order_that_was_to_close_is_told_from_one_that_was_to_open(entry: bool) -> None:
    """Both open 1 BTC short at 15,000; only one of them was meant to."""
    order = StopLoss(15_000, side="long", volume=1, leverage=5)
    account = Account(10_000) if entry else LONG
    actions = [] if entry else [CloseByHand(1)]
    opened = replay(account, path(20_000, 19_000, 14_000), Plan(order, actions))
    words = opened.first(Kind.NEW_POSITION).words
    assert words.endswith("at 15,000.") is entry
    assert words.endswith("it was an order of its own.") is not entry


@pytest.mark.parametrize(("side", "verb"), [("long", "sell"), ("short", "buy")])
def test_an_order_says_whether_it_sells_or_buys(side: str, verb: str) -> None:
    account = Account(10_000, (Position(side, 1, 20_000, 5),))
    trigger = 15_000 if side == "long" else 25_000
    plan = Plan(StopLoss(trigger), CloseByHand(1))
    timeline = replay(account, path(20_000, 20_000, 20_000), plan)
    placed, left = timeline.of(Kind.ORDER_PLACED, Kind.ORDER_LEFT)
    assert placed.volume == left.volume == 1
    assert f" to {verb} 1 " in placed.words
    assert f" may {verb} 1 " in left.words


def test_what_may_only_reduce_is_cancelled_by_name_once_the_position_is_on_the_other_side() -> None:
    orders = [StopLoss(18_000, volume=2, name="turn"), StopLoss(17_000, reduce_only=True, name="r")]
    timeline = replay(LONG, path(20_000, 19_000, 16_500), Plan(orders))
    cancelled = timeline.first(Kind.ORDER_CANCELLED)
    assert (cancelled.order, cancelled.volume, cancelled.price) == ("r", 1, 17_000)


def test_a_late_fill_counts_from_beyond_its_trigger() -> None:
    """At the next open: the trigger is behind, and anything since may have been the price."""
    rows = [
        (20_000, 21_000, 20_000, 20_000),
        (20_000, 20_000, 11_000, 11_500),
        (11_800, 12_000, 11_700, 11_900),
    ]
    timeline = replay(LONG, Bars.of(rows, length=60), rules=Rules(delay_bars=1))
    begun, filled = timeline.of(Kind.LIQUIDATION_TRIGGERED, Kind.LIQUIDATION_FILLED)
    assert (begun.beyond, filled.beyond) == (False, True)
    assert (filled.price, filled.worst_price, filled.best_price) == (11_800, 11_000, 20_000)


@pytest.mark.parametrize("side", ["long", "short"])
def test_the_worst_of_a_fill_pays_the_fee_of_the_worst_price(side: str) -> None:
    """Against an account that was really filled there."""
    rules = Rules(charges=Charges(trading=True))
    account = Account(10_000, (Position(side, 1, 20_000, 5),))
    extreme = 9_000 if side == "long" else 31_000
    bar = (20_000, max(20_000, extreme), min(20_000, extreme), extreme)
    filled = replay(account, Bars.of([bar]), rules=rules).first(Kind.LIQUIDATION_FILLED)
    at_once = replay(account, Bars.of([(extreme,) * 4]), rules=rules, price=20_000)
    assert filled.worst_price == extreme
    assert filled.worst_equity == pytest.approx(at_once.equity)


@pytest.mark.parametrize(("slippage", "at"), [(0.0, 58_000), (0.05, 55_100)])
def test_collateral_is_sold_like_anything_else(slippage: float, at: float) -> None:
    account = Account(0, (Position("long", 0.5, 60_000, 5),), (CoinCollateral("BTC", 0.2),))
    plan, rules = Plan(actions=CloseByHand(1)), Rules(slippage=slippage)
    timeline = replay(account, path(60_000, 58_000, 58_000), plan, rules)
    taken = timeline.first(Kind.COLLATERAL_TAKEN)
    assert taken.price == pytest.approx(at)
    assert taken.volume * at == pytest.approx(taken.amount) == pytest.approx(0.5 * (60_000 - at))


def test_the_way_back_to_full_use_counts_from_a_hair_below_it() -> None:
    """At 14,000 the level is 1; a close two millionths of a dollar below it is rounding."""
    twice = replay(LONG, path(20_000, 13_000, 14_000 - 2e-6, 13_000))
    once = replay(LONG, path(20_000, 13_000, 14_000 - 2e-2, 13_000))
    assert [len(timeline.of(Kind.CALL)) for timeline in (twice, once)] == [2, 1]


@pytest.mark.parametrize("beyond", [False, True])
def test_a_call_and_a_liquidation_say_whether_the_open_jumped_over_them(beyond: bool) -> None:
    """At 13,200 and 11,600 on the way, or at opens that lie below."""
    prices = [(20_000,) * 4, (12_500,) * 4, (11_000,) * 4]
    bars = Bars.of(prices, length=60) if beyond else path(20_000, 12_500, 11_000)
    timeline = replay(LONG, bars)
    told = timeline.of(Kind.CALL, Kind.LIQUIDATION_TRIGGERED, Kind.LIQUIDATION_FILLED)
    assert [event.price for event in told] == (
        [12_500, 11_000, 11_000] if beyond else [13_200, 11_600, 11_600]
    )
    assert [event.trigger for event in told] == [13_200, 11_600, 11_600]
    assert all(event.beyond is beyond for event in told)


def test_a_fee_and_a_debt_are_amounts_below_zero() -> None:
    """At 9,000 the account is 1,000 short, and the fee for opening is owed on top."""
    rules = Rules(charges=Charges(opening=True))
    timeline = replay(LONG, Bars.of([(9_000,) * 4]), rules=rules, price=20_000)
    fee, debt = timeline.of(Kind.FEE, Kind.DEBT)
    assert fee.amount == pytest.approx(-opening_fee(LONG.positions[0], LONG.venue))
    assert debt.amount == pytest.approx(-1_000 + fee.amount)
