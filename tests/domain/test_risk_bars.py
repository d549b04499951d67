"""The bar engine: its rules against a slow one-account replay, its figures against exact ones."""

from __future__ import annotations

import math
from dataclasses import astuple, replace
from itertools import pairwise

import numpy as np
import pytest

from margin_lessons.account import Account, Position
from margin_lessons.risk import (
    PRESETS,
    BarRules,
    KouJumps,
    LevelLine,
    Levels,
    PriceModel,
    Situation,
    bar_bias,
    bar_engine,
    bar_risk,
    chances,
    levels_of,
    risk_of,
    rules_of,
)
from margin_lessons.risk.bar_data import BarMatrix
from margin_lessons.risk.desk import Desk

LONG = Account(10_000, (Position("long", 1, 20_000, 5),))
WILD = PriceModel(0.65, 11, KouJumps(5 / 11, 0.109, 0.128))

# ---- The rules, on bars made by hand ------------------------------------------------------------

NEAR = Levels(LevelLine(0.95), LevelLine(0.90), LevelLine(0.85))
STEP = 0.01


def desk_of(rules: BarRules, bars: list[tuple[float, float]]) -> Desk:
    """Return the desk after one account went through bars of (jump at the open, move), in logs."""
    desk = Desk(rules, 1)
    moves = np.array([[move] for _, move in bars], np.float32)
    jumping = np.array([row for row, (jump, _) in enumerate(bars) if jump], np.intp)
    jumps = np.array([jump for jump, _ in bars if jump], np.float32)
    heights = rules.heights(np.arange(len(bars)) * STEP)
    whole = BarMatrix(0, moves, jumping, jumps, None, heights)
    desk.trade(whole)
    desk.finish(whole)
    return desk


def log(*prices: float) -> list[float]:
    """Return the moves between prices, from 1 on."""
    return np.diff(np.log([1.0, *prices])).tolist()


def test_a_bar_that_trades_through_is_filled_at_the_level() -> None:
    totals = desk_of(BarRules(NEAR), [(0, move) for move in log(0.97, 0.60)]).totals
    assert (totals.called, totals.liquidated, totals.jumped, totals.indebted) == (1, 1, 0, 0)


def test_a_bar_that_opens_beyond_is_filled_at_the_open() -> None:
    jump, move = math.log(0.80), math.log(0.99 / 0.80)
    totals = desk_of(BarRules(NEAR), [(jump, move)]).totals
    assert (totals.called, totals.liquidated, totals.jumped, totals.indebted) == (1, 1, 1, 1)
    assert totals.debt == pytest.approx(0.05, abs=1e-6)


def test_a_spreadsheet_fills_at_the_close_and_invents_a_debt() -> None:
    bars = [(0, move) for move in log(0.97, 0.60)]
    totals = desk_of(BarRules(NEAR, fill_at_close=True), bars).totals
    assert totals.indebted == 1
    assert totals.debt == pytest.approx(0.25, abs=1e-6)


def test_a_stop_acts_before_the_liquidation_unless_the_bar_opens_beyond_both() -> None:
    rules = BarRules(NEAR, stop=0.93)
    totals = desk_of(rules, [(0, move) for move in log(0.80)]).totals
    assert (totals.stopped, totals.liquidated) == (1, 0)
    totals = desk_of(rules, [(math.log(0.80), 0.0)]).totals
    assert (totals.stopped, totals.liquidated, totals.indebted) == (0, 1, 1)


def test_a_top_up_arrives_after_the_bar_of_the_call() -> None:
    more = replace(NEAR, liquidation=LevelLine(0.70), zero=LevelLine(0.65))
    rules = BarRules(NEAR, topped_up=more)
    slow = desk_of(rules, [(0, move) for move in log(0.94, 0.80, 0.75, 0.90)])
    assert (slow.totals.called, slow.totals.liquidated) == (1, 0)
    fast = desk_of(rules, [(0, move) for move in log(0.80, 0.90)])
    assert (fast.totals.called, fast.totals.liquidated) == (1, 1)
    later = desk_of(rules, [(0, move) for move in log(0.94, 0.60)])
    assert (later.totals.liquidated, later.totals.indebted) == (1, 0)


def test_a_trailing_stop_follows_the_close() -> None:
    rules = BarRules(NEAR, trailing=0.05)
    totals = desk_of(rules, [(0, move) for move in log(1.10, 1.20, 1.15)]).totals
    assert totals.stopped == 0
    totals = desk_of(rules, [(0, move) for move in log(1.10, 1.20, 1.13)]).totals
    assert totals.stopped == 1


def test_a_delay_fills_at_a_later_open() -> None:
    bars = [(0, move) for move in log(0.88, 0.80, 0.70)]
    at_next = desk_of(BarRules(NEAR, delay=1), bars).totals
    assert (at_next.liquidated, at_next.indebted) == (1, 0)
    two_later = desk_of(BarRules(NEAR, delay=2), bars).totals
    assert two_later.debt == pytest.approx(0.05, abs=1e-6)
    never = desk_of(BarRules(NEAR, delay=9), bars).totals
    assert never.debt == pytest.approx(0.15, abs=1e-6)


# ---- The rules, against a replay of one account at a time ---------------------------------------


def replayed(
    rules: BarRules, jumps: np.ndarray, moves: np.ndarray, dips: np.ndarray | None
) -> np.ndarray:
    """Replay one account bar by bar, plainly; return the totals of a desk."""
    called = stopped = liquidated = jumped = indebted = 0
    debt = squared = price = best = 0.0
    state, pending = "fresh", None
    levels, trailing = rules.levels, rules.trailing

    def at(line: LevelLine, bar: int) -> float:
        return float(line.log_at((bar if rules.moving else 0) * STEP, levels.falling))

    def settle(fill: float, by_stop: bool, bar: int) -> None:
        nonlocal stopped, liquidated, indebted, debt, squared
        stopped, liquidated = stopped + by_stop, liquidated + (not by_stop)
        zero = at((rules.topped_up if state == "topped up" else levels).zero, bar)
        fill += levels.slip
        if fill <= zero:
            kappa = levels.kappa
            owed = levels.exposure * kappa * (math.exp(kappa * zero) - math.exp(kappa * fill))
            indebted, debt, squared = indebted + 1, debt + owed, squared + owed**2

    for bar in range(len(moves)):
        opened = price + jumps[bar]
        price = opened + moves[bar]
        reached = min(opened, price if dips is None else opened + dips[bar])
        if pending is not None:
            if bar == pending[0]:
                settle(opened, pending[1], bar)
                return np.array([called, stopped, liquidated, jumped, indebted, debt, squared])
            continue
        newly = state == "fresh" and reached <= at(levels.call, bar)
        if newly:
            called, state = 1, "called"
        mine = rules.topped_up if state == "topped up" else levels
        liquidation = at(mine.liquidation, bar)
        stops = [] if rules.stop is None else [at(LevelLine(rules.stop), bar)]
        if trailing:
            stops.append(best - rules.trailing_distance)
        level = max([liquidation, *stops])
        if reached <= level:
            by_stop = level > liquidation and opened > liquidation
            jumped += opened < level and not by_stop
            if rules.delay:
                pending = (bar + rules.delay, by_stop)
                continue
            settle(price if rules.fill_at_close else min(level, opened), by_stop, bar)
            return np.array([called, stopped, liquidated, jumped, indebted, debt, squared])
        if newly and rules.topped_up is not None:
            state = "topped up"
        best = max(best, price)
    if pending is not None:
        settle(price, pending[1], len(moves) - 1)
    return np.array([called, stopped, liquidated, jumped, indebted, debt, squared])


MOVING = Levels(LevelLine(0.90, 0.2), LevelLine(0.86, 0.2), LevelLine(0.80, 0.2))
MORE = replace(NEAR, liquidation=LevelLine(0.84), zero=LevelLine(0.78))
RISING = Levels(LevelLine(1.06), LevelLine(1.12), LevelLine(1.2), falling=False, exposure=5_000.0)
RULES = {
    "plain": BarRules(NEAR),
    "slippage": BarRules(replace(NEAR, slippage=0.03)),
    "rising prices": BarRules(RISING),
    "inverse": BarRules(replace(NEAR, inverse=True, exposure=0.5)),
    "stop": BarRules(NEAR, stop=0.93),
    "trailing": BarRules(NEAR, trailing=0.08),
    "stop and trailing": BarRules(NEAR, stop=0.93, trailing=0.12),
    "trailing, rising": BarRules(RISING, trailing=0.08),
    "top-up": BarRules(NEAR, topped_up=MORE),
    "top-up and stop": BarRules(NEAR, topped_up=MORE, stop=0.88),
    "top-up and trailing": BarRules(NEAR, topped_up=MORE, trailing=0.14),
    "delay": BarRules(NEAR, delay=2),
    "delay, stop and top-up": BarRules(NEAR, delay=3, stop=0.87, topped_up=MORE),
    "close": BarRules(NEAR, fill_at_close=True),
    "fees": BarRules(MOVING),
    "fees, top-up, delay": BarRules(
        MOVING,
        topped_up=replace(MOVING, liquidation=LevelLine(0.8, 0.2), zero=LevelLine(0.7, 0.2)),
        delay=1,
    ),
    "fees and trailing": BarRules(MOVING, trailing=0.1),
}


@pytest.mark.parametrize("bridge", [False, True])
@pytest.mark.parametrize("name", RULES)
def test_the_desk_against_one_account_at_a_time(name: str, bridge: bool) -> None:
    rules, rng = RULES[name], np.random.default_rng(17)
    accounts, count, pieces = 300, 36, (0, 5, 6, 20, 36)
    moves = rng.normal(0, 0.02, (count, accounts)).astype(np.float32)
    jumps = np.where(rng.random((count, accounts)) < 0.04, rng.normal(0, 0.12), 0.0)
    jumps = (jumps * rng.choice([-1, 1, 0.3], jumps.shape)).astype(np.float32)
    dips = None
    if bridge:
        dips = np.minimum(0, moves) - rng.exponential(0.01, moves.shape).astype(np.float32)
        dips = dips.astype(np.float32)
    desk, rows = Desk(rules, accounts), np.arange(accounts)
    for first, last in pairwise(pieces):
        part = jumps[first:last][:, rows]
        cells = np.flatnonzero(part)
        heights = rules.heights(np.arange(first, last) * STEP)
        own = None if dips is None else dips[first:last][:, rows]
        bars = BarMatrix(
            first, moves[first:last][:, rows].copy(), cells, part.ravel()[cells], own, heights
        )
        desk.trade(bars)
        if last == 20:
            rows = rows[desk.drop_closed()]
    desk.finish(bars)
    expected = sum(
        replayed(
            rules,
            jumps[:, row].astype(float),
            moves[:, row].astype(float),
            None if dips is None else dips[:, row].astype(float),
        )
        for row in range(accounts)
    )
    totals = astuple(desk.totals)
    assert list(totals[:5]) == expected[:5].tolist()
    assert totals[5:] == pytest.approx(expected[5:].tolist(), rel=1e-4, abs=1e-7)
    assert desk.totals.liquidated + desk.totals.stopped > 20


# ---- The figures --------------------------------------------------------------------------------


def test_bars_run_into_the_exact_figures_as_they_get_finer() -> None:
    levels, days = levels_of(LONG, price=16_000, fees=False), 30
    exact = chances(levels, WILD, days, accounts=1_000_000)
    rules = BarRules(levels)
    errors = []
    for bars_per_year, accounts in ((365, 60_000), (8_760, 30_000), (87_600, 6_000)):
        seen = bar_risk(WILD, rules, days, bars_per_year=bars_per_year, accounts=accounts)
        errors.append((exact.liquidation.value - seen.liquidation.value, seen.liquidation.error))
        assert abs(seen.debt.value - exact.debt.value) < 4 * seen.debt.error
    # Coarse bars miss dips: too few liquidations, by a third of that with bars 24 times finer.
    assert errors[0][0] > 0.02
    assert 0 < errors[1][0] < 0.5 * errors[0][0]
    assert abs(errors[2][0]) < 3.5 * errors[2][1]


@pytest.mark.parametrize("side", ["long", "short"])
def test_with_bridges_hourly_bars_are_exact_but_for_noise(side: str) -> None:
    situation = Situation(10_000, 1_000, 5, WILD, days=20, side=side, fees=False)
    exact = risk_of(situation, accounts=1_000_000)
    rules = BarRules(situation.levels())
    seen = bar_risk(WILD, rules, 20, bars_per_year=8_760, bridge=True, accounts=40_000, seed=3)
    for name in ("call", "liquidation", "debt", "jumped"):
        one, two = getattr(exact, name), getattr(seen, name)
        assert abs(one.value - two.value) < 3.5 * math.hypot(one.error, two.error), name
    one, two = exact.expected_debt, seen.expected_debt
    assert abs(one.value - two.value) < 3.5 * math.hypot(one.error, two.error)


def test_stops_top_ups_and_delays_change_the_chances_as_they_should() -> None:
    now = 16_000
    plain = bar_risk(WILD, rules_of(LONG, now), 30)
    stop = bar_risk(WILD, rules_of(LONG, now, stop=14_000), 30)
    trailing = bar_risk(WILD, rules_of(LONG, now, trailing=0.10), 30)
    top_up = bar_risk(WILD, rules_of(LONG, now, top_up=3_000), 30)
    assert plain.stop.count == 0
    assert stop.liquidation.value < 0.5 * plain.liquidation.value
    assert 0 < stop.debt.count < plain.debt.count  # a stop does not hold against a jump
    assert trailing.stop.value > stop.stop.value
    assert top_up.liquidation.value < plain.liquidation.value
    closed_early = bar_risk(WILD, rules_of(LONG, now, trailing=0.05), 90)
    assert closed_early.normals < 0.7 * 20_000 * 90
    # Without jumps it takes a venue that comes too late to leave a debt.
    smooth = PriceModel(1.2)
    assert bar_risk(smooth, rules_of(LONG, now), 30).debt.count == 0
    assert bar_risk(smooth, rules_of(LONG, now, delay=1), 30).debt.count > 10


def test_bars_are_seeded_and_blocks_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = rules_of(LONG, 16_000)
    one, two = (bar_risk(WILD, rules, 60, seed=5) for _ in range(2))
    assert one == two
    monkeypatch.setattr(bar_engine, "ROWS", 3_000)
    monkeypatch.setattr(bar_engine, "CELLS", 12_000)
    small = bar_risk(WILD, rules, 60, seed=5)
    for name in ("call", "liquidation", "debt"):
        a, b = getattr(one, name), getattr(small, name)
        assert abs(a.value - b.value) < 3.5 * math.hypot(a.error, b.error)


def test_the_table_of_the_lesson() -> None:
    calm = Situation(10_000, 500, 5, PRESETS["calm month"].model, days=30)
    exact, daily, hourly = bar_bias(calm, (8_760, 365))
    assert [row.bars_per_year for row in (exact, daily, hourly)] == [None, 365, 8_760]
    assert daily.liquidation.value < hourly.liquidation.value < exact.liquidation.value
    # A price that is traded through leaves nobody in debt, but for bars filled at their close.
    assert exact.debt.count == daily.debt.count == hourly.debt.count == 0
    assert daily.debt_at_close.count >= hourly.debt_at_close.count == 0
