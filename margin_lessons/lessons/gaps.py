"""Lesson 04: why is the fill worse than the trigger?

Figures: the article's example, completed by the two accounts that make it true; EUR/CHF on 15
January 2015 and ETH on GDAX on 21 June 2017 from what was published of them.
"""

from __future__ import annotations

from margin_lessons.figures import article_example, book_walk, gap, words
from margin_lessons.lessons.gaps_numbers import numbers
from margin_lessons.lessons.gaps_tasks import EXERCISES, QUESTIONS
from margin_lessons.lessons.lesson import Lesson
from margin_lessons.panels.controls import Choice, Number
from margin_lessons.panels.gate import Prediction
from margin_lessons.panels.model import Mission, PanelModel, Scenario


def _at_the_limit(state: book_walk.WalkState) -> bool:
    share = round(100 * state.walk.size / state.depth.total, 6)
    if state.depth.name != "hollow" or share >= 119:
        return False
    further = book_walk.walk_state(share + 1, "hollow")
    return state.walk.slippage <= 0.02 < further.walk.slippage


BOOK = PanelModel(
    name="order book",
    controls=(
        Number("size", "order, % of all bids", 1, 120, 1, 20),
        Choice("book", "the book", tuple((name, name) for name in book_walk.BOOKS), "ordinary"),
    ),
    compute=book_walk.walk_state,
    readout=book_walk.readout,
    drawing=book_walk.WalkDrawing,
    scenarios=(
        Scenario("A deep book", {"book": "deep", "size": 1}),
        Scenario("A hollow book", {"book": "hollow", "size": 50}),
        Scenario("EUR/CHF, 15 Jan 2015", {"book": "EUR/CHF 2015", "size": 70}),
        Scenario("GDAX, 21 Jun 2017", {"book": "ETH on GDAX 2017", "size": 52}),
    ),
    mission=Mission(
        "in the hollow book, find the largest order whose average fill is at most 2% below the "
        "best bid.",
        _at_the_limit,
        "In a hollow book even a small order is a large one.",
    ),
)

GAP = PanelModel(
    name="gap",
    controls=(
        Number("gap", "gap below the trigger, USD", 0, gap.WIDEST, 100, 0),
        Number("delay", "delay of the engine, minutes", 0, 15, 1, 0),
        Number("pace", "fall after that, % a minute", 0.2, 3, 0.1, 1),
    ),
    compute=gap.gap_state,
    readout=gap.readout,
    drawing=gap.GapDrawing,
    scenarios=(
        Scenario("Traded through", {}),
        Scenario("The article's gap", {"gap": 7_000}),
        Scenario("A slow engine", {"delay": 10, "pace": 2}),
        Scenario("Both", {"gap": 4_400, "delay": 5, "pace": 2}),
    ),
    mission=Mission(
        "without any gap and with a fall of 1% a minute, find the slowest engine that leaves no "
        "debt.",
        lambda s: (
            s.gap == 0
            and s.timeline.rules.delay_minutes == 9
            and abs(s.timeline.bars.close[-1] / s.timeline.bars.open[-1] - 0.99) < 1e-9
        ),
        "One minute more, and the cushion is used up.",
    ),
)

KEPT_IN = (
    ("USD, bought at 62,500 USD", "USD"),
    ("BTC, bought at 60,000 USD", "BTC"),
    ("BTC, bought at 62,500 USD", article_example.SAME_ENTRY),
)

EXAMPLE = PanelModel(
    name="the article's example",
    controls=(
        Number("fill", "price of the fill, USD", 43_000, 62_000, 100, 55_000),
        Choice("kept_in", "collateral kept in", KEPT_IN, "USD"),
    ),
    compute=article_example.example_state,
    readout=article_example.readout,
    drawing=article_example.ExampleDrawing,
    scenarios=(
        Scenario("At the published level", {"fill": 55_000}),
        Scenario("As the article expected", {"fill": 50_000}),
        Scenario("As it was filled", {"fill": 48_000}),
        Scenario("The same, in BTC", {"fill": 48_000, "kept_in": "BTC"}),
        Scenario("In BTC, same entry", {"fill": 48_000, "kept_in": article_example.SAME_ENTRY}),
    ),
    mission=Mission(
        "with the collateral kept in BTC, find the fill that leaves a debt of 600 USD.",
        lambda s: s.kept_in == "BTC" and abs(s.equity + 600) < 0.01,
        "In BTC each dollar of price costs more, because the collateral falls with it.",
    ),
)

SLOW_ENGINE = Prediction(
    name="slow engine",
    question="The price trades through the trigger of 55,000 USD and keeps falling by 2% a minute. "
    "The engine is 10 minutes late. At which price is the position closed?",
    unit="USD",
    panel="gap",
    lowest=0,
    highest=1_000_000,
    why="a price is not below zero, and this one lies near the trigger",
    outcome=lambda s: s.filled.price,
    values={"delay": 10, "pace": 2},
    show=words.price,
)


LESSON = Lesson(
    name="04_gaps_and_slippage",
    title="Gaps and slippage",
    panels=(BOOK, GAP, EXAMPLE),
    predictions=(SLOW_ENGINE,),
    questions=QUESTIONS,
    exercises=EXERCISES,
    numbers=numbers(),
)
