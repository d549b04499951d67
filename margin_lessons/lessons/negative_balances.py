"""Lesson 05: I owe the exchange, who pays what, and when?

Figures: the debt of 1,000 USD is that of the article's example, completed (kdj.com, 28 July 2025);
the order and the fees of a recovery are from support.kraken.com 9148088075028, the 48 hours, the
restrictions and the interest from the terms of 16 December 2024. What the client holds besides, and
the prices of EUR and SOL, belong to the story; what a fund holds and volunteers take is invented.
"""

from __future__ import annotations

from margin_lessons.account import Side
from margin_lessons.figures import four_laws as four_laws_figure
from margin_lessons.figures import paying_off as paying_off_figure
from margin_lessons.figures import who_bears as who_bears_figure
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
from margin_lessons.panels.model import Mission, PanelModel, PlayClock, Scenario
from margin_lessons.panels.prediction import Prediction, SecondCase
from margin_lessons.panels.verdict import WrongAnswer
from margin_lessons.scenes import debt_tables, four_laws, paying_off, payments, who_bears
from margin_lessons.scenes.four_laws import FourLawsState, four_laws_state
from margin_lessons.scenes.payments import EVERY, RULES, STORY, WATCHED, Charged, WaterfallState


def _smallest_for_day_60(state: WaterfallState) -> bool:
    """Return whether no smaller deposit, in steps of 10 USD, brings trading back on day 60."""
    first = state.deposit
    if first is None or (state.recovery.debt.amount, first.day) != (DEBT, EVERY):
        return False
    smaller = payments.waterfall_state(DEBT, first.amount - 10, Charged.COLLECTOR)
    return (
        state.wallets == payments.story_wallets()
        and state.recovery.rules is RULES[Charged.COLLECTOR]
        and state.recovery.trading_returns == 60
        and smaller.recovery.trading_returns != 60
    )


NOTHING_HELD = {"btc": 0, "eur": 0, "sol": 0}

WATERFALL = PanelModel(
    name="waterfall",
    controls=(
        Number("debt", "debt", 5, 3_000, 5, DEBT, unit="USD"),
        Number("deposit", "each deposit", 0, 500, 10, DEPOSIT, unit="USD"),
        Choice.of("rules", "charged while you owe", Charged.PUBLISHED),
        Number("days", "days gone by", 0, WATCHED, 5, WATCHED, unit="days"),
        Choice(
            "protection",
            "a small rest (by the article only)",
            (("is claimed", False), ("is let go: the exchange chooses to", True)),
            False,
        ),
        Number("day", "day of the first deposit", 1, 60, 1, EVERY, whole=True),
        Number("btc", "coins in the spot wallet", 0, 0.05, 0.001, STORY["btc"], unit="BTC"),
        Number("eur", "euros in the spot wallet", 0, 2_000, 10, STORY["eur"], unit="EUR"),
        Number("sol", "coins in the earn wallet", 0, 20, 0.5, STORY["sol"], unit="SOL"),
    ),
    more=("rules", "protection", "day", "btc", "eur", "sol"),
    compute=payments.waterfall_state,
    scene=paying_off.scene,
    picture=paying_off_figure.picture,
    clock=PlayClock("days", 5, 0.25, "Let the days pass"),
    scenarios=(
        Scenario("The story", {}),
        Scenario("By the article", {"rules": Charged.CLAIMED}),
        Scenario("A collector comes", {"rules": Charged.COLLECTOR}),
        Scenario("A little short", SHORT),
        Scenario("A favour", {**SHORT, "rules": Charged.CLAIMED, "protection": True}),
        Scenario("Empty wallets", {"deposit": 250, **NOTHING_HELD}),
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


REGIMES = PanelModel(
    name="regimes",
    controls=(
        Number("loss", "loss beyond your margin", 50, 5_000, 50, DEBT, unit="USD"),
        Number("fund", "what a fund holds (invented)", 0, 5_000, 50, FUND, unit="USD"),
        Number("wallets", "your wallets, beside Omar's", 0, 500, 10, 100, unit="%", scale=0.01),
        Number("pool", "what a pool adds, by choice (invented)", 0, 2_000, 50, 0, unit="USD"),
        Number("company", "money of the company itself (invented)", 0, 2_000, 50, 0, unit="USD"),
        Number("assigned", "part that volunteers take (invented)", 0, 100, 5, VOLUNTEERS,
               unit="%", scale=0.01),
    ),
    more=("pool", "company", "assigned"),
    compute=who_bears.regimes_state,
    scene=who_bears.scene,
    picture=who_bears_figure.picture,
    scenarios=(
        Scenario("The story", {}),
        Scenario("A large fund", {"fund": 2_000}),
        Scenario("An empty fund", {"fund": 0}),
        Scenario("No volunteers", {"assigned": 0}),
        Scenario("The pool is used", {"pool": 300}),
        Scenario("A loss you can pay", {"loss": 700}),
    ),
    mission=Mission(
        "the loss is 1,000 USD, and the company itself adds 250 USD (under More controls). Find "
        "the smallest fund that, in 2016, would have let all winners keep their profit.",
        lambda s: s.loss == 1_000 and s.pots.company == 250 and s.pots.fund == 750,
        "First the fund, then the company, and the winners only for the rest.",
    ),
)  # fmt: skip


ENTRY, SIZE, SETTING = 60_000.0, 1.0, 2.0


def _first_debt_on_spot(state: FourLawsState) -> bool:
    """Return whether one step of 1,000 USD higher a single account would owe money."""
    asked = four_laws_state(ENTRY, SIZE, SETTING, fill=state.fill + 1_000)
    return state.laws == asked.laws and state.owing == 2 and asked.owing == 1


FOUR_LAWS = PanelModel(
    name="four laws",
    controls=(
        Number("entry", "entry", 20_000, 100_000, 1_000, ENTRY, unit="USD"),
        Number("size", "size", 0.1, 2, 0.1, SIZE, unit="BTC"),
        Number("setting", "setting, CFD and spot", 2, 10, 1, SETTING, unit="x"),
        Number("fill", "filled at", 10_000, 90_000, 1_000, 48_000, unit="USD"),
        Choice.of("side", "side", Side.LONG),
        Number("futures_setting", "setting of the futures", 2, 15, 1, 10, unit="x"),
    ),
    more=("size", "side", "futures_setting"),
    compute=four_laws_state,
    scene=four_laws.scene,
    picture=four_laws_figure.picture,
    scenarios=(
        Scenario("A gap to 48,000", {}),
        Scenario("A crash to 28,000", {"fill": 28_000}),
        Scenario("A small fall", {"fill": 58_000}),
        Scenario("A setting of 10x", {"setting": 10}),
        Scenario("A short", {"side": Side.SHORT, "fill": 75_000}),
    ),
    mission=Mission(
        "1 BTC long from 60,000 USD, at the settings this panel starts with. Find the highest "
        "fill, in steps of 1,000 USD, at which a second account owes money.",
        _first_debt_on_spot,
        "At 30,000 USD what was put up for spot margin is gone; below it the loan is missing.",
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
    values={**SHORT, "days": 0},
    along="y",
    plot=1,
    wrong=(
        WrongAnswer(0, "converting costs nothing",
                    "760 USD would be enough if each coin arrived whole; a fee stays behind."),
        WrongAnswer(10, "the difference is what is owed",
                    "760 USD less 750 USD would be left to her, if there were no fees."),
        WrongAnswer(24.30, "the fees are the debt",
                    "24.30 USD is what all fees take; 10 USD of that her wallets had to spare."),
        WrongAnswer(750, "the wallets are not touched",
                    "every wallet of the account is taken first, the earn wallet too."),
    ),
    again=SecondCase(
        "Ben owes 600 USD, and holds nothing but SOL worth 600 USD, which convert at a fee of 5%. "
        "How many dollars does he still owe?",
        {"debt": 600, "deposit": 0, **NOTHING_HELD, "sol": 4, "days": 0},
    ),
)  # fmt: skip


LESSON = Lesson(
    name="05_negative_balances",
    title="Negative balances",
    panels=(WATERFALL, REGIMES, FOUR_LAWS),
    predictions=(A_LITTLE_SHORT,),
    questions=QUESTIONS,
    exercises=EXERCISES,
    numbers=numbers(),
    tables=debt_tables.TABLES,
)
