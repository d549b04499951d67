"""The trailing stop by itself: its three distances, its activation price and its collar."""

from __future__ import annotations

import math

import numpy as np
import pytest
from cases import cases
from hypothesis import given
from strategies import amounts, sides

from margin_lessons.account import Side
from margin_lessons.errors import BadInput
from margin_lessons.orders import TrailingStop, TriggerOn


@cases(500)
@given(points=amounts(1, 2_000), best=amounts(1e-4, 1e5), side=sides)
def test_basis_points_are_hundredths_of_a_per_cent(points, best, side) -> None:
    by_points = TrailingStop(basis_points=points).level(best, side)
    assert by_points == pytest.approx(TrailingStop(share=points / 10_000).level(best, side))
    assert by_points == pytest.approx(best * (1 - side.sign * points / 10_000))


@pytest.mark.parametrize(("side", "never"), [(Side.LONG, -math.inf), (Side.SHORT, math.inf)])
def test_before_its_activation_it_has_no_trigger(side: Side, never: float) -> None:
    stop = TrailingStop(amount=100, activation=2_000)
    best = np.array([1_900.0, 2_000.0, 2_100.0])
    level = stop.level(best, side)
    active = best >= 2_000 if side is Side.LONG else best <= 2_000
    assert (level[~active] == never).all()
    assert level[active] == pytest.approx(best[active] - side.sign * 100)
    assert stop.level(2_000.0, side) == 2_000 - side.sign * 100


@pytest.mark.parametrize(("side", "limit"), [("long", 19_855), ("short", 21_945)])
def test_a_collar_is_a_limit_beyond_the_trigger(side: str, limit: float) -> None:
    assert TrailingStop(basis_points=500, collar=0.05).limit_from(20_900, side) == limit
    assert TrailingStop(basis_points=500).limit_from(20_900, side) is None


def test_it_says_its_distance_and_its_trigger() -> None:
    stop = TrailingStop(basis_points=500, on="mark")
    assert (stop.label, stop.on) == ("trailing stop of 500 basis points", TriggerOn.MARK)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"basis_points": 0.5}, "basis points 0.5 is below 1 (allowed: 1 to 2000)"),
        ({"basis_points": 2_001}, "basis points 2001 is above 2000 (allowed: 1 to 2000)"),
        ({"basis_points": 500, "share": 0.05}, "and basis points 500 do not give one distance"),
        ({"share": 0.05, "activation": 0}, "activation price 0 is not above 0"),
        ({"share": 0.05, "collar": 1.5}, "collar 1.5 is above 1"),
    ],
)
def test_what_is_no_trailing_stop_is_refused(given: dict, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        TrailingStop(**given)
    assert said in str(caught.value)
