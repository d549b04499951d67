"""Lesson 05: what the waterfall and the comparison of regimes show, and do not promise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lessons.course import panel_of
from lessons.layout import cut_off, overlaps

from margin_lessons.debt import AS_CLAIMED, HISTORY, LAWS, REGIMES, SAID
from margin_lessons.errors import BadInput
from margin_lessons.figures.palette import THEMES
from margin_lessons.figures.regimes import ROWS
from margin_lessons.figures.regimes import readout as regimes_readout
from margin_lessons.figures.regimes_drawing import RegimesDrawing
from margin_lessons.figures.waterfall import waterfall_state
from margin_lessons.figures.waterfall_drawing import WaterfallDrawing
from margin_lessons.figures.waterfall_words import MARKS, readout
from margin_lessons.figures.words import day
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
    """BTC 240 less 2.5%, EUR 220 less 1.5%, SOL 300 less 5%, then deposits of 100.

    Interest of 18%: 264.30, 164.30 and 64.30 for 30 days each draw 3.91 + 2.43 + 0.95 = 7.29.
    """
    recovery = waterfall.compute(**waterfall.start).recovery
    paid = [234, 216.70, 285, 100, 100, 71.59]
    assert [step.paid for step in recovery.steps] == pytest.approx(paid, **CENT)
    assert [step.fee for step in recovery.steps] == pytest.approx([6, 3.30, 15, 0, 0, 0], **CENT)
    charged = [step.charged for step in recovery.steps]
    assert charged == pytest.approx([0, 0, 0, 3.91, 2.43, 0.95], **CENT)
    assert [step.remaining for step in recovery.steps] == pytest.approx(
        [766, 549.30, 264.30, 168.21, 70.64, 0], **CENT
    )
    assert recovery.trading_returns == recovery.withdrawal_returns == 90
    assert recovery.client_cost == pytest.approx(1_031.59, **CENT)


SCENARIOS = {
    # interest, collector's fee, absorbed, settled on day, cost
    "The story": (7.29, 0, 0, 90, 1_031.59),
    "By the article": (0, 0, 0, 90, 1_024.30),
    "A collector comes": (7.29, 47.57, 0, 120, 1_079.17),
    "A little short": (0, 0, 0, None, 760),
    "A favour": (0, 0, 14.30, 0, 760),
    "Empty wallets": (36.99, 0, 0, 150, 1_036.99),
    "Ten dollars a month": (53.65, 0, 0, 960, 1_077.95),
}


def test_every_scenario_keeps_its_word(waterfall: PanelModel) -> None:
    assert [scenario.name for scenario in waterfall.scenarios] == list(SCENARIOS)
    for name, (interest, collector, absorbed, settled, cost) in SCENARIOS.items():
        r = waterfall.compute(**waterfall.scenario(name)).recovery
        assert (r.interest, r.collector_fee, r.absorbed, r.client_cost) == pytest.approx(
            (interest, collector, absorbed, cost), **CENT
        )
        assert r.settled_day == settled


def test_a_debt_that_nothing_is_paid_into_never_ends(waterfall: PanelModel) -> None:
    text = readout(waterfall.compute(**waterfall.scenario("A little short")))
    assert text.fact("never settled, because").text == "nothing is paid in"
    assert "14.30 USD stays owed past the 48 hours, which end on day 2, and it grows" in (
        text.sentence
    )
    assert text.fact("due").text == "within 48 hours, day 2: missed; terms of December 2024"
    assert text.fact("interest of the next 30 days").value == pytest.approx(0.21, **CENT)


def test_many_deposits_stand_in_one_column_between_first_and_last(waterfall: PanelModel) -> None:
    state = waterfall.compute(**waterfall.scenario("Ten dollars a month"))
    assert [len(payment.steps) for payment in state.payments] == [1, 1, 1, 1, 30, 1]
    assert sum(len(payment.steps) for payment in state.payments) == len(state.recovery.steps)
    assert sum(p.paid for p in state.payments) == pytest.approx(1_053.65, **CENT)
    drawing = WaterfallDrawing()
    drawing.png(state)
    assert drawing.shown[5].head.get_text() == "30 deposits"
    assert drawing.shown[5].day.get_text() == "to day 930"


def test_every_step_is_drawn_and_in_the_table_with_its_standing(waterfall: PanelModel) -> None:
    drawing = WaterfallDrawing()
    favour = {"debt": 750, "rules": "claimed", "protection": True}
    for values in ({}, {"rules": "collector"}, favour, {"debt": 3_000}):
        state = waterfall.compute(**{**waterfall.start, **values})
        drawing.png(state)
        facts = {fact.name: fact for fact in readout(state).facts}
        columns = drawing.shown[1:-1]
        assert len(columns) == len(state.payments)
        for number, (step, column) in enumerate(zip(state.payments, columns, strict=True), 1):
            mark = MARKS[step.basis.standing]
            assert column.mark.get_text() == mark
            assert column.paid.get_height() == step.paid
            assert column.fee.get_height() == step.fee
            assert column.charged.get_height() == step.charged
            row = facts[f"{number}. {step.origin}"]
            assert row.value == step.paid
            assert row.text.endswith(mark)
        # One row a step: the mission below the table stays in sight.
        assert sum(name[0].isdigit() for name in facts) == len(columns)


@pytest.mark.parametrize("rules", ["claimed", "published", "collector"])
def test_what_is_drawn_adds_up_to_debt_and_charges(waterfall: PanelModel, rules: str) -> None:
    drawing = WaterfallDrawing()
    for debt in (5, 240, 735, 750, 1_000, 3_000):
        drawing.png(waterfall.compute(**{**waterfall.start, "debt": debt, "rules": rules}))
        shown = drawing.read_back()
        assert shown["debt"] == debt
        steps = sum(value for name, value in shown.items() if name[0].isdigit())
        owed = shown["debt"] + shown["charged on top in all"]
        assert steps + shown["still owed"] == pytest.approx(owed)


@pytest.mark.parametrize("rules", ["published", "collector"])
def test_a_column_reaches_as_deep_as_what_was_owed_before_it(
    waterfall: PanelModel, rules: str
) -> None:
    drawing = WaterfallDrawing()
    drawing.png(waterfall.compute(**{**waterfall.start, "rules": rules}))
    for before, column in zip(drawing.shown, drawing.shown[1:-1], strict=False):
        paid, charged = column.paid, column.charged
        bottom = paid.get_y() + paid.get_height()
        assert paid.get_y() == pytest.approx(column.owed)
        assert bottom == pytest.approx(before.owed + charged.get_height())
        if charged.get_height():
            assert charged.get_y() + charged.get_height() == pytest.approx(bottom)
            assert column.charge_amount.get_color() == drawing.palette.debt.color


def test_a_debt_hangs_below_zero(waterfall: PanelModel) -> None:
    drawing = WaterfallDrawing()
    drawing.png(waterfall.compute(**waterfall.start))
    deep, top = drawing.ax.get_ylim()
    assert (deep > 1_000, top) == (True, 0)
    assert drawing.ax.yaxis.get_major_formatter()(400) == "-400"
    assert drawing.owed.get_visible()
    assert drawing.owed.get_hatch()


def test_the_terms_promise_no_favour() -> None:
    """Neither the pages nor the terms of December 2024 speak of a small rest: a switch is idle."""
    for rules in ("published", "collector"):
        off, on = (waterfall_state(750, 0, rules, protection) for protection in (False, True))
        assert off == on
        assert on.recovery.absorbed == 0
    assert waterfall_state(750, 0, "claimed", True).recovery.absorbed == pytest.approx(14.30)


def test_protection_is_off_until_it_is_switched_on_and_then_small(waterfall: PanelModel) -> None:
    assert waterfall.start["protection"] is False
    for debt, absorbed in ((750, 14.30), (755, 19.30), (760, 0.0)):
        recovery = waterfall_state(debt, 0, "claimed", protection=True).recovery
        assert recovery.absorbed == pytest.approx(absorbed, **CENT)
        assert recovery.absorbed < AS_CLAIMED.protection_limit
    # Deposits that wear a large debt down do not make it a small one.
    worn = waterfall_state(1_000, 83, "claimed", protection=True).recovery
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
    given = {**waterfall.start, "rules": "collector"}
    met = [
        deposit for deposit in range(0, 510, 10)
        if done(waterfall.compute(**{**given, "deposit": deposit}))
    ]  # fmt: skip
    assert met == [160]
    for change in ({"debt": 900}, {"sol": 3}, {"day": 29}, {"rules": "published"}):
        assert not done(waterfall.compute(**{**given, "deposit": 160, **change}))


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
        "futures in the US": "yes, published",
        "futures with a fund": "no, published in part",
        "futures with a fund, in 2016": "no, published",
        "futures, loss shared, in 2018": "no, reported",
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
    whole = waterfall_state(15, 0, "claimed", protection=True, **empty)
    assert "absorbs the whole 15 USD" in readout(whole).sentence
    other = waterfall_state(750, 0, "claimed", protection=True)
    assert "absorbs the other 14.30 USD" in readout(other).sentence


def test_trading_does_not_return_while_money_is_owed() -> None:
    text = readout(waterfall_state(3_000)).fact("trading returns").text
    assert text == "not while money is owed; published"


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


def test_what_is_invented_is_called_invented_and_a_pool_is_no_fund(regimes: PanelModel) -> None:
    labels = {control.name: control.label for control in regimes.controls}
    for name in ("fund", "company", "assigned"):
        assert labels[name].endswith("(invented)")
    assert "discretionary" in labels["pool"]
    assert regimes.start["pool"] is False
    used = regimes.compute(**regimes.scenario("The pool is used"))
    text = regimes_readout(used)
    name = "futures, margin in several currencies"
    assert text.fact(f"{name}: the pool, by choice").value == 300
    assert text.fact(f"{name}: opposite traders").value == pytest.approx(100)
    assert not any(fact.name == f"{name}: the fund" for fact in text.facts)


# ---- The tables ---------------------------------------------------------------------------------


def test_the_table_of_what_is_said_has_every_question_with_its_dates(lesson: Lesson) -> None:
    table = lesson.table("who says what")
    assert table.head[1:4] == (
        "the article, 28 July 2025",
        "support pages, read 22 November 2026",
        "terms of 16 December 2024",
    )
    assert [row[0] for row in table.rows] == [finding.question for finding in SAID.values()]
    (rest,) = [row for row in table.rows if row[0] == "a small rest let go?"]
    assert rest[2:4] == ("not found", "not found")
    for since in HISTORY:
        assert f"{day(since.date)}: {since.words}" in " ".join(table.notes)


def test_the_table_of_the_four_laws_by_hand(lesson: Lesson) -> None:
    table = lesson.table("four laws", entry=60_000, volume=1, setting=2, fills=(48_000, 28_000))
    assert table.rows == (
        ("EU retail CFD, 2x", "30,000", "45,000", "30,000",
         "18,000 left, not closed out", "-2,000: owed 0, by law"),
        ("Kraken spot margin, 2x", "30,000", "42,000", "30,000",
         "18,000 left, not closed out", "-2,000, owed by you"),
        ("futures in the US, 10x", "6,000", "56,842.11", "54,000",
         "-6,000, owed by you", "-26,000, owed by you"),
        ("futures that stop at zero, 10x", "6,000", "56,842.11", "54,000",
         "-6,000: owed 0, somebody else bears it", "-26,000: owed 0, somebody else bears it"),
    )  # fmt: skip
    assert lesson.table("four laws") == table


def test_every_law_stands_below_the_four_with_its_source_and_date(lesson: Lesson) -> None:
    notes = lesson.table("four laws").notes
    for law in LAWS.values():
        (note,) = [one for one in notes if law.told.words in one]
        assert law.place in note
        assert law.told.source.title in note
        assert day(law.told.source.date) in note
    ((number, inferred),) = [
        (number, one) for number, one in enumerate(notes) if one.startswith("Our inference: ")
    ]
    assert notes[number - 1].startswith("EU, spot margin: MiCA")
    assert "no protection by law was found" in inferred


def test_it_is_said_where_each_of_the_four_is_closed_out(lesson: Lesson) -> None:
    told = lesson.table("four laws").notes[0]
    for words in ("CFD when half of the initial margin", "about 40% of the used margin",
                  "futures when the account holds 5% of the value"):  # fmt: skip
        assert words in told
    # 1 BTC at 56,842.11 on 6,000 USD: 6,000 - 3,157.89 is 5% of that price.
    assert pytest.approx(0.05 * 56_842.11, abs=0.01) == 6_000 - (60_000 - 56_842.11)


def test_a_trade_of_ones_own(lesson: Lesson) -> None:
    table = lesson.table("four laws", entry=20_000, volume=0.5, setting=5, fills=15_000)
    assert table.caption == "0.5 BTC long at 20,000 USD under four laws, in USD"
    # 5x: 2,000 put up, closed out when 1,200 are lost; at 15,000 it is 2,500.
    assert table.rows[1] == (
        "Kraken spot margin, 5x", "2,000", "17,600", "16,000", "-500, owed by you",
    )  # fmt: skip
    assert "short at" in lesson.table("four laws", side="short").caption


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("entry -1 is not above 0", {"entry": -1}),
        ("value 'entri' is not one of the table 'four laws'", {"entri": 60_000}),
        ("fills () are not one to six prices", {"fills": ()}),
        ("fill 'a' is not a number", {"fills": ["a"]}),
        ("fill None is not a number", {"fills": None}),
        ("fill 0 is not above 0", {"fills": [48_000, 0]}),
        ("leverage None is not a number", {"setting": None}),
        ("leverage 12 is above 10", {"setting": 12}),
        ("side 5", {"side": 5}),
    ],
)
def test_a_wrong_value_is_one_sentence(lesson: Lesson, words: str, values: dict) -> None:
    with pytest.raises(BadInput) as caught:
        lesson.table("four laws", **values)
    assert words in str(caught.value)


def test_an_unknown_table_names_those_there_are(lesson: Lesson) -> None:
    with pytest.raises(BadInput, match=r"table 'five laws' is not one of .*did you mean 'four"):
        lesson.table("five laws")


def test_a_table_is_shown_and_stored(lesson: Lesson) -> None:
    bundle = lesson.table("four laws")._repr_mimebundle_()
    for row in lesson.table("four laws").rows:
        assert '<th scope="row"' in bundle["text/html"]
        assert f">{row[0]}</th>" in bundle["text/html"]
        assert row[2] in bundle["text/plain"]
    assert "<caption>" in bundle["text/html"]
    assert "<li>" in bundle["text/html"]


# ---- The gate -----------------------------------------------------------------------------------


def test_the_panel_behind_the_gate_stands_once() -> None:
    """A second one below it would show the answer before it is asked for."""
    path = Path(__file__).parents[2] / "notebooks" / "05_negative_balances.ipynb"
    source = "".join(
        "".join(cell["source"])
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
    )
    assert source.count('predict("a little short")') == 1
    assert 'panel("waterfall")' not in source


# ---- Questions and exercises ------------------------------------------------


def test_each_misconception_of_the_lesson_is_an_option(lesson: Lesson) -> None:
    named = {option.misconception for question in lesson.questions for option in question.options}
    assert named >= {
        "a negative balance is written off",
        "protection is a right",
        "not found means no",
        "what an article says is a rule of the exchange",
        "isolated is a guarantee",
        "the law protects every margin trade",
        "only the margin wallet is touched",
    }


@pytest.mark.parametrize(
    ("name", "by_hand"),
    [
        ("sell to pay", 500 / 0.95),
        ("kept in BTC", 6_000 - 4_800 * 0.975),
        # 900 - 305.35 = 594.65 and 17.52 of interest by day 90: a fourth deposit of 200.
        ("day of return", 120),
    ],
)
def test_exercises_by_hand(lesson: Lesson, name: str, by_hand: float) -> None:
    (exercise,) = (one for one in lesson.exercises if one.name == name)
    assert exercise.answer() == pytest.approx(by_hand)
    assert exercise.check(by_hand).passed


RIGHT = {
    "recall debt": "-1,000 USD",
    "recall cushion": "The one at 10x",
    "written off": "It stays owed",
    "protection": "The client, unless the exchange chooses otherwise",
    "interest": "The article says no; the terms of December 2024 say 18% a year",
    "which funds": "From the collateral currencies in a published order, then from any other funds",
    "which product": "The one on spot margin and the one with futures in the US",
    "isolated": "Its own margin, if the venue holds to that; the rest depends on product and place",
}


def test_the_right_option_of_every_question_by_hand(lesson: Lesson) -> None:
    right = {
        question.name: next(option.text for option in question.options if option.correct)
        for question in lesson.questions
    }
    assert right == RIGHT
