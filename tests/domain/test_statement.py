"""The account at a price, named once: the same as position by position, and as told one by one."""

from __future__ import annotations

import math

import numpy as np
import pytest
from cases import cases
from hypothesis import given
from strategies import accounts, amounts, mixed_accounts, moves

from margin_lessons.account import Account, CoinCollateral, Position
from margin_lessons.errors import BadInput

TOLD = ("collateral", "profit", "equity", "used_margin", "free_margin", "level")
ARTICLE = Account(6_250, (Position("long", 0.5, 62_500, 5),))


@cases(500)
@given(drawn=mixed_accounts(), move=moves)
def test_it_is_what_the_positions_say_one_by_one(
    drawn: tuple[Account, dict[str, float]], move: float
) -> None:
    account, prices = drawn
    prices = {coin: price * move for coin, price in prices.items()}
    at, rules = account.at(prices), (account.venue.short_margin, account.venue.long_margin)
    profit = math.fsum(held.profit(prices[held.coin]) for held in account.positions)
    used = math.fsum(held.used_margin(prices[held.coin], *rules) for held in account.positions)
    coins = math.fsum(held.counts_for(prices[held.coin]) for held in account.coins)
    collateral = account.cash + account.realised - account.fees_accrued + coins
    near = 1e-9 * (abs(collateral) + math.fsum(abs(held.cost) for held in account.positions) + used)
    assert at.prices == prices
    assert at.collateral == pytest.approx(collateral, rel=1e-12)
    assert at.profit == pytest.approx(profit, rel=1e-9, abs=near)
    assert at.used_margin == pytest.approx(used, rel=1e-12)
    assert at.equity == pytest.approx(collateral + profit, rel=1e-9, abs=near)
    assert at.free_margin == pytest.approx(collateral + profit - used, rel=1e-9, abs=near)
    assert at.level == pytest.approx((collateral + profit) / used, rel=1e-9, abs=near / used)
    assert at.owed == max(0.0, -at.equity)
    assert at.zone == account.venue.zone(at.level)


@cases(300)
@given(account=accounts(), move=moves, wide=amounts(1, 3))
def test_one_price_and_many_and_the_single_functions_agree(
    account: Account, move: float, wide: float
) -> None:
    price = account.positions[0].entry * move
    prices = np.array([price, price * wide])
    for with_fees in (True, False):
        one, many = account.at(price, with_fees), account.at(prices, with_fees)
        for name in (*TOLD, "owed"):
            assert type(getattr(one, name)) is float
            assert getattr(many, name)[0] == getattr(one, name)
        for name in TOLD:
            also = {} if name in ("profit", "used_margin") else {"with_fees": with_fees}
            assert getattr(one, name) == getattr(account, name)(price, **also)


@pytest.mark.parametrize("held", [(), (CoinCollateral("BTC", 1),)])
def test_nothing_open_has_no_level_and_owes_nothing(held: tuple[CoinCollateral, ...]) -> None:
    at = Account(1_000, coins=held).at(20_000)
    assert (at.level, at.zone, at.used_margin, at.owed) == (math.inf, "open", 0.0, 0.0)
    assert np.isinf(Account(1_000, coins=held).at([1, 2]).level).all()


def test_a_debt_is_owed_from_the_zero_equity_price_on() -> None:
    at = ARTICLE.at([50_000, 49_999, 48_000])
    np.testing.assert_array_equal(at.owed, [0, 0.5, 1_000])


def test_many_prices_have_no_one_zone() -> None:
    with pytest.raises(BadInput, match="is not one level"):
        _ = ARTICLE.at([50_000, 48_000]).zone


def test_its_prices_stay_as_they_were_told() -> None:
    prices = np.array([50_000.0, 48_000.0])
    at = ARTICLE.at(prices)
    prices[:] = 1
    np.testing.assert_array_equal(at.prices["BTC"], [50_000, 48_000])
    with pytest.raises(ValueError, match="read-only"):
        at.prices["BTC"][0] = 1
