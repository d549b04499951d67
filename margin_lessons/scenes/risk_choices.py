"""What can be chosen in both panels of lesson 07: the market, the rate of fees, the setting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from margin_lessons.account import as_side
from margin_lessons.errors import between, not_negative, pick
from margin_lessons.risk import PRESETS, Chance, PriceModel, Situation
from margin_lessons.venue import KRAKEN_SPOT, Venue

OWN, LEVERAGE = 5_000.0, 5.0
"""The money of the story, and the leverage setting that the panels start with."""

LIMIT = 0.01
"""The chance that the missions and the line of the map ask for, as an example: 1 in 100."""

PAGE, NONE = "page", "none"
"""The fees of the venue's own page, and no fees at all."""

RATES: Mapping[str, float] = MappingProxyType(
    {"0.010%": 0.00010, "0.015%": 0.00015, "0.020%": 0.00020, "0.025%": 0.00025}
)
"""Rates for opening and for each four hours, over the range that the venue's page names."""


def _at_rate(rate: float) -> Venue:
    kinds = ("opening_long", "opening_short", "rollover_long", "rollover_short")
    fees = replace(KRAKEN_SPOT.fees, **dict.fromkeys(kinds, rate))
    return KRAKEN_SPOT.with_rules(name=f"{KRAKEN_SPOT.name} at {rate:.3%}", fees=fees)


VENUES: Mapping[str, Venue] = MappingProxyType(
    {PAGE: KRAKEN_SPOT, **{name: _at_rate(rate) for name, rate in RATES.items()}, NONE: KRAKEN_SPOT}
)
"""The venue behind each choice of fees; without fees it is only told not to charge any."""


def model_for(market: str, volatility: float = 100, jumps: float = 0) -> PriceModel:
    """Return a preset's model with ``volatility`` percent of its own and some further jumps a year.

    Where a preset has no jumps, the further ones are as large as those of March 2020.

    >>> model_for("calm month", 200).volatility, model_for("crash year", jumps=1).jumps_per_year
    (0.92, 12.0)
    """
    model = pick("market", market, PRESETS, "these markets").model
    volatility = between("volatility", volatility, 50, 200, why="it is a share of the market's own")
    jumps = not_negative("jumps", jumps, why="they are jumps a year on top of the market's own")
    return replace(
        model,
        volatility=model.volatility * volatility / 100,
        jumps_per_year=model.jumps_per_year + jumps,
        jumps=model.jumps or (PRESETS["crash year"].model.jumps if jumps else None),
    )


def bare_situation(
    model: PriceModel, days: float, side: str, fees: str, leverage: float
) -> Situation:
    """Return a situation of one dollar without a buffer; ``fees`` is a choice of ``VENUES``.

    >>> bare_situation(model_for("calm month"), 30, "short", "0.025%", 5).levels().zero.rise
    -0.5475
    """
    venue = pick("fees", fees, VENUES, "this panel")
    return Situation(1.0, 0.0, leverage, model, days, as_side(side), venue=venue, fees=fees != NONE)


def largest_safe(chance: Chance, sizes: NDArray[np.float64]) -> float | None:
    """Return the largest size that is surely below 1 in 100, as is every smaller one, or None.

    Surely: even the high end of the 95 % range is. The same rule as ``risk.largest_below_chance``.

    >>> largest_safe(Chance(np.array([0, 120, 190]), 20_000), np.array([1.0, 2.0, 3.0]))
    2.0
    """
    count = chance.safe_run(LIMIT)
    return float(sizes[count - 1]) if count else None
