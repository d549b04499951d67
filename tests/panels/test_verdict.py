"""Checks are pure: they take any answer, never raise, and help without giving it away."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from panels.tasks import EXERCISE, QUESTION

from margin_lessons.errors import BadInput
from margin_lessons.panels.verdict import Exercise


@given(st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary())
def test_a_check_never_raises_and_never_tells(answer: object) -> None:
    verdict = EXERCISE.check(answer)
    assert verdict.message
    if not verdict.passed and str(answer).strip("- ").replace(",", "")[:4] != "1000":
        assert "1,000" not in verdict.message
        assert "1000" not in verdict.message.replace("13200", "")


def test_the_verdicts_of_an_exercise() -> None:
    assert EXERCISE.check("-1,000 USD").message == "Right. That is a debt."
    assert EXERCISE.check(-1_000.9).passed
    assert not EXERCISE.check(-1_002).passed
    assert EXERCISE.check(...).message == "Nothing filled in yet: give a number in USD."
    assert EXERCISE.check(1_000).message == "Not yet: the size is right, look at the sign."
    assert EXERCISE.check(-2_000).message == "Not yet: -2,000 is too far down. A hint may help."
    assert EXERCISE.check(-70).message == "Not yet: -70 is not far enough down. A hint may help."
    assert EXERCISE.check(70).message == "Not yet: 70 is too high. A hint may help."
    known = EXERCISE.check(-5_000)
    assert known.message == "Not yet: count what was borrowed."
    assert known.misconception == "I can only lose my margin"
    assert EXERCISE.check(-4_990).misconception == known.misconception  # rounded


def test_what_is_nearly_right_is_told_from_what_is_wrong() -> None:
    share = Exercise("n", "t", "%", lambda: 16.7, ("a", "b", "c"), (), "Yes.")
    assert share.check("16.7 percent").passed
    assert share.check("0.167").message == "Not yet: as a fraction that is right; give it in %."
    assert share.check("16,7").message == (
        "Not yet: the answer '16,7' has a comma that ends no thousands: "
        "write decimals with a point, like 1.5."
    )
    assert EXERCISE.check("-1.000").message == (
        "Not yet: a point marks decimals here; write thousands with a comma, like 13,200."
    )
    assert EXERCISE.check(-1.0).message == (  # in code a comma would start a second number
        "Not yet: a point marks decimals here; write thousands without a point, like 13200."
    )
    left = replace(EXERCISE, answer=lambda: 745.0, wrong=())
    for share_left in ("0.745", 0.745):  # nobody writes thousands like that
        assert left.check(share_left).message == (
            "Not yet: that is a share of a thousand; give the amount in USD."
        )
    days = replace(share, unit="days")
    assert days.check("").message == "Nothing filled in yet: give the number of days."
    assert days.check("16.7 days").passed
    assert days.check("16.7 USD").message.startswith("Not yet: the answer '16.7 USD' is not a num")


def test_zero_can_be_the_right_answer() -> None:
    nothing = Exercise("n", "t", "USD", lambda: 0.0, ("a", "b", "c"), (), "Nothing.")
    assert nothing.check(0).passed
    assert nothing.check("-0").passed
    assert not nothing.check(0.01).passed


def test_the_verdicts_of_a_question() -> None:
    assert QUESTION.check(None).message == "Choose an answer first."
    assert QUESTION.check(1).message == "Right. It is the colour of the sky."
    wrong = QUESTION.check(2)
    assert not wrong.passed
    assert wrong.misconception == "green is right"
    assert wrong.message == (
        "Not yet. You may be thinking “green is right”: that is grass & leaves."
    )


@pytest.mark.parametrize("chosen", [99, 3, -1, 1.0, True, "a", [1]])
def test_an_option_that_is_not_there_is_refused(chosen: object) -> None:
    """Counted from the end, -1 would be the last option."""
    with pytest.raises(BadInput, match=r"^option .* is not a whole number from 0 to 2: .*\.$"):
        QUESTION.check(chosen)


def test_options_are_mixed_in_the_same_way_for_everybody() -> None:
    assert sorted(QUESTION.order) == [0, 1, 2]
    assert QUESTION.order == QUESTION.order
