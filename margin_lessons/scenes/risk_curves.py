"""How likely are a call, a liquidation and a debt? One account, in a market, for some days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from margin_lessons import words
from margin_lessons.errors import between, not_negative
from margin_lessons.risk import Chance, Paths, Risk, RiskCurve, Situation, sample_paths
from margin_lessons.scenes.risk_choices import (
    LEVERAGE,
    LIMIT,
    OWN,
    PAGE,
    bare_situation,
    largest_safe,
    model_for,
)
from margin_lessons.scenes.risk_words import (
    account_facts,
    chance_facts,
    chance_words,
    market_facts,
    market_name,
    sentence,
)
from margin_lessons.scenes.scene import Fact, Scene

MULTIPLES: NDArray[np.float64] = np.arange(1, 51) / 10
"""The sizes of the curves: the value of the position over the money of the story."""


@dataclass(frozen=True)
class RiskState:
    """The chances for every size, of which one is ``chosen``; everything else held.

    ``asked`` is the size that was asked for, which the setting may not allow.
    """

    market: str
    situation: Situation
    curve: RiskCurve
    chosen: int
    asked: float

    @property
    def too_large(self) -> bool:
        """Whether the size that was asked for is more than the money allows at this setting."""
        return self.asked > self.multiple + 1e-9

    @property
    def multiple(self) -> float:
        """The value of the position over the money of the story."""
        return float(self.curve.values[self.chosen])

    @property
    def risk(self) -> Risk:
        """The chances at the chosen size."""
        return self.curve.risk.at(self.chosen)

    @property
    def liquidation(self) -> float:
        """The chance of a liquidation at the chosen size."""
        return float(self.risk.liquidation.value)

    @property
    def largest(self) -> float | None:
        """The largest size whose liquidation is surely less likely than 1 in 100, or None."""
        return largest_safe(self.curve.risk.liquidation, self.curve.values)


@lru_cache(maxsize=64)
def paths_for(bare: Situation) -> Paths:
    """Return the paths of a situation whatever its size and buffer; the same seed for everybody."""
    return sample_paths(bare.model, bare.days, like=bare.levels())


def risk_state(
    size: float,
    market: str = "crash year",
    days: float = 30,
    buffer: float = 0.0,
    volatility: float = 100,
    jumps: float = 0,
    side: str = "long",
    fees: str = PAGE,
    leverage: float = LEVERAGE,
) -> RiskState:
    """Return the chances for a position of ``size`` times 5,000 USD, and for all other sizes.

    The account holds 5,000 USD and ``buffer`` USD on top. Sizes end where its money does not allow
    a larger one at the ``leverage`` setting; a larger one is taken as the largest.

    >>> state = risk_state(2)
    >>> state.situation.size, state.situation.buffer, str(state.risk.liquidation)
    (10000.0, 3000.0, '5.8% ± 0.3%')
    """
    why = "that is the width of the picture"
    size = between("size", size, MULTIPLES[0], MULTIPLES[-1], why=why)
    buffer = not_negative("buffer", buffer, why="it is money put on top")
    model = model_for(market, volatility, jumps)
    bare = bare_situation(model, days, side, fees, leverage)
    multiples = MULTIPLES[(OWN + buffer) * leverage * (1 + 1e-9) >= MULTIPLES * OWN]
    values = OWN * multiples
    # With no buffer the money of a situation is its used margin alone.
    used = replace(bare, size=values).money
    buffers = np.maximum(OWN + buffer - used, 0.0)
    all_sizes = replace(bare, size=values, buffer=buffers)
    risk = paths_for(bare).risk(all_sizes.levels())
    chosen = int(np.abs(multiples - size).argmin())
    now = replace(bare, size=float(values[chosen]), buffer=float(buffers[chosen]))
    return RiskState(market, now, RiskCurve("size", multiples, risk), chosen, size)


def scene(state: RiskState) -> Scene[RiskState]:
    """Return what the curves show and say."""
    risk, situation = state.risk, state.situation
    said = sentence(risk, situation)
    if state.too_large:
        most = words.money(float(situation.size))
        said = f"Your money allows no more than {most} at this setting. {said}"
    return Scene(
        state,
        title=f"{words.money(float(situation.size))} {situation.side.value}, "
        f"{market_name(state.market, situation)}: {share_of(risk.liquidation)} liquidated "
        f"in {words.plural(situation.days, 'day')}",
        sentence=said,
        facts=(
            Fact.of("size, times 5,000 USD", state.multiple, words.setting),
            *account_facts(situation),
            *market_facts(state.market, situation),
            *chance_facts(risk),
            Fact("line drawn", "1 in 100, our example", LIMIT),
        ),
        seen=_seen(state),
    )


def _seen(state: RiskState) -> str:
    """Return the shape of the three curves, and three points of the middle one."""
    sizes, chance = state.curve.values, state.curve.risk.liquidation
    at = sorted({int(np.abs(sizes - size).argmin()) for size in (1.0, 2.0, sizes[-1])})
    points = ", ".join(
        f"{chance_words(chance.at(i))} at {words.setting(float(sizes[i]))}" for i in at
    )
    return (
        "Three curves over the size of the position, on a scale on which each step up is ten times "
        "as likely: the chance of a margin call above that of a liquidation, and that above a "
        f"debt. The middle curve rises with the size: {points}. Your size is marked on each."
    )


def share_of(chance: Chance) -> str:
    """Return how many a title says were liquidated, with the margin of what was counted."""
    if chance.never:
        return "nobody can be"
    if chance.count == 0:
        return f"none of {chance.accounts:,}"
    return "all" if chance.count == chance.accounts else chance_words(chance)
