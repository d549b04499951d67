"""How numbers are written: readable, without needless digits, and true to the value."""

from __future__ import annotations

import math
import re

import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st

from margin_lessons import words

numbers = st.floats(-1e12, 1e12, allow_nan=False)
prices = st.floats(1e-8, 1e7, allow_nan=False)


def value_of(text: str) -> float:
    """Return the number that a text begins with."""
    return float(re.match(r"[-+]?[\d,.]*\d", text).group().replace(",", ""))


@cases(1000)
@given(numbers)
def test_money_is_within_half_a_cent(value: float) -> None:
    text = words.money(value)
    assert re.fullmatch(r"-?\d{1,3}(,\d{3})*(\.\d\d)? USD", text)
    assert value_of(text) == pytest.approx(value, abs=0.00501, rel=1e-15)


@cases(1000)
@given(prices)
def test_a_price_is_written_to_four_digits_at_least(value: float) -> None:
    assert value_of(words.price(value)) == pytest.approx(value, rel=5.1e-5)


@cases(1000)
@given(numbers)
def test_a_percentage_is_within_half_of_its_last_digit(value: float) -> None:
    fraction = value / 1e6
    assert value_of(words.percent(fraction)) == pytest.approx(100 * fraction, abs=0.0501, rel=1e-12)
    assert value_of(words.percent(fraction, 0)) == pytest.approx(100 * fraction, abs=0.501)


@cases(500)
@given(st.floats(-1e5, 1e5))
def test_coins_are_within_half_of_their_last_digit(volume: float) -> None:
    assert value_of(words.coins(volume)) == pytest.approx(volume, abs=5.01e-5)


@pytest.mark.parametrize("write", [words.money, words.price, words.percent, words.coins])
@pytest.mark.parametrize("zero", [0.0, -0.0, -1e-12])
def test_there_is_no_minus_zero(write, zero: float) -> None:
    assert not write(zero).startswith("-") or value_of(write(zero)) < 0


@pytest.mark.parametrize("missing", [math.inf, -math.inf, math.nan])
def test_what_is_not_a_number_is_said_in_words(missing: float) -> None:
    assert words.amount(missing) == "none"
    assert words.price(missing) == words.price(None) == "none"
    assert words.percent(missing) == "none"
    assert words.level(missing) == "nothing open"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (words.money(13_200), "13,200 USD"),
        (words.money(-1_000), "-1,000 USD"),
        (words.money(28_133.3333), "28,133.33 USD"),
        (words.money(0.5, "EUR"), "0.50 EUR"),
        (words.money(1_234.5, digits=0), "1,234 USD"),
        (words.money(7, ""), "7"),
        (words.price(11_600), "11,600 USD"),
        (words.price(100), "100 USD"),
        (words.price(99.999999), "100 USD"),
        (words.price(3.8943), "3.8943 USD"),
        (words.price(3.5), "3.50 USD"),
        (words.price(0.00001325), "0.00001325 USD"),
        (words.price(-37.63), "-37.63 USD"),
        (words.price(13_200, ""), "13,200"),
        (words.percent(0.091), "9.1%"),
        (words.percent(12.345), "1,234.5%"),
        (words.percent(0.05, signed=True), "+5.0%"),
        (words.percent(0.0, signed=True), "0.0%"),
        (words.level(0.8), "80.0%"),
        (words.coins(0.5), "0.5 BTC"),
        (words.coins(0.00012, "ETH"), "0.00012 ETH"),
        (words.coins(1_000), "1,000 BTC"),
        (words.setting(2.5), "2.5x"),
        (words.plural(1, "day"), "1 day"),
        (words.plural(0, "day"), "0 days"),
        (words.plural(1_500, "coin"), "1,500 coins"),
    ],
)
def test_formats(text: str, expected: str) -> None:
    assert text == expected
