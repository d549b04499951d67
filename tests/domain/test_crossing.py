"""The edges of the solver: no such price, and why; hedged and paid-for accounts; other coins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from margin_lessons.account import Account, CoinCollateral, Position
from margin_lessons.crossing import (
    Crossing,
    check_new_position,
    crossing,
    crossings,
    largest_position,
)
from margin_lessons.errors import BadInput
from margin_lessons.venue import KRAKEN_SPOT, AtEquality, ShortMargin

LONG = Position("long", 1, 20_000, 5)
SHORT = Position("short", 1, 20_000, 5)
TO_ZERO = "the price would have to fall to zero or below"
NEVER_UP = "the level stays above this one however far the price rises"
ALWAYS = "the account is at this level or below it at every price"


@pytest.mark.parametrize(
    ("account", "level", "why", "beyond"),
    [
        (Account(), 0.4, "nothing is open, so there is no margin level", False),
        (Account(20_000, (LONG,)), 0.0, TO_ZERO, False),
        (Account(0, (SHORT,), (CoinCollateral("BTC", 2),)), 0.4, NEVER_UP, False),
        (Account(0, (LONG,), realised=-1e6, coins=()), 0.0, "", False),
        (Account(0, (SHORT,), realised=-30_000), 0.0, ALWAYS, True),
    ],
)
def test_no_such_price_has_its_reason(
    account: Account, level: float, why: str, beyond: bool
) -> None:
    where = crossing(account, level)
    assert (where.why, where.beyond, where.exists) == (why, beyond, not why)
    assert where.level == level, "which level is told even where no price reaches it"


def test_a_debt_at_every_price_is_passed_at_every_price() -> None:
    """No price brings it back, so no single price is the answer; it is beyond all the same."""
    where = crossing(Account(0, (SHORT,), realised=-30_000), 0.0)
    assert where.price is None
    assert all(where.passed(price) for price in (1, 20_000, 1e6))


def test_a_covered_account_is_passed_at_no_price() -> None:
    where = crossing(Account(20_000, (LONG,)), 0.0)
    assert not any(where.passed(price) for price in (1e-6, 20_000, 1e6))


@pytest.mark.parametrize(("volume", "entry"), [(3, 0.1), (0.1, 3), (0.7, 118_000), (7, 0.2239)])
def test_a_position_paid_in_full_reaches_no_zero_equity(volume: float, entry: float) -> None:
    """Rounding must not make a price of 2e-17 out of 0.3 - 3 x 0.1."""
    account = Account(entry * volume, (Position("long", volume, entry, 1),))
    assert crossing(account, 0.0).why == TO_ZERO
    shy = Account(entry * volume * (1 - 1e-9), account.positions)
    assert crossing(shy, 0.0).price == pytest.approx(entry * 1e-9, rel=1e-6)


def test_a_hedged_account_has_no_far_away_price() -> None:
    """Holding 0.3 and short 0.1 and 0.2 does not move, though 0.3 - 0.1 - 0.2 is not quite 0."""
    held = (Position("short", 0.1, 20_000, 2), Position("short", 0.2, 20_000, 2))
    coins = (CoinCollateral("BTC", 0.3),)
    frozen = KRAKEN_SPOT.with_rules(short_margin=ShortMargin.FROZEN)
    where = crossing(Account(10, held, coins, venue=frozen), 0.0)
    assert where.why == "nothing in this account moves with the price"
    assert crossing(Account(10, held, coins), 0.0).why == NEVER_UP


def test_a_hedged_account_in_debt_is_beyond_at_every_price() -> None:
    """1 BTC held and 1 sold short are 20,000; 40 % of the 4,000 of used margin are 1,600."""
    coins = (CoinCollateral("BTC", 1),)
    frozen = KRAKEN_SPOT.with_rules(short_margin=ShortMargin.FROZEN)
    waits = frozen.with_rules(at_equality=AtEquality.WAITS)
    for realised, level, short_of in ((-20_010, 0, 10), (-20_000, 0, 0), (-18_400, 0.4, 0)):
        account = Account(0, (SHORT,), coins, frozen, realised)
        where = crossing(account, level)
        assert (where.why, where.beyond, where.passed(1)) == (ALWAYS, True, True)
        # A venue that waits at the level does so wherever the price is.
        waiting = crossing(replace(account, venue=waits), level)
        assert waiting.beyond is waiting.passed(1) is bool(short_of)


def test_a_level_only_ever_approached() -> None:
    """Coins of 1.08 against a short of 1 at 5x: as the price rises the level falls towards 0.4."""
    account = Account(0, (SHORT,), (CoinCollateral("BTC", 1.08),))
    assert crossing(account, 0.4).why == NEVER_UP
    assert account.level(1e9) == pytest.approx(0.4, rel=1e-3)
    assert crossing(account, 0.41).exists


def test_the_coin_that_moves_must_be_clear() -> None:
    account = Account(10_000, (LONG, Position("short", 10, 3_000, 5, "ETH")))
    with pytest.raises(BadInput, match="holds BTC and ETH, so name one"):
        crossing(account, 0.8)
    with pytest.raises(BadInput, match="price of ETH is missing"):
        crossing(account, 0.8, coin="BTC")
    assert crossing(account, 0.8, prices={"ETH": 3_000}).exists


def test_a_coin_the_account_does_not_hold_moves_nothing() -> None:
    where = crossing(Account(10_000, (LONG,)), 0.8, coin="SOL", prices={"BTC": 20_000})
    assert where.why == "nothing in this account moves with the price"


def test_fees_move_the_price_only_when_asked_for() -> None:
    account = Account(10_000, (LONG,), fees_accrued=905)
    assert crossing(account, 0.8).price == 14_105
    assert crossing(account, 0.8, with_fees=False).price == 13_200


def test_passed_and_move_on_either_side() -> None:
    falling, rising = Crossing(0.8, 13_200.0, True), Crossing(0.8, 65_000.0, False)
    assert [falling.passed(p) for p in (13_201, 13_200, 13_199)] == [False, True, True]
    assert [rising.passed(p) for p in (64_999, 65_000, 65_001)] == [False, True, True]
    assert falling.move_from(20_000) == pytest.approx(-0.34)
    assert Crossing(0.8, None, True).move_from(20_000) is None


def test_the_gap_needs_both_prices() -> None:
    assert crossings(Account(20_000, (LONG,))).gap_to_zero() is None
    assert crossings(Account(10_000, (LONG,))).gap_to_zero() == pytest.approx(10_000 / 11_600 - 1)


def test_a_new_position_is_judged_at_each_coins_own_price() -> None:
    """What the account holds in ETH is not worth the price of BTC."""
    holds_eth = Account(10_000, (Position("long", 10, 1_000, 5, "ETH"),))
    order = Position("long", 1, 20_000, 5)
    check = check_new_position(holds_eth, order, 20_000, prices={"ETH": 1_000})
    assert (check.free_margin, check.margin_needed) == (8_000, 4_000)
    assert check.level_after == pytest.approx(10_000 / 6_000)
    with pytest.raises(BadInput, match="price of ETH is missing"):
        check_new_position(holds_eth, order, 20_000)


def test_a_refusal_says_what_it_needs_and_would_leave() -> None:
    check = check_new_position(Account(100), Position("long", 5, 100, 5), market=6_500)
    assert not check.accepted
    assert check.reason == (
        "needs 6,500.00 of margin with 100.00 free, and would leave a margin level of 1.5%"
    )


def test_the_largest_position_of_several_coins_needs_their_prices() -> None:
    coins = (CoinCollateral("BTC", 0.1), CoinCollateral("ETH", 1))
    account = Account(1_000, coins=coins)
    prices = {"BTC": 20_000, "ETH": 3_000}
    assert largest_position(account, "long", 20_000, 5, prices) == pytest.approx(1.5)
    assert largest_position(Account(realised=-5), "long", 20_000, 5) == 0


def test_full_use_is_a_level_of_the_venue() -> None:
    """At 125 % the equity of 5,000 backs a used margin of 4,000, with or without a position."""
    venue = KRAKEN_SPOT.with_rules(full_level=1.25)
    account = Account(5_000, venue=venue)
    assert largest_position(account, "long", 20_000, 5) == pytest.approx(1.0)
    half = account.open(Position("long", 0.5, 20_000, 5))
    assert largest_position(half, "long", 20_000, 5) == pytest.approx(0.5)
    assert not check_new_position(half, Position("long", 0.6, 20_000, 5), 20_000).accepted


def test_crossings_are_those_of_the_venue() -> None:
    venue = KRAKEN_SPOT.with_rules(call_level=1.2, liquidation_level=0.5)
    three = crossings(Account(10_000, (LONG,), venue=venue))
    assert [three.call.level, three.liquidation.level, three.zero_equity.level] == [1.2, 0.5, 0]
    assert np.all(np.diff([c.price for c in vars(three).values()]) < 0)


@pytest.mark.parametrize("leverage", [1, 1.5, 2, 3, 5, 7, 10])
def test_an_order_that_just_fits_is_accepted_and_one_cent_more_is_not(leverage: float) -> None:
    for size in range(1_000, 100_001, 1_000):
        volume, cash = size / 20_000, size / leverage  # 31,000 at 2x needs the 15,500 there are
        order = Position("long", volume, 20_000, leverage)
        assert check_new_position(Account(cash), order, 20_000).accepted, size
        assert not check_new_position(Account(cash - 0.01), order, 20_000).accepted, size


@pytest.mark.parametrize("side", ["long", "short"])
def test_at_its_price_a_level_is_reached_for_the_crossing_and_for_the_venue(side: str) -> None:
    for cash in range(500, 10_001, 250):
        for leverage in (2, 3, 5, 7, 10):
            account = Account(cash, (Position(side, 1, 20_000, leverage),))
            for level in (0.8, 0.4):
                there = crossing(account, level)
                if there.exists:
                    assert there.passed(there.price)
                    assert account.venue.reached(float(account.level(there.price)), level)
                    away = there.price * (1.000001 if side == "long" else 0.999999)
                    assert not there.passed(away)
                    assert not account.venue.reached(float(account.level(away)), level)
