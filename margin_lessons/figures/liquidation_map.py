"""The picture of the liquidation map: falls in steps of colour, lines of one fall, and tiers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from margin_lessons import words
from margin_lessons.figures.marks import Curve, Grid, Mark, Note, Point
from margin_lessons.figures.picture import Picture, Plot, Scale
from margin_lessons.scenes.liquidation_map import FALLS, LiquidationState, limits
from margin_lessons.scenes.scene import Scene

TINTS = (*(("liquidation", t) for t in (0.7, 0.56, 0.42, 0.3, 0.2, 0.1, 0.03)), ("loan", 0.45))
COLUMNS, ROWS = tuple(range(1, 21)), np.arange(1, 26)[:, None] / 100
X, Y = (0.5, 20.5), (0.005, 0.255)
TICKS = tuple((float(at), words.setting(at)) for at in (1, 5, 10, 15, 20))
PLOT = Plot(
    Scale(*X, "leverage", ticks=TICKS, grid=False),
    Scale(*Y, "maintenance, of the value", lambda rate: words.percent(rate, 0), grid=False),
)
"""All maps have the same pairs."""


def picture(scene: Scene[LiquidationState], start: Scene[LiquidationState]) -> Picture:
    """Return the map with its lines, the steps of a venue, and the chosen pair as a square."""
    backing, fall = scene.state.backing, scene.fact("fall to the liquidation")
    survived = np.sum(limits(backing, COLUMNS)[:, None] > ROWS, axis=0)
    kinds = np.where(backing.refused(COLUMNS, ROWS), len(FALLS) + 1, survived)
    here = Point(scene.fact("leverage"), scene.fact("maintenance"), ink="price", shape="s", size=14,
                 label=fall.text if fall.value is None else f"fall of {fall.text}")  # fmt: skip
    grid, grey = Grid(kinds, TINTS, X, Y, name="falls"), Note(14, 0.2, label="refused", name="grey")
    return Picture((PLOT,), (grid, *_lines(scene.state), grey, here))


def _lines(state: LiquidationState) -> Iterator[Mark]:
    """Yield the lines along which one fall closes it out, and the steps of a venue."""
    along = tuple(np.geomspace(*X, 80))
    for fall, rates in zip(FALLS, limits(state.backing, along), strict=True):
        seen = (rates > Y[0]) & (rates < Y[1]) & ~state.backing.refused(along, rates)
        name = words.percent(fall, 0)
        if seen.any():
            yield Curve(along, np.where(seen, rates, np.nan), ink="text", width=1.2, label=name,
                        name=f"falls of {name}")  # fmt: skip
    if state.steps is not None:  # less leverage and more maintenance as positions grow
        rows, name = state.steps.tiers.tiers, state.steps.name
        most = [*(min(row.leverage_max, X[1]) for row in rows), X[0]]
        kept = np.repeat([row.maintenance for row in rows], 2)
        yield Curve(np.repeat(most, 2)[1:-1], kept, ink="price", label=name, name=name)
