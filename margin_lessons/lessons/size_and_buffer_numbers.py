"""The numbers of lesson 07's prose: chances counted over 20,000 paths, the moves of the story."""

from __future__ import annotations

import math

from margin_lessons.costs import yearly_rollover
from margin_lessons.crossing import crossings
from margin_lessons.figures import risk_curves, risk_map, words
from margin_lessons.figures.risk_curves import LEVERAGE, OWN, risk_state
from margin_lessons.figures.risk_words import shown
from margin_lessons.risk import ACCOUNTS, EVENTS, PRESETS, Situation, bar_bias, risk_of

PRICE = 20_000.0
"""Any price will do for the moves of the story: they are shares of it."""

FLASH_CRASHES = {2017: (75.0, 26.0), 2021: (1_724.6, 700.0)}
"""ETH on Kraken: open and low of the hour of each crash (Kraken OHLCVT, 60 minutes)."""


def _chances(tag: str, state: risk_curves.RiskState | risk_map.MapState) -> dict[str, str]:
    return {f"{tag}, {key}": shown(getattr(state.risk, key)) for key in EVENTS}


def numbers(month: float, year: float) -> dict[str, str]:
    """Return every number the prose of this lesson may use, computed by the package."""
    said = {
        "own": words.amount(OWN),
        "setting": words.setting(LEVERAGE),
        "divisor": words.amount(LEVERAGE),
        "a month": words.amount(month),
        "a year": words.amount(year),
        "accounts": words.amount(ACCOUNTS),
        "limit": "1 in 100",
        "first line": "0.06",
        **{f"setting {k}": words.setting(k) for k in (1, 2, 3, 5, 10)},
    }
    for size in (2, 3, 5):
        said |= _story(size)
        for market in ("calm month", "2020"):
            said |= _chances(f"{size}x, {market}", risk_state(size, market))
    march = risk_state(2, "2020").risk.liquidation
    said["with its margin"] = str(march)
    said["counted"] = words.amount(march.count)
    said["flash 5x"] = shown(risk_state(5, "flash crash").risk.debt)
    said["flash 2x"] = shown(risk_state(2, "flash crash").risk.debt)
    worked = 0.99**12
    said |= {
        "sure": words.percent(0.95, 0),
        "rule of three": "3",
        "worked": words.percent(1 - 0.99, 0),
        "worked, got through": "0.99",
        "months": "12",
        "worked, all got through": words.percent(worked),
        "worked, not all": words.percent(1 - worked),
    }
    return {**said, **_over_time(), **_settings(), **_markets(), **_bars()}


def _story(size: float) -> dict[str, str]:
    """Return the account of the story at one size, and its moves before any fee."""
    situation = risk_state(size, "calm month").situation
    found = crossings(situation.account(PRICE))
    said = {
        f"{size}x value": words.amount(situation.size),
        f"{size}x used": words.amount(situation.money - situation.buffer),
        f"{size}x buffer": words.amount(situation.buffer),
    }
    for key in ("call", "liquidation", "zero_equity"):
        move = getattr(found, key).price / PRICE - 1
        said[f"{size}x {key}"] = words.percent(move)
    return said


def _over_time() -> dict[str, str]:
    """Return what a year, fees and a buffer do to twice the money of the story."""
    account = risk_state(2, "calm month").situation.account(PRICE)
    rent = yearly_rollover(account.positions[0], account.venue)
    said = {
        "fees made straight": f"{100 * risk_state(2, days=365).situation.straightness:.1f}",
        "rent": words.percent(rent),
        "rent, USD": words.amount(rent * account.positions[0].cost),
        "bound": shown(risk_state(2, "calm month").risk.debt),
    }
    for fees in ("with", "without"):
        said |= _chances(f"calm year {fees}", risk_state(2, "calm month", 365, fees=fees))
    for added in (0, 2_500, 5_000):
        said[f"added {added}"] = words.amount(added)
        said |= _chances(f"+{added}, month", risk_state(2, "2020", 30, added))
        said |= _chances(f"+{added}, year", risk_state(2, "2020", 365, added, fees="without"))
    return said


def _settings() -> dict[str, str]:
    said = {}
    for setting in (2, 5, 10):
        used = Situation(2 * OWN, 0.0, setting, PRESETS["2020"].model).money
        now = Situation(2 * OWN, OWN - used, setting, PRESETS["2020"].model)
        risk = risk_of(now)
        move = crossings(now.account(PRICE)).liquidation.price / PRICE - 1
        said |= {
            f"{setting}x: liquidation": shown(risk.liquidation),
            f"{setting}x: debt": shown(risk.debt),
            f"{setting}x: move": words.percent(move, 0),
        }
    return said


def _markets() -> dict[str, str]:
    said = {}
    for name, preset in PRESETS.items():
        model = preset.model
        needed = risk_map.map_state(10_000, 3_000, market=name).needed
        said |= {
            f"{name}, a year": words.percent(model.volatility, 0),
            f"{name}, a day": words.percent(model.volatility / math.sqrt(365)),
            f"{name}, jumps": f"{model.jumps_per_year:g}",
            f"{name}, needed": "none" if needed is None else f"{needed:.2f}",
        }
    for year, (start, low) in FLASH_CRASHES.items():
        said[f"flash crash of {year}"] = words.percent(1 - low / start, 0)
    said["small coin, fall"] = words.percent(PRESETS["small coin"].model.jumps.down_mean, 0)
    return said


def _bars() -> dict[str, str]:
    """Return what daily bars make of a small coin at full size."""
    exact, daily = bar_bias(risk_state(5, "small coin").situation, (365,))
    return {
        "exact": shown(exact.liquidation),
        "exact debt": shown(exact.debt),
        "daily": shown(daily.liquidation),
        "daily debt": shown(daily.debt_at_close),
    }
