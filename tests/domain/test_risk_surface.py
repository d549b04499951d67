"""The map, its line, the largest position, and the curves that the panels draw."""

from __future__ import annotations

import math
import tracemalloc
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from margin_lessons.risk import (
    CONTROLS,
    PRESETS,
    Chance,
    PriceModel,
    Situation,
    chances,
    horizon,
    largest_below_chance,
    levels_of,
    risk_curve,
    risk_map,
    risk_of,
)
from margin_lessons.risk.sampler import blocks

SITUATION = Situation(10_000, 1_000, 5, PRESETS["crash year"].model, days=30)
SIZES, BUFFERS = np.linspace(1_000, 24_000, 24), np.linspace(0, 11_500, 24)


def test_the_map_holds_what_one_cell_says() -> None:
    whole = risk_map(SITUATION, SIZES, BUFFERS)
    assert whole.values("debt").shape == (24, 24)
    cell = replace(SITUATION, size=SIZES[9], buffer=BUFFERS[2])
    for event in ("call", "liquidation", "debt"):
        chance = getattr(risk_of(cell), event)
        assert whole.values(event)[2, 9] == pytest.approx(chance.value, abs=1e-4)


def test_the_map_falls_with_the_buffer_and_rises_with_the_size() -> None:
    whole = risk_map(SITUATION, SIZES, BUFFERS)
    for event in ("call", "liquidation"):
        values = whole.values(event)
        assert (np.diff(values, axis=0) <= 1e-4).all()
        assert (np.diff(values, axis=1) >= -1e-4).all()


def test_debts_may_become_rarer_with_the_size() -> None:
    """The cautious are caught: a large position is closed long before the flash crash comes."""
    crash = replace(SITUATION, model=PRESETS["flash crash"].model, buffer=0)
    two, ten = (
        risk_of(replace(crash, leverage=leverage), accounts=100_000) for leverage in (2, 10)
    )
    assert ten.liquidation.value > 1.5 * two.liquidation.value
    assert ten.debt.interval[1] < two.debt.interval[0]


def test_the_one_percent_line_lies_where_the_chance_is_one_percent() -> None:
    whole = risk_map(SITUATION, SIZES, BUFFERS, accounts=200_000)
    line = whole.line(0.01)
    assert math.isnan(line[0])  # without a buffer even the smallest position is riskier
    inside = np.flatnonzero(np.isfinite(line))
    assert len(inside) > 10
    for row in inside[::4]:
        there = replace(SITUATION, size=float(line[row]), buffer=float(BUFFERS[row]))
        assert risk_of(there, accounts=200_000).liquidation.value == pytest.approx(0.01, abs=2e-3)
    small = risk_map(SITUATION, [1_000, 2_000], [20_000], accounts=2_000)
    assert small.line(0.5).tolist() == [math.inf]


@pytest.mark.parametrize("event", ["liquidation", "debt"])
def test_the_largest_position_is_safe_and_a_larger_one_is_not(event: str) -> None:
    best = largest_below_chance(SITUATION, 5_000, event=event)
    assert best is not None
    assert best.size / 5 + best.buffer == pytest.approx(5_000)
    assert getattr(best.risk, event).surely_below(0.01)
    again = risk_of(replace(SITUATION, size=best.size, buffer=best.buffer))
    assert getattr(again, event).count == pytest.approx(getattr(best.risk, event).count, abs=1)
    size = best.size + 5_000 * 5 / 400  # the next of the 400 steps
    larger = risk_of(replace(SITUATION, size=size, buffer=5_000 - size / 5))
    assert not getattr(larger, event).surely_below(0.01)


def test_what_cannot_be_shown_is_left_to_what_is_impossible() -> None:
    # 100 accounts cannot show a chance below 3 in 100: only a position that is as good as paid for,
    # and cannot be liquidated at all within the month, is below 1 in 100 for sure.
    best = largest_below_chance(SITUATION, 5_000, limit=0.01, accounts=100)
    assert best.risk.liquidation.never
    level = replace(SITUATION, size=best.size, buffer=best.buffer).levels().liquidation
    assert level.at(30 / 365) <= 0
    size = best.size + 5_000 * 5 / 400
    larger = replace(SITUATION, size=size, buffer=5_000 - size / 5)
    assert larger.levels().liquidation.at(30 / 365) > 0
    assert not risk_of(larger, accounts=100).liquidation.never
    short = replace(SITUATION, side="short")
    assert largest_below_chance(short, 5_000, limit=0.01, accounts=100) is None


def test_every_curve_moves_the_way_it_should() -> None:
    grid = {
        "size": ([4_000, 8_000, 16_000], 1),
        "buffer": ([0, 1_000, 4_000], -1),
        "volatility": ([0.3, 0.6, 0.9], 1),
        "jumps_per_year": ([0, 12, 40], 1),
        "days": ([3, 30, 90], 1),
        "leverage": ([2, 5, 10], 1),
    }
    assert set(grid) == set(CONTROLS)
    for control, (values, way) in grid.items():
        curve = risk_curve(SITUATION, control, values)
        for event in ("call", "liquidation"):
            chance = getattr(curve.risk, event)
            assert (way * np.diff(chance.value) > 0).all(), (control, event)
        assert len(curve.risk.expected_debt.value) == 3


def test_a_curve_says_what_the_situation_says() -> None:
    curve = risk_curve(SITUATION, "volatility", [0.5, SITUATION.model.volatility])
    assert curve.risk.debt.count[1] == risk_of(SITUATION).debt.count
    by_size = risk_curve(SITUATION, "size", [SITUATION.size])
    assert by_size.risk.liquidation.count[0] == risk_of(SITUATION).liquidation.count


def test_a_map_takes_one_simulation_and_a_curve_one_a_value(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What a slider has to wait for: the paths. ``benchmarks/risk.py`` has the milliseconds."""
    sampled = []

    def counted(motion, years, accounts, *more):
        sampled.append(accounts)
        return blocks(motion, years, accounts, *more)

    monkeypatch.setattr(horizon, "blocks", counted)

    def paths_of(answer: Callable[[], object]) -> list[int]:
        sampled.clear()
        answer()
        return list(sampled)

    once = [horizon.ACCOUNTS]
    assert paths_of(lambda: risk_of(SITUATION)) == once
    assert paths_of(lambda: risk_map(SITUATION, SIZES, BUFFERS)) == once
    assert paths_of(lambda: largest_below_chance(SITUATION, 5_000)) == once
    assert paths_of(lambda: risk_curve(SITUATION, "size", SIZES)) == once
    assert paths_of(lambda: risk_curve(SITUATION, "volatility", [0.2, 0.7, 1.2])) == 3 * once


def test_the_smaller_sizes_must_be_safe_too() -> None:
    """120 of 20,000 are surely below 1 %, 190 are not: the third entry hides the fourth."""
    counts = np.array([0, 120, 190, 120])
    assert [Chance(counts[:n], 20_000).safe_run(0.01) for n in range(5)] == [0, 1, 2, 2, 2]
    assert Chance(counts[2:], 20_000).safe_run(0.01) == 0


def test_memory_does_not_grow_with_the_accounts() -> None:
    levels, model = levels_of(SITUATION.account(20_000)), PriceModel(0.6)
    peaks = []
    for accounts in (200_000, 2_000_000):
        tracemalloc.start()
        chances(levels, model, 30, accounts=accounts)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]
    assert peaks[1] < 20e6
