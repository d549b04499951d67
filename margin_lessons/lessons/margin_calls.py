"""Lesson 02: when does the exchange call, and what can I answer?

Figures: support.kraken.com 203325763 (1 BTC at 20,000 with 10,000; 1.5 BTC at 30,000) and
203053156 (a short of 10,000 USD at 50,000).
"""

from __future__ import annotations

from margin_lessons.account import Position
from margin_lessons.figures import answers, gauge, words
from margin_lessons.figures.gauge_drawing import GaugeDrawing
from margin_lessons.lessons.cited import cited
from margin_lessons.lessons.lesson import Lesson
from margin_lessons.lessons.margin_calls_tasks import (
    EXERCISES,
    QUESTIONS,
    SHORT,
    STORY,
    THIN,
    at,
)
from margin_lessons.panels.controls import Choice, Number
from margin_lessons.panels.gate import Prediction
from margin_lessons.panels.model import Mission, PanelModel, Scenario
from margin_lessons.venue import ARTICLE, KRAKEN_SPOT, ShortMargin

VENUES = {"Kraken, as published": KRAKEN_SPOT, "the article's figures": ARTICLE}


def _gauge(venue: str, **values: object) -> gauge.GaugeState:
    return gauge.gauge_state(**values, venue=VENUES[venue])


def _largest_that_survives(state: gauge.GaugeState) -> bool:
    """Return whether the call of Nadia's account comes just below 15,000 USD, whatever it holds."""
    account, call = state.account, state.crossings.call
    position = account.positions[0]
    nadias = Position(STORY["side"], position.volume, STORY["entry"], STORY["leverage"])
    if account.venue != KRAKEN_SPOT or account.cash != STORY["cash"] or position != nadias:
        return False
    return call.exists and 14_600 <= call.price < 15_000


def _answers(closed: float, **values: float) -> answers.AnswersState:
    return answers.answers_state(**values, closed=closed / 100, **STORY)


GAUGE = PanelModel(
    name="gauge",
    controls=(
        Number("price", "price now, USD", 1_000, 80_000, 50, 20_000),
        Number("volume", "size of the position, BTC", 0.05, 3, 0.05, STORY["volume"]),
        Number("cash", "your cash, USD", 0, 40_000, 250, STORY["cash"]),
        Choice("side", "side", (("long", "long"), ("short", "short")), "long"),
        Number("entry", "entry price, USD", 5_000, 60_000, 250, STORY["entry"]),
        Number("leverage", "leverage setting", 2, 10, 1, STORY["leverage"],
               f"that is the range of {KRAKEN_SPOT.name}", whole=True),
        Choice("venue", "whose levels", tuple((n, n) for n in VENUES), "Kraken, as published"),
    ),
    more=("side", "entry", "leverage", "venue"),
    compute=_gauge,
    readout=gauge.readout,
    drawing=GaugeDrawing,
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
        Number("price", "price now, USD", 10_500, 20_000, 50, 13_200),
        Number("deposit", "funds you add, USD", 0, 10_000, 100, 2_000),
        Number("closed", "part you close, %", 0, 100, 5, 50),
    ),
    compute=_answers,
    readout=answers.readout,
    drawing=answers.AnswersDrawing,
    scenarios=(
        Scenario("At the call", {"price": 13_200.0}),
        Scenario("Nearly too late", {"price": 11_700.0, "deposit": 500.0, "closed": 25.0}),
        Scenario("Do nothing", {"deposit": 0.0, "closed": 0.0}),
    ),
    mission=Mission(
        "with the price at 13,200 USD, bring the liquidation price below 10,000 USD "
        "with the smallest deposit.",
        lambda s: (
            s.price == 13_200 and 9_900 <= (s.answers[1].crossings.liquidation.price or 0) < 10_000
        ),
        "Every dollar you add per coin moves all three prices by one dollar.",
    ),
)

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
)


def numbers() -> dict[str, str]:
    """Return every number the prose of this lesson says, by name."""
    return {
        **_nadia(),
        **_levels(),
        **_short(),
        "level of the thin account": words.level(at(THIN, 30_000).level),
        "bitcoins in the second example": words.amount(THIN["volume"]),
        "entry in the second example": words.amount(THIN["entry"]),
        "highest setting in the API record": words.setting(KRAKEN_SPOT.leverage_max),
        "highest setting on older pages": "5x",
        **cited(
            "page on levels", "page of examples", "page on full use", "day the copies were read",
            "day of the terms", "month of the terms", "day of the terms for the EEA",
            "day of the article", "month of the API record",
        ),
    }  # fmt: skip


def _nadia() -> dict[str, str]:
    """Return Nadia's account at the start, at 15,000 USD and at the call."""
    start, low, call = (at(STORY, price) for price in (20_000, 15_000, 13_200))
    used = float(start.account.used_margin(STORY["entry"]))
    said = {
        "Nadia's cash": words.amount(STORY["cash"]),
        "Nadia's bitcoins": words.amount(STORY["volume"]),
        "Nadia's entry": words.amount(STORY["entry"]),
        "Nadia's setting": words.setting(STORY["leverage"]),
        "Nadia's setting as a divisor": words.amount(STORY["leverage"]),
        "value of Nadia's position": words.amount(start.account.positions[0].cost),
        "Nadia's used margin": words.amount(used),
        "equity that the call asks for": words.amount(KRAKEN_SPOT.call_level * used),
        "loss that the call allows": words.amount(STORY["cash"] - KRAKEN_SPOT.call_level * used),
        "Nadia's level at the start": words.percent(start.level, 0),
    }
    for name, state in (("the low price", low), ("the call", call)):
        said |= {
            f"price at {name}": words.amount(state.price),
            f"loss at {name}": words.amount(-float(state.account.profit(state.price))),
            f"equity at {name}": words.amount(state.equity),
            f"level at {name}": words.percent(state.level, 0),
        }
    return said


def _levels() -> dict[str, str]:
    """Return the levels of the exchange and of the article."""
    low, high = ARTICLE.liquidation_level, ARTICLE.discretion_level
    return {
        "level of full use": words.percent(KRAKEN_SPOT.full_level, 0),
        "level of the call": words.percent(KRAKEN_SPOT.call_level, 0),
        "level of the call as a fraction": f"{KRAKEN_SPOT.call_level:.2f}",
        "level at which it may act": words.percent(KRAKEN_SPOT.discretion_level, 0),
        "level at which it must act": words.percent(KRAKEN_SPOT.liquidation_level, 0),
        "level at which it must act, as a fraction": f"{KRAKEN_SPOT.liquidation_level:.2f}",
        "the article's level of the call": words.percent(ARTICLE.call_level, 0),
        "the article's level of may": words.percent(high, 0),
        "the article's level of must": words.percent(low, 0),
        "the article's range": f"{100 * low:.0f}-{high:.0%}",
    }


def _short() -> dict[str, str]:
    """Return the exchange's example of a short, re-valued and kept at cost."""
    start, now = at(SHORT, 50_000), at(SHORT, 65_200)
    frozen = KRAKEN_SPOT.with_rules(short_margin=ShortMargin.FROZEN)
    kept = gauge.gauge_state(**SHORT, price=65_200, venue=frozen)
    return {
        "the short's cash": words.amount(SHORT["cash"]),
        "the short's bitcoins": words.amount(SHORT["volume"], 1),
        "the short's entry": words.amount(SHORT["entry"]),
        "value of the short": words.amount(start.account.positions[0].cost),
        "the short's used margin at the start": words.amount(
            float(start.account.used_margin(50_000))
        ),
        "the short's used margin now": words.amount(float(now.account.used_margin(65_200))),
        "the short's price now": words.amount(now.price),
        "the short's loss": words.amount(-float(now.account.profit(65_200))),
        "the short's equity": words.amount(now.equity),
        "the short's level": words.level(now.level),
        "the short's level as printed": words.percent(now.level, 0),
        "the short's level at frozen margin": words.percent(kept.level, 0),
    }


LESSON = Lesson(
    name="02_margin_calls",
    title="Margin calls",
    panels=(GAUGE, ANSWERS),
    predictions=(_THIN_CALL,),
    questions=QUESTIONS,
    exercises=EXERCISES,
    numbers=numbers(),
)
