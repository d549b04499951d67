"""The panel: one state for controls, picture and words, and a bad value changes nothing."""

from __future__ import annotations

import base64
import math
from dataclasses import replace
from html import escape

import ipywidgets as widgets
import numpy as np
import pytest
from figures.sketch import Sketch, pixels
from panels.toy import TOY, button, inside, said

from margin_lessons.errors import BadInput
from margin_lessons.figures.palette import DARK, LIGHT
from margin_lessons.panels.panel import Panel
from margin_lessons.panels.picture import SliderNames
from margin_lessons.panels.twin import WIDGET_VIEW


def shown(panel: Panel) -> tuple:
    """Return everything a learner sees of a panel, but for the message."""
    values = {
        name: [w.value for w in inside(widget.box) if hasattr(w, "value")]
        for name, widget in panel.widgets.items()
    }
    words = panel.sentence.value, panel.table.value, panel.mission_line.value
    return panel.values, panel.state, panel.png, panel.picture.alt, words, values


def test_it_starts_at_its_start(panel: Panel) -> None:
    assert panel.values == {"number": 12, "side": "up", "factor": 1}
    assert panel.state == 12
    assert panel.readout.fact("number").text == "12"
    assert np.array_equal(pixels(panel.png), pixels(Sketch().png(12)))


def test_set_moves_everything_and_returns_the_panel(panel: Panel) -> None:
    assert panel.set(number=20, side="down") is panel
    assert panel.state == 10
    assert panel.widgets["number"].slider.value == panel.widgets["number"].field.value == 20
    assert panel.widgets["side"].list.value == "down"
    assert panel.drawing.read_back() == {"number": 10}
    assert "The number is 10 &amp; that is &lt; 1,000." in panel.sentence.value
    assert panel.picture.alt == panel.readout.alt
    assert panel.table.value == panel.readout.table_html
    assert escape("<none>") in panel.table.value


def test_values_that_are_read_do_not_move_the_panel(panel: Panel) -> None:
    panel.values["number"] = 50
    assert panel.values["number"] == 12


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (
            {"nubmer": 20},
            "control 'nubmer' is not one of the panel 'toy' (number, side, factor): "
            "did you mean 'number'?",
        ),
        (
            {"zzz": 20},
            "control 'zzz' is not one of the panel 'toy' (number, side, factor): "
            "choose one of these.",
        ),
        (
            {"number": 61},
            "number, USD 61 is above 60 (allowed: 1 to 60): the toy has no more.",
        ),
        (
            {"number": 0.5},
            "number, USD 0.5 is below 1 (allowed: 1 to 60): the toy has no more.",
        ),
        ({"number": math.nan}, "number, USD nan is not a finite number: the toy has no more."),
        ({"number": math.inf}, "number, USD inf is not a finite number: the toy has no more."),
        ({"number": "20"}, "number, USD '20' is not a number: the toy has no more."),
        ({"number": None}, "number, USD None is not a number: the toy has no more."),
        ({"number": True}, "number, USD True is not a number: the toy has no more."),
        ({"side": "left"}, "side 'left' is not one of up, down: choose one of these."),
        # One bad value among good ones: none is taken.
        (
            {"number": 30, "side": "left"},
            "side 'left' is not one of up, down: choose one of these.",
        ),
    ],
)
def test_a_bad_value_is_one_sentence_and_changes_nothing(
    panel: Panel, wanted: dict, sentence: str
) -> None:
    before = shown(panel)
    with pytest.raises(BadInput) as caught:
        panel.set(**wanted)
    assert str(caught.value) == sentence
    assert shown(panel) == before


def test_an_unknown_scenario_names_those_there_are(panel: Panel) -> None:
    before = shown(panel)
    with pytest.raises(BadInput, match="did you mean 'High'"):
        panel.scenario("high")
    assert shown(panel) == before


def test_slider_and_field_are_one_control(panel: Panel) -> None:
    widget = panel.widgets["number"]
    widget.slider.value = 30
    assert (widget.field.value, panel.state) == (30, 30)
    widget.field.value = 41.5
    assert (widget.slider.value, panel.state) == (41, 41.5)


def test_a_choice_moves_the_panel(panel: Panel) -> None:
    panel.widgets["side"].list.value = "down"
    assert panel.state == 6


@pytest.mark.parametrize("typed", [999, 0, -3, math.nan, math.inf])
def test_a_number_out_of_range_is_said_and_the_field_goes_back(panel: Panel, typed: float) -> None:
    panel.set(number=30)
    before = shown(panel)
    panel.widgets["number"].field.value = typed
    assert shown(panel) == before
    message = said(panel.message)
    assert message.startswith("number, USD ")
    assert message.count(". ") == 0
    assert message.endswith("the toy has no more.")
    # The next good move takes the message away.
    panel.widgets["number"].field.value = 31
    assert (panel.state, said(panel.message)) == (31, "")


def test_what_the_browser_sends_is_corrected_in_the_browser(panel: Panel) -> None:
    field = panel.widgets["number"].field
    sent = []
    field.send_state = lambda key=None: sent.append((key, field.value))
    field.set_state({"value": 999})
    assert field.value == 12
    assert any(value == 12 and "value" in (key or ()) for key, value in sent)


def test_a_fault_is_shown_and_surfaces() -> None:
    def faulty(number: float, side: str, factor: float) -> float:
        if number == 13:
            raise ZeroDivisionError("thirteen & <more>")
        return number

    panel = Panel(replace(TOY, compute=faulty))
    before = shown(panel)
    with pytest.raises(ZeroDivisionError):
        panel.set(number=13)
    assert shown(panel) == before
    with pytest.raises(ZeroDivisionError):
        panel.widgets["number"].slider.value = 13
    assert "This panel has a fault" in said(panel.message)
    assert escape("thirteen & <more>") in panel.message.value
    assert shown(panel) == before
    panel.widgets["number"].slider.value = 14
    assert (panel.state, said(panel.message)) == (14, "")


@pytest.mark.parametrize("part", ["readout", "drawing", "mission"])
def test_a_fault_anywhere_leaves_the_panel_as_it_was(part: str) -> None:
    def surely(state: float) -> None:
        if state == 13:
            raise RuntimeError("thirteen")

    class Faulty(Sketch):
        def update(self, state: float) -> None:
            super().update(state)
            surely(state)

    changed = {
        "readout": {"readout": lambda state: (surely(state), TOY.readout(state))[1]},
        "drawing": {"drawing": Faulty},
        "mission": {"mission": replace(TOY.mission, done=lambda state: surely(state) or False)},
    }
    panel = Panel(replace(TOY, **changed[part]))
    before = shown(panel)
    with pytest.raises(RuntimeError):
        panel.set(number=13)
    assert shown(panel) == before
    with pytest.raises(RuntimeError):
        panel.widgets["number"].field.value = 13
    assert shown(panel) == before


def test_a_scenario_sets_what_it_names_and_resets_the_rest(panel: Panel) -> None:
    panel.set(side="down", factor=1.5)
    assert panel.scenario("High").values == {"number": 55, "side": "up", "factor": 1}
    button(panel.top, "Down").click()
    assert panel.values == {"number": 12, "side": "down", "factor": 1}


def test_reset_goes_back_to_the_start(panel: Panel) -> None:
    before = shown(panel)
    panel.set(number=50, side="down", factor=0.5)
    assert panel.reset() is panel
    assert shown(panel) == before
    panel.set(number=50)
    button(panel.top, "Reset").click()
    assert shown(panel) == before


def test_a_dark_theme_draws_with_the_dark_inks_and_back(panel: Panel) -> None:
    panel.set(number=30)
    panel.predict(20, "you said 20")
    light = panel.png
    panel.picture.dark = True
    fresh = Sketch(DARK)
    fresh.predict(20, "you said 20")
    assert np.array_equal(pixels(panel.png), pixels(fresh.png(30)))
    assert panel.drawing.palette is DARK
    assert panel.picture.alt == panel.readout.alt
    panel.picture.dark = False
    assert panel.drawing.palette is LIGHT
    assert panel.png == light


def test_the_mission_is_told_and_praised_when_met(panel: Panel) -> None:
    assert said(panel.mission_line) == "Mission:  reach 55 &lt;or more&gt;."
    assert "ml-good" not in panel.mission_line.value
    panel.set(number=55)
    assert said(panel.mission_line).endswith("Done.  You reached it.")
    assert "ml-good" in panel.mission_line.value
    panel.set(number=54)
    assert "Done" not in panel.mission_line.value


def test_a_panel_without_a_mission_has_an_empty_line() -> None:
    assert said(Panel(replace(TOY, mission=None)).mission_line) == ""


def test_the_stored_output_is_a_picture_and_words(panel: Panel) -> None:
    panel.set(number=20)
    top = panel.top._repr_mimebundle_()
    assert set(top) == {WIDGET_VIEW, "text/plain", "image/png"}
    assert top["text/plain"] == panel.readout.alt
    assert np.array_equal(pixels(base64.b64decode(top["image/png"])), pixels(panel.png))
    words = panel.words._repr_mimebundle_()
    assert set(words) == {WIDGET_VIEW, "text/plain"}
    assert words["text/plain"] == (
        "The number is 20 & that is < 1,000.\n  number  20\n  limit   1,000\n  a & b   <none>"
    )


def test_it_is_displayed_as_the_picture_and_then_the_words(panel: Panel, monkeypatch) -> None:
    displayed = []
    monkeypatch.setattr("margin_lessons.panels.panel.display", displayed.append)
    panel._ipython_display_()
    assert displayed == [panel.top, panel.words]


def test_controls_are_named_and_lines_that_change_are_spoken(panel: Panel) -> None:
    named = (widgets.FloatSlider, widgets.FloatText, widgets.Dropdown)
    controls = [w for w in inside(panel.top) if isinstance(w, named)]
    assert len(controls) == 5
    for control in controls:
        assert control.description
    names = [w.description for w in controls]
    assert len(set(names)) == len(names)
    assert all(
        w.description and w.tooltip for w in inside(panel.top) if isinstance(w, widgets.Button)
    )
    for line in (panel.message, panel.sentence, panel.mission_line):
        assert 'role="status"' in line.value
    assert any(isinstance(w, SliderNames) for w in inside(panel.top))
    assert panel.picture.alt


def test_no_output_widget_and_no_slider_without_a_field(panel: Panel) -> None:
    everything = [*inside(panel.top), *inside(panel.words)]
    assert not any(isinstance(w, widgets.Output) for w in everything)
    for name in ("number", "factor"):
        widget = panel.widgets[name]
        assert widget.slider in everything
        assert widget.field in everything


def test_controls_behind_the_fold_are_there_and_work(panel: Panel) -> None:
    widget = panel.widgets["factor"]
    assert widget.box in list(inside(panel.top))
    widget.slider.value = 1.5
    assert panel.state == 18
