"""Trading, opening and rollover fees inside a replay, in dollars that can be checked by head."""

from __future__ import annotations

import pytest

from margin_lessons.account import Account, CoinCollateral, Position
from margin_lessons.fees import Fees
from margin_lessons.market.bars import Bars
from margin_lessons.orders import StopLoss
from margin_lessons.plan import CloseByHand, Cut, Plan
from margin_lessons.replay import Charges, Kind, Rules, Timeline, replay
from margin_lessons.venue import KRAKEN_SPOT, Extent, Venue

TRADING = Rules(charges=Charges(trading=True))
FIVE_PERCENT = KRAKEN_SPOT.with_rules(fees=Fees(taker=0.05))


def bars(*rows: tuple[float, float, float, float]) -> Bars:
    return Bars.of(rows, length=60)


def path(*prices: float) -> Bars:
    return Bars.from_path(prices, length=60)


def long_with(cash: float, venue: Venue = KRAKEN_SPOT, leverage: float = 5) -> Account:
    return Account(cash, (Position("long", 1, 20_000, leverage),), venue=venue)


# ---- How much must go, when going costs a fee ----------------------------------------------------


def test_a_cut_pays_its_own_fee_and_still_brings_the_level_back() -> None:
    # At 16,000 the equity is 7,200 - 4,000 = 3,200, the used margin 4,000: 800 USD are missing.
    # One coin sets 4,000 free and costs 5 % of 16,000 = 800, so 800 / 3,200 = 0.25 coins must go.
    account = long_with(7_200, FIVE_PERCENT)
    cut = replay(account, path(20_000, 15_900), Plan(answers=Cut(to_level=1.0)), TRADING)
    part = cut.first(Kind.PART_CLOSED)
    assert (part.price, part.volume) == pytest.approx((16_000, 0.25))
    assert part.fee == pytest.approx(200)
    assert part.equity == pytest.approx(3_000)
    assert part.level == pytest.approx(1.0)


def test_a_liquidation_of_just_enough_counts_its_fee() -> None:
    # Liquidated where the equity is 40 % of 4,000: 5,600 - 4,000 = 1,600, at 16,000. Missing are
    # 2,400, and 2,400 / 3,200 = 0.75 coins must go, for a fee of 600: 1,000 left, 1,000 used.
    venue = FIVE_PERCENT.with_rules(extent=Extent.JUST_ENOUGH)
    timeline = replay(long_with(5_600, venue), path(20_000, 15_900), rules=TRADING)
    filled = timeline.first(Kind.LIQUIDATION_FILLED)
    assert (filled.price, filled.volume, filled.fee) == pytest.approx((16_000, 0.75, 600))
    assert (filled.equity, filled.level) == pytest.approx((1_000, 1.0))


# ---- Rollovers after the oldest position is closed -----------------------------------------------


def test_after_first_in_first_out_the_rollovers_are_those_of_the_newer_position() -> None:
    # The older is open from hour 0, the newer is bought at 20,000 in hour 2. In hour 3 one coin is
    # closed, the older. The first rollover of 0.025 % of 20,000 = 5 USD is then due in hour 6.
    older = Account(20_000, (Position("long", 1, 19_000, 5),))
    plan = Plan(StopLoss(20_000, side="short", volume=1), CloseByHand(3, volume=1))
    prices = path(19_000, 19_000, 19_000, *[20_000] * 8)
    timeline = replay(older, prices, plan, Rules(charges=Charges(rollover=True)))
    (bought,) = timeline.of(Kind.NEW_POSITION)
    assert (bought.bar, timeline.final.positions[0].entry) == (2, 20_000)
    # The older has won 1,000, the newer stands where it was bought: 21,000 less the fees.
    fees = 21_000 - timeline.equity_path[3:]
    assert fees.tolist() == pytest.approx([0, 0, 0, 5, 5, 5, 5])
    assert sum(event.amount for event in timeline.of(Kind.ROLLOVER)) == pytest.approx(-5)


def test_each_position_pays_a_rollover_on_its_own_cost() -> None:
    # 0.025 % of 20,000 and of 10,000, once in hour 4.
    held = (Position("long", 1, 20_000, 5), Position("long", 0.5, 20_000, 5))
    timeline = replay(
        Account(20_000, held), path(*[20_000] * 7), rules=Rules(charges=Charges(rollover=True))
    )
    assert timeline.equity_path.tolist() == pytest.approx([20_000] * 4 + [19_992.5] * 2)


@pytest.mark.parametrize(("currency", "fee"), [("USD", 0.025), ("EUR", 0.025), ("USDT", 0.05)])
def test_collateral_is_converted_at_the_fee_of_the_currency_of_the_account(
    currency: str, fee: float
) -> None:
    # 0.5 BTC from 60,000 to 58,000 lose 1,000: bitcoin for 1,000 / (1 - fee) is sold.
    coins = (CoinCollateral("BTC", 0.2),)
    account = Account(0, (Position("long", 0.5, 60_000, 5),), coins)
    rules = Rules(charges=Charges(conversion=True), currency=currency)
    plan = Plan(StopLoss(58_000, reduce_only=True))
    taken = replay(account, path(60_000, 57_000), plan, rules).first(Kind.COLLATERAL_TAKEN)
    assert taken.amount == pytest.approx(1_000 / (1 - fee))
    assert taken.fee == pytest.approx(taken.amount * fee)


def test_an_order_that_closes_two_positions_tells_what_both_brought() -> None:
    # Sold at 15,000: 5,000 lost on the one, 3,000 on the other; a fee of 0.4 % of 30,000.
    held = (Position("long", 1, 20_000, 5), Position("long", 1, 18_000, 5))
    plan = Plan(StopLoss(15_000, reduce_only=True))
    timeline = replay(Account(20_000, held), path(20_000, 14_500), plan, TRADING)
    filled = timeline.first(Kind.ORDER_FILLED)
    assert (filled.volume, filled.amount, filled.fee) == pytest.approx((2, -8_000, 120))
    assert "a loss of 8,000 USD" in filled.words
    assert timeline.equity == pytest.approx(20_000 - 8_120)


# ---- What a fill at the worst price of the bar would have cost -----------------------------------


@pytest.mark.parametrize(
    ("side", "stop", "bar", "worst", "lost"),
    [
        # 0.4 % of 14,000 instead of 15,000: 1,000 less for the coin, 4 less of a fee.
        ("long", 15_000, (20_000, 20_000, 14_000, 14_000), 14_000, 996),
        # 0.4 % of 26,000 instead of 25,000: 1,000 more for the coin, 4 more of a fee.
        ("short", 25_000, (20_000, 26_000, 20_000, 26_000), 26_000, 1_004),
    ],
)
def test_the_worst_case_pays_the_fee_of_its_own_price(side, stop, bar, worst, lost) -> None:
    account = Account(10_000, (Position(side, 1, 20_000, 5),))
    plan = Plan(StopLoss(stop, reduce_only=True))
    through = replay(account, bars(bar), plan, TRADING)
    assert through.worst.lost == pytest.approx(lost)
    # The same as a bar that opens there, so that the fill is there.
    there = replay(account, bars((worst,) * 4), plan, TRADING, price=20_000)
    assert there.first(Kind.ORDER_FILLED).price == worst
    assert through.worst.equity == pytest.approx(there.equity)


def test_the_worst_case_of_a_forgotten_stop_pays_its_fee_too() -> None:
    # It sells 1 coin short at 15,000, at worst at 14,000: 1,000 less got, and 4 less paid.
    plan = Plan(StopLoss(15_000), CloseByHand(0))
    timeline = replay(long_with(10_000), bars((20_000, 20_000, 14_000, 14_000)), plan, TRADING)
    opened = timeline.first(Kind.NEW_POSITION)
    assert opened.worst_price == 14_000
    assert opened.shortfall == pytest.approx(996)


# ---- What a forgotten stop pays for the position it opens ----------------------------------------


def forgotten(account: Account, rules: Rules, **order: float) -> Timeline:
    """Close by hand at 20,000, and let the stop at 15,000 open a short."""
    plan = Plan(StopLoss(15_000, **order), CloseByHand(0))
    return replay(account, path(20_000, 15_000), plan, rules)


def test_a_forgotten_stop_pays_the_opening_fee_of_its_new_position() -> None:
    # 5 USD for the long of 20,000 at 0.025 %; 1.50 USD for the short of 15,000 at 0.010 %.
    timeline = forgotten(long_with(10_000), Rules(charges=Charges(opening=True)))
    opened = timeline.first(Kind.NEW_POSITION)
    assert opened.amount == pytest.approx(-1.5)
    assert timeline.final.fees_accrued == pytest.approx(6.5)
    assert timeline.equity == pytest.approx(10_000 - 6.5)


def test_a_forgotten_stop_pays_the_trading_fee_of_its_new_position() -> None:
    # 0.4 % of 20,000 for closing by hand, 0.4 % of 15,000 for the new short.
    timeline = forgotten(long_with(10_000), TRADING)
    assert timeline.first(Kind.CLOSED).fee == pytest.approx(80)
    assert timeline.first(Kind.NEW_POSITION).fee == pytest.approx(60)
    assert timeline.equity == pytest.approx(10_000 - 140)


@pytest.mark.parametrize(
    ("cash", "happens"), [(3_139, Kind.ORDER_REJECTED), (3_141, Kind.NEW_POSITION)]
)
def test_the_new_position_needs_margin_that_its_trading_fee_leaves(cash, happens) -> None:
    # Closing the long leaves the cash less 80. The short needs 15,000 / 5 = 3,000 after its own
    # fee of 60: with 3,139 there are 2,999, with 3,141 there are 3,001.
    timeline = forgotten(long_with(cash, leverage=10), TRADING, leverage=5)
    (event,) = timeline.of(Kind.ORDER_REJECTED, Kind.NEW_POSITION)
    assert event.kind is happens


def test_a_forgotten_stop_opens_at_the_leverage_of_its_own_order() -> None:
    timeline = forgotten(long_with(10_000), Rules(), leverage=3)
    assert timeline.final.used_margin(15_000) == 5_000


def test_a_stop_is_a_market_order_and_pays_as_a_taker() -> None:
    # 0.40 % of 15,000; the 0.25 % of a maker would be 37.50.
    plan = Plan(StopLoss(15_000, reduce_only=True))
    timeline = replay(long_with(10_000), path(20_000, 14_000), plan, TRADING)
    assert timeline.first(Kind.ORDER_FILLED).fee == pytest.approx(60)
