"""What is said to a prediction: only what is close is praised, and a known slip gets its line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from panels.tasks import CALL, FALL, LEFT, PREDICTION, SHARE

from margin_lessons.errors import BadInput
from margin_lessons.panels.judging import CLOSE
from margin_lessons.panels.prediction import Prediction
from margin_lessons.panels.verdict import WrongAnswer

SIGN = "The size is right, but look at the sign."


def test_a_hit_is_said_as_one() -> None:
    exact = LEFT.judge(3_000, 3_000)
    assert (exact.kind, exact.look, exact.off) == ("close", "good", "")
    assert exact.words == "You said 3,000 USD, and 3,000 USD it is."
    # What is written alike counts as alike.
    assert LEFT.judge(3_000.001, 3_000).words == exact.words
    near = LEFT.judge(3_001, 3_000)
    assert near.words == "You said 3,001 USD, and 3,000 USD it is: as good as exact."


def test_close_is_a_twentieth_and_no_more() -> None:
    assert LEFT.judge(3_150, 3_000).words == (
        "You said 3,150 USD; it is 3,000 USD. Close: off by 150 USD, too high."
    )
    assert LEFT.judge(2_850, 3_000).look == "good"
    for far in (3_151, 2_849):
        judged = LEFT.judge(far, 3_000)
        assert (judged.kind, judged.look) == ("off", "notyet")
    assert LEFT.judge(2_500, 3_000).words == (
        "You said 2,500 USD; it is 3,000 USD. Your prediction is off by 500 USD, too low."
    )


def test_a_price_is_close_by_its_distance_from_the_entry() -> None:
    """24,601 is 2.5% from 24,000, but the question is how far it is from 30,000."""
    assert CALL.judge(24_601, 24_000).kind == "off"
    assert CALL.judge(24_600, 24_000).kind == "close"
    assert replace(CALL, entry=None).judge(24_601, 24_000).kind == "close"


@pytest.mark.parametrize("typed", [4_000, 3_985, 4_019])
def test_a_known_wrong_number_is_answered_by_its_own_line(typed: float) -> None:
    judged = LEFT.judge(typed, 3_000)
    assert judged.kind == "misconception"
    assert judged.look == "notyet"
    assert judged.misconception == "I can only lose my margin"
    assert judged.words == (
        f"You said {typed:,} USD; it is 3,000 USD. You may be thinking “I can only lose my "
        "margin”: the loan is repaid in full."
    )
    assert LEFT.judge(4_030, 3_000).misconception == ""


def test_a_known_wrong_number_near_the_right_one_is_no_hit() -> None:
    """Ten times 2% added is 44,000; compounded it is 44,939."""
    two = replace(LEFT, wrong=(*LEFT.wrong, WrongAnswer(3_990, "another", "it is another.")))
    assert two.judge(3_991, 3_000).misconception == "another"
    assert two.judge(3_999, 3_000).misconception == LEFT.wrong[0].misconception
    # Nearer to the right one it is no slip, however little they differ.
    assert LEFT.judge(4_008, 4_012).kind == "close"
    assert LEFT.judge(4_000, 4_100).misconception == "I can only lose my margin"
    assert LEFT.judge(4_000, 4_000).kind == "close"


@pytest.mark.parametrize(
    ("prediction", "typed", "right", "misconception", "line"),
    [
        (LEFT, -3_000, 3_000, "the sign turned round", SIGN),
        (LEFT, 1_000, -1_000, "the sign turned round", SIGN),
        (FALL, 12, -12, "the sign turned round", SIGN),
        (
            FALL,
            -0.12,
            -12,
            "a fraction instead of a percentage",
            "-0.12 is a fraction: in % it is a hundred times that.",
        ),
        (
            FALL,
            0.12,
            -12,
            "a fraction instead of a percentage",
            "0.12 is a fraction: in % it is a hundred times that; look at the sign, too.",
        ),
        (
            LEFT,
            2_000,
            3_000,
            "the loss for what is left",
            "2,000 USD is what is lost, not what is left.",
        ),
        (
            LEFT,
            -6_000,
            -1_000,
            "the loss for what is left",
            "6,000 USD is what is lost, not what is left.",
        ),
        (
            SHARE,
            74.5,
            25.5,
            "the part that is left for the part that is lost",
            "74.5% is the other part: the two make 100%.",
        ),
        (
            FALL,
            88,
            -12,
            "the part that is left for the part that is lost",
            "88.0% is the other part: the two make 100%.",
        ),
        (
            CALL,
            6_000,
            24_000,
            "a distance instead of a price",
            "6,000 USD is how far the price is from 30,000 USD, not the price.",
        ),
        (
            CALL,
            -20,
            24_000,
            "a distance instead of a price",
            "The price is 20.0% from 30,000 USD; asked is the price.",
        ),
        (
            CALL,
            0.2,
            24_000,
            "a distance instead of a price",
            "The price is 20.0% from 30,000 USD; asked is the price.",
        ),
        (
            replace(FALL, lowest=None, highest=None),
            17_600,
            -12,
            "a price instead of a distance",
            "17,600 USD is the price there; asked is how far it is from 20,000 USD, in %.",
        ),
    ],
)
def test_a_slip_is_recognised_by_itself(
    prediction: Prediction, typed: float, right: float, misconception: str, line: str
) -> None:
    scale = prediction.scale
    judged = prediction.judge(typed * scale, right * scale)
    assert (judged.kind, judged.look) == ("misconception", "notyet")
    assert judged.misconception == misconception
    said, true = prediction.show(typed * scale), prediction.show(right * scale)
    assert judged.words == f"You said {said}; it is {true}. {line}"
    # Without what the question tells about itself there is no guessing at it.
    if prediction.entry is not None and "distance" in misconception:
        assert replace(prediction, entry=None).judge(typed * scale, right * scale).kind == "off"


@pytest.mark.parametrize(
    ("typed", "right", "words"),
    [
        (-20, -12, "off by 8.0 percentage points, too far down."),
        (-5, -12, "off by 7.0 percentage points, not far enough down."),
        (5, -12, "off by 17.0 percentage points, too high."),
        (5, 12, "off by 7.0 percentage points, too low."),
    ],
)
def test_which_way_is_said_so_that_it_means_one_thing(
    typed: float, right: float, words: str
) -> None:
    """Of two falls "-12 is too high" could mean either."""
    judged = FALL.judge(typed / 100, right / 100)
    assert judged.words.endswith(f"Your prediction is {words}")
    assert judged.off == words.removeprefix("off by ").removesuffix(".")


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_green_is_for_what_is_near_and_for_nothing_else(typed: float, right: float) -> None:
    judged = replace(LEFT, wrong=()).judge(typed, right)
    near = abs(typed - right) <= max(CLOSE * abs(right), 0.011)
    assert judged.look == ("good" if judged.kind == "close" else "notyet")
    assert near or judged.kind != "close"
    assert judged.words.startswith(f"You said {LEFT.show(typed)}")


# What is read.


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "the prediction is blank: write a number in %."),
        (
            "-500 %",
            "the prediction -500.0% is below -100.0% (allowed: -100.0% to +100.0%): a price falls "
            "by 100% at most.",
        ),
        (
            "17,600",
            "the prediction 17,600 looks like a price: give how far it is from 20,000 USD, in %.",
        ),
        ("55k", "the answer '55k' is shortened: write it out, like 55,000."),
        ((1, -254.0), "the answer (1, -254.0) is more than one number: in code a comma starts a "
                      "second number there, so write 13200 or 13_200."),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_answered_in_one_sentence(typed: object, sentence: str) -> None:
    with pytest.raises(BadInput) as caught:
        FALL.read(typed)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(("prediction", "typed"), [(PREDICTION, 1e14), (SHARE, "-1,000,000%")])
def test_without_a_range_only_nonsense_is_refused(prediction: Prediction, typed: object) -> None:
    with pytest.raises(BadInput, match=r"^the prediction .* \(allowed: .* to .*\): no answer"):
        prediction.read(typed)


def test_of_a_range_with_one_end_only_that_end_is_given() -> None:
    price = replace(PREDICTION, lowest=0, why="a price is no debt")
    assert price.read("0") == 0
    with pytest.raises(BadInput, match=r"^the prediction -5 USD is below 0 USD .*: a price is no"):
        price.read("-5 USD")


def test_a_scale_takes_the_typed_number_to_the_axis() -> None:
    assert FALL.read("-12%") == pytest.approx(-0.12)
    assert LEFT.read("3,000 USD") == 3_000


# The second case.


def test_the_second_case_is_a_prediction_of_its_own() -> None:
    second = PREDICTION.second
    assert second is not None
    assert (second.question, dict(second.values)) == ("And when it is 30?", {"number": 30})
    assert (second.name, second.panel) == (PREDICTION.name, PREDICTION.panel)
    assert (PREDICTION.kind, second.kind) == ("predictions", "second cases")
    # What is wrong in the first case need not be so in the second.
    assert second.judge(55, 30).misconception == "it stays"
    assert second.judge(12, 30).misconception == ""
    assert second.second is None
    assert LEFT.second is None


def test_what_is_saved_of_a_commit_is_numbers_and_words() -> None:
    assert LEFT.entry_for(4_000, "certain", 3_000) == {
        "value": 4_000,
        "confidence": "certain",
        "outcome": 3_000,
        "said": "4,000 USD",
        "true": "3,000 USD",
        "off": "1,000 USD, too high",
        "close": False,
        "misconception": "I can only lose my margin",
    }
