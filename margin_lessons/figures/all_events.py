"""The picture of all crashes: a map of words, and beside it the money of the chosen cell."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from margin_lessons import words
from margin_lessons.figures.marks import ChartBar, Curve, Grid, Mark
from margin_lessons.figures.picture import Picture, Plot, Scale, nice_ceiling
from margin_lessons.figures.stacks import balance
from margin_lessons.scenes.crash_cells import COLUMNS, AllEventsState, Told
from margin_lessons.scenes.crash_choices import MARGIN
from margin_lessons.scenes.scene import Scene

TINTS = {
    Told.FINE: ("equity", 0.1), Told.CALLED: ("call", 0.22), Told.SOLD: ("liquidation", 0.3),
    Told.NEAR: ("debt", 0.3), Told.DEBT: ("debt", 0.6),
}  # fmt: skip
"""The colour of each word; the word itself stands in the cell."""


def picture(scene: Scene[AllEventsState], start: Scene[AllEventsState]) -> Picture:
    """Return the map, the frame of the chosen cell, and its money."""
    state = scene.state
    return Picture(_frame(state), (*_map(state), *_money(scene)))


def _frame(state: AllEventsState) -> tuple[Plot, ...]:
    count = len(state.rows)
    rows = tuple((count - 1.0 - at, row.crash.key) for at, row in enumerate(state.rows))
    columns = tuple((float(at), words.setting(one)) for at, one in enumerate(COLUMNS))
    across = Scale(-0.5, len(COLUMNS) - 0.5, ticks=columns, grid=False)
    worst = max(-MARGIN * min(state.cell.fill.stakes, state.cell.worst.stakes), 0.25 * MARGIN)
    best = max(MARGIN, MARGIN * state.cell.fill.stakes)
    money = Scale(-1.15 * nice_ceiling(worst), 1.15 * best,
                  f"left of 1,000 {state.cell.trade.crash.currency}")  # fmt: skip
    bars = Scale(-0.6, 1.6, ticks=((0.0, "by the rules"), (1.0, "worst case")), grid=False)
    up = Scale(-0.5, count - 0.5, ticks=rows, grid=False)
    return Plot(across, up, share=0.68), Plot(bars, money, share=0.32)


def _map(state: AllEventsState) -> Iterator[Mark]:
    kinds = list(Told)
    told = [[Told.of(state.at(row, column)) for column in range(len(COLUMNS))]
            for row in reversed(range(len(state.rows)))]  # fmt: skip
    cells = np.array([[kinds.index(one) for one in row] for row in told])
    ends = (-0.5, len(COLUMNS) - 0.5), (-0.5, len(told) - 0.5)
    tints, told_words = zip(*((TINTS[one], one.value) for one in kinds), strict=True)
    yield Grid(cells, tints, *ends, words=told_words, name="what happened")
    x = state.column + np.array([-0.48, 0.48, 0.48, -0.48, -0.48])
    y = len(told) - 1 - state.row + np.array([-0.46, -0.46, 0.46, 0.46, -0.46])
    yield Curve(x, y, ink="text", width=2.6, name="chosen")


def _money(scene: Scene[AllEventsState]) -> Iterator[Mark]:
    rules, worst = scene.fact("by the rules"), scene.fact("worst case")
    yield ChartBar(0, MARGIN, ink="full", hollow=True, plot=1, name="put up")
    for at, fact in enumerate((rules, worst)):
        yield balance(at, fact, fact.bare, plot=1)
