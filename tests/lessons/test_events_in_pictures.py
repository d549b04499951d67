"""No event of a replay is missing in a panel: neither in its picture, its table nor its sentence.

The pictures name the events over their moments; here they are counted on the timeline of the state.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from lessons.course import panel_of
from lessons.stops import Values, ends, free_play, scenarios

from margin_lessons.figures.marks import Rule
from margin_lessons.figures.painter import Painter
from margin_lessons.lessons import open_lesson
from margin_lessons.panels.model import PanelModel
from margin_lessons.replay import Event, Kind, Timeline

PANELS = {
    "gap": ("04_gaps_and_slippage", lambda state: state.timeline),
    "four exits": ("06_stop_losses", lambda state: state.closely),
    "replay": ("09_crashes", lambda state: state.timeline),
    "forgotten stop": ("06_stop_losses", lambda state: state.closely),
}

TO_THE_END = {"minute": 50, "shown": 100}
"""The controls of time, at their ends."""


def bars_before(state: Any) -> int:
    """Return how many bars a picture shows before the account is opened."""
    return state.trade.entry.first if hasattr(state, "trade") else 0


def stops(model: PanelModel) -> Iterator[tuple[str, Values]]:
    """Yield both ends and the start of each control, each scenario, and some of free play."""
    yield from ends(model)
    yield from scenarios(model)
    yield from free_play(model, 15)


def happened(timeline: Timeline) -> tuple[Event, ...]:
    """Return all events but the two that frame a replay, its start and its end."""
    first, *between, last = timeline.events
    assert (first.kind, last.kind) == (Kind.START, Kind.END)
    return tuple(between)


def marked(model: PanelModel, values: Values) -> list[tuple[float, range]]:
    """Return the lines of events as painted: where each stands, and the numbers it stands for."""
    scene = model.shown(values)
    painted = Painter().paint(model.picture(scene, model.base(model.start, values)))
    found = []
    for one in painted.drawn:
        if isinstance(one.mark, Rule) and one.seen and one.mark.name.startswith("events "):
            ends = [int(number) for number in one.mark.name.removeprefix("events ").split("-")]
            found.append((float(one.values[0, 0]), range(ends[0], ends[-1] + 1)))
    return found


@pytest.mark.parametrize("name", PANELS)
def test_every_event_is_in_picture_table_and_sentence(name: str) -> None:
    lesson, timeline_of = PANELS[name]
    model = panel_of(open_lesson(lesson), name)
    seen = 0
    for where, values in stops(model):
        whole = {**values, **{name: end for name, end in TO_THE_END.items() if name in values}}
        events = happened(timeline_of(model.state(whole)))
        shown = [number for _, numbers in marked(model, whole) for number in numbers]
        assert shown == list(range(1, len(events) + 1)), where
        scene = model.shown(whole)
        rows = [fact.name for fact in scene.facts if fact.name.split(".")[0].isdigit()]
        wanted = [f"{number}. {event.kind.value}" for number, event in enumerate(events, 1)]
        assert rows == wanted, where
        for number, event in enumerate(events, 1):
            assert f"({number}) {event.kind.value}" in scene.sentence, where
        assert f"({len(events) + 1})" not in scene.sentence, where
        seen = max(seen, len(events))
    assert seen >= 2


@pytest.mark.parametrize("name", PANELS)
def test_an_event_is_marked_in_its_own_bar(name: str) -> None:
    """Each line stands in the bar of the events that it stands for."""
    lesson, timeline_of = PANELS[name]
    model = panel_of(open_lesson(lesson), name)
    for where, values in scenarios(model):
        state = model.state(values)
        bars = [bars_before(state) + event.bar for event in happened(timeline_of(state))]
        for at, numbers in marked(model, values):
            for bar in (bars[number - 1] for number in numbers):
                assert bar - 1e-6 <= at <= bar + 1 + 1e-6, where
