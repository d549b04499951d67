"""Labels in a row, as over upright rules, that never overlap: nudged apart, not dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

from margin_lessons.figures.marks import Rule
from margin_lessons.figures.painted import Drawn

Span = tuple[float, float]

APART = 8.0
"""The room between two labels of a row, in pixels."""


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


def over_rules(
    drawn: Sequence[Drawn],
    sizes: Sequence[float],
    rows: int,
    ends: Span,
) -> list[tuple[float, int]]:
    """Return the middle and the row (0 is the lowest) of a label over each upright rule.

    Neighbours stand side by side where they fit, else in different rows. The line up to a higher
    label passes beside a lower one, wherever there is room for it.
    """
    at = [float(one.points[0, 0]) for one in drawn]
    order = sorted(range(len(at)), key=at.__getitem__)
    groups = _groups(order, at, sizes, rows)
    tries = [_laid(those, order, at, sizes, ends) for those in (groups, groups[::-1])]
    placed = next((spots for spots, clear in tries if clear), tries[0][0])
    return [placed[i] for i in range(len(at))]


def _laid(
    groups: list[list[int]], order: list[int], at: Sequence[float], sizes: Sequence[float],
    ends: Span,
) -> tuple[dict[int, tuple[float, int]], bool]:  # fmt: skip
    """Return the middles and rows of labels, and whether no line passes through words.

    A row whose labels have no room between the lines stands as if there were no lines.
    """
    placed: dict[int, tuple[float, int]] = {}
    lines: dict[int, Span] = {}
    clear = True
    for row, group in reversed(list(enumerate(groups))):
        wanted, wide = [at[i] for i in group], [sizes[i] for i in group]
        spans = [_between(lines, order.index(i), ends) for i in group]
        room = all(high - low >= one for (low, high), one in zip(spans, wide, strict=True))
        if lines and room:
            own = zip(wanted, spans, wide, strict=True)
            middles = [min(max(x, low + one / 2), high - one / 2) for x, (low, high), one in own]
        else:
            middles = spread(wanted, APART, *ends, wide)
        clear = clear and (room or not lines)
        for i, middle in zip(group, middles, strict=True):
            end = min(max(at[i], middle - sizes[i] / 2), middle + sizes[i] / 2)
            placed[i], lines[order.index(i)] = (middle, row), (min(at[i], end), max(at[i], end))
    return placed, clear


def _between(lines: Mapping[int, Span], rank: int, ends: Span) -> Span:
    """Return from where to where a label may stand between the lines of its neighbours."""
    before = [last + APART / 2 for other, (_, last) in lines.items() if other < rank]
    after = [first - APART / 2 for other, (first, _) in lines.items() if other > rank]
    return max([ends[0], *before]), min([ends[1], *after])


def fitting(drawn: Sequence[Drawn], sizes: Sequence[float], rows: int, ends: Span) -> list[int]:
    """Return which labels have room over their rules: the widest of a full row is left out."""
    at = [float(one.points[0, 0]) for one in drawn]
    left = sorted(range(len(at)), key=at.__getitem__)
    while left:
        groups = _groups(left, at, sizes, rows)
        full = [group for group in groups
                if sum(sizes[i] + APART for i in group) - APART > ends[1] - ends[0]]  # fmt: skip
        if not full:
            break
        left.remove(max(full[0], key=sizes.__getitem__))
    return sorted(left)


def _groups(
    order: list[int], at: Sequence[float], sizes: Sequence[float], rows: int
) -> list[list[int]]:
    """Return which labels share a row: all one row if none would have to move, else turn about."""
    close = any(at[b] - at[a] < (sizes[a] + sizes[b]) / 2 + APART for a, b in pairwise(order))
    if not close or rows < 2:
        return [order]
    return [order[row::rows] for row in range(rows)]


def is_upright(drawn: Drawn) -> bool:
    """Return whether a mark is an upright rule, whose label stands above the plot."""
    return isinstance(drawn.mark, Rule) and drawn.mark.along == "x"
