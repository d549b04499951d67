"""How likely are a call, a liquidation and a debt? One account, in a market, for some days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from margin_lessons.errors import between, not_negative, pick
from margin_lessons.figures import words
from margin_lessons.figures.readout import Fact, Readout
from margin_lessons.figures.risk_words import (
    account_facts,
    chance_facts,
    market_facts,
    market_name,
    sentence,
    shown,
)
from margin_lessons.risk import (
    PRESETS,
    Chance,
    Curve,
    Paths,
    PriceModel,
    Risk,
    Situation,
    sample_paths,
)

OWN, LEVERAGE = 5_000.0, 5.0
"""The money of the story, and the leverage setting; the size is chosen beside it."""

LIMIT = 0.01
"""The chance that the missions and the line of the map ask for: 1 in 100."""

MULTIPLES: NDArray[np.float64] = np.arange(1, 51) / 10
"""The sizes of the curves: the value of the position over the money of the story."""


@dataclass(frozen=True)
class RiskState:
    """The chances for every size, of which one is ``chosen``; everything else held."""

    market: str
    situation: Situation
    curve: Curve
    chosen: int

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


def largest_safe(chance: Chance, sizes: NDArray[np.float64]) -> float | None:
    """Return the largest size that is surely below 1 in 100, as is every smaller one, or None.

    Surely: even the high end of the 95 % range is. The same rule as ``risk.largest_position``.

    >>> largest_safe(Chance(np.array([0, 120, 190]), 20_000), np.array([1.0, 2.0, 3.0]))
    2.0
    """
    count = chance.safe_run(LIMIT)
    return float(sizes[count - 1]) if count else None


def model_for(market: str, volatility: float = 100, jumps: float = 0) -> PriceModel:
    """Return a preset's model with ``volatility`` percent of its own and some further jumps a year.

    Where a preset has no jumps, the further ones are as large as those of 2020.

    >>> model_for("calm month", 200).volatility, model_for("2020", jumps=1).jumps_per_year
    (0.92, 12.0)
    """
    model = pick("market", market, PRESETS, "these markets").model
    volatility = between("volatility", volatility, 50, 200, why="it is a share of the market's own")
    jumps = not_negative("jumps", jumps, why="they are jumps a year on top of the market's own")
    return replace(
        model,
        volatility=model.volatility * volatility / 100,
        jumps_per_year=model.jumps_per_year + jumps,
        jumps=model.jumps or (PRESETS["2020"].model.jumps if jumps else None),
    )


@lru_cache(maxsize=64)
def paths_for(bare: Situation) -> Paths:
    """Return the paths of a situation whatever its size and buffer; the same seed for everybody."""
    return sample_paths(bare.model, bare.days, like=bare.levels())


def risk_state(
    size: float,
    market: str = "2020",
    days: float = 30,
    buffer: float = 0.0,
    volatility: float = 100,
    jumps: float = 0,
    side: str = "long",
    fees: str = "with",
) -> RiskState:
    """Return the chances for a position of ``size`` times 5,000 USD, and for all other sizes.

    The account holds 5,000 USD and ``buffer`` USD on top.

    >>> state = risk_state(2)
    >>> state.situation.size, state.situation.buffer, str(state.risk.liquidation)
    (10000.0, 3000.0, '5.8% ± 0.3%')
    """
    why = "that is what 5,000 USD can carry at a setting of 5x"
    size = between("size", size, MULTIPLES[0], MULTIPLES[-1], why=why)
    buffer = not_negative("buffer", buffer, why="it is money put on top")
    model = model_for(market, volatility, jumps)
    with_fees = pick("fees", fees, {"with": True, "without": False}, "this panel")
    bare = Situation(1.0, 0.0, LEVERAGE, model, days, side, fees=with_fees)
    values = OWN * MULTIPLES
    # With no buffer the money of a situation is its used margin alone.
    used = replace(bare, size=values).money
    buffers = np.maximum(OWN + buffer - used, 0.0)
    all_sizes = replace(bare, size=values, buffer=buffers)
    risk = paths_for(bare).risk(all_sizes.levels())
    chosen = int(np.abs(MULTIPLES - size).argmin())
    now = replace(bare, size=float(values[chosen]), buffer=float(buffers[chosen]))
    return RiskState(market, now, Curve("size", MULTIPLES, risk), chosen)


def readout(state: RiskState) -> Readout:
    """Return the words of the curves."""
    risk, situation = state.risk, state.situation
    size = words.setting(state.multiple)
    facts = (
        Fact("size, times 5,000 USD", size, state.multiple),
        *account_facts(situation),
        *market_facts(state.market, situation),
        *chance_facts(risk),
    )
    return Readout(
        title=f"{words.money(situation.size)} {situation.side.value}, "
        f"{market_name(state.market, situation.model)}: {_share(risk.liquidation)} liquidated "
        f"in {words.plural(situation.days, 'day')}",
        sentence=sentence(risk, situation),
        facts=facts,
        picture="Three curves over the size of the position, on a logarithmic scale: the chances "
        "of a margin call, of a liquidation and of a debt, with your size marked.",
    )


def _share(chance: Chance) -> str:
    if chance.count == 0:
        return f"none of {chance.accounts:,}"
    return "all" if chance.count == chance.accounts else shown(chance)
