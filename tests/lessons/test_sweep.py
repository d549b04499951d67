"""Every control of every panel is moved, headlessly and with its real widgets.

At each stop the state, the table, the sentence, the picture's text alternative and the picture must
agree; a picture must hold nothing of the one before, and its words lie within it and apart.
"""

from __future__ import annotations

from collections.abc import Iterable

import ipywidgets as widgets
import numpy as np
from figures.sketch import pixels
from lessons.agreement import disagreements
from lessons.course import Part, each_panel
from lessons.layout import cut_off, overlaps
from lessons.stops import ends, free_play, one_step_from, scenarios
from panels.toy import button, inside

from margin_lessons.figures.palette import DARK, LIGHT
from margin_lessons.panels.controls import Number
from margin_lessons.panels.panel import Panel


class Findings:
    """What is wrong, each with the first place where it was seen."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def add(self, where: str, wrong: Iterable[str]) -> None:
        """Keep what is wrong at a place."""
        for finding in wrong:
            self.found.setdefault(finding, where)

    def add_all(self, where: str, panel: Panel) -> None:
        """Keep what does not agree in a panel, and what lies badly in its picture."""
        self.add(where, disagreements(panel))
        self.add(where, (f"cut off: {words}" for words in cut_off(panel.drawing)))
        self.add(where, (f"on top of each other: {pair}" for pair in overlaps(panel.drawing)))

    def must_be_none(self) -> None:
        """Fail with a list of all that was found."""
        lines = [f"at {where}: {finding}" for finding, where in self.found.items()]
        assert not lines, "\n".join(["", *lines])


@each_panel
def test_every_control_through_its_widgets_and_through_set(panel: Panel) -> None:
    findings = Findings()
    for control in panel.model.controls:
        widget = panel.widgets[control.name]
        if isinstance(control, Number):
            ways = {"slider": widget.slider, "field": widget.field}
        else:
            ways = {"list": widget.list}
        # The start comes last: each way ends where the next begins.
        values = [*(v for v in control.probes if v != control.start), control.start]
        for value in values:
            panel.set(**{control.name: value})
            assert panel.values == {**panel.model.start, control.name: value}
            findings.add_all(f"set({control.name}={value})", panel)
        for way, moved in ways.items():
            for value in values:
                moved.value = value
                assert panel.values == {**panel.model.start, control.name: value}
                findings.add(f"{way} of {control.name} at {value}", disagreements(panel))
    findings.must_be_none()


@each_panel
def test_every_scenario_through_its_button(panel: Panel) -> None:
    findings = Findings()
    for scenario in panel.model.scenarios:
        button(panel.top, scenario.name).click()
        assert panel.values == panel.model.scenario(scenario.name)
        findings.add_all(scenario.name, panel)
    button(panel.top, "Reset").click()
    assert panel.values == panel.model.start
    findings.add_all("Reset", panel)
    findings.must_be_none()


@each_panel
def test_free_play_agrees(panel: Panel) -> None:
    findings = Findings()
    for where, values in free_play(panel.model, 10):
        findings.add_all(where, panel.set(**values))
    findings.must_be_none()


@each_panel
def test_the_picture_reads_back_facts(panel: Panel) -> None:
    assert panel.drawing.read_back(), "no fact can be read off this picture"


def _stale(panel: Panel) -> list[str]:
    fresh = panel.model.drawing(panel.drawing.palette).png(panel.state)
    shown, wanted = pixels(panel.png), pixels(fresh)
    assert shown.shape == (panel.picture.height, panel.picture.width, 3)
    if np.array_equal(shown, wanted):
        return []
    rows, columns = np.nonzero((shown != wanted).any(axis=2))
    return [
        f"{len(rows)} pixels differ from a new picture's, in columns {columns.min()} to "
        f"{columns.max()} and rows {rows.min()} to {rows.max()}"
    ]


@each_panel
def test_nothing_of_an_earlier_picture_stays(panel: Panel) -> None:
    assert panel.drawing.palette is LIGHT
    # From one end of a control, where the frame is another, and from one step away, where it is
    # the same.
    far = list(ends(panel.model))
    findings = Findings()
    for step, (where, values) in enumerate(scenarios(panel.model)):
        panel.set(**far[(5 * step + 1) % len(far)][1])
        panel.set(**one_step_from(panel.model, values))
        panel.set(**values)
        findings.add(where, _stale(panel))
    findings.must_be_none()


@each_panel
def test_nothing_of_an_earlier_picture_stays_in_the_dark(panel: Panel) -> None:
    panel.picture.dark = True
    assert panel.drawing.palette is DARK
    findings = Findings()
    for where, values in reversed([*scenarios(panel.model)][:3]):
        panel.set(**values)
        findings.add(where, _stale(panel))
    findings.must_be_none()


@each_panel
def test_controls_are_named_and_lines_are_spoken(panel: Panel) -> None:
    everything = [*inside(panel.top), *inside(panel.words)]
    assert not any(isinstance(widget, widgets.Output) for widget in everything)
    kinds = (widgets.FloatSlider, widgets.FloatText, widgets.Dropdown, widgets.Button)
    names = [widget.description for widget in everything if isinstance(widget, kinds)]
    assert all(names)
    assert len(set(names)) == len(names)
    for line in (panel.message, panel.sentence, panel.mission_line):
        assert 'role="status"' in line.value


@each_panel
def test_sliders_can_stand_on_every_start_and_scenario(part: Part) -> None:
    model = part.open()
    off = [
        f"{control.name} at {values[control.name]} ({where})"
        for where, values in scenarios(model)
        for control in model.controls
        if isinstance(control, Number) and not _on_a_step(values[control.name], control)
    ]
    assert not off


def _on_a_step(value: float, control: Number) -> bool:
    steps = (value - control.low) / control.step
    return abs(steps - round(steps)) < 1e-6
