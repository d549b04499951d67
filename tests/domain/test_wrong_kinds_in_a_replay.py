"""Whatever is handed to bars, orders and replays: a right answer, or one clear sentence."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from margin_lessons.account import Account, Position, Side
from margin_lessons.errors import BadInput
from margin_lessons.market.bars import Bars
from margin_lessons.market.paths import path_named
from margin_lessons.market.splits import round_jumps, split_notes
from margin_lessons.orders import (
    StopLoss,
    StopLossLimit,
    TakeProfit,
    TrailingStop,
    offset_trigger,
)
from margin_lessons.plan import Plan
from margin_lessons.replay import Charges, Kind, Rules, replay

LONG = Account(10_000, (Position("long", 1, 20_000, 5),))
ROW = (20_000, 20_100, 19_900, 20_000)
BARS = Bars.of([ROW] * 3, length=60)
DATED = Bars.of([ROW] * 3, length=60, start="2020-03-12")
TIMELINE = replay(LONG, BARS)
STOP, TRAIL = StopLoss(9), TrailingStop(share=0.1)
LIMIT = StopLossLimit(9, limit=8)

LARGE = 10**400
NO_NUMBERS = (
    None, "x", "", b"abc", True, math.nan, math.inf, -math.inf, Decimal("NaN"), Decimal("sNaN"),
    np.float64("nan"), np.bool_(True), np.array([1.0, 2.0]), np.array([[1.0]]), np.array([]),
    [], {}, {1: 2}, set(), [[1, 2, 3]], np.datetime64("2020-03-12"), np.datetime64("NaT"), 1j,
    np.timedelta64(5, "s"), object(), Side.LONG, Bars, range(3),
    np.ma.array([1.0, 2.0], mask=[0, 1]), LARGE, slice(1),
)  # fmt: skip
"""What is no one finite number, of every kind."""


def but(value: object, *allowed: object) -> object:
    """Return the value, or text for one that this door does take."""
    return "x" if any(value is one for one in allowed) else value


ONE_NUMBER = {
    "of: price": lambda v: Bars.of([(v, v, v, v)]),
    "of: length": lambda v: Bars.of([ROW] * 2, length=v),
    "bars: length": lambda v: Bars([0], [1], [1], [1], [1], length=but(v, None)),
    "bars: volume": lambda v: Bars([0], [1], [1], [1], [1], volume=[v]),
    "coarsen": lambda v: BARS.coarsen(v),
    "coarsen, dated": lambda v: DATED.coarsen(v),
    "when": lambda v: BARS.when(v),
    "index": lambda v: BARS.index(v),
    "offset: price": lambda v: offset_trigger(v, "long", amount=1),
    "offset: amount": lambda v: offset_trigger(100, "long", amount=v),
    "offset: share": lambda v: offset_trigger(100, "long", share=v),
    "stop": lambda v: StopLoss(v),
    "target": lambda v: TakeProfit(v),
    "trigger of a limit": lambda v: StopLossLimit(v, limit=9),
    "limit": lambda v: StopLossLimit(9, limit=v),
    "trail by amount": lambda v: TrailingStop(amount=v),
    "trail by share": lambda v: TrailingStop(share=v),
    "volume": lambda v: StopLoss(9, volume=but(v, None)),
    "leverage": lambda v: StopLoss(9, leverage=but(v, None)),
    "check": lambda v: STOP.check(v, Side.LONG),
    "accepts": lambda v: LIMIT.accepts(v, Side.LONG),
    "slippage": lambda v: Rules(slippage=v),
    "delay in bars": lambda v: Rules(delay_bars=v),
    "delay in minutes": lambda v: Rules(delay_minutes=v),
    "slipped": lambda v: Rules(slippage=0.1).slipped(v, True),
    "noticed": lambda v: Rules(notices=(True, False)).noticed(but(v, LARGE)),
    "replay: price": lambda v: replay(LONG, BARS, price=but(v, None)),
    "ledger: row": lambda v: TIMELINE.ledger.worth(v, 100),
    "ledger: price": lambda v: TIMELINE.ledger.worth(0, v),
}

OTHER_KINDS = {
    "time": lambda v: Bars(v, [1], [1], [1], [1]),
    "column": lambda v: Bars([0], v, [1], [1], [1]),
    "row": lambda v: Bars.of([v]),
    "charges": lambda v: Rules(charges=v),
    "notices": lambda v: Rules(notices=but(v, True)),
    "take_collateral": lambda v: Rules(take_collateral=but(v, True)),
    "a charge": lambda v: Charges(opening=but(v, True)),
    "reduce_only": lambda v: StopLoss(9, reduce_only=but(v, True)),
    "trigger on": lambda v: StopLoss(9, on=v),
    "side": lambda v: StopLoss(9, side=but(v, None, Side.LONG)),
    "direction": lambda v: STOP.direction(but(v, Side.LONG)),
    "level for": lambda v: TRAIL.level(5.0, but(v, Side.LONG)),
    "accepts for": lambda v: LIMIT.accepts(9, but(v, Side.LONG)),
    "account": lambda v: replay(v, BARS),
    "bars": lambda v: replay(LONG, v),
    "plan": lambda v: replay(LONG, BARS, but(v, None)),
    "rules": lambda v: replay(LONG, BARS, None, but(v, None)),
    "index": lambda v: replay(LONG, BARS, index=but(v, None)),
    "events": lambda v: TIMELINE.of(v),
    "first event": lambda v: TIMELINE.first(v),
    "path": lambda v: path_named(v),
    "jumps": lambda v: round_jumps(v),
    "notes": lambda v: split_notes(v),
}


@pytest.mark.parametrize("door", [*ONE_NUMBER, *OTHER_KINDS])
def test_a_wrong_kind_is_one_sentence_and_never_an_answer(door: str) -> None:
    ask = {**ONE_NUMBER, **OTHER_KINDS}[door]
    for value in NO_NUMBERS:
        with pytest.raises(BadInput) as problem:
            ask(value)
        assert "\n" not in str(problem.value), (door, value)


@pytest.mark.parametrize("name", [5, None, b"x", " ", True, [], np.array([1.0, 2.0])])
def test_the_name_of_an_order_is_text(name: object) -> None:
    with pytest.raises(BadInput, match=r"order name .* is not a name"):
        StopLoss(9, name=name)


KINDS = (Fraction(1, 2), Decimal("0.5"), np.float64(0.5), np.float32(0.5), np.array(0.5))


@pytest.mark.parametrize("half", KINDS)
def test_every_kind_of_number_is_the_float_it_stands_for(half: object) -> None:
    orders = [
        StopLoss(half, volume=half),
        StopLossLimit(half, limit=half),
        TakeProfit(half),
        TrailingStop(amount=half),
        TrailingStop(share=half),
    ]
    assert orders == [
        StopLoss(0.5, volume=0.5),
        StopLossLimit(0.5, limit=0.5),
        TakeProfit(0.5),
        TrailingStop(amount=0.5),
        TrailingStop(share=0.5),
    ]
    for order in orders:
        kept = [value for value in vars(order).values() if value is not None]
        assert not any(isinstance(one, (Fraction, Decimal, np.generic, np.ndarray)) for one in kept)
    assert Rules(slippage=half) == Rules(slippage=0.5)
    assert type(Rules(slippage=half).slippage) is float
    assert offset_trigger(half, "long", share=half) == 0.25
    bars = Bars.of([(half,) * 4] * 2, length=half, start=half)
    assert (bars.length, bars.time.tolist(), bars[1].low) == (0.5, [0.5, 1.0], 0.5)
    assert TRAIL.level(half, Side.LONG) == pytest.approx(0.45)


def test_the_price_of_a_small_coin_is_written_out() -> None:
    """Its own price, and that of an entry: no powers of ten."""
    assert StopLoss(0.0000133).label == "stop-loss at 0.0000133"
    assert TrailingStop(amount=0.0000005).label == "trailing stop of 0.0000005"
    assert TrailingStop(share=0.000012).label == "trailing stop of 0.0012%"
    assert StopLoss(1_234_567.5).label == "stop-loss at 1,234,567.5"


def test_events_are_asked_for_by_their_kind_or_its_name() -> None:
    plan = Plan(StopLoss(19_950, reduce_only=True))
    timeline = replay(LONG, BARS, plan)
    assert timeline.of("order filled") == timeline.of(Kind.ORDER_FILLED) != ()
    with pytest.raises(BadInput, match="kind 'order filed' is not one of"):
        timeline.first("order filed")
