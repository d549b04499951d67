"""Lesson 04: why is the fill worse than the trigger?

Figures: the article's example, completed by the two accounts that make it true; EUR/CHF on 15
January 2015 and ETH on GDAX on 21 June 2017 from what was published of them.
"""

from __future__ import annotations

import math

from margin_lessons import words
from margin_lessons.figures import article_example as example_figure
from margin_lessons.figures import book_walk as book_figure
from margin_lessons.figures import gap as gap_figure
from margin_lessons.lessons.gaps_numbers import numbers
from margin_lessons.lessons.gaps_tasks import EXERCISES, QUESTIONS
from margin_lessons.lessons.lesson import Lesson
from margin_lessons.lessons.own_mappings import in_the_gap
from margin_lessons.panels.controls import Choice, Number
from margin_lessons.panels.model import Mission, PanelModel, PlayClock, Scenario
from margin_lessons.panels.prediction import Prediction, SecondCase
from margin_lessons.panels.verdict import WrongAnswer
from margin_lessons.scenes import article_example, book_walk, gap
from margin_lessons.scenes.article_example import KeptIn
from margin_lessons.scenes.book_walk import NamedBook


def _at_the_limit(state: book_walk.WalkState) -> bool:
    share = round(state.walk.size / state.depth.total, 8)
    if state.book is not NamedBook.HOLLOW or share >= 1.19:
        return False
    further = book_walk.walk_state(share + 0.01, NamedBook.HOLLOW)
    slipped, slips = state.walk.slippage, further.walk.slippage
    return slipped is not None and slips is not None and slipped <= 0.02 < slips


BOOK = PanelModel(
    name="order book",
    controls=(
        Number("size", "order, as a share of all bids", 1, 120, 1, 20, unit="%", scale=0.01),
        Choice.of("book", "the book", NamedBook.ORDINARY),
    ),
    compute=book_walk.walk_state,
    scene=book_walk.scene,
    picture=book_figure.picture,
    scenarios=(
        Scenario("A deep book", {"book": NamedBook.DEEP, "size": 1}),
        Scenario("A hollow book", {"book": NamedBook.HOLLOW, "size": 50}),
        Scenario("EUR/CHF, 15 Jan 2015", {"book": NamedBook.EUR_CHF_2015, "size": 70}),
        Scenario("GDAX, 21 Jun 2017", {"book": NamedBook.GDAX_2017, "size": 52}),
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
        Number("gap", "gap below the trigger", 0, gap.WIDEST, 100, 0, unit="USD"),
        Number("delay", "delay of the engine", 0, 15, 1, 0, unit="minutes"),
        Number("pace", "fall after that, each minute", 0.2, 3, 0.1, 1, unit="%", scale=0.01),
        Number("minute", "minute shown", 0, gap.LAST_MINUTE, 1, gap.LAST_MINUTE, whole=True),
        Number("cushion", "cushion below the trigger", 2_500, 12_500, 100, gap.CUSHION, unit="USD"),
    ),
    more=("minute", "cushion"),
    compute=gap.gap_state,
    scene=gap.scene,
    picture=gap_figure.picture,
    clock=PlayClock("minute", 1, 0.2),
    mine=in_the_gap,
    mine_says="Yours: how thick the cushion is for its trigger. The prices are the lesson's.",
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
            and math.isclose(s.trigger - s.zero_equity, gap.CUSHION)
            and s.timeline.rules.delay_minutes == 9
            and abs(s.timeline.bars.close[-1] / s.timeline.bars.open[-1] - 0.99) < 1e-9
        ),
        "One minute more, and the cushion is used up.",
    ),
)

EXAMPLE = PanelModel(
    name="the article's example",
    controls=(
        Number("fill", "price of the fill", 43_000, 62_000, 100, 55_000, unit="USD"),
        Choice.of("kept_in", "collateral kept in", KeptIn.USD),
    ),
    compute=article_example.example_state,
    scene=article_example.scene,
    picture=example_figure.picture,
    scenarios=(
        Scenario("At the published level", {"fill": 55_000}),
        Scenario("As the article expected", {"fill": 50_000}),
        Scenario("As it was filled", {"fill": 48_000}),
        Scenario("The same, in BTC", {"fill": 48_000, "kept_in": KeptIn.BTC}),
        Scenario("In BTC, same entry", {"fill": 48_000, "kept_in": KeptIn.BTC_SAME_ENTRY}),
    ),
    mission=Mission(
        "with the collateral kept in BTC, find the fill that leaves a debt of 600 USD.",
        lambda s: s.kept_in is KeptIn.BTC and abs(s.equity + 600) < 0.01,
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
    show=lambda price: words.money(price, digits=0),
    along="y",
    wrong=(
        WrongAnswer(55_000, "a trigger price is a guaranteed price",
                    "55,000 USD is where the exchange starts to act; the late engine sells at the "
                    "price of its own minute."),
        WrongAnswer(44_000, "ten falls of 2% are one of 20%",
                    "each minute takes 2% of what the minute before has left, so ten of them take "
                    "less than 20%."),
        WrongAnswer(53_900, "the price falls once",
                    "that is one minute late; the price goes on falling for nine more."),
        WrongAnswer(50_000, "the engine sells while something is left",
                    "that is where nothing is left; a late engine does not look at your money."),
    ),
    again=SecondCase(
        "The same trigger of 55,000 USD, a fall of 1% a minute, an engine 15 minutes late: at "
        "which price is the position closed now?",
        {"delay": 15, "pace": 1},
        entry=55_000,
    ),
    entry=55_000,
)  # fmt: skip


LESSON = Lesson(
    name="04_gaps_and_slippage",
    title="Gaps and slippage",
    panels=(BOOK, GAP, EXAMPLE),
    predictions=(SLOW_ENGINE,),
    questions=QUESTIONS,
    exercises=EXERCISES,
    numbers=numbers(),
)
