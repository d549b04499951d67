"""The panel: one state for controls, picture and words, and a bad value changes nothing."""

from __future__ import annotations

import io
import math
import re
from base64 import b64decode
from dataclasses import replace
from decimal import Decimal
from html import unescape
from typing import Any

import numpy as np
import pytest
from panels.toy import TOY, TYPED, ask, compute, scene, seen_pixels
from PIL import Image

from margin_lessons.contract_venues import BYBIT
from margin_lessons.errors import BadInput
from margin_lessons.figures.palette import DARK, LIGHT
from margin_lessons.figures.picture import Picture
from margin_lessons.panels.controls import Choice
from margin_lessons.panels.panel import Panel


def shown(panel: Panel) -> tuple[object, ...]:
    """Return everything a learner sees of a panel, but for the message."""
    said = {k: v for k, v in panel.live.shown.items() if k not in ("note", "look", "turn")}
    return panel.values, panel.state, panel.log, panel.png, panel.live.table, said


def pixels(png: bytes) -> np.ndarray:
    """Return a picture as numbers."""
    with Image.open(io.BytesIO(png)) as picture:
        return np.asarray(picture.convert("RGB"))


def messages(panel: Panel) -> list[tuple[str, ...]]:
    """Let what a panel sends to its page be collected, and return where."""
    found: list[tuple[str, ...]] = []
    panel.live.send_state = lambda key=None: found.append(tuple(sorted(key)))
    return found


def test_it_starts_at_its_start(panel: Panel) -> None:
    assert panel.values == {"number": 12, "side": "up", "factor": 1}
    assert panel.state == 12
    assert panel.scene.fact("number").text == "12"
    assert panel.painted.read_back()["number"] == pytest.approx(12)


def test_set_moves_everything_and_returns_the_panel(panel: Panel) -> None:
    assert panel.set(number=20, side="down") is panel
    assert panel.state == 10
    page = panel.live.shown
    assert page["values"] == {"number": 20, "side": 1, "factor": 1}
    assert page["says"] == {"number": "20 USD", "side": "downwards", "factor": "1"}
    assert page["title"] == "Now 10"
    assert page["sentence"] == "The number is 10 & that is < 1,000."
    assert page["alt"] == "Now 10. A line at the number."
    assert "&lt;none&gt;" in panel.live.table
    assert np.array_equal(seen_pixels(panel), panel.painted.pixels)
    assert panel.painted.read_back()["number"] == pytest.approx(10)


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
        ({"number": 61}, "number 61 is above 60 (allowed: 1 to 60): the toy has no more."),
        ({"number": 0.5}, "number 0.5 is below 1 (allowed: 1 to 60): the toy has no more."),
        ({"number": math.nan}, "number nan is not a finite number: the toy has no more."),
        ({"number": math.inf}, "number inf is not a finite number: the toy has no more."),
        ({"number": "20"}, "number '20' is not a number: the toy has no more."),
        ({"number": None}, "number None is not a number: the toy has no more."),
        ({"number": True}, "number True is not a number: the toy has no more."),
        ({"side": "left"}, "side 'left' is not one of up, down: choose one of these."),
        (
            {"side": np.array([1.0, 2.0])},
            "side array([1., 2.]) is not one of up, down: choose one of these.",
        ),
        ({"side": Decimal("sNaN")}, "side nan is not one of up, down: choose one of these."),
        # One bad value among good ones: none is taken.
        (
            {"number": 30, "side": "left"},
            "side 'left' is not one of up, down: choose one of these.",
        ),
    ],
)
def test_a_bad_value_is_one_sentence_and_changes_nothing(
    panel: Panel, wanted: dict[str, Any], sentence: str
) -> None:
    before = shown(panel)
    with pytest.raises(BadInput) as caught:
        panel.set(**wanted)
    assert str(caught.value) == sentence
    assert shown(panel) == before


@pytest.mark.parametrize(
    ("act", "hint"), [("scenario", "did you mean 'High'"), ("decide", "did you mean 'Add a tenth'")]
)
def test_an_unknown_name_is_told_those_there_are(panel: Panel, act: str, hint: str) -> None:
    before = shown(panel)
    with pytest.raises(BadInput, match=hint):
        getattr(panel, act)({"scenario": "high", "decide": "add a tenth"}[act])
    assert shown(panel) == before


def test_a_page_moves_numbers_and_choices(panel: Panel) -> None:
    assert ask(panel, set={"number": 30, "side": 1})["title"] == "Now 15"
    assert panel.values == {"number": 30, "side": "down", "factor": 1}


@pytest.mark.parametrize("typed", [999, 0, -3, math.nan, math.inf])
def test_a_number_out_of_range_is_said_and_nothing_moves(panel: Panel, typed: float) -> None:
    panel.set(number=30)
    before = shown(panel)
    page = ask(panel, set={"number": typed})
    assert shown(panel) == before
    assert page["note"].startswith("number ")
    assert page["note"].endswith("the toy has no more.")
    assert page["look"] == "notyet"
    # The next good move takes the message away.
    page = ask(panel, set={"number": 31})
    assert (panel.state, page["note"], page["look"]) == (31, "", "")


@pytest.mark.parametrize("option", [2, -1, "up", 0.5])
def test_an_option_that_is_not_there_is_refused(panel: Panel, option: object) -> None:
    assert "side has no option number" in ask(panel, set={"side": option})["note"]
    assert panel.values["side"] == "up"


def test_a_step_is_one_message_with_what_changed(panel: Panel) -> None:
    sent = messages(panel)
    ask(panel, set={"number": 30})
    assert sent == [("patch", "shown", "table")]
    sent.clear()
    ask(panel, set={"number": 99})
    assert sent == [("shown",)]


def test_a_fault_is_shown_and_surfaces() -> None:
    def faulty(number: float, **others: Any) -> float:
        if number == 13:
            raise ZeroDivisionError("thirteen & <more>")
        return compute(number, **others)

    panel = Panel(replace(TOY, compute=faulty))
    before = shown(panel)
    with pytest.raises(ZeroDivisionError):
        panel.set(number=13)
    assert shown(panel) == before
    with pytest.raises(ZeroDivisionError):
        ask(panel, set={"number": 13})
    assert panel.live.shown["note"] == (
        "This panel has a fault, please report it: ZeroDivisionError('thirteen & <more>')"
    )
    assert shown(panel) == before
    assert (ask(panel, set={"number": 14})["note"], panel.state) == ("", 14)


@pytest.mark.parametrize("part", ["scene", "picture", "mission"])
def test_a_fault_anywhere_leaves_the_panel_as_it_was(part: str) -> None:
    def surely(state: float) -> None:
        if state == 13:
            raise RuntimeError("thirteen")

    changed: dict[str, Any] = {
        "scene": {"scene": lambda state: (surely(state), scene(state))[1]},
        "picture": {"picture": lambda now, start: (surely(now.state), TOY.picture(now, start))[1]},
        "mission": {"mission": replace(TOY.mission, done=lambda state: surely(state) or False)},
    }
    panel = Panel(replace(TOY, **changed[part]))
    before = shown(panel)
    with pytest.raises(RuntimeError):
        panel.set(number=13)
    assert shown(panel) == before
    with pytest.raises(RuntimeError):
        ask(panel, set={"number": 13})
    assert shown(panel) == before


def test_a_scenario_sets_what_it_names_and_resets_the_rest(panel: Panel) -> None:
    panel.set(side="down", factor=1.5)
    assert panel.scenario("High").values == {"number": 55, "side": "up", "factor": 1}
    ask(panel, act="scenario", name="Down")
    assert panel.values == {"number": 12, "side": "down", "factor": 1}


def test_reset_goes_back_to_the_start_and_forgets_decisions(panel: Panel) -> None:
    before = shown(panel)
    panel.decide("Add a tenth").set(number=50, side="down", factor=0.5)
    assert panel.reset() is panel
    assert shown(panel) == before
    panel.set(number=50)
    ask(panel, act="decide", name="Add a tenth")
    assert panel.log == (5.0,)
    ask(panel, act="reset")
    assert shown(panel) == before


def test_decisions_are_appended_and_stay_while_a_control_moves(panel: Panel) -> None:
    ask(panel, act="decide", name="Add a tenth")
    ask(panel, act="decide", name="Add a tenth")
    assert panel.log == pytest.approx((1.2, 1.32))
    assert panel.state == pytest.approx(14.52)
    panel.set(number=20)
    assert panel.state == pytest.approx(22.52)
    panel.scenario("High")
    assert panel.log == ()


def test_axes_are_those_of_the_scenario_and_stand_still_under_a_move(panel: Panel) -> None:
    def axis() -> float:
        return panel.picture.plots[0].x.high

    assert axis() == 60
    panel.set(number=60, factor=1.5)
    assert axis() == 60
    panel.scenario("High")
    assert axis() == 110
    panel.set(number=20)
    assert axis() == 110
    panel.set(side="down")  # a choice is another story
    assert axis() == 60


def test_the_picture_is_painted_for_its_place(panel: Panel) -> None:
    page = ask(panel, place={"width": 390, "ratio": 2, "dark": False})
    assert page["size"] == [390, 300, 2]
    assert pixels(panel.png).shape == (600, 780, 3)
    page = ask(panel, set={"number": 20}, place={"width": 1260, "ratio": 1})
    assert page["size"] == [1260, 360, 1]
    assert pixels(panel.png).shape == (360, 1260, 3)
    page = ask(panel, place={"width": 1280, "height": 500, "ratio": 1, "letters": 19})
    assert page["size"] == [1280, 500, 1]


@pytest.mark.parametrize(("width", "drawn"), [(1, 240), (254, 254), (9_999, 1_800)])
def test_a_place_too_narrow_or_too_wide_gets_the_nearest_picture(
    panel: Panel, width: int, drawn: int
) -> None:
    assert ask(panel, place={"width": width, "ratio": 9})["size"][0::2] == [drawn, 2]


def test_a_dark_place_is_painted_in_the_dark_inks_and_back(panel: Panel) -> None:
    light = panel.png
    alt = panel.live.shown["alt"]
    page = ask(panel, place={"width": 830, "ratio": 1, "dark": True})
    assert panel.painted.palette is DARK
    assert page["alt"] == alt
    assert tuple(pixels(panel.png)[0, 0]) == (0x11, 0x11, 0x11)
    ask(panel, place={"width": 830, "ratio": 1, "dark": False})
    assert panel.painted.palette is LIGHT
    assert panel.png == light


def test_the_mission_is_told_and_met(panel: Panel) -> None:
    assert panel.live.fixed["mission"] == {
        "task": "reach 55 <or more>.",
        "praise": "You reached it.",
    }
    assert panel.live.shown["met"] is False
    assert ask(panel, set={"number": 55})["met"] is True
    assert ask(panel, set={"number": 54})["met"] is False


def test_what_a_page_is_told_of_the_controls(panel: Panel) -> None:
    number, side, factor = panel.live.fixed["controls"]
    assert number == {
        "name": "number", "label": "number", "more": False, "low": 1, "high": 60, "step": 1,
        "unit": "USD", "whole": False, "slider": True, "blank": False,
    }  # fmt: skip
    assert side == {
        "name": "side", "label": "side", "more": False, "options": ["upwards", "downwards"],
    }  # fmt: skip
    assert factor["more"] is True
    assert panel.live.fixed["scenarios"] == ["High", "Down"]
    assert panel.live.fixed["acts"] == [
        {"name": "Add a tenth", "reasons": (), "key": "", "asks": "why?"}
    ]
    assert panel.live.fixed["clock"]["control"] == "number"


def test_a_number_without_a_slider_is_told_so_and_moves_all_the_same() -> None:
    panel = Panel(TYPED)
    number, *rest = panel.live.fixed["controls"]
    assert (number["slider"], number["low"], number["high"]) == (False, 1, 60)
    assert [control.get("slider") for control in rest] == [None, True]
    # What is typed need not lie on a step, which only a slider has.
    page = ask(panel, set={"number": 20.5})
    assert (page["values"]["number"], page["says"]["number"]) == (20.5, "20.5 USD")
    assert (panel.state, panel.painted.read_back()["number"]) == (20.5, pytest.approx(20.5))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (99, "number 99 is above 60 (allowed: 1 to 60): the toy has no more."),
        (0.5, "number 0.5 is below 1 (allowed: 1 to 60): the toy has no more."),
        (math.nan, "number nan is not a finite number: the toy has no more."),
    ],
)
def test_what_is_typed_out_of_range_is_answered_by_one_sentence(
    typed: float, sentence: str
) -> None:
    panel = Panel(TYPED)
    before = shown(panel)
    page = ask(panel, set={"number": typed})
    assert (page["note"], page["look"]) == (sentence, "notyet")
    assert page["values"]["number"] == 12
    assert shown(panel) == before


def test_a_panel_without_mission_clock_and_acts_says_so() -> None:
    def bare(number: float, side: str, factor: float) -> float:
        return compute(number, side, factor)

    panel = Panel(replace(TOY, mission=None, clock=None, acts=(), compute=bare))
    fixed = panel.live.fixed
    assert (fixed["mission"], fixed["clock"], fixed["acts"]) == ({}, {}, [])
    assert panel.set(number=55).live.shown["met"] is False


def test_what_is_stored_is_a_picture_with_its_words_and_a_table(panel: Panel) -> None:
    panel.set(number=20)
    stored = panel._repr_mimebundle_()
    assert set(stored) == {"text/html", "text/plain"}
    html = stored["text/html"]
    assert f'<div class="ml-live ml-{panel.live.model_id}">' in html
    found = re.search(r'<img alt="([^"]*)" src="data:image/png;base64,([^"]*)"', html)
    assert found is not None
    assert unescape(found[1]) == "Now 20. A line at the number."
    assert np.array_equal(pixels(b64decode(found[2])), pixels(panel.png))
    assert "<p>The number is 20 &amp; that is &lt; 1,000.</p>" in html
    assert panel.scene.table.html in html
    assert "reach 55 &lt;or more&gt;." in html
    assert stored["text/plain"] == (
        "Now 20\nThe number is 20 & that is < 1,000.\nAll numbers\nwhat    value\n"
        "------  ------\nnumber  20\nlimit   1,000\na & b   <none>\n"
        "Mission: reach 55 <or more>."
    )


def test_what_is_stored_is_drawn_for_no_place_in_particular(panel: Panel) -> None:
    stored = panel._repr_mimebundle_()["text/html"]
    ask(panel, place={"width": 390, "ratio": 2, "dark": True})
    assert panel._repr_mimebundle_()["text/html"] == stored


def test_a_picture_whose_plots_stack_is_taller() -> None:
    def two(*scenes: Any) -> Picture:
        picture = TOY.picture(*scenes)
        return replace(picture, plots=(*picture.plots, *picture.plots))

    panel = Panel(replace(TOY, picture=two))
    sizes = [ask(panel, place={"width": width, "ratio": 1})["size"] for width in (830, 390)]
    assert sizes == [[830, 300, 1], [390, 480, 1]]


def test_no_trait_is_set_to_none(panel: Panel) -> None:
    """A kernel in the browser loses such a message."""
    changed: list[tuple[str, object]] = []
    panel.live.observe(lambda change: changed.append((change["name"], change["new"])))
    ask(panel, set={"number": 30})
    ask(panel, act="reset")
    panel.close()
    assert changed
    assert all(value is not None for name, value in changed if name != "comm")


def test_an_option_that_is_a_venue_is_listed_by_its_words() -> None:
    steps = Choice("steps", "steps of", (("no tiers", None), ("Bybit", BYBIT)), None)
    with pytest.raises(BadInput, match="steps of 5 is not one of no tiers, Bybit: choose one"):
        steps.check(5)
    assert steps.check("Bybit") is BYBIT
