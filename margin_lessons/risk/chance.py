"""A chance that was counted, and an average that was taken, each with how far it can be trusted.

Counting 20,000 accounts cannot show that something never happens: none in 20,000 is compatible with
1 in 6,677. So a chance is shown with its margin, and "none seen" as an upper bound. Only where the
model has no way to it, such as a debt where nothing jumps, is it said to be impossible there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from margin_lessons.account import Amount, plain
from margin_lessons.errors import BadInput, between, numbers, shown
from margin_lessons.risk.checks import kept, kept_numbers, part_of
from margin_lessons.risk.draws import accounts_of

Z_95 = 1.959964
"""Standard errors that hold 95 % of a normal distribution."""


NEVER = "impossible in this model"
"""What is said of a chance that is zero by construction."""

FEW = 10
"""Below so many cases a chance is shown with both ends of its range, an average without one."""


@dataclass(frozen=True)
class Chance:
    """How often something happened: ``count`` of ``accounts``, or an array of counts.

    ``never`` says that the model has no way to it at all, which no count can show. Raises
    ``BadInput`` for a count that is not a whole number from 0 to the accounts, and for one above 0
    of what never happens.

    >>> chance = Chance(680, 20_000)
    >>> chance.value, round(chance.error, 5), str(chance)
    (0.034, 0.00128, '3.4% ± 0.3%')
    >>> str(Chance(0, 20_000)), str(Chance(3, 20_000))
    ('below 0.015% (0 of 20,000)', '0.015% (0.005% to 0.044%)')
    >>> str(Chance(0, 20_000, never=True))
    'impossible in this model'
    """

    count: int | NDArray[np.int64]
    accounts: int
    never: bool | NDArray[np.bool_] = False

    def __post_init__(self) -> None:
        accounts = accounts_of(self.accounts)
        why = "a chance is counted over accounts"
        counts = numbers("count", self.count, why=why)
        fits = (counts >= 0) & (counts <= accounts) & (counts == np.floor(counts))
        if not fits.all():
            raise BadInput(
                f"count {shown(self.count)} is not a whole number between 0 and the "
                f"{accounts:,} accounts it is a part of: {why}."
            )
        never = np.asarray(self.never)
        if never.dtype != bool or never.shape not in ((), counts.shape):
            raise BadInput(f"never {shown(self.never)} is not true or false for each count: {why}.")
        if (never & (counts > 0)).any():
            raise BadInput("count above 0 of what never happens: what was seen can happen.")
        if counts.ndim:
            never = np.broadcast_to(never, counts.shape)
        object.__setattr__(self, "accounts", accounts)
        object.__setattr__(self, "count", kept(counts.astype(np.int64)))
        object.__setattr__(self, "never", kept(never))

    @property
    def value(self) -> Amount:
        """The share of accounts it happened to."""
        return plain(np.asarray(self.count) / self.accounts)

    @property
    def error(self) -> Amount:
        """The standard error of ``value``: sqrt(p (1 - p) / accounts)."""
        share = np.asarray(self.value)
        return plain(np.sqrt(share * (1 - share) / self.accounts))

    @property
    def interval(self) -> tuple[Amount, Amount]:
        """Low and high end of the 95 % range.

        Wilson's interval; where all or none were counted the exact one-sided bound, which for none
        is about 3 / accounts (the rule of three). Zero for what never happens.

        >>> low, high = Chance(0, 20_000).interval
        >>> low, round(high * 20_000, 3)
        (0.0, 2.996)
        """
        n, share = self.accounts, np.asarray(self.value)
        centre = (share + Z_95**2 / (2 * n)) / (1 + Z_95**2 / n)
        half = np.sqrt(share * (1 - share) / n + Z_95**2 / (4 * n * n)) * Z_95 / (1 + Z_95**2 / n)
        bound = 0.05 ** (1 / n)
        low = np.where(share == 0, 0.0, np.where(share == 1, bound, centre - half))
        high = np.where(share == 0, 1 - bound, np.where(share == 1, 1.0, centre + half))
        high = np.where(self.never, 0.0, high)
        return plain(low), plain(high)

    def surely_below(self, limit: float) -> bool | NDArray[np.bool_]:
        """Return whether even the high end of the 95 % range is below ``limit``.

        Raises ``BadInput`` for a limit that is no probability.

        >>> Chance(0, 20_000).surely_below(0.01), Chance(190, 20_000).surely_below(0.01)
        (True, False)
        """
        below = np.asarray(self.interval[1]) < between("limit", limit, 0, 1, why=_PROBABILITY)
        return bool(below) if below.ndim == 0 else below

    def safe_run(self, limit: float) -> int:
        """Return how many entries of an array, from the first on, are all surely below ``limit``.

        Along a row of sizes these are the positions small enough: a size counts only when every
        smaller one does too.

        >>> Chance(np.array([0, 120, 190, 120]), 20_000).safe_run(0.01)
        2
        """
        safe = np.asarray(self.surely_below(limit))
        return len(safe) if safe.all() else int(np.argmin(safe))

    def at(self, index: object) -> Chance:
        """Return one entry (or a part) of an array of chances.

        >>> Chance(np.array([10, 20]), 1_000).at(1)
        Chance(count=20, accounts=1000, never=False)
        """
        return Chance(part_of(self.count, index), self.accounts, part_of(self.never, index))

    def __str__(self) -> str:
        if np.ndim(self.count):
            return f"{np.size(self.count)} chances over {self.accounts:,} accounts each"
        low, high = map(float, self.interval)
        if self.never:
            return NEVER
        if self.count == 0:
            return f"below {_percent(high, 2)} (0 of {self.accounts:,})"
        if self.count == self.accounts:
            return f"above {_floor_percent(low)} ({self.accounts:,} of {self.accounts:,})"
        margin = float(Z_95 * self.error)
        digits = _digits(margin)
        if min(self.count, self.accounts - self.count) < FEW:
            # Of a rare event the margin is not the same on both sides.
            rare = min(self.value, 1 - self.value)
            digits = max(1, 1 - math.floor(math.log10(100 * rare)))
            ends = " to ".join(f"{100 * end:.{digits}f}%" for end in (low, high))
            return f"{100 * self.value:.{digits}f}% ({ends})"
        return f"{100 * self.value:.{digits}f}% ± {100 * margin:.{digits}f}%"


@dataclass(frozen=True)
class Average:
    """An average over accounts with its standard error, in the currency of the account.

    The error is nan where one case or none tells nothing of how far cases scatter.

    >>> str(Average(12.3456, 0.5))
    '12.3 ± 1.0'
    """

    value: Amount
    error: Amount

    def __post_init__(self) -> None:
        why = "it is an amount of money over some accounts"
        for name in ("value", "error"):
            amounts = numbers(f"average's {name}", getattr(self, name), why=why)
            object.__setattr__(self, name, kept(amounts))
        if np.shape(self.value) != np.shape(self.error):
            raise BadInput(
                f"average's error of shape {np.shape(self.error)} does not fit a value of shape "
                f"{np.shape(self.value)}: each average has its own."
            )

    @classmethod
    def of(cls, total: ArrayLike, squares: ArrayLike, cases: ArrayLike) -> Average:
        """Return the average over ``cases`` whose sum and sum of squares are given.

        >>> Average.of(total=30.0, squares=500.0, cases=2)
        Average(value=15.0, error=5.0)
        """
        why = "an average is of some amounts"
        names = ("total", "sum of squares", "number of cases")
        total, squares, count = (
            np.asarray(kept_numbers(name, part, why=why))
            for name, part in zip(names, (total, squares, cases), strict=True)
        )
        mean = np.where(count > 0, total / np.maximum(count, 1), np.nan)
        spread = np.maximum(squares - count * mean**2, 0) / np.maximum(count - 1, 1)
        error = np.sqrt(spread / np.maximum(count, 1))
        return cls(mean, np.where(count > 1, error, np.nan))

    def __str__(self) -> str:
        if np.ndim(self.value):
            return f"{np.size(self.value)} averages"
        if self.value == 0 or math.isnan(self.value):
            # A sample without one loss does not show that the average loss is nothing.
            return "none seen"
        if math.isnan(self.error):
            return f"{self.value:,.0f} (one case)"
        margin = float(Z_95 * self.error)
        digits = 1 if margin < 10 else 0
        return f"{self.value:,.{digits}f} ± {margin:,.{digits}f}"


_PROBABILITY = "it is a probability"


def _digits(margin: float) -> int:
    """Digits of a percentage so that its margin keeps one figure, and never fewer than one."""
    return max(1, -math.floor(math.log10(100 * margin)))


def _percent(share: float, figures: int) -> str:
    digits = max(0, figures - 1 - math.floor(math.log10(100 * share)))
    # Rounded up: a bound must not be shown tighter than it is.
    return f"{math.ceil(100 * share * 10**digits) / 10**digits:.{digits}f}%"


def _floor_percent(share: float) -> str:
    digits = max(1, 1 - math.floor(math.log10(100 * (1 - share))))
    return f"{math.floor(100 * share * 10**digits) / 10**digits:.{digits}f}%"
