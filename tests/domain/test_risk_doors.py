"""Doors of the risk engine: wrong kinds are one sentence, numbers of any kind are numbers.

And what is frozen is frozen: nobody's array changes a situation, a level or a chance afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from margin_lessons.account import Account, Position
from margin_lessons.contract import Contract
from margin_lessons.errors import BadInput
from margin_lessons.risk import (
    Average,
    BarRules,
    Chance,
    KouJumps,
    LevelLine,
    Levels,
    NormalJumps,
    PriceModel,
    Risk,
    Situation,
    bar_bias,
    bar_risk,
    chances,
    largest_below_chance,
    levels_of,
    levels_of_contract,
    preset,
    risk_curve,
    risk_map,
    risk_of,
    rules_of,
    sample_paths,
)
from margin_lessons.scenes.risk_curves import risk_state
from margin_lessons.scenes.risk_map import map_state

MODEL = PriceModel(0.5)
ACCOUNT = Account(10_000, (Position("long", 1, 20_000, 5),))
LEVELS = levels_of(ACCOUNT)
HERE = Situation(10_000, 1_000, 5, MODEL)
PATHS = sample_paths(MODEL, 30, like=LEVELS, accounts=50)
MAP = risk_map(HERE, [1_000, 2_000], [1_000], accounts=50)
INVERSE = Contract("long", 1_000, 8_000, margin=0.03, maintenance=0.05, inverse=True)
COUNTED = {"accounts": 50, "seed": 1}

DOORS: dict[str, tuple[Callable[..., object], dict[str, object]]] = {
    "PriceModel": (PriceModel, {"volatility": 0.5, "jumps_per_year": 0, "growth": 0}),
    "KouJumps": (KouJumps, {"up_chance": 0.5, "up_mean": 0.1, "down_mean": 0.1}),
    "NormalJumps": (NormalJumps, {"mean": 0.1, "spread": 0.1}),
    "Situation": (
        Situation,
        {"size": 1e4, "buffer": 1e3, "leverage": 5, "model": MODEL, "days": 30, "side": "long",
         "venue": HERE.venue, "fees": True, "slippage": 0},
    ),
    "situation.account": (HERE.account, {"price": 100}),
    "LevelLine": (LevelLine, {"start": 0.5, "rise": 0.1}),
    "line.at": (LevelLine(0.5).at, {"years": 1}),
    "Levels": (
        Levels,
        {"call": LevelLine(0.9), "liquidation": LevelLine(0.8), "zero": LevelLine(0.7),
         "falling": True, "exposure": 1, "inverse": False, "slippage": 0},
    ),
    "levels_of": (levels_of, {"account": ACCOUNT, "fees": True, "slippage": 0}),
    "levels_of_contract": (levels_of_contract, {"contract": INVERSE, "slippage": 0}),
    "Chance": (Chance, {"count": 3, "accounts": 100, "never": False}),
    "chance.surely_below": (Chance(3, 100).surely_below, {"limit": 0.1}),
    "Average": (Average, {"value": 1, "error": 1}),
    "Average.of": (Average.of, {"total": 1, "squares": 1, "cases": 2}),
    "chances": (chances, {"levels": LEVELS, "model": MODEL, "days": 30, **COUNTED}),
    "sample_paths": (sample_paths, {"model": MODEL, "days": 30, "like": LEVELS, **COUNTED}),
    "paths.risk": (PATHS.risk, {"levels": LEVELS}),
    "risk_of": (risk_of, {"situation": HERE, **COUNTED}),
    "risk_map": (risk_map, {"situation": HERE, "sizes": [1e3], "buffers": [1e3], **COUNTED}),
    "map.values": (MAP.values, {"event": "debt"}),
    "map.line": (MAP.line, {"limit": 0.1, "event": "debt"}),
    "largest_below_chance": (
        largest_below_chance,
        {"situation": HERE, "money": 1e3, "limit": 0.5, "event": "debt", "steps": 3, **COUNTED},
    ),
    "risk_curve": (
        risk_curve, {"situation": HERE, "control": "size", "values": [1e3], **COUNTED}
    ),
    "preset": (preset, {"name": "crash year"}),
    "bar_risk": (
        bar_risk,
        {"model": MODEL, "rules": BarRules(LEVELS), "days": 3, "bars_per_year": 365,
         "bridge": False, **COUNTED},
    ),
    "BarRules": (BarRules, {"levels": LEVELS, "delay": 0, "fill_at_close": False}),
    "rules_of": (rules_of, {"account": ACCOUNT, "delay": 0, "fees": True, "slippage": 0}),
    "bar_bias": (bar_bias, {"situation": HERE, "bars_per_year": 365, **COUNTED}),
    "risk curves": (
        risk_state,
        {"size": 2, "market": "calm month", "days": 30, "buffer": 0, "volatility": 100,
         "jumps": 0, "side": "long", "fees": "page", "leverage": 5},
    ),
    "risk map": (
        map_state,
        {"size": 2e3, "buffer": 0, "event": "debt", "market": "calm month", "days": 30,
         "side": "long", "fees": "page", "leverage": 5},
    ),
}  # fmt: skip
WRONG = (
    None, "text", float("nan"), Decimal("nan"), object(), [None], {}, b"x", 3 + 4j,
    np.array(["a"]), np.array([[1.0, np.nan]]),
)  # fmt: skip
NAN_SAYS_NONE = {"Average", "Average.of"}
"""Where no case was seen, an average and its error are nan."""


@pytest.mark.parametrize("name", DOORS)
def test_what_is_of_the_wrong_kind_is_one_sentence_at_every_door(name: str) -> None:
    door, right = DOORS[name]
    door(**right)
    for argument in right:
        for wrong in WRONG:
            if name in NAN_SAYS_NONE and isinstance(wrong, float | Decimal | np.ndarray):
                continue
            with pytest.raises(BadInput) as caught:
                door(**{**right, argument: wrong})
            assert "\n" not in str(caught.value)


@pytest.mark.parametrize("kind", [Decimal, Fraction, np.float32, np.float64])
def test_a_number_of_any_kind_is_that_number(kind: type) -> None:
    here = Situation(kind(8_000), kind(1_000), kind(5), PriceModel(kind(0.5)), days=kind(30))
    assert here == Situation(8_000, 1_000, 5, MODEL)
    assert {type(value) for value in (here.size, here.buffer, here.leverage, here.days)} == {float}
    assert risk_of(here, **COUNTED) == risk_of(Situation(8_000, 1_000, 5, MODEL), **COUNTED)


def test_no_array_of_the_caller_changes_what_was_made_of_it() -> None:
    sizes, buffers = np.array([1e3, 2e3]), np.array([100.0, 200.0])
    here = Situation(sizes, buffers, 5, MODEL)
    line, counts = LevelLine(sizes), np.array([1, 2])
    chance, average = Chance(counts, 10), Average(buffers, buffers)
    for array in (sizes, buffers, counts):
        array[:] = 7
    assert here.size.tolist() == [1e3, 2e3]
    assert here.buffer.tolist() == [100.0, 200.0]
    assert line.start.tolist() == [1e3, 2e3]
    assert chance.count.tolist() == [1, 2]
    assert average.value.tolist() == [100.0, 200.0]
    for array in (here.size, line.start, chance.count, chance.never, average.value):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 3


def test_a_part_that_is_not_there_is_one_sentence() -> None:
    risk: Risk = MAP.risk
    for part in (risk, risk.debt):
        for index in ("first", 2.5, (5, 5), None if part is risk else object()):
            if index is not None:
                with pytest.raises(BadInput, match="give the place of one, or a slice"):
                    part.at(index)
