"""The cost of time: it ends where fees have liquidated the account, and its picture says so."""

from __future__ import annotations

from itertools import pairwise

import pytest

from margin_lessons.figures import cost_of_time as figure
from margin_lessons.figures.painted import Painted
from margin_lessons.figures.painter import Painter
from margin_lessons.figures.picture import Viewport
from margin_lessons.scenes.cost_of_time import ENTRY, TimeState, scene, time_state
from margin_lessons.scenes.scene import Scene

PAINTER = Painter(Viewport(830, 300))
STARTS = {"A month": (30, 45_000, "long"), "A year, a small position": (365, 10_000, "long"),
          "A month short": (30, 45_000, "short")}  # fmt: skip


def at(days: float, value: float = 45_000, side: str = "long") -> Scene[TimeState]:
    return scene(time_state(days, value, side))


def paint(shown: Scene[TimeState], start: Scene[TimeState] | None = None) -> Painted:
    return PAINTER.paint(figure.picture(shown, shown if start is None else start))


@pytest.mark.parametrize("days", [95, 200, 365])
def test_time_ends_at_the_liquidation(days: float) -> None:
    # 10,000 - 11.25 - 0.40 x 9,000 = 6,388.75 USD may go, at 11.25 USD every four hours: 568 times.
    shown = at(days)
    assert shown.state.days == pytest.approx(568 / 6)
    assert shown.title == "After 94.7 days the fees alone have closed the position"
    assert "6,401.25 USD" in shown.sentence
    assert "after 94.7 days; there the position is closed" in shown.sentence
    painted = paint(shown, at(30))
    curve = painted.of("margin level over the days")
    assert curve.values[:, 0].max() == pytest.approx(568 / 6)
    dot = painted.of("level now")
    assert dot.values[0] == pytest.approx([568 / 6, 0.39986], abs=1e-4)
    labels = [label.text for label in painted.labels]
    assert {"day 94.7: 40.0%", "closed after 94.7 days"} <= set(labels)


def test_no_day_shows_a_level_below_the_liquidation() -> None:
    for value in range(5_000, 51_000, 5_000):
        state = time_state(365, value, "long")
        assert state.level(state.days) > 0.39
        assert state.held(state.days).equity(ENTRY) > 0


def test_before_the_liquidation_nothing_is_closed() -> None:
    assert at(94).state.days == 94
    assert "closed" not in at(94).title + at(94).sentence


@pytest.mark.parametrize("name", STARTS)
def test_the_line_and_its_marks_are_the_levels_of_the_days(name: str) -> None:
    shown = at(*STARTS[name])
    painted, state = paint(shown), shown.state
    for day, level in painted.of("margin level over the days").values:
        assert level == pytest.approx(state.level(day))
    # A fee of 0.02% or so of the value every four hours: it falls in a straight line.
    (first, last) = painted.of("margin level over the days").values
    middle = (first[0] + last[0]) / 2
    assert state.level(middle) == pytest.approx((first[1] + last[1]) / 2, abs=0.002)
    read = painted.read_back()
    for fact in shown.facts:
        if fact.name.startswith(("days held", "level now", "fees alone")) and fact.name in read:
            assert read[fact.name] == pytest.approx(fact.value)
    assert {"days held", "level now"} <= set(read)
    for rule, ink in (("fees alone bring the call after", "call"),
                      ("fees alone close you out after", "liquidation")):  # fmt: skip
        if rule in read:
            assert painted.of(rule).mark.ink == ink


@pytest.mark.parametrize("days", [0, 1, 30, 365])
def test_the_dot_is_whole(days: float) -> None:
    dot = paint(at(days, 10_000), at(365, 10_000)).of("days held")
    assert dot.box.left + 5 < dot.points[0, 0] < dot.box.right - 5


@pytest.mark.parametrize("name", STARTS)
def test_the_axes_stand_still_over_the_days_and_change_once_over_the_size(name: str) -> None:
    days, value, side = STARTS[name]
    start = at(days, value, side)
    walked = [paint(at(day, value, side), start) for day in range(0, 366, 5)]
    assert len({painted.boxes[0].plot for painted in walked}) == 1
    places = [painted.of("days held").points[0] for painted in walked]
    assert all(b[0] >= a[0] and b[1] >= a[1] for a, b in pairwise(places))
    sizes = range(5_000, 51_000, 2_500)
    sized = [paint(at(days, size, side), start).boxes[0].plot for size in sizes]
    assert sum(a != b for a, b in pairwise(sized)) <= 1


def test_what_is_seen_is_a_shape_and_three_points() -> None:
    assert at(30).seen == (
        "A straight line of the margin level falls over the days: 111.0% on day 0, 75.5% on day "
        "47.3, 40.0% on day 94.7, where the position is closed and the line ends. A dot on it "
        "marks the day that is looked at."
    )
    assert "closed" not in at(365, 10_000).seen
