"""What "95 %" and "±" mean: by the normal distribution, and by adding up a binomial one."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest

from margin_lessons.risk import Average, Chance
from margin_lessons.risk.chance import Z_95


def test_95_percent_of_a_normal_distribution_lie_within_these_standard_errors() -> None:
    normal = NormalDist()
    assert normal.cdf(Z_95) - normal.cdf(-Z_95) == pytest.approx(0.95, abs=1e-6)


def coverage(accounts: int, truth: float) -> float:
    """Return how likely the range of a count holds ``truth``, count by count."""
    counts = np.arange(accounts + 1)
    low, high = Chance(counts, accounts).interval
    weights = [
        math.comb(accounts, count) * truth**count * (1 - truth) ** (accounts - count)
        for count in range(accounts + 1)
    ]
    return float(np.asarray(weights)[(low <= truth) & (truth <= high)].sum())


def test_the_range_of_a_chance_holds_the_truth_in_95_of_100_samples() -> None:
    # One truth alone is held a little more or less often, as counts are whole numbers.
    held = [coverage(200, truth) for truth in np.linspace(0.1, 0.9, 81)]
    assert np.mean(held) == pytest.approx(0.95, abs=0.005)
    assert min(held) > 0.92


def test_the_margin_of_a_chance_is_that_of_95_percent() -> None:
    # Half of 400: a standard error of 0.5 / 20 = 2.5 points, and 1.96 of them are 4.9.
    assert str(Chance(200, 400)) == "50.0% ± 4.9%"


def test_the_margin_of_an_average_is_that_of_95_percent() -> None:
    # 1.96 standard errors of 50 are 98, of 1 are 2.0.
    assert str(Average(1_000.0, 50.0)) == "1,000 ± 98"
    assert str(Average(100.0, 1.0)) == "100.0 ± 2.0"
