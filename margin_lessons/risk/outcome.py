"""What was counted and what it says: chances of a call, a liquidation, a debt, and its size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from margin_lessons.account import plain
from margin_lessons.risk.chance import Average, Chance
from margin_lessons.risk.levels import StraightLevels

Counts = NDArray[np.int64]
Sums = NDArray[np.float64]


@dataclass(frozen=True)
class Tally:
    """Counts over a number of accounts, one entry for each set of levels; tallies add up.

    ``jumped`` of the ``closed`` accounts were closed by a jump over the level, and ``indebted`` of
    those landed where nothing is left. ``worth`` and ``worth_squared`` sum up what the position
    was worth there, as a multiple of its worth now.
    """

    accounts: int
    called: Counts
    closed: Counts
    jumped: Counts
    indebted: Counts
    worth: Sums
    worth_squared: Sums

    def __add__(self, other: Tally) -> Tally:
        parts = zip(vars(self).values(), vars(other).values(), strict=True)
        return Tally(*(one + two for one, two in parts))


@dataclass(frozen=True)
class Risk:
    """Chances over ``accounts`` paths; floats for one set of levels, arrays for many.

    ``jumped`` is the chance to be closed by a jump over the liquidation level, whose fill is beyond
    it; every other liquidation is filled at the level. ``expected_debt`` is the average debt over
    *all* accounts, in the account's currency, and ``debt_if_any`` the average over those in debt.
    """

    accounts: int
    call: Chance
    liquidation: Chance
    jumped: Chance
    debt: Chance
    expected_debt: Average

    @property
    def debt_if_any(self) -> float | NDArray[np.float64]:
        """The average debt of those in debt; nan where none was seen."""
        count = np.asarray(self.debt.count)
        total = np.asarray(self.expected_debt.value) * self.accounts
        return plain(np.where(count > 0, total / np.maximum(count, 1), np.nan))

    def at(self, index: object) -> Risk:
        """Return one entry, or a part, of an array of risks."""
        chances = (self.call, self.liquidation, self.jumped, self.debt)
        average = self.expected_debt
        part = Average(plain(np.asarray(average.value)[index]), plain(average.error[index]))
        return Risk(self.accounts, *(chance.at(index) for chance in chances), part)

    def __str__(self) -> str:
        return (
            f"call {self.call}, liquidation {self.liquidation}, debt {self.debt}, "
            f"average debt {self.expected_debt} ({self.accounts:,} paths)"
        )


def risk_from(tally: Tally, straight: StraightLevels, slip: float, shape: tuple[int, ...]) -> Risk:
    """Turn counts into chances, and the worth of those who landed below into debts.

    A debt is exposure x |worth at the fill - worth at zero equity|. When the slippage alone is
    wider than the cushion, every liquidation that is traded through ends in the same debt.
    """
    kappa, exposure = straight.kappa, np.broadcast_to(straight.exposure, shape).ravel()
    levels = (straight.liquidation, straight.zero)
    closed_at, zero = (np.broadcast_to(part, shape).ravel() for part in levels)
    at_zero = _worth(kappa * zero)
    count, total, squares = tally.indebted, tally.worth, tally.worth_squared
    traded = np.where(closed_at + slip <= zero, tally.closed - tally.jumped, 0)
    at_fill = _worth(kappa * (closed_at + slip))
    count = count + traded
    total = total + traded * at_fill
    squares = squares + traded * at_fill**2
    mean = exposure * kappa * (count * at_zero - total) / tally.accounts
    square = exposure**2 * (count * at_zero**2 - 2 * at_zero * total + squares) / tally.accounts
    error = np.sqrt(np.maximum(square - mean**2, 0) / tally.accounts)
    # Rounding leaves 1e-17 where nobody is in debt.
    mean, error = (np.where(count > 0, part, 0.0) for part in (mean, error))
    counts = (tally.called, tally.closed, tally.jumped, count)
    chances = (Chance(_shaped(part, shape), tally.accounts) for part in counts)
    average = Average(plain(mean.reshape(shape)), plain(error.reshape(shape)))
    return Risk(tally.accounts, *chances, average)


def _worth(log_move: Sums) -> Sums:
    # A level that is never reached lies at minus infinity: no account fills there.
    return np.exp(np.where(np.isfinite(log_move), log_move, 0.0))


def _shaped(counts: Counts, shape: tuple[int, ...]) -> int | Counts:
    return int(counts[0]) if shape == () else counts.reshape(shape)
