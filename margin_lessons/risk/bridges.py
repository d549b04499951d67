"""Which level a piece of a path just met, where fees lift the levels on the way.

In logs a lifted level is bent. Over a piece it is taken as straight from the level at the begin to
the level at the end, and such a line is met by a Brownian bridge when one exponential E is large
enough (Karatzas and Shreve 1991, 2.8)::

    (distance at the begin) x (distance at the end) <= volatility^2 x time x E / 2

Turned round, E says which level was just met. That line is moved up by as much as the bent one lies
above it where the bridge most likely met it, at the share d0 / (d0 + d1) of the piece; and a
stretch is cut where fees lift a level by more than ``MOST_LIFT`` of the price. What is left of the
error is far below the sampling range (``tests/domain/test_risk_fees.py``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from margin_lessons.risk.draws import F, Floats

MOST_LIFT = 0.25
"""How far fees may lift a level within one piece, as a share of the price."""

MOST_PIECES = 12
CHUNK = 16_384
"""Pieces looked at together: few enough to stay near the processor."""


class Ways(NamedTuple):
    """Pieces of paths: from ``start``, in logs, at ``time``, by ``move`` over ``span`` years.

    ``dip`` is 4 x the right-hand side of the equation above.
    """

    start: Floats
    time: Floats
    move: Floats
    dip: Floats
    span: Floats

    def at(self, which: NDArray[np.intp]) -> Ways:
        """Return some of them."""
        return Ways(*(part[which] for part in self))


def lower(low: Floats, ways: Ways, near: NDArray[np.bool_], rise: float, sign: int) -> None:
    """Bring the lowest points of those ``near`` a level down to the level that each just met."""
    for first in range(0, len(low), CHUNK):
        which = first + np.flatnonzero(near[first : first + CHUNK])
        if len(which):
            found = met(ways.at(which), rise, sign)
            low[which] = np.minimum(low[which], found)


def cut(
    ways: Ways,
    which: NDArray[np.intp],
    cuts: NDArray[np.int8],
    volatility: float,
    rng: np.random.Generator,
) -> Iterator[tuple[NDArray[np.intp], Ways]]:
    """Yield the stretches ``which`` in so many pieces each: piece by piece, some at a time.

    Between begin and end a stretch is a Brownian bridge, whose pieces are drawn here. With each
    lot of pieces come the places of their stretches.
    """
    # With the most pieces first, those with pieces left are always the first ones.
    order = np.argsort(-cuts, kind="stable")
    for first in range(0, len(order), CHUNK):
        some = order[first : first + CHUNK]
        place, pieces = which[some], cuts[some].astype(F)
        at, now, move, _, span = ways.at(place)
        end = at + move
        span /= pieces
        spread = F(volatility) * np.sqrt(span)
        for piece in range(int(pieces[0])):
            count = int(np.searchsorted(-pieces, -piece))
            left, wide = pieces[:count] - F(piece), spread[:count]
            # The bridge of the last piece leads to the end itself.
            step = (end[:count] - at[:count]) / left
            step += wide * np.sqrt(1 - 1 / left) * rng.standard_normal(count, F)
            dip = rng.standard_exponential(count, F)
            dip *= 2 * wide * wide
            yield (
                place[:count],
                Ways(at[:count].copy(), now[:count].copy(), step, dip, span[:count]),
            )
            at[:count] += step
            now[:count] += span[:count]


def met(ways: Ways, rise: float, sign: int) -> Floats:
    """Return the level, by its start, that each piece just met; see the top of the module."""
    lifted = ways.span * F(rise)
    # From a level at the lower end of the piece two steps of Newton's lead to the one that was met.
    level = np.minimum(ways.move, F(0))
    level += ways.start
    np.maximum(level, F(-80), out=level)
    room = [np.empty_like(level) for _ in range(4)]
    for last in (False, True):
        _newton(level, ways, lifted, sign, room, bent=last)
    level *= F(sign)
    np.exp(level, out=level)
    level -= ways.time * F(rise)
    return level if sign > 0 else np.negative(level, out=level)


def _newton(
    level: Floats, ways: Ways, lifted: Floats, sign: int, room: list[Floats], bent: bool
) -> None:
    """Bring ``level``, the log of a level at the begin of the piece, nearer to the one just met.

    The level comes ``rising`` nearer over the piece, by the part ``grown`` of itself. With that,
    d0 (d0 + down) = dip / 4 gives the distance d0 at the begin; ``root`` is d0 + d1.
    """
    grown, rising, minus_d0, root = room
    np.multiply(level, F(-sign), out=grown)
    np.exp(grown, out=grown)
    grown *= lifted
    # Far from where any level is, but a logarithm must not fail there.
    np.clip(grown, F(-0.9), F(8), out=grown)
    whole = np.add(grown, F(1), out=root)
    np.log(whole, out=rising)
    np.divide(grown, whole, out=whole)
    feedback = whole.copy()
    rising *= F(sign)
    down = np.subtract(ways.move, rising, out=minus_d0)
    np.multiply(down, down, out=root)
    root += ways.dip
    np.sqrt(root, out=root)
    np.subtract(down, root, out=minus_d0)
    minus_d0 *= F(0.5)
    root += F(1e-12)
    minus_share = np.divide(minus_d0, root, out=root)
    feedback *= minus_share
    if bent:
        minus_d0 -= _bend(grown, rising, minus_share, sign)
    # A level that is higher by one is found lower by the feedback.
    level *= feedback
    level += ways.start
    level += minus_d0
    feedback += F(1)
    level /= feedback
    # A level that was met lies below the begin; far below it, Newton's step may end anywhere.
    np.minimum(level, ways.start, out=level)
    np.maximum(level, F(-80), out=level)


def _bend(grown: Floats, rising: Floats, minus_share: Floats, sign: int) -> Floats:
    """Return how far the bent level lies above the straight one at a share of the piece."""
    grown *= minus_share
    np.subtract(F(1), grown, out=grown)
    np.log(grown, out=grown)
    grown *= F(sign)
    rising *= minus_share
    grown += rising
    return grown
