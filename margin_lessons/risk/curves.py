"""Risk curves: the chances of call, liquidation and debt along one control, the others held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from margin_lessons.errors import BadInput, numbers, of_kind, pick, shown
from margin_lessons.risk.chance import Chance
from margin_lessons.risk.horizon import ACCOUNTS, SEED
from margin_lessons.risk.outcome import Risk
from margin_lessons.risk.situation import Situation
from margin_lessons.risk.surface import risk_of

CONTROLS = ("size", "buffer", "leverage", "volatility", "jumps_per_year", "days")
"""What a curve may run along."""


@dataclass(frozen=True)
class RiskCurve:
    """The risk at each of ``values`` of one ``control``; the entries of ``risk`` go with them."""

    control: str
    values: NDArray[np.float64]
    risk: Risk


def risk_curve(
    situation: Situation,
    control: str,
    values: ArrayLike,
    *,
    accounts: int = ACCOUNTS,
    seed: int = SEED,
) -> RiskCurve:
    """Return the risk along ``control``, one of size, buffer, leverage, volatility, jumps, days.

    Sizes and buffers share one simulation. The others need one a value, each from the same seed,
    so that a curve moves because the control does and not because the dice were rolled again.
    Raises ``BadInput`` for another control, and for values that are not one row of numbers.

    >>> from margin_lessons.risk.price_model import PriceModel
    >>> calm = Situation(10_000, 1_000, 5, PriceModel(0.5), days=30)
    >>> curve = risk_curve(calm, "volatility", [0.3, 0.6, 0.9])
    >>> bool(np.all(np.diff(curve.risk.liquidation.value) > 0))
    True
    """
    of_kind("situation", situation, Situation, why="a curve runs along one of its controls")
    pick("control", control, dict.fromkeys(CONTROLS), "the controls of a curve")
    given = values
    values = np.atleast_1d(numbers(control, given, why="a curve has numbers along it"))
    if values.ndim > 1 or not values.size:
        raise BadInput(f"{control} {shown(given)} is no row: a curve has values along it.")
    if control in ("size", "buffer"):
        along = situation.with_changes(**{control: values})
        risk = risk_of(along, accounts=accounts, seed=seed)
        return RiskCurve(control, values, risk)
    risks = [
        risk_of(situation.with_changes(**{control: float(value)}), accounts=accounts, seed=seed)
        for value in values
    ]
    return RiskCurve(control, values, stacked(risks))


def stacked(risks: Sequence[Risk]) -> Risk:
    """Return several risks over the same number of accounts as one risk of arrays."""
    accounts = risks[0].accounts

    def chance(name: str) -> Chance:
        each: list[Chance] = [getattr(risk, name) for risk in risks]
        counts = np.array([one.count for one in each])
        return Chance(counts, accounts, np.array([one.never for one in each]))

    return Risk(
        accounts,
        call=chance("call"),
        liquidation=chance("liquidation"),
        jumped=chance("jumped"),
        at_once=chance("at_once"),
        debt=chance("debt"),
        owed=np.array([risk.owed for risk in risks]),
        owed_squared=np.array([risk.owed_squared for risk in risks]),
    )
