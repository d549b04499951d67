"""Lesson 05: what waterfall, regimes and four laws show, read back whole, and do not promise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lessons.course import panel_of

from margin_lessons import words
from margin_lessons.account import Side
from margin_lessons.debt import AS_CLAIMED, HISTORY, LAWS, REGIMES, SAID
from margin_lessons.errors import BadInput
from margin_lessons.figures.marks import Area, ChartBar, Curve, Note, Point
from margin_lessons.figures.painted import Drawn, Painted
from margin_lessons.figures.painter import Painter
from margin_lessons.figures.picture import Viewport
from margin_lessons.lessons import open_lesson
from margin_lessons.panels.controls import Number
from margin_lessons.panels.model import PanelModel
from margin_lessons.scenes.paying_off import scene as waterfall_scene
from margin_lessons.scenes.payments import Charged, waterfall_state
from margin_lessons.scenes.who_bears import ROWS, product

LESSON = open_lesson("05_negative_balances")
WATERFALL, REGIMES_PANEL, LAWS_PANEL = (
    panel_of(LESSON, name) for name in ("waterfall", "regimes", "four laws")
)
PAINTER = Painter(Viewport(830, 300))
CENT = {"abs": 0.005}


def paint(model: PanelModel, base: dict[str, Any] | None = None, **values: Any) -> Painted:
    """Return the picture of a panel at a scenario's setting, with some of its values changed."""
    start = {**model.start, **(base or {})}
    moved = {**start, **values}
    return PAINTER.paint(model.picture(model.shown(moved), model.base(start, moved)))


def bar(painted: Painted, name: str) -> tuple[float, float]:
    """Return where a bar begins and ends along its own axis, read off the pixels."""
    drawn = painted.of(name)
    assert isinstance(drawn.mark, ChartBar)
    axis = 0 if drawn.mark.lies else 1
    low, high = sorted((drawn.values[0, axis], drawn.values[2, axis]))
    return float(low), float(high)


def length(painted: Painted, name: str) -> float:
    low, high = bar(painted, name)
    return high - low


def label_of(painted: Painted, drawn: Drawn) -> str:
    """Return the words at a mark, or nothing."""
    return next(
        (one.text for one in painted.labels
         if one.mark is not None and painted.drawn[one.mark] is drawn), ""
    )  # fmt: skip


@pytest.fixture(scope="module")
def lesson():
    return LESSON


@pytest.fixture(scope="module")
def waterfall() -> PanelModel:
    return WATERFALL


@pytest.fixture(scope="module")
def regimes() -> PanelModel:
    return REGIMES_PANEL


# ---- The waterfall ----------------------------------------------------------


def test_the_story_by_hand(waterfall: PanelModel) -> None:
    """BTC 240 less 2.5%, EUR 220 less 1.5%, SOL 300 less 5%, then deposits of 100.

    Interest of 18%: 264.30, 164.30 and 64.30 for 30 days each draw 3.91 + 2.43 + 0.95 = 7.29.
    """
    recovery = waterfall.state(waterfall.start).recovery
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
        r = waterfall.state(waterfall.scenario(name)).recovery
        assert (r.interest, r.collector_fee, r.absorbed, r.client_cost) == pytest.approx(
            (interest, collector, absorbed, cost), **CENT
        )
        assert r.settled_day == settled


def test_a_debt_that_nothing_is_paid_into_never_ends() -> None:
    said = WATERFALL.shown(WATERFALL.scenario("A little short"))
    assert said.fact("never settled, because").text == "nothing is paid in"
    assert "14.30 USD stays owed past the 48 hours, which end on day 2, and it grows" in (
        said.sentence
    )
    assert said.fact("due").text == "within 48 hours, day 2: missed; terms of December 2024"
    assert said.value("interest of the next 30 days") == pytest.approx(0.21, **CENT)


def test_many_deposits_stand_in_one_row_between_first_and_last() -> None:
    scene = WATERFALL.shown(WATERFALL.scenario("Ten dollars a month"))
    assert [len(payment.steps) for payment in scene.state.payments] == [1, 1, 1, 1, 30, 1]
    assert sum(p.paid for p in scene.state.payments) == pytest.approx(1_053.65, **CENT)
    # Thirty payments of 10 from day 60 on; of the 317.95 that all deposits pay, 7.95 are left.
    assert scene.table.rows[4] == (
        "5. 30 deposits in USD", "60 to 930", "charged before 49.74 USD", "300 USD", "7.95 USD",
        "published in part",
    )  # fmt: skip


def test_the_table_has_every_payment_of_the_story_with_its_standing() -> None:
    rows = WATERFALL.shown(WATERFALL.start).table.rows
    assert rows == (
        ("1. BTC wallet (spot), 0.005 BTC", "0", "fee 6 USD", "234 USD", "766 USD", "published"),
        ("2. EUR wallet (spot), 200 EUR", "0", "fee 3.30 USD", "216.70 USD", "549.30 USD",
         "published"),
        ("3. SOL wallet (earn), 2 SOL", "0", "fee 15 USD", "285 USD", "264.30 USD",
         "published in part"),
        ("4. USD deposit", "30", "charged before 3.91 USD", "100 USD", "168.21 USD",
         "published in part"),
        ("5. USD deposit", "60", "charged before 2.43 USD", "100 USD", "70.64 USD",
         "published in part"),
        ("6. USD deposit", "90", "charged before 0.95 USD", "71.59 USD", "0 USD",
         "published in part"),
    )  # fmt: skip


SETTINGS = (
    {},
    {"rules": Charged.COLLECTOR},
    {"debt": 750, "rules": Charged.CLAIMED},
    {"debt": 3_000},
    {"debt": 5},
    {"btc": 0},
    {"sol": 20},
    {"eur": 0, "deposit": 0},
)


@pytest.mark.parametrize("values", SETTINGS)
def test_columns_hang_from_what_was_owed_down_to_what_is_left(values: dict[str, Any]) -> None:
    painted, state = paint(WATERFALL, **values), WATERFALL.state({**WATERFALL.start, **values})
    owed = state.recovery.debt.amount
    assert bar(painted, "debt") == pytest.approx((0, owed))
    for number, step in enumerate(state.touched, 1):
        name = f"{number}. {step.origin}"
        assert bar(painted, name) == pytest.approx((owed - step.paid, owed))
        assert bar(painted, f"{name}: fee") == pytest.approx((owed, owed + step.fee))
        owed -= step.paid
        if owed > 0.01:
            rest = painted.of(f"left after {step.currency}")
            assert bar(painted, rest.mark.name) == pytest.approx((0, owed))
            assert rest.mark.hatch
        assert label_of(painted, painted.of(name)) == words.amount(step.paid)
        assert label_of(painted, painted.of(f"{name}: fee")) == f"fee {words.amount(step.fee)}"
        column = painted.of(name)
        ticks = {text: at for at, text in column.box.x_ticks}
        assert column.mark.at == ticks[f"{step.currency} pays"]
    assert owed == pytest.approx(state.left)
    if owed > 0.01:
        assert bar(painted, "owed after your wallets") == pytest.approx((0, state.left))


def test_what_is_paid_and_what_is_owed_have_their_inks() -> None:
    painted = paint(WATERFALL)
    inks = {one.mark.name: (one.mark.ink, one.mark.hatch)
            for one in painted.drawn if isinstance(one.mark, ChartBar)}  # fmt: skip
    assert inks["debt"] == inks["owed after your wallets"] == ("debt", True)
    assert inks["1. BTC wallet (spot)"] == ("equity", False)
    assert inks["1. BTC wallet (spot): fee"] == ("call", False)
    assert [text for _, text in painted.boxes[0].y_ticks][-1] == "-1,200", "below zero"


@pytest.mark.parametrize("days", [0, 15, 30, 90, 180])
@pytest.mark.parametrize("scenario", ["The story", "A collector comes", "A little short",
                                      "Empty wallets", "Ten dollars a month"])  # fmt: skip
def test_the_curve_is_what_is_owed_on_every_day(scenario: str, days: float) -> None:
    values = {**WATERFALL.scenario(scenario), "days": days}
    painted, recovery = paint(WATERFALL, values), WATERFALL.state(values).recovery
    ahead = painted.of("ahead")
    assert isinstance(ahead.mark, Curve)
    assert ahead.mark.dotted
    both = np.vstack([painted.of("owed over the days").values, ahead.values])
    day, owed = both[:, 0], both[:, 1]
    before, after = (recovery.owed_on(np.maximum(day + d, 0)) for d in (-1e-3, 1e-3))
    low, high = np.minimum(before, after), np.maximum(before, after)
    assert ((owed >= low - 0.01) & (owed <= high + 0.01)).all()
    gone = painted.of("owed over the days").values[:, 0]
    assert (gone.min(), gone.max()) == pytest.approx((0, days), abs=1e-6)
    assert (ahead.values[:, 0].min(), ahead.values[:, 0].max()) == pytest.approx(
        (days, ahead.box.plot.x.high), abs=1e-6
    )
    # Between two turns it is straight, as simple interest is.
    turns = {owed.day for owed in recovery.course if 0 < owed.day < ahead.box.plot.x.high}
    assert turns <= set(np.round(day, 6))


def test_the_hatched_area_ends_where_the_days_gone_by_end() -> None:
    area = paint(WATERFALL, days=45).of("debt over the days")
    assert isinstance(area.mark, Area)
    assert area.mark.hatch
    upper = area.values[: len(area.values) // 2]
    assert (upper[:, 0].min(), upper[:, 0].max()) == pytest.approx((0, 45))
    lower = area.values[len(area.values) // 2 :]
    assert lower[:, 1] == pytest.approx(0, abs=1e-6)


def test_marks_stand_at_what_they_name() -> None:
    painted = paint(WATERFALL, days=45)
    read = painted.read_back()
    assert (read["due"], read["trading returns"], read["day looked at"]) == pytest.approx(
        (2, 90, 45)
    )
    # 168.21 on day 30, and 15 days of interest on a debt of 164.30: 1.22.
    assert read["owed on that day"] == pytest.approx(169.43, **CENT)
    labels = {one.text for one in painted.labels}
    assert {"due on day 2", "settled on day 90", "day 45: owed 169.43 USD", "deposit 100"} <= labels
    deposits = [one for one in painted.drawn if one.mark.name.startswith("deposit of day")]
    assert [one.values[0].tolist() for one in deposits] == [pytest.approx([30, 168.21], abs=0.01)]


def test_a_favour_stands_at_the_day_on_which_it_is_done() -> None:
    painted = paint(WATERFALL, WATERFALL.scenario("A favour"))
    let_go = painted.of("absorbed by the exchange")
    assert isinstance(let_go.mark, Point)
    assert let_go.values[0] == pytest.approx([0, 14.30], abs=0.01)
    assert label_of(painted, let_go) == "14.30 USD let go"
    assert not any("due" in one.text for one in painted.labels), "the article names no time"


def test_playing_the_days_ends_where_the_slider_does() -> None:
    clock = WATERFALL.clock
    (control,) = (one for one in WATERFALL.controls if one.name == clock.control)
    assert isinstance(control, Number)
    assert (control.low, control.high, control.start) == (0, 180, 180)
    assert (control.high - control.low) % clock.step == 0
    assert paint(WATERFALL, days=control.high).png == paint(WATERFALL).png


@pytest.mark.parametrize("rules", list(Charged))
def test_what_is_said_adds_up_to_debt_and_charges(rules: Charged) -> None:
    for debt in (5, 240, 735, 750, 1_000, 3_000):
        scene = WATERFALL.shown({"debt": debt, "rules": rules})
        paid = sum(f.value for f in scene.facts if f.name[0].isdigit() and "fee" not in f.name)
        owed = scene.value("debt") + scene.value("charged on top in all")
        assert paid + scene.value("still owed") == pytest.approx(owed)


def test_the_terms_promise_no_favour() -> None:
    """Neither the pages nor the terms of December 2024 speak of a small rest: a switch is idle."""
    for rules in (Charged.PUBLISHED, Charged.COLLECTOR):
        off, on = (waterfall_state(750, 0, rules, protection) for protection in (False, True))
        assert off == on
        assert on.recovery.absorbed == 0
    assert waterfall_state(750, 0, Charged.CLAIMED, True).recovery.absorbed == pytest.approx(14.30)


def test_protection_is_off_until_it_is_switched_on_and_then_small() -> None:
    assert WATERFALL.start["protection"] is False
    for debt, absorbed in ((750, 14.30), (755, 19.30), (760, 0.0)):
        recovery = waterfall_state(debt, 0, Charged.CLAIMED, protection=True).recovery
        assert recovery.absorbed == pytest.approx(absorbed, **CENT)
        assert recovery.absorbed < AS_CLAIMED.protection_limit
    # Deposits that wear a large debt down do not make it a small one.
    worn = waterfall_state(1_000, 83, Charged.CLAIMED, protection=True).recovery
    assert (worn.absorbed, worn.trading_returns) == (0, 120)


def test_the_prediction_catches_who_forgets_the_fees() -> None:
    (prediction,) = LESSON.predictions
    state = WATERFALL.state(prediction.values)
    assert state.held > state.recovery.debt.amount  # "so nothing stays owed"
    assert prediction.outcome(state) == pytest.approx(14.30, **CENT)
    assert prediction.values["debt"] != WATERFALL.start["debt"]


def test_each_wrong_prediction_is_a_known_idea_and_a_second_case_follows() -> None:
    (prediction,) = LESSON.predictions
    assert {one.value: one.misconception for one in prediction.wrong} == {
        0: "converting costs nothing",
        10: "the difference is what is owed",
        24.30: "the fees are the debt",
        750: "the wallets are not touched",
    }
    # 600 USD of SOL less 5%: 570 USD arrive.
    again = prediction.again
    assert again is not None
    assert "600 USD worth" not in again.question
    assert prediction.outcome(WATERFALL.state(again.values)) == pytest.approx(30)


def test_the_waterfall_mission_has_one_answer() -> None:
    done = WATERFALL.mission.done
    given = {**WATERFALL.start, "rules": Charged.COLLECTOR}
    met = [
        deposit for deposit in range(0, 510, 10)
        if done(WATERFALL.state({**given, "deposit": deposit}))
    ]  # fmt: skip
    assert met == [160]
    for change in ({"debt": 900}, {"sol": 3}, {"day": 29}, {"rules": Charged.PUBLISHED}):
        assert not done(WATERFALL.state({**given, "deposit": 160, **change}))
    assert done(WATERFALL.state({**given, "deposit": 160, "days": 0})), "the days only show"


# ---- Which product, which entity --------------------------------------------


@pytest.mark.parametrize(
    "values",
    [{}, {"fund": 0, "assigned": 0}, {"company": 2_000, "loss": 5_000, "fund": 5_000},
     {"pool": 300}, {"loss": 50, "wallets": 0}],
)  # fmt: skip
def test_every_regime_is_a_bar_as_long_as_the_loss_divided_among_its_payers(
    values: dict[str, Any],
) -> None:
    assert tuple(ROWS) == REGIMES
    painted, state = paint(REGIMES_PANEL, **values), REGIMES_PANEL.state(values)
    for row, result in enumerate(state.rows):
        name, begin = product(result.regime), 0.0
        said = painted.of(f"{name} in words")
        for part in result.parts:
            if part.amount <= 0:
                continue
            (drawn,) = (
                one for one in painted.drawn if isinstance(one.mark, ChartBar)
                and one.mark.name.startswith(f"{name}: ")
                and one.mark.base == pytest.approx(begin)
                and one.mark.shows.value == part.amount
            )  # fmt: skip
            low, high = sorted((drawn.values[0, 0], drawn.values[2, 0]))
            assert (low, high) == pytest.approx((begin, begin + part.amount))
            assert drawn.mark.hatch == (part.layer.name == "OWED")
            assert drawn.mark.at == len(ROWS) - row
            begin += part.amount
        assert begin == pytest.approx(state.loss)
        assert isinstance(said.mark, Note)
        assert label_of(painted, said), f"nothing is written over {name}"


def test_over_each_bar_its_payers_stand_in_their_order() -> None:
    over = {one.mark.name: one.mark.label for one in paint(REGIMES_PANEL, pool=300).drawn
            if isinstance(one.mark, Note)}  # fmt: skip
    assert over == {
        "spot margin in words": "you pay 735.70, you owe 264.30",
        "futures, margin in one coin in words": "volunteers 600, opposite 400",
        "futures, margin in several currencies in words": "volunteers, pool, opposite 100",
        "futures in the US in words": "you owe 1,000",
        "futures with a fund in words": "fund 300, opposite 700",
        "futures with a fund, in 2016 in words": "fund 300, winners 700",
        "futures, loss shared, in 2018 in words": "winners 1,000",
    }


def test_who_can_owe_depends_on_product_and_entity() -> None:
    scene = REGIMES_PANEL.shown({})
    said = {row[0].partition(" (")[0]: row[1] for row in scene.table.rows}
    assert said == {
        "spot margin": "yes, published",
        "futures, margin in one coin": "no, published",
        "futures, margin in several currencies": "no, published",
        "futures in the US": "yes, published",
        "futures with a fund": "no, published in part",
        "futures with a fund, in 2016": "no, published",
        "futures, loss shared, in 2018": "no, reported",
    }
    assert said == {name: scene.fact(f"{name}: can you owe?").text for name in said}
    assert [row.client_owes > 0 for row in scene.state.rows] == [
        text.startswith("yes") for text in said.values()
    ]


def test_the_rows_of_the_table_by_hand() -> None:
    rows = REGIMES_PANEL.shown({"pool": 300}).table.rows
    assert [row[2:] for row in rows] == [
        ("735.70 USD", "264.30 USD", "nobody else"),
        ("0 USD", "0 USD", "volunteers 600 USD, opposite traders 400 USD"),
        ("0 USD", "0 USD", "volunteers 600 USD, the pool, by choice 300 USD, opposite traders "
         "100 USD"),
        ("0 USD", "1,000 USD", "nobody else"),
        ("0 USD", "0 USD", "the fund 300 USD, opposite traders 700 USD"),
        ("0 USD", "0 USD", "the fund 300 USD, all winners 700 USD"),
        ("0 USD", "0 USD", "all winners 1,000 USD"),
    ]  # fmt: skip


def test_the_us_bar_says_why_the_wallets_pay_nothing() -> None:
    assert "1,000 USD is owed, to another company" in REGIMES_PANEL.shown({}).sentence


def test_what_the_exchange_absorbs_is_the_whole_when_nothing_was_paid() -> None:
    empty = {"btc": 0, "eur": 0, "sol": 0}
    whole = waterfall_state(15, 0, Charged.CLAIMED, protection=True, **empty)
    assert "absorbs the whole 15 USD" in waterfall_scene(whole).sentence
    other = waterfall_state(750, 0, Charged.CLAIMED, protection=True)
    assert "absorbs the other 14.30 USD" in waterfall_scene(other).sentence


def test_trading_does_not_return_while_money_is_owed() -> None:
    text = waterfall_scene(waterfall_state(3_000)).fact("trading returns").text
    assert text == "not while money is owed; published"


def test_the_regimes_mission_has_one_answer() -> None:
    met = [
        fund for fund in range(0, 5_050, 50)
        if REGIMES_PANEL.mission.done(REGIMES_PANEL.state({"company": 250, "fund": fund}))
    ]  # fmt: skip
    assert met == [750]
    # One step less, and the winners pay; that is what makes it the smallest.
    for fund, others in ((750, 0), (700, 50)):
        row = REGIMES_PANEL.state({"company": 250, "fund": fund}).row("insurance fund")
        assert row.other_traders == others


def test_what_is_invented_is_called_invented_and_a_pool_is_no_fund() -> None:
    labels = {control.name: control.label for control in REGIMES_PANEL.controls}
    for name in ("fund", "pool", "company", "assigned"):
        assert labels[name].endswith("(invented)")
    assert "by choice" in labels["pool"]
    assert REGIMES_PANEL.start["pool"] == 0
    scene = REGIMES_PANEL.shown({"pool": 300, "fund": 5_000})
    assert "invented" in scene.sentence
    name = "futures, margin in several currencies"
    assert scene.value(f"{name}: the pool, by choice") == 300, "the fund is not the pool's"
    assert scene.value(f"{name}: opposite traders") == pytest.approx(100)
    assert not any(fact.name == f"{name}: the fund" for fact in scene.facts)


# ---- One trade, four laws ----------------------------------------------------


FILLS = {
    # CFD and spot: 30,000 put up; futures: 6,000. What is left, or missing, at each fill.
    48_000: (18_000, 18_000, -6_000, -6_000),
    28_000: (-2_000, -2_000, -26_000, -26_000),
    58_000: (28_000, 28_000, 4_000, 4_000),
}


@pytest.mark.parametrize("fill", FILLS)
def test_a_row_shows_what_was_put_up_and_what_became_of_it(fill: float) -> None:
    painted = paint(LAWS_PANEL, fill=fill)
    for number, (name, put_up, end) in enumerate(
        zip(("EU CFD", "Kraken spot", "US futures", "stop at zero"),
            (30_000, 30_000, 6_000, 6_000), FILLS[fill], strict=True)
    ):  # fmt: skip
        frame, shown = painted.of(f"{name}: put up"), painted.of(f"{name}: at the fill")
        assert frame.mark.hollow
        assert bar(painted, f"{name}: put up") == pytest.approx((0, put_up))
        assert bar(painted, f"{name}: at the fill") == pytest.approx(tuple(sorted((0, end))))
        owes = end < 0 and name in ("Kraken spot", "US futures")
        ink = "equity" if end > 0 else "debt" if owes else "loan"
        assert (shown.mark.ink, shown.mark.hatch) == (ink, owes)
        ticks = {text: at for at, text in frame.box.y_ticks}
        assert abs(ticks[name] - frame.mark.at) < 0.5, f"{name} is named beside row {number}"


def test_over_each_row_stands_who_pays() -> None:
    painted = paint(LAWS_PANEL, fill=28_000)
    over = [label_of(painted, one) for one in painted.drawn if isinstance(one.mark, Note)]
    assert over == ["law spares you 2,000", "you owe 2,000", "you owe 26,000", "others bear 26,000"]


def test_the_table_of_the_panel_is_that_of_the_lesson_with_every_rule_below() -> None:
    scene = LAWS_PANEL.shown({"fill": 28_000})
    table = LESSON.table("four laws", fills=28_000)
    assert (scene.table.head, scene.table.rows) == (table.head, table.rows)
    assert scene.table.notes == (
        "Filled at 28,000 USD, you owe money in 2 of 4 accounts.", *table.notes
    )  # fmt: skip


def test_a_short_mirrors_a_long() -> None:
    scene = LAWS_PANEL.shown({"side": Side.SHORT, "fill": 75_000})
    # 15,000 are lost: half of 30,000, and 9,000 more than 6,000.
    assert [scene.value(f"{name}: at the fill") for name in ("EU CFD", "US futures")] == [
        15_000, -9_000,
    ]  # fmt: skip


def test_the_mission_of_the_four_laws_has_one_answer() -> None:
    done = LAWS_PANEL.mission.done
    met = [fill for fill in range(10_000, 91_000, 1_000) if done(LAWS_PANEL.state({"fill": fill}))]
    assert met == [29_000]
    for change in ({"size": 0.5}, {"entry": 61_000}, {"setting": 3}, {"futures_setting": 9},
                   {"side": Side.SHORT}):  # fmt: skip
        assert not done(LAWS_PANEL.state({"fill": 29_000, **change}))


# ---- The tables ---------------------------------------------------------------------------------


def test_the_table_of_what_is_said_has_every_question_with_its_dates(lesson) -> None:
    table = lesson.table("who says what")
    assert table.head == (
        "question",
        "the article, 28 July 2025",
        "the exchange: support pages, read 22 November 2026, and terms of 16 December 2024",
    )
    assert [row[0] for row in table.rows] == [finding.question for finding in SAID.values()]
    for row, finding in zip(table.rows, SAID.values(), strict=True):
        assert row[1] == (finding.article.words if finding.article else "not found")
        for one, name in ((finding.pages, "Pages"), (finding.terms, "Terms")):
            assert f"{name}: {one.words if one else 'not found'}. " in row[2]
        assert row[2].endswith(f"→ {finding.so[0].upper()}{finding.so[1:]}.")
    (rest,) = [row for row in table.rows if row[0] == "a small rest let go?"]
    assert rest[2].startswith("Pages: not found. Terms: not found. ")
    for since in HISTORY:
        assert f"{words.day(since.date)}: {since.words}" in " ".join(table.notes)


def test_the_table_of_the_four_laws_by_hand(lesson) -> None:
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


def test_every_law_stands_below_the_four_with_its_source_and_date(lesson) -> None:
    notes = lesson.table("four laws").notes
    for law in LAWS.values():
        (note,) = [one for one in notes if law.told.words in one]
        assert law.place in note
        assert law.told.source.title in note
        assert words.day(law.told.source.date) in note
    ((number, inferred),) = [
        (number, one) for number, one in enumerate(notes) if one.startswith("Our inference: ")
    ]
    assert notes[number - 1].startswith("EU, spot margin: MiCA")
    assert "no protection by law was found" in inferred


def test_it_is_said_where_each_of_the_four_is_closed_out(lesson) -> None:
    told = lesson.table("four laws").notes[0]
    for part in ("CFD when half of the initial margin", "about 40% of the used margin",
                  "futures when the account holds 5% of the value"):  # fmt: skip
        assert part in told
    # 1 BTC at 56,842.11 on 6,000 USD: 6,000 - 3,157.89 is 5% of that price.
    assert pytest.approx(0.05 * 56_842.11, abs=0.01) == 6_000 - (60_000 - 56_842.11)


def test_a_trade_of_ones_own(lesson) -> None:
    table = lesson.table("four laws", entry=20_000, volume=0.5, setting=5, fills=15_000)
    assert table.caption == "0.5 BTC long at 20,000 USD under four laws, in USD"
    # 5x: 2,000 put up, closed out when 1,200 are lost; at 15,000 it is 2,500.
    assert table.rows[1] == (
        "Kraken spot margin, 5x", "2,000", "17,600", "16,000", "-500, owed by you",
    )  # fmt: skip
    assert "short at" in lesson.table("four laws", side="short").caption


@pytest.mark.parametrize(
    ("said", "values"),
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
def test_a_wrong_value_is_one_sentence(lesson, said: str, values: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as caught:
        lesson.table("four laws", **values)
    assert said in str(caught.value)


def test_an_unknown_table_names_those_there_are(lesson) -> None:
    with pytest.raises(BadInput, match=r"table 'five laws' is not one of .*did you mean 'four"):
        lesson.table("five laws")


def test_a_table_is_shown_and_stored(lesson) -> None:
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


def test_each_misconception_of_the_lesson_is_an_option(lesson) -> None:
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
def test_exercises_by_hand(lesson, name: str, by_hand: float) -> None:
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


def test_the_right_option_of_every_question_by_hand(lesson) -> None:
    right = {
        question.name: next(option.text for option in question.options if option.correct)
        for question in lesson.questions
    }
    assert right == RIGHT
