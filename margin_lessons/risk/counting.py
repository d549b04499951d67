"""Counting: which accounts are called, liquidated and in debt, for one set of levels or many.

Thresholds nest. Whether an account is liquidated depends only on the lowest point of its path. It
is left with a debt when a jump took it from above the liquidation level to below the zero-equity
level at once, and that can be read off each jump on its own, because only the first jump over a
level has the lowest point before it still above. So one set of paths answers every size and buffer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from margin_lessons.risk.levels import Levels, StraightLevels
from margin_lessons.risk.outcome import Risk, Tally, risk_from
from margin_lessons.risk.sampler import Block, Window

_FEW = 8
"""Up to so many sets of levels are compared one by one; more go through sorted arrays."""

_ROUNDING = 1e-6
"""Levels closer than this, in logs, are the same but for single precision."""

_NEVER = -100.0
"""A log level that no price reaches, so that differences of levels stay finite."""

Singles = NDArray[np.float32]
Columns = tuple[NDArray, NDArray, NDArray]


@dataclass(frozen=True)
class Counter:
    """The levels to count at: flat arrays of logs against the account, in single precision.

    A fill at ``debt`` or beyond leaves less than nothing: zero equity less the slippage, and never
    above the liquidation level, as a jump that stays above it closes nothing.
    """

    call: Singles
    liquidation: Singles
    debt: Singles
    straight: StraightLevels
    slip: float
    shape: tuple[int, ...]

    @classmethod
    def of(cls, levels: Levels, straight: StraightLevels) -> Counter:
        """Return the counter of levels that were made straight."""
        heights = np.broadcast_arrays(straight.call, straight.liquidation, straight.zero)
        parts = (np.maximum(np.ravel(part), _NEVER).astype(np.float32) for part in heights)
        call, liquidation, zero = parts
        debt = np.minimum(zero - np.float32(levels.slip), liquidation)
        return cls(call, liquidation, debt, straight, levels.slip, heights[0].shape)

    @property
    def window(self) -> Window:
        """The jumps that matter to these levels: from above the lowest to below the highest."""
        return Window(float(self.liquidation.min()), float(self.liquidation.max()))

    def risk(self, tally: Tally) -> Risk:
        """Return the chances that a tally of this counter says."""
        return risk_from(tally, self.straight, self.slip, self.shape)

    def tally(self, block: Block) -> Tally:
        """Return the counts over one block of accounts, one entry for each set of levels."""
        if len(self.liquidation) <= _FEW:
            return self._one_by_one(block)
        lowest = np.sort(block.lowest)
        called, closed = _at_or_below(lowest, self.call), _at_or_below(lowest, self.liquidation)
        # Closed by a jump: before it above the level, after it at the level or below.
        before, after = np.sort(block.before), np.sort(block.after)
        jumped = _at_or_below(after, self.liquidation) - _at_or_below(before, self.liquidation)
        return Tally(len(lowest), called, closed, jumped, *self._debts(block))

    def _one_by_one(self, block: Block) -> Tally:
        rows = []
        for call, level, debt in zip(self.call, self.liquidation, self.debt, strict=True):
            over = (block.before > level) & (block.after <= level)
            worth = self._worth(block.after[over & (block.after <= debt)])
            called, closed = np.count_nonzero(block.lowest <= call), block.lowest <= level
            counts = called, np.count_nonzero(closed), np.count_nonzero(over), len(worth)
            rows.append((*counts, worth.sum(), (worth * worth).sum()))
        return Tally(len(block.lowest), *(np.array(column) for column in zip(*rows, strict=True)))

    def _worth(self, landed: Singles) -> NDArray[np.float64]:
        """Return what the position is worth after the fill, as a multiple of its worth now."""
        return np.exp(self.straight.kappa * (landed.astype(float) + self.slip))

    def _debts(self, block: Block) -> Columns:
        """Return the accounts in debt and the sums of what their positions were worth."""
        # Most jumps are too short, too early or too late to put anybody into debt.
        useful = block.after - block.before <= (self.debt - self.liquidation).max()
        useful &= block.after <= self.debt.max()
        useful &= block.before > self.liquidation.min()
        before, after = block.before[useful], block.after[useful]
        by_landing = np.argsort(after)
        before, after = before[by_landing], after[by_landing]
        order = np.argsort(-self.liquidation, kind="stable")
        nested = not (np.diff(self.debt[order]) > _ROUNDING).any()
        return self._chain(before, after, order) if nested else self._pairs(before, after)

    def _chain(self, before: Singles, after: Singles, order: NDArray[np.intp]) -> Columns:
        """Count when levels nest: from the nearest account to the farthest, both levels fall.

        Each jump then puts one gapless run of accounts into debt: from the first that it found
        above its liquidation level to the last that it left below zero.
        """
        # Sorted questions are answered several times faster than scattered ones.
        by_start = np.argsort(before)
        first = np.empty(len(before), np.int64)
        first[by_start] = _above(self.liquidation[order], before[by_start])
        last = _above(np.minimum.accumulate(self.debt[order]), after)
        runs = first < last
        first, last, worth = first[runs], last[runs], self._worth(after[runs])
        results = []
        for weights in (np.ones(len(worth)), worth, worth * worth):
            starts = np.bincount(first, weights, minlength=len(order) + 1)
            ends = np.bincount(last, weights, minlength=len(order) + 1)
            column = np.empty(len(order))
            column[order] = np.cumsum(starts - ends)[:-1]
            results.append(column)
        return np.rint(results[0]).astype(np.int64), results[1], results[2]

    def _pairs(self, before: Singles, after: Singles) -> Columns:
        """Count level by level, for levels in no particular order; ``after`` is sorted."""
        worth = self._worth(after)
        squared, ends = worth * worth, _at_or_below(after, self.debt)
        inside = [before[:end] > level for end, level in zip(ends, self.liquidation, strict=True)]
        counts = np.array([np.count_nonzero(part) for part in inside])
        sums = np.array([part @ worth[: len(part)] for part in inside])
        squares = np.array([part @ squared[: len(part)] for part in inside])
        return counts, sums, squares


def _at_or_below(ordered: Singles, levels: Singles) -> NDArray[np.int64]:
    return np.searchsorted(ordered, levels, side="right")


def _above(falling_levels: Singles, points: Singles) -> NDArray[np.int64]:
    """Return how many of the levels, sorted from high to low, lie at each point or above it."""
    return len(falling_levels) - np.searchsorted(falling_levels[::-1], points, side="left")
