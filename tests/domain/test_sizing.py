"""How much may be held when a stop is to cost so much: the closed form against the replay."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from margin_lessons.account import Account, Position
from margin_lessons.errors import BadInput
from margin_lessons.market.bars import Bars
from margin_lessons.orders import StopLoss
from margin_lessons.plan import Plan
from margin_lessons.replay import Kind, Rules, replay
from margin_lessons.sizing import size_from_stop

MONEY = 1e6
"""So much that nothing is liquidated before its stop."""


def lost(volume: float, entry: float, stop: float, slippage: float, opens: float = 0.0) -> float:
    """Return what a replay loses when the price goes from the entry, or from ``opens``, past it."""
    side = "long" if stop < entry else "short"
    first, last = opens or entry, stop + 0.5 * (stop - entry)
    bars = Bars.of([(entry,) * 4, (first, max(first, last), min(first, last), last)], length=60)
    account = Account(MONEY, (Position(side, volume, entry, 2),))
    rules = Rules(slippage=slippage)
    timeline = replay(account, bars, Plan(orders=(StopLoss(stop, reduce_only=True),)), rules)
    assert timeline.first(Kind.ORDER_FILLED) is not None
    return MONEY - timeline.equity


def bisected(risk: float, entry: float, stop: float, slippage: float) -> float:
    """Return the volume whose replay loses ``risk``, found by halving."""
    low, high = 0.0, 1.0
    while lost(high, entry, stop, slippage) < risk:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if lost(middle, entry, stop, slippage) < risk else (low, middle)
    return (low + high) / 2


@pytest.mark.parametrize(
    ("entry", "stop", "slippage", "by_hand"),
    [
        (20_000, 19_000, 0, 50 / 1_000),
        (20_000, 19_000, 0.005, 50 / 1_095),
        (20_000, 21_000, 0.01, 50 / 1_210),
        (100, 150, 0, 1.0),
        (100, 50, 1.0, 0.5),
    ],
)
def test_the_size_by_hand_by_formula_and_by_halving_a_replay(
    entry: float, stop: float, slippage: float, by_hand: float
) -> None:
    size = size_from_stop(50, entry, stop, slippage=slippage)
    assert size == pytest.approx(by_hand)
    if slippage < 1:
        assert size == pytest.approx(bisected(50, entry, stop, slippage), rel=1e-6)


@given(
    risk=st.floats(1, 500),
    distance=st.floats(0.01, 0.4),
    slippage=st.floats(0, 0.05),
    long=st.booleans(),
)
def test_the_stop_costs_the_risk_and_a_gap_costs_more(
    risk: float, distance: float, slippage: float, long: bool
) -> None:
    entry = 20_000.0
    sign = 1 if long else -1
    stop = entry * (1 - sign * distance)
    size = size_from_stop(risk, entry, stop, slippage=slippage)
    assert lost(size, entry, stop, slippage) == pytest.approx(risk, rel=1e-6)
    # An open as far again beyond the stop: at least twice the way from the entry, less slippage.
    opens = entry * (1 - 2 * sign * distance)
    gap = lost(size, entry, stop, slippage, opens)
    assert gap >= size * 2 * distance * entry * (1 - 1e-9)
    assert size_from_stop(2 * risk, entry, stop, slippage=slippage) == pytest.approx(2 * size)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((0, 100, 90), "risk 0 is not above 0"),
        ((-5, 100, 90), "risk -5 is not above 0"),
        ((50, 0, 90), "entry price 0 is not above 0"),
        ((50, 100, 0), "stop 0 is not above 0"),
        ((50, 100, 100), "stop 100 is at the entry price"),
        ((50, 100, 90, 1.5), "slippage 1.5 is above 1"),
        ((None, 100, 90), "risk None is not a number"),
        ((50, "100", 90), "entry price '100' is not a number"),
        ((50, 100, float("nan")), "stop nan is not a finite number"),
        ((50, 100, np.array([90.0, 80.0])), "stop array"),
        ((50, 100, 90, True), "slippage True is not a number"),
    ],
)
def test_bad_input_is_one_sentence(arguments: tuple, words: str) -> None:
    *three, slippage = (*arguments, 0.0) if len(arguments) == 3 else arguments
    with pytest.raises(BadInput) as caught:
        size_from_stop(*three, slippage=slippage)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_numpy_numbers_are_numbers() -> None:
    one = size_from_stop(np.float64(50), np.int64(20_000), np.float32(19_000))
    assert one == size_from_stop(50, 20_000, 19_000) == 0.05


def test_a_decimal_is_taken_or_refused_as_everywhere() -> None:
    """Whatever the course's rule for Decimal is, this door follows it."""
    try:
        entry = Position("long", 1, Decimal(20_000), 5).entry
    except BadInput:
        with pytest.raises(BadInput):
            size_from_stop(50, Decimal(20_000), 19_000)
    else:
        assert size_from_stop(50, Decimal(20_000), 19_000) == 50 / (float(entry) - 19_000)
