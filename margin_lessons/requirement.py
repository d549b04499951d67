"""What a venue requires for a contract: a rate, or tiers, and the fee for closing in it or not.

Wherever the tier cannot change with the price, it is one line in the notional; else it is one line
for each tier, and ``Requirement`` is all of them::

    in a tier    required = rate x notional - deduction
    fee added    + fee x notional
    multiplied   (1 + fee) x required + fee x notional
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from margin_lessons.conventions import ClosingFee, MaintenanceOn
from margin_lessons.holding import Bend, Line
from margin_lessons.prices import Amount, plain
from margin_lessons.tiers import Tiers


@dataclass(frozen=True)
class Requirement:
    """Rates and deductions of the tiers of one position, the closing fee already counted in.

    ``edges`` are the notionals up to which each rate holds, ``math.inf`` for the last one;
    ``fixed`` is the notional at entry where that is what counts, else None.
    """

    rates: tuple[float, ...]
    deductions: tuple[float, ...]
    edges: tuple[float, ...]
    size: float
    at_entry: float
    fixed: float | None = None

    @classmethod
    def of(
        cls,
        rule: Tiers | tuple[float, float],
        *,
        size: float,
        at_entry: float,
        inverse: bool,
        on: MaintenanceOn,
        fee_rate: float,
        closing_fee: ClosingFee,
    ) -> Requirement:
        """Return what is required of a position of ``size``; a flat rule is rate and deduction."""
        if isinstance(rule, Tiers):
            rows = _rows(rule, size, at_entry, inverse, on)
            # A deduction of the tiers is part of what the fee is charged on.
            less = 1 + fee_rate if closing_fee is ClosingFee.MULTIPLIED else 1.0
        else:
            rows, less = [(*rule, math.inf)], 1.0
        return cls(
            tuple(_with_fee(rate, fee_rate, closing_fee) for rate, _, _ in rows),
            tuple(less * deduction for _, deduction, _ in rows),
            tuple(edge for _, _, edge in rows),
            size,
            at_entry,
            at_entry if on is MaintenanceOn.ENTRY else None,
        )

    @property
    def rate_at_entry(self) -> float:
        """The rate of the tier in which the position was opened."""
        return next(
            rate for rate, edge in zip(self.rates, self.edges, strict=True) if self.at_entry <= edge
        )

    def at(self, notional: Amount) -> Amount:
        """Return what is required at a notional, or at an array of them."""
        value = notional if self.fixed is None else notional * 0 + self.fixed
        place = np.searchsorted(self.edges[:-1], value, side="left")
        rates, deductions = np.asarray(self.rates)[place], np.asarray(self.deductions)[place]
        return plain(rates * value - deductions)

    def lines(self) -> tuple[Line, tuple[Bend, ...]]:
        """Return the requirement as a line in the price (or 1/price), and where it bends."""
        if self.fixed is not None:
            return Line((-self.deductions[0], self.rates[0] * self.fixed)), ()
        rows = zip(self.rates, self.deductions, strict=True)
        first, *above = (Line((-less,), (rate * self.size,)) for rate, less in rows)
        places = (edge / self.size for edge in self.edges[:-1])
        return first, tuple(Bend(at, line) for at, line in zip(places, above, strict=True))


def _rows(
    tiers: Tiers, size: float, at_entry: float, inverse: bool, on: MaintenanceOn
) -> list[tuple[float, float, float]]:
    """Return rate, deduction and upper edge of each tier that the price can bring it to."""
    if on is MaintenanceOn.MARK and tiers.size.follows_price(inverse):
        return [(tier.maintenance, tiers.deduction(tier), tier.up_to) for tier in tiers.tiers]
    # The tier stays what it is: it asks for one share of the value, whatever the price.
    held = tiers.size.of(size, at_entry, inverse)
    return [(tiers.maintenance(held) / held, 0.0, math.inf)]


def _with_fee(rate: float, fee_rate: float, closing_fee: ClosingFee) -> float:
    if closing_fee is ClosingFee.OUTSIDE:
        return rate
    both = rate + fee_rate
    return both if closing_fee is ClosingFee.ADDED else both + rate * fee_rate
