"""What learners type is read as they mean it, or answered with one sentence."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from panels.tasks import EXERCISE

from margin_lessons.errors import BadInput
from margin_lessons.panels.typed import WORDS, as_number


@pytest.mark.parametrize(
    ("answer", "number"),
    [
        (13_200, 13_200),
        (np.float64(0.5), 0.5),
        ("13200", 13_200),
        (" 13,200 USD ", 13_200),
        ("$1,000.50", 1_000.5),
        ("-34%", -34),
        ("−34 %", -34),
        ("5x", 5),
        ("5 ×", 5),
        ("–1200", -1_200),
        ("-$1,200", -1_200),
        ("1320 usd", 1_320),
        ("745 dollars", 745),
        ("20 000", 20_000),
        ("20\u202f000.5", 20_000.5),
        ("1'000", 1_000),
        ("41.3 days", 41.3),
        ("day 120", 120),
        ("25 percent", 25),
        (".5", 0.5),
        ("1e3", 1_000),
        ("0", 0),
        (..., None),
        (None, None),
        ("", None),
        ("  \t", None),
    ],
)
def test_answers_are_read_as_learners_write_them(answer: object, number: float | None) -> None:
    assert as_number(answer) == number


@pytest.mark.parametrize(
    "answer",
    [
        "a lot",
        "1 or 2",
        "%",
        math.nan,
        math.inf,
        "nan",
        "inf",
        "1e400",
        "1 2",
        "1,00,000",
        "2-3",
        np.True_,
        np.ma.masked,
        np.array([5.0]),
        b"5",
        True,
        [1],
        {},
        1j,
        10**400,
    ],
)
def test_what_is_not_a_number_is_one_sentence(answer: object) -> None:
    with pytest.raises(BadInput, match=r"^the answer .* is not a number: write digits"):
        as_number(answer)
    verdict = EXERCISE.check(answer)
    assert not verdict.passed
    assert verdict.message.startswith("Not yet: the answer")


@pytest.mark.parametrize("answer", ["1,5", "16,67", "-0,5", "1234,567"])
def test_a_decimal_comma_is_not_read_as_thousands(answer: str) -> None:
    with pytest.raises(BadInput, match=r"write decimals with a point, like 1\.5\.$"):
        as_number(answer)


@pytest.mark.parametrize(
    ("answer", "written"),
    [
        ("55k", "55,000"),
        ("$55K", "55,000"),
        ("-1.5 k USD", "-1,500"),
        ("13,200 thousand", "13,200,000"),
        ("13,2 thousand", "13,200"),  # it may be 13.2 or 132: an example only
        ("2m", "2,000,000"),
        ("1.25 million dollars", "1,250,000"),
        ("3 mio", "3,000,000"),
    ],
)
def test_a_shortened_number_is_told_its_digits(answer: str, written: str) -> None:
    with pytest.raises(BadInput) as caught:
        as_number(answer, "USD")
    assert str(caught.value) == (
        f"the answer {answer!r} is shortened: write it out, like {written}."
    )


@pytest.mark.parametrize("answer", [(1, -1, 0.0), (13, 200), ()])
def test_a_comma_in_code_is_called_the_start_of_a_second_number(answer: tuple) -> None:
    """1,000 - 1,000 * share_lost is three numbers; typed into a field it would be words."""
    verdict = EXERCISE.check(answer)
    assert verdict.message == (
        f"Not yet: the answer {answer} is more than one number: in code a comma starts a second "
        "number there, so write 13200 or 13_200."
    )
    with pytest.raises(BadInput, match=r"write digits, like 13200 or 13_200\.$"):
        as_number([13, 200])
    with pytest.raises(BadInput, match=r"write digits, like 13200 or 13,200\.$"):
        as_number("13 2")


@pytest.mark.parametrize("unit", WORDS)
def test_the_unit_asked_for_may_be_written_and_no_other(unit: str) -> None:
    for name, words in WORDS.items():
        for word in words:
            if name == unit:
                assert as_number(f"1,250.5 {word.upper()}", unit) == 1_250.5
            else:
                with pytest.raises(BadInput, match=rf"is not a number in {unit}: write digits"):
                    as_number(f"1,250.5 {word}", unit)


@pytest.mark.parametrize("answer", ["1e300", -2e15, "9,999,999,999,999,999"])
def test_more_money_than_there_is_is_refused(answer: object) -> None:
    with pytest.raises(BadInput, match="is larger than any amount of money there is"):
        as_number(answer)


@given(st.floats(-1e15, 1e15), st.sampled_from(["", ",", "_"]))
def test_every_number_that_is_written_is_read_back(number: float, separator: str) -> None:
    assert as_number(repr(number)) == number
    assert as_number(f"{number:{separator}.2f}") == pytest.approx(round(number, 2))
