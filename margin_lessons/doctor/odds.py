"""How likely call, liquidation and debt are within some days: under a preset, or own bars.

Without a stop the paths are sampled exactly; with one they go bar by bar, a day a bar, with the
lowest point inside of each. Bars of one's own are drawn again and again. The same question is not
counted twice: the answers are kept, and equal numbers give equal chances.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from numpy.typing import ArrayLike

from margin_lessons.errors import of_kind, positive
from margin_lessons.market.bars import Bars
from margin_lessons.risk import (
    OWN_ACCOUNTS,
    SEED,
    BarRisk,
    BarRules,
    Chance,
    Levels,
    PriceModel,
    Risk,
    bar_risk,
    chances,
    preset,
    resampled_risk,
)
from margin_lessons.risk.price_model import horizons_of

OWN_BARS = "your own bars"
"""The name of a source that is the learner's file."""

DAYS = (7.0, 30.0, 90.0)
"""The horizons of the lesson."""

USUAL = ("calm month", "ordinary year", "crash year")
"""The presets that are asked when none is named."""

ODDS_ACCOUNTS = 10_000
"""Paths of one chance: one of 1 % is then known to 0.2 points, and nine of them in a blink."""

_STOP_BARS = 365


@dataclass(frozen=True)
class Odds:
    """Chances within ``days``, each with its range; ``call`` is None where none is ever sent.

    ``source`` names the preset, or is ``OWN_BARS``. ``stop`` is the chance to be closed by the
    stop, None without one.
    """

    source: str
    days: float
    call: Chance | None
    liquidation: Chance
    debt: Chance
    stop: Chance | None = None


def odds_under(
    levels: Levels,
    source: str | Bars,
    days: ArrayLike = DAYS,
    *,
    called: bool = True,
    stop: float | None = None,
) -> tuple[Odds, ...]:
    """Return the odds of some levels for each horizon, under a preset's name or over bars.

    ``stop`` is a ratio to the price now; ``called`` says whether the venue sends calls. Raises
    ``BadInput`` for a preset that is not there, for bars that are too few, and for days below zero.

    >>> from margin_lessons.account import Account, Position
    >>> from margin_lessons.risk import levels_of
    >>> levels = levels_of(Account(10_000, (Position("long", 1, 20_000, 5),)), fees=False)
    >>> [str(one.liquidation) for one in odds_under(levels, "crash year", (30, 90))]
    ['4.2% ± 0.4%', '22.8% ± 0.8%']
    """
    of_kind("levels", levels, Levels, why="own_levels(holding, price) gives them")
    of_kind("called", called, bool, why="the venue sends calls or not: True or False")
    horizons = horizons_of(days)
    if stop is not None:
        stop = positive("stop", stop, why="it is a price, as a ratio to the price now")
    if isinstance(source, Bars):
        found = _drawn(source, BarRules(levels, stop), horizons)
        rows = zip(horizons, found, strict=True)
        return tuple(_odds(OWN_BARS, day, risk, called, stop is not None) for day, risk in rows)
    model = preset(source).model
    return tuple(
        _odds(source, day, _under(levels, model, day, stop), called, stop is not None)
        for day in horizons
    )


def _under(levels: Levels, model: PriceModel, days: float, stop: float | None) -> Risk | BarRisk:
    return _sampled(levels, model, days) if stop is None else _stopped(levels, model, days, stop)


@lru_cache(maxsize=512)
def _sampled(levels: Levels, model: PriceModel, days: float) -> Risk:
    return chances(levels, model, days, accounts=ODDS_ACCOUNTS, seed=SEED)


@lru_cache(maxsize=128)
def _stopped(levels: Levels, model: PriceModel, days: float, stop: float) -> BarRisk:
    how = {"accounts": ODDS_ACCOUNTS, "seed": SEED}
    return bar_risk(
        model, BarRules(levels, stop), days, bars_per_year=_STOP_BARS, bridge=True, **how
    )


@lru_cache(maxsize=16)
def _drawn(bars: Bars, rules: BarRules, days: tuple[float, ...]) -> tuple[BarRisk, ...]:
    return resampled_risk(bars, rules, days, accounts=OWN_ACCOUNTS, seed=SEED)


def _odds(source: str, days: float, risk: Risk | BarRisk, called: bool, stopped: bool) -> Odds:
    stop = risk.stop if stopped and isinstance(risk, BarRisk) else None
    call = risk.call if called else None
    return Odds(source, days, call, risk.liquidation, risk.debt, stop)
