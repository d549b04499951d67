"""The position doctor: what can happen to one's own position, how likely, by which law, and so on.

Every figure comes from the doors of the earlier lessons: prices from ``crossing``, bars from the
crashes, chances from ``risk``, who pays from ``debt``. Each part is worked out when asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from margin_lessons.account import Account
from margin_lessons.doctor.danger_prices import DangerPrices
from margin_lessons.doctor.holdings import contract_of, liquidation_of, own_levels
from margin_lessons.doctor.odds import DAYS, USUAL, Odds, odds_under
from margin_lessons.doctor.own_choices import Choices, OwnAnswer, own_answers
from margin_lessons.doctor.own_law import OwnLaw, Residence, own_law
from margin_lessons.doctor.worst_bars import BarAfter, after_liquidation
from margin_lessons.errors import BadInput, of_kind, pick, positive
from margin_lessons.holding import as_holding
from margin_lessons.market.bars import Bars
from margin_lessons.own_position import Held, OwnPosition
from margin_lessons.risk import PRESETS
from margin_lessons.risk.price_model import horizons_of


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """What there is to know about one position; ``diagnose`` makes it.

    ``sources`` are the names of presets, and bars of one's own; ``days`` the horizons. ``unit`` is
    what equity, risk and debt are counted in: a coin for an inverse contract that stands alone.
    """

    position: OwnPosition
    sources: tuple[str | Bars, ...]
    days: tuple[float, ...]
    choices: Choices
    law: OwnLaw
    fees: bool = True

    @cached_property
    def holding(self) -> Held:
        """The account, or the contract and what backs it."""
        return self.position.holding

    @cached_property
    def prices(self) -> DangerPrices:
        """Call, liquidation and nothing left, and how far off each is."""
        return DangerPrices.of(self.holding, self.position.price)

    @property
    def debt_gap(self) -> float | None:
        """The jump from the liquidation price that leaves a debt, as a share of it, or None."""
        return self.prices.debt_gap

    @cached_property
    def worst_bars(self) -> tuple[BarAfter, ...]:
        """The worst bars that happened, each right after a close at the liquidation price."""
        return after_liquidation(self.holding, self.prices)

    @cached_property
    def no_odds(self) -> str:
        """Why no chances can be counted, in one sentence; empty where they can."""
        if self.position.price is None:
            return "Without the price of now no chance can be counted."
        if self.prices.liquidated:
            return "At this price it is liquidated already: no chance is left to count."
        return ""

    @cached_property
    def odds(self) -> tuple[Odds, ...]:
        """The chances, source by source and horizon by horizon; empty where none can be counted."""
        return self.odds_of(self.holding)

    def odds_of(self, held: Held | None, *, stop: float | None = None) -> tuple[Odds, ...]:
        """Return the same for another holding at the price of now; empty where it is liquidated."""
        if held is not None:
            as_holding(held)
        if held is None or self.no_odds or liquidation_of(held).passed(self.position.now):
            return ()
        now = self.position.now
        if stop is not None:
            stop = positive("stop", stop, why="a stop waits for a price")
        levels = own_levels(held, now, fees=self.fees)
        ratio = None if stop is None else stop / now
        called = isinstance(held, Account)
        return tuple(
            one
            for source in self.sources
            for one in odds_under(levels, source, self.days, called=called, stop=ratio)
        )

    @cached_property
    def answers(self) -> tuple[OwnAnswer, ...]:
        """What could be done now, side by side; none where the price of now is not known."""
        if self.position.price is None:
            return ()
        return own_answers(self.position, self.choices)

    def odds_after(self, answer: OwnAnswer) -> tuple[Odds, ...]:
        """Return the chances after one of the answers; empty where none can be counted."""
        of_kind("answer", answer, OwnAnswer, why="diagnosis.answers has them")
        return self.odds_of(answer.holding, stop=None if answer.why else answer.stop)

    @property
    def unit(self) -> str:
        """What its equity is counted in."""
        contract = contract_of(self.holding)
        in_coin = contract is not None and contract is self.holding and contract.inverse
        return self.position.coin if in_coin else self.position.currency

    @cached_property
    def doubts(self) -> tuple[str, ...]:
        """What does not fit, is missing or was not found, in plain sentences."""
        terms = self.position.terms
        unknown = () if terms.spot else terms.contract_venue.unknown
        late = () if self.position.price is None or not self.no_odds else (self.no_odds,)
        return tuple(dict.fromkeys((*self.position.doubts, *late, *unknown)))


def diagnose(
    position: OwnPosition,
    *,
    presets: Iterable[str] = USUAL,
    bars: Bars | None = None,
    days: ArrayLike = DAYS,
    price: float | None = None,
    residence: Residence = Residence.EEA,
    choices: Choices | None = None,
    fees: bool = True,
) -> Diagnosis:
    """Return the diagnosis of a position, under presets and, where given, bars of one's own.

    ``price`` takes the place of the position's own. ``residence`` says whose laws are shown, and
    ``choices`` what the answers do. With ``fees`` an account pays its rollovers within the days.
    Raises ``BadInput`` for what is no position, a preset that is not there, and days below zero.

    >>> mine = OwnPosition("long", 1, 20_000, cash=6_000, leverage=5, price=19_000)
    >>> found = diagnose(mine, presets=["crash year"], days=[30])
    >>> {name: one.price for name, one in found.prices.named.items()}
    {'call': 17200.0, 'liquidation': 15600.0, 'nothing left': 14000.0}
    >>> round(found.debt_gap, 4), [one.bar.crash.key for one in found.worst_bars if one.enough]
    (-0.1026, ['GDAX 2017', 'GME 2021'])
    >>> print(found.odds[0].liquidation)
    47.7% ± 1.0%
    >>> found.law.may_owe
    True
    """
    of_kind("position", position, OwnPosition, why="it is what a position page shows")
    of_kind("fees", fees, bool, why="rollovers are counted or left out: True or False")
    mine = position if price is None else position.at_price(price)
    chosen = Choices() if choices is None else choices
    of_kind("choices", chosen, Choices, why="Choices(add=500) names what each answer does")
    law = own_law(mine, residence)
    return Diagnosis(mine, _sources(presets, bars), horizons_of(days), chosen, law, fees)


def _sources(presets: Iterable[str], bars: Bars | None) -> tuple[str | Bars, ...]:
    """Return the presets by name, and the bars after them; ``BadInput`` where there are none."""
    if isinstance(presets, str) or not np.iterable(presets):
        presets = (presets,)
    found: list[str | Bars] = []
    for name in presets:
        found.append(pick("preset", name, PRESETS, "these presets").name)
    if bars is not None:
        found.append(of_kind("bars", bars, Bars, why="read_bars(...) reads them from a file"))
    if not found:
        raise BadInput("presets () are none: a chance needs a preset, or bars of your own.")
    return tuple(found)
