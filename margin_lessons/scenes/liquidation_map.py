"""The liquidation map: how far to the close-out, for each leverage and each maintenance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from margin_lessons import words
from margin_lessons.account import Side
from margin_lessons.contract import Contract
from margin_lessons.contract_venue import ContractVenue
from margin_lessons.conventions import MaintenanceOn
from margin_lessons.scenes.scene import Fact, Scene

ENTRY = 60_000.0
FALLS = (0.02, 0.05, 0.10, 0.20, 0.30, 0.50)
"""Where the map changes its colour."""


@dataclass(frozen=True)
class Backing:
    """What backs 1 BTC long: its own margin, or in cross margin all ``account`` USD."""

    account: float | None = None
    on: MaintenanceOn = MaintenanceOn.MARK

    def contract(self, leverage: float, maintenance: float) -> Contract:
        """Return the position at one leverage and one maintenance."""
        margin = self.account or ENTRY / leverage
        return Contract(Side.LONG, 1, ENTRY, margin, maintenance, maintenance_on=self.on)

    def fall(self, leverage: float, maintenance: float) -> float:
        """Return the fall that closes it out, as a fraction; 1 where there is none."""
        move = self.contract(leverage, maintenance).liquidation().move_from(ENTRY)
        return 1.0 if move is None else -move

    def refused(self, leverage: ArrayLike, maintenance: ArrayLike) -> NDArray[np.bool_]:
        """Return where nothing is opened: too little is put up, or more than there is."""
        share, kept = 1 / np.asarray(leverage, float), np.asarray(maintenance, float)
        return np.asarray((share <= kept) | (ENTRY * share > (self.account or np.inf)))


@lru_cache(maxsize=64)
def limits(backing: Backing, leverages: tuple[float, ...]) -> NDArray[np.float64]:
    """Return the maintenance at which each fall just closes it out: a row a fall of ``FALLS``."""
    prices = ENTRY * (1 - np.array(FALLS))
    ones = (backing.contract(leverage, 1.0) for leverage in leverages)
    return np.array([one.equity(prices) / one.requirement(prices) for one in ones]).T


@dataclass(frozen=True)
class LiquidationState:
    """One pair on the map, what backs it, and a venue whose steps are drawn, or None."""

    leverage: float
    maintenance: float
    backing: Backing
    steps: ContractVenue | None


def liquidation_state(
    leverage: float, maintenance: float, cross: bool, account: float, on: MaintenanceOn,
    steps: ContractVenue | None = None,
) -> LiquidationState:  # fmt: skip
    """Return a pair on the map: 1 BTC long from 60,000 USD.

    >>> state = liquidation_state(10, 0.05, cross=False, account=20_000, on=MaintenanceOn.MARK)
    >>> round(state.backing.fall(10, 0.05), 4)
    0.0526
    """
    return LiquidationState(leverage, maintenance, Backing(account if cross else None, on), steps)


def scene(state: LiquidationState) -> Scene[LiquidationState]:
    """Return what the map shows and says."""
    pair, own = (state.leverage, state.maintenance), state.backing.account is None
    one, fall = state.backing.contract(*pair), state.backing.fall(*pair)
    none = "refused" if state.backing.refused(*pair) else "none" if fall == 1 else ""
    at, zero = (None, None) if none else (one.liquidation_price(), one.zero_equity_price())
    facts = [Fact.of("leverage", state.leverage, words.setting),
             Fact.of("maintenance", state.maintenance, words.percent),
             Fact.of("entry", ENTRY), Fact.of("backed by", one.margin),
             Fact("fall to the liquidation", none or words.percent(fall), None if none else fall),
             Fact.of("liquidation at", at, words.price),
             Fact.of("nothing left at", zero, words.price),
             Fact("lines at falls of", ", ".join(words.percent(f, 0) for f in FALLS)),
             *_steps(state.steps)]  # fmt: skip
    said = {fact.name: fact.text for fact in facts}
    ends = {"refused": "it is refused", "none": "no fall closes it out",
            "": f"a fall of {said['fall to the liquidation']} closes it out"}  # fmt: skip
    prices = f": closed out at {said['liquidation at']}, nothing left at {said['nothing left at']}"
    why = "More leverage: less is put up, and it ends sooner." if own else \
        "The leverage is not in it; the money in the account is."  # fmt: skip
    return Scene(
        state,
        title=f"At {said['leverage']} with {said['maintenance']} to be kept, {ends[none]}",
        sentence=f"A long from {said['entry']}, backed by {'its' if own else 'all'} "
        f"{said['backed by']}{'' if none else prices}. {why}",
        facts=tuple(facts),
        seen="A map: leverage to the right, maintenance upwards. It is darker where a smaller fall "
        f"closes you out, {'to the right' if own else 'in stripes from side to side'}; what is "
        "refused is grey. A square marks the chosen pair"
        + (". Steps of a venue climb to the left as positions grow." if state.steps else "."),
    )


def _steps(venue: ContractVenue | None) -> tuple[Fact, ...]:
    """Return what each tier of a venue allows, and asks for."""
    rows = venue.tiers.tiers if venue else ()
    return tuple(
        Fact("larger positions" if np.isinf(row.up_to) else f"up to {words.amount(row.up_to)}",
             f"at most {words.setting(round(row.leverage_max, 1))}, keep "
             f"{words.percent(row.maintenance, 2)}")
        for row in rows
    )  # fmt: skip
