"""Lesson 02: the gauge and the answers by hand, and their pictures read back whole."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from lessons.course import panel_of

from margin_lessons.account import Side
from margin_lessons.figures.marks import Band, ChartBar, Curve, Note, Point, Rule
from margin_lessons.figures.painted import Painted
from margin_lessons.figures.painter import Painter
from margin_lessons.figures.picture import Viewport
from margin_lessons.lessons import open_lesson
from margin_lessons.panels.model import PanelModel
from margin_lessons.scenes.scene import Scene

LESSON = open_lesson("02_margin_calls")
GAUGE, ANSWERS = (panel_of(LESSON, name) for name in ("gauge", "answers"))
PAINTER = Painter(Viewport(830, 300))
LINES = ("margin call", "liquidation", "nothing left")


def paint(model: PanelModel, start: dict[str, object] | None = None, **values: object) -> Painted:
    base = {**model.start, **(start or {})}
    return PAINTER.paint(model.picture(model.shown({**base, **values}), model.shown(base)))


def words_of(painted: Painted) -> list[str]:
    return [label.text for label in painted.labels]


def gauge(**values: object) -> Scene:
    return GAUGE.shown(values)


def answers(**values: float) -> Scene:
    return ANSWERS.shown(values)


# ---- The gauge ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [scenario.name for scenario in GAUGE.scenarios])
def test_the_curve_is_the_level_at_every_price(name: str) -> None:
    values = GAUGE.scenario(name)
    curve = paint(GAUGE, values).of("margin level over the price")
    assert isinstance(curve.mark, Curve)
    prices, levels = curve.values.T
    sign = 1 if values["side"] is Side.LONG else -1
    equity = values["cash"] + sign * values["volume"] * (prices - values["entry"])
    worth = np.full(prices.shape, values["entry"]) if sign > 0 else prices
    assert levels == pytest.approx(equity / (values["volume"] * worth / values["leverage"]))
    assert (prices.min(), prices.max()) == pytest.approx((curve.box.plot.x.high / 1e3,
                                                          curve.box.plot.x.high))  # fmt: skip


@pytest.mark.parametrize("values", [{}, {"price": 13_200}, {"price": 9_000}, {"price": 50_000},
                                    {"volume": 0.1}, {"volume": 3}, {"cash": 40_000},
                                    {"volume": 0.1, "cash": 40_000}])  # fmt: skip
def test_the_dot_stands_on_its_curve_at_any_level(values: dict[str, float]) -> None:
    painted = paint(GAUGE, **values)
    dot, curve = painted.of("margin level"), painted.of("margin level over the price")
    assert isinstance(dot.mark, Point)
    (x, y), box = dot.points[0], dot.box
    assert box.left <= x <= box.right
    assert box.top <= y <= box.bottom
    assert np.interp(x, *curve.points.T) == pytest.approx(y, abs=0.5)


def test_along_the_drag_that_is_recommended_the_dot_slides_down() -> None:
    drag = range(20_000, 4_950, -250)
    heights = [paint(GAUGE, price=price).of("price now").points[0] for price in drag]
    assert all(b[0] < a[0] for a, b in pairwise(heights))
    # Down to a debt of the whole used margin; from there on it stands at the edge as an arrow.
    on_chart = [y for price, (_, y) in zip(drag, heights, strict=True)
                if price >= 6_000]  # fmt: skip
    assert all(b > a for a, b in pairwise(on_chart))
    assert all(b[1] >= a[1] for a, b in pairwise(heights))
    deep = paint(GAUGE, price=5_000)
    assert deep.of("price now").mark.shape == "v"
    assert "now -125.0%, owes 5,000 USD" in words_of(deep)
    assert "margin level" not in deep.read_back()


@pytest.mark.parametrize("name", ["The story", "Little to spare", "A short"])
def test_upright_lines_and_labels_stand_at_the_prices_of_the_table(name: str) -> None:
    painted, scene = paint(GAUGE, GAUGE.scenario(name)), GAUGE.shown(GAUGE.scenario(name))
    read = painted.read_back()
    inks = ("call", "liquidation", "zero_equity")
    for line, ink in zip(LINES, inks, strict=True):
        assert read[f"{line} at"] == pytest.approx(scene.value(f"{line} at"))
        rule = painted.of(f"{line} at")
        (label,) = (one for one in painted.labels if one.mark == painted.drawn.index(rule))
        number = scene.fact(f"{line} at").text.removesuffix(" USD")
        assert (label.text, label.ink, rule.mark.ink) == (f"{line} {number}", ink, ink)
        assert label.leader[0] == pytest.approx((rule.points[0, 0], rule.box.top))


def test_the_levels_of_the_venue_are_drawn_and_named() -> None:
    def drawn(**values: object) -> dict[str, float]:
        painted = paint(GAUGE, **values)
        return {one.mark.label: round(float(one.values[0, 1]), 9) for one in painted.drawn
                if isinstance(one.mark, Rule) and one.mark.along == "y"}  # fmt: skip

    assert drawn() == {"fully used 100%": 1, "margin call 80%": 0.8, "liquidation 40%": 0.4}
    # The article's call is at 100%, where its account is fully used.
    assert drawn(venue="the article's figures") == {
        "fully used 100%": 1, "margin call 100%": 1, "liquidation 30%": 0.3,
    }  # fmt: skip
    # Far up they lie on each other: only the call is drawn.
    assert drawn(price=80_000) == {"margin call 80%": 0.8}


def test_a_debt_has_its_word_and_its_amount() -> None:
    painted = paint(GAUGE, price=9_000)
    assert {"debt", "now -25.0%, owes 1,000 USD"} <= set(words_of(painted))
    band = painted.of("debt")
    assert isinstance(band.mark, Band)
    assert band.mark.hatch
    assert band.values[:, 1].max() == pytest.approx(0)
    assert "now 250.0%" in words_of(paint(GAUGE))


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        ({}, False),
        ({"volume": 2.5}, False),  # 10,000 USD set aside, all there is
        ({"volume": 3}, True),
        ({"cash": 0}, True),
        ({"volume": 3, "leverage": 10}, False),
    ],
)
def test_an_order_that_lesson_01_refuses_is_said_to_be_refused(
    values: dict[str, float], refused: bool
) -> None:
    words = gauge(**values)
    assert ("would have been refused" in words.title) == refused
    assert ("would have been refused" in words.sentence) == refused


def test_no_negative_free_margin_without_a_word() -> None:
    assert gauge(price=13_200).fact("free margin").text == "-800 USD"
    said = "A free margin of -800 USD says how much the equity is short of the used margin."
    assert gauge(price=13_200).sentence.endswith(said)
    assert "free margin" not in gauge().sentence
    assert "free margin" not in gauge(price=9_000).sentence  # there the debt is told


def test_what_is_seen_is_a_shape_and_three_points_and_not_the_table() -> None:
    assert gauge().seen == (
        "A straight line of the margin level rises with the price: 125.0% at 15,000 USD, 250.0% at "
        "20,000 USD, 375.0% at 25,000 USD. The dot of the price now stands to the right of the "
        "upright line of the margin call."
    )
    short = GAUGE.shown(GAUGE.scenario("A short")).seen
    # 5,000 + 0.2 x 12,500 = 7,500 of 1,500; 5,000 of 2,000; 2,500 of 2,500.
    assert "500.0% at 37,500 USD, 250.0% at 50,000 USD, 100.0% at 62,500 USD" in short
    assert "falls as the price rises" in short
    assert "stands on the upright line" in gauge(price=13_200).seen
    assert "hatched debt below zero" in gauge(price=9_000).seen


@pytest.mark.parametrize(
    ("values", "met"),
    [
        ({"volume": 1.2}, True),
        ({"volume": 1.2, "price": 15_000}, True),
        ({"volume": 1.15}, False),
        ({"volume": 1.25}, False),
        ({"volume": 1.5, "leverage": 10}, False),
        ({"volume": 1.1, "venue": "the article's figures"}, False),
        ({"volume": 1.2, "side": Side.SHORT}, False),
    ],
)
def test_the_mission_of_the_gauge(values: dict[str, object], met: bool) -> None:
    assert GAUGE.mission is not None
    assert GAUGE.mission.done(gauge(**values).state) == met


# ---- The answers ----------------------------------------------------------------------------


def test_the_answers_are_a_grid() -> None:
    table = answers().table
    costs = ("liquidation moved by", "money at risk", "loss booked")
    assert table.head == ("answer", "level now", *LINES, *costs)
    # Worked by hand: 10,000 - 6,800 = 3,200 is left; 2,000 more; half of the loss of 6,800.
    assert table.rows == (
        ("do nothing", "80.0%", "13,200 USD", "11,600 USD", "10,000 USD", "0 USD", "3,200 USD",
         "0 USD"),
        ("add 2,000 USD", "130.0%", "11,200 USD", "9,600 USD", "8,000 USD", "-2,000 USD",
         "5,200 USD", "0 USD"),
        ("close 50%", "160.0%", "10,000 USD", "8,400 USD", "6,800 USD", "-3,200 USD", "3,200 USD",
         "3,400 USD"),
    )  # fmt: skip
    assert table.notes == ("The price now is 13,200 USD; fees are left out.",)


@pytest.mark.parametrize("name", [scenario.name for scenario in ANSWERS.scenarios])
def test_no_scenario_has_two_rows_alike_and_both_answers_cost_something(name: str) -> None:
    scene = ANSWERS.shown(ANSWERS.scenario(name))
    nothing, add, close = scene.state.answers
    if not scene.state.too_late:
        assert len({row[1:] for row in scene.table.rows}) == 3
    assert add.at_risk > nothing.at_risk
    assert close.booked > nothing.booked == 0
    assert close.now.equity == pytest.approx(nothing.now.equity)


@pytest.mark.parametrize("values", [{}, {"price": 11_700, "deposit": 500, "closed": 25},
                                    {"deposit": 10_000, "closed": 5}])  # fmt: skip
def test_marks_and_bars_stand_at_their_facts(values: dict[str, float]) -> None:
    painted, scene = paint(ANSWERS, **values), answers(**values)
    read = painted.read_back()
    for fact in scene.facts:
        drawn = fact.name.endswith((" at", "at risk", "loss booked", "now"))
        if drawn and fact.value and "level" not in fact.name:
            assert read[fact.name] == pytest.approx(fact.value), fact.name
    for row, way in enumerate(("do nothing", "add funds", "close a part")):
        of_row = [one for one in painted.drawn if any(way in f.name for f, _ in one.mark.facts)]
        assert of_row
        middles = [float(one.values[:, 1].mean()) for one in of_row if one.seen]
        assert all(abs(middle - (2 - row)) < 0.5 for middle in middles)


def test_the_loss_booked_is_hollow_and_money_at_risk_is_not() -> None:
    bars = [one.mark for one in paint(ANSWERS).drawn if isinstance(one.mark, ChartBar)]
    assert [(bar.label, bar.hollow) for bar in bars] == [
        ("at risk 3,200", False), ("at risk 5,200", False), ("at risk 3,200", False),
        ("loss booked 3,400", True),
    ]  # fmt: skip


def test_adding_funds_moves_the_marks_of_its_row_to_the_left_and_its_bar_to_the_right() -> None:
    stops = [paint(ANSWERS, deposit=deposit) for deposit in range(100, 10_100, 900)]
    for line in ("margin call", "liquidation"):
        places = [painted.of(f"add funds: {line} at").points[0, 0] for painted in stops]
        assert all(b < a for a, b in pairwise(places))
    ends = [painted.of("add funds: money at risk").points[:, 0].max() for painted in stops]
    assert all(b > a for a, b in pairwise(ends))
    assert len({painted.boxes[0].plot for painted in stops}) == 1


def test_after_the_liquidation_has_begun_no_answer_is_promised() -> None:
    late = answers(price=10_500)
    assert late.sentence == (
        "At 12.5% the liquidation has begun; none of these answers comes in time."
    )
    assert late.fact("add funds").text == "too late"
    assert late.table.rows[1] == ("add 2,000 USD", *["too late"] * 7)
    painted = paint(ANSWERS, price=10_500)
    notes = [one.mark.label for one in painted.drawn if isinstance(one.mark, Note)]
    assert notes == ["too late", "too late"]
    assert not any("add" in name or "close" in name for name in painted.read_back())
    # The level is 40% at 11,600 USD: that is the last price at which nothing helps.
    assert "has begun" in answers(price=11_600).sentence
    assert "has begun" not in answers(price=11_650).sentence
    assert "hollow" in answers().seen
    assert "hollow" not in answers(price=20_000).seen
    assert "too late" in ANSWERS.shown(ANSWERS.scenario("Do nothing too long")).seen


def test_where_the_exchange_may_act_it_is_said_before_and_after_an_answer() -> None:
    said = answers(price=11_700, deposit=500, closed=25).sentence
    assert "may close before you answer" in said
    assert "55.0%, where it still may" in said
    at_call = answers().sentence
    assert "may close before you answer" in at_call
    assert "still" not in at_call
    assert "may" not in answers(price=20_000).sentence


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ({}, "Closing 50% moves the liquidation down by 3,200 USD and books a loss of 3,400 USD"),
        (
            {"closed": 5},
            "Adding 2,000 USD moves the liquidation down by 2,000 USD, all of it at risk",
        ),
        (
            {"closed": 95},
            "After you close 95% no price liquidates what is left; it books a loss of 6,460 USD",
        ),
        (
            {"closed": 100},
            "Closing everything leaves nothing to liquidate and books a loss of 6,800 USD",
        ),
        (
            {"price": 20_000},
            "Closing 50% moves the liquidation down by 10,000 USD and books no loss",
        ),
    ],
)  # fmt: skip
def test_the_title_names_the_answer_that_moves_most_and_its_cost(
    values: dict[str, float], title: str
) -> None:
    assert answers(**values).title == title


@pytest.mark.parametrize(
    ("closed", "said"), [(95, "no price liquidates this"), (100, "nothing is open")]
)
def test_a_row_without_prices_says_why(closed: float, said: str) -> None:
    assert said in words_of(paint(ANSWERS, closed=closed))
    assert "is nothing open" not in answers(closed=closed).sentence
    if closed < 100:
        assert answers(closed=closed).fact("close a part: liquidation at").text == "no such price"
    else:
        assert answers(closed=closed).value("close a part: money at risk") == 0


def test_the_price_is_drawn_behind_the_marks() -> None:
    # At the call the price stands on a mark: the mark's middle has the mark's ink, not the line's.
    painted = paint(ANSWERS)
    call = painted.of("do nothing: margin call at")
    assert call.points[0, 0] == pytest.approx(painted.of("price now").points[0, 0])
    x, y = np.rint(call.points[0]).astype(int)
    red, _, blue = (int(channel) for channel in PAINTER.pen.pixels[y, x, :3])
    assert red > blue  # the call's ochre, not the price's blue


# ---- The prediction -------------------------------------------------------------------------


def test_the_second_case_is_worked_by_hand_and_no_wrong_number_is_near_the_right_one() -> None:
    (asked,) = LESSON.predictions
    right = asked.outcome(GAUGE.state(asked.values))
    assert right == pytest.approx(30_000 - (10_000 - 0.8 * 9_000) / 1.5)
    assert all(abs(wrong.value / right - 1) > 0.01 for wrong in asked.wrong)
    assert len({wrong.misconception for wrong in asked.wrong}) == len(asked.wrong)
    assert asked.again is not None
    # 2 x 40,000 / 5 = 16,000 is used, 12,800 has to stay, 7,200 may go on 2 coins.
    assert asked.outcome(GAUGE.state(asked.again.values)) == pytest.approx(36_400)
