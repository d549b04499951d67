"""Labels that never overlap: they are nudged apart, not dropped."""

from __future__ import annotations

from collections.abc import Sequence


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return positions near ``wanted``, at least ``gap`` apart and within ``low`` to ``high``.

    The order is kept. When they cannot all fit, they share the range evenly.

    >>> spread([10, 10.5, 30], gap=2, low=0, high=100)
    [9.25, 11.25, 30.0]
    >>> spread([99, 100], gap=4, low=0, high=100)
    [96.0, 100.0]
    """
    count = len(wanted)
    if count == 0:
        return []
    if gap * (count - 1) >= high - low:
        step = (high - low) / max(count - 1, 1)
        ranks = sorted(range(count), key=lambda i: wanted[i])
        even = {index: low + rank * step for rank, index in enumerate(ranks)}
        return [even[i] for i in range(count)]
    order = sorted(range(count), key=lambda i: wanted[i])
    # Groups of touching labels move as one block, centred on what their members want.
    groups: list[list[int]] = []
    starts: list[float] = []
    for index in order:
        groups.append([index])
        starts.append(_start(groups[-1], wanted, gap, low, high))
        while len(groups) > 1 and starts[-1] < starts[-2] + gap * len(groups[-2]):
            last = groups.pop()
            groups[-1] += last
            starts.pop()
            starts[-1] = _start(groups[-1], wanted, gap, low, high)
    placed = [0.0] * count
    for group, start in zip(groups, starts, strict=True):
        for rank, index in enumerate(group):
            placed[index] = start + rank * gap
    return placed


def _start(group: list[int], wanted: Sequence[float], gap: float, low: float, high: float) -> float:
    centred = sum(wanted[i] - rank * gap for rank, i in enumerate(group)) / len(group)
    return float(min(max(centred, low), high - gap * (len(group) - 1)))
