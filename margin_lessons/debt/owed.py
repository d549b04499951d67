"""What is owed on a day: the debt itself, and the interest and the collector's fee it has drawn.

Interest is simple: it runs on the debt itself and never on interest::

    interest = debt x rate x days / 365

Source of both rates: terms of 16 December 2024, section 6, which Annex A section 7 applies to
margin. They name no day count and no order of payments: 365 days and "the debt first" are ours.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

DAYS_PER_YEAR = 365


class PaysFirst(Enum):
    """What a payment goes to first."""

    DEBT = "the debt itself, then the collector's fee and the interest"
    INTEREST = "interest, then the collector's fee, and the debt last"


@dataclass(frozen=True)
class Owed:
    """What is owed at the end of ``day``, in three parts, in the quote currency of the debt.

    >>> start = Owed(0, debt=264.30)
    >>> after = start.on(30, rate=0.18)
    >>> round(after.interest, 2), round(after.pay(100, PaysFirst.DEBT).debt, 2)
    (3.91, 164.3)
    """

    day: float
    debt: float
    interest: float = 0.0
    collector: float = 0.0

    @property
    def total(self) -> float:
        """All three together."""
        return self.debt + self.interest + self.collector

    @property
    def charges(self) -> float:
        """What has come on top of the debt and is not paid yet."""
        return self.interest + self.collector

    def on(self, day: float, rate: float) -> Owed:
        """Return what is owed on a later ``day``, with simple interest of ``rate`` a year."""
        grown = self.debt * rate * (day - self.day) / DAYS_PER_YEAR
        return replace(self, day=day, interest=self.interest + grown)

    def collect(self, share: float) -> Owed:
        """Return what is owed once a collector has added ``share`` of the debt itself."""
        return replace(self, collector=self.collector + share * self.debt)

    def pay(self, amount: float, first: PaysFirst) -> Owed:
        """Return what ``amount`` leaves: the parts are paid one after the other."""
        order = ("debt", "collector", "interest")
        if first is PaysFirst.INTEREST:
            order = order[::-1]
        parts = {}
        for name in order:
            part = getattr(self, name)
            parts[name] = max(0.0, part - amount)
            amount = max(0.0, amount - part)
        return replace(self, **parts)

    def nothing(self) -> Owed:
        """Return the same day with nothing owed."""
        return Owed(self.day, 0.0)
