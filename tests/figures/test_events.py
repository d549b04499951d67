"""No event of a replay is lost: each is in the figure, in the table and in the sentence."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st

from margin_lessons.account import Account, Position
from margin_lessons.figures.drawing import Drawing
from margin_lessons.figures.events import (
    MOST_MARKS,
    EventMarks,
    event_facts,
    event_sentence,
    grouped,
    told,
)
from margin_lessons.market.bars import Bars
from margin_lessons.orders import StopLoss, TrailingStop
from margin_lessons.plan import Cut, Plan, TopUp
from margin_lessons.replay import Timeline, replay


class Axis(Drawing):
    """The least drawing that has marks."""

    def build(self) -> None:
        self.ax = self.axes(0.1, 0.15, 0.8, 0.7)
        self.ax.set_xlim(0, 60)
        self.marks = EventMarks(self, self.ax)


AXIS = Axis()


def random_timeline(seed: int, leverage: float, plan: Plan) -> Timeline:
    """Return an account over 60 wild bars that gap and trade through."""
    rng = np.random.default_rng(seed)
    closes = 20_000 * np.exp(np.cumsum(rng.normal(-0.004, 0.03, 61)))
    opens = closes[:-1] * np.where(rng.random(60) < 0.15, np.exp(rng.normal(0, 0.08, 60)), 1.0)
    ends = closes[1:]
    high = np.maximum(opens, ends) * (1 + abs(rng.normal(0, 0.01, 60)))
    low = np.minimum(opens, ends) * (1 - abs(rng.normal(0, 0.01, 60)))
    bars = Bars.of(zip(opens, high, low, ends, strict=True))
    account = Account(20_000 / leverage, (Position("long", 1, 20_000, leverage),))
    return replay(account, bars, plan, price=20_000)


PLANS = st.builds(
    Plan,
    orders=st.sampled_from(
        [(), (StopLoss(18_000),), (TrailingStop(share=0.05),), (TrailingStop(amount=900),)]
    ),
    answers=st.sampled_from([(), (TopUp(amount=1_000, at_most=3_000),), (Cut(share=0.3),)]),
)


@cases(300)
@given(seed=st.integers(0, 10**6), leverage=st.sampled_from([2, 3, 5, 10]), plan=PLANS)
def test_every_event_is_in_figure_table_and_sentence(
    seed: int, leverage: float, plan: Plan
) -> None:
    timeline = random_timeline(seed, leverage, plan)
    events = told(timeline)
    assert len(events) >= len(timeline.events) - 2

    AXIS.marks.update([event.bar for event in events])
    assert AXIS.marks.shown() == set(range(1, len(events) + 1))

    facts = event_facts(timeline, lambda event: f"bar {event.bar}")
    assert len({fact.name for fact in facts}) == len(events)
    for number, (fact, event) in enumerate(zip(facts, events, strict=True), 1):
        assert fact.name == f"{number}. {event.kind.value}"
        assert f"bar {event.bar}" in fact.text
        assert f"({number}) {event.kind.value}" in event_sentence(timeline)


@given(st.lists(st.floats(0, 100), max_size=60).map(sorted), st.floats(0, 5))
def test_marks_merge_and_never_drop(at: list[float], near: float) -> None:
    marks = grouped(at, MOST_MARKS, near)
    assert len(marks) <= MOST_MARKS
    covered = [number for first, last, _ in marks for number in range(first, last + 1)]
    assert covered == list(range(1, len(at) + 1))


def frames() -> list[tuple[float, float]]:
    """Return where the frames of the marks that are seen begin and end, in pixels."""
    AXIS.canvas.draw()
    renderer = AXIS.canvas.get_renderer()
    found = []
    for text in AXIS.marks.texts:
        if text.get_visible():
            text.update_bbox_position_size(renderer)
            box = text.get_bbox_patch().get_window_extent(renderer)
            found.append((float(box.x0), float(box.x1)))
    return sorted(found)


@cases(60)
@given(st.lists(st.floats(0, 60), min_size=1, max_size=30).map(sorted))
def test_no_mark_covers_another(at: list[float]) -> None:
    AXIS.marks.update(at)
    found = frames()
    left, right = AXIS.ax.bbox.x0, AXIS.ax.bbox.x1
    assert all(left - 1 <= low and high <= right + 1 for low, high in found)
    assert all(b[0] - a[1] > 0 for a, b in pairwise(found)), found


@pytest.mark.parametrize("at", [[12, 12.4, 30], [0, 0, 1, 1.4, 1.4], [5, 5.9, 5.9, 6.8, 6.8]])
def test_marks_of_two_numbers_next_to_each_other_are_apart(at: list[float]) -> None:
    AXIS.marks.update(at)
    assert all(b[0] - a[1] > 0 for a, b in pairwise(frames()))


def test_nothing_happening_is_said() -> None:
    calm = replay(
        Account(20_000, (Position("long", 0.1, 20_000, 5),)), Bars.of([(20_000,) * 4] * 3)
    )
    assert event_sentence(calm) == "Nothing happens to this account."
