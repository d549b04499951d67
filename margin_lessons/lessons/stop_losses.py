"""Lesson 06: what does a stop buy, and when does it fail?

Figures: the worked examples of Kraken support 203325793 (stop-loss), 9616163984020 (stop-limit)
and the trailing stop pages; the paths are scripted.
"""

from __future__ import annotations

import math

from margin_lessons.crossing import crossings
from margin_lessons.figures import exits, words
from margin_lessons.figures.exits_drawing import ExitsDrawing, TwoExitsDrawing
from margin_lessons.lessons.lesson import Lesson
from margin_lessons.lessons.stop_losses_tasks import EXERCISES, QUESTIONS
from margin_lessons.market.paths import LARGE_GAP_TO, PATHS, SMALL_GAP_TO, START, WICK_TO
from margin_lessons.orders import StopLossLimit, TrailingStop, offset_trigger
from margin_lessons.panels.controls import Choice, Number
from margin_lessons.panels.gate import Prediction
from margin_lessons.panels.model import Mission, PanelModel, Scenario

PATH_CHOICE = tuple((path.name, path.name) for path in PATHS)
FOUR = ("no stop", "stop-loss", "stop-limit", "trailing")

TIGHTEST = 14.5
"""The tightest distance, in steps of the control, whose stop lies below the wick."""


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
        Number("distance", "stop below the start, %", 1, 20, 0.5, 5),
        Choice("chosen", "look closely at", tuple((name, name) for name in FOUR), "stop-loss"),
        Choice(
            "on",
            "stops are triggered by",
            (("the last trade", "last"), ("the index", "index")),
            "last",
        ),
    ),
    more=("on",),
    compute=exits.exits_state,
    readout=exits.readout,
    drawing=ExitsDrawing,
    scenarios=(
        Scenario("A slow fall", {}),
        Scenario("A small gap", {"path": "a small gap", "chosen": "stop-limit"}),
        Scenario("A large gap", {"path": "a large gap"}),
        Scenario("A wick", {"path": "a wick"}),
        Scenario("A wick, on the index", {"path": "a wick", "on": "index"}),
        Scenario("A rise, then a fall", {"path": "a rise, then a fall", "chosen": "trailing"}),
    ),
    mission=Mission(
        "on the wick, with the last trade as the trigger, find the tightest stop-loss that is not "
        "hit.",
        _clears_the_wick,
        "A stop that is far enough away for a wick is far enough away to lose a lot.",
    ),
)

FORGOTTEN = PanelModel(
    name="forgotten stop",
    controls=(
        Number("hour", "closed by hand at hour", 1, 12, 1, 6, whole=True),
        Number("distance", "stop below the start, %", 1, 20, 0.5, 5),
        Choice(
            "chosen",
            "look closely at",
            (("the live stop", "live stop"), ("the reduce-only stop", "reduce-only")),
            "live stop",
        ),
        Choice("path", "what the price does", PATH_CHOICE, "a wick"),
    ),
    more=("path",),
    compute=exits.forgotten_state,
    readout=exits.readout,
    drawing=TwoExitsDrawing,
    scenarios=(
        Scenario("The stop stays", {}),
        Scenario("Reduce-only", {"chosen": "reduce-only"}),
        Scenario("With luck", {"path": "a slow fall"}),
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
)


def numbers() -> dict[str, str]:
    """Return every number the prose of this lesson may use, computed by the package."""
    story = exits.story_account()
    position = story.positions[0]
    trail = TrailingStop(share=0.05)
    limit = StopLossLimit(7_950, limit=7_900)
    said = {
        "zero": words.amount(crossings(story).zero_equity.price),
        "own": words.amount(exits.CASH),
        "volume": words.amount(exits.VOLUME),
        "entry": words.amount(START),
        "setting": words.setting(position.leverage),
        "used": words.amount(float(story.used_margin(START))),
        "stop": words.amount(offset_trigger(START, "long", share=0.05)),
        "distance": words.percent(0.05, 0),
        "before the gap": words.amount(19_600),
        "small gap": words.amount(SMALL_GAP_TO),
        "large gap": words.amount(LARGE_GAP_TO),
        "wick": words.amount(WICK_TO),
        "kraken price": words.amount(6_500),
        "kraken offset": words.amount(500),
        "kraken share": words.percent(0.10, 0),
        "kraken share, as one": "0.10",
        "kraken stop": words.amount(offset_trigger(6_500, "long", amount=500)),
        "kraken stop by share": words.amount(offset_trigger(6_500, "long", share=0.10)),
        "limit price": words.amount(8_000),
        "limit trigger": words.amount(limit.trigger),
        "limit": words.amount(limit.limit),
        "trail start": words.amount(20_000),
        "trail high": words.amount(22_000),
        "trail drop": words.amount(22_000 - trail.level(22_000, position.side)),
        "trail trigger": words.amount(trail.level(22_000, position.side)),
    }
    return {**said, **_on_the_paths()}


def _on_the_paths() -> dict[str, str]:
    """Return what each exit leaves on each path."""
    said = {}
    for path in ("a slow fall", "a small gap", "a large gap", "a wick", "a rise, then a fall"):
        state = exits.exits_state(path, 5)
        for name in FOUR:
            left = state.left(name)
            said[f"{path}, {name}"] = words.amount(left)
            said[f"{path}, {name}, owed"] = words.amount(abs(left))
            said[f"{path}, {name}, lost"] = words.amount(exits.CASH - left)
            filled = state.filled(name)
            said[f"{path}, {name}, fill"] = "0" if filled is None else words.amount(filled.price)
    for path in ("a slow fall", "a small gap"):
        state = exits.exits_state(path, 5)
        buys = state.left("stop-loss") - state.left("no stop")
        said[f"{path}: the stop buys"] = words.amount(buys)
    wick = exits.exits_state("a wick", 5)
    said["after the wick"] = words.amount(float(wick.path.bars.close[-1]))
    forgotten = exits.forgotten_state("a wick", 5, 6, "live stop")
    for name in forgotten.names:
        said[f"forgotten {name}"] = words.amount(forgotten.left(name), 0)
    return said


LESSON = Lesson(
    name="06_stop_losses",
    title="Stop-losses",
    panels=(EXITS, FORGOTTEN),
    predictions=(LARGE_GAP,),
    questions=QUESTIONS,
    exercises=EXERCISES,
    numbers=numbers(),
)
