"""The picture of the margin level over time: dots where it is known, and the venue's two lines."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.figures.marks import Mark, Point, Rule
from margin_lessons.figures.picture import Picture, Plot, Scale, nice_ceiling
from margin_lessons.scenes.history_costs import last_day
from margin_lessons.scenes.history_level import days_of
from margin_lessons.scenes.history_state import HistoryState
from margin_lessons.scenes.scene import Scene

HIGHEST = 6.0
"""A level above 600% is drawn as so high: there nothing is near."""

MOST = 200
"""So many dots are drawn at most."""


def picture(scene: Scene[HistoryState], start: Scene[HistoryState]) -> Picture:
    """Return the dots; the axis of the days is that of the files."""
    levels = sorted(scene.state.history.levels, key=lambda one: one.at)
    known = (days_of(scene.state, one.at) for one in levels)
    days = nice_ceiling(max([1.0, last_day(scene.state), *known]))
    top = nice_ceiling(min(HIGHEST, max([1.2, *(1.1 * one.level for one in levels)])))
    plot = Plot(Scale(-0.04 * days, 1.08 * days, "days"), Scale(0, top, "margin level", _level))
    call, sold = (scene.fact(f"{name} at a level of") for name in ("margin call", "liquidation"))
    marks: list[Mark] = [
        Rule(call, "y", ink="call", label=f"margin call {call.text}"),
        Rule(sold, "y", ink="liquidation", label=f"liquidation {sold.text}"),
    ]
    lowest = min(levels, key=lambda one: one.level, default=None)
    for one in levels[:: max(1, len(levels) // MOST)]:
        if one is not lowest:
            marks.append(Point(days_of(scene.state, one.at), min(one.level, top), ink="price",
                               size=6, name="a known level"))  # fmt: skip
    if lowest is not None:
        fact = scene.fact("lowest level")
        marks.append(Point(days_of(scene.state, lowest.at), fact, ink="price", size=10,
                           label=f"lowest {fact.text}"))  # fmt: skip
    return Picture((plot,), tuple(marks))


def _level(value: float) -> str:
    return words.percent(value, 0)
