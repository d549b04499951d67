"""Where a bent line first reaches a level: one root a tier, the nearest to the entry is the answer.

Margin tiers bend the used margin, and a requirement that is charged by band jumps at each edge. So
``equity = level x used margin`` may hold at several prices. The one that counts is the first on the
way from the entry, against the position. No search by halving: each tier is one linear equation.
"""

from __future__ import annotations

import math

from margin_lessons.holding import Lines, linear_root
from margin_lessons.rounding import ROUNDING


def first_crossing(lines: Lines, level: float, start: float) -> tuple[float | None, bool]:
    """Return the first place where the level is reached from ``start``, and whether lower is worse.

    The place is a price, or 1/price where the lines are reciprocal; None when the level is reached
    nowhere, or is passed everywhere. A jump over the level counts as reaching it: a short of 5 BTC
    from 45,000 on 25,000 of margin, 2 % of the value required up to 245,000 and 3 % above it.

    >>> from margin_lessons.holding import Bend, Line
    >>> equity, used = Line((25_000, 225_000), (-5,)), Line((), (0.1,))
    >>> lines = Lines(equity, used, bends=(Bend(49_000.0, Line((), (0.15,))),), start=45_000.0)
    >>> first_crossing(lines, 1.0, 45_000.0)
    (49000.0, False)
    """
    gap = lines.equity.less(level, lines.used_at(start))
    slope = gap.total()[1] or lines.equity.total()[1]
    worse_below, past = slope > 0, gap.at(start) <= 0
    # Against the position; or back towards where it would be safe, when it is past the level.
    down = worse_below != past
    found = _walk(lines, level, start, down, past)
    if found is None:  # the gap may be largest in between, and close on both sides
        other = _walk(lines, level, start, not down, past)
        if other is not None:
            return other, not worse_below
    return found, worse_below


def _walk(lines: Lines, level: float, start: float, down: bool, past: bool) -> float | None:
    """Return the first place on the way down (or up) where the gap changes its sign."""
    edges = [-math.inf if lines.below_zero else 0.0, *(bend.at for bend in lines.bends), math.inf]
    pieces = [lines.used, *(bend.used for bend in lines.bends)]
    tiers = list(zip(edges, edges[1:], pieces, strict=False))
    if down:
        way = [(min(high, start), low, used) for low, high, used in tiers if low < start][::-1]
    else:
        way = [(max(low, start), high, used) for low, high, used in tiers if high > start]
    for near, far, used in way:
        gap = lines.equity.less(level, used)
        jumped = gap.at(near) > 0 if past else gap.at(near) <= 0
        if jumped:
            return near
        root = linear_root(*gap.total())
        if root is not None:
            inside = min(max(root, min(near, far)), max(near, far))
            if abs(root - inside) <= ROUNDING * abs(root):
                return inside
    return None
