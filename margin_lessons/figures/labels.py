"""Labels that never overlap: they are nudged apart or moved where there is room, not dropped."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

Box = tuple[float, float, float, float]
"""Left, right, bottom and top, in pixels."""


def freest(boxes: Sequence[Box], taken: Sequence[Box]) -> int:
    """Return which of ``boxes`` meets the fewest of those ``taken``; the first of equals.

    >>> freest([(0, 10, 0, 5), (20, 30, 0, 5)], taken=[(8, 12, 0, 9)])
    1
    """
    met = [sum(_meet(box, other) for other in taken) for box in boxes]
    return met.index(min(met))


def _meet(one: Box, other: Box) -> bool:
    across = one[0] < other[1] and other[0] < one[1]
    return across and one[2] < other[3] and other[2] < one[3]


def spread(
    wanted: Sequence[float],
    gap: float,
    low: float,
    high: float,
    widths: Sequence[float] | None = None,
) -> list[float]:
    """Return positions near ``wanted``, at least ``gap`` apart and within ``low`` to ``high``.

    The order is kept. When they cannot all fit, they share the range evenly. With ``widths`` the
    positions are the middles of labels so wide: ``gap`` is then the room between two of them, and
    all of each label lies within the range.

    >>> spread([10, 10.5, 30], gap=2, low=0, high=100)
    [9.25, 11.25, 30.0]
    >>> spread([99, 100], gap=4, low=0, high=100)
    [96.0, 100.0]
    >>> spread([50, 50], gap=2, low=0, high=100, widths=[10, 30])
    [39.0, 61.0]
    """
    count = len(wanted)
    if count == 0:
        return []
    order = sorted(range(count), key=lambda i: wanted[i])
    wide = [0.0 if widths is None else widths[i] for i in order]
    low, high = low + wide[0] / 2, high - wide[-1] / 2
    # How far each label stands behind the first when all of them touch.
    behind = list(accumulate((gap + (a + b) / 2 for a, b in pairwise(wide)), initial=0.0))
    if behind[-1] > high - low:
        step = (high - low) / max(count - 1, 1)
        placed = [low + rank * step for rank in range(count)]
    else:
        starts = _rising([wanted[i] - far for i, far in zip(order, behind, strict=True)])
        latest = high - behind[-1]
        placed = [min(max(at, low), latest) + far for at, far in zip(starts, behind, strict=True)]
    where = dict(zip(order, placed, strict=True))
    return [float(where[i]) for i in range(count)]


def _rising(wanted: Sequence[float]) -> list[float]:
    """Return the numbers nearest to ``wanted`` that never fall: blocks stand at their average."""
    blocks: list[tuple[float, int]] = []
    for one in wanted:
        total, size = one, 1
        while blocks and blocks[-1][0] * size > total * blocks[-1][1]:
            before, many = blocks.pop()
            total, size = before + total, many + size
        blocks.append((total, size))
    return [total / size for total, size in blocks for _ in range(size)]
