"""When funding falls due over bars, and how much of it for one unit of a contract.

Funding is charged on the value at the mark price, at the open of the first bar from its minute on.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from margin_lessons.errors import BadInput, all_of, of_kind, shown
from margin_lessons.funding import MOST_PERIODS, Funding
from margin_lessons.market.bars import Bars
from margin_lessons.prices import A, check_prices

Floats = NDArray[np.float64]


class FundingDue:
    """What a long has paid for each unit of its size by any minute; a short has received it.

    ``at`` has the minutes at which it falls due, a period apart and the first after one period;
    ``paid`` the sums by then, from nothing on. Raises ``BadInput`` for what is no ``Funding``, for
    several periods, and for fewer rates than there are periods in the bars.
    """

    def __init__(
        self, funding: Funding | Iterable[Funding] | None, mark: Bars, inverse: bool
    ) -> None:
        rows, constant = _rows(funding)
        minutes, period = mark.minutes, rows[0].hours * 60 if rows else np.inf
        if minutes[-1] / period > MOST_PERIODS:
            raise BadInput(
                f"funding period {shown(rows[0].hours)} hours falls due more than "
                f"{shown(MOST_PERIODS)} times in these bars: give a longer one, such as hours=8."
            )
        due = period * np.arange(1, np.floor(minutes[-1] / period) + 1)
        self.at: Floats = due[due <= minutes[-1]]
        if not constant and len(rows) < len(self.at):
            raise BadInput(
                f"funding has {len(rows)} rates and the bars have {len(self.at)} periods of "
                f"{shown(rows[0].hours)} hours: give one rate for each, or one for all."
            )
        self.bars = np.searchsorted(minutes, self.at)
        why = "funding is charged on its value"
        price = check_prices(mark.open[self.bars], "mark price", why=why)
        value = 1 / price if inverse else price
        rates = rows[0].rate if constant and rows else [row.rate for row in rows[: len(self.at)]]
        self.paid = np.concatenate([[0.0], np.cumsum(np.asarray(rates) * value)])

    def count(self, minute: float) -> int:
        """Return how many times it has fallen due by a minute."""
        return int(np.searchsorted(self.at, minute, side="right"))

    def total(self, minute: A) -> A:
        """Return what a long has paid for each unit by a minute, or by each of them."""
        paid: A = self.paid[np.searchsorted(self.at, minute, side="right")]
        return paid

    def between(self, first: float, last: float) -> tuple[float, float]:
        """Return the least and the most that it is by any minute of a stretch."""
        stretch = self.paid[self.count(first) : self.count(last) + 1]
        return float(stretch.min()), float(stretch.max())

    def by_bar(self, stretch: slice, each: Floats) -> Floats:
        """Return for each bar of a stretch the one that holds then: ``each`` is one a payment."""
        edges = np.clip(self.bars, stretch.start, stretch.stop)
        lengths = np.diff(np.concatenate([[stretch.start], edges, [stretch.stop]]))
        return np.repeat(each, lengths)


def _rows(funding: Funding | Iterable[Funding] | None) -> tuple[tuple[Funding, ...], bool]:
    """Return the rates, and whether there is one for all periods."""
    if funding is None:
        return (), True
    why = "a rate is paid once a period, so write Funding(rate, hours=8)"
    if isinstance(funding, Funding) or not np.iterable(funding):
        return (of_kind("funding", funding, Funding, why=why),), True
    rows = all_of("funding", funding, Funding, why=why)
    for row in rows:
        if row.hours != rows[0].hours:
            raise BadInput(
                f"funding has periods of {shown(rows[0].hours)} and {shown(row.hours)} hours: "
                "a row of rates has one."
            )
    return rows, not rows
