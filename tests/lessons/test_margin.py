"""Lesson 01: the ledger recomputed by hand, the exchange's own examples, and books that balance."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st

from margin_lessons.closing import close_position
from margin_lessons.errors import BadInput
from margin_lessons.figures.ledger import ENTRY, ledger_state, readout
from margin_lessons.figures.ledger_drawing import LedgerDrawing
from margin_lessons.lessons import open_lesson
from margin_lessons.linear import ROUNDING
from margin_lessons.panels.gate import Gate

LESSON = open_lesson("01_margin")
(PANEL,) = LESSON.panels
CENT = 0.005


# ---- The two accounts -----------------------------------------------------------------------


def test_the_story_by_hand() -> None:
    story = ledger_state(size=15_000, leverage=5, move=-0.10, cash=5_000)
    assert story.account.positions[0].volume == pytest.approx(0.5)
    opening, after = story.opening, story.after
    assert (opening.coins, opening.cash, opening.loan) == pytest.approx((15_000, 5_000, 15_000))
    assert (opening.equity, opening.used, opening.free) == pytest.approx((5_000, 3_000, 2_000))
    assert (after.coins, after.cash, after.loan) == pytest.approx((13_500, 5_000, 15_000))
    assert (after.equity, after.used, after.free) == pytest.approx((3_500, 3_000, 500))
    assert (story.profit, story.alone) == pytest.approx((-1_500, -500))
    assert story.level == pytest.approx(3_500 / 3_000)


def test_kraken_k06_a_loss_of_twice_the_used_margin() -> None:
    # support.kraken.com 203325693: 5,000 USD long at 5:1, closed at -2,000.
    state = ledger_state(size=5_000, leverage=5, move=-0.40, cash=5_000)
    assert state.opening.used == pytest.approx(1_000)
    closing = close_position(
        state.account, 0, state.account.positions[0].volume, ENTRY * (1 + state.move)
    )
    assert closing.profit == pytest.approx(-2_000)
    assert -closing.profit / state.opening.used == pytest.approx(2)
    assert closing.account.balance() == pytest.approx(3_000)
    assert state.after.equity == pytest.approx(3_000)


def test_k06_on_the_least_collateral_leaves_a_debt() -> None:
    bare = ledger_state(size=5_000, leverage=5, move=-0.40, cash=1_000)
    assert bare.accepted
    assert bare.after.equity == pytest.approx(-1_000)
    assert readout(bare).title == (
        "Coins and cash together no longer cover the loan: 1,000 USD is owed"
    )


@pytest.mark.parametrize(
    ("leverage", "set_aside"), [(5, 1_000), (4, 1_250), (3, 1_666.67), (2, 2_500), (1, 5_000)]
)
def test_k07_and_k08_what_is_set_aside_for_5000(leverage: float, set_aside: float) -> None:
    assert ledger_state(5_000, leverage, 0, 5_000).needed == pytest.approx(set_aside, abs=CENT)


def test_k11_equity_is_trade_balance_and_loss() -> None:
    assert ledger_state(5_000, 5, -0.15, 10_000).after.equity == pytest.approx(9_250)


# ---- What always holds ----------------------------------------------------------------------

orders = {
    "size": st.floats(500, 50_000),
    "leverage": st.floats(1, 10),
    "move": st.floats(-0.9, 1.0),
    "cash": st.floats(500, 20_000),
}


@cases(300)
@given(**orders)
def test_the_books_balance(size: float, leverage: float, move: float, cash: float) -> None:
    state = ledger_state(size, leverage, move, cash)
    for books in (state.opening, state.after):
        assert books.assets == pytest.approx(books.loan + books.equity, abs=1e-6)
        assert books.free == pytest.approx(books.equity - books.used)
    assert state.accepted == (size / leverage <= cash * (1 + ROUNDING))
    if state.accepted:
        assert state.after.loan == state.opening.loan
        assert state.after.equity == pytest.approx(cash + size * move, abs=1e-6)
    else:
        assert state.after == state.opening
        assert state.profit == 0


@cases(300)
@given(**orders, other=st.floats(1, 10))
def test_the_setting_moves_what_is_set_aside_and_nothing_else(
    size: float, leverage: float, move: float, cash: float, other: float
) -> None:
    one, two = (ledger_state(size, each, move, cash) for each in (leverage, other))
    if one.accepted and two.accepted:
        assert one.profit == two.profit
        assert (one.after.equity, one.after.loan) == (two.after.equity, two.after.loan)
        assert one.needed * leverage == pytest.approx(two.needed * other)


def test_at_own_size_leverage_adds_nothing() -> None:
    state = ledger_state(size=5_000, leverage=5, move=-0.40, cash=5_000)
    assert state.profit == pytest.approx(state.alone)


@pytest.mark.parametrize("move", [-1, -1.5, 11, float("nan"), "half"])
def test_a_move_that_no_price_makes_is_refused_in_one_sentence(move: object) -> None:
    with pytest.raises(BadInput, match="price move") as caught:
        ledger_state(5_000, 5, move, 5_000)
    assert "\n" not in str(caught.value)


# ---- Words and picture ----------------------------------------------------------------------


def test_a_refused_order_is_said_and_nothing_is_lent() -> None:
    state = ledger_state(size=15_000, leverage=2, move=-0.10, cash=5_000)
    said = readout(state)
    assert not state.accepted
    assert said.title == "Refused: the order needs 7,500 USD of margin, and 5,000 USD is there"
    assert said.fact("loan").value == said.fact("profit or loss").value == 0
    assert said.fact("margin level").text == "nothing open"


@pytest.mark.parametrize(
    ("move", "title", "sentence"),
    [
        (0, "The loan buys the coins", "neither gained nor lost"),
        (-0.10, "A fall of 10.0% turns 5,000 USD", "3,000 USD set aside and 500 USD free"),
        (-0.25, "into 1,250 USD", "less than the 3,000 USD set aside"),
        (-0.40, "1,000 USD is owed", "1,000 USD of the loan is still to be paid"),
        (0.20, "A rise of 20.0%", "has gained 3,000 USD"),
    ],
)
def test_the_words_of_the_ledger(move: float, title: str, sentence: str) -> None:
    said = readout(ledger_state(15_000, 5, move, 5_000))
    assert title in said.title
    assert sentence in said.sentence


def test_a_debt_hangs_below_zero_hatched_with_its_amount() -> None:
    drawing = LedgerDrawing()
    drawing.png(ledger_state(15_000, 5, -0.60, 5_000))
    after = drawing.pairs[1]
    debt, loan = after.bars["debt"], after.bars["loan"]
    assert debt.get_hatch()
    assert debt.get_visible()
    assert (debt.get_y(), debt.get_height()) == pytest.approx((-4_000, 4_000))
    # Hanging there it is a part of the loan, which keeps its whole height.
    assert loan.get_height() + debt.get_height() == pytest.approx(15_000)
    label = after.owned["debt"]
    assert label.get_text() == "debt 4,000"
    assert debt.get_y() < label.get_position()[1] < 0
    assert not drawing.pairs[0].bars["debt"].get_visible()


def test_the_loan_rests_on_what_the_equity_leaves() -> None:
    drawing = LedgerDrawing()
    for move in (-0.3, -0.1, 0.0, 0.5):
        drawing.png(ledger_state(15_000, 5, move, 5_000))
        after = drawing.pairs[1]
        assert after.bars["loan"].get_y() == pytest.approx(5_000 + 15_000 * move)
        assert after.bars["loan"].get_height() == pytest.approx(15_000)
        assert after.bars["set aside"].get_height() == pytest.approx(3_000)


def test_the_picture_is_framed_anew_only_now_and_then() -> None:
    drawing = LedgerDrawing()
    falls = [ledger_state(15_000, 5, -n / 100, 5_000) for n in range(34)]
    assert len({drawing.frame(state) for state in falls}) == 1
    moves = [ledger_state(15_000, 5, n / 100, 5_000) for n in range(-90, 101)]
    assert len({drawing.frame(state) for state in moves}) <= 12


@pytest.mark.parametrize("size", range(500, 20_001, 500))
@pytest.mark.parametrize("move", [-41, -40, -39])
def test_the_mission_has_one_size(size: float, move: float) -> None:
    state = PANEL.compute(**{**PANEL.start, "size": size, "move": move})
    # 5,000 - 10,000 x 40% = 1,000.
    assert PANEL.mission.done(state) == (size == 10_000 and move == -40)


def test_the_mission_is_free_in_the_setting_and_not_in_the_cash() -> None:
    met = {**PANEL.start, "size": 10_000, "move": -40}
    for leverage in range(2, 11):
        assert PANEL.mission.done(PANEL.compute(**{**met, "leverage": leverage}))
    assert not PANEL.mission.done(PANEL.compute(**{**met, "size": 12_500, "cash": 6_000}))


def test_the_prediction_is_not_given_away_and_is_drawn_in_the_picture(progress_file: Path) -> None:
    (prediction,) = LESSON.predictions
    asked = {**PANEL.start, **prediction.values}
    assert asked != PANEL.start
    assert prediction.outcome(PANEL.compute(**asked)) == pytest.approx(3_000)
    gate = Gate(prediction, LESSON.panel("ledger"), LESSON.name)
    assert gate.commit("4,000 USD", "fairly sure").startswith(
        "You said 4,000 USD; it is 3,000 USD."
    )
    drawing = gate.panel.drawing
    assert list(drawing.guess.get_ydata()) == [4_000, 4_000]
    assert drawing.guess_label.get_text() == "you said\n4,000 USD"
    assert drawing.read_back()["equity"] == pytest.approx(3_000)
