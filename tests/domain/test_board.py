"""The board of 29 July 2025 against facts taken from the printed list by other means."""

from __future__ import annotations

import pytest

from margin_lessons.market.board import BOARD, DATE, Quote, quote

# Counted and added up on the price list at the head of the article (kdj.com, 28 July 2025).
COINS = 30
SUM_OF_CHANGES = "-131.23"
RISING = {"TRX", "LEO"}
UNCHANGED = {"DAI"}
WORST = ("SUI", "Sui", "3.894", "-9.97")
BEST = ("TRX", "TRON", "0.3233", "0.95")
FIRST = ("BTC", "Bitcoin", "118000", "-1.29")
LAST = ("AAVE", "Aave", "286.2", "-6.49")
CHEAPEST = ("PEPE", "Pepe", "0.00001179", "-8.68")


def as_printed(line: Quote) -> tuple[str, str, str, str]:
    return line.symbol, line.name, line.printed, f"{line.change * 100:.2f}"


def test_the_board_has_thirty_different_coins() -> None:
    assert len(BOARD) == COINS
    assert len({line.symbol.casefold() for line in BOARD}) == COINS
    assert len({line.name.casefold() for line in BOARD}) == COINS
    assert DATE == "2025-07-29"


def test_the_changes_add_up() -> None:
    assert f"{sum(line.change for line in BOARD) * 100:.2f}" == SUM_OF_CHANGES


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (BOARD[0], FIRST),
        (BOARD[-1], LAST),
        (min(BOARD, key=lambda line: line.change), WORST),
        (max(BOARD, key=lambda line: line.change), BEST),
        (min(BOARD, key=lambda line: line.price), CHEAPEST),
        (max(BOARD, key=lambda line: line.price), FIRST),
    ],
)
def test_the_ends_of_the_board(line: Quote, expected: tuple[str, str, str, str]) -> None:
    assert as_printed(line) == expected


def test_who_rose_on_a_falling_day() -> None:
    assert {line.symbol for line in BOARD if line.change > 0} == RISING
    assert {line.symbol for line in BOARD if line.change == 0} == UNCHANGED


def test_a_price_keeps_its_printed_digits() -> None:
    assert quote("BGB").printed == "4.550"
    assert quote("SHIB").price == 1.325e-05
    for line in BOARD:
        assert line.price == float(line.printed) > 0


def test_the_price_before_comes_from_the_change() -> None:
    for line in BOARD:
        assert line.price / line.price_before - 1 == pytest.approx(line.change, abs=1e-12)
        assert (line.price < line.price_before) == (line.change < 0)


@pytest.mark.parametrize("line", BOARD, ids=lambda line: line.symbol)
def test_a_coin_is_found_by_symbol_or_name_in_any_case(line: Quote) -> None:
    for text in (line.symbol, line.name, line.symbol.lower(), f"  {line.name.upper()} "):
        assert quote(text) is line
