"""What a fill gets: slippage for every market order, the better price for a limit, the worst."""

from __future__ import annotations

import pytest

from margin_lessons.account import Account, CoinCollateral, Position
from margin_lessons.market.bars import Bars
from margin_lessons.orders import StopLoss, StopLossLimit
from margin_lessons.plan import CloseByHand, Cut, Plan
from margin_lessons.replay import Kind, Rules, Timeline, replay

# 1 BTC at 20,000 with 10,000 USD: the long is called at 13,200, the short at 25,862.
LONG = Account(10_000, (Position("long", 1, 20_000, 5),))
SHORT = Account(10_000, (Position("short", 1, 20_000, 5),))
ONE_PERCENT = Rules(slippage=0.01)


def bars(*rows: tuple[float, float, float, float]) -> Bars:
    return Bars.of(rows, length=60)


def path(*prices: float) -> Bars:
    return Bars.from_path(prices, length=60)


# ---- Market orders by hand -----------------------------------------------------------------------


@pytest.mark.parametrize(
    # 1 % of 18,000 is 180: a seller gets less, a buyer pays more.
    ("account", "fill", "equity"),
    [(LONG, 17_820, 10_000 - 2_180), (SHORT, 18_180, 10_000 + 1_820)],
)
def test_closing_by_hand_slips_like_any_market_order(account, fill, equity) -> None:
    timeline = replay(account, path(18_000, 18_000), Plan(actions=CloseByHand(0)), ONE_PERCENT)
    closed = timeline.first(Kind.CLOSED)
    assert closed.price == pytest.approx(fill)
    assert timeline.equity == pytest.approx(equity)


@pytest.mark.parametrize("how", [{"share": 0.5}, {"volume": 0.25}])
def test_a_part_closed_by_hand_is_that_part(how: dict[str, float]) -> None:
    timeline = replay(LONG, path(18_000, 18_000), Plan(actions=CloseByHand(0, **how)), ONE_PERCENT)
    (volume,) = how.values()
    closed = timeline.first(Kind.PART_CLOSED)
    assert closed.volume == volume
    assert closed.amount == pytest.approx(-2_180 * volume)
    assert timeline.final.positions[0].volume == 1 - volume


def test_a_cut_of_a_share_slips() -> None:
    # Called at 13,200: half is sold for 1 % less, 13,068, which is 6,932 below its entry.
    timeline = replay(LONG, path(20_000, 13_200), Plan(answers=Cut(share=0.5)), ONE_PERCENT)
    cut = timeline.first(Kind.PART_CLOSED)
    assert cut.price == pytest.approx(13_068)
    assert cut.amount == pytest.approx(-3_466)


def test_a_cut_of_a_short_buys_dearer() -> None:
    # The call comes where 30,000 - P is 80 % of P / 5: at 30,000 / 1.16. 1 % more is paid.
    timeline = replay(SHORT, path(20_000, 26_000), Plan(answers=Cut(share=0.5)), ONE_PERCENT)
    assert timeline.first(Kind.PART_CLOSED).price == pytest.approx(1.01 * 30_000 / 1.16)


def test_a_cut_to_a_level_reaches_it_at_the_slipped_price() -> None:
    timeline = replay(LONG, path(20_000, 13_200), Plan(answers=Cut(to_level=1.0)), ONE_PERCENT)
    cut = timeline.first(Kind.PART_CLOSED)
    # At 13,068 the equity is 3,068: it carries 3,068 / 4,000 of the coin, the rest goes.
    assert (cut.price, cut.volume) == pytest.approx((13_068, 1 - 3_068 / 4_000))
    assert cut.level == pytest.approx(1.0)


# ---- A limit order in the book -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("account", "trigger", "limit", "beyond", "reopens"),
    [
        (LONG, 19_500, 19_400, 19_000, 19_460),
        (SHORT, 20_500, 20_600, 21_000, 20_540),
    ],
)
def test_a_resting_limit_gets_the_better_price_of_a_bar_that_opens_there(
    account, trigger, limit, beyond, reopens
) -> None:
    # The first bar opens beyond the limit, so it rests; the second opens 60 USD on its good side.
    plan = Plan(StopLossLimit(trigger, limit=limit, reduce_only=True))
    timeline = replay(account, bars((beyond,) * 4, (reopens,) * 4), plan, price=20_000)
    assert timeline.first(Kind.ORDER_RESTING).bar == 0
    filled = timeline.first(Kind.ORDER_FILLED)
    assert (filled.bar, filled.price) == (1, reopens)
    assert timeline.equity == 10_000 - 540


# ---- The worst case ------------------------------------------------------------------------------


def test_a_cut_inside_a_bar_may_have_got_the_low_of_it() -> None:
    # Half goes at 13,200 in a bar that reaches 12,000: at worst 0.5 x 1,200 = 600 less.
    timeline = replay(LONG, bars((20_000, 20_000, 12_000, 12_000)), Plan(answers=Cut(share=0.5)))
    cut = timeline.first(Kind.PART_CLOSED)
    assert (cut.worst_price, cut.shortfall) == (12_000, pytest.approx(600))
    # Closing by hand happens at an open, which is a moment and has no worst case.
    by_hand = replay(LONG, bars((20_000, 20_000, 12_000, 12_000)), Plan(actions=CloseByHand(0)))
    assert by_hand.first(Kind.CLOSED).worst_price is None
    assert by_hand.worst.lost == 0


def test_a_late_cut_happens_at_an_open_and_has_no_worst_case() -> None:
    plan = Plan(answers=Cut(share=0.5, minutes=60))
    later = replay(LONG, bars((20_000, 20_000, 13_000, 13_000), (12_900,) * 4), plan)
    cut = later.first(Kind.PART_CLOSED)
    assert (cut.bar, cut.price, cut.worst_price) == (1, 12_900, None)


def test_the_worst_price_of_a_late_liquidation_counts_from_its_trigger() -> None:
    # Triggered in bar 0, which goes up to 29,500; bought back at the open of bar 1, at 29,000.
    falls_back = bars((20_000, 29_500, 20_000, 29_000), (29_000,) * 4)
    timeline = replay(SHORT, falls_back, rules=Rules(delay_bars=1))
    filled = timeline.first(Kind.LIQUIDATION_FILLED)
    assert (filled.bar, filled.price, filled.worst_price) == (1, 29_000, 29_500)
    assert filled.shortfall == pytest.approx(500)


def test_the_worst_price_is_that_of_the_last_trade() -> None:
    halves = [StopLoss(t, volume=0.5, reduce_only=True) for t in (18_000, 16_000)]
    falls = bars((20_000, 20_000, 17_500, 17_500), (17_500, 17_500, 15_500, 15_500))
    timeline = replay(LONG, falls, Plan(halves))
    # 0.5 x 500 twice.
    assert timeline.worst.price == 15_500
    assert timeline.worst.lost == 500


@pytest.mark.parametrize(("low", "bound"), [(10_400, 400), (9_000, -1_000)])
def test_the_worst_case_of_a_stop_owes_what_its_price_would(low: float, bound: float) -> None:
    # Sold at 15,000 with 5,000 left; at the low of the bar it would have been the low - 10,000.
    timeline = replay(LONG, bars((20_000, 20_000, low, low)), Plan(StopLoss(15_000)))
    assert timeline.worst.equity == pytest.approx(bound)
    assert timeline.worst.debt == pytest.approx(max(0, -bound))


def kept_coins() -> Timeline:
    """Return the article's account in BTC, liquidated at 48,000, its coins left alone."""
    account = Account(0, (Position("long", 0.5, 60_000, 5),), (CoinCollateral("BTC", 0.1),))
    rises = bars((48_000, 55_000, 48_000, 55_000))
    return replay(account, rises, rules=Rules(take_collateral=False), price=60_000)


def test_the_worst_case_never_owes_less_than_is_owed() -> None:
    # 6,000 lost, 0.1 BTC worth 4,800: 1,200 are owed, though later the coins are worth 5,500.
    timeline = kept_coins()
    assert timeline.debt == pytest.approx(1_200)
    assert timeline.equity == pytest.approx(-500)
    assert timeline.worst.lost == 0
    assert timeline.worst.debt == pytest.approx(1_200)


def test_while_a_position_is_open_nothing_is_owed_yet() -> None:
    # Half is sold at 15,000 in a bar that ends at 6,700: 10,000 - 2,500 - 0.5 x 13,300 = 850 left.
    # Sold at 6,700 that half would have brought 4,150 less, with the other half still open.
    timeline = replay(
        LONG,
        bars((20_000, 20_000, 6_700, 6_700)),
        Plan(StopLoss(15_000, volume=0.5, reduce_only=True)),
    )
    assert timeline.final.positions[0].volume == 0.5
    assert timeline.equity == pytest.approx(850)
    assert timeline.worst.equity == pytest.approx(850 - 4_150)
    assert timeline.worst.debt == timeline.debt == 0
