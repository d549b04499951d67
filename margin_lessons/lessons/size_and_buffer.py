"""Lesson 07: how much leverage survives?

Figures: the article's advice (2x or 3x, a buffer); the presets of ``margin_lessons.risk``, each
with the bars it was taken from; the fees of the venue's page of 10 February 2026. Chances are
counted over 20,000 paths from one seed.
"""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.figures.risk_curves import picture as curves_picture
from margin_lessons.figures.risk_map import picture as map_picture
from margin_lessons.lessons.lesson import Lesson
from margin_lessons.lessons.own_mappings import in_the_curves
from margin_lessons.lessons.size_and_buffer_numbers import numbers
from margin_lessons.lessons.size_and_buffer_tasks import EXERCISES, QUESTIONS
from margin_lessons.panels.controls import Choice, Number
from margin_lessons.panels.model import Mission, PanelModel, Scenario
from margin_lessons.panels.prediction import Prediction, SecondCase
from margin_lessons.panels.verdict import WrongAnswer
from margin_lessons.risk import PRESETS
from margin_lessons.scenes import risk_curves, risk_map
from margin_lessons.scenes.risk_choices import LEVERAGE, NONE, OWN, PAGE, RATES
from margin_lessons.scenes.risk_words import MARKETS
from margin_lessons.venue import KRAKEN_SPOT

SIDES = (("long", "long"), ("short", "short"))
FEES = (
    ("of the page of 10 February 2026", PAGE),
    *((f"{rate} per 4 hours", rate) for rate in RATES),
    ("none", NONE),
)
SETTING = Number(
    "leverage", "leverage setting", 2, 10, 1, LEVERAGE, "the venue offers it", unit="x"
)
MARKET_CHOICE = tuple((name, key) for key, name in MARKETS.items())


def _held_for_a_year(state: risk_curves.RiskState) -> bool:
    now = state.situation
    return (
        now.model == PRESETS["calm month"].model
        and (now.days, now.money, now.side.value) == (365, OWN, "long")
        and (now.fees, now.venue, now.leverage) == (True, KRAKEN_SPOT, LEVERAGE)
        and state.multiple == state.largest
    )


CURVES = PanelModel(
    name="risk curves",
    controls=(
        Number("size", "size of the position, times 5,000 USD", 0.1, 5, 0.1, 2, unit="x"),
        Choice("market", "the market", MARKET_CHOICE, "calm month"),
        Number("days", "held for", 1, 365, 1, 30, unit="days"),
        Number("buffer", "money added as a buffer", 0, 10_000, 500, 0, unit="USD"),
        Number("volatility", "volatility, of the market's own", 50, 200, 5, 100, unit="%"),
        Number("jumps", "jumps a year on top", 0, 24, 1, 0, whole=True),
        Choice("side", "side", SIDES, "long"),
        Choice("fees", "fees", FEES, PAGE),
        SETTING,
    ),
    more=("buffer", "volatility", "jumps", "side", "fees", "leverage"),
    mine=in_the_curves,
    mine_says="Yours: side, leverage, and size for your own money. The prices are the lesson's.",
    compute=risk_curves.risk_state,
    scene=risk_curves.scene,
    picture=curves_picture,
    scenarios=(
        Scenario("2x, a calm month", {}),
        Scenario("2x, a crash year", {"market": "crash year"}),
        Scenario("2x, a crash month", {"market": "crash month"}),
        Scenario("3x, a crash month", {"size": 3, "market": "crash month"}),
        Scenario("2x, flash crashes", {"market": "flash crash"}),
        Scenario("A calm year, no fees", {"days": 365, "fees": NONE}),
        Scenario("5,000 USD more", {"market": "crash year", "buffer": 5_000}),
    ),
    mission=Mission(
        "at a setting of 5x, find the largest long that you can hold through a year of calm "
        "months, at the fees of the page, with less than 1 chance in 100 of a liquidation, even at "
        "the high end of its range. (1 in 100 is our example, not a rule.)",
        _held_for_a_year,
        "Less than your own money: over a year the rent alone asks for a thick buffer.",
    ),
)


def _largest_on_the_map(state: risk_map.MapState) -> bool:
    now = state.situation
    return (
        now.model == PRESETS["crash year"].model
        and (now.days, now.buffer, now.side.value) == (30, 3_000, "long")
        and (now.fees, now.venue, now.leverage) == (True, KRAKEN_SPOT, LEVERAGE)
        and state.event == "liquidation"
        and now.size == state.largest
    )


MAP = PanelModel(
    name="risk map",
    controls=(
        Number("size", "value of the position", 1_000, 24_000, 1_000, 10_000, unit="USD"),
        Number("buffer", "buffer", 0, 11_500, 500, 3_000, unit="USD"),
        Choice("event", "colours show", (("liquidation", "liquidation"), ("debt", "debt")),
               "liquidation"),
        Choice("market", "the market", MARKET_CHOICE, "crash year"),
        Number("days", "held for", 1, 365, 1, 30, unit="days"),
        Choice("side", "side", SIDES, "long"),
        Choice("fees", "fees", FEES, PAGE),
        SETTING,
    ),
    more=("market", "days", "side", "fees", "leverage"),
    compute=risk_map.map_state,
    scene=risk_map.scene,
    picture=map_picture,
    scenarios=(
        Scenario("A crash year", {}),
        Scenario("Its debts", {"event": "debt"}),
        Scenario("A crash month", {"market": "crash month"}),
        Scenario("A calm month", {"market": "calm month"}),
        Scenario("A small coin", {"market": "small coin"}),
        Scenario("Debts of flash crashes", {"market": "flash crash", "event": "debt"}),
        Scenario("A peg that breaks", {"market": "broken peg", "size": 20_000, "buffer": 500}),
    ),
    mission=Mission(
        "a year with one March 2020 in it, 30 days, a setting of 5x, the fees of the page and a "
        "buffer of 3,000 USD: find the largest long with less than 1 chance in 100 of a "
        "liquidation, even at the high end of its range.",
        _largest_on_the_map,
        "The same buffer carries twice as much in a calm month: the map belongs to its market.",
    ),
)  # fmt: skip

CALM_YEAR = Prediction(
    name="a calm year",
    question="At twice her own money Rosa is liquidated within a calm month in well under 1 of "
    "1,000 cases. The market stays just as calm, and she holds on for a year (365 days), at the "
    "fees of 10 February 2026. What is the chance of a liquidation now, in %?",
    unit="%",
    panel="risk curves",
    lowest=0,
    highest=100,
    why="a chance lies between never and always",
    outcome=lambda s: s.liquidation,
    values={"days": 365},
    show=words.percent,
    scale=0.01,
    along="y",
    wrong=(
        WrongAnswer(
            1.2,
            "a year is twelve months",
            "1.2% is twelve times 1 in 1,000. But a year is no row of fresh starts: the price has "
            "more time to wander, and every four hours the rent takes some of the buffer.",
        ),
        WrongAnswer(
            0.1,
            "calm stays calm",
            "0.1% is the chance of a month. The market is as calm as before, but it has twelve "
            "times as long, and the rent of a year is more than the whole buffer.",
        ),
        WrongAnswer(
            54.8,
            "the rent is the chance",
            "54.8% is what a year's rent costs, as a share of the position. How many accounts that "
            "closes depends on the price as well.",
        ),
    ),
    again=SecondCase(
        question="She halves the position: it is now as large as her own money (once, not twice). "
        "The same calm year, the same fees. What is the chance of a liquidation, in %?",
        values={"size": 1, "days": 365},
    ),
)


LESSON = Lesson(
    name="07_size_buffer_and_leverage",
    title="Size, buffer and leverage",
    panels=(CURVES, MAP),
    predictions=(CALM_YEAR,),
    questions=QUESTIONS,
    exercises=EXERCISES,
    numbers=numbers(),
)
