"""The two tables the course prints, every cell to the digit printed.

The figures follow by algebra from the venue's definitions (equity, used margin, level); no venue
prints them, so the package has to give each of them by itself.
"""

from __future__ import annotations

import pytest

from margin_lessons.account import Account, Position
from margin_lessons.crossing import Crossings, crossing, crossings, largest_position

ENTRY = 20_000.0
THREE = ("call", "liquidation", "zero_equity")

# Largest allowed position: the move to call / liquidation / zero equity of a long, then of a short
# re-valued at the current price, then the further gap from liquidation to zero of each.
LARGEST = {
    2: ("-10 / -30 / -50", "+7.14 / +25 / +50", "28.6", "20"),
    3: ("-6.67 / -20 / -33.3", "+5.26 / +17.65 / +33.3", "16.7", "13.3"),
    5: ("-4 / -12 / -20", "+3.45 / +11.11 / +20", "9.1", "8"),
    10: ("-2 / -6 / -10", "+1.85 / +5.77 / +10", "4.3", "4"),
}

# The same position, 10,000 long on 5,000 USD; only the setting changes: the used margin, and the
# move to a level of 100 / 80 / 40 % and to zero equity.
SAME_POSITION = {
    2: ("5000", "0 / -10 / -30 / -50"),
    5: ("2000", "-30 / -34 / -42 / -50"),
    10: ("1000", "-40 / -42 / -46 / -50"),
}


def as_printed(share: float, printed: str) -> str:
    """Return a share in percent, with the sign and the number of digits of ``printed``."""
    digits = len(printed.partition(".")[2])
    sign = "+" if printed.startswith("+") else ""
    rounded = round(share * 100, digits) + 0.0  # no minus zero
    return f"{rounded:{sign}.{digits}f}"


def row_as_printed(shares: list[float], printed: str) -> str:
    cells = printed.split(" / ")
    return " / ".join(as_printed(*pair) for pair in zip(shares, cells, strict=True))


def fully_used(side: str, leverage: float) -> Crossings:
    """Return the crossings of an account that opens with a margin level of 100 %."""
    cash = Account(cash=5_000)
    volume = largest_position(cash, side, ENTRY, leverage)
    account = cash.open(Position(side, volume, ENTRY, leverage))
    assert account.level(ENTRY) == pytest.approx(1, rel=1e-14)
    return crossings(account)


@pytest.mark.parametrize("leverage", LARGEST)
@pytest.mark.parametrize(("column", "side"), [(0, "long"), (1, "short")])
def test_moves_of_the_largest_position(leverage: int, column: int, side: str) -> None:
    printed = LARGEST[leverage][column]
    three = fully_used(side, leverage)
    moves = [getattr(three, name).move_from(ENTRY) for name in THREE]
    assert row_as_printed(moves, printed) == printed


@pytest.mark.parametrize("leverage", LARGEST)
@pytest.mark.parametrize(("column", "side"), [(2, "long"), (3, "short")])
def test_gap_from_liquidation_to_zero_equity(leverage: int, column: int, side: str) -> None:
    printed = LARGEST[leverage][column]
    gap = fully_used(side, leverage).gap_to_zero()
    assert (gap < 0) == (side == "long"), "the further move is against the position"
    assert as_printed(abs(gap), printed) == printed


@pytest.mark.parametrize("leverage", SAME_POSITION)
def test_only_the_setting_changes(leverage: int) -> None:
    used, printed = SAME_POSITION[leverage]
    account = Account(5_000, (Position("long", 10_000 / ENTRY, ENTRY, leverage),))
    assert account.used_margin(ENTRY) == float(used)
    moves = [crossing(account, level).move_from(ENTRY) for level in (1, 0.8, 0.4, 0)]
    assert row_as_printed(moves, printed) == printed
