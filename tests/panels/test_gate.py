"""The prediction gate: a number is committed before the outcome is seen, and stays on the axes."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from pathlib import Path

import ipywidgets as widgets
import numpy as np
import pytest
from figures.sketch import Sketch, pixels
from panels.toy import PREDICTION, SHARE, TOY, inside, said

from margin_lessons.errors import BadInput
from margin_lessons.figures.words import percent
from margin_lessons.panels import progress
from margin_lessons.panels.gate import CONFIDENCE, OPEN_GATES, Gate, Prediction
from margin_lessons.panels.panel import Panel
from margin_lessons.panels.twin import WIDGET_VIEW


def gate(prediction: Prediction = PREDICTION, **how: bool) -> Gate:
    """Return a new gate before a new panel."""
    return Gate(prediction, Panel(TOY), "lesson", **how)


def is_open(live: Gate) -> bool:
    """Return whether the panel behind the gate is seen."""
    seen = {box.layout.display != "none" for box in (live.panel.top, live.panel.words)}
    assert len(seen) == 1
    return seen.pop()


def test_a_gate_is_closed_until_a_prediction_is_committed() -> None:
    live = gate()
    assert not is_open(live)
    assert said(live.result) == ""
    note = live.commit(50, "certain")
    assert is_open(live)
    assert note == "You said 50 USD; it is 55 USD. Your prediction is off by 5 USD, too low."
    assert said(live.result) == f"{note} You were certain."
    assert live.panel.values == {"number": 55, "side": "up", "factor": 1}


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (..., "the prediction is blank: write a number in USD."),
        ("", "the prediction is blank: write a number in USD."),
        ("   ", "the prediction is blank: write a number in USD."),
        (None, "the prediction is blank: write a number in USD."),
        ("a lot", "the answer 'a lot' is not a number: write digits, like 13200 or 13,200."),
        (float("nan"), "the answer nan is not a number: write digits, like 13200 or 13_200."),
    ],
)
def test_a_blank_or_words_keep_the_gate_closed(value: object, sentence: str) -> None:
    live = gate()
    with pytest.raises(BadInput) as caught:
        live.commit(value)
    assert str(caught.value) == sentence
    assert not is_open(live)
    assert progress.read()["lessons"] == {}


def test_a_confidence_is_one_of_three() -> None:
    live = gate()
    with pytest.raises(BadInput) as caught:
        live.commit(50, "sure")
    assert str(caught.value) == (
        "'sure' is no confidence. Choose one of: guessing, fairly sure, certain."
    )
    assert not is_open(live)


def test_the_button_commits_what_was_typed() -> None:
    live = gate()
    live.button.click()
    assert said(live.result) == "Not yet: the prediction is blank: write a number in USD."
    assert not is_open(live)
    live.field.value = "<b>"
    live.button.click()
    assert escape("<b>") in live.result.value
    assert not is_open(live)
    live.field.value = "60 USD"
    live.button.click()
    assert said(live.result) == (
        "Not yet: how sure are you? Choose one of: guessing, fairly sure, certain."
    )
    assert not is_open(live)
    live.confidence.value = "fairly sure"
    live.button.click()
    assert is_open(live)
    assert said(live.result).endswith("off by 5 USD, too high. You were fairly sure.")


def test_a_hit_is_said_as_one() -> None:
    assert gate().commit(55) == "You said 55 USD, and 55 USD it is."
    # What is written alike counts as alike.
    assert gate().commit(55.0001) == "You said 55 USD, and 55 USD it is."
    assert gate().commit(55.02) == "You said 55.02 USD, and 55 USD it is: as good as exact."


@pytest.mark.parametrize(
    ("said", "true", "words"),
    [
        (0.12, -0.12, "The size is right, but look at the sign."),
        (-0.20, -0.12, "off by 8.0 percentage points, too far down."),
        (-0.05, -0.12, "off by 7.0 percentage points, not far enough down."),
        (0.05, -0.12, "off by 17.0 percentage points, too high."),
        (0.05, 0.12, "off by 7.0 percentage points, too low."),
    ],
)
def test_the_gap_says_which_way(said: float, true: float, words: str) -> None:
    fall = replace(SHARE, show=percent)
    assert fall.gap(said, true).endswith(words)


def test_the_prediction_is_drawn_on_the_same_axes_and_stays() -> None:
    live = gate()
    live.commit(50)
    drawing = live.panel.drawing
    assert drawing.guess.axes is drawing.mark.axes
    assert drawing.guess.get_visible()
    assert set(drawing.guess.get_xdata()) == {50}
    assert drawing.guess_label.get_text() == "you said 50 USD"
    assert drawing.guess.get_linestyle() == "--"
    fresh = Sketch()
    assert not np.array_equal(pixels(fresh.png(55)), pixels(live.panel.png))
    fresh.predict(50, "you said 50 USD")
    assert np.array_equal(pixels(fresh.png(55)), pixels(live.panel.png))
    live.panel.set(number=45)
    assert drawing.guess.get_visible()
    live.panel.picture.dark = True
    assert set(live.panel.drawing.guess.get_xdata()) == {50}


def test_a_scale_takes_the_typed_number_to_the_axis() -> None:
    live = gate(SHARE)
    note = live.commit("6000%", "guessing")
    assert note == (
        "You said 6000%; it is 5500%. Your prediction is off by 500 percentage points, too high."
    )
    assert set(live.panel.drawing.guess.get_xdata()) == {60}
    assert progress.entry("lesson", "predictions", "share")["value"] == 60


def test_a_prediction_is_saved_and_resumed(progress_file: Path) -> None:
    gate().commit(50, "fairly sure")
    saved = progress.entry("lesson", "predictions", "high number")
    assert (saved["value"], saved["confidence"], saved["outcome"]) == (50, "fairly sure", 55)
    again = gate()
    assert is_open(again)
    assert said(again.result).startswith("You said 50 USD; it is 55 USD.")
    assert said(again.result).endswith("You were fairly sure.")
    assert set(again.panel.drawing.guess.get_xdata()) == {50}
    assert again.panel.state == 55


def test_a_second_prediction_is_drawn_and_the_first_is_kept() -> None:
    """Only the first was made before the outcome was seen."""
    live = gate()
    live.commit(50)
    assert "first" not in said(live.result)
    live.commit(60, "certain")
    assert set(live.panel.drawing.guess.get_xdata()) == {60}
    assert said(live.result).endswith("You were certain. Your first prediction, 50 USD, is kept.")
    live.commit(55)
    saved = progress.entry("lesson", "predictions", "high number")
    assert (saved["value"], saved["confidence"]) == (50, "guessing")
    assert [later["value"] for later in saved["later"]] == [60, 55]
    assert set(gate().panel.drawing.guess.get_xdata()) == {50}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("-500 %", "the prediction -500% is below 0% (allowed: 0% to 100%): it is a chance."),
        (150, "the prediction 150% is above 100% (allowed: 0% to 100%): it is a chance."),
        (
            "1,000,000%",
            "the prediction 1e+06% is above 100% (allowed: 0% to 100%): it is a chance.",
        ),
    ],
)
def test_a_prediction_out_of_its_range_is_told_the_range(typed: object, sentence: str) -> None:
    live = gate(replace(SHARE, lowest=0, highest=100, why="it is a chance"))
    with pytest.raises(BadInput) as caught:
        live.commit(typed)
    assert str(caught.value) == sentence
    assert not is_open(live)
    assert progress.read()["lessons"] == {}
    live.commit(100)
    assert is_open(live)


@pytest.mark.parametrize(("prediction", "typed"), [(PREDICTION, 1e14), (SHARE, "-1,000,000%")])
def test_without_a_range_only_nonsense_is_refused(prediction: Prediction, typed: object) -> None:
    with pytest.raises(BadInput, match=r"^the prediction .* \(allowed: .* to .*\): no answer"):
        gate(prediction).commit(typed)


def test_of_a_range_with_one_end_only_that_end_is_given() -> None:
    price = replace(PREDICTION, lowest=0, why="a price is no debt")
    assert price.read("0") == 0
    with pytest.raises(BadInput, match=r"^the prediction -5 USD is below 0 USD .*: a price is no"):
        price.read("-5 USD")


def test_a_prediction_that_cannot_be_saved_is_shown_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv(progress.ENVIRONMENT, str(tmp_path / "file" / "mine.json"))
    live = gate()
    live.commit(50)
    assert is_open(live)
    assert "You said 50 USD" in said(live.result)
    assert "Your answer is not saved" in said(live.result)


def test_a_damaged_saved_prediction_closes_the_gate(progress_file: Path) -> None:
    progress_file.write_text(
        '{"format": 1, "lessons": {"lesson": {"predictions": {"high number": {"value": "x"}}}}}',
        encoding="utf-8",
    )
    assert not is_open(gate())


def test_an_instructor_can_open_one_gate() -> None:
    live = gate(open=True)
    assert is_open(live)
    assert live.panel.state == 12
    assert progress.read()["lessons"] == {}


@pytest.mark.parametrize(
    ("flag", "lifted"), [("1", True), ("yes", True), ("0", False), ("", False)]
)
def test_an_instructor_can_open_all_gates(
    flag: str, lifted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OPEN_GATES, flag)
    assert is_open(gate()) is lifted


def test_a_number_beyond_the_axes_is_said_there(progress_file: Path) -> None:
    live = gate()
    live.commit(5_000_000)
    assert not live.panel.drawing.guess.get_visible()
    assert "off this chart" in live.panel.drawing.guess_label.get_text()


def test_the_stored_output_is_the_question(monkeypatch: pytest.MonkeyPatch) -> None:
    live = gate()
    bundle = live.box._repr_mimebundle_()
    assert set(bundle) == {WIDGET_VIEW, "text/plain"}
    assert bundle["text/plain"] == (
        "Predict. What is the number when it is high & up?\n"
        "  My prediction, USD: ____   I am: guessing / fairly sure / certain"
    )
    displayed = []
    monkeypatch.setattr("margin_lessons.panels.gate.display", displayed.append)
    live._ipython_display_()
    assert displayed == [live.box, live.panel]


def test_fields_are_named_and_the_result_is_spoken() -> None:
    live = gate()
    named = (widgets.Text, widgets.RadioButtons)
    fields = [w for w in inside(live.box) if isinstance(w, named)]
    assert [w.description for w in fields] == ["My prediction, USD", "I am"]
    assert tuple(live.confidence.options) == CONFIDENCE
    assert live.confidence.value is None
    assert 'role="status"' in live.result.value
    assert escape(PREDICTION.question) in live.question.value
    live.commit(50)
    assert 'role="status"' in live.result.value
