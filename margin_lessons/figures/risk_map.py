"""The map of sizes and buffers: a chance for each pair, in steps of colour, with its lines."""

from __future__ import annotations

import numpy as np

from margin_lessons.figures.marks import Curve, Grid, Mark, Point
from margin_lessons.figures.picture import Picture, Plot, Scale
from margin_lessons.scenes.risk_choices import LIMIT
from margin_lessons.scenes.risk_map import BUFFERS, SIZES, MapState
from margin_lessons.scenes.risk_words import chance_words
from margin_lessons.scenes.scene import Scene

STEPS = (0.0001, 0.001, 0.01, 0.1, 0.5)
"""The chances at which the colour changes."""
STRENGTHS = (0.03, 0.12, 0.24, 0.38, 0.54, 0.7)
LINES = ((0.1, "1 in 10"), (LIMIT, "1 in 100"), (0.001, "1 in 1,000"))

X = (float(SIZES[0]) - 500, float(SIZES[-1]) + 500)
Y = (float(BUFFERS[0]) - 250, float(BUFFERS[-1]) + 250)
PLOT = Plot(
    Scale(*X, "value of the position, USD", grid=False), Scale(*Y, "buffer, USD", grid=False)
)
"""All maps have the same sizes and buffers."""


def picture(scene: Scene[MapState], start: Scene[MapState]) -> Picture:
    """Return the map with its lines of equal chance, and the chosen account as a square."""
    state = scene.state
    kinds = np.searchsorted(STEPS, state.map.values(state.event), side="right")
    tints = tuple((state.event, strength) for strength in STRENGTHS)
    here = Point(
        scene.fact("value of the position"), scene.fact("buffer"), ink="price", shape="s", size=14,
        label=f"{state.event}: {chance_words(state.chance)}",
    )  # fmt: skip
    return Picture((PLOT,), (Grid(kinds, tints, X, Y, name=state.event), *_lines(state), here))


def _lines(state: MapState) -> list[Mark]:
    """Return the lines of equal chance that lie on the map; that at 1 in 100 is the strong one."""
    marks: list[Mark] = []
    for chance, name in LINES:
        sizes = state.map.line(chance, state.event)
        seen = np.isfinite(sizes)
        if seen.sum() > 1:
            width = 2.6 if chance == LIMIT else 1.2
            marks.append(
                Curve(np.asarray(sizes)[seen], BUFFERS[seen], ink="text", width=width, label=name,
                      name=name)
            )  # fmt: skip
    return marks
