"""What the desk of the bar engine works on: some bars, the accounts it looks at, and its totals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from margin_lessons.risk.bar_rules import Heights
from margin_lessons.risk.draws import Floats

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class BarMatrix:
    """Some bars for all accounts of a desk: matrices of bars x accounts.

    A bar opens at the last close, or where a jump took it; ``moves`` leads from its open to its
    close. ``cells`` are the places of the jumps in the flattened matrix and ``jumps`` their sizes.
    ``dips`` say how low a bar goes from its open on its way; without them only closes are seen.
    """

    first: int
    moves: Floats
    cells: Rows
    jumps: Floats
    dips: Floats | None
    heights: Heights


@dataclass(frozen=True)
class Watched:
    """The accounts that are looked at: ``who`` they are, how far each of their bars ``reached``,
    and where their trailing stop was. ``closes`` are those of all accounts."""

    bars: BarMatrix
    closes: Floats
    who: Rows
    reached: Floats
    trail: Floats | None

    def opens(self, who: Rows, at: Rows) -> Floats:
        """Return where the bar ``at`` opened for each of some accounts."""
        return self.closes[at, who] - self.bars.moves[at, who]


@dataclass
class Totals:
    """What has happened to the accounts of a desk."""

    called: int = 0
    stopped: int = 0
    liquidated: int = 0
    jumped: int = 0
    indebted: int = 0
    debt: float = 0.0
    debt_squared: float = 0.0
