"""Venues with levels of their own: what is the same number at Kraken need not be elsewhere."""

from __future__ import annotations

import pytest
from cases import cases
from hypothesis import assume, given
from hypothesis import strategies as st

from margin_lessons.account import Account, Position
from margin_lessons.closing import liquidate
from margin_lessons.crossing import crossings
from margin_lessons.opening import check_new_position, largest_position
from margin_lessons.venue import KRAKEN_SPOT, Discretion, Extent

SIDES = st.sampled_from(["long", "short"])


@pytest.mark.parametrize(("call", "may", "must"), [(0.9, 0.7, 0.3), (0.6, 0.8, 0.5)])
def test_at_once_is_the_level_of_the_discretion_and_not_that_of_the_call(call, may, must) -> None:
    levels = {"call_level": call, "discretion_level": may, "liquidation_level": must}
    certain = KRAKEN_SPOT.with_rules(**levels)
    at_once = certain.with_rules(discretion=Discretion.AT_ONCE)
    assert (certain.acting_level, at_once.acting_level) == (must, may)
    account = Account(10_000, (Position("long", 1, 20_000, 5),), venue=at_once)
    # 10,000 less the loss is `may` of the 4,000 set aside.
    assert crossings(account).liquidation.price == pytest.approx(10_000 + may * 4_000)


@cases(200)
@given(
    full=st.floats(0.5, 2),
    side=SIDES,
    held=st.floats(0.01, 0.3),
    cash=st.floats(3_000, 9_000),
    setting=st.integers(2, 10),
)
def test_the_largest_order_leaves_just_the_full_level(full, side, held, cash, setting) -> None:
    venue = KRAKEN_SPOT.with_rules(full_level=full)
    account = Account(cash, (Position(side, held, 20_000, setting),), venue=venue)
    most = largest_position(account, side, 20_000, setting)
    assume(most > 0.001)
    order = Position(side, most, 20_000, setting)
    assert check_new_position(account, order, 20_000).level_after == pytest.approx(full)
    beyond = Position(side, most * 1.001, 20_000, setting)
    assert not check_new_position(account, beyond, 20_000).accepted


@cases(200)
@given(
    full=st.floats(0.6, 1.6),
    side=SIDES,
    setting=st.integers(3, 10),
    part=st.floats(0.3, 0.9),
    fee=st.sampled_from([0.0, 0.002]),
)
def test_just_enough_is_just_the_full_level_with_the_fee(full, side, setting, part, fee) -> None:
    """The account stands at ``part`` of the full level, at its entry price."""
    venue = KRAKEN_SPOT.with_rules(full_level=full)
    position = Position(side, 1, 20_000, setting)
    account = Account(part * full * 20_000 / setting, (position,), venue=venue)
    after = liquidate(account, 20_000, Extent.JUST_ENOUGH, fee).account
    assume(after.positions)
    assert after.level(20_000) == pytest.approx(full)
