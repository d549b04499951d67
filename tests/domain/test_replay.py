"""Replays worked by hand: calls and answers, gaps, stops that help and stops that do not."""

from __future__ import annotations

import pytest

from margin_lessons.account import Account, CoinCollateral, Position
from margin_lessons.crossing import crossings
from margin_lessons.errors import BadInput
from margin_lessons.market.bars import Bars
from margin_lessons.orders import (
    Order,
    StopLoss,
    StopLossLimit,
    TakeProfit,
    TrailingStop,
    TriggerOn,
)
from margin_lessons.plan import AddFunds, Cancel, CloseByHand, Cut, Place, Plan, TopUp
from margin_lessons.replay import Charges, Kind, Rules, Timeline, replay
from margin_lessons.venue import (
    KRAKEN_SPOT,
    AtEquality,
    Discretion,
    Extent,
    FirstInBar,
    RolloverCount,
    Venue,
)

# 1 BTC long at 20,000 with 10,000 USD: call 13,200, liquidation 11,600, zero equity 10,000.
LONG = Account(10_000, (Position("long", 1, 20_000, 5),))
# 1 BTC short at 20,000 with 10,000 USD, margin re-valued: call 25,862.07, liquidation 27,777.78.
SHORT = Account(10_000, (Position("short", 1, 20_000, 5),))


def bars(*rows: tuple[float, float, float, float], length: float = 60) -> Bars:
    return Bars.of(rows, length=length)


def path(*prices: float) -> Bars:
    return Bars.from_path(prices, length=60)


def under(account: Account, **rules: object) -> Account:
    return Account(
        account.cash, account.positions, account.coins, account.venue.with_rules(**rules)
    )


def kinds(timeline: Timeline) -> list[Kind]:
    quiet = (Kind.START, Kind.END, Kind.ORDER_PLACED)
    return [event.kind for event in timeline.events if event.kind not in quiet]


def closed_at(timeline: Timeline) -> float:
    (filled,) = timeline.of(Kind.LIQUIDATION_FILLED, Kind.ORDER_FILLED, Kind.CLOSED)
    return filled.price


# --- the article's example -------------------------------------------------------------------


def test_the_article_with_collateral_sold_for_dollars() -> None:
    account = Account(6_250, (Position("long", 0.5, 62_500, 5),))
    gap = bars((62_500, 62_600, 60_000, 60_200), (48_000, 48_500, 47_000, 47_500))
    timeline = replay(account, gap)
    filled = timeline.first(Kind.LIQUIDATION_FILLED)
    assert crossings(account).zero_equity.price == 50_000
    assert filled.trigger == 55_000
    assert filled.price == 48_000
    assert filled.beyond
    assert filled.equity == timeline.equity == -1_000
    assert round(filled.equity / 48_000, 4) == -0.0208
    assert timeline.debt == 1_000
    assert round(filled.price / filled.trigger - 1, 3) == -0.127


def test_the_article_with_collateral_kept_in_bitcoin() -> None:
    account = Account(0, (Position("long", 0.5, 60_000, 5),), (CoinCollateral("BTC", 0.1),))
    timeline = replay(account, bars((48_000, 48_500, 47_000, 47_500)), price=60_000)
    assert timeline.first(Kind.LIQUIDATION_TRIGGERED).trigger == 54_000
    taken = timeline.first(Kind.COLLATERAL_TAKEN)
    assert (taken.volume, taken.amount) == (0.1, 4_800)
    assert timeline.debt == pytest.approx(1_200)
    assert round(-timeline.debt / 48_000, 4) == -0.0250
    assert timeline.final.coins[0].units == 0
    kept = replay(
        account,
        bars((48_000, 48_500, 47_000, 47_500)),
        rules=Rules(take_collateral=False),
        price=60_000,
    )
    assert kept.debt == pytest.approx(1_200)
    assert kept.final.coins[0].units == 0.1
    assert kept.final.balance() == -6_000


def test_the_published_level_would_have_left_money_when_traded_through() -> None:
    account = Account(6_250, (Position("long", 0.5, 62_500, 5),))
    timeline = replay(account, path(62_500, 48_000))
    assert closed_at(timeline) == 55_000
    assert timeline.equity == 2_500
    assert timeline.debt == 0
    assert timeline.worst.debt == 1_000


# --- gap cases worked by hand, long and short ------------------------------------------------

NEARER, STOP, LIQUIDATION = FirstInBar.NEARER, FirstInBar.STOP, FirstInBar.LIQUIDATION

GAPS = [
    # account, stop, bar, slippage, who goes, fill, equity afterwards, equity at the worst
    (LONG, None, (20_000, 20_100, 11_000, 12_000), 0, "liquidation", 11_600, 1_600, 1_000),
    (LONG, None, (20_000, 20_100, 11_000, 12_000), 0.01, "liquidation", 11_484, 1_484, 890),
    (LONG, None, (20_000, 20_100, 11_599, 12_000), 0.01, "liquidation", 11_484, 1_484, 1_483.01),
    (LONG, None, (11_600, 12_000, 11_600, 12_000), 0.01, "liquidation", 11_484, 1_484, 1_484),
    (LONG, None, (9_000, 9_500, 8_000, 9_400), 0.01, "liquidation", 8_910, -1_090, -2_080),
    (LONG, 15_000, (20_000, 20_100, 14_000, 14_500), 0, "order", 15_000, 5_000, 4_000),
    (LONG, 15_000, (20_000, 20_100, 14_000, 14_500), 0.02, "order", 14_700, 4_700, 3_720),
    (LONG, 15_000, (14_000, 16_000, 13_500, 15_000), 0.02, "order", 13_720, 3_720, 3_230),
    (LONG, 15_000, (20_000, 20_100, 9_000, 9_500), 0, "order", 15_000, 5_000, -1_000),
    (LONG, 15_000, (9_000, 9_500, 8_000, 9_400), 0, "liquidation", 9_000, -1_000, -2_000),
    (LONG, 11_000, (20_000, 20_100, 10_500, 12_000), 0, "liquidation", 11_600, 1_600, 500),
    (SHORT, None, (20_000, 30_000, 19_000, 25_000), 0, "liquidation", 30_000 / 1.08, 2_222.22, 0),
    (SHORT, None, (31_000, 32_000, 29_000, 30_000), 0.01, "liquidation", 31_310, -1_310, -2_320),
    (SHORT, 25_000, (20_000, 26_000, 19_900, 25_500), 0, "order", 25_000, 5_000, 4_000),
    (SHORT, 25_000, (20_000, 26_000, 19_900, 25_500), 0.02, "order", 25_500, 4_500, 3_480),
    (SHORT, 25_000, (26_000, 27_000, 24_000, 25_500), 0.02, "order", 26_520, 3_480, 2_460),
    (SHORT, 25_000, (31_000, 32_000, 29_000, 30_000), 0, "liquidation", 31_000, -1_000, -2_000),
    (SHORT, 29_000, (20_000, 30_000, 19_900, 25_500), 0, "liquidation", 30_000 / 1.08, 2_222.22, 0),
]


@pytest.mark.parametrize(
    ("account", "stop", "bar", "slippage", "who", "fill", "equity", "worst"), GAPS
)
def test_gap_cases_worked_by_hand(account, stop, bar, slippage, who, fill, equity, worst) -> None:
    plan = Plan() if stop is None else Plan(StopLoss(stop, reduce_only=True))
    timeline = replay(account, bars(bar), plan, Rules(slippage=slippage), price=20_000)
    liquidated = bool(timeline.of(Kind.LIQUIDATION_FILLED))
    assert liquidated == (who == "liquidation")
    assert closed_at(timeline) == pytest.approx(fill)
    assert timeline.equity == pytest.approx(equity, abs=0.01)
    assert timeline.worst.equity == pytest.approx(worst, abs=0.01)
    assert timeline.debt == pytest.approx(max(0, -equity), abs=0.01)
    assert timeline.ledger.imbalance < 1e-12


@pytest.mark.parametrize(
    ("first", "stop", "bar", "who"),
    [
        (NEARER, 15_000, (20_000, 20_000, 11_000, 12_000), Kind.ORDER_FILLED),
        (NEARER, 11_000, (20_000, 20_000, 10_500, 12_000), Kind.LIQUIDATION_FILLED),
        (NEARER, 15_000, (11_000, 12_000, 10_500, 12_000), Kind.LIQUIDATION_FILLED),
        (STOP, 11_000, (20_000, 20_000, 10_500, 12_000), Kind.ORDER_FILLED),
        (STOP, 15_000, (11_000, 12_000, 10_500, 12_000), Kind.ORDER_FILLED),
        (STOP, 11_000, (20_000, 20_000, 11_100, 12_000), Kind.LIQUIDATION_FILLED),
        (LIQUIDATION, 15_000, (20_000, 20_000, 11_000, 12_000), Kind.LIQUIDATION_FILLED),
        (LIQUIDATION, 15_000, (20_000, 20_000, 14_000, 15_000), Kind.ORDER_FILLED),
    ],
)
def test_who_is_first_in_a_bar_is_a_convention_of_the_venue(first, stop, bar, who) -> None:
    account = under(LONG, first_in_bar=first)
    plan = Plan(StopLoss(stop, reduce_only=True))
    timeline = replay(account, bars(bar), plan, price=20_000)
    assert [e.kind for e in timeline.of(Kind.ORDER_FILLED, Kind.LIQUIDATION_FILLED)] == [who]


# --- calls and answers -----------------------------------------------------------------------


def test_a_call_comes_before_the_liquidation_and_only_once() -> None:
    timeline = replay(LONG, path(20_000, 13_000, 13_500, 12_900, 11_000))
    assert kinds(timeline) == [Kind.CALL, Kind.LIQUIDATION_TRIGGERED, Kind.LIQUIDATION_FILLED]
    call, begun = timeline.events[1], timeline.first(Kind.LIQUIDATION_TRIGGERED)
    assert (call.bar, call.price, call.level) == (0, 13_200, 0.8)
    assert (begun.bar, begun.price) == (3, 11_600)
    assert begun.level == pytest.approx(0.4)


def test_the_next_call_comes_once_the_level_has_been_back_at_full_use() -> None:
    # 100 % is at 14,000: a bar that closes there makes the next call possible.
    once = replay(LONG, path(20_000, 13_000, 13_900, 13_000))
    twice = replay(LONG, path(20_000, 13_000, 14_000, 13_000))
    assert [len(t.of(Kind.CALL)) for t in (once, twice)] == [1, 2]


def test_a_notice_is_not_guaranteed() -> None:
    down_and_up = path(20_000, 13_000, 15_000, 13_000, 15_000)
    rules = Rules(notices=(False, True))
    timeline = replay(LONG, down_and_up, Plan(answers=TopUp(amount=500)), rules)
    assert kinds(timeline) == [Kind.CALL_MISSED, Kind.CALL, Kind.FUNDS_ADDED]
    assert "No notice arrives" in timeline.first(Kind.CALL_MISSED).words


def test_a_gap_over_both_levels_leaves_no_time_for_a_call() -> None:
    timeline = replay(LONG, bars((11_000, 12_000, 10_800, 12_000)), Plan(answers=TopUp(amount=5e3)))
    assert kinds(timeline)[0] is Kind.CALL_MISSED
    assert not timeline.of(Kind.FUNDS_ADDED)


def test_topping_up_moves_the_liquidation_away() -> None:
    timeline = replay(LONG, path(20_000, 11_500, 12_000), Plan(answers=TopUp(to_level=1.0)))
    # 800 USD at 13,200 bring 100 %; the next call is 800 USD further down, and so on.
    added = timeline.of(Kind.FUNDS_ADDED)
    assert [round(event.price) for event in added] == [13_200, 12_400, 11_600]
    assert [event.amount for event in added] == pytest.approx([800] * 3)
    assert [event.level for event in added] == pytest.approx([1.0] * 3)
    assert not timeline.of(Kind.LIQUIDATION_TRIGGERED)
    assert timeline.final.cash == pytest.approx(12_400)


def test_funds_set_aside_run_out() -> None:
    plan = Plan(answers=TopUp(to_level=1.0, at_most=1_000))
    timeline = replay(LONG, path(20_000, 10_000), plan)
    assert [event.amount for event in timeline.of(Kind.FUNDS_ADDED)] == pytest.approx([800, 200])
    assert timeline.first(Kind.LIQUIDATION_FILLED).price == pytest.approx(10_600)
    none = Plan(answers=TopUp(amount=100, at_most=0))
    assert "No funds are left" in replay(LONG, path(20_000, 13_000), none).events[2].words


def test_cutting_a_part_brings_the_level_back() -> None:
    timeline = replay(LONG, path(20_000, 13_000), Plan(answers=Cut(to_level=1.0)))
    cut = timeline.first(Kind.PART_CLOSED)
    # Equity 3,200 carries a used margin of 3,200: 0.2 of the position goes.
    assert (cut.price, cut.volume, cut.amount) == pytest.approx((13_200, 0.2, -1_360))
    assert cut.level == pytest.approx(1.0)
    half = replay(LONG, path(20_000, 13_000), Plan(answers=Cut(share=0.5)))
    assert half.first(Kind.PART_CLOSED).volume == 0.5
    assert half.first(Kind.PART_CLOSED).level == pytest.approx(1.6)


def test_an_answer_that_takes_its_time_may_come_too_late() -> None:
    plan = Plan(answers=TopUp(amount=5_000, minutes=60))
    slow = replay(LONG, path(20_000, 13_000, 12_000), plan)
    assert slow.first(Kind.FUNDS_ADDED).bar == 1
    crash = replay(LONG, path(20_000, 11_000, 12_000), plan)
    assert kinds(crash)[-1] is Kind.TOO_LATE
    assert crash.final.cash == 10_000


def test_a_second_answer_may_find_nothing_to_do() -> None:
    plan = Plan(answers=[TopUp(to_level=1.0), Cut(to_level=1.0), TopUp(to_level=0.9)])
    timeline = replay(LONG, path(20_000, 13_000), plan)
    assert kinds(timeline)[1:] == [Kind.FUNDS_ADDED, Kind.NOTHING_TO_DO, Kind.NOTHING_TO_DO]


# --- orders ----------------------------------------------------------------------------------


def test_the_published_stop_limit_rests_after_a_gap() -> None:
    # support.kraken.com 9616163984020: price 8,000, trigger 7,950, limit 7,900.
    account = Account(4_000, (Position("long", 1, 8_000, 5),))
    plan = Plan(StopLossLimit(7_950, limit=7_900, reduce_only=True))
    through = replay(account, path(8_000, 7_925), plan)
    assert closed_at(through) == 7_950
    gap = replay(account, bars((8_000, 8_010, 7_960, 7_970), (7_850, 7_890, 7_700, 7_720)), plan)
    assert kinds(gap) == [Kind.ORDER_TRIGGERED, Kind.ORDER_RESTING]
    assert gap.final.positions, "no exit"
    back = replay(account, bars((7_850, 7_890, 7_700, 7_720), (7_720, 7_910, 7_700, 7_800)), plan,
                  price=8_000)  # fmt: skip
    assert closed_at(back) == 7_900
    assert back.first(Kind.ORDER_FILLED).bar == 1
    better = replay(account, bars((7_940, 7_945, 7_700, 7_720)), plan, price=8_000)
    assert closed_at(better) == 7_940, "opens beyond the trigger, above the limit: or better"
    same_bar = replay(account, bars((7_850, 7_920, 7_800, 7_820)), plan, price=8_000)
    assert closed_at(same_bar) == 7_900, "the high comes after the open"


def test_an_order_with_a_limit_never_slips() -> None:
    account = Account(4_000, (Position("long", 1, 8_000, 5),))
    plan = Plan(StopLossLimit(7_950, limit=7_900, reduce_only=True))
    through = replay(account, bars((8_000, 8_000, 7_800, 7_850)), plan, Rules(slippage=0.01))
    assert closed_at(through) == 7_950, "a stop-loss would have got 7,870.50"
    assert through.worst.price == 7_900, "never below its limit"


INDEX = bars((8_000, 8_000, 7_900, 7_950))
"""The index falls to the trigger inside a bar while the last price is far below the limit."""


def stop_limits(*triggers: float) -> Plan:
    orders = [StopLossLimit(t, limit=t - 50, reduce_only=True, on="index") for t in triggers]
    return Plan(orders)


def test_an_order_that_comes_to_rest_inside_a_bar_waits_for_its_close() -> None:
    account = Account(4_000, (Position("long", 1, 8_000, 5),))
    plan = stop_limits(7_950)
    stays = replay(account, bars((7_850, 7_920, 7_800, 7_850)), plan, index=INDEX)
    assert kinds(stays) == [Kind.ORDER_TRIGGERED, Kind.ORDER_RESTING]
    back = replay(account, bars((7_850, 7_980, 7_800, 7_950)), plan, index=INDEX)
    assert closed_at(back) == 7_900


def test_two_resting_orders_close_one_position_once() -> None:
    account = Account(4_000, (Position("long", 1, 8_000, 5),))
    last = bars((7_850, 7_980, 7_800, 7_950))
    timeline = replay(account, last, stop_limits(7_950, 7_940), index=INDEX)
    assert kinds(timeline)[-2:] == [Kind.ORDER_FILLED, Kind.ORDER_CANCELLED]
    assert closed_at(timeline) == 7_900


@pytest.mark.parametrize("delay", [0, 1])
def test_no_order_fills_while_a_liquidation_is_under_way(delay: int) -> None:
    # It rests at 7,900 inside the bar. At 5,000 the equity is 40 % of 1,600 and the venue takes the
    # position over; the close, back at 7,950, is too late for the limit order.
    account = Account(3_640, (Position("long", 1, 8_000, 5),))
    last = bars((7_850, 7_980, 4_900, 7_950), (7_900, 7_990, 7_850, 7_950))
    index = bars((8_000, 8_000, 7_900, 7_950), (7_950,) * 4)
    timeline = replay(account, last, stop_limits(7_950), Rules(delay_bars=delay), index=index)
    assert Kind.ORDER_RESTING in kinds(timeline)
    assert not timeline.of(Kind.ORDER_FILLED)
    assert timeline.first(Kind.LIQUIDATION_FILLED).bar == delay
    assert kinds(timeline)[-1] is Kind.ORDER_CANCELLED


def test_a_stop_limit_for_a_short() -> None:
    plan = Plan(StopLossLimit(22_000, limit=22_500, reduce_only=True))
    assert closed_at(replay(SHORT, path(20_000, 23_000), plan)) == 22_000
    gap = replay(SHORT, bars((23_000, 23_500, 22_600, 23_000)), plan, price=20_000)
    assert kinds(gap) == [Kind.ORDER_TRIGGERED, Kind.ORDER_RESTING]
    back = replay(SHORT, bars((23_000, 23_500, 22_400, 23_000)), plan, price=20_000)
    assert closed_at(back) == 22_500


def test_the_published_trailing_stop() -> None:
    # support.kraken.com, trailing stop orders: 1 BTC long at 20,000, 5 %, best 22,000: 20,900.
    plan = Plan(TrailingStop(share=0.05, reduce_only=True))
    timeline = replay(LONG, path(20_000, 22_000, 20_000), plan)
    triggered = timeline.first(Kind.ORDER_TRIGGERED)
    assert (triggered.bar, triggered.trigger, closed_at(timeline)) == (1, 20_900, 20_900)
    in_one_bar = replay(LONG, bars((20_000, 22_000, 19_500, 20_500)), plan)
    assert closed_at(in_one_bar) == 20_900, "the close is sure to come after the high"
    unsure = replay(LONG, bars((20_000, 22_000, 19_500, 21_500)), plan)
    assert closed_at(unsure) == 20_900, "the high may have come before the low"
    gap = replay(
        LONG, bars((20_000, 22_000, 20_000, 21_900), (20_000, 20_100, 19_000, 19_500)), plan
    )
    assert closed_at(gap) == 20_000
    short = replay(SHORT, path(20_000, 18_000, 19_000), plan)
    assert closed_at(short) == 18_900


def test_a_take_profit_fills_at_its_trigger_or_better_after_a_gap() -> None:
    plan = Plan(TakeProfit(22_000, reduce_only=True))
    assert closed_at(replay(LONG, path(20_000, 23_000), plan)) == 22_000
    assert closed_at(replay(LONG, bars((22_500, 23_000, 22_400, 22_600)), plan, price=20_000)) == (
        22_500
    )
    down = Plan(TakeProfit(18_000, reduce_only=True))
    assert closed_at(replay(SHORT, path(20_000, 17_000), down)) == 18_000


def test_a_stop_and_a_take_profit_in_one_bar_count_as_the_stop() -> None:
    plan = Plan([TakeProfit(21_000, reduce_only=True), StopLoss(19_000, reduce_only=True)])
    timeline = replay(LONG, bars((20_000, 21_500, 18_500, 21_000)), plan)
    assert closed_at(timeline) == 19_000
    assert kinds(timeline)[-1] is Kind.ORDER_CANCELLED


def test_a_forgotten_stop_opens_a_new_position() -> None:
    plan = Plan(StopLoss(15_000), CloseByHand(1))
    timeline = replay(LONG, path(20_000, 19_000, 14_000, 16_000), plan)
    assert kinds(timeline) == [
        Kind.CLOSED,
        Kind.ORDER_LEFT,
        Kind.ORDER_TRIGGERED,
        Kind.NEW_POSITION,
    ]
    (new,) = timeline.final.positions
    assert (new.side.value, new.volume, new.entry) == ("short", 1, 15_000)
    assert timeline.equity == 10_000 - 1_000 - 1_000
    only = Plan(StopLoss(15_000, reduce_only=True), CloseByHand(1))
    assert kinds(replay(LONG, path(20_000, 19_000, 14_000, 16_000), only)) == [
        Kind.CLOSED,
        Kind.ORDER_CANCELLED,
    ]


def test_an_order_larger_than_the_position_reverses_it() -> None:
    timeline = replay(LONG, path(20_000, 14_000), Plan(StopLoss(15_000, volume=1.5)))
    assert kinds(timeline) == [Kind.ORDER_TRIGGERED, Kind.ORDER_FILLED, Kind.NEW_POSITION]
    assert timeline.first(Kind.ORDER_FILLED).volume == 1
    assert timeline.first(Kind.NEW_POSITION).volume == 0.5
    assert timeline.equity == 10_000 - 5_000 + 500


def test_a_position_opened_inside_a_bar_is_judged_from_the_next_open_on() -> None:
    small = Account(2_000, (Position("long", 1, 20_000, 10),))
    plan = Plan(StopLoss(19_500, volume=1.5))
    # The bar's high may have come before the stop: it does not liquidate the new short.
    bar = (20_000, 24_000, 19_000, 19_200)
    assert replay(small, bars(bar), plan).final.positions
    later = replay(small, bars(bar, (24_000, 24_100, 23_000, 23_500)), plan)
    assert later.first(Kind.LIQUIDATION_FILLED).bar == 1


def test_without_margin_a_forgotten_stop_is_rejected() -> None:
    plan = Plan(StopLoss(10_500))
    timeline = replay(LONG, path(20_000, 10_000, 9_000), plan)
    # Liquidated at 11,600 with 1,600 left; a new short needs 2,100 of margin.
    assert kinds(timeline)[-2:] == [Kind.ORDER_TRIGGERED, Kind.ORDER_REJECTED]
    assert Kind.ORDER_LEFT in kinds(timeline)
    assert not timeline.final.positions


def test_a_stop_on_the_index_ignores_a_wick_of_the_last_price() -> None:
    last = bars((20_000, 20_100, 14_000, 19_900), (19_900, 20_000, 14_500, 14_600))
    index = bars((20_000, 20_100, 19_500, 19_900), (19_900, 20_000, 14_800, 14_900))
    on_last = Plan(StopLoss(15_000, reduce_only=True))
    on_index = Plan(StopLoss(15_000, reduce_only=True, on=TriggerOn.INDEX))
    assert replay(LONG, last, on_last, index=index).first(Kind.ORDER_FILLED).bar == 0
    filled = replay(LONG, last, on_index, index=index).first(Kind.ORDER_FILLED)
    assert (filled.bar, filled.price) == (1, 15_000)
    # When the last price never was at the trigger, the fill is at the nearest that was traded.
    apart = bars((18_000, 18_000, 17_000, 17_500))
    off = bars((20_000, 20_000, 14_000, 14_500))
    filled = replay(LONG, apart, on_index, index=off).first(Kind.ORDER_FILLED)
    assert filled.price == 17_000


def test_a_stop_can_be_moved() -> None:
    plan = Plan(
        StopLoss(15_000, reduce_only=True, name="stop"),
        [Cancel(1, "stop"), Place(1, StopLoss(18_000, reduce_only=True)), Cancel(1, "stop")],
    )
    timeline = replay(LONG, path(20_000, 19_000, 14_000), plan)
    assert kinds(timeline) == [
        Kind.ORDER_CANCELLED,
        Kind.TOO_LATE,
        Kind.ORDER_TRIGGERED,
        Kind.ORDER_FILLED,
    ]
    assert closed_at(timeline) == 18_000
    late = Plan(StopLoss(15_000, reduce_only=True), Place(2, StopLoss(12_000)))
    assert kinds(replay(LONG, path(20_000, 14_000, 13_000, 13_500), late))[-1] is Kind.TOO_LATE


# --- closing by hand, delay, discretion ------------------------------------------------------


def test_closing_by_hand_is_possible_until_a_liquidation_has_begun() -> None:
    crash = path(20_000, 12_000, 11_000, 9_000, 8_000)
    in_time = replay(LONG, crash, Plan(actions=CloseByHand(1)))
    assert closed_at(in_time) == 12_000
    late = replay(LONG, crash, Plan(actions=CloseByHand(2)), Rules(delay_bars=2))
    assert kinds(late)[1:] == [
        Kind.LIQUIDATION_TRIGGERED,
        Kind.TOO_LATE,
        Kind.LIQUIDATION_FILLED,
        Kind.DEBT,
    ]
    assert closed_at(late) == 9_000


def test_a_late_engine_fills_at_a_later_open() -> None:
    crash = path(20_000, 12_000, 11_000, 9_000, 8_000)
    for delay, fill in ((0, 11_600), (1, 11_000), (2, 9_000)):
        by_bars = replay(LONG, crash, rules=Rules(delay_bars=delay))
        by_time = replay(LONG, crash, rules=Rules(delay_minutes=60 * delay))
        assert closed_at(by_bars) == closed_at(by_time) == fill
    assert closed_at(replay(LONG, crash, rules=Rules(delay_minutes=1))) == 11_000
    never = replay(LONG, crash, rules=Rules(delay_bars=9))
    assert not never.of(Kind.LIQUIDATION_FILLED)
    assert "before the liquidation is filled" in never.events[-1].words
    worst = replay(LONG, crash, rules=Rules(delay_bars=1)).first(Kind.LIQUIDATION_FILLED)
    assert worst.worst_price == 9_000, "the worst of the bars from trigger to fill"


def test_orders_wait_while_a_liquidation_is_under_way() -> None:
    crash = bars((20_000, 20_000, 11_500, 11_500), (11_500, 11_500, 10_500, 10_500), (10_000,) * 4)
    plan = Plan(StopLoss(11_000, reduce_only=True))
    timeline = replay(LONG, crash, plan, Rules(delay_bars=2))
    assert closed_at(timeline) == 10_000
    assert kinds(timeline)[-1] is Kind.ORDER_CANCELLED


@pytest.mark.parametrize(
    ("rules", "fill"),
    [
        ({}, 11_600),
        ({"discretion": Discretion.CERTAIN}, 11_600),
        ({"discretion": Discretion.AT_ONCE}, 13_200),
        ({"discretion": Discretion.BETWEEN, "acts_at": 0.6}, 12_400),
    ],
)
def test_the_venue_may_act_early(rules: dict, fill: float) -> None:
    assert closed_at(replay(under(LONG, **rules), path(20_000, 11_000))) == fill


def test_the_level_must_go_with_the_discretion() -> None:
    with pytest.raises(BadInput, match=r"acts_at 0\.6 does not go with discretion CERTAIN"):
        KRAKEN_SPOT.with_rules(acts_at=0.6)
    with pytest.raises(BadInput, match="acts_at None does not go with discretion BETWEEN"):
        KRAKEN_SPOT.with_rules(discretion=Discretion.BETWEEN)
    with pytest.raises(BadInput, match=r"acts_at 0\.3 is below 0\.4"):
        KRAKEN_SPOT.with_rules(discretion=Discretion.BETWEEN, acts_at=0.3)


def test_just_enough_first_in_first_out() -> None:
    two = (Position("long", 1, 20_000, 5), Position("long", 1, 10_000, 5))
    account = Account(10_000, two, venue=KRAKEN_SPOT.with_rules(extent=Extent.JUST_ENOUGH))
    # 10,000 + 2 P - 30,000 = 0.4 x 6,000 at 11,200; closing x of the older frees 4,000 x.
    timeline = replay(account, path(20_000, 11_000, 12_000))
    filled = timeline.of(Kind.LIQUIDATION_FILLED)
    assert [event.price for event in filled] == pytest.approx([11_200])
    assert filled[0].volume == pytest.approx((6_000 - 2_400) / 4_000)
    assert filled[0].level == pytest.approx(1.0)
    assert [p.entry for p in timeline.final.positions] == [20_000, 10_000]
    everything = replay(Account(10_000, two), path(20_000, 11_000))
    assert [e.amount for e in everything.of(Kind.LIQUIDATION_FILLED)] == [-8_800, 1_200]


def test_just_enough_closes_a_position_once_whatever_rounding_leaves() -> None:
    rules = {"extent": Extent.JUST_ENOUGH, "discretion": Discretion.AT_ONCE}
    venue = KRAKEN_SPOT.with_rules(**rules)
    account = Account(0.001, (Position("long", 0.1, 1_000, 1),), venue=venue)
    timeline = replay(account, bars((1_000, 1_000, 900, 950)))
    filled = timeline.of(Kind.LIQUIDATION_FILLED)
    assert len(filled) == 1
    # 0.001 USD carry 0.001 USD of used margin, which is a millionth of a coin at 1,000 and 1x.
    assert filled[0].volume == pytest.approx(0.1 - 0.000_001)


def test_exactly_at_the_level_is_a_convention() -> None:
    touch = bars((20_000, 20_000, 11_600, 12_000))
    assert replay(LONG, touch).of(Kind.LIQUIDATION_FILLED)
    waits = under(LONG, at_equality=AtEquality.WAITS)
    assert not replay(waits, touch).of(Kind.LIQUIDATION_FILLED)
    assert replay(waits, bars((20_000, 20_000, 11_599, 12_000))).of(Kind.LIQUIDATION_FILLED)


# --- fees and the ledger ---------------------------------------------------------------------


def test_fees_are_off_unless_switched_on() -> None:
    quiet = path(*[20_000] * 25)
    assert replay(LONG, quiet).equity == 10_000
    charged = replay(LONG, quiet, rules=Rules(charges=Charges(opening=True, rollover=True)))
    # 24 bars of an hour: the last opens after 23 hours, five full periods of 4 h; 5 USD each.
    assert charged.equity == pytest.approx(10_000 - 5 - 25)
    assert charged.equity_path[[0, 3, 4, 8, 23]] == pytest.approx(
        [9_995, 9_995, 9_990, 9_985, 9_970]
    )
    started = under(LONG, rollover_count=RolloverCount.CEIL)
    started = replay(started, quiet, rules=Rules(charges=Charges(rollover=True)))
    assert started.equity == pytest.approx(10_000 - 30)


def test_rollovers_bring_the_liquidation_nearer() -> None:
    still = path(*[11_700] * 200)
    timeline = replay(
        LONG, still, rules=Rules(charges=Charges(rollover=True), notices=False), price=20_000
    )
    # 11,600 moves by 5 every 4 hours: at 11,700 it arrives after 20 periods, with bar 80.
    assert timeline.first(Kind.LIQUIDATION_TRIGGERED).bar == 80
    fees = timeline.first(Kind.ROLLOVER)
    assert "Fees of" in fees.words
    assert sum(event.amount for event in timeline.of(Kind.ROLLOVER)) == pytest.approx(-100)


def test_trading_fees_are_paid_on_what_is_traded() -> None:
    rules = Rules(charges=Charges(trading=True))
    timeline = replay(LONG, path(20_000, 11_000), rules=rules)
    filled = timeline.first(Kind.LIQUIDATION_FILLED)
    assert filled.fee == pytest.approx(46.40)
    assert timeline.equity == pytest.approx(1_600 - 46.40)
    account = Account(4_000, (Position("long", 1, 8_000, 5),))
    plan = Plan(StopLossLimit(7_950, limit=7_900, reduce_only=True))
    resting = replay(account, bars((7_850, 7_920, 7_800, 7_820)), plan, rules, price=8_000)
    assert resting.first(Kind.ORDER_FILLED).fee == pytest.approx(7_900 * 0.0025)


def test_collateral_is_converted_for_a_fee() -> None:
    account = Account(0, (Position("long", 0.5, 60_000, 5),), (CoinCollateral("BTC", 0.2),))
    rules = Rules(charges=Charges(conversion=True))
    timeline = replay(
        account, path(60_000, 50_000), Plan(StopLoss(58_000, reduce_only=True)), rules
    )
    taken = timeline.first(Kind.COLLATERAL_TAKEN)
    # A loss of 1,000 takes 1,000 / (58,000 x 0.975) BTC; 2.5 % of its value is the fee.
    assert taken.volume == pytest.approx(1_000 / (58_000 * 0.975))
    assert taken.fee == pytest.approx(taken.amount * 0.025)
    assert timeline.final.balance() == pytest.approx(0, abs=1e-9)
    assert timeline.debt == 0


def test_every_party_ends_with_what_it_should() -> None:
    rules = Rules(charges=Charges(opening=True, trading=True))
    timeline = replay(LONG, bars((9_000, 9_500, 8_000, 9_400)), rules=rules, price=20_000)
    account, lender, venue, market, bank, fund = timeline.ledger.money[-1]
    assert lender == 0, "repaid in full"
    assert venue == pytest.approx(5 + 36)
    assert account == -timeline.debt == pytest.approx(-1_041)
    assert market == 11_000
    assert bank == -10_000
    assert fund == 0, "no fund bears a loss on spot margin"
    assert len(timeline.ledger.money) == len(timeline.events)
    start = timeline.ledger.worth(0, 20_000)
    assert sum(start.values()) == 0


def test_a_deposit_repays_a_debt() -> None:
    plan = Plan(actions=[AddFunds(1, 600), AddFunds(2, 900)])
    timeline = replay(LONG, path(9_000, 9_000, 9_000, 9_000), plan, price=20_000)
    assert [event.amount for event in timeline.of(Kind.DEBT_REPAID)] == [-600, -400]
    assert timeline.debt == 0
    assert timeline.final.balance() == 500


# --- the timeline ----------------------------------------------------------------------------


def test_the_path_of_equity_and_level() -> None:
    timeline = replay(LONG, path(20_000, 13_000, 15_000, 11_000, 12_000))
    assert timeline.equity_path.tolist() == [3_000, 5_000, 1_600, 1_600]
    assert timeline.level_path.tolist() == [0.75, 1.25, float("inf"), float("inf")]


def test_nothing_open_is_a_replay_too() -> None:
    plan = Plan(StopLoss(15_000, side="long", volume=0.1, leverage=5))
    timeline = replay(Account(10_000), path(20_000, 14_000), plan)
    assert timeline.final.positions[0].side.value == "short"
    assert replay(Account(10_000), path(20_000, 14_000)).equity == 10_000


def test_every_event_is_in_the_table_and_the_sentences() -> None:
    timeline = replay(LONG, path(20_000, 11_000, 9_000), rules=Rules(delay_bars=1))
    assert len(timeline.table()) == len(timeline.sentences) == len(timeline.events)
    for event, row, sentence in zip(
        timeline.events, timeline.table(), timeline.sentences, strict=True
    ):
        assert event.words in sentence
        assert "\n" not in sentence
        assert row[1] == event.kind.value
    assert timeline.outcome.startswith("In the end nothing is open, 1,000 USD is left; at the")


@pytest.mark.parametrize(
    ("account", "plan", "rules", "sentence"),
    [
        (LONG, Plan(StopLoss(21_000)), {}, "order 0 of the plan: stop-loss at 21000 is above"),
        (
            LONG,
            Plan([StopLoss(15_000), TakeProfit(19_000)]),
            {},
            "order 1 of the plan: take-profit at 19000 is below the price 20000",
        ),
        (
            LONG,
            Plan(actions=Place(1, StopLoss(19_500))),
            {},
            "row 0 of the plan, at bar 1 (minute 60): stop-loss at 19500 is above the price 19000",
        ),
        (
            LONG,
            Plan(StopLoss(15_000, volume=2, reduce_only=True)),
            {},
            "order 0 of the plan: stop-loss of 2 is above the 1 that is open",
        ),
        (
            LONG,
            Plan(actions=CloseByHand(1, volume=2)),
            {},
            "row 0 of the plan closes 2 at bar 1 (minute 60), where at most 1 is still open",
        ),
        (
            LONG,
            Plan(StopLoss(15_000, on=TriggerOn.INDEX)),
            {},
            "order 0 of the plan: stop-loss triggers on the index price: give the replay an index.",
        ),
        (
            LONG,
            Plan(StopLoss(15_000, leverage=20)),
            {},
            "order 0 of the plan: leverage 20 is above",
        ),
        (Account(5), Plan(StopLoss(9)), {}, "order 0 of the plan: stop-loss has no side"),
        (
            Account(5),
            Plan(StopLoss(9, side="long")),
            {},
            "order 0 of the plan: stop-loss has no volume",
        ),
        (LONG, None, {"price": float("nan")}, "price nan is not a finite number"),
        (
            LONG,
            None,
            {"index": path(20_000, 19_000)},
            "the index has 1 bar and the price 2, or they open at different times",
        ),
        (
            Account(5, (Position("long", 1, 9, 2),), (CoinCollateral("ETH", 1),)),
            None,
            {},
            "the account holds BTC and ETH: a replay follows one coin",
        ),
    ],
)
def test_bad_input_is_one_sentence(account, plan, rules, sentence) -> None:
    with pytest.raises(BadInput) as problem:
        replay(account, path(20_000, 19_000, 18_000), plan, **rules)
    assert str(problem.value).startswith(sentence)
    assert "\n" not in str(problem.value)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Rules(slippage=-1), "slippage -1 is below 0"),
        (lambda: Rules(delay_bars=-1), "delay_bars -1 is below 0"),
        (lambda: Rules(delay_bars=1.5), "delay_bars 1.5 is not whole"),
        (lambda: Rules(delay_minutes=-1), "delay_minutes -1 is below 0"),
        (lambda: Rules(delay_bars=1, delay_minutes=5), "delay_bars 1 and delay_minutes 5 do not"),
        (lambda: Rules(notices=()), "notices () does not say"),
    ],
)
def test_rules_make_sense_or_say_why_not(make, sentence: str) -> None:
    with pytest.raises(BadInput) as problem:
        make()
    assert str(problem.value).startswith(sentence)


def test_orders_of_no_known_kind_have_no_trigger() -> None:
    with pytest.raises(NotImplementedError):
        Order().level(1.0, LONG.positions[0].side)


def test_the_venue_is_the_accounts() -> None:
    strict = Venue("strict", liquidation_level=0.7, call_level=0.9, discretion_level=0.8)
    account = Account(10_000, LONG.positions, venue=strict)
    timeline = replay(account, path(20_000, 11_000))
    assert closed_at(timeline) == 12_800
    assert timeline.first(Kind.CALL).price == 13_600
