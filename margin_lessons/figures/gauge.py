"""The picture of the gauge: the level over the price, and the prices at which something happens."""

from __future__ import annotations

import numpy as np

from margin_lessons import words
from margin_lessons.figures.marks import Band, Curve, Mark, Point, Rule
from margin_lessons.figures.picture import Picture, Plot, Scale, first_that_holds, nice_ceiling
from margin_lessons.figures.venue_lines import level_scale, venue_lines
from margin_lessons.scenes.gauge import LINES, GaugeState
from margin_lessons.scenes.scene import Scene

STEPS = (1, 2, 3, 4, 6, 8.5, 10)
FARTHEST = 85_000.0
"""The end of the wide axis of prices."""
LOWEST, HIGHEST = -1.0, 3.0
"""The ends of the near axis of levels. The axis never goes on downwards for a deep debt: else the
dot would leap up where its value falls. There it stands at the edge, as an arrow down."""


def picture(scene: Scene[GaugeState], start: Scene[GaugeState]) -> Picture:
    """Return the picture of a scene; the axes are those of the scenario it ``start``s from."""
    frame = _frame(scene.state, start.state)
    levels = frame[0].y
    debt = Band(levels.low, 0, ink="debt", hatch=True, label="debt", name="debt")
    lines = venue_lines(scene.state.account.venue, levels)
    return Picture(frame, (debt, *lines, *_account(scene, frame[0]), _now(scene, levels)))


def _frame(state: GaugeState, start: GaugeState) -> tuple[Plot, ...]:
    """Return near axes, else wide ones, else as much as a very high level asks for."""
    entry = start.account.positions[0].entry
    near = nice_ceiling(1.15 * max(start.price, entry), STEPS)
    # A short's level rises without end as its price falls: its wide frame holds a deep fall.
    wide = max(10 * HIGHEST, nice_ceiling(float(start.account.at(entry / 10).level)))
    whole = 10.0 ** np.ceil(np.log10(max(state.now.level, wide)))
    frames = ((near, LOWEST, HIGHEST), (FARTHEST, -0.1 * wide, wide),
              (FARTHEST, -0.1 * whole, whole))  # fmt: skip
    return first_that_holds(
        *((Plot(Scale(0, right, "price of one coin, USD"), level_scale(low, high), rows=2),)
          for right, low, high in frames),
        needs=lambda plots: plots[0].x.holds(state.price)
        and state.now.level <= plots[0].y.high,
    )  # fmt: skip


def _account(scene: Scene[GaugeState], plot: Plot) -> tuple[Mark, ...]:
    prices = np.linspace(plot.x.high * 1e-3, plot.x.high, 200)
    drops = (
        Rule(scene.fact(f"{name} at"), ink=key, label=f"{name} {scene.fact(f'{name} at').bare}")
        for key, name in LINES
    )  # fmt: skip
    levels = scene.state.account.at(prices).level
    return (Curve(prices, levels, ink="equity", name="margin level over the price"), *drops)


def _now(scene: Scene[GaugeState], levels: Scale) -> Point:
    level, owed = scene.fact("margin level"), scene.state.now.owed
    below = scene.state.now.level < levels.low
    return Point(
        scene.fact("price now"), levels.low if below else level, shape="v" if below else "o",
        ink="price", label=f"now {level.text}" + (f", owes {words.money(owed)}" if owed else ""),
    )  # fmt: skip
