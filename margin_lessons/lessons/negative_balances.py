"""Lesson 05: I owe the exchange: who pays what, when?

Figures: the debt of 1,000 USD is that of the article's example, completed (kdj.com, 28 July 2025);
the order and the fees of a recovery are from support.kraken.com 9148088075028, the 48 hours, the
restrictions and the interest from the terms of 16 December 2024. What the client holds besides, and
the prices of EUR and SOL, belong to the story; what a fund holds and volunteers take is invented.
"""

from __future__ import annotations

from margin_lessons.figures import (
    debt_tables,
    regimes,
    regimes_drawing,
    waterfall,
    waterfall_drawing,
    waterfall_words,
    words,
)
from margin_lessons.figures.waterfall import RULES, STORY, WaterfallState
from margin_lessons.lessons.lesson import Lesson
from margin_lessons.lessons.negative_balances_numbers import (
    DEBT,
    DEPOSIT,
    FUND,
    SHORT,
    VOLUNTEERS,
    numbers,
)
from margin_lessons.lessons.negative_balances_questions import QUESTIONS
from margin_lessons.lessons.negative_balances_tasks import EXERCISES
from margin_lessons.panels.controls import Choice, Number
from margin_lessons.panels.gate import Prediction
from margin_lessons.panels.model import Mission, PanelModel, Scenario


def _smallest_for_day_60(state: WaterfallState) -> bool:
    """Return whether no smaller deposit, in steps of 10 USD, brings trading back on day 60."""
    first = state.deposit
    if first is None or (state.recovery.debt.amount, first.day) != (DEBT, waterfall.EVERY):
        return False
    smaller = waterfall.waterfall_state(DEBT, first.amount - 10, "collector")
    return (
        state.wallets == waterfall.story_wallets()
        and state.recovery.rules is RULES["collector"]
        and state.recovery.trading_returns == 60
        and smaller.recovery.trading_returns != 60
    )


WATERFALL = PanelModel(
    name="waterfall",
    controls=(
        Number("debt", "debt, USD", 5, 3_000, 5, DEBT),
        Number("deposit", "each deposit, USD", 0, 500, 10, DEPOSIT),
        Choice(
            "rules",
            "charged while you owe",
            (
                ("18% a year (terms of December 2024)", "published"),
                ("18% a year, and 18% for a collector", "collector"),
                ("nothing (the article's claim)", "claimed"),
            ),
            "published",
        ),
        Choice(
            "protection",
            "a small rest (by the article only)",
            (("is claimed", False), ("is let go: the exchange chooses to", True)),
            False,
        ),
        Number("day", "day of the first deposit", 1, 60, 1, waterfall.EVERY, whole=True),
        Number("btc", "BTC in the spot wallet", 0, 0.05, 0.001, STORY["btc"]),
        Number("eur", "EUR in the spot wallet", 0, 2_000, 10, STORY["eur"]),
        Number("sol", "SOL in the earn wallet", 0, 20, 0.5, STORY["sol"]),
    ),
    more=("protection", "day", "btc", "eur", "sol"),
    compute=waterfall.waterfall_state,
    readout=waterfall_words.readout,
    drawing=waterfall_drawing.WaterfallDrawing,
    scenarios=(
        Scenario("The story", {}),
        Scenario("By the article", {"rules": "claimed"}),
        Scenario("A collector comes", {"rules": "collector"}),
        Scenario("A little short", SHORT),
        Scenario("A favour", {**SHORT, "rules": "claimed", "protection": True}),
        Scenario("Empty wallets", {"deposit": 250, "btc": 0, "eur": 0, "sol": 0}),
        Scenario("Ten dollars a month", {"deposit": 10}),
    ),
    mission=Mission(
        "Omar owes 1,000 USD, holds what he holds in the story, and a collector comes; the first "
        "deposit is on day 30. Find the smallest deposit, in steps of 10 USD, that brings trading "
        "back on day 60.",
        _smallest_for_day_60,
        "Two deposits had to pay the rest, the collector's fee and the interest.",
    ),
)


def _regimes(wallets: float, assigned: float, **values: float) -> regimes.RegimesState:
    return regimes.regimes_state(wallets=wallets / 100, assigned=assigned / 100, **values)


REGIMES = PanelModel(
    name="regimes",
    controls=(
        Number("loss", "loss beyond your margin, USD", 50, 5_000, 50, DEBT),
        Number("fund", "what a fund holds, USD (invented)", 0, 5_000, 50, FUND),
        Number("wallets", "your wallets, % of Omar's", 0, 500, 10, 100),
        Choice(
            "pool",
            "the futures liquidity pool, discretionary",
            (
                ("is not used: it need not be", False),
                ("is used, as large as a fund", True),
            ),
            False,
        ),
        Number("company", "money of the company itself, USD (invented)", 0, 2_000, 50, 0),
        Number("assigned", "part that volunteers take, % (invented)", 0, 100, 5, VOLUNTEERS),
    ),
    more=("pool", "company", "assigned"),
    compute=_regimes,
    readout=regimes.readout,
    drawing=regimes_drawing.RegimesDrawing,
    scenarios=(
        Scenario("The story", {}),
        Scenario("A large fund", {"fund": 2_000}),
        Scenario("An empty fund", {"fund": 0}),
        Scenario("No volunteers", {"assigned": 0}),
        Scenario("The pool is used", {"pool": True}),
        Scenario("A loss you can pay", {"loss": 700}),
    ),
    mission=Mission(
        "the loss is 1,000 USD, and the company itself adds 250 USD (under More controls). Find "
        "the smallest fund that, in 2016, would have let all winners keep their profit.",
        lambda s: s.loss == 1_000 and s.pots.company == 250 and s.pots.fund == 750,
        "First the fund, then the company, and the winners only for the rest.",
    ),
)

A_LITTLE_SHORT = Prediction(
    name="a little short",
    question="Lina owes 750 USD, and her wallets hold exactly what Omar's hold: BTC, EUR and SOL "
    "worth 760 USD. Everything is taken. How many dollars does she still owe?",
    unit="USD",
    panel="waterfall",
    lowest=0,
    highest=1_000_000,
    why="a debt is not below zero, and this one began with 750 USD",
    outcome=lambda s: s.recovery.remaining,
    values=SHORT,
    show=words.money,
)


LESSON = Lesson(
    name="05_negative_balances",
    title="Negative balances",
    panels=(WATERFALL, REGIMES),
    predictions=(A_LITTLE_SHORT,),
    questions=QUESTIONS,
    exercises=EXERCISES,
    numbers=numbers(),
    tables=debt_tables.TABLES,
)
