"""The exact sampler against closed forms: no jumps, double-exponential jumps, normal jumps.

Seeds are fixed, so a test passes always or never. Twenty figures within three standard errors could
still hide a sampler that is slightly off everywhere: the sum of the squared z-scores is checked
too, against the range that holds 99.8 % of a chi-square distribution.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist

import numpy as np
import pytest

from margin_lessons.risk import KouJumps, LevelLine, Levels, NormalJumps, PriceModel, chances

ACCOUNTS = 1_000_000


def levels_at(log_liquidation: float, log_zero: float, *, falling: bool = True) -> Levels:
    """Return levels at given log moves against the account; the call is where it is closed."""
    sign = 1 if falling else -1
    liquidation, zero = (LevelLine(math.exp(sign * log)) for log in (log_liquidation, log_zero))
    return Levels(liquidation, liquidation, zero, falling=falling)


def with_log_drift(model: PriceModel, log_drift: float) -> PriceModel:
    """Return the model with the growth that gives it this drift of the log price."""
    return model.with_changes(growth=model.growth + log_drift - model.log_drift)


def within(scores: list[float]) -> None:
    """Assert that z-scores are those of a sampler that is right."""
    # 0.1 % and 99.9 % of chi-square, by Wilson and Hilferty's cube.
    count = len(scores)
    low, high = (
        count * (1 - 2 / (9 * count) + z * math.sqrt(2 / (9 * count))) ** 3 for z in (-3.09, 3.09)
    )
    assert max(map(abs, scores)) < 3, scores
    assert low < sum(z * z for z in scores) < high, scores


# --- no jumps: the first passage of Brownian motion with drift ---------------------------------


def first_passage(level: float, drift: float, volatility: float, years: float) -> float:
    """Return the chance that drift t + volatility W(t) falls to ``level`` < 0 within ``years``.

    Reflection principle with drift (Harrison 1985, 1.8).
    """
    normal, spread = NormalDist(), volatility * math.sqrt(years)
    direct = normal.cdf((level - drift * years) / spread)
    reflected = normal.cdf((level + drift * years) / spread)
    return direct + math.exp(2 * drift * level / volatility**2) * reflected


SETTINGS = [
    # log level, log drift a year, volatility, days
    *((level, -0.18, 0.6, 365) for level in (-0.06, -0.13, -0.36, -0.92)),
    *((level, -0.32, 0.8, 30) for level in (-0.05, -0.13, -0.30, -0.50)),
    *((level, 0.30, 0.4, 90) for level in (-0.04, -0.10, -0.25, -0.45)),
    *((level, -1.20, 0.3, 180) for level in (-0.10, -0.40, -0.80, -1.00)),
    *((level, 0.00, 1.2, 7) for level in (-0.02, -0.10, -0.30, -0.45)),
]


def test_without_jumps_against_the_closed_form() -> None:
    assert len(SETTINGS) == 20
    scores = []
    for number, (level, drift, volatility, days) in enumerate(SETTINGS):
        model = with_log_drift(PriceModel(volatility), drift)
        falling = number % 2 == 0
        if not falling:
            model = with_log_drift(model, -drift)
        levels = levels_at(level, level - 0.1, falling=falling)
        risk = chances(levels, model, days, accounts=ACCOUNTS, seed=1_000 + number)
        truth = first_passage(level, drift, volatility, days / 365)
        error = math.sqrt(truth * (1 - truth) / ACCOUNTS)
        scores.append((risk.liquidation.value - truth) / error)
        assert risk.debt.count == risk.jumped.count == 0
    within(scores)


def test_a_price_that_stands_still_or_only_drifts() -> None:
    still = chances(levels_at(-0.1, -0.2), PriceModel(0.0), 365, accounts=1_000)
    assert still.liquidation.count == 0
    sinking = with_log_drift(PriceModel(0.0), -0.5)
    assert chances(levels_at(-0.4, -0.6), sinking, 365, accounts=1_000).liquidation.value == 1
    assert chances(levels_at(-0.6, -0.7), sinking, 365, accounts=1_000).liquidation.count == 0
    assert chances(levels_at(-0.1, -0.2), PriceModel(0.8), 0, accounts=1_000).call.count == 0


# --- double-exponential jumps: Kou and Wang (2003) ---------------------------------------------


def inverted(transform: Callable[[complex], complex], time: float, terms: int = 18) -> float:
    """Invert a Laplace transform: the Euler method of Abate and Whitt (2006)."""
    weights = np.zeros(2 * terms + 1)
    weights[0], weights[1 : terms + 1], weights[-1] = 0.5, 1.0, 2.0**-terms
    for index in range(1, terms):
        weights[-1 - index] = weights[-index] + 2.0**-terms * math.comb(terms, index)
    start = terms * math.log(10) / 3
    total = sum(
        (-1) ** index * weight * transform((start + 1j * math.pi * index) / time).real
        for index, weight in enumerate(weights)
    )
    return 10 ** (terms / 3) / time * total


class KouWang:
    """First passage *up* to ``level`` > 0 for log drift, volatility and double-exponential jumps.

    Kou and Wang (2003), First passage times of a jump diffusion process, theorem 3.1: with the two
    roots of G(x) = a in the right half plane, the transforms of the passage time, and of the
    passage time when the level is overshot by more than ``beyond``.
    """

    def __init__(self, drift: float, volatility: float, rate: float, jumps: KouJumps) -> None:
        self.drift, self.variance, self.rate = drift, volatility**2, rate
        self.chance, self.up, self.down = jumps.up_chance, 1 / jumps.up_mean, 1 / jumps.down_mean

    def roots(self, a: complex) -> tuple[complex, complex]:
        rising, falling = np.poly1d([-1, self.up]), np.poly1d([1, self.down])
        diffusion = np.poly1d([self.variance / 2, self.drift, -(self.rate + a)])
        jumps = self.chance * self.up * falling + (1 - self.chance) * self.down * rising
        roots = (diffusion * rising * falling + self.rate * jumps).roots
        return tuple(roots[np.argsort(roots.real)][-2:])

    def passage(self, level: float, years: float) -> float:
        def transform(a: complex) -> complex:
            one, two = self.roots(a)
            first = (self.up - one) / self.up * two / (two - one) * np.exp(-level * one)
            second = (two - self.up) / self.up * one / (two - one) * np.exp(-level * two)
            return (first + second) / a

        return inverted(transform, years)

    def overshoot(self, level: float, beyond: float, years: float) -> float:
        def transform(a: complex) -> complex:
            one, two = self.roots(a)
            factor = (self.up - one) * (two - self.up) / (self.up * (two - one))
            decay = np.exp(-level * one) - np.exp(-level * two)
            return np.exp(-self.up * beyond) * factor * decay / a

        return inverted(transform, years)


def test_the_formula_on_the_example_of_the_paper() -> None:
    # Section 5 of the paper: drift 0.1, volatility 0.2, 3 jumps a year of 2 % up or 3 % down on
    # average, level 0.3, one year. With hardly any jumps it is Brownian motion.
    jumps = KouJumps(0.5, 0.02, 0.03)
    assert KouWang(0.1, 0.2, 3, jumps).passage(0.3, 1) == pytest.approx(0.25584, abs=5e-6)
    rare = KouWang(0.1, 0.2, 1e-9, jumps).passage(0.3, 1)
    assert rare == pytest.approx(first_passage(-0.3, -0.1, 0.2, 1), abs=1e-8)


KOU_SETTINGS = [
    # log level, log level of zero equity, log drift, volatility, jumps a year, jumps, days, falling
    (-0.30, -0.34, 0.10, 0.20, 3, KouJumps(0.5, 0.02, 0.03), 365, False),
    (-0.30, -0.34, -0.10, 0.20, 3, KouJumps(0.5, 0.02, 0.03), 365, True),
    (-0.13, -0.22, -0.40, 0.65, 11, KouJumps(5 / 11, 0.109, 0.128), 30, True),
    (-0.06, -0.105, -0.25, 0.50, 12, KouJumps(0.3, 0.05, 0.08), 365, True),
    (-0.357, -0.693, 0.20, 0.60, 4, KouJumps(0.6, 0.20, 0.15), 365, False),
    (-0.51, -1.10, -0.80, 1.10, 2, KouJumps(0.2, 0.10, 0.30), 180, True),
]


def test_with_jumps_against_kou_and_wang() -> None:
    scores: dict[str, list[float]] = {"passage": [], "jumped": [], "debt": [], "amount": []}
    for number, (level, zero, drift, vol, rate, jumps, days, falling) in enumerate(KOU_SETTINGS):
        model = with_log_drift(PriceModel(vol, rate, jumps), drift)
        levels = levels_at(level, zero, falling=falling)
        risk = chances(levels, model, days, accounts=ACCOUNTS, seed=200 + number)
        # The formula looks up: for a long it sees the mirrored price.
        sign, seen = (-1, jumps.mirrored()) if falling else (1, jumps)
        oracle, years = KouWang(sign * drift, vol, rate, seen), days / 365
        truths = {
            "passage": (oracle.passage(-level, years), risk.liquidation),
            "jumped": (oracle.overshoot(-level, 0.0, years), risk.jumped),
            "debt": (oracle.overshoot(-level, level - zero, years), risk.debt),
        }
        for name, (truth, chance) in truths.items():
            error = math.sqrt(truth * (1 - truth) / ACCOUNTS)
            scores[name].append((chance.value - truth) / error)
        # What is left of the overshoot beyond zero is exponential again.
        mean = seen.up_mean
        loss = mean / (1 + mean) if falling else mean / (1 - mean)
        amount = truths["debt"][0] * math.exp(zero if falling else -zero) * loss
        debt = risk.expected_debt
        scores["amount"].append((debt.value - amount) / debt.error)
    for values in scores.values():
        assert len(values) == 6
        within(values)


# --- normal jumps: a plain simulation in very fine bars -----------------------------------------


def plain_bars(
    level: float, zero: float, drift: float, vol: float, rate: float, jumps: NormalJumps, days: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return who was closed and who was left in debt, in bars of six minutes, simulated plainly.

    Bars see only closes; moving the level by 0.5826 standard deviations of a bar makes up for it
    (Broadie, Glasserman and Kou 1997). Whoever is below after a jump was jumped over.
    """
    rng, accounts, bars = np.random.default_rng(5), 30_000, days * 240
    step = 1 / (365 * 240)
    spread = vol * math.sqrt(step)
    seen = level + 0.5826 * spread
    price, open_ = np.zeros(accounts), np.ones(accounts, bool)
    debt = np.zeros(accounts, bool)
    for _ in range(bars):
        jumping = np.flatnonzero(rng.random(accounts) < rate * step)
        price[jumping] += rng.normal(jumps.mean, jumps.spread, len(jumping))
        over = jumping[open_[jumping] & (price[jumping] <= level)]
        debt[over], open_[over] = price[over] <= zero, False
        price += rng.normal(drift * step, spread, accounts)
        open_ &= price > seen
    return ~open_, debt


def test_normal_jumps_against_very_fine_bars() -> None:
    jumps = NormalJumps(-0.10, 0.10)
    level, zero, drift, vol, rate, days = -0.13, -0.22, -0.4, 0.65, 24, 10
    closed, debt = plain_bars(level, zero, drift, vol, rate, jumps, days)
    model = with_log_drift(PriceModel(vol, rate, jumps), drift)
    risk = chances(levels_at(level, zero), model, days, accounts=ACCOUNTS, seed=300)
    for chance, seen in ((risk.liquidation, closed), (risk.debt, debt)):
        error = math.hypot(chance.error, math.sqrt(seen.mean() * (1 - seen.mean()) / len(seen)))
        assert abs(chance.value - seen.mean()) < 3 * error
    # Exponential sizes instead of normal ones would be found out.
    other = with_log_drift(PriceModel(vol, rate, KouJumps(0.16, 0.1, 0.13)), drift)
    wrong = chances(levels_at(level, zero), other, days, accounts=100_000, seed=300)
    assert abs(wrong.debt.value - debt.mean()) > 5 * wrong.debt.error
