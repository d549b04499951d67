"""Reports from the field about fills, gaps and the order inside a bar: each right value is a test.

Each test names the report and its date; the bars are those of the report where it prints them.
"""

from __future__ import annotations

import pytest

from margin_lessons.account import Account, Position
from margin_lessons.market.bars import Bars
from margin_lessons.orders import StopLoss, StopLossLimit, TakeProfit, TrailingStop
from margin_lessons.plan import CloseByHand, Plan
from margin_lessons.replay import FILLS, Kind, Rules, Timeline, replay

Row = tuple[float, float, float, float]
FLAT = Account(100_000)


def held(side: str, volume: float, entry: float, cash: float, leverage: float = 1) -> Account:
    return Account(cash, (Position(side, volume, entry, leverage),))


def flat(*prices: float) -> list[Row]:
    """Return bars that open at each price and stay there."""
    return [(price,) * 4 for price in prices]


def fills(timeline: Timeline) -> list[tuple[Kind, int, float]]:
    return [(event.kind, event.bar, event.price) for event in timeline.of(*FILLS)]


def only_fill(timeline: Timeline) -> float:
    ((_, _, price),) = fills(timeline)
    return price


# ---- Trailing stops ------------------------------------------------------------------------------

BAR = (100, 108, 95, 105)
TRAIL_10 = Plan(TrailingStop(amount=10, reduce_only=True))


def test_b1_a_trailing_stop_stands_below_the_best_price() -> None:
    """backtrader2/backtrader issue 98, 23 April 2024: 98 after the bar."""
    account = held("long", 1, 100, 1_000)
    spared = replay(account, Bars.of([(100, 108, 98.5, 105), (105, 105, 80, 85)]), TRAIL_10)
    assert fills(spared) == [(Kind.ORDER_FILLED, 1, 98)]
    timeline = replay(account, Bars.of([BAR, (105, 105, 80, 85)]), TRAIL_10)
    assert only_fill(timeline) == 98
    # Also in the case that the low came first: then it is hit in the fall that follows.
    assert [fills(other) for other in timeline.otherwise] == [
        [(Kind.ORDER_FILLED, 0, 98)],
        [(Kind.ORDER_FILLED, 1, 98)],
    ]


def test_b2_for_a_trailing_stop_the_bad_order_is_the_high_first() -> None:
    """freqtrade issue 4105, 21 December 2020: sold at 98, a loss of 2, in one bar or in finer."""
    account = held("long", 1, 100, 1_000)
    coarse = replay(account, Bars.of([BAR]), TRAIL_10)
    fine = replay(account, Bars.from_path([100, 108, 95, 105]), TRAIL_10)
    assert only_fill(coarse) == only_fill(fine) == 98
    assert coarse.equity == fine.equity == 998
    assert (coarse.worst.equity, coarse.best.equity) == (995, 1_005)


def test_b4_a_trailing_stop_of_a_short_fills_at_the_open_beyond_it() -> None:
    """nautilus_trader issue 2397, 3 March 2025: 5 from 100, the next open is 200."""
    account = held("short", 1, 100, 1_000)
    plan = Plan(TrailingStop(amount=5, reduce_only=True))
    timeline = replay(account, Bars.of(flat(100, 200)), plan)
    assert only_fill(timeline) == 200
    assert timeline.equity == 900


# ---- Stops at a gap and at a touch ---------------------------------------------------------------


def test_b6_a_stop_fills_at_the_open_beyond_it() -> None:
    """backtesting.py issue 521, 31 October 2021: 100, 100, 100, 50, 50 with a stop at 90."""
    plan = Plan(StopLoss(90, reduce_only=True))
    timeline = replay(held("long", 1, 100, 1_000), Bars.of(flat(100, 100, 100, 50, 50)), plan)
    assert fills(timeline) == [(Kind.ORDER_FILLED, 3, 50)]


@pytest.mark.parametrize(("stop", "price"), [(16, 16), (12, 12), (10, 10), (9.99, None)])
def test_b8_a_touch_triggers(stop: float, price: float | None) -> None:
    """backtesting.py issue 1157, 13 July 2024: at the open of 16, on the way, at the low of 10."""
    bars = Bars.of([(18, 19, 17, 18), (16, 17, 10, 12)])
    timeline = replay(held("long", 1, 18, 1_000), bars, Plan(StopLoss(stop, reduce_only=True)))
    found = [] if price is None else [(Kind.ORDER_FILLED, 1, price)]
    assert fills(timeline) == found


@pytest.mark.parametrize(
    ("order", "opens", "name"),
    [
        (StopLoss(18, side="short", volume=1, leverage=2), "long", "stop entry at 18"),
        (StopLoss(13.5, side="long", volume=1, leverage=2), "short", "stop entry at 13.5"),
        (
            StopLossLimit(18, limit=18.5, side="short", volume=1, leverage=2),
            "long",
            "stop-limit entry at 18",
        ),
        (TakeProfit(13.5, side="short", volume=1, leverage=2), "long", "if-touched entry at 13.5"),
        (
            TrailingStop(amount=2, side="short", volume=1, leverage=2),
            "long",
            "trailing stop entry of 2",
        ),
        (StopLoss(18, side="short", volume=1, leverage=2, name="breakout"), "long", "breakout"),
    ],
)
def test_b8_an_order_that_opens_is_an_entry(order, opens: str, name: str) -> None:
    """backtesting.py issue 1157, 13 July 2024: a stop entry stops no loss, and is not called so."""
    timeline = replay(FLAT, Bars.of([(14, 19, 13, 18), (16, 17, 10, 12)]), Plan(order))
    opened = timeline.first(Kind.NEW_POSITION)
    assert timeline.first(Kind.ORDER_PLACED).order == opened.order == name
    assert opened.words.startswith(f"{name[0].upper()}{name[1:]} opens a new {opens} of 1 BTC at ")
    assert "an order of its own" not in opened.words


def test_b8_a_forgotten_stop_is_no_entry() -> None:
    plan = Plan(StopLoss(13, leverage=1), CloseByHand(0))
    timeline = replay(held("long", 1, 16, 1_000), Bars.of([(16, 17, 10, 12)]), plan)
    opened = timeline.first(Kind.NEW_POSITION)
    assert opened.words == (
        "Stop-loss at 13 opens a new short of 1 BTC at 13: it was an order of its own."
    )


def test_b13_a_stop_does_not_limit_the_loss_of_a_gap() -> None:
    """Helios-x issue 18, 17 August 2026, finalayze issue 170, 28 February 2026: 600 lost."""
    plan = Plan(StopLoss(95, reduce_only=True))
    for leverage, kind in ((1, Kind.LIQUIDATION_FILLED), (2, Kind.ORDER_FILLED)):
        account = held("long", 10, 100, 1_000, leverage)
        timeline = replay(account, Bars.of(flat(100, 40)), plan)
        # At 1x the margin level is 40 % at 40, so it is the venue that sells, at the same price.
        assert fills(timeline) == [(kind, 1, 40)]
        assert timeline.equity == 1_000 - 600


def test_b14_a_debt_is_shown_and_nothing_is_traded_with_it() -> None:
    """ai-hedge-fund 688 (14 July 2026), go-trader 1005 (12 June 2026), Lean 854 (2017) and others.

    A short of all the money, and the price more than triples: 10,517.50 USD are owed.
    """
    account = held("short", 100, 100, 10_000)
    plan = Plan(StopLoss(310, side="short", volume=1, leverage=1))
    timeline = replay(account, Bars.of(flat(100, 305.175, 320)), plan)
    assert timeline.debt == pytest.approx(10_517.50)
    assert "10,517.50 USD is owed" in timeline.outcome
    assert timeline.first(Kind.ORDER_REJECTED).bar == 2
    steps = replay(account, Bars.of(flat(100, 125, 156.25, 195.3125)))
    assert fills(steps) == [(Kind.LIQUIDATION_FILLED, 2, 156.25)]
    assert (steps.equity, steps.debt) == (4_375, 0)


def test_b19_a_stop_acts_in_the_bar_that_touches_it() -> None:
    """pybroker issue 160, 4 December 2024: 1.0767, in the bar and not at the next one."""
    bars = Bars.of([(1.08, 1.081, 1.0765, 1.0775), (1.07, 1.07, 1.06, 1.06)])
    timeline = replay(held("long", 1, 1.08, 10), bars, Plan(StopLoss(1.0767, reduce_only=True)))
    assert fills(timeline) == [(Kind.ORDER_FILLED, 0, 1.0767)]


# ---- Limits and targets --------------------------------------------------------------------------


def test_b10_a_limit_rests_until_the_price_is_back() -> None:
    """quantstrat issue 14, 5 September 2014: 50 with a limit of 50, opens 49, later 50.30."""
    plan = Plan(StopLossLimit(50, limit=50, reduce_only=True))
    bars = Bars.of([(52, 52, 51, 51), (49, 49.5, 48.5, 49.2), (49.2, 50.3, 49, 50.1)])
    timeline = replay(held("long", 1, 52, 1_000), bars, plan)
    assert timeline.first(Kind.ORDER_RESTING).bar == 1
    assert fills(timeline) == [(Kind.ORDER_FILLED, 2, 50)]


def test_b11_a_stop_limit_may_fill_in_the_bar_that_triggers_it() -> None:
    """Lean issue 9773, 4 September 2026, where Lean waits for a later bar and fills at 100.25.

    Another convention: here the path meets 100, the limit allows it, and it is filled there.
    """
    order = StopLossLimit(100, limit=100.25, side="short", volume=1, leverage=1)
    bars = Bars.of([(99.5, 101.5, 99.4, 101), (101, 101.2, 99.8, 100)])
    assert fills(replay(FLAT, bars, Plan(order))) == [(Kind.NEW_POSITION, 0, 100)]


def test_b17_entry_and_target_in_one_bar() -> None:
    """backtesting.py issue 1224, 21 February 2025: sold at 21,097, bought back 10 lower."""
    orders = [
        StopLoss(21_097, side="long", volume=1, leverage=1),
        TakeProfit(21_087, side="short", volume=1, reduce_only=True),
        StopLoss(21_104.75, side="short", volume=1, reduce_only=True),
    ]
    bar = (21_102.75, 21_103.25, 21_085.75, 21_095.5)
    timeline = replay(FLAT, Bars.of([bar]), Plan(orders))
    assert fills(timeline) == [(Kind.NEW_POSITION, 0, 21_097), (Kind.ORDER_FILLED, 0, 21_087)]
    assert timeline.equity == 100_000 + 10


# ---- One price for market orders at one open -----------------------------------------------------

ONE_PERCENT = Rules(slippage=0.01)


@pytest.mark.parametrize(
    ("side", "stop", "opens", "price"), [("long", 90, 89, 88.11), ("short", 110, 111, 112.11)]
)
def test_b16_market_orders_at_one_open_get_one_price(side, stop, opens, price) -> None:
    """vectorbt issue 695, 18 March 2024; pynecore issue 74, 4 August 2026."""
    bars = Bars.of(flat(100, opens))
    rich = held(side, 1, 100, 1_000)
    # Called and closed out where nearly nothing of the cash is left, at 2x.
    poor = held(side, 1, 100, 21, 2)
    stop_loss = StopLoss(stop, side=side, volume=1, leverage=1, reduce_only=True)
    forgotten = StopLoss(stop, side=side, volume=1, leverage=1)
    cases = {
        "stop": replay(rich, bars, Plan(stop_loss), ONE_PERCENT),
        "by hand": replay(rich, bars, Plan(actions=CloseByHand(1)), ONE_PERCENT),
        "liquidation": replay(poor, bars, None, ONE_PERCENT),
        "late liquidation": replay(
            poor, Bars.of(flat(100, opens, opens)), None, Rules(slippage=0.01, delay_bars=1)
        ),
        "forgotten stop": replay(FLAT, bars, Plan(forgotten), ONE_PERCENT),
        "trailing stop": replay(
            rich, bars, Plan(TrailingStop(share=0.1, reduce_only=True)), ONE_PERCENT
        ),
    }
    for name, timeline in cases.items():
        assert only_fill(timeline) == pytest.approx(price), name


def test_b16_a_limit_never_slips() -> None:
    """pynecore issue 74, 4 August 2026: at the open, or at its limit, and never worse."""
    plan = Plan(StopLossLimit(90, limit=85, reduce_only=True))
    bars = Bars.of(flat(100, 89))
    assert only_fill(replay(held("long", 1, 100, 1_000), bars, plan, ONE_PERCENT)) == 89
    resting = Plan(StopLossLimit(90, limit=88, reduce_only=True))
    later = replay(
        held("long", 1, 100, 1_000), Bars.of([*flat(100, 87), (87, 90, 86, 89)]), resting,
        ONE_PERCENT,
    )  # fmt: skip
    assert only_fill(later) == 88


# ---- Splits --------------------------------------------------------------------------------------


def test_b20_a_split_reads_as_a_crash_and_is_named() -> None:
    """Lean issue 7894, 3 April 2024: raw bars over a split of 3 to 1, 900 and then 300."""
    account = held("long", 1, 900, 1_000)
    raw = replay(account, Bars.of(flat(900, 300)))
    assert raw.equity == 400
    assert raw.notes == (
        "bar 1 (minute 1) opens at 300 after a close of 900: a real jump, or a split of 3:1 that "
        "the bars are not adjusted for.",
    )
    adjusted = replay(held("long", 3, 300, 1_000), Bars.of(flat(300, 300)))
    assert (adjusted.equity, adjusted.notes) == (1_000, ())
