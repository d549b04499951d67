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

from margin_lessons.risk.draws import F, Floats, minus_log

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
    ways: Ways, which: NDArray[np.intp], cuts: NDArray[np.int8], volatility: float
) -> Iterator[tuple[NDArray[np.intp], Ways]]:
    """Yield the stretches ``which`` in so many pieces each: piece by piece, some at a time.

    Between begin and end a stretch is a Brownian bridge, whose pieces are drawn here from the
    stretch's own numbers: the same pieces, whatever is asked of them and of how many others. With
    each lot of pieces come the places of their stretches.
    """
    # With the most pieces first, those with pieces left are always the first ones.
    order = np.argsort(-cuts, kind="stable")
    for first in range(0, len(order), CHUNK):
        some = order[first : first + CHUNK]
        place, pieces = which[some], cuts[some].astype(F)
        at, now, move, dip, span = ways.at(place)
        seeds = (dip.view(np.uint32).astype(np.uint64) << _HALF) | move.view(np.uint32)
        end = at + move
        span /= pieces
        spread = F(volatility) * np.sqrt(span)
        for piece in range(int(pieces[0])):
            count = int(np.searchsorted(-pieces, -piece))
            left, wide = pieces[:count] - F(piece), spread[:count]
            normals, dip = _draws(seeds[:count], piece)
            # The bridge of the last piece leads to the end itself.
            step = (end[:count] - at[:count]) / left
            normals *= wide
            normals *= np.sqrt(1 - 1 / left)
            step += normals
            dip *= -2 * wide * wide
            here, when = at[:count].copy(), now[:count].copy()
            yield place[:count], Ways(here, when, step, dip, span[:count])
            at[:count] += step
            now[:count] += span[:count]


_HALF = np.uint64(32)
_STEP, _FIRST, _SECOND = (
    np.uint64(number) for number in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
)


def _draws(seeds: NDArray[np.uint64], piece: int) -> tuple[Floats, Floats]:
    """Return a normal and minus an exponential for a piece of each stretch.

    The bits are those of SplitMix64 (Steele, Lea and Flood 2014) at step ``piece`` of each seed: 24
    for the exponential, 24 for the radius and 16 for the angle of the normal (Box and Muller).
    """
    bits = seeds + np.uint64((piece + 1) * int(_STEP) % 2**64)
    bits ^= bits >> np.uint64(30)
    bits *= _FIRST
    bits ^= bits >> np.uint64(27)
    bits *= _SECOND
    bits ^= bits >> np.uint64(31)
    low = bits.astype(np.uint32)
    dip = (bits >> np.uint64(40)).astype(F)
    radius = (low & np.uint32(0xFFFFFF)).astype(F)
    angle = ((bits >> np.uint64(24)).astype(np.uint16)).astype(F)
    for uniform in (dip, radius):
        uniform *= F(2.0**-24)
        minus_log(uniform)
    radius *= F(-2)
    np.sqrt(radius, out=radius)
    angle *= F(2 * np.pi / 2**16)
    np.cos(angle, out=angle)
    angle *= radius
    return angle, dip


def met(ways: Ways, rise: float, sign: int) -> Floats:
    """Return the level, by its start, that each piece just met; see the top of the module."""
    lifted = ways.span * F(rise)
    # From a level at the lower end of the piece to one near the level that was met, and to that.
    level = np.minimum(ways.move, F(0))
    level += ways.start
    np.maximum(level, _DEEPEST, out=level)
    room = [np.empty_like(level) for _ in range(4)]
    _nearer(level, ways, lifted, sign, room)
    _newton(level, ways, lifted, sign, room)
    level *= F(sign)
    np.exp(level, out=level)
    level -= ways.time * F(rise)
    return level if sign > 0 else np.negative(level, out=level)


_DEEPEST = F(-80)
"""A log level whose price single precision still holds."""


def _nearer(level: Floats, ways: Ways, lifted: Floats, sign: int, room: list[Floats]) -> None:
    """Turn ``level``, the log of a level at the begin of each piece, into the one that a line with
    its slope puts there.

    The level comes ``rising`` nearer over the piece, by the part ``grown`` of itself. With that,
    d0 (d0 + down) = dip / 4 gives the distance d0 at the begin; ``root`` is d0 + d1. The room holds
    grown, rising, - d0 and the root afterwards.
    """
    grown, rising, minus_d0, root = room
    np.multiply(level, F(-sign), out=grown)
    np.exp(grown, out=grown)
    grown *= lifted
    # Far from where any level is, but a logarithm must not fail there.
    np.clip(grown, F(-0.9), F(8), out=grown)
    np.add(grown, F(1), out=root)
    np.log(root, out=rising)
    rising *= F(sign)
    down = np.subtract(ways.move, rising, out=minus_d0)
    np.multiply(down, down, out=root)
    root += ways.dip
    np.sqrt(root, out=root)
    np.subtract(down, root, out=minus_d0)
    minus_d0 *= F(0.5)
    np.add(ways.start, minus_d0, out=level)


def _newton(level: Floats, ways: Ways, lifted: Floats, sign: int, room: list[Floats]) -> None:
    """Bring ``level`` to the level that was met, by one step of Newton's, its bend included."""
    guess = level.copy()
    _nearer(level, ways, lifted, sign, room)
    grown, rising, minus_d0, root = room
    root += F(1e-12)
    minus_share = np.divide(minus_d0, root, out=root)
    # A level that is higher by one is found lower by the feedback: grown / (1 + grown) x share.
    feedback = np.add(grown, F(1), out=minus_d0)
    np.divide(grown, feedback, out=feedback)
    feedback *= minus_share
    level -= _bend(grown, rising, minus_share, sign)
    guess *= feedback
    level += guess
    feedback += F(1)
    level /= feedback
    # A level that was met lies below the begin; far below it, Newton's step may end anywhere.
    np.minimum(level, ways.start, out=level)
    np.maximum(level, _DEEPEST, out=level)


def _bend(grown: Floats, rising: Floats, minus_share: Floats, sign: int) -> Floats:
    """Return how far the bent level lies above the straight one at a share of the piece."""
    grown *= minus_share
    np.subtract(F(1), grown, out=grown)
    np.log(grown, out=grown)
    grown *= F(sign)
    rising *= minus_share
    grown += rising
    return grown
