"""Reading numbers in a text: tolerant of how they are written, and honest about what they are."""

from __future__ import annotations

import pytest
from lessons.tokens import Token, known, tokens, unknown

from margin_lessons.panels.controls import Choice, Number
from margin_lessons.scenes.scene import Fact


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At 13,200 USD the level is 80.0%.", [Token(13_200, ""), Token(80, "%")]),
        ("a fall of -34.0%, at 5x", [Token(34, "%"), Token(5, "x")]),
        ("-1,000 USD", [Token(1_000, "")]),
        ("0.00001325 USD and 1.5 BTC", [Token(0.00001325, ""), Token(1.5, "")]),
        ("12 %, 3-5 days, 24-hour", [Token(12, "%"), Token(3, ""), Token(5, ""), Token(24, "")]),
        ("Ends here: 13,200. Then 7.", [Token(13_200, ""), Token(7, "")]),
        ("1inch, ERC20, B2B, 3rd", []),
        ("2. ETH\nat 5", [Token(5, "")]),
        ("no number", []),
    ],
)
def test_numbers_are_read(text: str, expected: list[Token]) -> None:
    assert tokens(text) == expected


FACTS = (Fact("equity", "-1,000 USD", -1_000), Fact("level", "75.2%", 0.7515), Fact("x", "none"))
CONTROLS = (
    Number("leverage", "leverage setting", 2, 10, 1, 5),
    Choice("coin", "coin", (("Coin 7", "seven"), ("Coin 8", "eight")), "seven"),
)
SAID = known(FACTS, {"leverage": 5.0, "coin": "seven"}, CONTROLS)


@pytest.mark.parametrize(
    "text",
    ["owes 1,000 USD", "a level of 75.2%", "at 5x", "at 5", "Coin 7 fell", "nothing", "1,000.00"],
)
def test_what_is_shown_may_be_said(text: str) -> None:
    assert unknown(text, SAID) == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("a level of 75%", ["75%"]),
        ("a level of 75.15%", ["75.15%"]),
        ("a level of 75.2", ["75.2"]),
        ("owes 1,001 USD", ["1,001"]),
        ("1,000% and 5x", ["1,000%"]),
        ("0.7515", ["0.7515"]),
        ("Coin 8 fell", ["8"]),
    ],
)
def test_what_is_not_shown_is_found(text: str, missing: list[str]) -> None:
    assert unknown(text, SAID) == missing


def test_a_label_may_leave_the_unit_to_its_axis() -> None:
    assert unknown("now 75.2", SAID, bare=True) == []
    assert unknown("now 75.1", SAID, bare=True) == ["75.1"]
