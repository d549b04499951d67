"""Chances with fees: against an integral equation, and against paths followed step by step.

Fees lift a level in a straight line in money. Nothing here shares a formula with the sampler: the
integral equation knows no sampling, and the stepwise paths know no level but the one they watch.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from stepwise import stepwise

from margin_lessons.errors import BadInput
from margin_lessons.risk import (
    PRESETS,
    Chance,
    KouJumps,
    LevelLine,
    Levels,
    NormalJumps,
    PriceModel,
    Situation,
    chances,
    risk_curve,
    risk_of,
    sample_paths,
)

ACCOUNTS = 400_000
JUMPY = PriceModel(0.65, 11, KouJumps(5 / 11, 0.109, 0.128))

# ---- No jumps: an integral equation ----------------------------------------------------------


def first_passage(level: LevelLine, model: PriceModel, years: float, falling: bool) -> float:
    """Return the chance that the price meets a level that moves, without any sampling.

    Wherever the price is below the level at a time t, it has met it at some time u before
    (Volterra's equation of the first kind; Peskir 2002): the chance of the first is the integral of
    the density of u times that of being below at t after starting from the level at u.
    """
    steps, sign = 1_500, 1 if falling else -1
    times = np.linspace(0, years, steps + 1)[1:]
    drift, spread = sign * model.log_drift, model.volatility

    def height(at: np.ndarray) -> np.ndarray:
        return sign * np.log(level.start + level.rise * at)

    def below(distance: np.ndarray, time: np.ndarray) -> np.ndarray:
        z = (distance - drift * time) / (spread * np.sqrt(time))
        return 0.5 * (1 + np.vectorize(math.erf)(z / math.sqrt(2)))

    middles = times - years / steps / 2
    left, mass = below(height(times), times), np.zeros(steps)
    for now in range(steps):
        kernel = below(
            height(times[now]) - height(middles[: now + 1]), times[now] - middles[: now + 1]
        )
        mass[now] = (left[now] - kernel[:now] @ mass[:now]) / kernel[now]
    return float(mass.sum())


@pytest.mark.parametrize(
    ("side", "size", "days", "volatility"),
    [
        ("long", 10_000, 30, 0.46),
        ("long", 10_000, 365, 0.46),
        ("long", 25_000, 90, 0.46),
        ("long", 7_000, 365, 1.18),
        ("short", 10_000, 365, 0.46),
        ("short", 20_000, 120, 0.90),
    ],
)
def test_without_jumps_against_the_integral_equation(
    side: str, size: float, days: float, volatility: float
) -> None:
    here = Situation(size, 5_000 - size / 5, 5, PriceModel(volatility), days, side)
    levels, seen = here.levels(), risk_of(here, accounts=ACCOUNTS, seed=31)
    for name in ("call", "liquidation"):
        truth = first_passage(getattr(levels, name), here.model, days / 365, levels.falling)
        error = math.sqrt(truth * (1 - truth) / ACCOUNTS)
        assert abs(getattr(seen, name).value - truth) < 3 * error, name


def test_the_equation_on_a_level_that_stands_still() -> None:
    # The reflection principle, with drift: see test_risk_exact.
    model = PriceModel(0.6)
    level, years, spread = math.log(0.7), 0.5, 0.6 * math.sqrt(0.5)
    direct, reflected = ((level - way * model.log_drift * years) / spread for way in (1, -1))
    normal = [0.5 * math.erfc(-z / math.sqrt(2)) for z in (direct, reflected)]
    truth = normal[0] + math.exp(2 * model.log_drift * level / 0.36) * normal[1]
    assert first_passage(LevelLine(0.7), model, years, True) == pytest.approx(truth, abs=2e-4)


# ---- Jumps: paths followed step by step -------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "side", "size", "days", "steps"),
    [
        (JUMPY, "long", 10_000, 365, 400),
        (JUMPY, "short", 12_000, 120, 200),
        (PRESETS["flash crash"].model, "long", 5_000, 365, 400),
    ],
)
def test_with_jumps_against_paths_followed_step_by_step(
    model: PriceModel, side: str, size: float, days: float, steps: int
) -> None:
    here = Situation(size, 5_000 - size / 5, 5, model, days, side)
    seen = risk_of(here, accounts=ACCOUNTS, seed=32)
    followed = stepwise(here, 10_000, steps, seed=33)
    for name in ("call", "liquidation", "debt", "at_once"):
        one, two = getattr(seen, name), Chance(int(followed[name].sum()), 10_000)
        assert abs(one.value - two.value) < 3 * math.hypot(one.error, two.error), name
    debts = followed["debts"]
    error = math.hypot(seen.expected_debt.error, debts.std() / 100)
    assert abs(seen.expected_debt.value - debts.mean()) < 3 * error


# ---- What must hold -------------------------------------------------------------------------


def test_fees_that_cost_next_to_nothing_change_next_to_nothing() -> None:
    still = Situation(10_000, 1_000, 5, JUMPY, 200, fees=False)
    levels = still.levels()
    lines = (replace(getattr(levels, name), rise=1e-7) for name in ("call", "liquidation", "zero"))
    lifted = chances(Levels(*lines, exposure=10_000.0), JUMPY, 200)
    plain = risk_of(still)
    for name in ("call", "liquidation", "debt", "at_once"):
        one, two = getattr(lifted, name).count, getattr(plain, name).count
        assert abs(one - two) <= 5, name
    assert lifted.expected_debt.value == pytest.approx(plain.expected_debt.value, rel=0.01)


def test_dearer_fees_are_never_safer_over_the_same_paths() -> None:
    rises = (0.0, 0.1, 0.219, 0.4, 0.5475)
    for jumps in (0, 4):
        model = PriceModel(0.5, jumps, KouJumps(0.5, 0.1, 0.1))
        counts = []
        for rise in rises:
            lines = (LevelLine(start, rise) for start in (0.66, 0.58, 0.5))
            counts.append(chances(Levels(*lines), model, 365, accounts=40_000).liquidation.count)
        assert np.all(np.diff(counts) > 0)


def test_one_rate_of_fees_at_a_time() -> None:
    lines = [
        LevelLine(np.array([0.8, 0.7]), np.array([0.1, 0.5])),
        LevelLine(0.6, 0.1),
        LevelLine(0.5, 0.1),
    ]
    with pytest.raises(BadInput, match="do not share one simulation"):
        chances(Levels(*lines), JUMPY, 30)


def test_a_level_that_fees_lift_out_of_the_ground_is_met() -> None:
    """Half of one's money at work is paid for, until a year of fees has eaten the rest."""
    here = Situation(4_000, 4_200, 5, PriceModel(0.46), 365)
    assert here.levels().liquidation.start < 0 < here.levels().liquidation.at(1.0)
    year, month = risk_of(here), risk_of(replace(here, days=30))
    assert not year.liquidation.never
    assert month.liquidation.never


# ---- Impossible, or only not seen ---------------------------------------------------------------


def test_no_debt_without_a_jump_is_impossible_and_not_only_unseen() -> None:
    smooth = risk_of(Situation(25_000, 0, 5, PriceModel(0.9), 365))
    assert smooth.liquidation.value > 0.9
    assert smooth.debt.never
    assert str(smooth.debt) == "impossible in this model"
    rare = risk_of(Situation(5_000, 4_000, 5, PriceModel(0.1, 0.01, NormalJumps(-0.2, 0.01)), 30))
    assert (rare.debt.count, rare.debt.never) == (0, False)
    assert str(rare.debt).startswith("below 0.015%")


@pytest.mark.parametrize(
    ("jumps", "long", "short"),
    [
        (KouJumps(1.0, 0.1, 0.1), False, True),
        (KouJumps(0.0, 0.1, 0.1), True, False),
        (NormalJumps(0.2, 0.0), False, True),
        (NormalJumps(-0.2, 0.0), True, False),
        (NormalJumps(0.2, 0.01), True, True),
    ],
)
def test_only_a_jump_against_the_account_can_leave_a_debt(
    jumps: KouJumps | NormalJumps, long: bool, short: bool
) -> None:
    model = PriceModel(0.5, 12, jumps)
    for side, possible in (("long", long), ("short", short)):
        risk = risk_of(Situation(25_000, 0, 5, model, 60, side), accounts=2_000)
        assert risk.debt.never is not possible
        assert risk.jumped.never is not possible


def test_slippage_wider_than_the_cushion_makes_debts_possible_without_jumps() -> None:
    risk = risk_of(Situation(25_000, 0, 5, PriceModel(0.9), 60, slippage=0.2))
    assert not risk.debt.never
    assert risk.debt.count == risk.liquidation.count > 0


# ---- Call and liquidation at once -----------------------------------------------------------


def test_a_jump_that_brings_call_and_liquidation_at_once_is_counted() -> None:
    for side in ("long", "short"):
        here = Situation(10_000, 3_000, 5, JUMPY, 30, side)
        risk = risk_of(here)
        assert 0 < risk.at_once.count < risk.jumped.count
        # Nobody is called later than liquidated: those not at once were called before.
        assert risk.call.count >= risk.liquidation.count
    assert risk_of(Situation(10_000, 3_000, 5, PriceModel(0.9), 90)).at_once.never


def test_many_levels_count_at_once_as_one_level_does() -> None:
    sizes = np.linspace(5_000, 24_000, 20)
    here = Situation(sizes, 5_000 - sizes / 5, 5, JUMPY, 120)
    paths = sample_paths(JUMPY, 120, like=here.levels())
    many = paths.risk(here.levels())
    curve = risk_curve(replace(here, size=10_000, buffer=3_000), "leverage", [2, 5, 10])
    assert (curve.risk.at_once.count > 0).all()
    for index in range(20):
        cell = replace(here, size=float(sizes[index]), buffer=float(5_000 - sizes[index] / 5))
        alone = paths.risk(cell.levels())
        assert abs(alone.at_once.count - many.at(index).at_once.count) <= 1
