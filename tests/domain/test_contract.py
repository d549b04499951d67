"""Contracts under every convention: payoffs, requirement, liquidation and zero-equity prices."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from cases import cases
from hypothesis import assume, given
from numpy.typing import NDArray
from oracles import search
from strategies import contracts, levels, moves

from margin_lessons.account import Account, Position, Side
from margin_lessons.contract import Contract
from margin_lessons.crossing import crossing
from margin_lessons.down_the_tiers import down_the_tiers
from margin_lessons.errors import BadInput
from margin_lessons.market.bars import Bars
from margin_lessons.replay import replay_contract
from margin_lessons.risk import levels_of_contract
from margin_lessons.venue import ClosingFee, MaintenanceOn

WIDE = (1e-6, 1e6)
ROUNDING = 1e-12


def size_of_terms(contract: Contract, price: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what rounding grows with: margin, deduction, and the value at entry and now."""
    at_entry = contract.notional(contract.entry)
    return contract.margin + contract.deduction + 2 * (at_entry + contract.notional(price))


def spare(contract: Contract, price: NDArray[np.float64]) -> NDArray[np.float64]:
    return contract.equity(price) - contract.requirement(price)


# ---- The closed form against a search ------------------------------------------------------------


@cases(1_200)
@given(contract=contracts())
def test_the_liquidation_price_is_what_a_search_finds(contract: Contract) -> None:
    entry, price = contract.entry, contract.liquidation_price()
    assume(price is not None and 1e-5 < price / entry < 1e5)
    # Where the lines nearly cancel no double can carry the price to nine digits.
    change = abs(spare(contract, 2 * price) - spare(contract, price))
    assume(size_of_terms(contract, price) < 1e5 * change)
    found = search(lambda p: spare(contract, p), WIDE[0] * entry, WIDE[1] * entry)
    assert found == pytest.approx(price, rel=1e-9)


@cases(500)
@given(contract=contracts())
def test_the_zero_equity_price_is_what_a_search_finds(contract: Contract) -> None:
    entry, price = contract.entry, contract.zero_equity_price()
    found = search(contract.equity, WIDE[0] * entry, WIDE[1] * entry)
    if price is None:
        ends = np.array([1e-3, 1e3]) * entry
        assert np.all(contract.equity(ends) > -ROUNDING * size_of_terms(contract, ends))
        return
    assume(1e-5 < price / entry < 1e5)
    change = abs(contract.equity(2 * price) - contract.equity(price))
    assume(size_of_terms(contract, price) < 1e5 * change)
    assert found == pytest.approx(price, rel=1e-9)


@cases(500)
@given(contract=contracts(), level=levels)
def test_any_level_of_a_contract_is_solved_for_as_that_of_an_account(
    contract: Contract, level: float
) -> None:
    def gap(price: NDArray[np.float64]) -> NDArray[np.float64]:
        return contract.equity(price) - level * contract.requirement(price)

    entry, there = contract.entry, crossing(contract, level)
    size = (1 + level) * size_of_terms(contract, np.array([1e-3, 1e3]) * entry)
    if there.price is None:
        far = gap(np.array([1e-3, 1e3]) * entry)
        assert np.all(-far > -ROUNDING * size) if there.beyond else np.all(far > -ROUNDING * size)
        return
    assume(1e-5 < there.price / entry < 1e5)
    change = abs(gap(2 * there.price) - gap(there.price))
    assume((1 + level) * size_of_terms(contract, there.price) < 1e5 * change)
    found = search(gap, WIDE[0] * entry, WIDE[1] * entry)
    assert found == pytest.approx(there.price, rel=1e-9)
    requires = contract.requirement(there.price * np.array([0.5, 2])).min() > 0
    if requires:
        low, high = gap(there.price * np.array([0.5, 2]))
        assert (low < high) == there.falling
        assert there.passed(there.price * (0.5 if there.falling else 2))


def test_an_account_asks_for_a_coin_and_a_contract_does_not() -> None:
    contract = Contract("long", 1, 10_000, margin=200)
    assert crossing(contract, 0.0).price == 9_800
    with pytest.raises(BadInput, match="coin 'ETH' is not asked for: a contract has one price"):
        crossing(contract, 0.0, coin="ETH")
    with pytest.raises(BadInput, match="prices"):
        crossing(contract, 0.0, prices={"ETH": 1})


def test_a_contract_that_asks_for_more_than_there_is_at_every_price() -> None:
    """A short asks for 120 at every price, and has 100 + 10 less the price."""
    contract = Contract(
        "short", 1, 100, 10, 1.0, fee_rate=0.2, maintenance_on="entry", closing_fee="added"
    )
    there = contract.liquidation()
    assert (there.price, there.beyond, there.passed(1)) == (None, True, True)
    with pytest.raises(BadInput, match="no chances left to count: the account is at this level"):
        levels_of_contract(contract)


@cases(500)
@given(contract=contracts())
def test_liquidation_comes_before_zero_equity(contract: Contract) -> None:
    """Unless a tier's deduction is larger than the requirement itself."""
    plain = replace(contract, deduction=0.0, maintenance=max(contract.maintenance, 1e-6))
    liquidation, zero = plain.liquidation_price(), plain.zero_equity_price()
    assume(zero is not None and liquidation is not None)
    assert (liquidation > zero) if plain.side is Side.LONG else (liquidation < zero)


# ---- Conventions ---------------------------------------------------------------------------------


@cases(300)
@given(contract=contracts())
def test_the_closing_fee_inside_is_more_maintenance(contract: Contract) -> None:
    inside = replace(contract, closing_fee=ClosingFee.ADDED)
    same = replace(
        contract,
        closing_fee=ClosingFee.OUTSIDE,
        maintenance=contract.maintenance + contract.fee_rate,
    )
    assert inside.liquidation_price() == same.liquidation_price()
    assert inside.requirement_rate == same.requirement_rate
    outside = replace(contract, closing_fee=ClosingFee.OUTSIDE)
    assert outside.requirement_rate == contract.maintenance


@cases(300)
@given(contract=contracts(), move=moves)
def test_the_two_bases_agree_at_the_entry(contract: Contract, move: float) -> None:
    on_entry, on_mark = (replace(contract, maintenance_on=basis) for basis in MaintenanceOn)
    entry, price = contract.entry, contract.entry * move
    assert on_entry.requirement(entry) == on_mark.requirement(entry)
    assert on_entry.requirement(price) == pytest.approx(on_entry.requirement(entry), rel=1e-12)
    charged = on_mark.requirement(price) + contract.deduction
    expected = contract.requirement_rate * contract.notional(price)
    assert charged == pytest.approx(expected, rel=1e-9, abs=1e-12 * contract.deduction)


@cases(300)
@given(contract=contracts())
def test_a_deduction_is_as_good_as_margin(contract: Contract) -> None:
    """It lowers the requirement, so it moves the liquidation price but not the zero-equity one."""
    more = replace(contract, deduction=0.0, margin=contract.margin + contract.deduction)
    price, other = contract.liquidation_price(), more.liquidation_price()
    assert (price is None) == (other is None)
    assume(price is not None)
    change = abs(spare(contract, 2 * price) - spare(contract, price))
    assume(size_of_terms(contract, price) < 1e5 * change)
    assert price == pytest.approx(other, rel=1e-9)
    assert contract.zero_equity_price() == replace(contract, deduction=0.0).zero_equity_price()


# ---- Linear and inverse --------------------------------------------------------------------------


@cases(500)
@given(contract=contracts(), move=moves)
def test_the_inverse_profit_is_a_linear_one_paid_in_coin(contract: Contract, move: float) -> None:
    """Contracts of ``size`` are ``size / entry`` coins: the same money, paid at the exit price."""
    inverse = replace(contract, inverse=True)
    coins = replace(contract, inverse=False, size=contract.size / contract.entry)
    price = contract.entry * move
    assert inverse.profit(price) * price == pytest.approx(
        coins.profit(price), rel=1e-9, abs=1e-12 * contract.size
    )
    assert inverse.notional(price) * price == pytest.approx(contract.size, rel=1e-12)


def test_an_inverse_long_loses_faster_than_it_wins() -> None:
    """The coin it is paid in falls with it: at half the price all of 1x is gone."""
    contract = Contract("long", 10_000, 10_000, margin=1, inverse=True)
    assert contract.profit(5_000) == -1
    assert contract.profit(20_000) == 0.5
    assert contract.zero_equity_price() == 5_000


@pytest.mark.parametrize("entry", [7.0, 8_000.0, 30_000.0, 62_500.0, 118_000.0])
@pytest.mark.parametrize("size", [1_000.0, 3.3, 0.7])
def test_an_inverse_short_of_one_is_never_liquidated(entry: float, size: float) -> None:
    """Its coins are worth ``size`` at every price; rounding must not name one far away."""
    contract = Contract("short", size, entry, margin=size / entry, inverse=True)
    assert contract.zero_equity_price() is None
    assert contract.liquidation_price() is None
    worth = contract.equity(entry * 3) * entry * 3
    assert worth == pytest.approx(size, rel=1e-12)


@pytest.mark.parametrize("entry", [0.1, 3.3, 0.7, 118_000.0])
def test_a_linear_long_of_one_has_no_zero_equity_price(entry: float) -> None:
    assert Contract("long", 3, entry, margin=3 * entry).zero_equity_price() is None


def test_a_requirement_of_the_whole_value_has_no_price() -> None:
    contract = Contract("long", 1, 100, margin=10, maintenance=1.0)
    assert contract.liquidation_price() is None


@cases(300)
@given(contract=contracts())
def test_a_linear_contract_is_a_spot_account(contract: Contract) -> None:
    """With the same cash behind the same coins the zero-equity price is the same."""
    linear = replace(contract, inverse=False, margin=contract.size * contract.entry / 7)
    account = Account(linear.margin, (Position(linear.side, linear.size, linear.entry, 5),))
    expected = crossing(account, 0.0).price
    assert linear.zero_equity_price() == pytest.approx(expected, rel=1e-9)


@cases(300)
@given(contract=contracts(), move=moves)
def test_arrays_are_loops_of_scalars(contract: Contract, move: float) -> None:
    prices = contract.entry * np.array([move, 1.0, 1 / move])
    for name in ("notional", "profit", "equity", "requirement"):
        one_by_one = [getattr(contract, name)(float(price)) for price in prices]
        assert all(type(value) is float for value in one_by_one), name
        np.testing.assert_array_equal(getattr(contract, name)(prices), one_by_one, err_msg=name)


def test_nothing_is_won_or_lost_at_the_entry() -> None:
    for inverse in (False, True):
        contract = Contract("short", 1_000, 8_000, margin=0.01, inverse=inverse)
        assert contract.profit(8_000) == 0
        assert contract.equity(8_000) == 0.01


@pytest.mark.parametrize(
    ("inverse", "size", "entry", "few"),
    [
        (False, 1e308, 60_000, "much"),
        (False, 5e-324, 0.1, "little"),
        (True, 1_000, 1e-320, "much"),
        (True, 5e-324, 8_000, "little"),
    ],
)
def test_a_contract_is_worth_what_a_number_can_hold(
    inverse: bool, size: float, entry: float, few: str
) -> None:
    with pytest.raises(BadInput, match=f"is worth too {few} to be counted"):
        Contract("long", size, entry, margin=1, inverse=inverse)


def test_a_price_of_zero_is_refused_for_the_contracts_own_reason() -> None:
    linear, inverse = (Contract("long", 1, 100, 10, inverse=one) for one in (False, True))
    with pytest.raises(BadInput, match="a contract that may cost less has price_floor='none'"):
        linear.equity(0)
    with pytest.raises(BadInput, match="worth size / price, which has no value there"):
        inverse.equity(0)
    with pytest.raises(BadInput, match=r"low 0 .*worth size / price, which has no value there"):
        replay_contract(inverse, Bars.of([(100, 100, 0, 50)]))


def test_a_part_is_closed_below_zero_too() -> None:
    oil = Contract("long", 1, 18, 3, 0.05, maintenance_on="entry", price_floor="none")
    done = down_the_tiers(oil, -37, liquidation_fee=0.01)
    assert (done.closed, done.fee, done.equity) == (1, 0.37, pytest.approx(3 - 37 - 18 - 0.37))
