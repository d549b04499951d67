"""Counting: which accounts are called, liquidated and in debt, for one set of levels or many.

Thresholds nest. Whether an account is liquidated depends only on the lowest point of its path. It
is left with a debt when a jump took it from above the liquidation level to below the zero-equity
level at once, and that can be read off each jump on its own, because only the first jump over a
level has the lowest point before it still above. So one set of paths answers every size and buffer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from margin_lessons.risk.outcome import Tally
from margin_lessons.risk.standing import StandingLevels
from margin_lessons.risk.stretches import Block, Window

_FEW = 8
"""Up to so many sets of levels are compared one by one; more go through sorted arrays."""

_ROUNDING = 1e-6
"""Levels closer than this are the same but for single precision."""

_NEVER = -1e30
"""A level that no price reaches, so that differences of levels stay finite."""

Singles = NDArray[np.float32]
Columns = tuple[NDArray[Any], ...]


@dataclass(frozen=True)
class Counter:
    """The levels to count at: flat arrays in single precision, where they stand still."""

    call: Singles
    liquidation: Singles
    zero: Singles
    standing: StandingLevels
    shape: tuple[int, ...]

    @classmethod
    def of(cls, standing: StandingLevels) -> Counter:
        """Return the counter of some levels."""
        heights = np.broadcast_arrays(standing.call, standing.liquidation, standing.zero)
        call, liquidation, zero = (
            np.maximum(np.ravel(part), _NEVER).astype(np.float32) for part in heights
        )
        return cls(call, liquidation, zero, standing, heights[0].shape)

    @property
    def window(self) -> Window:
        """From the lowest to the highest of these levels."""
        ends = [(float(part.min()), float(part.max())) for part in (self.liquidation, self.call)]
        return Window(*ends[0], *ends[1])

    def tally(self, block: Block) -> Tally:
        """Return the counts over one block of accounts, one entry for each set of levels."""
        if len(self.liquidation) <= _FEW:
            return self._one_by_one(block)
        lowest = np.sort(block.lowest)
        called = lowest if block.called is block.lowest else np.sort(block.called)
        # Closed by a jump: before it above the level, after it at the level or below.
        before, after = np.sort(block.before), np.sort(block.after)
        jumped = _at_or_below(after, self.liquidation) - _at_or_below(before, self.liquidation)
        return Tally(
            len(lowest),
            _at_or_below(called, self.call),
            _at_or_below(lowest, self.liquidation),
            jumped,
            self._at_once(block),
            *self._debts(block),
        )

    def _one_by_one(self, block: Block) -> Tally:
        rows = []
        for call, level, zero in zip(self.call, self.liquidation, self.zero, strict=True):
            over = (block.before > level) & (block.after <= level)
            uncalled = np.count_nonzero(block.uncalled[over] > call)
            fills = self.standing.fills(block.landed[over], block.when[over])
            worth = self.standing.worth(fills[fills <= zero].astype(float))
            called, closed = (block.called <= call), (block.lowest <= level)
            seen = [np.count_nonzero(part) for part in (called, closed, over)]
            rows.append((*seen, uncalled, len(worth), worth.sum(), (worth * worth).sum()))
        return Tally(len(block.lowest), *(np.array(column) for column in zip(*rows, strict=True)))

    def _at_once(self, block: Block) -> NDArray[np.int64]:
        """Return how many jumps found an account above its call and left it liquidated."""
        starts, landings, upper = block.uncalled, block.after, self.call
        if block.called is block.lowest:
            # A contract is never called, and yet open only above its liquidation level.
            upper = np.maximum(self.call, self.liquidation)
        useful = landings - starts <= (self.liquidation - upper).max() + _ROUNDING
        useful &= landings <= self.liquidation.max()
        useful &= starts > upper.min()
        jumps = _Jumps(starts[useful], landings[useful], None)
        return self._runs(jumps, upper, self.liquidation)[0]

    def _debts(self, block: Block) -> Columns:
        """Return the accounts in debt and the sums of what their positions were worth."""
        # Most jumps are too short, too early or too late to put anybody into debt.
        useful = block.before > self.liquidation.min()
        useful &= block.after <= self.liquidation.max()
        before, after = block.before[useful], block.after[useful]
        fills = self.standing.fills(block.landed[useful], block.when[useful])
        useful = fills - before <= (self.zero - self.liquidation).max() + _ROUNDING
        useful &= fills <= self.zero.max()
        before, after, fills = before[useful], after[useful], fills[useful]
        worth = self.standing.worth(fills.astype(float))
        if self.standing.slip == 0:
            # Below zero is then below the liquidation level.
            return self._runs(_Jumps(before, fills, worth), self.liquidation, self.zero)
        # A fill may lie below zero though the price stayed above the liquidation level.
        return self._runs(_Jumps(before, fills, worth, after), self.liquidation, self.zero)

    def _runs(self, jumps: _Jumps, upper: Singles, lower: Singles) -> Columns:
        """Count, for each pair of levels, the jumps from above the one to below the other."""
        order = np.argsort(-self.liquidation, kind="stable")
        nested = not any((np.diff(part[order]) > _ROUNDING).any() for part in (upper, lower))
        return (
            self._chain(jumps, upper, lower, order) if nested else self._pairs(jumps, upper, lower)
        )

    def _chain(
        self, jumps: _Jumps, upper: Singles, lower: Singles, order: NDArray[np.intp]
    ) -> Columns:
        """Count when levels nest: from the nearest account to the farthest, both levels fall.

        Each jump then concerns one gapless run of accounts: from the first whose upper level it
        found above to the last whose lower level it left it below.
        """
        first = _ranks(np.minimum.accumulate(upper[order]), jumps.starts)
        last = _ranks(np.minimum.accumulate(lower[order]), jumps.ends)
        if jumps.closings is not None:
            last = np.minimum(last, _ranks(self.liquidation[order], jumps.closings))
        runs = first < last
        first, last = first[runs], last[runs]
        results = []
        for weights in jumps.weights:
            weights = None if weights is None else weights[runs]
            starts = np.bincount(first, weights, minlength=len(order) + 1)
            ends = np.bincount(last, weights, minlength=len(order) + 1)
            column = np.empty(len(order))
            column[order] = np.cumsum(starts - ends)[:-1]
            results.append(column)
        return np.rint(results[0]).astype(np.int64), *results[1:]

    def _pairs(self, jumps: _Jumps, upper: Singles, lower: Singles) -> Columns:
        """Count level by level, for levels in no particular order."""
        rows = []
        for above, below, closing in zip(upper, lower, self.liquidation, strict=True):
            which = (jumps.starts > above) & (jumps.ends <= below)
            if jumps.closings is not None:
                which &= jumps.closings <= closing
            weights = jumps.weights[1:]
            sums = (part[which].sum() for part in weights if part is not None)
            rows.append((np.count_nonzero(which), *sums))
        return tuple(np.array(column) for column in zip(*rows, strict=True))


@dataclass(frozen=True)
class _Jumps:
    """Jumps from ``starts`` to ``ends``, what positions were ``worth`` there, and, where it takes
    more than the end to be closed, the landing that decides it (``closings``)."""

    starts: Singles
    ends: Singles
    worth: NDArray[np.float64] | None
    closings: Singles | None = None

    @property
    def weights(self) -> tuple[NDArray[np.float64] | None, ...]:
        """What is summed up over jumps: their number, the worth and its square."""
        return (None,) if self.worth is None else (None, self.worth, self.worth * self.worth)


def _ranks(falling_levels: Singles, points: Singles) -> NDArray[np.int64]:
    """Return how many of the levels, from high to low, lie at each point or above it."""
    # Sorted questions are answered several times faster than scattered ones.
    order, ranks = np.argsort(points), np.empty(len(points), np.int64)
    ranks[order] = _above(falling_levels, points[order])
    return ranks


def _at_or_below(ordered: Singles, levels: Singles) -> NDArray[np.int64]:
    return np.searchsorted(ordered, levels, side="right")


def _above(falling_levels: Singles, points: Singles) -> NDArray[np.int64]:
    """Return how many of the levels, sorted from high to low, lie at each point or above it."""
    return len(falling_levels) - np.searchsorted(falling_levels[::-1], points, side="left")
