"""Lesson 02: when does the exchange call, and what can I answer?

Figures: support.kraken.com 203325763 (1 BTC at 20,000 with 10,000; 1.5 BTC at 30,000) and
203053156 (a short of 10,000 USD at 50,000).
"""

from __future__ import annotations

from margin_lessons.account import Position
from margin_lessons.figures import answers, gauge, words
from margin_lessons.figures.gauge_drawing import GaugeDrawing
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
    """Return every number the prose of this lesson may use, computed by the package."""
    kraken, article = KRAKEN_SPOT, ARTICLE
    start, low, call = (at(STORY, price) for price in (20_000, 15_000, 13_200))
    thin, short, now = at(THIN, 30_000), at(SHORT, 50_000), at(SHORT, 65_200)
    said = {f"{name}": text for name, text in (
        ("cash", words.amount(STORY["cash"])),
        ("entry", words.amount(STORY["entry"])),
        ("volume", words.amount(STORY["volume"])),
        ("setting", words.setting(STORY["leverage"])),
        ("setting alone", words.amount(STORY["leverage"])),
    )}  # fmt: skip
    for name, state in (("start", start), ("low", low), ("call", call), ("short now", now)):
        said[f"{name} price"] = words.amount(state.price)
        said[f"{name} equity"] = words.amount(state.equity)
        said[f"{name} profit"] = words.amount(-float(state.account.profit(state.price)))
        said[f"{name} used"] = words.amount(float(state.account.used_margin(state.price)))
        said[f"{name} level"] = words.percent(state.level, 0)
    for name, venue in (("kraken", kraken), ("article", article)):
        for key in ("full_level", "call_level", "discretion_level", "liquidation_level"):
            said[f"{name} {key}"] = words.percent(getattr(venue, key), 0)
        said[f"{name} call fraction"] = f"{venue.call_level:.2f}"
    low, high = ARTICLE.liquidation_level, ARTICLE.discretion_level
    said["article range"] = f"{100 * low:.0f}-{high:.0%}"
    frozen = KRAKEN_SPOT.with_rules(short_margin=ShortMargin.FROZEN)
    kept = gauge.gauge_state(**SHORT, price=65_200, venue=frozen)
    said["short level at frozen margin"] = words.percent(kept.level, 0)
    said["call x used"] = words.amount(kraken.call_level * 4_000)
    said["loss allowed"] = words.amount(start.account.cash - kraken.call_level * 4_000)
    said["article call price"] = words.amount(
        gauge.gauge_state(**STORY, price=20_000, venue=article).crossings.call.price
    )
    said["short now level exactly"] = words.level(now.level)
    said["thin level"] = words.level(thin.level)
    said["short cash"] = words.amount(SHORT["cash"])
    said["short volume"] = words.amount(SHORT["volume"], 1)
    said["short entry"] = words.amount(SHORT["entry"])
    said["short value"] = words.amount(short.account.positions[0].cost)
    said["short used at start"] = words.amount(float(short.account.used_margin(50_000)))
    return said


LESSON = Lesson(
    name="02_margin_calls",
    title="Margin calls",
    panels=(GAUGE, ANSWERS),
    predictions=(_THIN_CALL,),
    questions=QUESTIONS,
    exercises=EXERCISES,
    numbers=numbers(),
)
