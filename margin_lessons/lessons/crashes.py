"""Lesson 09: what happened to accounts like mine?

Figures: eleven crashes, each with its own source and confidence (``market.crashes``).
"""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.figures.all_events import picture as picture_of_all
from margin_lessons.figures.replay_event import picture as picture_of_replay
from margin_lessons.lessons.crashes_numbers import numbers
from margin_lessons.lessons.crashes_questions import QUESTIONS
from margin_lessons.lessons.crashes_tasks import EXERCISES
from margin_lessons.lessons.lesson import Lesson
from margin_lessons.lessons.own_mappings import in_the_crash
from margin_lessons.market.crashes import CRASHES
from margin_lessons.panels.controls import Choice, Number
from margin_lessons.panels.model import Mission, PanelModel, PlayClock, Scenario
from margin_lessons.panels.prediction import Prediction, SecondCase
from margin_lessons.panels.verdict import WrongAnswer
from margin_lessons.position import Side
from margin_lessons.scenes import all_events, crash_cells, crash_tables, replay_event, watched_crash
from margin_lessons.scenes.crash_choices import (
    DAY_BEFORE,
    JUST_BEFORE,
    MARGIN,
    SETTINGS,
    CrashRules,
    TakenSide,
    list_title,
)
from margin_lessons.scenes.gap import dollars

EVENT = Choice("event", "crash", tuple((list_title(one), one.key) for one in CRASHES), "ETH 2021")
SIDE = Choice.of("side", "side", TakenSide.HURT)
BUFFER_STEP = 100.0


def _least_that_holds(state: watched_crash.EventState) -> bool:
    """Return whether the story's account just has the buffer that brings it over the wick."""
    trade = state.trade
    story = (trade.crash.key, trade.side, state.hours, trade.leverage, state.rules)
    if story != ("ETH 2021", Side.LONG, DAY_BEFORE, 3, CrashRules.SPOT):
        return False
    less = trade.money - BUFFER_STEP
    return state.outcome.liquidation is None and less >= MARGIN and (
        watched_crash.event_state("ETH 2021", money=less).outcome.liquidation is not None
    )  # fmt: skip


REPLAY = PanelModel(
    name="replay",
    controls=(
        EVENT,
        Number("leverage", "leverage", SETTINGS[0], SETTINGS[-1], 1, 3, whole=True, unit="x"),
        Number("shown", "shown of the way", 0, 100, 4, 100, unit="%", scale=0.01),
        SIDE,
        Choice("hours", "opened", (("24 hours before", DAY_BEFORE), ("12 hours before", 12.0),
               ("6 hours before", 6.0), ("just before", JUST_BEFORE)), DAY_BEFORE),
        Number("money", "your money", MARGIN, 3 * MARGIN, BUFFER_STEP, MARGIN,
               "1,000 is the margin, and the rest a buffer"),
        Choice.of("rules", "rules", CrashRules.SPOT),
        Number("late", "the exchange sells late by", 0, 2, 1, 0, whole=True, unit="bars"),
    ),
    more=("side", "hours", "money", "rules", "late"),
    mine=in_the_crash,
    mine_says="Yours: side, leverage and share of own money. "
    "The prices are those of the crash.",
    compute=watched_crash.event_state,
    scene=replay_event.scene,
    picture=picture_of_replay,
    scenarios=(
        Scenario("The story", {}),
        Scenario("The reckless", {"leverage": 10}),
        Scenario("An hour's debt", {"event": "BTC 2020", "leverage": 5}),
        Scenario("A jump at night", {"event": "GME 2021", "leverage": 2}),
        Scenario("Below zero", {"event": "WTI 2020", "leverage": 1, "late": 1}),
        Scenario("Below zero, short",
                 {"event": "WTI 2020", "leverage": 1, "side": TakenSide.SHORT}),
        Scenario("The EU's rules", {"rules": CrashRules.CFD}),
    ),
    mission=Mission(
        "the story's 3x long again: find the least money, in steps of 100 USD, with which it is "
        "not sold.",
        _least_that_holds,
        "A buffer larger than the margin itself brings it over the wick: a smaller size would, "
        "too.",
    ),
    clock=PlayClock("shown", 4, 0.25),
)  # fmt: skip

ALL_EVENTS = PanelModel(
    name="all events",
    controls=(
        EVENT,
        Choice("leverage", "leverage",
               tuple((words.setting(one), one) for one in crash_cells.COLUMNS), 3.0),
        Choice("hours", "opened", (("24 hours before", DAY_BEFORE), ("just before", JUST_BEFORE)),
               DAY_BEFORE),
        SIDE,
    ),
    more=("side",),
    compute=crash_cells.all_events_state,
    scene=all_events.scene,
    picture=picture_of_all,
    scenarios=(
        Scenario("The careful", {}),
        Scenario("The reckless", {"leverage": 10.0}),
        Scenario("A jump at night", {"event": "GME 2021", "leverage": 2.0}),
        Scenario("Just before", {"hours": JUST_BEFORE}),
        Scenario("All short", {"side": TakenSide.SHORT}),
    ),
    mission=Mission(
        "find the crash in which even 1x ends with a debt by the rules.",
        lambda s: s.cell.trade.leverage == 1 and s.cell.owed > 0,
        "A price can more than double, and a short pays for all of it.",
    ),
)  # fmt: skip

OVERNIGHT = Prediction(
    name="overnight jump",
    question="Nils puts up 1,000 USD and sells GameStop short at 2x, at 36.995 USD, the close of "
    "26 January 2021. The exchange means to buy back at 48.093 USD. The next day opens at 88.707 "
    "USD. How much is left of his 1,000 USD? (A debt is negative.)",
    unit="USD",
    panel="replay",
    lowest=-50_000,
    highest=50_000,
    why="the position is 2,000 USD in size",
    outcome=lambda s: s.timeline.equity,
    values={"event": "GME 2021", "leverage": 2},
    show=dollars,
    along="y",
    plot=1,
    wrong=(
        WrongAnswer(400, "liquidation is always on time",
                    "400 USD is left to whoever is closed at 48.093 USD. Nobody sold to him there: "
                    "the market slept, and opened far above."),
        WrongAnswer(0, "I can only lose my margin",
                    "nothing stopped the price where his money was gone; he pays for all of it."),
        WrongAnswer(-397.83, "the leverage is left out",
                    "so much a short of 1,000 USD would owe; his is twice as large."),
        WrongAnswer(3_795.66, "a short earns when the price rises",
                    "that is what a long would have; a short has to buy back, and dearer."),
    ),
    whole=MARGIN,
    again=SecondCase(
        "Oil, 20 April 2020: 1,000 USD, long at 1x from 18.27 USD, nothing borrowed. It is sold "
        "only at the next day's open, at -14 USD. How much is left?",
        {"event": "WTI 2020", "leverage": 1, "late": 1},
        wrong=(
            WrongAnswer(0, "prices cannot go below zero",
                        "at 0 USD the money was gone, and the price went on: whoever held oil had "
                        "to pay to be rid of it."),
            WrongAnswer(766.28, "the minus is read over",
                        "so much is left at 14 USD; it was sold at 14 USD below zero."),
        ),
    ),
)  # fmt: skip

LESSON = Lesson(
    name="09_crashes",
    title="Crashes",
    panels=(REPLAY, ALL_EVENTS),
    predictions=(OVERNIGHT,),
    questions=QUESTIONS,
    exercises=EXERCISES,
    numbers=numbers(),
    tables=crash_tables.TABLES,
)
