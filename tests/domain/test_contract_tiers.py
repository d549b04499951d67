"""Contracts under margin tiers: the price solved for tier by tier, against plain halving."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from cases import cases
from hypothesis import assume, given
from hypothesis import strategies as st
from oracles import equity_by_hand, first_change, required_by_hand
from strategies import amounts, levels, near_moves, tiered_contracts

from margin_lessons.account import Side
from margin_lessons.contract import Contract
from margin_lessons.conventions import MaintenanceOn, TierRule
from margin_lessons.crossing import crossing
from margin_lessons.down_the_tiers import down_the_tiers
from margin_lessons.errors import BadInput
from margin_lessons.tiers import Tier, Tiers

FAR = 1e4


def knots(contract: Contract) -> list[float]:
    """Return the prices at which the position changes its tier."""
    edges = [tier.up_to for tier in contract.tiers.tiers[:-1]]
    return [contract.size / edge if contract.inverse else edge / contract.size for edge in edges]


def well_posed(contract: Contract, level: float, price: float) -> bool:
    """Whether a double can carry the price to nine digits: the lines must not nearly cancel."""

    def gap(at: float) -> float:
        return equity_by_hand(contract, at) - level * required_by_hand(contract, at)

    here = contract.notional(price)
    size = contract.margin + contract.notional(contract.entry) + here
    return size < 1e5 * abs(gap(price * 1.001) - gap(price * 0.999)) * 500


@cases(2_000)
@given(contract=tiered_contracts(), level=st.just(1.0) | levels)
def test_the_first_crossing_is_what_halving_finds(contract: Contract, level: float) -> None:
    def gap(price: float) -> float:
        return equity_by_hand(contract, price) - level * required_by_hand(contract, price)

    entry, long = contract.entry, contract.side is Side.LONG
    assume(gap(entry) > 1e-9 * contract.notional(entry))
    found = first_change(gap, entry, knots(contract), entry / FAR if long else entry * FAR)
    there = crossing(contract, level)
    if there.price is None or not 1 / FAR < there.price / entry < FAR:
        assert found is None
        return
    assume(found is not None and well_posed(contract, level, there.price))
    assert there.price == pytest.approx(found, rel=1e-9)
    assert there.falling == long


@cases(500)
@given(contract=tiered_contracts(), move=amounts(0.2, 5))
def test_equity_and_requirement_are_those_added_up_by_hand(contract: Contract, move: float) -> None:
    price = contract.entry * move
    scale = 1e-12 * (contract.margin + contract.notional(contract.entry) + contract.notional(price))
    assert contract.equity(price) == pytest.approx(equity_by_hand(contract, price), abs=scale)
    edge = [abs(knot / price - 1) for knot in knots(contract)]
    assume(not edge or min(edge) > 1e-9)
    by_hand = required_by_hand(contract, price)
    assert contract.requirement(price) == pytest.approx(by_hand, rel=1e-9, abs=scale)
    both = contract.requirement(np.array([price, contract.entry]))
    assert both.tolist() == [contract.requirement(price), contract.requirement(contract.entry)]
    lines = contract.lines()
    place = 1 / price if contract.inverse else price
    assert lines.used_at(place).at(place) == pytest.approx(by_hand, rel=1e-9, abs=scale)


@cases(300)
@given(contract=tiered_contracts())
def test_one_tier_is_a_flat_rate(contract: Contract) -> None:
    tier = contract.tiers.tiers[0]
    one = replace(contract, tiers=Tiers.flat(tier.initial, tier.maintenance))
    flat = replace(contract, tiers=None, maintenance=tier.maintenance)
    price, other = one.liquidation_price(), flat.liquidation_price()
    assert (price is None) == (other is None)
    assert price is None or price == pytest.approx(other, rel=1e-12)


def test_a_position_past_the_level_is_told_where_it_would_be_safe() -> None:
    """40 of margin where 50 are required: at 1,010.10 it would be enough, as with a flat rate."""
    tiers = Tiers((Tier(900, 0.06, 0.05), Tier(math.inf, 0.06, 0.05)))
    tiered = Contract("long", 1, 1_000, 40, tiers=tiers)
    flat = Contract("long", 1, 1_000, 40, 0.05)
    assert tiered.liquidation().passed(1_000)
    assert tiered.liquidation().at == pytest.approx(flat.liquidation().at, rel=1e-12)
    assert round(flat.liquidation().at, 2) == 1_010.53


def test_a_jump_can_liquidate() -> None:
    """At 1,100 the rate jumps from 5 % to 20 %: a short that has enough below has not above."""
    tiers = Tiers((Tier(1_100, 0.3, 0.05), Tier(math.inf, 0.3, 0.2)), TierRule.BAND)
    short = Contract("short", 1, 1_000, 300, tiers=tiers)
    assert short.requirement(1_100) == pytest.approx(55)
    assert short.requirement(1_100.01) == pytest.approx(220.002)
    assert short.liquidation().at == 1_100


def test_a_long_can_be_liquidated_by_a_rise_and_is_asked_about_the_fall() -> None:
    tiers = Tiers((Tier(1_100, 0.3, 0.05), Tier(math.inf, 0.3, 0.3)), TierRule.BAND)
    held = Contract("long", 1, 1_000, 100, tiers=tiers)
    assert held.liquidation().at == pytest.approx(900 / 0.95)
    assert held.equity(1_101) < held.requirement(1_101)


# ---- Down the tiers ------------------------------------------------------------------------------


@cases(1_000)
@given(contract=tiered_contracts(), beyond=amounts(0.9, 1.02), fee=amounts(0, 0.01))
def test_a_partial_liquidation_leaves_what_the_rest_needs(
    contract: Contract, beyond: float, fee: float
) -> None:
    there = contract.liquidation().price
    assume(there is not None)
    price = there * (beyond if contract.side is Side.LONG else 1 / beyond)
    assume(1 / FAR < price / contract.entry < FAR)
    done = down_the_tiers(contract, price, liquidation_fee=fee)
    before, value = contract.equity(price), contract.notional(price)
    scale = 1e-9 * (contract.margin + value + contract.notional(contract.entry))
    assert done.fee == pytest.approx(fee * value * done.closed / contract.size, abs=scale)
    assert done.equity == pytest.approx(before - done.fee, abs=scale)
    if done.rest is None:
        assert done.closed == contract.size
        return
    assert done.rest.size + done.closed == pytest.approx(contract.size, rel=1e-12)
    assert done.rest.equity(price) == pytest.approx(done.equity, abs=scale)
    # What is left is more than the rest needs, and more than the closing took.
    assert done.rest.equity(price) > done.rest.requirement(price)
    assert before > contract.requirement(price) or before >= done.fee
    edges = [tier.up_to for tier in contract.tiers.tiers]
    if done.closed:
        on = contract.entry if contract.maintenance_on is MaintenanceOn.ENTRY else price
        held = contract.tiers.size.of(done.rest.size, done.rest.notional(on), contract.inverse)
        assert any(held == pytest.approx(edge, rel=1e-9) and held <= edge for edge in edges)


@cases(300)
@given(contract=tiered_contracts(marked=True), fee=amounts(0, 0.01))
def test_no_more_is_closed_than_a_tier_at_a_time(contract: Contract, fee: float) -> None:
    """The tier above the one where it stops would not have been enough."""
    there = contract.liquidation().price
    assume(there is not None and 1 / FAR < there / contract.entry < FAR)
    price = there * (0.999 if contract.side is Side.LONG else 1.001)
    done = down_the_tiers(contract, price, liquidation_fee=fee)
    assume(done.rest is not None and done.closed)
    tiers = contract.tiers
    held = tiers.size.of(done.rest.size, done.rest.notional(price), contract.inverse)
    whole = tiers.size.of(contract.size, contract.notional(price), contract.inverse)
    above = [tier.up_to for tier in tiers.tiers if held * (1 + 1e-9) < tier.up_to < whole]
    for edge in above:
        kept = contract.size * edge / whole * (1 - 1e-12)
        paid = fee * contract.notional(price) * (1 - kept / contract.size)
        rest = replace(contract, size=kept)
        assert contract.equity(price) - paid <= rest.requirement(price) * (1 + 1e-9)


def test_nothing_is_closed_before_the_level_is_reached() -> None:
    held = Contract("long", 1, 60_000, 6_000, tiers=Tiers.flat(0.1, 0.05))
    assert down_the_tiers(held, 57_000).closed == 0
    assert down_the_tiers(held, 56_000).rest is None


# ---- Bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Tier(1e6, 0.01, 0.02), "maintenance 0.02 is above the initial rate 0.01"),
        (lambda: Tier(1e6, 0.0, 0.0), "initial rate 0 is not above 0"),
        (lambda: Tier(0, 0.1, 0.1), "end of a tier 0 is not above 0"),
        (lambda: Tiers(()), "tiers .* are none"),
        (
            lambda: Tiers((Tier(2e6, 0.01, 0.01), Tier(1e6, 0.02, 0.02))),
            "tiers overlap from 1000000 to 2000000",
        ),
        (lambda: Tiers((Tier(2e6, 0.01, 0.01),)), "end at 2000000 and leave a hole above"),
        (
            lambda: Tiers((Tier(2e6, 0.02, 0.02), Tier(math.inf, 0.02, 0.01))),
            "maintenance rate 0.01 above 2000000 is below the 0.02",
        ),
        (
            lambda: Tiers.of_rows([(0, 5e4, 0.02, 0.01), (4e4, math.inf, 0.02, 0.01)]),
            "tiers overlap from 40000 to 50000",
        ),
        (
            lambda: Tiers.of_rows([(10, math.inf, 0.02, 0.01)]),
            "tiers leave a hole from 0 to 10",
        ),
        (
            lambda: Contract("long", 1, 100, 10, 0.05, tiers=Tiers.flat(0.1, 0.05)),
            "maintenance 0.05 stands beside tiers",
        ),
        (
            lambda: Contract("long", 1, 100, 10, full=1.0, partial=0.5),
            "partial closing level 0.5 is below the full one 1",
        ),
        (
            lambda: Contract("long", 1_000, 0, 1, inverse=True),
            "entry price 0 is not above 0: an inverse contract",
        ),
        (
            lambda: Contract("long", 1_000, 100, 1, inverse=True).profit(0),
            "price 0 is not a finite number above 0",
        ),
        (lambda: Contract("long", 1, 100, 10).partial_liquidation(), "partial level None is none"),
        (lambda: Contract("long", 1, 100, 10, price_floor="none"), "needs maintenance_on 'entry'"),
        (lambda: Contract("long", 1, 100, 10).settled(5, 2), "size that is left 2 is above 1"),
    ],
)
def test_bad_input_is_one_clear_sentence(make, words: str) -> None:
    with pytest.raises(BadInput, match=words) as raised:
        make()
    assert "\n" not in str(raised.value)
    assert str(raised.value).endswith((".", "?"))


@cases(300)
@given(contract=tiered_contracts(), move=near_moves, share=amounts(0.05, 1))
def test_what_is_settled_of_a_contract_changes_no_equity(contract, move, share) -> None:
    price = contract.entry * move
    rest = contract.settled(contract.profit(price) * (1 - share), contract.size * share)
    scale = contract.margin + abs(contract.funding_paid) + contract.notional(price)
    assert rest.equity(price) == pytest.approx(contract.equity(price), abs=1e-9 * scale)
    assert rest.margin == max(0.0, contract.margin + contract.profit(price) * (1 - share))


# ---- Prices below zero ---------------------------------------------------------------------------


def test_a_price_below_zero_for_what_can_have_one() -> None:
    """WTI for May 2020 settled at -37.63 on 20 April: 1,000 barrels long from 18.27."""
    held = Contract(
        "long", 1_000, 18.27, 18_270, 0.25, maintenance_on="entry", price_floor="none"
    )  # fmt: skip
    assert held.equity(-37.63) == pytest.approx(-37_630)
    assert held.zero_equity().at == pytest.approx(0, abs=1e-9)
    more = replace(held, margin=30_000)
    assert more.zero_equity().at == pytest.approx(-11.73)
    assert more.zero_equity().passed(-37.63)
    assert not more.zero_equity().passed(-11.72)
    short = replace(held, side="short")
    assert short.equity(-37.63) == pytest.approx(18_270 + 55_900)
