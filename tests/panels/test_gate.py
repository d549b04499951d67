"""The prediction gate: a number is committed before the outcome is seen, and told apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from panels.tasks import PREDICTION, SHARE
from panels.toy import TOY, ask

from margin_lessons.errors import BadInput
from margin_lessons.panels import progress
from margin_lessons.panels.gate import CONFIDENCE, OPEN_GATES, Gate
from margin_lessons.panels.prediction import Prediction
from margin_lessons.panels.session import Session

ASKED = {"number": 55, "side": "up", "factor": 1}
SECOND = {"number": 30, "side": "up", "factor": 1}
START = {"number": 12, "side": "up", "factor": 1}


def gate(prediction: Prediction = PREDICTION, **how: bool) -> Gate:
    """Return a new gate before a new panel."""
    return Gate(prediction, TOY, Session("lesson"), **how)


def page(live: Gate) -> dict[str, Any]:
    """Return what the page is shown of the prediction."""
    shown: dict[str, Any] = live.live.shown["gate"]
    return shown


def is_open(live: Gate) -> bool:
    """Return whether the panel behind the gate is seen."""
    return bool(page(live)["open"])


def told(live: Gate) -> list[str]:
    """Return what is said to what was committed."""
    return [one["words"] for one in page(live)["told"]]


def guess(live: Gate) -> list[str]:
    """Return what stands in the picture of what a learner said."""
    return [label.text for label in live.painted.labels if label.ink == "prediction"]


def test_a_gate_is_closed_until_a_prediction_is_committed() -> None:
    live = gate()
    assert not is_open(live)
    assert told(live) == []
    assert page(live)["question"] == PREDICTION.question
    note = live.commit(50, "certain")
    assert is_open(live)
    assert note.startswith("You said 50 USD; it is 55 USD.")
    assert told(live) == [f"{note} You were certain."]
    assert page(live)["question"] == ""
    assert live.values == ASKED


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


def test_a_page_commits_what_it_sends() -> None:
    live = gate()
    ask(live, act="commit", typed="", confidence="")
    assert page(live)["problem"] == "Not yet: the prediction is blank: write a number in USD."
    ask(live, act="commit", typed="<b>", confidence="certain")
    assert "<b>" in page(live)["problem"]
    ask(live, act="commit", typed="60 USD", confidence="")
    assert page(live)["problem"] == (
        "Not yet: how sure are you? Choose one of: guessing, fairly sure, certain."
    )
    assert not is_open(live)
    assert page(live)["commits"] == 0
    ask(live, act="commit", typed="60 USD", confidence="fairly sure")
    assert is_open(live)
    assert page(live)["problem"] == ""
    assert page(live)["commits"] == 1
    assert told(live)[0].endswith("You were fairly sure.")


@pytest.mark.parametrize(
    ("value", "look"), [(55, "good"), (55.02, "good"), (50, "notyet"), (12, "notyet")]
)
def test_only_what_is_close_looks_good(value: float, look: str) -> None:
    live = gate()
    live.commit(value)
    assert page(live)["told"][0]["look"] == look


def test_a_known_wrong_idea_gets_its_own_line() -> None:
    live = gate()
    live.commit(12, "certain")
    assert "You may be thinking “the start is the end”: it has moved since." in told(live)[0]
    saved = progress.entry("lesson", "predictions", "high number")
    assert saved is not None
    assert saved["misconception"] == "the start is the end"


def test_the_guess_stands_in_the_picture_only_where_it_was_asked() -> None:
    live = gate()
    assert guess(live) == []
    live.commit(50)
    assert guess(live) == ["you said 50 USD"]
    with_guess = live.png
    for move in (
        lambda: live.set(number=45),
        lambda: live.set(factor=1.1),
        live.reset,
        lambda: live.scenario("Down"),
        lambda: live.decide("Add a tenth"),
    ):
        move()
        assert guess(live) == []
        live.reset().set(**ASKED)
        assert guess(live) == ["you said 50 USD"]
    live.scenario("High")  # the same setting, with the axes of its scenario
    assert live.png == with_guess


def test_a_scale_takes_the_typed_number_to_the_axis() -> None:
    live = gate(SHARE)
    assert live.commit("6000%", "guessing").startswith("You said 6000%; it is 5500%.")
    saved = progress.entry("lesson", "predictions", "share")
    assert saved is not None
    assert saved["value"] == 60
    assert guess(live) == ["you said 6000%"]


def test_a_prediction_is_saved_and_resumed(progress_file: Path) -> None:
    gate().commit(50, "fairly sure")
    saved = progress.entry("lesson", "predictions", "high number")
    assert saved is not None
    assert (saved["value"], saved["confidence"], saved["outcome"]) == (50, "fairly sure", 55)
    again = gate()
    assert is_open(again)
    assert told(again)[0].startswith("You said 50 USD; it is 55 USD.")
    assert told(again)[0].endswith("You were fairly sure.")
    assert guess(again) == ["you said 50 USD"]
    assert again.state == 55
    assert page(again)["commits"] == 0  # nothing was committed now: no page moves


def test_later_commits_are_kept_beside_the_first() -> None:
    """Only the first was made before the outcome was seen."""
    live = gate()
    live.commit(50)
    assert "first" not in told(live)[0]
    live.commit(60, "certain")
    assert guess(live) == ["you said 60 USD"]
    assert told(live)[0].endswith("You were certain. Your first prediction, 50 USD, is kept.")
    live.commit(55)
    saved = progress.entry("lesson", "predictions", "high number")
    assert saved is not None
    assert (saved["value"], saved["confidence"]) == (50, "guessing")
    assert [later["value"] for later in saved["later"]] == [60, 55]
    assert guess(gate()) == ["you said 50 USD"]


def test_a_second_case_is_offered_asked_and_kept_beside_the_first() -> None:
    live = gate()
    assert page(live)["again"] is False
    live.commit(50, "certain")
    assert page(live)["again"] is True
    ask(live, act="again")
    assert page(live)["question"] == "And when it is 30?"
    assert page(live)["again"] is False
    assert len(told(live)) == 1  # nothing of what was said is hidden
    assert is_open(live)
    ask(live, act="commit", typed="30", confidence="guessing")
    assert live.values == SECOND
    assert [line.split(";")[0] for line in told(live)] == [
        "You said 50 USD",
        "You said 30 USD, and 30 USD it is. You were guessing.",
    ]
    assert guess(live) == ["you said 30 USD"]
    live.set(**ASKED)
    assert guess(live) == ["you said 50 USD"]
    assert page(live)["again"] is False
    first = progress.entry("lesson", "predictions", "high number")
    second = progress.entry("lesson", "second cases", "high number")
    assert first is not None
    assert second is not None
    assert (first["value"], second["value"]) == (50, 30)
    assert (first["outcome"], second["outcome"]) == (55, 30)
    assert len(told(gate())) == 2


def test_there_is_no_second_case_before_the_first_or_without_one() -> None:
    for live in (gate(), gate(replace(PREDICTION, again=None))):
        with pytest.raises(BadInput, match="has no second case to ask now"):
            live.ask_again()
    live.commit(50)
    assert page(live)["again"] is False


def test_a_prediction_out_of_its_range_is_told_the_range() -> None:
    live = gate(replace(SHARE, lowest=0, highest=100, why="it is a chance", again=None))
    ask(live, act="commit", typed="150", confidence="certain")
    assert page(live)["problem"] == (
        "Not yet: the prediction 150% is above 100% (allowed: 0% to 100%): it is a chance."
    )
    assert not is_open(live)
    assert progress.read()["lessons"] == {}


def test_a_prediction_that_cannot_be_saved_is_shown_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv(progress.ENVIRONMENT, str(tmp_path / "file" / "mine.json"))
    live = gate()
    live.commit(50)
    assert is_open(live)
    assert told(live)[0].startswith("You said 50 USD")
    assert "Your answer is not saved" in told(live)[0]


def test_a_damaged_saved_prediction_closes_the_gate(progress_file: Path) -> None:
    progress_file.write_text(
        '{"format": 1, "lessons": {"lesson": {"predictions": {"high number": {"value": "x"}}}}}',
        encoding="utf-8",
    )
    assert not is_open(gate())


def test_an_instructor_can_open_one_gate() -> None:
    live = gate(open=True)
    assert is_open(live)
    assert page(live)["question"] == PREDICTION.question
    assert live.state == 12
    assert progress.read()["lessons"] == {}


@pytest.mark.parametrize(
    ("flag", "lifted"), [("1", True), ("yes", True), ("0", False), ("", False)]
)
def test_an_instructor_can_open_all_gates(
    flag: str, lifted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OPEN_GATES, flag)
    assert is_open(gate()) is lifted


def test_a_prediction_is_judged_where_it_was_asked_wherever_the_panel_stands() -> None:
    live = gate(open=True)
    live.set(side="down", factor=1.5)
    assert live.state == 9
    assert live.commit(50).startswith("You said 50 USD; it is 55 USD.")
    assert live.values == ASKED
    live.set(number=30, side="down", factor=0.5)
    live.commit(60)
    assert "it is 55 USD" in told(live)[0]
    assert live.values == ASKED
    saved = progress.entry("lesson", "predictions", "high number")
    assert saved is not None
    assert saved["outcome"] == saved["later"][0]["outcome"] == 55


def test_a_number_beyond_the_axes_is_said_there() -> None:
    live = gate()
    live.commit(5_000_000)
    assert guess(live) == ["you said 5,000,000 USD (off this chart)"]


def test_what_is_stored_is_the_question_and_the_panel_at_its_start() -> None:
    live = gate()
    start = live.png
    stored = live._repr_mimebundle_()
    assert stored["text/plain"].startswith(
        "Predict. What is the number when it is high & up?\n"
        "  My prediction, USD: ____   I am: guessing / fairly sure / certain\n\nNow 12\n"
    )
    html = stored["text/html"]
    assert "What is the number when it is high &amp; up?" in html
    assert "Run the cells to answer: Run, Run All Cells." in html
    assert "Now 12. A line at the number." in html
    assert live.png == start


def test_what_a_page_is_told_once() -> None:
    assert gate().live.fixed["gate"] == {"unit": "USD", "confidences": list(CONFIDENCE)}
