"""Counting: thresholds nest, one set of paths answers every level, and the debts are the account's.

The counts are checked against paths followed one by one, and every way of counting against the
others, on the very same paths.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from margin_lessons.account import Account, Position
from margin_lessons.contract import Contract
from margin_lessons.errors import BadInput
from margin_lessons.risk import (
    KouJumps,
    LevelLine,
    Levels,
    NormalJumps,
    PriceModel,
    Risk,
    Situation,
    chances,
    levels_of,
    levels_of_contract,
    sample_paths,
)
from margin_lessons.risk import sampler as sampler_module
from margin_lessons.risk.counting import Counter
from margin_lessons.risk.draws import generator
from margin_lessons.risk.outcome import risk_from
from margin_lessons.risk.sampler import Motion, blocks
from margin_lessons.risk.stretches import Block

WILD = PriceModel(0.65, 11, KouJumps(5 / 11, 0.109, 0.128))
NAMES = ("call", "liquidation", "jumped", "at_once", "debt")


def block_of(lowest: list[float], jumps: list[tuple[float, float]]) -> Block:
    """Return accounts with these lowest points and jumps, in logs, where nothing lifts a level."""
    before, after = np.array(jumps, np.float32).reshape(-1, 2).T
    low = np.array(lowest, np.float32)
    return Block(low, low, before, before, after, after, np.zeros(len(after), np.float32))


def counted(levels: Levels, block: Block, years: float = 0.1) -> Risk:
    """Return the chances that one block says."""
    standing = levels.standing(years)
    counter = Counter.of(standing)
    return risk_from(counter.tally(block), standing, years, True, counter.shape)


def counts(risk: Risk) -> list[np.ndarray]:
    return [np.asarray(getattr(risk, name).count) for name in NAMES]


def plain_levels(liquidation: float, zero: float, **others: object) -> Levels:
    return Levels(LevelLine(0.9), LevelLine(liquidation), LevelLine(zero), **others)


# ---- One path at a time ---------------------------------------------------------------------


def test_one_jump_over_the_levels_of_three_accounts() -> None:
    """The price trades down to 0.95, jumps to 0.80, and trades on to 0.70."""
    block = block_of([math.log(0.70)], [(math.log(0.95), math.log(0.80))])
    levels = plain_levels(np.array([0.97, 0.90, 0.75]), np.array([0.94, 0.85, 0.65]))
    risk = counted(levels, block)
    # Traded through before the jump; jumped over, below zero; traded through after the jump.
    assert risk.liquidation.count.tolist() == [1, 1, 1]
    assert risk.jumped.count.tolist() == [0, 1, 0]
    assert risk.debt.count.tolist() == [0, 1, 0]
    assert risk.expected_debt.value.tolist() == pytest.approx([0, 0.05, 0], abs=1e-6)


def followed(path: list[tuple[str, float]], liquidation: float, zero: float) -> tuple[bool, bool]:
    """Return (jumped over, in debt) for a path of ("trade" or "jump", lowest point) events."""
    for kind, low in path:
        if low <= liquidation:
            return kind == "jump", kind == "jump" and low <= zero
    return False, False


def test_random_paths_against_following_each_of_them() -> None:
    rng = np.random.default_rng(3)
    paths, jumps, lowest = [], [], []
    for _ in range(400):
        at = low = 0.0
        path = []
        for _ in range(rng.integers(1, 6)):
            dip = at - rng.exponential(0.1)
            path.append(("trade", dip))
            low, at = min(low, dip), dip + rng.exponential(0.1)
            landed = at + rng.normal(-0.05, 0.2)
            path.append(("jump", landed))
            if landed < low:
                jumps.append((low, landed))
            low, at = min(low, landed), landed
        paths.append(path)
        lowest.append(low)
    block = block_of(lowest, jumps)
    for liquidation, zero in ((0.95, 0.90), (0.8, 0.75), (0.6, 0.3)):
        levels = plain_levels(liquidation, zero)
        risk = counted(levels, block)
        outcomes = [followed(path, math.log(liquidation), math.log(zero)) for path in paths]
        assert risk.jumped.count == sum(jumped for jumped, _ in outcomes)
        assert risk.debt.count == sum(debt for _, debt in outcomes)


# ---- One set of paths, every level -------------------------------------------------------------


@pytest.mark.parametrize("side", ["long", "short"])
@pytest.mark.parametrize("fees", [False, True])
def test_a_map_counts_what_each_cell_counts_alone(side: str, fees: bool) -> None:
    sizes, buffers = np.linspace(2_000, 20_000, 6)[None, :], np.linspace(0, 4_000, 5)[:, None]
    grid = Situation(sizes, buffers, 5, WILD, days=60, side=side, fees=fees)
    paths = sample_paths(WILD, 60, like=grid.levels(), accounts=30_000, seed=4)
    whole = paths.risk(grid.levels())
    streamed = chances(grid.levels(), WILD, 60, accounts=30_000, seed=4)
    assert whole.debt.count.sum() > 100
    for one, other in zip(counts(whole), counts(streamed), strict=True):
        assert one.tolist() == other.tolist()
    for row in range(5):
        for column in range(6):
            cell = replace(grid, size=float(sizes[0, column]), buffer=float(buffers[row, 0]))
            alone = chances(cell.levels(), WILD, 60, accounts=30_000, seed=4)
            for one, other in zip(counts(alone), counts(whole.at((row, column))), strict=True):
                assert abs(int(one) - int(other)) <= 1  # levels closer than single precision
            average, of_map = alone.expected_debt, whole.at((row, column)).expected_debt
            assert of_map.value == pytest.approx(average.value, rel=1e-3, abs=1e-3)
            assert of_map.error == pytest.approx(average.error, rel=1e-3, abs=1e-3)


def test_separate_runs_with_one_seed_see_the_same_paths() -> None:
    levels = [plain_levels(start, start - 0.1) for start in (0.95, 0.85, 0.75)]
    paths = sample_paths(WILD, 60, like=levels[0], accounts=30_000, seed=9)
    for level in levels:
        alone = chances(level, WILD, 60, accounts=30_000, seed=9)
        assert counts(alone) == counts(paths.risk(level))


def test_levels_in_no_order_are_counted_one_by_one() -> None:
    rng = np.random.default_rng(1)
    liquidation = rng.uniform(0.7, 0.97, 40)
    levels = plain_levels(liquidation, liquidation - rng.uniform(0.01, 0.3, 40))
    paths = sample_paths(WILD, 90, like=levels, accounts=20_000, seed=2)
    many = paths.risk(levels)
    for index in range(40):
        line = (LevelLine(float(part.start[index])) for part in (levels.liquidation, levels.zero))
        alone = paths.risk(Levels(LevelLine(0.9), *line))
        assert counts(many.at(index)) == counts(alone)
        assert many.at(index).expected_debt.value == pytest.approx(alone.expected_debt.value)


def test_chances_fall_with_the_distance_and_nest() -> None:
    liquidation = np.linspace(0.99, 0.3, 60)
    levels = Levels(
        LevelLine(np.minimum(liquidation + 0.05, 1.0)), LevelLine(liquidation), LevelLine(0.8)
    )
    levels = replace(levels, zero=LevelLine(liquidation - 0.08))
    risk = chances(levels, WILD, 120, accounts=40_000)
    for chance in (risk.call, risk.liquidation):
        assert (np.diff(chance.count) <= 0).all()
    assert (risk.call.count >= risk.liquidation.count).all()
    assert (risk.liquidation.count >= risk.jumped.count).all()
    assert (risk.jumped.count >= risk.debt.count).all()


def test_levels_that_nothing_reaches() -> None:
    levels = plain_levels(np.array([0.0, 0.9]), np.array([0.0, 0.85]))
    risk = chances(levels, WILD, 365, accounts=5_000)
    assert (risk.liquidation.count[0], risk.debt.count[0]) == (0, 0)
    assert risk.expected_debt.value[0] == 0
    paid = chances(plain_levels(0.0, 0.0), WILD, 365, accounts=5_000)
    assert (paid.liquidation.count, paid.debt.count, paid.expected_debt.value) == (0, 0, 0.0)


# ---- The debts are those of the account ---------------------------------------------------------


LONG = Account(10_000, (Position("long", 1, 20_000, 5),))
SHORT = Account(10_000, (Position("short", 1, 20_000, 5),))
INVERSE = Contract("long", 1_000, 8_000, margin=0.03, maintenance=0.05, inverse=True)
INVERSE_SHORT = replace(INVERSE, side="short", margin=0.02)
LINEAR_SHORT = Contract("short", 2, 8_000, margin=3_000, maintenance=0.05)


@pytest.mark.parametrize("slippage", [0.0, 0.03])
@pytest.mark.parametrize("held", [LONG, SHORT, INVERSE, INVERSE_SHORT, LINEAR_SHORT])
def test_a_debt_is_what_the_equity_is_short_of(held: Account | Contract, slippage: float) -> None:
    if isinstance(held, Account):
        levels, now = levels_of(held, fees=False, slippage=slippage), 20_000
    else:
        levels, now = levels_of_contract(held, slippage=slippage), 8_000
    sign = 1 if levels.falling else -1
    zero = math.log(levels.zero.start) * sign
    landed = [zero - 0.1, zero - 0.4, zero + 1e-3]
    block = block_of([*landed, 0.0], [(-0.01, point) for point in landed])
    risk = counted(levels, block)
    worse = 1 - sign * slippage
    equities = [float(held.equity(now * math.exp(sign * point) * worse)) for point in landed]
    debts = np.array([max(-equity, 0) for equity in equities] + [0.0])
    assert risk.debt.count == np.count_nonzero(debts)
    assert risk.expected_debt.value == pytest.approx(debts.mean(), rel=1e-5)
    assert risk.expected_debt.error == pytest.approx(debts.std(ddof=1) / 2, rel=1e-5)
    assert risk.debt_if_any.value == pytest.approx(debts[debts > 0].mean(), rel=1e-5)


def test_slippage_wider_than_the_cushion_puts_every_liquidation_into_debt() -> None:
    levels = levels_of(LONG, fees=False, slippage=0.2)  # 11,600 less 20 % is 9,280
    risk = chances(levels, PriceModel(1.2), 90, accounts=20_000)
    assert risk.debt.count == risk.liquidation.count > 0
    assert risk.debt_if_any.value == pytest.approx(720)


# ---- Seeds and blocks ---------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_figures() -> None:
    levels = levels_of(LONG)
    one, two = (chances(levels, WILD, 60, seed=11) for _ in range(2))
    assert counts(one) == counts(two)
    assert one.expected_debt == two.expected_debt
    assert counts(chances(levels, WILD, 60, seed=12)) != counts(one)
    assert counts(chances(levels, WILD, 60, seed=generator(11))) == counts(one)
    assert counts(chances(levels, WILD, 60, seed=np.int64(11))) == counts(one)
    rng = np.random.default_rng(1)
    assert counts(chances(levels, WILD, 60, seed=rng)) != counts(
        chances(levels, WILD, 60, seed=rng)
    )


@pytest.mark.parametrize("jumps", [KouJumps(0.3, 0.05, 0.1), NormalJumps(-0.05, 0.08)])
def test_the_size_of_a_block_does_not_matter(
    jumps: KouJumps | NormalJumps, monkeypatch: pytest.MonkeyPatch
) -> None:
    levels, model = plain_levels(0.9, 0.8), PriceModel(0.5, 6, jumps)
    usual = chances(levels, model, 180, accounts=300_000)
    monkeypatch.setattr(sampler_module, "STRETCHES_PER_BLOCK", 15_000)
    small = chances(levels, model, 180, accounts=300_000)
    for name in NAMES:
        one, two = getattr(usual, name), getattr(small, name)
        assert abs(one.value - two.value) < 3.5 * math.hypot(one.error, two.error)


def test_blocks_hold_every_account_once() -> None:
    motion = Motion.against(WILD, falling=True)
    for accounts in (1, 2, 3, 20_001, 70_000):
        sizes = [len(b.lowest) for b in blocks(motion, 0.5, accounts, generator(1))]
        assert sum(sizes) == accounts
        assert max(sizes) - min(sizes) <= 1


def test_paths_answer_only_for_accounts_like_theirs() -> None:
    paths = sample_paths(WILD, 30, like=levels_of(LONG), accounts=100)
    with pytest.raises(BadInput, match="a long and a short need paths of their own"):
        paths.risk(levels_of(SHORT))
    with pytest.raises(BadInput, match="other fees need paths of their own"):
        paths.risk(levels_of(LONG, fees=False))
