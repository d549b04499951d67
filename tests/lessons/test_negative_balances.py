"""Lesson 05: what the waterfall and the comparison of regimes show, and do not promise."""

from __future__ import annotations

import pytest
from lessons.course import panel_of
from lessons.layout import cut_off, overlaps

from margin_lessons.debt import AS_CLAIMED, REGIMES, Standing
from margin_lessons.figures.palette import THEMES
from margin_lessons.figures.regimes import ROWS
from margin_lessons.figures.regimes import readout as regimes_readout
from margin_lessons.figures.regimes_drawing import RegimesDrawing
from margin_lessons.figures.waterfall import MARKS, readout, waterfall_state
from margin_lessons.figures.waterfall_drawing import WaterfallDrawing
from margin_lessons.lessons import open_lesson
from margin_lessons.lessons.lesson import Lesson
from margin_lessons.panels.model import PanelModel

CENT = {"abs": 0.005}


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return open_lesson("05_negative_balances")


@pytest.fixture(scope="module")
def waterfall(lesson: Lesson) -> PanelModel:
    return panel_of(lesson, "waterfall")


@pytest.fixture(scope="module")
def regimes(lesson: Lesson) -> PanelModel:
    return panel_of(lesson, "regimes")


# ---- The waterfall ----------------------------------------------------------


def test_the_story_by_hand(waterfall: PanelModel) -> None:
    """BTC 240 less 2.5%, EUR 220 less 1.5%, SOL 300 less 5%, then three deposits of 100."""
    recovery = waterfall.compute(**waterfall.start).recovery
    paid = [234, 216.70, 285, 100, 100, 64.30]
    assert [step.paid for step in recovery.steps] == pytest.approx(paid, **CENT)
    assert [step.fee for step in recovery.steps] == pytest.approx([6, 3.30, 15, 0, 0, 0], **CENT)
    assert recovery.trading_returns == recovery.withdrawal_returns == 90
    assert recovery.client_cost == pytest.approx(1_024.30, **CENT)


def test_every_step_is_drawn_and_in_the_table_with_its_standing(waterfall: PanelModel) -> None:
    drawing = WaterfallDrawing()
    for values in ({}, {"rules": "published"}, {"debt": 750, "protection": True}, {"debt": 3_000}):
        state = waterfall.compute(**{**waterfall.start, **values})
        drawing.png(state)
        facts = {fact.name: fact for fact in readout(state).facts}
        columns = drawing.shown[1:-1]
        assert len(columns) == len(state.recovery.steps)
        for number, (step, column) in enumerate(zip(state.recovery.steps, columns, strict=True), 1):
            mark = MARKS[step.basis.standing]
            assert column.mark.get_text() == mark
            assert column.paid.get_height() == step.paid
            assert column.fee.get_height() == step.fee
            row = facts[f"{number}. {step.origin}"]
            assert row.value == step.paid
            assert row.text.endswith(mark)
        # One row a step: the mission below the table stays in sight.
        assert sum(name[0].isdigit() for name in facts) == len(columns)


def test_what_is_drawn_adds_up_to_the_debt(waterfall: PanelModel) -> None:
    drawing = WaterfallDrawing()
    for debt in (5, 240, 735, 750, 1_000, 3_000):
        drawing.png(waterfall.compute(**{**waterfall.start, "debt": debt}))
        shown = drawing.read_back()
        steps = sum(value for name, value in shown.items() if name[0].isdigit())
        assert steps + shown["still owed"] == pytest.approx(shown["debt"]) == debt


def test_a_debt_hangs_below_zero(waterfall: PanelModel) -> None:
    drawing = WaterfallDrawing()
    drawing.png(waterfall.compute(**waterfall.start))
    deep, top = drawing.ax.get_ylim()
    assert (deep > 1_000, top) == (True, 0)
    assert drawing.ax.yaxis.get_major_formatter()(400) == "-400"
    assert drawing.owed.get_visible()
    assert drawing.owed.get_hatch()


def test_published_rules_promise_neither_deposits_nor_restrictions_nor_favours() -> None:
    off, on = (
        waterfall_state(1_000, 500, protection=protection, rules="published")
        for protection in (False, True)
    )
    assert off == on
    assert off.recovery.remaining == pytest.approx(264.30, **CENT)
    assert {step.basis.standing for step in off.recovery.steps} <= {
        Standing.PUBLISHED, Standing.PARTLY,
    }  # fmt: skip
    assert readout(off).fact("trading returns").text == "no limit published"
    assert readout(off).fact("interest").text == "none published"


def test_protection_is_off_until_it_is_switched_on_and_then_small(waterfall: PanelModel) -> None:
    assert waterfall.start["protection"] is False
    for debt, absorbed in ((750, 14.30), (755, 19.30), (760, 0.0)):
        recovery = waterfall_state(debt, protection=True).recovery
        assert recovery.absorbed == pytest.approx(absorbed, **CENT)
        assert recovery.absorbed < AS_CLAIMED.protection_limit
    # Deposits that wear a large debt down do not make it a small one.
    worn = waterfall_state(1_000, 83, protection=True).recovery
    assert (worn.absorbed, worn.trading_returns) == (0, 120)


def test_the_prediction_catches_who_forgets_the_fees(lesson: Lesson, waterfall: PanelModel) -> None:
    (prediction,) = lesson.predictions
    state = waterfall.compute(**{**waterfall.start, **prediction.values})
    assert state.held > state.recovery.debt.amount  # "so nothing stays owed"
    assert prediction.outcome(state) == pytest.approx(14.30, **CENT)
    assert prediction.values["debt"] != waterfall.start["debt"]


@pytest.mark.parametrize("theme", THEMES)
def test_a_prediction_stands_clear_of_the_other_words(waterfall: PanelModel, theme: str) -> None:
    found = []
    for values in ({"debt": 750, "deposit": 0}, {}, {"debt": 3_000, "deposit": 500}):
        state = waterfall.compute(**{**waterfall.start, **values})
        drawing = WaterfallDrawing(THEMES[theme])
        for said in (0, 10, 14.30, 100, 240, 375, 500, 740, 760, 1_000, 99_999, -50):
            drawing.predict(said, f"you said {said:,} USD")
            drawing.png(state)
            found += [f"{values}, {said}: {text}" for text in overlaps(drawing) + cut_off(drawing)]
    assert not found, "\n".join(found)


def test_the_waterfall_mission_has_one_answer(waterfall: PanelModel) -> None:
    done = waterfall.mission.done
    met = [
        deposit for deposit in range(0, 510, 10)
        if done(waterfall.compute(**{**waterfall.start, "deposit": deposit}))
    ]  # fmt: skip
    assert met == [140]
    for change in ({"debt": 900}, {"sol": 3}, {"day": 29}, {"rules": "published"}):
        assert not done(waterfall.compute(**{**waterfall.start, "deposit": 140, **change}))


# ---- Which product, which entity --------------------------------------------


def test_every_regime_is_a_row_that_adds_up(regimes: PanelModel) -> None:
    assert tuple(ROWS) == REGIMES
    for values in (
        {},
        {"fund": 0, "assigned": 0},
        {"company": 2_000, "loss": 5_000, "fund": 5_000},
    ):
        state = regimes.compute(**{**regimes.start, **values})
        drawing = RegimesDrawing()
        drawing.png(state)
        for row, result in zip(drawing.rows, state.rows, strict=True):
            assert row.end() == pytest.approx(state.loss)
            assert sum(part.amount for part in result.parts) == pytest.approx(state.loss)


def test_who_can_owe_depends_on_product_and_entity(regimes: PanelModel) -> None:
    state = regimes.compute(**regimes.start)
    said = {
        fact.name.split(":")[0]: fact.text
        for fact in regimes_readout(state).facts
        if fact.name.endswith("can you owe?")
    }
    assert said == {
        "spot margin": "yes, published",
        "futures, margin in one coin": "no, published",
        "futures, margin in several currencies": "no, published",
        "futures in the US": "yes, reported",
        "futures with a fund": "no, published",
        "futures, loss shared": "no, reported",
    }
    assert [row.client_owes > 0 for row in state.rows] == [
        text.startswith("yes") for text in said.values()
    ]


@pytest.mark.parametrize("values", [{}, {"company": 50, "fund": 50, "assigned": 5}])
def test_a_name_stands_above_its_part_where_there_is_room(
    regimes: PanelModel, values: dict
) -> None:
    drawing = RegimesDrawing()
    drawing.png(regimes.compute(**{**regimes.start, **values}))
    assert not overlaps(drawing)
    for row in drawing.rows:
        for bar, label in zip(row.parts, row.labels, strict=True):
            box = label.get_window_extent()
            left, right = (
                drawing.ax.transData.transform((x, 0))[0]
                for x in (bar.get_x(), bar.get_x() + bar.get_width())
            )
            if bar.get_visible() and right - left > box.width + 20:
                # Its middle, at least: a wide name beside it may need some of its room.
                assert left < (box.x0 + box.x1) / 2 < right, label.get_text()


def test_the_us_bar_says_why_the_wallets_pay_nothing(regimes: PanelModel) -> None:
    said = regimes_readout(regimes.compute(**regimes.start)).sentence
    assert "1,000 USD is owed, to another company" in said


def test_what_the_exchange_absorbs_is_the_whole_when_nothing_was_paid() -> None:
    empty = {"btc": 0, "eur": 0, "sol": 0}
    assert (
        "absorbs the whole 15 USD"
        in readout(waterfall_state(15, protection=True, **empty)).sentence
    )
    assert "absorbs the other 14.30 USD" in readout(waterfall_state(750, protection=True)).sentence


def test_trading_does_not_return_while_money_is_owed() -> None:
    assert readout(waterfall_state(3_000)).fact("trading returns").text == "not while money is owed"


def test_the_regimes_mission_has_one_answer(regimes: PanelModel) -> None:
    given = {**regimes.start, "company": 250}
    met = [
        fund for fund in range(0, 5_050, 50)
        if regimes.mission.done(regimes.compute(**{**given, "fund": fund}))
    ]  # fmt: skip
    assert met == [750]
    # One step less, and the winners pay; that is what makes it the smallest.
    for fund, others in ((750, 0), (700, 50)):
        row = regimes.compute(**{**given, "fund": fund}).row("insurance fund")
        assert row.other_traders == others


# ---- Questions and exercises ------------------------------------------------


def test_each_misconception_of_the_lesson_is_an_option(lesson: Lesson) -> None:
    named = {option.misconception for question in lesson.questions for option in question.options}
    assert named >= {
        "a negative balance is written off",
        "protection is a right",
        "interest runs on it",
        "only the margin wallet is touched",
    }


@pytest.mark.parametrize(
    ("name", "by_hand"),
    [
        ("sell to pay", 500 / 0.95),
        ("kept in BTC", 6_000 - 4_800 * 0.975),
        # 900 - 295.50 = 604.50: the fourth deposit of 200, on day 4 x 30.
        ("day of return", 120),
    ],
)
def test_exercises_by_hand(lesson: Lesson, name: str, by_hand: float) -> None:
    (exercise,) = (one for one in lesson.exercises if one.name == name)
    assert exercise.answer() == pytest.approx(by_hand)
    assert exercise.check(by_hand).passed
