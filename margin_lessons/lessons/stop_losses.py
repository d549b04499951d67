"""Lesson 06: what does a stop buy, and when does it fail?

Figures: the worked examples of Kraken support 203325793 (stop-loss), 9616163984020 (stop-limit)
and the trailing stop pages; the paths are scripted.
"""

from __future__ import annotations

import math

from margin_lessons.figures.four_exits import picture as exits_picture
from margin_lessons.figures.stop_size import picture as size_picture
from margin_lessons.lessons.lesson import Lesson
from margin_lessons.lessons.own_mappings import in_the_exits
from margin_lessons.lessons.stop_losses_numbers import numbers
from margin_lessons.lessons.stop_losses_questions import QUESTIONS
from margin_lessons.lessons.stop_losses_tasks import EXERCISES
from margin_lessons.market.paths import PATHS, START
from margin_lessons.orders import offset_trigger
from margin_lessons.panels.controls import Choice, Number
from margin_lessons.panels.model import Mission, PanelModel, Scenario
from margin_lessons.panels.prediction import Prediction, SecondCase
from margin_lessons.panels.verdict import WrongAnswer
from margin_lessons.scenes import exits, four_exits, stop_size

PATH_CHOICE = tuple((path.name, path.name) for path in PATHS)
FOUR = ("no stop", "stop-loss", "stop-limit", "trailing")
SIDE = Choice("side", "side", (("long", "long"), ("short", "short")), "long")
DISTANCE = Number("distance", "distance of the stop", 1, 20, 0.5, 5, unit="%")
"""From the start, on the side where the position loses; a trailing stop keeps it as it follows."""

TIGHTEST = 14.5
"""The tightest distance, in steps of the control, whose stop lies below the wick."""

LARGEST_RISK = 3.5
"""The largest risk, in steps of the control, that a large gap does not turn into a debt."""


def _clears_the_wick(state: exits.ExitsState) -> bool:
    return (
        state.path.name == "a wick"
        and state.on_last
        and math.isclose(state.stop, offset_trigger(START, "long", share=TIGHTEST / 100))
    )


EXITS = PanelModel(
    name="four exits",
    controls=(
        Choice("path", "what the price does", PATH_CHOICE, "a slow fall"),
        DISTANCE,
        Choice("chosen", "look closely at", tuple((name, name) for name in FOUR), "stop-loss"),
        SIDE,
        Number("limit", "limit of the stop-limit, beyond its trigger", 0.5, 10, 0.5, 0.5, unit="%"),
        Choice(
            "on",
            "stops are triggered by",
            (("the last trade", "last"), ("the index", "index")),
            "last",
        ),
        Number("cash", "your money", 4_000, 9_000, 100, exits.CASH, unit="USD"),
    ),
    more=("side", "limit", "on", "cash"),
    mine=in_the_exits,
    mine_says="Yours: side and share of own money. "
    "The prices are the lesson's, and a stop is put before your liquidation.",
    compute=exits.exits_state,
    scene=four_exits.scene,
    picture=exits_picture,
    scenarios=(
        Scenario("A slow fall", {}),
        Scenario("A small gap", {"path": "a small gap", "chosen": "stop-limit"}),
        Scenario("A wide limit", {"path": "a small gap", "chosen": "stop-limit", "limit": 8}),
        Scenario("A large gap", {"path": "a large gap"}),
        Scenario("A wick", {"path": "a wick"}),
        Scenario("A wick, on the index", {"path": "a wick", "on": "index"}),
        Scenario("A rise, then a fall", {"path": "a rise, then a fall", "chosen": "trailing"}),
        Scenario("A short, on a slow rise", {"path": "a slow rise", "side": "short"}),
    ),
    mission=Mission(
        "a long on the wick, with the last trade as the trigger: find the tightest stop-loss that "
        "is not hit.",
        _clears_the_wick,
        "A stop that is far enough away for a wick is far enough away to lose a lot.",
    ),
)

FORGOTTEN = PanelModel(
    name="forgotten stop",
    controls=(
        Number("hour", "closed by hand after", 1, 12, 1, 6, whole=True, unit="hours"),
        DISTANCE,
        Choice(
            "chosen",
            "look closely at",
            (("the live stop", "live stop"), ("the reduce-only stop", "reduce-only")),
            "live stop",
        ),
        Choice("path", "what the price does", PATH_CHOICE, "a wick"),
        SIDE,
    ),
    more=("path", "side"),
    compute=exits.forgotten_state,
    scene=four_exits.scene,
    picture=exits_picture,
    scenarios=(
        Scenario("The stop stays", {}),
        Scenario("Reduce-only", {"chosen": "reduce-only"}),
        Scenario("With luck", {"path": "a slow fall"}),
        Scenario("A debt", {"path": "a dip, then a gap up"}),
        Scenario("A debt from a buy stop", {"path": "a spike, then a gap down", "side": "short"}),
    ),
)


def _just_no_debt(state: stop_size.StopSizeState) -> bool:
    return (round(100 * state.risk, 9), round(100 * state.distance, 9), state.slippage) == (
        LARGEST_RISK,
        1,
        0,
    )


SIZE = PanelModel(
    name="size from a stop",
    controls=(
        Number("risk", "risk, of your money", 0.5, 5, 0.5, 1, unit="%"),
        Number("distance", "distance of the stop", 1, 15, 0.5, 5, unit="%"),
        Number("slippage", "slippage, of the stop", 0, 3, 0.25, 0, unit="%"),
        SIDE,
    ),
    more=("side",),
    compute=stop_size.stop_size_state,
    scene=stop_size.scene,
    picture=size_picture,
    scenarios=(
        Scenario("One percent", {}),
        Scenario("With slippage", {"slippage": 1}),
        Scenario("A close stop", {"distance": 1}),
        Scenario("A wide stop", {"distance": 12}),
        Scenario("A short", {"side": "short"}),
    ),
    mission=Mission(
        "with a stop 1% away and no slippage, find the largest risk that a large gap does not turn "
        "into a debt.",
        _just_no_debt,
        "A close stop makes a large position, and a gap counts by the size.",
    ),
)

LARGE_GAP = Prediction(
    name="large gap",
    question="5,000 USD of your own, 1 BTC long at 20,000 USD, a stop-loss at 19,000 USD. One hour "
    "closes at 19,600 USD, the next one opens at 14,500 USD. What is left? (A debt is negative.)",
    unit="USD",
    panel="four exits",
    lowest=-20_000,
    highest=20_000,
    why="the position is 20,000 USD in size",
    outcome=lambda s: s.left("stop-loss"),
    values={"path": "a large gap"},
    plot=1,
    wrong=(
        WrongAnswer(
            4_000,
            "a stop caps my loss",
            "4,000 USD is left when the stop is filled at 19,000 USD. But between 19,600 and "
            "14,500 USD nobody bought: the stop only says when selling starts.",
        ),
        WrongAnswer(
            1_600,
            "the liquidation catches what the stop misses",
            "1,600 USD is left when the exchange sells at 16,600 USD. A gap that skips the stop "
            "can skip the exchange's line too.",
        ),
        WrongAnswer(
            0,
            "liquidation stops at zero",
            "0 USD is left when somebody buys at 15,000 USD. Nobody did: the price jumped over "
            "that one as well.",
        ),
    ),
    whole=exits.CASH,
    again=SecondCase(
        question="The same money, but 1 BTC short at 20,000 USD, with a buy stop at 21,600 USD. "
        "One hour closes at 20,400 USD, the next one opens at 22,500 USD. What is left?",
        values={"path": "a small gap up", "side": "short", "distance": 8},
        wrong=(
            WrongAnswer(
                3_400,
                "a stop caps my loss",
                "3,400 USD is left when the stop is filled at 21,600 USD. The market opened above "
                "it, and a market order buys where the market is.",
            ),
            WrongAnswer(
                7_500,
                "a short earns when the price rises",
                "7,500 USD is what a long would have. A short has to buy back, and at a higher "
                "price it loses.",
            ),
        ),
    ),
)

LESSON = Lesson(
    name="06_stop_losses",
    title="Stop-losses",
    panels=(EXITS, FORGOTTEN, SIZE),
    predictions=(LARGE_GAP,),
    questions=QUESTIONS,
    exercises=EXERCISES,
    numbers=numbers(),
)
