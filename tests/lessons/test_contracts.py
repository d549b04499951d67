"""Lesson 08: its pictures are the contracts they show, worked out a second time without them."""

from __future__ import annotations

import numpy as np
import pytest

from margin_lessons.figures.painted import Painted
from margin_lessons.figures.painter import Painter
from margin_lessons.lessons import open_lesson
from margin_lessons.lessons.contracts_numbers import numbers
from margin_lessons.lessons.contracts_tasks import publishers_formula
from margin_lessons.panels.model import PanelModel

LESSON = open_lesson("08_futures_and_inverse")
PAYOFFS, MAP, DRIP, REST = LESSON.panels
PAINTER = Painter()


def paint(model: PanelModel, **values: object) -> Painted:
    """Return a panel's picture at some values of its controls, painted."""
    scene = model.shown({**model.start, **model.check(values)})
    return PAINTER.paint(model.picture(scene, scene))


def points(painted: Painted, name: str) -> np.ndarray:
    """Return the points of a curve that are not breaks."""
    values = painted.of(name).values
    return values[np.isfinite(values).all(axis=1)]


# ---- Two payoffs ------------------------------------------------------------


@pytest.mark.parametrize("counted", ["dollars", "bitcoin"])
@pytest.mark.parametrize("side", ["long", "short"])
@pytest.mark.parametrize("leverage", [1, 3, 10])
def test_the_lines_are_the_two_payoffs(leverage: int, side: str, counted: str) -> None:
    painted = paint(PAYOFFS, leverage=leverage, side=side, counted=counted)
    sign = 1 if side == "long" else -1
    for part in ("", ", closed out"):
        for price, money in points(painted, f"linear{part}"):
            dollars = 60_000 / leverage + sign * (price - 60_000)
            assert money == pytest.approx(
                dollars / (1 if counted == "dollars" else price), abs=1e-6
            )
        for price, money in points(painted, f"inverse{part}"):
            coins = 1 / leverage + sign * 60_000 * (1 / 60_000 - 1 / price)
            assert money == pytest.approx(coins * (price if counted == "dollars" else 1), abs=1e-6)


@pytest.mark.parametrize("side", ["long", "short"])
@pytest.mark.parametrize(("kind", "scale"), [("linear", 1.0), ("inverse", 60_000.0)])
def test_a_line_is_dotted_where_less_is_left_than_has_to_stay(
    kind: str, scale: float, side: str
) -> None:
    painted, sign = paint(PAYOFFS, side=side), 1 if side == "long" else -1

    def left_over(price: float) -> float:
        """Return what is left less what has to stay, in the contract's own currency."""
        if kind == "linear":
            return 20_000 + sign * (price - 60_000) - 0.05 * price
        return 1 / 3 + sign * (1 - 60_000 / price) - 0.05 * 60_000 / price

    tolerance = 1e-6 * (1 if kind == "inverse" else scale * 60_000)
    assert all(left_over(price) >= -tolerance for price, _ in points(painted, kind))
    assert all(left_over(price) <= tolerance for price, _ in points(painted, f"{kind}, closed out"))


# ---- The map ----------------------------------------------------------------


def fall_by_halving(leverage: float, rate: float, account: float | None, at_entry: bool) -> float:
    """Return the fall that closes out a long from 1, found by halving; 1 for none."""
    margin, low, high = account or 1 / leverage, 1e-9, 1.0
    for _ in range(60):
        price = (low + high) / 2
        closed = margin - (1 - price) <= rate * (1 if at_entry else price)
        low, high = (price, high) if closed else (low, price)
    return 1 - high


@pytest.mark.parametrize("values", [{}, {"cross": True}, {"on": "at the entry"}])
def test_the_map_is_coloured_by_the_fall_that_closes_out(values: dict[str, object]) -> None:
    grid = paint(MAP, **values).of("falls").mark
    account = 20_000 / 60_000 if "cross" in values else None
    for row, rate in enumerate(np.arange(1, 26) / 100):
        for column, leverage in enumerate(range(1, 21)):
            kind = grid.kinds[row, column]
            too_much = account is not None and 1 / leverage > account
            if too_much or 1 / leverage <= rate:
                assert kind == 6 + 1
                continue
            fall = fall_by_halving(leverage, rate, account, "on" in values)
            steps = np.array([0.02, 0.05, 0.10, 0.20, 0.30, 0.50])
            if np.min(abs(steps - fall)) > 1e-9:
                assert kind == np.sum(fall > steps), (leverage, rate)


@pytest.mark.parametrize("name", ["2%", "5%", "10%", "20%", "30%", "50%"])
def test_a_line_of_the_map_joins_equal_falls(name: str) -> None:
    wanted = float(name.removesuffix("%")) / 100
    line = points(paint(MAP), f"falls of {name}")
    assert len(line) > 3
    for leverage, rate in line[::4]:
        assert fall_by_halving(leverage, rate, None, at_entry=False) == pytest.approx(wanted)


def test_the_steps_of_a_venue_are_its_tiers() -> None:
    line = points(paint(MAP, steps="Binance USD-M"), "Binance USD-M")
    for leverage, maintenance in ((10, 0.05), (5, 0.10), (4, 0.125), (3, 0.15), (2, 0.25)):
        corners = line[np.isclose(line[:, 0], leverage)]
        assert np.isclose(corners[:, 1], maintenance).any(), leverage
    flat, upright = abs(np.diff(line[:, 1])) < 1e-9, abs(np.diff(line[:, 0])) < 1e-9
    assert (flat | upright).all(), "a step is level or upright"
    assert (np.diff(line[:, 0]) <= 1e-9).all()
    assert (np.diff(line[:, 1]) >= -1e-9).all()


# ---- The drip ---------------------------------------------------------------


@pytest.mark.parametrize("side", ["long", "short"])
def test_funding_is_paid_three_times_a_day_until_too_little_is_left(side: str) -> None:
    sign, value = (1 if side == "long" else -1), 75_895.30
    once = sign * 0.000253 * value
    line = points(paint(DRIP, side=side, days=50), "funding")
    assert line[0] == pytest.approx([0, value / 10])
    assert line[-1] == pytest.approx([50, value / 10 - 150 * once])
    left, payments = value / 10, 0
    while side == "long" and left > value / 20:
        left, payments = left - once, payments + 1
    end = DRIP.state({**DRIP.start, **DRIP.check({"side": side})}).closed_after
    assert end == (pytest.approx(payments / 3) if side == "long" else None)


def test_rollover_beside_it_is_six_times_a_day_of_the_value() -> None:
    line = points(paint(DRIP), "rollover")
    (start, full), (end, rest) = line[0], line[-1]
    assert (start, full, rest) == pytest.approx((0, 7_589.53, 3_794.765))
    assert (full - rest) / end == pytest.approx(6 * 0.00025 * 75_895.30)


# ---- Who pays the rest ------------------------------------------------------


@pytest.mark.parametrize("loss", [50, 1_000, 2_600, 5_000])
@pytest.mark.parametrize("fund", [0, 300, 5_000])
@pytest.mark.parametrize("leverage", [1, 3, 20])
def test_the_queue_takes_the_rest_and_no_more(loss: int, fund: int, leverage: int) -> None:
    painted = paint(REST, loss=loss, fund=fund, leverage=leverage)
    read = painted.read_back()
    rows = {"you": (900, leverage), "Ada": (1_200, 2), "Ben": (500, 10), "Cleo": (900, 3)}
    rest = max(loss - fund, 0)
    for name, (profit, _) in sorted(rows.items(), key=lambda row: -row[1][0] * row[1][1]):
        given = min(rest, profit)
        assert read.get(f"{name}: given up", 0.0) == pytest.approx(given), name
        assert read.get(f"{name}: kept", 0.0) == pytest.approx(profit - given), name
        rest -= given
    parts = [value for name, value in read.items() if name.startswith("futures with a fund: ")]
    assert sum(parts) == pytest.approx(loss)


# ---- What is said -----------------------------------------------------------


def test_kraken_prints_what_only_the_mark_price_explains() -> None:
    said = numbers()
    # 0.01 + 0.125 - 1,000 / P is what is left, in BTC; 10 / P has to stay, or 0.00125.
    assert said["liquidation by the mark"] == f"{1_010 / 0.135:,.2f}" == "7,481.48"
    assert said["liquidation by the entry"] == f"{1_000 / 0.13375:,.2f}" == "7,476.64"
    assert said["bankruptcy of the example"] == f"{1_000 / 0.135:,.2f}" == "7,407.41"


def test_the_publishers_formula_divides_by_the_leverage_twice() -> None:
    assert publishers_formula(60_000, 5, 0.01) == pytest.approx(57_720)
    for leverage in (2, 5, 10, 20):
        once = 60_000 * (1 - (1 / leverage - 0.01))
        assert publishers_formula(60_000, leverage, 0.01) == pytest.approx(
            60_000 - (60_000 - once) / leverage
        )
