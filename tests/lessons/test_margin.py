"""Lesson 01: the ledger recomputed by hand, the exchange's own examples, and books that balance."""

from __future__ import annotations

from itertools import pairwise

import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st
from lessons.course import panel_of

from margin_lessons.closing import close_position
from margin_lessons.errors import BadInput
from margin_lessons.figures.marks import ChartBar, Note, Segment
from margin_lessons.figures.painted import Painted
from margin_lessons.figures.painter import Painter
from margin_lessons.figures.picture import Viewport
from margin_lessons.lessons import open_lesson
from margin_lessons.panels.model import PanelModel
from margin_lessons.rounding import ROUNDING
from margin_lessons.scenes.account_ledger import ENTRY, ledger_state
from margin_lessons.scenes.account_ledger import scene as scene_of_ledger
from margin_lessons.scenes.size_and_setting import size_and_setting_state

LESSON = open_lesson("01_margin")
PANEL, SIZES = (panel_of(LESSON, name) for name in ("ledger", "size and setting"))
PAINTER = Painter(Viewport(830, 300))
CENT = 0.005


def paint(model: PanelModel, **values: float) -> Painted:
    return PAINTER.paint(model.picture(model.shown(values), model.shown({})))


def length(painted: Painted, name: str) -> tuple[float, float]:
    """Return where a lying bar begins and ends, in USD."""
    bar = painted.of(name)
    assert isinstance(bar.mark, ChartBar)
    return float(bar.values[:, 0].min()), float(bar.values[:, 0].max())


# ---- The two accounts -----------------------------------------------------------------------


def test_the_story_by_hand() -> None:
    story = ledger_state(size=15_000, leverage=5, move=-0.10, cash=5_000)
    assert story.account.positions[0].volume == pytest.approx(0.5)
    opening, after = story.opening, story.after
    assert (story.loan, story.coins, after.collateral) == pytest.approx((15_000, 13_500, 5_000))
    for at, amounts in ((opening, (5_000, 3_000, 2_000)), (after, (3_500, 3_000, 500))):
        assert (at.equity, at.used_margin, at.free_margin) == pytest.approx(amounts)
    assert (after.profit, story.alone) == pytest.approx((-1_500, -500))
    assert after.level == pytest.approx(3_500 / 3_000)


def test_kraken_k06_a_loss_of_twice_the_used_margin() -> None:
    # support.kraken.com 203325693: 5,000 USD long at 5:1, closed at -2,000.
    state = ledger_state(size=5_000, leverage=5, move=-0.40, cash=5_000)
    assert state.opening.used_margin == pytest.approx(1_000)
    closing = close_position(
        state.account, 0, state.account.positions[0].volume, ENTRY * (1 + state.move)
    )
    assert closing.profit == pytest.approx(-2_000)
    assert -closing.profit / state.opening.used_margin == pytest.approx(2)
    assert closing.account.balance() == pytest.approx(3_000)
    assert state.after.equity == pytest.approx(3_000)


def test_k06_on_the_least_collateral_leaves_a_debt() -> None:
    bare = ledger_state(size=5_000, leverage=5, move=-0.40, cash=1_000)
    assert bare.accepted
    assert bare.after.equity == pytest.approx(-1_000)
    assert scene_of_ledger(bare).title == (
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
    for at, coins in ((state.opening, state.loan), (state.after, state.coins)):
        assert coins + at.collateral == pytest.approx(state.loan + at.equity, abs=1e-6)
        assert at.free_margin == pytest.approx(at.equity - at.used_margin)
    assert state.accepted == (size / leverage <= cash * (1 + ROUNDING))
    if state.accepted:
        assert state.loan == pytest.approx(size)
        assert state.after.equity == pytest.approx(cash + size * move, abs=1e-6)
    else:
        assert (state.loan, state.coins, state.after.profit) == (0, 0, 0)
        assert state.after.equity == state.opening.equity == cash


@cases(300)
@given(**orders, other=st.floats(1, 10))
def test_the_setting_moves_what_is_set_aside_and_nothing_else(
    size: float, leverage: float, move: float, cash: float, other: float
) -> None:
    one, two = (ledger_state(size, each, move, cash) for each in (leverage, other))
    if one.accepted and two.accepted:
        assert one.after.profit == two.after.profit
        assert (one.after.equity, one.loan) == (two.after.equity, two.loan)
        assert one.needed * leverage == pytest.approx(two.needed * other)


def test_at_own_size_leverage_adds_nothing() -> None:
    state = ledger_state(size=5_000, leverage=5, move=-0.40, cash=5_000)
    assert state.after.profit == pytest.approx(state.alone)


@pytest.mark.parametrize("move", [-1, -1.5, 11, float("nan"), "half"])
def test_a_move_that_no_price_makes_is_refused_in_one_sentence(move: object) -> None:
    with pytest.raises(BadInput, match="price move") as caught:
        ledger_state(5_000, 5, move, 5_000)
    assert "\n" not in str(caught.value)


# ---- Words and picture ----------------------------------------------------------------------


def test_a_refused_order_is_said_and_nothing_is_lent() -> None:
    state = ledger_state(size=15_000, leverage=2, move=-0.10, cash=5_000)
    said = scene_of_ledger(state)
    assert not state.accepted
    assert said.title == "Refused: the order needs 7,500 USD of margin, and 5,000 USD is there"
    assert said.fact("loan").value == said.fact("profit or loss").value == 0
    assert said.fact("margin level").text == "nothing open"


@pytest.mark.parametrize(
    ("move", "title", "sentence"),
    [
        (0, "The loan buys the coins", "neither gained nor lost"),
        (-0.10, "A fall of 10.0% turns 5,000 USD", "3,000 USD set aside and 500 USD free"),
        (
            -0.25,
            "into 1,250 USD",
            "less than the 3,000 USD set aside. So free margin is -1,750 "
            "USD: below zero, and nothing new may be opened",
        ),
        (-0.40, "1,000 USD is owed", "1,000 USD of the loan is still to be paid"),
        (0.20, "A rise of 20.0%", "has gained 3,000 USD"),
    ],
)
def test_the_words_of_the_ledger(move: float, title: str, sentence: str) -> None:
    said = scene_of_ledger(ledger_state(15_000, 5, move, 5_000))
    assert title in said.title
    assert sentence in said.sentence


def test_opening_and_now_stand_side_by_side_in_the_table() -> None:
    table = PANEL.shown({}).table
    rows = {row[0]: row[1:] for row in table.rows}
    assert table.head == ("what", "at opening", "now")
    assert rows["coins"] == ("15,000 USD", "13,500 USD")
    assert rows["loan"] == ("15,000 USD", "15,000 USD")
    assert rows["equity"] == ("5,000 USD", "3,500 USD")
    assert rows["free margin"] == ("2,000 USD", "500 USD")


def test_the_bars_of_the_story_lie_end_to_end() -> None:
    painted = paint(PANEL)
    bars = {
        "cash at opening": (0, 5_000), "coins at opening": (5_000, 20_000),
        "used margin at opening": (0, 3_000), "free margin at opening": (3_000, 5_000),
        "loan at opening": (5_000, 20_000), "cash": (0, 5_000), "coins": (5_000, 18_500),
        "used margin": (0, 3_000), "free margin": (3_000, 3_500), "loan": (3_500, 18_500),
    }  # fmt: skip
    for name, ends in bars.items():
        assert length(painted, name) == pytest.approx(ends), name
    equity = painted.of("equity")
    assert isinstance(equity.mark, Segment)
    assert equity.values[:, 0] == pytest.approx([0, 3_500])
    labels = {label.text for label in painted.labels}
    assert {"set aside 3,000", "free 500", "loan 15,000", "equity 3,500"} <= labels


def test_each_bar_has_the_name_of_its_row_above_it() -> None:
    painted = paint(PANEL)
    rows = {one.mark.label: one.values[0, 1] for one in painted.drawn
            if isinstance(one.mark, Note)}  # fmt: skip
    over = {"it holds": "cash at opening", "whose it is": "loan at opening", "holds now": "cash",
            "whose now": "loan"}  # fmt: skip
    assert list(rows) == list(over)
    for row, bar in over.items():
        middle = painted.of(bar).values[:, 1].mean()
        assert 0.3 < rows[row] - middle < 0.6


def test_a_debt_lies_left_of_zero_hatched_with_its_amount() -> None:
    painted = paint(PANEL, move=-60)
    debt = painted.of("debt")
    assert debt.mark.hatch
    assert length(painted, "debt") == pytest.approx((-4_000, 0))
    # It is a part of the loan, which keeps its whole length.
    assert length(painted, "loan") == pytest.approx((-4_000, 11_000))
    labels = {label.text: label for label in painted.labels}
    assert labels["debt 4,000"].ink == "debt"
    assert "debt" not in {one.mark.name for one in paint(PANEL).drawn}
    assert "hatched, the debt" in PANEL.shown({"move": -60}).seen


def test_the_loan_is_as_long_on_the_screen_wherever_the_price_goes() -> None:
    at = [paint(PANEL, move=move).of("loan").points[:, 0] for move in range(0, -61, -5)]
    lengths = [float(x.max() - x.min()) for x in at]
    assert lengths == pytest.approx([lengths[0]] * len(lengths))
    lefts = [float(x.min()) for x in at]
    assert all(b < a for a, b in pairwise(lefts)), "it slides to the left as a whole"


def test_what_is_missing_of_the_used_margin_is_an_outline() -> None:
    painted = paint(PANEL, move=-25)
    assert length(painted, "used margin") == pytest.approx((0, 3_000))
    assert painted.of("used margin").mark.hollow
    assert length(painted, "still there") == pytest.approx((0, 1_250))
    assert "free margin" not in painted.read_back()


@pytest.mark.parametrize("size", range(500, 20_001, 500))
@pytest.mark.parametrize("move", [-41, -40, -39])
def test_the_mission_has_one_size(size: float, move: float) -> None:
    state = PANEL.state({"size": size, "move": move})
    # 5,000 - 10,000 x 40% = 1,000.
    assert PANEL.mission is not None
    assert PANEL.mission.done(state) == (size == 10_000 and move == -40)


def test_the_mission_is_free_in_the_setting_and_not_in_the_cash() -> None:
    met = {"size": 10_000, "move": -40}
    assert PANEL.mission is not None
    for leverage in range(2, 11):
        assert PANEL.mission.done(PANEL.state({**met, "leverage": leverage}))
    assert not PANEL.mission.done(PANEL.state({**met, "size": 12_500, "cash": 6_000}))


def test_the_prediction_is_not_given_away_and_its_wrong_ideas_are_answered() -> None:
    (prediction,) = LESSON.predictions
    asked = {**PANEL.start, **prediction.values}
    assert asked != PANEL.start
    assert prediction.outcome(PANEL.state(asked)) == pytest.approx(3_000)
    told = {wrong.value: wrong.misconception for wrong in prediction.wrong}
    # The used margin and no more; five times the loss; the used margin.
    assert told == {
        5_000 - 1_000: "I can only lose my margin",
        5_000 - 5 * 2_000: "the setting multiplies the loss",
        1_000: "used margin is all there is",
    }
    assert prediction.judge(2_000, 3_000).misconception == "the loss for what is left"
    assert prediction.second is not None
    second = prediction.outcome(PANEL.state(prediction.second.values))
    assert second == pytest.approx(5_000 - 3_000)
    assert prediction.second.judge(3_000, second).misconception == "the loss for what is left"


# ---- Size is not setting --------------------------------------------------------------------


@cases(200)
@given(move=st.floats(-0.45, 0.45), size=st.floats(500, 15_000), leverage=st.floats(2, 10))
def test_only_the_size_moves_what_is_lost_and_only_size_over_setting_what_is_set_aside(
    move: float, size: float, leverage: float
) -> None:
    accounts = size_and_setting_state(move, size, leverage).accounts
    pairs = [(15_000, 5), (15_000, leverage), (size, 5), (size, leverage)]
    for one, (worth, setting) in zip(accounts, pairs, strict=True):
        if one.accepted:
            assert one.after.equity == pytest.approx(5_000 + worth * move, abs=1e-6)
            assert one.after.used_margin == pytest.approx(worth / setting)
        else:
            assert worth / setting > 5_000 * (1 - ROUNDING)
            assert one.after.equity == 5_000


def test_the_hollow_ends_are_as_long_at_either_setting() -> None:
    painted = paint(SIZES)
    for row, ends in enumerate(((3_500, 5_000), (3_500, 5_000), (4_250, 5_000), (4_250, 5_000)), 1):
        assert length(painted, f"lost, row {row}") == pytest.approx(ends)
        assert painted.of(f"lost, row {row}").mark.hollow
    for row, ends in enumerate(((0, 3_000), (0, 1_500), (0, 1_500), (0, 750)), 1):
        assert length(painted, f"used margin, row {row}") == pytest.approx(ends)
    for row, ends in enumerate(((3_000, 3_500), (1_500, 3_500), (1_500, 4_250), (750, 4_250)), 1):
        assert length(painted, f"free margin, row {row}") == pytest.approx(ends)
    names = [one.mark.label for one in painted.drawn if isinstance(one.mark, Note)]
    assert names == ["15,000 at 5x", "15,000 at 10x", "7,500 at 5x", "7,500 at 10x"]


def test_a_debt_is_the_same_at_either_setting_and_refused_orders_lose_nothing() -> None:
    painted = paint(SIZES, move=-40)
    for row in (1, 2):
        assert length(painted, f"debt, row {row}") == pytest.approx((-1_000, 0))
        assert painted.of(f"debt, row {row}").mark.hatch
        assert length(painted, f"lost, row {row}") == pytest.approx((-1_000, 5_000))
    refused = paint(SIZES, leverage=2)
    assert length(refused, "free margin, row 2") == pytest.approx((0, 5_000))
    assert "refused, yours 5,000" in {label.text for label in refused.labels}
    assert "lost, row 2" not in refused.read_back()


def test_the_two_sizes_stand_in_a_table() -> None:
    table = SIZES.shown({}).table
    assert table.head[1:] == ("margin needed", "profit or loss", "equity", "set aside",
                              "free margin")  # fmt: skip
    assert table.rows[1] == ("15,000 USD at 10x", "1,500 USD", "-1,500 USD", "3,500 USD",
                             "1,500 USD", "2,000 USD")  # fmt: skip
    assert table.rows[2][0] == "7,500 USD at 5x"
    refused = SIZES.shown({"leverage": 2}).table
    assert refused.rows[1][0] == "15,000 USD at 2x, refused"


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ({}, "The larger size loses 1,500 USD and the smaller one loses 750 USD"),
        ({"move": 10}, "The larger size gains 1,500 USD and the smaller one gains 750 USD"),
        ({"move": 0}, "At an unchanged price neither size gains or loses, at either setting"),
        ({"size": 15_000}, "One size: it loses 1,500 USD at either setting"),
    ],
)
def test_the_title_of_the_two_sizes(values: dict[str, float], title: str) -> None:
    assert SIZES.shown(values).title.startswith(title)
