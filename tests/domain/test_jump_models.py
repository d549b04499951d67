"""Jumps up and down exchanged for a short, and normal jumps in bars against their closed form."""

from __future__ import annotations

import math
from statistics import NormalDist

import pytest

from margin_lessons.risk import (
    BarRules,
    KouJumps,
    LevelLine,
    Levels,
    NormalJumps,
    PriceModel,
    bar_risk,
    chances,
)

NORMAL = NormalDist()


def at(log_liquidation: float, log_zero: float, *, falling: bool) -> Levels:
    """Return levels at log moves against the account, below zero for a long and a short alike."""
    sign = 1 if falling else -1
    liquidation, zero = (LevelLine(math.exp(sign * log)) for log in (log_liquidation, log_zero))
    return Levels(liquidation, liquidation, zero, falling=falling)


def drifting(volatility: float, rate: float, jumps: object, log_drift: float) -> PriceModel:
    """Return the model whose log price drifts by ``log_drift`` a year between its jumps."""
    model = PriceModel(volatility, rate, jumps)
    return model.with_changes(growth=log_drift - model.log_drift)


# ---- Up and down exchanged -----------------------------------------------------------------------


def test_a_short_meets_a_jump_up_as_a_long_meets_one_down() -> None:
    assert NormalJumps(0.10, 0.05).mirrored() == NormalJumps(-0.10, 0.05)
    assert NormalJumps(-0.20, 0.0).mirrored() == NormalJumps(0.20, 0.0)
    assert KouJumps(0.3, 0.05, 0.10).mirrored() == KouJumps(0.7, 0.10, 0.05)


@pytest.mark.parametrize(
    ("jumps", "mirror"),
    [
        (NormalJumps(-0.10, 0.08), NormalJumps(0.10, 0.08)),
        (KouJumps(0.25, 0.05, 0.10), KouJumps(0.75, 0.10, 0.05)),
    ],
)
def test_a_short_in_the_mirrored_model_fares_like_the_long(jumps, mirror) -> None:
    """What falls for the long rises for the short: levels, jumps and drift, all in logs."""
    long_model, short_model = drifting(0.5, 6, jumps, -0.2), drifting(0.5, 6, mirror, 0.2)
    long, short = (
        chances(at(-0.13, -0.22, falling=falling), model, 60, accounts=20_000)
        for falling, model in ((True, long_model), (False, short_model))
    )
    for name in ("call", "liquidation", "jumped", "debt"):
        assert getattr(long, name).count == getattr(short, name).count, name
    assert long.debt.count > 500
    # Not because both sides are alike: the short in the model of the long fares far better.
    other = chances(at(-0.13, -0.22, falling=False), long_model, 60, accounts=20_000)
    assert other.debt.count < long.debt.count / 2


# ---- Normal jumps in one bar ---------------------------------------------------------------------


class OneBar:
    """A price that only jumps, seen at the end of one bar: a Poisson number of normal jumps.

    ``mean`` is that of a jump as the account meets it. A debt is |exp(k z) - exp(k x)| where x,
    the sum of the jumps, has landed below the zero-equity level z; k is +1 for a long, -1 for a
    short. Its moments are those of a cut-off lognormal.
    """

    def __init__(self, mean: float, spread: float, expected: float, k: int, z: float) -> None:
        self.mean, self.spread, self.k, self.z = mean, spread, k, z
        self.weights = [math.exp(-expected) * expected**n / math.factorial(n) for n in range(60)]

    def part(self, n: int, power: int, level: float) -> float:
        """Return the mean of exp(power x) over the landings of n jumps at ``level`` or below."""
        mean, spread = n * self.mean, self.spread * math.sqrt(n)
        grown = math.exp(power * mean + (power * spread) ** 2 / 2)
        if spread == 0:
            return grown if mean <= level else 0.0
        return grown * NORMAL.cdf((level - mean) / spread - power * spread)

    def chance(self, level: float) -> float:
        return sum(w * self.part(n, 0, level) for n, w in enumerate(self.weights) if n)

    def debt(self) -> tuple[float, float]:
        """Return the mean of the debt and of its square."""
        k, z = self.k, self.z
        mean = square = 0.0
        for n, weight in enumerate(self.weights):
            if n:
                zero, one, two = (self.part(n, power, z) for power in (0, k, 2 * k))
                mean += weight * k * (math.exp(k * z) * zero - one)
                square += weight * (math.exp(2 * k * z) * zero - 2 * math.exp(k * z) * one + two)
        return mean, square


@pytest.mark.parametrize("falling", [True, False])
@pytest.mark.parametrize(
    # Jumps of 8 % against the account, alike or scattered; and mostly in its favour.
    ("against", "spread"),
    [(-0.08, 0.0), (-0.08, 0.10), (0.05, 0.15)],
)
def test_normal_jumps_in_one_bar_against_the_closed_form(
    falling: bool, against: float, spread: float
) -> None:
    """Two jumps on average over a liquidation 10 % away and a zero-equity price 15 % away."""
    accounts, liquidation, zero = 60_000, -0.10, -0.15
    sign = 1 if falling else -1
    model = drifting(0.0, 2 * 365, NormalJumps(sign * against, spread), 0.0)
    rules = BarRules(at(liquidation, zero, falling=falling))
    seen = bar_risk(model, rules, 1, bars_per_year=365, accounts=accounts)
    exact = OneBar(against, spread, 2, sign, zero)
    for chance, level in ((seen.liquidation, liquidation), (seen.debt, zero)):
        truth = exact.chance(level)
        assert abs(chance.value - truth) < 4 * math.sqrt(truth * (1 - truth) / accounts)
    mean, square = exact.debt()
    deviation = math.sqrt(square - mean**2)
    assert abs(seen.expected_debt.value - mean) < 4 * deviation / math.sqrt(accounts)
    assert seen.expected_debt.error == pytest.approx(deviation / math.sqrt(accounts), rel=0.03)
    # The mean is no trifle beside the scatter: leaving it out of the error would show.
    if spread == 0:
        assert mean > 0.4 * math.sqrt(square)
