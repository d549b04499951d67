"""What bars do to the figures: the same situation sampled exactly and replayed in coarser bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from margin_lessons.errors import numbers
from margin_lessons.risk.bar_engine import bar_risk
from margin_lessons.risk.bar_rules import BarRules
from margin_lessons.risk.chance import Chance
from margin_lessons.risk.horizon import ACCOUNTS, SEED
from margin_lessons.risk.situation import Situation
from margin_lessons.risk.surface import risk_of


@dataclass(frozen=True)
class BiasRow:
    """The chances seen with so many bars a year (None: exactly, without bars).

    ``debt_at_close`` is the chance of a debt when every liquidation is filled at the close of its
    bar, as a spreadsheet does it: bars then invent debts that nobody had.
    """

    bars_per_year: float | None
    liquidation: Chance
    debt: Chance
    debt_at_close: Chance


def bar_bias(
    situation: Situation,
    bars_per_year: Sequence[float] = (365, 8_760),
    *,
    accounts: int = ACCOUNTS,
    seed: int = SEED,
) -> tuple[BiasRow, ...]:
    """Return the exact chances, then those of each bar size, from coarse to fine.

    >>> from margin_lessons.risk.price_model import PriceModel
    >>> exact, daily = bar_bias(Situation(10_000, 1_000, 5, PriceModel(0.8)), [365])
    >>> daily.liquidation.value < exact.liquidation.value, daily.debt.count, exact.debt.count
    (True, 0, 0)
    >>> daily.debt_at_close.count > 0
    True
    """
    sizes = np.atleast_1d(numbers("bars per year", bars_per_year, why="a row of them is compared"))
    exact = risk_of(situation, accounts=accounts, seed=seed)
    rows = [BiasRow(None, exact.liquidation, exact.debt, exact.debt)]
    rules = BarRules(situation.levels()), BarRules(situation.levels(), fill_at_close=True)
    for per_year in sorted(sizes.ravel().tolist()):
        at_level, at_close = (
            bar_risk(
                situation.model,
                rule,
                situation.days,
                bars_per_year=per_year,
                accounts=accounts,
                seed=seed,
            )
            for rule in rules
        )
        rows.append(BiasRow(per_year, at_level.liquidation, at_level.debt, at_close.debt))
    return tuple(rows)
