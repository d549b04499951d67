"""How a block of accounts is laid out: the stretches between jumps, and what became of them.

Accounts are exchangeable: a block draws *how many* of its accounts meet 0, 1, 2, ... jumps and
keeps them in order, most jumps first, so that every step works on one gapless slice.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from margin_lessons.risk.draws import F, Floats, poisson_weights


@dataclass(frozen=True)
class Window:
    """What is asked of the paths: liquidation levels from ``start`` to ``end``, calls likewise.

    Of the new lows by a jump only those are kept that begin above the lowest liquidation level and
    end at the highest or below.
    """

    start: float = -math.inf
    end: float = math.inf
    call_start: float = -math.inf
    call_end: float = math.inf

    def of_each(self) -> tuple[tuple[float, float], ...]:
        """Return the least and the most of the liquidation levels and of the calls."""
        return (self.start, self.end), (self.call_start, self.call_end)

    def of_both(self) -> tuple[tuple[float, float], ...]:
        """Return the least and the most of all of these levels, where they are lifted alike."""
        return ((min(self.start, self.call_start), max(self.end, self.call_end)),)

    def kept(self, lowest: Floats, landed: Floats) -> NDArray[np.bool_]:
        """Return which jumps set a new low inside of this window."""
        if math.isinf(self.start) and math.isinf(self.end):
            return landed < lowest
        keep = landed <= F(self.end)
        keep &= lowest > F(self.start)
        if self.start < self.end:
            keep &= landed < lowest
        return keep


@dataclass(frozen=True)
class Stretches:
    """The stretches between jumps: ``moves`` in logs over ``spans`` of years.

    ``dips`` are 2 v^2 dt E each, with v the ``volatility`` and E an exponential: with the move
    they say how low the price went on the way.
    """

    moves: Floats
    dips: Floats
    spans: Floats
    volatility: float


@dataclass(frozen=True)
class Block:
    """What one block of accounts lived through, seen from levels that stand still.

    ``lowest`` has one entry an account: its lowest point seen from the liquidation level, and
    ``called`` the same from the call level; one array where fees lift both alike. The others have
    one entry for each jump that was kept: the lowest point before it (``before`` and, for the
    call, ``uncalled``), where it ``landed`` in logs and when, in years, and that landing seen from
    the liquidation level (``after``).
    """

    lowest: Floats
    called: Floats
    before: Floats
    uncalled: Floats
    after: Floats
    landed: Floats
    when: Floats

    def kept(self) -> Block:
        """Return a copy that stays when the block is used up."""
        lowest = self.lowest.copy()
        called = lowest if self.called is self.lowest else self.called.copy()
        return Block(lowest, called, *(part.copy() for part in self.jumps))

    @property
    def jumps(self) -> tuple[Floats, ...]:
        """The arrays with one entry for each kept jump."""
        return self.before, self.uncalled, self.after, self.landed, self.when

    @classmethod
    def joined(cls, blocks: list[Block]) -> Block:
        """Return several blocks as one, its accounts from low to high."""
        lowest = np.sort(np.concatenate([block.lowest for block in blocks]))
        called = lowest
        if any(block.called is not block.lowest for block in blocks):
            called = np.sort(np.concatenate([block.called for block in blocks]))
        columns = zip(*(block.jumps for block in blocks), strict=True)
        return cls(lowest, called, *(np.concatenate(column) for column in columns))


@dataclass(frozen=True)
class BlockLayout:
    """Where the stretches of one block lie: those before jump 1, then those before jump 2, ..."""

    accounts: list[int]
    offsets: list[int]

    @classmethod
    def drawn(cls, rng: np.random.Generator, mean_jumps: float, accounts: int) -> BlockLayout:
        """Return a layout for ``accounts`` that meet ``mean_jumps`` jumps on average."""
        counts = rng.multinomial(accounts, poisson_weights(mean_jumps))
        # With at least k jumps: everybody for k = 0, then fewer and fewer.
        at_least = counts[::-1].cumsum()[::-1]
        at_least = at_least[: np.count_nonzero(at_least)]
        return cls(at_least.tolist(), [0, *at_least.cumsum().tolist()])

    @property
    def stretches(self) -> int:
        """How many stretches there are."""
        return self.offsets[-1]

    @property
    def jumps(self) -> int:
        """How many jumps there are."""
        return self.offsets[-1] - self.accounts[0]

    def part(self, step: int) -> slice:
        """Return where the stretches before jump ``step`` + 1 lie."""
        return slice(self.offsets[step], self.offsets[step + 1])

    def jumps_of(self, step: int) -> slice:
        """Return where the jumps at the end of those stretches lie."""
        first = self.offsets[step + 1] - self.accounts[0]
        return slice(first, first + self.accounts[step + 1])
