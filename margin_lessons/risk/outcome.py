"""What was counted and what it says: chances of a call, a liquidation, a debt, and its size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from margin_lessons.account import Amount, plain
from margin_lessons.risk.chance import Average, Chance
from margin_lessons.risk.checks import part_of
from margin_lessons.risk.standing import StandingLevels, Sums

Counts = NDArray[np.int64]
Shape = tuple[int, ...]


@dataclass(frozen=True)
class Tally:
    """Counts over a number of accounts, one entry for each set of levels; tallies add up.

    ``jumped`` of the ``closed`` accounts were closed by a jump over the level, ``at_once`` by one
    that found them above their call level too, and ``indebted`` of those who were jumped over
    landed where nothing is left. ``worth`` and ``worth_squared`` sum up what the position was worth
    there, as a multiple of its worth now.
    """

    accounts: int
    called: Counts
    closed: Counts
    jumped: Counts
    at_once: Counts
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
    it; every other liquidation is filled at the level. ``at_once`` is the part of it in which the
    same jump brought the call: no time to answer. ``owed`` and ``owed_squared`` sum up the debts.
    """

    accounts: int
    call: Chance
    liquidation: Chance
    jumped: Chance
    at_once: Chance
    debt: Chance
    owed: Amount
    owed_squared: Amount

    @property
    def expected_debt(self) -> Average:
        """The average debt over *all* accounts, in the account's currency."""
        return Average.of(self.owed, self.owed_squared, self.accounts)

    @property
    def debt_if_any(self) -> Average:
        """The average debt of those in debt; nan where none was seen."""
        return Average.of(self.owed, self.owed_squared, self.debt.count)

    def at(self, index: object) -> Risk:
        """Return one entry, or a part, of an array of risks."""
        return Risk(
            self.accounts,
            call=self.call.at(index),
            liquidation=self.liquidation.at(index),
            jumped=self.jumped.at(index),
            at_once=self.at_once.at(index),
            debt=self.debt.at(index),
            owed=plain(part_of(self.owed, index)),
            owed_squared=plain(part_of(self.owed_squared, index)),
        )

    def __str__(self) -> str:
        return (
            f"call {self.call}, liquidation {self.liquidation}, debt {self.debt}, "
            f"average debt {self.expected_debt} ({self.accounts:,} paths)"
        )


def risk_from(
    tally: Tally, standing: StandingLevels, years: float, jumpy: bool, shape: Shape
) -> Risk:
    """Turn counts into chances, and the worth of those who landed below into debts.

    When the slippage alone is wider than the cushion, every liquidation that is traded through ends
    in a debt. ``jumpy`` says whether the price can jump against the account: if not, only such
    slippage can make one, and without it no number of accounts could show a debt.
    """

    def flat(part: ArrayLike) -> Sums:
        return np.broadcast_to(np.asarray(part, dtype=float), shape).ravel()

    call, closed_at, zero = map(flat, (standing.call, standing.liquidation, standing.zero))
    exposure, at_zero = flat(standing.exposure), standing.worth(zero)
    count, total, squares = tally.indebted, tally.worth, tally.worth_squared
    fill = flat(standing.traded(years))
    wide = np.isfinite(closed_at) & (fill <= zero)
    traded = np.where(wide, tally.closed - tally.jumped, 0)
    at_fill = standing.worth(fill)
    count = count + traded
    total = total + traded * at_fill
    squares = squares + traded * at_fill**2
    owed = exposure * (count * at_zero - total)
    square = exposure**2 * (count * at_zero**2 - 2 * at_zero * total + squares)
    # Rounding leaves 1e-17 where nobody is in debt.
    owed, square = (np.where(count > 0, part, 0.0) for part in (owed, square))
    never = [np.isneginf(part) for part in (call, closed_at)]
    no_jump = never[1] | np.full(len(closed_at), not jumpy)
    unmet = (*never, no_jump, no_jump, (no_jump & ~wide) | np.isneginf(zero))
    counts = (tally.called, tally.closed, tally.jumped, tally.at_once, count)
    call_, closed, jumped, at_once, debt = (
        Chance(_shaped(part, shape), tally.accounts, _shaped(none & (part == 0), shape))
        for part, none in zip(counts, unmet, strict=True)
    )
    sums = plain(owed.reshape(shape)), plain(square.reshape(shape))
    return Risk(tally.accounts, call_, closed, jumped, at_once, debt, *sums)


def _shaped(values: NDArray[Any], shape: Shape) -> Any:
    return values[0].item() if shape == () else values.reshape(shape)
