"""The picture of what a history cost: a line of steps for each kind of amount, over the days."""

from __future__ import annotations

import numpy as np

from margin_lessons.figures.marks import Curve, Mark, Point, Rule
from margin_lessons.figures.picture import Picture, Plot, Scale, nice_ceiling
from margin_lessons.scenes.history_costs import last_day, runs
from margin_lessons.scenes.history_state import HistoryState
from margin_lessons.scenes.scene import Scene

INKS = {"rollovers": "loan", "fees of trades": "call", "profit or loss": "equity"}


def picture(scene: Scene[HistoryState], start: Scene[HistoryState]) -> Picture:
    """Return the lines; their axes are those of the files."""
    state, found = scene.state, runs(scene.state)
    lowest = min((min(run.sums) for run in found.values()), default=-1.0)
    highest = max((max(run.sums) for run in found.values()), default=0.0)
    low, high = -nice_ceiling(max(-1.1 * lowest, 1e-9)), nice_ceiling(max(1.1 * highest, 1e-9))
    room = max(-low, high)
    days = nice_ceiling(max(last_day(state), 1.0))
    y = Scale(min(low, -0.25 * room), max(high, 0.25 * room), f"added up, {state.currency}")
    marks: list[Mark] = [Rule(0.0, "y", ink="zero_equity", width=1.0, name="zero")]
    for name, run in found.items():
        fact = scene.fact("rollovers paid" if name == "rollovers" else name)
        x, steps = np.repeat(run.days, 2)[1:], np.repeat(run.sums, 2)[:-1]
        marks += [
            Curve(x, steps, ink=INKS[name], name=f"{name} over the days"),
            Point(run.days[-1], fact, ink=INKS[name], size=9, label=f"{name} {fact.bare}"),
        ]
    return Picture((Plot(Scale(0, 1.12 * days, "days"), y, rows=1),), tuple(marks))
