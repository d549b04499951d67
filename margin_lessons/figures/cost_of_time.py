"""The picture of the cost of time: the level over the days, and the dot of the day looked at."""

from __future__ import annotations

from margin_lessons.figures.marks import Curve, Mark, Point, Rule
from margin_lessons.figures.picture import Picture, Plot, Scale, first_that_holds, nice_ceiling
from margin_lessons.figures.venue_lines import level_scale, venue_lines
from margin_lessons.scenes.cost_of_time import MOST_DAYS, TimeState
from margin_lessons.scenes.scene import Scene

STEPS = (1, 1.2, 1.5, 2, 3, 4, 6, 8, 10)
HIGHEST = 11.0
"""The highest level of the wide frame: the smallest position opens with ten times its margin."""


def picture(scene: Scene[TimeState], start: Scene[TimeState]) -> Picture:
    """Return the picture of a scene; the axes are those of the scenario it ``start``s from."""
    ends = start.state.closed_after or MOST_DAYS
    near = min(nice_ceiling(1.1 * max(ends, start.state.asked), STEPS), MOST_DAYS)
    top = nice_ceiling(1.1 * start.state.level(0), STEPS)
    frames = [_frame(days, level) for level in (top, HIGHEST) for days in (near, MOST_DAYS)]
    frame = first_that_holds(
        *frames,
        needs=lambda plots: (
            plots[0].x.holds(scene.value("days held"))
            and plots[0].y.holds(scene.value("level at opening"))
        ),
    )
    return Picture(frame, _marks(scene, frame[0].y))


def _frame(days: float, level: float) -> tuple[Plot, ...]:
    # A little room on both sides, where the dot stands on the first and on the last day.
    x = Scale(-0.02 * days, 1.02 * days, "days held at an unchanged price")
    return (Plot(x, level_scale(0, level), rows=2),)


def _marks(scene: Scene[TimeState], levels: Scale) -> tuple[Mark, ...]:
    state = scene.state
    last = MOST_DAYS if state.closed_after is None else min(MOST_DAYS, state.closed_after)
    until = (("call", "margin call after", "fees alone bring the call after"),
             ("liquidation", "closed after", "fees alone close you out after"))  # fmt: skip
    # The same fee every four hours: the level falls in a straight line.
    return (
        *venue_lines(state.opened.venue, levels),
        *(Rule(scene.fact(fact), ink=ink, label=f"{name} {scene.fact(fact).text}")
          for ink, name, fact in until),
        Curve([0, last], [state.level(0), state.level(last)], ink="equity",
              name="margin level over the days"),
        Point(scene.fact("days held"), scene.fact("level now"), ink="price",
              label=f"day {round(state.days, 1):g}: {scene.fact('level now').text}"),
    )  # fmt: skip
