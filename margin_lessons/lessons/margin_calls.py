"""Lesson 02: when does the exchange call, and what can I answer?

Figures: support.kraken.com 203325763 (1 BTC at 20,000 with 10,000; 1.5 BTC at 30,000) and
203053156 (a short of 10,000 USD at 50,000).
"""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.account import Position, Side
from margin_lessons.figures import answers as answers_figure
from margin_lessons.figures import gauge as gauge_figure
from margin_lessons.lessons.lesson import Lesson
from margin_lessons.lessons.margin_calls_numbers import numbers
from margin_lessons.lessons.margin_calls_tasks import EXERCISES, QUESTIONS
from margin_lessons.lessons.margin_calls_trades import SHORT, STORY, THIN
from margin_lessons.panels.controls import Choice, Number
from margin_lessons.panels.model import Mission, PanelModel, Scenario
from margin_lessons.panels.prediction import Prediction, SecondCase
from margin_lessons.panels.verdict import WrongAnswer
from margin_lessons.scenes import answers, gauge
from margin_lessons.venue import ARTICLE, KRAKEN_SPOT

VENUES = {"Kraken, as published": KRAKEN_SPOT, "the article's figures": ARTICLE}


def _gauge(
    venue: str, side: Side, volume: float, entry: float, cash: float, leverage: float, price: float
) -> gauge.GaugeState:
    return gauge.gauge_state(side, volume, entry, cash, leverage, price, venue=VENUES[venue])


def _largest_that_survives(state: gauge.GaugeState) -> bool:
    """Return whether the call of Nadia's account comes just below 15,000 USD, whatever it holds."""
    account, call = state.account, state.crossings.call
    position = account.positions[0]
    nadias = Position(STORY["side"], position.volume, STORY["entry"], STORY["leverage"])
    if account.venue != KRAKEN_SPOT or account.cash != STORY["cash"] or position != nadias:
        return False
    return call.price is not None and 14_600 <= call.price < 15_000


def _answers(price: float, deposit: float, closed: float) -> answers.AnswersState:
    return answers.answers_state(price, deposit, closed, **STORY)


def _smallest_deposit(state: answers.AnswersState) -> bool:
    """Return whether the deposit takes the liquidation below 10,000 USD, and only just."""
    moved = state.answers[1].crossings.liquidation.price
    return state.price == 13_200 and moved is not None and 9_900 <= moved < 10_000


GAUGE = PanelModel(
    name="gauge",
    controls=(
        Number("price", "price now", 5_000, 80_000, 50, 20_000, unit="USD"),
        Number("volume", "size of the position", 0.1, 3, 0.05, STORY["volume"], unit="BTC"),
        Number("cash", "your cash", 0, 40_000, 250, STORY["cash"], unit="USD"),
        Choice.of("side", "side", Side.LONG),
        Number("entry", "entry price", 10_000, 60_000, 250, STORY["entry"], unit="USD"),
        Number("leverage", "leverage setting", 2, 10, 1, STORY["leverage"],
               f"that is the range of {KRAKEN_SPOT.name}", whole=True, unit="x"),
        Choice("venue", "whose levels", tuple((n, n) for n in VENUES), "Kraken, as published"),
    ),
    more=("side", "entry", "leverage", "venue"),
    compute=_gauge,
    scene=gauge.scene,
    picture=gauge_figure.picture,
    scenarios=(
        Scenario("The story", {**STORY, "price": 20_000.0}),
        Scenario("At the call", {**STORY, "price": 13_200.0}),
        Scenario("Little to spare", {**THIN, "price": 30_000.0}),
        Scenario("A short", {**SHORT, "price": 65_200.0}),
        Scenario("The article's levels", {**STORY, "venue": "the article's figures"}),
    ),
    mission=Mission(
        "a long at 5x, bought at 20,000 USD, with Kraken's levels: find the largest position that "
        "10,000 USD carries through a fall to 15,000 USD without a margin call.",
        _largest_that_survives,
        "You sized the position from the fall it has to survive.",
    ),
)  # fmt: skip


ANSWERS = PanelModel(
    name="answers",
    controls=(
        Number("price", "price now", 10_500, 20_000, 50, 13_200, unit="USD"),
        Number("deposit", "funds you add", 100, 10_000, 100, 2_000,
               "to add nothing is to do nothing", unit="USD"),
        Number("closed", "part you close", 5, 100, 5, 50,
               "to close nothing is to do nothing", unit="%", scale=0.01),
    ),
    compute=_answers,
    scene=answers.scene,
    picture=answers_figure.picture,
    scenarios=(
        Scenario("At the call", {"price": 13_200.0}),
        Scenario("Nearly too late", {"price": 11_700.0, "deposit": 500.0, "closed": 25.0}),
        Scenario("Do nothing too long", {"price": 11_600.0}),
    ),
    mission=Mission(
        "with the price at 13,200 USD, bring the liquidation price below 10,000 USD "
        "with the smallest deposit.",
        _smallest_deposit,
        "Every dollar you add per coin moves all three prices by one dollar.",
    ),
)  # fmt: skip

_THIN_CALL = Prediction(
    name="thin call",
    question="1.5 BTC long at 30,000 USD with a setting of 5x, on 10,000 USD of cash. "
    "At which price does the margin call come?",
    unit="USD",
    panel="gauge",
    lowest=0,
    highest=1_000_000,
    why="a price is not below zero, and this one lies near the entry",
    outcome=lambda s: s.crossings.call.price,
    values={**THIN, "price": 30_000.0},
    show=words.price,
    entry=30_000,
    wrong=(
        WrongAnswer(27_200, "the loss counts once, however many coins",
                    "2,800 USD may be lost on 1.5 BTC: divide by 1.5."),
        WrongAnswer(24_000, "80% is a share of the price",
                    "80% is a share of the used margin, not of the price."),
        WrongAnswer(30_000 - 10_000 / 1.5, "the call comes when nothing is left",
                    "there the equity is zero; the call comes while 80% of the used margin is "
                    "still there."),
        WrongAnswer(30_000 - 6_400 / 1.5, "the call and the liquidation are one line",
                    "there the level is 40%: that is the liquidation."),
        WrongAnswer(30_000 - 1_000 / 1.5, "the call comes at 100%",
                    "there the level is 100%: nothing new may be opened; the call is at 80%."),
        WrongAnswer(30_000 - 2_000 / 1.5, "the level is a share of my cash",
                    "80% of what? Of the used margin, not of the cash."),
        WrongAnswer(30_000 + 2_800 / 1.5, "a long is called when the price rises",
                    "a long loses when the price falls; look on the other side."),
    ),
    again=SecondCase(
        "Now 2 BTC long at 40,000 USD with a setting of 5x, on 20,000 USD of cash. At which price "
        "does the margin call come?",
        {"side": Side.LONG, "volume": 2.0, "entry": 40_000.0, "cash": 20_000.0, "leverage": 5.0,
         "price": 40_000.0},
        entry=40_000,
    ),
)  # fmt: skip


LESSON = Lesson(
    name="02_margin_calls",
    title="Margin calls",
    panels=(GAUGE, ANSWERS),
    predictions=(_THIN_CALL,),
    questions=QUESTIONS,
    exercises=EXERCISES,
    numbers=numbers(),
)
