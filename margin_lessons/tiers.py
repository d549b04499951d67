"""Margin tiers: the larger a position, the more margin a venue asks for it.

A venue prints a table of rows, each up to a size of the position, with an initial and a maintenance
rate. Two readings of such a table are in use, and they differ in dollars::

    MARGINAL   each rate on its own part:     rate x notional - deduction, without a jump
    BAND       one rate on all of it:         rate x notional, with a jump at each edge
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from margin_lessons.conventions import TierRule, TierSize, as_option
from margin_lessons.errors import (
    BadInput,
    all_of,
    between,
    not_negative,
    number,
    of_kind,
    positive,
    shown,
)

__all__ = ["Tier", "TierRule", "TierSize", "Tiers"]


@dataclass(frozen=True)
class Tier:
    """One row of a venue's table: its rates hold for positions up to ``up_to``, that included.

    ``up_to`` is in the currency of the notional (a coin for an inverse contract), or in what
    ``TierSize`` says; ``math.inf`` is "any larger one". ``initial`` and ``maintenance`` are shares
    of the notional. Raises ``BadInput`` for a maintenance above the initial rate, and for numbers
    out of range.

    >>> round(Tier(10_000_000, 0.10, 0.05).leverage_max, 9)
    10.0
    >>> Tier(10_000_000, 0.05, 0.10)
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: maintenance 0.1 is above the initial rate 0.05: a position \
would be liquidated as soon as it is opened.
    """

    up_to: float
    initial: float
    maintenance: float

    def __post_init__(self) -> None:
        why = "a tier ends at a size of the position, or never: math.inf"
        if not (isinstance(self.up_to, float) and self.up_to == math.inf):
            object.__setattr__(self, "up_to", positive("end of a tier", self.up_to, why=why))
        why = "a rate is a share of the position's value"
        for name in ("initial", "maintenance"):
            rate = between(f"{name} rate", getattr(self, name), 0, 1, why=why)
            object.__setattr__(self, name, rate)
        positive("initial rate", self.initial, why="without it leverage would have no limit")
        if self.maintenance > self.initial:
            raise BadInput(
                f"maintenance {shown(self.maintenance)} is above the initial rate "
                f"{shown(self.initial)}: a position would be liquidated as soon as it is opened."
            )

    @property
    def leverage_max(self) -> float:
        """The highest leverage in this tier: one over the initial rate."""
        return 1 / self.initial


@dataclass(frozen=True)
class Tiers:
    """A venue's table of tiers, from the smallest positions to the largest.

    Raises ``BadInput`` for tiers that overlap, that end below the largest positions, or whose rates
    fall as the position grows. Bybit's first two tiers of BTC/USDT: 3,000,000 needs 0.5 % of two
    million, and 0.56 % of the third one, which is 0.56 % of all less 1,200.

    >>> two = Tiers((Tier(2e6, 0.01, 0.005), Tier(math.inf, 1 / 90, 0.0056)))
    >>> round(two.maintenance(3_000_000), 6), round(two.deduction(two.tiers[1]), 6)
    (15600.0, 1200.0)
    >>> band = Tiers(two.tiers, TierRule.BAND)
    >>> round(band.maintenance(3_000_000), 6), round(band.jump(band.tiers[0]), 6)
    (16800.0, 1200.0)
    """

    tiers: tuple[Tier, ...]
    rule: TierRule = TierRule.MARGINAL
    size: TierSize = TierSize.NOTIONAL

    def __post_init__(self) -> None:
        rows = all_of("tier", self.tiers, Tier, why="a row is Tier(up_to, initial, maintenance)")
        object.__setattr__(self, "tiers", rows)
        object.__setattr__(self, "rule", as_option("rule", self.rule, TierRule))
        object.__setattr__(self, "size", as_option("size", self.size, TierSize))
        if not rows:
            raise BadInput("tiers () are none: a position of any size lies in one.")
        for lower, upper in pairwise(rows):
            _check_order(lower, upper)
        if rows[-1].up_to < math.inf:
            raise BadInput(
                f"tiers end at {shown(rows[-1].up_to)} and leave a hole above: "
                "the last one holds for any larger position, up to math.inf."
            )

    @classmethod
    def flat(cls, initial: float, maintenance: float) -> Tiers:
        """Return one tier for positions of every size.

        >>> Tiers.flat(0.10, 0.05).maintenance(60_000)
        3000.0
        """
        return cls((Tier(math.inf, initial, maintenance),))

    @classmethod
    def of_rows(
        cls,
        rows: Iterable[tuple[float, float, float, float]],
        rule: TierRule = TierRule.MARGINAL,
        size: TierSize = TierSize.NOTIONAL,
    ) -> Tiers:
        """Return the tiers of a table with the columns from, to, initial and maintenance rate.

        Raises ``BadInput`` where a row begins above or below the end of the one before.

        >>> Tiers.of_rows([(0, 50_000, 0.01, 0.005), (60_000, math.inf, 0.02, 0.01)])
        Traceback (most recent call last):
            ...
        margin_lessons.errors.BadInput: tiers leave a hole from 50000 to 60000: each begins where \
the one before it ends.
        """
        end, tiers = 0.0, []
        why = "a row has four numbers: from, to, initial and maintenance rate"
        for row in all_of("row", rows, tuple, why=why):
            if len(row) != 4:
                raise BadInput(f"row {shown(row)} is not of four: {why}.")
            begin, up_to, initial, maintenance = row
            begin = number("begin of a tier", begin, why="a tier begins at a size of the position")
            if begin > end:
                raise BadInput(
                    f"tiers leave a hole from {shown(end)} to {shown(begin)}: "
                    "each begins where the one before it ends."
                )
            if begin < end:
                raise _overlap(begin, end)
            tiers.append(Tier(up_to, initial, maintenance))
            end = tiers[-1].up_to
        return cls(tuple(tiers), rule, size)

    def at(self, notional: float) -> Tier:
        """Return the tier of a position; at an edge it is the lower one. ``BadInput`` below 0.

        >>> Tiers((Tier(2e6, 0.01, 0.005), Tier(math.inf, 1 / 90, 0.0056))).at(2e6).maintenance
        0.005
        """
        value = not_negative("notional", notional, why="the value of a position is zero or more")
        return next(tier for tier in self.tiers if value <= tier.up_to)

    def _place(self, tier: Tier) -> int:
        if of_kind("tier", tier, Tier, why="it is a row of this table") not in self.tiers:
            raise BadInput(f"tier up to {shown(tier.up_to)} is not in this table: take one of it.")
        return self.tiers.index(tier)

    def deduction(self, tier: Tier) -> float:
        """Return what is taken off rate x notional in this tier, so that no rate counts twice.

        It is zero where the rate is charged on all of it. Binance prints it as the maintenance
        amount ("cum"), Bybit as the deduction: edge x difference of the rates + the one before.
        """
        place = self._place(tier)
        if self.rule is TierRule.BAND:
            return 0.0
        upper = self.tiers[1 : place + 1]
        steps = zip(self.tiers, upper, strict=False)
        return math.fsum(low.up_to * (up.maintenance - low.maintenance) for low, up in steps)

    def maintenance(self, notional: float) -> float:
        """Return the maintenance margin of a position, in the currency of the notional.

        Binance's BTC/USDT: 1,000,000 lies in the tier of 0.65 % less 950.

        >>> from margin_lessons.contract_venues import BINANCE_USDM
        >>> round(BINANCE_USDM.tiers.maintenance(1_000_000), 6)
        5550.0
        """
        tier = self.at(notional)
        return tier.maintenance * float(notional) - self.deduction(tier)

    def initial(self, notional: float) -> float:
        """Return the least margin that opens a position: its value at its highest leverage.

        Venues limit the leverage of the whole position, so it is charged on all of it under either
        rule. Robinhood EU's page, 10x: 1,000,000 needs 100,000.

        >>> Tiers.flat(0.10, 0.05).initial(1_000_000)
        100000.0
        """
        return self.at(notional).initial * float(notional)

    def leverage_max(self, notional: float) -> float:
        """Return the highest leverage for a position of this value."""
        return self.at(notional).leverage_max

    def jump(self, tier: Tier) -> float:
        """Return by how much the maintenance margin jumps at the upper edge of a tier.

        Zero under ``MARGINAL``, and at the end of the last tier, where nothing follows.
        """
        place = self._place(tier)
        if self.rule is TierRule.MARGINAL or place == len(self.tiers) - 1:
            return 0.0
        above = self.tiers[place + 1]
        return (above.maintenance - tier.maintenance) * tier.up_to


def _overlap(begin: float, end: float) -> BadInput:
    return BadInput(
        f"tiers overlap from {shown(begin)} to {shown(end)}: "
        "each begins where the one before it ends."
    )


def _check_order(lower: Tier, upper: Tier) -> None:
    if upper.up_to <= lower.up_to:
        raise _overlap(upper.up_to, lower.up_to)
    for name in ("initial", "maintenance"):
        small, large = getattr(lower, name), getattr(upper, name)
        if large < small:
            raise BadInput(
                f"{name} rate {shown(large)} above {shown(lower.up_to)} is below the "
                f"{shown(small)} of smaller positions: a venue asks more of a larger one."
            )
