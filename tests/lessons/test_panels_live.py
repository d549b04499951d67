"""Every control and scenario of every panel, moved as the page moves it, shows its scene.

No kernel and no browser: a request is put where the page puts it, and the answer is read off.
"""

from __future__ import annotations

import numpy as np
import pytest
from lessons.course import Part, each_panel
from lessons.stops import scenarios
from panels.toy import ask, seen_pixels

from margin_lessons.panels.panel import Panel
from margin_lessons.panels.uploads import Upload
from margin_lessons.panels.wire import sent


@pytest.fixture(scope="module")
def made() -> dict[str, Panel]:
    """Return the panels made so far, by the names of lesson and panel."""
    return {}


@pytest.fixture
def panel(part: Part, made: dict[str, Panel]) -> Panel:
    """Return the live panel of a part, at its start."""
    name = f"{part.lesson.name} {part.open().name}"
    return made.setdefault(name, Panel(part.open())).reset()


def wrong(panel: Panel, shown: dict) -> list[str]:
    """Return what the page is shown otherwise than the scene of the panel's values says."""
    scene = panel.model.shown(panel.values)
    said = {control.name: control.say(panel.values[control.name])
            for control in panel.model.controls}  # fmt: skip
    wanted = {"title": scene.title, "sentence": scene.sentence, "alt": scene.alt, "says": said}
    found = [f"{key}: {shown[key]}" for key, value in wanted.items() if shown[key] != value]
    found += [f"a note: {shown['note']}"] if shown["look"] == "notyet" else []
    found += [] if panel.live.table == scene.table.html else ["another table"]
    same = np.array_equal(seen_pixels(panel), panel.painted.pixels)
    found += [] if same else ["another picture"]
    return found


@each_panel
def test_every_control_moved_by_the_page_shows_its_scene(panel: Panel) -> None:
    for control in panel.model.controls:
        if isinstance(control, Upload):  # files come in pieces, as tests/panels walk them
            continue
        for value in (*(v for v in control.probes if v != control.start), control.start):
            if isinstance(control, Upload):  # files come piece by piece, not with a request
                shown = panel.set(**{control.name: value}).live.shown
            else:
                shown = ask(panel, set={control.name: sent(control, value)})
            assert panel.values == {**panel.model.start, control.name: value}
            assert not wrong(panel, shown), (control.name, value)


@each_panel
def test_every_scenario_pressed_on_the_page_shows_its_scene(panel: Panel) -> None:
    for name, values in scenarios(panel.model):
        shown = ask(panel, **({"act": "reset"} if name == "start" else
                              {"act": "scenario", "name": name}))  # fmt: skip
        assert panel.values == values
        assert not wrong(panel, shown), name


@each_panel
def test_what_lies_beyond_a_range_is_said_and_moves_nothing(panel: Panel) -> None:
    for control in panel.model.controls:
        if hasattr(control, "high"):
            shown = ask(panel, set={control.name: control.high + 10 * control.step})
            assert shown["look"] == "notyet"
            assert "allowed" in shown["note"]
            assert panel.values == panel.model.start
