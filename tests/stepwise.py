"""An oracle for lesson 07: accounts followed step by step, with nothing of the sampler in it.

It knows the money of an account, its fees, and the two rules of the venue (equity against used
margin), and writes down where its levels are at each step. The tests use it at a small size,
``benchmarks/risk_by_steps.py`` at a large one.
"""

from __future__ import annotations

import math

import numpy as np

from margin_lessons.risk import NormalJumps, PriceModel, Situation


def stepwise(situation: Situation, accounts: int, steps: int, seed: int) -> dict[str, np.ndarray]:
    """Return what became of each account, followed step by step through its own money.

    Each step trades first and may jump at its end. Whether a level was met on the way between two
    steps is decided by the chance of a Brownian bridge to meet the straight piece between them.
    """
    rng, model = np.random.default_rng(seed), situation.model
    sign = 1 if situation.side.value == "long" else -1
    size, money = float(situation.size), float(situation.money)
    venue, fees = situation.venue, situation.venue.fees
    rates = [getattr(fees, f"{kind}_{situation.side.value}") for kind in ("opening", "rollover")]
    hourly = rates[1] / fees.rollover_hours * situation.fees
    paid, setting = money - size * rates[0] * situation.fees, situation.leverage
    step = situation.days / 365 / steps

    def level(margin_level: float, year: float) -> float:
        # Equity = margin level x used margin; a short's used margin floats with the price.
        owed = paid - size * hourly * 365 * 24 * year
        if sign > 0:
            return (size - owed + margin_level * size / setting) / size
        return (size + owed) / (size * (1 + margin_level / setting))

    marks = {"call": venue.call_level, "liquidation": venue.liquidation_level, "debt": 0.0}
    log, met = np.zeros(accounts), {name: np.zeros(accounts, bool) for name in marks}
    debts, at_once = np.zeros(accounts), np.zeros(accounts, bool)
    with np.errstate(invalid="ignore", divide="ignore"):
        for number in range(steps):
            years = number * step, (number + 1) * step
            move = model.log_drift * step + model.volatility * math.sqrt(step) * rng.normal(
                size=accounts
            )
            for name in ("call", "liquidation"):
                heights = [np.log(level(marks[name], year)) for year in years]
                ends = sign * (log - heights[0]), sign * (log + move - heights[1])
                meet = np.exp(-2 * ends[0] * ends[1] / (model.volatility**2 * step))
                meets = (ends[1] <= 0) | (rng.random(accounts) < meet)
                # A log of nothing: a level below a price of zero, which none meets.
                met[name] |= meets & ~np.isnan(ends[1])
            log = log + move
            count = rng.poisson(model.jumps_per_year * step, accounts)
            for some in (np.flatnonzero(count > k) for k in range(count.max(initial=0))):
                log[some] += jump_sizes(rng, model, len(some))
                price, fresh = np.exp(log[some]), ~met["liquidation"][some]
                over = {n: sign * (price - level(m, years[1])) <= 0 for n, m in marks.items()}
                closed = fresh & over["liquidation"]
                at_once[some] |= closed & ~met["call"][some]
                met["debt"][some] |= closed & over["debt"]
                owed = size * sign * (level(0.0, years[1]) - price)
                debts[some] += np.where(closed & over["debt"], owed, 0.0)
                for name in ("call", "liquidation"):
                    met[name][some] |= over[name]
    return {**met, "at_once": at_once, "debts": debts}


def jump_sizes(rng: np.random.Generator, model: PriceModel, count: int) -> np.ndarray:
    jumps = model.jumps
    if isinstance(jumps, NormalJumps):
        return rng.normal(jumps.mean, jumps.spread, count)
    up = rng.random(count) < jumps.up_chance
    return rng.exponential(size=count) * np.where(up, jumps.up_mean, -jumps.down_mean)
