"""Many accounts over a horizon: counted on the way, or kept so that every level can be asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import add

import numpy as np

from margin_lessons.errors import BadInput, of_kind, shown
from margin_lessons.risk.counting import Counter
from margin_lessons.risk.draws import accounts_of, generator
from margin_lessons.risk.levels import Levels
from margin_lessons.risk.lifted import Lift
from margin_lessons.risk.outcome import Risk, risk_from
from margin_lessons.risk.price_model import PriceModel, years_of
from margin_lessons.risk.sampler import Motion, blocks
from margin_lessons.risk.stretches import Block

ACCOUNTS = 20_000
"""Paths of a panel: a chance of 1 % is then known to 0.14 points, in a few milliseconds."""

SEED = 7
"""The seed of the lessons, so that everybody sees the same figures."""

_LEVELS = "situation.levels() and levels_of(account) give them"


def chances(
    levels: Levels,
    model: PriceModel,
    days: float,
    *,
    accounts: int = ACCOUNTS,
    seed: int | np.random.Generator = SEED,
) -> Risk:
    """Return the chances of call, liquidation and debt, and the average debt, within ``days``.

    Counts block by block, so memory does not grow with ``accounts``. Raises ``BadInput`` for
    negative days, for no accounts and for a seed that is not a whole number.

    >>> from margin_lessons.account import Account, Position
    >>> from margin_lessons.risk.levels import levels_of
    >>> account = Account(10_000, (Position("long", 1, 20_000, 5),))
    >>> risk = chances(levels_of(account), PriceModel(volatility=0.8), days=90)
    >>> print(risk.liquidation, "|", risk.debt)
    39.4% ± 0.7% | impossible in this model
    """
    _check(model, levels)
    years = years_of(days)
    accounts, rng = accounts_of(accounts), generator(seed)
    standing = levels.standing(years)
    counter = Counter.of(standing)
    motion = Motion.against(model, levels.falling)
    parts = blocks(motion, years, accounts, rng, counter.window, standing.lift)
    tally = reduce(add, (counter.tally(block) for block in parts))
    jumpy = years > 0 and model.can_jump(levels.falling)
    return risk_from(tally, standing, years, jumpy, counter.shape)


def _check(model: PriceModel, levels: Levels) -> None:
    of_kind("model", model, PriceModel, why="it says how the price moves, as PRESETS do")
    of_kind("levels", levels, Levels, why=_LEVELS)


@dataclass(frozen=True)
class Paths:
    """Kept paths: the lowest point of each, and every jump that set a new low.

    They stand for one model, horizon, direction and rate of fees; any sizes and buffers can be
    asked of them.
    """

    block: Block
    model: PriceModel
    years: float
    falling: bool
    lift: Lift | None

    def risk(self, levels: Levels) -> Risk:
        """Return the chances for levels of any shape, over these same paths.

        Raises ``BadInput`` for levels of another direction or another rate of fees.
        """
        of_kind("levels", levels, Levels, why=_LEVELS)
        if levels.falling != self.falling:
            hurt, other = ("falling", "rising") if self.falling else ("rising", "falling")
            raise BadInput(
                f"levels for {other} prices do not fit paths for {hurt} prices: "
                "a long and a short need paths of their own."
            )
        standing = levels.standing(self.years)
        mine, theirs = self.lift, standing.lift
        if not (mine is theirs is None or (mine is not None and mine.like(theirs))):
            raise BadInput(
                f"levels that fees lift by {_rise(theirs)} a year do not fit paths seen from "
                f"levels lifted by {_rise(mine)}: other fees need paths of their own."
            )
        counter = Counter.of(standing)
        jumpy = self.years > 0 and self.model.can_jump(self.falling)
        return risk_from(counter.tally(self.block), standing, self.years, jumpy, counter.shape)


def _rise(lift: Lift | None) -> str:
    return shown(0 if lift is None else abs(lift.liquidation))


def sample_paths(
    model: PriceModel,
    days: float,
    *,
    like: Levels,
    accounts: int = ACCOUNTS,
    seed: int | np.random.Generator = SEED,
) -> Paths:
    """Return kept paths, some 20 bytes an account and jump, for levels ``like`` these.

    Like in direction and rate of fees: a long and a short, or accounts with and without fees, need
    paths of their own; sizes and buffers do not. Raises ``BadInput`` as ``chances`` does.

    10,000 USD long at 5x and a calm month, with buffers of 500 and 1,000 USD over the same paths:

    >>> from margin_lessons.risk.situation import Situation
    >>> calm = PriceModel(volatility=0.46)
    >>> thin, thick = (Situation(10_000, buffer, 5, calm) for buffer in (500, 1_000))
    >>> paths = sample_paths(calm, 30, like=thin.levels())
    >>> print(paths.risk(thin.levels()).liquidation, "|", paths.risk(thick.levels()).liquidation)
    28.8% ± 0.6% | 14.2% ± 0.5%
    """
    _check(model, like)
    years = years_of(days)
    accounts, rng = accounts_of(accounts), generator(seed)
    lift = like.standing(years).lift
    motion = Motion.against(model, like.falling)
    # A block is overwritten by the next one, so what is kept is copied.
    parts = [block.kept() for block in blocks(motion, years, accounts, rng, lift=lift)]
    return Paths(Block.joined(parts), model, years, like.falling, lift)
