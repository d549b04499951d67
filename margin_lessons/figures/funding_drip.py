"""The picture of the funding drip: what is left of the margin over the days."""

from __future__ import annotations

from margin_lessons.figures.marks import Curve, Mark, Point, Rule
from margin_lessons.figures.picture import Picture, Plot, Scale, first_that_holds, nice_ceiling
from margin_lessons.scenes.funding_drip import MARK, MOST_DAYS, DripState
from margin_lessons.scenes.scene import Scene


def picture(scene: Scene[DripState], start: Scene[DripState]) -> Picture:
    """Return the picture of a scene; its axes are those of its scenario's margin and days."""
    first = start.state
    near = min(nice_ceiling(1.1 * max(first.closed_after or MOST_DAYS, first.asked)), MOST_DAYS)
    most = 1.3 * max(first.contract.margin, first.left(first.days))
    left = scene.value("left of the margin"), scene.value("margin at the opening")
    frame = first_that_holds(
        _frame(near, most), _frame(MOST_DAYS, 1.6 * MARK),
        needs=lambda plots: plots[0].x.holds(scene.state.days) and plots[0].y.holds(*left),
    )  # fmt: skip
    return Picture(frame, _marks(scene))


def _frame(days: float, money: float) -> tuple[Plot, ...]:
    x = Scale(-0.02 * days, 1.02 * days, "days held at an unchanged price")
    return (Plot(x, Scale(0, money, "left of the margin, USD"), rows=1),)


def _marks(scene: Scene[DripState]) -> tuple[Mark, ...]:
    state, kept = scene.state, scene.fact("has to stay")
    left, end = scene.fact("left of the margin"), scene.fact("closed out after")
    days, last = state.days, MOST_DAYS if end.value is None else end.value
    room = state.contract.margin - (kept.value or 0.0)
    rented = min(room / state.rent, MOST_DAYS)
    now, then = state.left(days), state.left(last)
    return (
        Rule(kept, "y", ink="liquidation", width=1.4, label=f"has to stay {kept.bare}"),
        Rule(end, ink="liquidation", width=1.2, label=f"closed out after {end.text}"),
        Curve([0, rented], [state.contract.margin, state.contract.margin - rented * state.rent],
              ink="loan", width=1.6, dotted=True, label="rollover instead", name="rollover"),
        Curve([days, last], [now, then], ink="equity", width=1.6, dotted=True, name="margin ahead"),
        Curve([0, days], [state.contract.margin, now], ink="equity", name="funding"),
        Point(scene.fact("days held"), left, ink="price", label=f"left {left.bare}"),
    )  # fmt: skip
