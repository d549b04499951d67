"""No event of a replay is missing in a panel: neither in its picture, its table nor its sentence.

The drawings number the events themselves; here they are counted on the timeline of the state.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lessons.course import panel_of
from lessons.stops import Values, ends, free_play, scenarios

from margin_lessons.figures.events import EventMarks
from margin_lessons.lessons import open_lesson
from margin_lessons.lessons.lesson import MODULES
from margin_lessons.panels.model import PanelModel
from margin_lessons.replay import Event, Kind, Timeline

PANELS = {
    "gap": ("04_gaps_and_slippage", lambda state: state.timeline),
    "four exits": ("06_stop_losses", lambda state: state.closely),
    "forgotten stop": ("06_stop_losses", lambda state: state.closely),
}


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


@pytest.mark.parametrize("name", PANELS)
def test_every_event_is_in_picture_table_and_sentence(name: str) -> None:
    lesson, timeline_of = PANELS[name]
    model = panel_of(open_lesson(lesson), name)
    drawing = model.drawing()
    seen = 0
    for where, values in stops(model):
        state = model.compute(**values)
        events = happened(timeline_of(state))
        drawing.png(state)
        assert drawing.marks.shown() == set(range(1, len(events) + 1)), where
        readout = model.readout(state)
        rows = [fact.name for fact in readout.facts if fact.name.split(".")[0].isdigit()]
        wanted = [f"{number}. {event.kind.value}" for number, event in enumerate(events, 1)]
        assert rows == wanted, where
        for number, event in enumerate(events, 1):
            assert f"({number}) {event.kind.value}" in readout.sentence, where
        assert f"({len(events) + 1})" not in readout.sentence, where
        seen = max(seen, len(events))
    assert seen >= 2


@pytest.mark.parametrize("name", PANELS)
def test_an_event_is_marked_in_its_own_bar(name: str) -> None:
    """The stems of the marks stand in the bars of the first and the last event."""
    lesson, timeline_of = PANELS[name]
    model = panel_of(open_lesson(lesson), name)
    drawing = model.drawing()
    for where, values in scenarios(model):
        state = model.compute(**values)
        events = happened(timeline_of(state))
        drawing.png(state)
        at = [float(stem.get_xdata()[0]) for stem in drawing.marks.stems if stem.get_visible()]
        assert bool(at) == bool(events), where
        if events:
            assert events[0].bar <= at[0] <= events[0].bar + 1, where
            # Events too near to each other share the mark of the first of them.
            assert any(event.bar <= at[-1] <= event.bar + 1 for event in events), where
            assert events[-1].bar - at[-1] <= 1, where


def test_every_picture_with_marks_of_events_is_looked_at() -> None:
    marked = {
        (panel.name, name)
        for name in MODULES
        for panel in open_lesson(name).panels
        if isinstance(getattr(panel.drawing(), "marks", None), EventMarks)
    }
    assert marked == {(name, home) for name, (home, _) in PANELS.items()}
