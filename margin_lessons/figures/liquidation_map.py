"""The picture of the liquidation map: falls in steps of colour, lines of one fall, and tiers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from margin_lessons import words
from margin_lessons.figures.marks import Curve, Grid, Mark, Point
from margin_lessons.figures.picture import Picture, Plot, Scale
from margin_lessons.scenes.liquidation_map import LEVERAGES, RATES, MapState, falls, line
from margin_lessons.scenes.scene import Scene

STEPS = (0.02, 0.05, 0.10, 0.20, 0.50)
"""The falls at which the colour changes, and at which a line is drawn."""
TINTS = (*(("liquidation", tint) for tint in (0.7, 0.54, 0.38, 0.24, 0.12, 0.03)), ("loan", 0.45))
X, Y = (LEVERAGES[0] - 0.5, LEVERAGES[-1] + 0.5), (RATES[0] - 0.005, RATES[-1] + 0.005)
PLOT = Plot(
    Scale(*X, "leverage", words.setting, grid=False),
    Scale(*Y, "maintenance, of the value", lambda rate: words.percent(rate, 0), grid=False),
)
"""All maps have the same pairs."""


def picture(scene: Scene[MapState], start: Scene[MapState]) -> Picture:
    """Return the map with its lines, the steps of a venue, and the chosen pair as a square."""
    found = falls(scene.state.backing)
    kinds = np.where(np.isnan(found), len(STEPS) + 1, np.searchsorted(STEPS, found, side="right"))
    here = Point(
        scene.fact("leverage"), scene.fact("maintenance"), ink="price", shape="s", size=14,
        label=f"fall of {scene.fact('fall to the liquidation').text}",
    )  # fmt: skip
    grid = Grid(kinds, TINTS, X, Y, name="falls")
    return Picture((PLOT,), (grid, *_lines(scene.state), *_stairs(scene.state), here))


def _lines(state: MapState) -> Iterator[Mark]:
    """Yield the lines along which one and the same fall closes it out."""
    for fall in STEPS:
        x, y = line(state.backing, fall)
        if np.isfinite(y).any():
            name = words.percent(fall, 0)
            yield Curve(x, y, ink="text", width=1.2, label=name, name=f"falls of {name}")


def _stairs(state: MapState) -> Iterator[Mark]:
    """Yield the steps of a venue: less leverage and more maintenance as positions grow."""
    if state.steps is not None:
        rows = state.steps.tiers.tiers
        most = [*(min(row.leverage_max, X[1]) for row in rows), X[0]]
        kept = np.repeat([row.maintenance for row in rows], 2)
        name = state.steps.name
        yield Curve(np.repeat(most, 2)[1:-1], kept, ink="price", label=name, name=name)
