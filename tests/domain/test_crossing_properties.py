"""What must hold for every account: the crossing prices, and what moves them.

The oracle looks for the price on ``equity - level x used margin`` as the account reports them, and
so does not share a line with the closed form.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from cases import cases
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from oracles import search, turnover
from strategies import (
    COINS,
    accounts,
    amounts,
    busy_accounts,
    levels,
    leverages,
    mixed_accounts,
    moves,
    positions,
    settled_accounts,
    sides,
)

from margin_lessons.account import Account, CoinCollateral, Position, Side
from margin_lessons.closing import close_position, liquidate
from margin_lessons.crossing import (
    Crossing,
    check_new_position,
    crossing,
    crossings,
    largest_position,
)
from margin_lessons.venue import KRAKEN_SPOT, Extent, ShortMargin

ROUNDING = 1e-12
"""The share of the turnover below which a difference is not a difference."""

WIDE = (1e-6, 1e6)
"""How far to look for a price, in multiples of the entry."""

FIVE_NUMBERS = ("collateral", "profit", "equity", "used_margin", "free_margin", "level")


def gap(account: Account, level: float, prices: object) -> NDArray[np.float64]:
    """Return the equity above what ``level`` asks for: below zero the level is broken."""
    return np.asarray(account.equity(prices) - level * account.used_margin(prices))


def well_conditioned(account: Account, level: float, price: float) -> bool:
    """Return whether a double can carry the price to nine digits at all.

    When coins and short nearly cancel, the gap hardly changes with the price, and its rounding
    alone moves the price by more than that.
    """
    change = abs(gap(account, level, 2 * price) - gap(account, level, price))
    return bool(turnover(account, price) * (1 + level) < 1e5 * change)


# ---- The closed form against a search ----------------------------------------------------------


@cases(1_000)
@given(account=accounts(), drawn=levels)
def test_closed_form_is_what_a_search_finds(account: Account, drawn: float) -> None:
    """Three levels an account: to draw one costs more than to search for a price."""
    entry = account.positions[0].entry
    for level in (drawn, account.venue.acting_level, 0.0):
        price = crossing(account, level).price
        if price is None or not 1e-5 < price / entry < 1e5:
            continue
        if not well_conditioned(account, level, price):
            continue
        ends = WIDE[0] * entry, WIDE[1] * entry
        found = search(lambda p, level=level: gap(account, level, p), *ends)
        assert found == pytest.approx(price, rel=1e-9)


@cases(1_000)
@given(account=settled_accounts(), level=levels)
def test_no_such_price_means_no_change_of_sign(account: Account, level: float) -> None:
    where = crossing(account, level)
    assume(not where.exists)
    prices = np.geomspace(*WIDE, 2_001) * account.positions[0].entry
    left = gap(account, level, prices)
    clear = np.abs(left) > ROUNDING * turnover(account, prices) * (1 + level)
    assert where.why
    assert np.all((left[clear] <= 0) == where.beyond)


@cases(500)
@given(account=accounts(), level=levels)
def test_passed_says_where_the_level_is_broken(account: Account, level: float) -> None:
    where = crossing(account, level)
    prices = np.geomspace(1e-2, 1e2, 41) * account.positions[0].entry
    left = gap(account, level, prices)
    clear = np.abs(left) > ROUNDING * turnover(account, prices) * (1 + level)
    passed = np.array([where.passed(price) for price in prices])
    np.testing.assert_array_equal(passed[clear], left[clear] < 0)


@cases(500)
@given(account=accounts(), level=levels)
def test_a_change_of_sign_means_there_is_such_a_price(account: Account, level: float) -> None:
    entry = account.positions[0].entry
    ends = np.array(WIDE) * entry
    left = gap(account, level, ends)
    assume(np.all(np.abs(left) > ROUNDING * turnover(account, ends) * (1 + level)))
    assume(left[0] * left[1] < 0)
    where = crossing(account, level)
    assert where.exists
    assert ends[0] < where.price < ends[1]


@cases(500)
@given(drawn=mixed_accounts(), coin=st.sampled_from(COINS), level=levels)
def test_one_coin_moves_and_the_others_are_held(
    drawn: tuple[Account, dict[str, float]], coin: str, level: float
) -> None:
    account, prices = drawn
    others = {name: price for name, price in prices.items() if name != coin}
    price = crossing(account, level, prices=others).price
    assert price == crossing(account, level, coin=coin, prices=prices).price
    start = prices[coin]

    def left(moved: NDArray[np.float64]) -> NDArray[np.float64]:
        return gap(account, level, {**others, coin: moved})

    found = search(left, WIDE[0] * start, WIDE[1] * start)
    if price is None or not 1e-5 < price / start < 1e5:
        ends = left(np.array([1e-5, 1e5]) * start)
        size = turnover(account, {**others, coin: np.array([1e-5, 1e5]) * start})
        assert ends[0] * ends[1] >= 0 or np.any(np.abs(ends) < ROUNDING * size * (1 + level))
        return
    change = abs(left(np.array(2 * price)) - left(np.array(price)))
    assume(turnover(account, {**others, coin: price}) * (1 + level) < 1e5 * change)
    assert found == pytest.approx(price, rel=1e-9)


# ---- What must always hold ---------------------------------------------------------------------


@cases(1_000)
@given(account=accounts(), level=levels)
def test_the_level_at_the_crossing_is_the_level(account: Account, level: float) -> None:
    price = crossing(account, level).price
    assume(price is not None)
    unsure = ROUNDING * turnover(account, price) / account.used_margin(price)
    assert account.level(price) == pytest.approx(level, rel=1e-9, abs=float(unsure))


def reach(where: Crossing) -> float:
    """Return how far a price that moves against the account has to go, larger for further."""
    if where.price is not None:
        return -where.price if where.falling else where.price
    return -math.inf if where.beyond else math.inf


@cases(1_000)
@given(account=accounts())
def test_call_comes_before_liquidation_before_zero_equity(account: Account) -> None:
    three = crossings(account)
    call, liquidation, zero = map(reach, (three.call, three.liquidation, three.zero_equity))
    assert call <= liquidation <= zero
    assert three.call.falling == three.liquidation.falling == three.zero_equity.falling


@cases(1_000)
@given(account=accounts(), share=amounts(1e-3, 2), level=levels)
def test_adding_funds_moves_the_price_away(account: Account, share: float, level: float) -> None:
    richer = account.add_cash(share * account.positions[0].cost)
    before, after = crossing(account, level), crossing(richer, level)
    if before.exists and after.exists:
        assert before.falling == after.falling
        assert reach(after) > reach(before)
    elif before.exists:
        assert not after.beyond, "funds never make a level worse"
    else:
        assert before.beyond or not (after.exists or after.beyond)


@cases(1_000)
@given(account=accounts(), other=leverages)
def test_the_setting_never_moves_the_zero_equity_price(account: Account, other: float) -> None:
    held = account.positions[0]
    reset = Position(held.side, held.volume, held.entry, other)
    changed = Account(
        account.cash, (reset,), account.coins, account.venue, account.realised, account.fees_accrued
    )
    assert crossing(account, 0.0).price == crossing(changed, 0.0).price


@cases(1_000)
@given(drawn=mixed_accounts(), realised=amounts(-1e6, 1e6), fees=amounts(0, 1e5))
def test_equity_is_the_sum_of_its_parts(
    drawn: tuple[Account, dict[str, float]], realised: float, fees: float
) -> None:
    base, prices = drawn
    account = Account(base.cash, base.positions, base.coins, base.venue, realised, fees)
    parts = [account.cash, realised, -fees]
    parts += [c.units * prices[c.coin] * (1 - c.haircut) for c in account.coins]
    for held in account.positions:
        worth, cost = held.volume * prices[held.coin], held.volume * held.entry
        parts.append(worth - cost if held.side is Side.LONG else cost - worth)
    within = ROUNDING * float(turnover(account, prices))
    assert account.equity(prices) == pytest.approx(math.fsum(parts), rel=0, abs=within)
    assert account.equity(prices, with_fees=False) == pytest.approx(
        math.fsum(parts) + fees, rel=0, abs=within
    )
    total = account.used_margin(prices) + account.free_margin(prices)
    assert total == pytest.approx(account.equity(prices), rel=0, abs=within)


@cases(500)
@given(account=accounts(), shares=st.lists(moves, min_size=1, max_size=6))
def test_an_array_is_a_loop_of_scalars(account: Account, shares: list[float]) -> None:
    prices = np.array(shares) * account.positions[0].entry
    for name in FIVE_NUMBERS:
        one_by_one = [getattr(account, name)(float(price)) for price in prices]
        assert all(type(value) is float for value in one_by_one)
        np.testing.assert_array_equal(getattr(account, name)(prices), one_by_one, err_msg=name)


@pytest.mark.parametrize("name", FIVE_NUMBERS)
@pytest.mark.parametrize("shape", [(), (1,), (3,), (2, 3), (0,)])
def test_the_shape_of_the_prices_is_kept(name: str, shape: tuple[int, ...]) -> None:
    coins = (CoinCollateral("BTC", 0.1),)
    prices = np.full(shape, 18_000.0)
    for held in ((), (Position("long", 1, 20_000, 5), Position("long", 0.2, 19_000, 2))):
        assert np.shape(getattr(Account(1_000, held, coins), name)(prices)) == shape
        assert np.shape(getattr(Account(1_000, held), name)({"BTC": prices})) == shape


@cases(500)
@given(position=positions(), move=moves)
def test_floating_used_margin_follows_the_price(position: Position, move: float) -> None:
    price = position.entry * move
    frozen = position.used_margin(price, ShortMargin.FROZEN)
    floating = position.used_margin(price, ShortMargin.FLOATING)
    assert frozen == position.cost / position.leverage
    moved = price / position.entry if position.side is Side.SHORT else 1.0
    assert floating == pytest.approx(frozen * moved, rel=1e-12)


@cases(500)
@given(short=positions(side=Side.SHORT), level=amounts(0.01, 3), share=amounts(1e-6, 3))
def test_a_floating_short_is_called_before_a_frozen_one(
    short: Position, level: float, share: float
) -> None:
    """Its used margin grows with the loss, so above the entry it reaches every level first."""
    cash = (level / short.leverage + share) * short.cost
    floating, frozen = (
        crossing(
            Account(cash, (short,), venue=KRAKEN_SPOT.with_rules(short_margin=rule)), level
        ).price
        for rule in (ShortMargin.FLOATING, ShortMargin.FROZEN)
    )
    assert short.entry < floating < frozen


# ---- Opening and closing -----------------------------------------------------------------------


def slack(account: Account, price: float, used: float) -> float:
    """Return how far rounding may move a margin level over this used margin."""
    return 10 * ROUNDING * float(turnover(account, price)) / used


@cases(1_000)
@given(account=busy_accounts(), move=amounts(0.1, 10), side=sides, leverage=leverages)
def test_the_largest_position_leaves_exactly_full_use(
    account: Account, move: float, side: Side, leverage: float
) -> None:
    price = account.positions[0].entry * move
    volume = largest_position(account, side, price, leverage)
    held = account.positions[0].side
    opposite = sum(one.volume for one in account.positions) if side is not held else 0.0
    if volume <= opposite * (1 + 1e-9):
        # Nothing can be opened: what is there to close may be closed, and no margin is left.
        assert volume >= opposite
        spare = account.equity(price) - (0 if opposite else account.used_margin(price))
        assert spare <= 1e-8 * float(turnover(account, price))
        return
    opened = account.open(Position(side, volume, price, leverage))
    size = float(turnover(account, price) + turnover(opened, price))
    within = 10 * ROUNDING * size / opened.used_margin(price)
    assert {one.side for one in opened.positions} == {side}
    assert opened.level(price) == pytest.approx(1, rel=0, abs=within)


@cases(300)
@given(account=busy_accounts(), side=sides, leverage=leverages)
def test_the_largest_position_is_where_acceptance_ends(
    account: Account, side: Side, leverage: float
) -> None:
    price = account.positions[0].entry
    account = account.add_cash(2 * sum(position.cost for position in account.positions))
    volume = largest_position(account, side, price, leverage)
    margin = volume * price / leverage
    assume(margin > 1e-6 * float(turnover(account, price)))
    smaller, larger = (Position(side, volume * by, price, leverage) for by in (1 - 1e-5, 1 + 1e-5))
    assert check_new_position(account, smaller, price).accepted
    assert not check_new_position(account, larger, price).accepted


@cases(1_000)
@given(
    account=busy_accounts(), move=amounts(0.1, 10), which=st.integers(0, 3), share=amounts(1e-3, 1)
)
def test_closing_at_the_price_keeps_the_equity_and_lifts_the_level(
    account: Account, move: float, which: int, share: float
) -> None:
    price = account.positions[0].entry * move
    index = which % len(account.positions)
    volume = account.positions[index].volume * share
    closing = close_position(account, index, volume, price)
    before, after = account.equity(price), closing.account.equity(price)
    within = ROUNDING * float(turnover(account, price))
    assert after == pytest.approx(before, rel=0, abs=within)
    assert closing.account.balance() == pytest.approx(account.balance() + closing.profit)
    if before > within and closing.account.positions:
        unsure = slack(account, price, closing.account.used_margin(price))
        assert closing.account.level(price) >= account.level(price) - unsure


@cases(1_000)
@given(account=busy_accounts(), move=amounts(0.1, 10), fee_rate=st.just(0.0) | amounts(0, 0.01))
def test_just_enough_goes_first_in_first_out(
    account: Account, move: float, fee_rate: float
) -> None:
    price = account.positions[0].entry * move
    closing = liquidate(account, price, Extent.JUST_ENOUGH, fee_rate)
    closed = [part.position for part in closing.parts]
    in_full = [part.volume for part in closing.parts[:-1]]
    assert closed == list(account.positions[: len(closed)]), "each once, and the oldest first"
    assert in_full == [position.volume for position in closed[:-1]]
    left = closing.account
    if not left.positions:
        assert len(closed) == len(account.positions)
        return
    within = slack(account, price, left.used_margin(price))
    if closed:
        assert left.level(price) == pytest.approx(1, rel=0, abs=within), "not more than needed"
    assert left.level(price) >= 1 - within
    assert left.equity(price) > 0, "when the equity is gone, everything goes"


@cases(300)
@given(account=busy_accounts(), move=amounts(0.1, 10), fee_rate=amounts(0, 0.01))
def test_closing_everything_leaves_the_equity_less_the_fees(
    account: Account, move: float, fee_rate: float
) -> None:
    price = account.positions[0].entry * move
    closing = liquidate(account, price, Extent.ALL, fee_rate)
    assert [part.position for part in closing.parts] == list(account.positions)
    fees = sum(position.valuation(price) for position in account.positions) * fee_rate
    within = ROUNDING * float(turnover(account, price))
    expected = account.equity(price) - fees
    assert closing.account.balance() == pytest.approx(expected, rel=0, abs=within)
    assert math.isinf(closing.account.level(price))
