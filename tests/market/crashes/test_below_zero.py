"""A price below zero: WTI crude, 20 April 2020, long and short, by every door that takes a price.

It takes a market without a floor. Everywhere else -5 is no price, and one sentence says so.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st

from margin_lessons import words
from margin_lessons.account import Account, Position, Side
from margin_lessons.closing import close_position, liquidate
from margin_lessons.conventions import LongMargin, PriceFloor, ShortMargin
from margin_lessons.crossing import crossing, crossings
from margin_lessons.errors import BadInput
from margin_lessons.market.bars import Bars
from margin_lessons.market.crashes import (
    CRASH_LEVELS,
    Ending,
    crash_named,
    crash_outcome,
    own_crash,
    trade_in,
)
from margin_lessons.opening import check_new_position
from margin_lessons.replay import Kind, Rules, replay
from margin_lessons.venue import KRAKEN_SPOT, Venue

OIL = CRASH_LEVELS.with_rules(price_floor=PriceFloor.NONE)
SETTLED, LOW = -37.63, -40.32
BEFORE = "the settlement before"


def barrels(side: str, money: float = 18.27, leverage: float = 1, venue: Venue = OIL) -> Account:
    return Account(money, (Position(side, 1.0, 18.27, leverage, "WTI"),), venue=venue)


# ---- The account -------------------------------------------------------------------------------


def test_at_the_settlement_even_1x_owes_twice_its_stake() -> None:
    at = barrels("long").at(SETTLED)
    assert at.equity == pytest.approx(-37.63)
    assert at.owed / 18.27 == pytest.approx(2.06, abs=0.005)
    assert at.level == pytest.approx(-37.63 / 18.27), "the margin is held at cost"
    assert at.zone == "certain"


def test_a_short_gains_more_than_the_price_it_sold_at() -> None:
    at = barrels("short").at([18.27, 0.0, SETTLED])
    assert at.profit == pytest.approx([0, 18.27, 55.90])
    assert at.level == pytest.approx([1, 2, (18.27 + 55.90) / 18.27])
    assert list(at.owed) == [0, 0, 0]


def test_where_a_long_with_more_money_owes_nothing_yet() -> None:
    # 18.27 for the barrel and 11.73 more: gone at -11.73; 40 % of 18.27 is left at -4.422.
    three = crossings(barrels("long", money=30.0))
    assert three.zero_equity.price == pytest.approx(-11.73)
    assert three.liquidation.price == pytest.approx(-4.422)
    assert three.liquidation.passed(-5) is True
    assert three.liquidation.passed(-4) is False
    at_zero = crossings(barrels("long")).zero_equity
    assert at_zero.price == 0.0
    floor = crossings(barrels("long", money=30.0, venue=CRASH_LEVELS))
    assert floor.zero_equity.price is None
    assert floor.zero_equity.why == "the price would have to fall to zero or below"


@cases(300)
@given(
    st.sampled_from(list(Side)),
    st.floats(1, 100),
    st.floats(1, 20),
    st.floats(0.1, 300),
    st.floats(0, 1.5),
)
def test_the_closed_form_is_the_bisection_below_zero_too(
    side: Side, entry: float, leverage: float, money: float, level: float
) -> None:
    account = Account(money, (Position(side, 1.0, entry, leverage, "WTI"),), venue=OIL)
    found = crossing(account, level)
    worse, better = (-1e4, 1e4) if side is Side.LONG else (1e4, -1e4)
    for _ in range(200):
        middle = (worse + better) / 2
        if account.level(middle) < level:
            worse = middle
        else:
            better = middle
    assert found.price == pytest.approx(better, rel=1e-9, abs=1e-9)
    assert found.falling is (side is Side.LONG)


def test_it_is_closed_at_a_price_below_zero() -> None:
    closing = close_position(barrels("long"), 0, volume=1, price=SETTLED, fee_rate=0.01)
    assert closing.parts[0].profit == pytest.approx(-55.90)
    assert closing.parts[0].fee == pytest.approx(0.3763), "a fee is paid, never earned"
    assert closing.account.balance() == pytest.approx(-37.63 - 0.3763)
    assert liquidate(barrels("short"), SETTLED).account.balance() == pytest.approx(74.17)


# ---- The replay --------------------------------------------------------------------------------


@pytest.mark.parametrize("leverage", [1, 2, 3, 5, 10])
def test_a_late_engine_sells_below_zero(leverage: float) -> None:
    trade = trade_in("WTI 2020", BEFORE, leverage=leverage)
    outcome = crash_outcome(trade, Rules(delay_bars=1))
    assert outcome.fill.price == -14
    assert outcome.owed == pytest.approx(18.27 + 14 - 18.27 / leverage)
    assert outcome.worst.price == LOW, "the worst of both bars"
    assert outcome.ending is Ending.OWED
    timeline = trade.replayed(Rules(delay_bars=1))
    assert timeline.ledger.imbalance < 1e-12
    assert timeline.debt == pytest.approx(outcome.owed)
    # A slip makes a sale below zero cost more, not less.
    slipped = crash_outcome(trade, Rules(delay_bars=1, slippage=0.1))
    assert slipped.fill.price == pytest.approx(-15.4)


def test_at_the_trigger_of_the_day_something_is_left_and_the_low_is_the_bound() -> None:
    outcome = crash_outcome(trade_in("WTI 2020", BEFORE, leverage=1))
    assert outcome.trigger == pytest.approx(7.308)
    assert outcome.fill.stakes == pytest.approx(0.4)
    assert outcome.worst.owed == pytest.approx(40.32)
    assert outcome.zero_equity == 0.0


def test_a_short_sits_through_it_and_every_event_has_its_words() -> None:
    trade = trade_in("WTI 2020", BEFORE, "short", 1)
    day = replay(trade.account, trade.bars[:1], price=18.27)
    assert day.equity == pytest.approx(18.27 + 55.90)
    assert day.sentences[-1] == (
        "2020-04-20 00:00: The bars end at -37.63 with 1 WTI short still open."
    )
    assert day.table()[-1] == (
        *("2020-04-20 00:00", "end", "-37.63", "1 WTI", "", "74.17", "406.0%"),
    )
    assert crash_outcome(trade).ending is Ending.OPEN


def test_words_for_a_price_below_zero() -> None:
    assert words.price(SETTLED) == "-37.63 USD"
    assert words.price(LOW, "") == "-40.32"
    assert words.money(SETTLED) == "-37.63 USD"
    timeline = trade_in("WTI 2020", BEFORE, leverage=1).replayed(Rules(delay_bars=1))
    filled = timeline.the_first(Kind.LIQUIDATION_FILLED)
    assert filled.words.startswith("Liquidation closes 1 WTI at -14")
    assert timeline.outcome.startswith("In the end 14 USD is owed")


def test_a_file_of_ones_own_below_zero() -> None:
    rows = [(18.27,) * 4, *crash_named("WTI 2020").bars]
    mine = own_crash(Bars.of(rows, length=1440), coin="WTI", price_floor="none")
    assert mine.below_zero
    assert crash_outcome(trade_in(mine, "the first close", leverage=1)).worst.price == LOW
    with pytest.raises(BadInput, match=r"entry price -37\.63 is not above 0: the margin of a new"):
        own_crash(crash_named("WTI 2020").bars, coin="WTI", price_floor="none")


# ---- Everywhere else ---------------------------------------------------------------------------

BTC = Account(10_000, (Position("long", 1, 20_000, 5),))
DOWN = Bars.of([(20_000, 20_000, 19_000, 19_000), (5, 5, -5, 3)])

REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "account": (lambda: BTC.at(-5), "price -5 is not a finite number above 0"),
    "crossing": (lambda: crossings(BTC).call.passed(-5), "price -5 is not a finite number above 0"),
    "closing": (lambda: close_position(BTC, 0, 1, -5), "closing price -5 is not a finite number"),
    "liquidation": (lambda: liquidate(BTC, -5), "price -5 is not a finite number above 0"),
    "start": (lambda: replay(BTC, DOWN[:1], price=-5), "price -5 is not a finite number above 0"),
    "bars": (
        lambda: replay(BTC, DOWN),
        r"bar 1 \(minute 1\): low -5 is not above 0, as every price of Kraken spot margin is",
    ),
    "index": (lambda: replay(BTC, Bars.of([(1, 1, 1, 1)] * 2), index=DOWN), "bar 1 .* low -5"),
    "own file": (lambda: own_crash(DOWN), "bars have a low of -5, which is not above 0"),
    "a new position": (
        lambda: check_new_position(barrels("long"), Position("long", 1, 1, 1, "WTI"), -5),
        "market price -5 is not a finite number above 0",
    ),
    "entry": (lambda: Position("long", 1, -5, 1), "entry price -5 is not above 0"),
    "margin that follows": (
        lambda: KRAKEN_SPOT.with_rules(price_floor=PriceFloor.NONE),
        "price_floor NONE does not go with a used margin that follows the price",
    ),
    "a long's, too": (
        lambda: OIL.with_rules(long_margin=LongMargin.FLOATING),
        "price_floor NONE does not go with a used margin that follows the price",
    ),
    "not a number": (
        lambda: barrels("long").at(float("nan")),
        "price nan is not a finite number, as",
    ),
    "a level that is never reached": (
        lambda: crossings(barrels("long")).call.move_from(SETTLED),
        "price -37.63 is not a finite number above 0",
    ),
}


@pytest.mark.parametrize(("call", "why"), REFUSED.values(), ids=REFUSED)
def test_minus_five_is_no_price(call: Callable[[], object], why: str) -> None:
    with pytest.raises(BadInput, match=why) as refusal:
        call()
    assert "\n" not in str(refusal.value)
    assert str(refusal.value).endswith(".")


def test_the_market_decides_about_the_floor() -> None:
    trade = trade_in("WTI 2020", BEFORE, "short", 2, venue=KRAKEN_SPOT)
    assert trade.venue.price_floor is PriceFloor.NONE
    assert trade.venue.short_margin is ShortMargin.FROZEN
    btc = trade_in("BTC 2020", 24, venue=OIL)
    assert btc.venue.price_floor is PriceFloor.ABOVE_ZERO
