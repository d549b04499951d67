"""The liquidation map: how far to the close-out, for each leverage and each maintenance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from margin_lessons import words
from margin_lessons.contract import Contract
from margin_lessons.contract_venue import ContractVenue
from margin_lessons.conventions import MaintenanceOn
from margin_lessons.scenes.scene import Fact, Scene

ENTRY = 60_000.0
LEVERAGES = tuple(range(1, 21))
RATES = tuple(percent / 100 for percent in range(1, 26))


@dataclass(frozen=True)
class Backing:
    """What backs 1 BTC long: its own margin, or in cross margin all ``account`` USD."""

    account: float | None = None
    on: MaintenanceOn = MaintenanceOn.MARK

    def contract(self, leverage: float, maintenance: float) -> Contract:
        """Return the position at one leverage and one maintenance."""
        margin = ENTRY / leverage if self.account is None else self.account
        return Contract("long", 1, ENTRY, margin, maintenance, maintenance_on=self.on)

    def fall(self, leverage: float, maintenance: float) -> float:
        """Return the fall that closes it out: 1 for none at all, not a number if it is refused.

        It is refused where no more is put up than has to stay, or more than there is.
        """
        if 1 / leverage <= maintenance or ENTRY / leverage > (self.account or np.inf):
            return np.nan
        move = self.contract(leverage, maintenance).liquidation().move_from(ENTRY)
        return 1.0 if move is None else -move


@lru_cache(maxsize=64)
def falls(backing: Backing) -> NDArray[np.float64]:
    """Return the fall for each pair: a row a rate, a column a leverage."""
    return np.array([[backing.fall(one, rate) for one in LEVERAGES] for rate in RATES])


@lru_cache(maxsize=64)
def line(backing: Backing, fall: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return leverages, and for each the maintenance at which just this fall closes it out."""
    leverages, price = np.linspace(LEVERAGES[0], LEVERAGES[-1], 58), ENTRY * (1 - fall)
    ones = [backing.contract(one, 1.0) for one in leverages]
    rates = np.array([one.equity(price) / one.requirement(price) for one in ones])
    there = [np.isfinite(backing.fall(*pair)) for pair in zip(leverages, rates, strict=True)]
    inside = np.array(there) & (rates > 0) & (rates <= RATES[-1])
    return leverages, np.where(inside, rates, np.nan)


@dataclass(frozen=True)
class MapState:
    """One pair on the map, what backs it, and a venue whose steps are drawn, or None."""

    leverage: float
    maintenance: float
    backing: Backing
    steps: ContractVenue | None

    @property
    def contract(self) -> Contract:
        """The position of that pair."""
        return self.backing.contract(self.leverage, self.maintenance)

    @property
    def fall(self) -> float:
        """The fall that closes it out, as on the map."""
        return self.backing.fall(self.leverage, self.maintenance)


def map_state(
    leverage: float, maintenance: float, cross: bool, account: float, on: MaintenanceOn,
    steps: ContractVenue | None = None,
) -> MapState:  # fmt: skip
    """Return a pair on the map: 1 BTC long from 60,000 USD.

    >>> state = map_state(10, 0.05, cross=False, account=20_000, on=MaintenanceOn.MARK)
    >>> round(state.contract.liquidation_price(), 2), round(state.backing.fall(10, 0.05), 4)
    (56842.11, 0.0526)
    """
    return MapState(leverage, maintenance, Backing(account if cross else None, on), steps)


def scene(state: MapState) -> Scene[MapState]:
    """Return what the map shows and says."""
    one, fall, own = state.contract, state.fall, state.backing.account is None
    setting, kept = words.setting(state.leverage), words.percent(state.maintenance)
    none = "refused" if np.isnan(fall) else "no fall" if fall == 1 else ""
    at, zero = (None, None) if none else (one.liquidation_price(), one.zero_equity_price())
    facts = [Fact("leverage", setting, state.leverage),
             Fact("maintenance", kept, state.maintenance),
             Fact("entry", words.price(ENTRY)), Fact("backed by", words.money(one.margin)),
             Fact("fall to the liquidation", none or words.percent(fall), None if none else fall),
             Fact("liquidation at", words.price(at), at),
             Fact("nothing left at", words.price(zero), zero)]  # fmt: skip
    for row in state.steps.tiers.tiers if state.steps else ():
        size = "any size" if np.isinf(row.up_to) else f"up to {words.amount(row.up_to)}"
        most = words.setting(round(row.leverage_max, 1))
        facts.append(Fact(size, f"at most {most}, keep {words.percent(row.maintenance)}"))
    end = {"refused": "it is not opened", "no fall": "no fall closes it out"}.get(
        none, f"a fall of {words.percent(fall)} closes it out"
    )
    price = "" if none else f" It is closed out at {words.price(at)}, and nothing is left at "
    price += "" if none else f"{words.price(zero)}."
    whose = "its own margin" if own else "all of the account"
    return Scene(
        state,
        title=f"At {setting} with {kept} to be kept, {end}",
        sentence=f"1 BTC long from {words.price(ENTRY)}, backed by {whose}, "
        f"{words.money(one.margin)}.{price} "
        + ("More leverage: less to lose, and sooner." if own else
           "The leverage is not in it; the money in the account is."),
        facts=tuple(facts),
        seen="A map: leverage to the right, maintenance upwards. It is darker where a smaller fall "
        f"closes you out, {'to the right' if own else 'in stripes from side to side'}; what is "
        "refused is grey. A square marks the chosen pair"
        + (". Steps of a venue climb to the left as positions grow." if state.steps else "."),
    )  # fmt: skip
