"""Lesson 09."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.figures.all_events import picture as picture_of_all
from margin_lessons.figures.replay_event import picture as picture_of_replay
from margin_lessons.lessons.lesson import Lesson
from margin_lessons.market.crashes import CRASHES, LEVERAGES
from margin_lessons.panels.controls import Choice, Number
from margin_lessons.panels.model import Mission, PanelModel, PlayClock, Scenario
from margin_lessons.scenes import all_events, replay_event
from margin_lessons.scenes.crash_choices import MARGIN, CrashRules, TakenSide, titled

EVENT = Choice("event", "crash", tuple((titled(one), one.key) for one in CRASHES), "ETH 2021")
SIDE = Choice.of("side", "side", TakenSide.HURT)
HOURS = Choice(
    "hours", "opened",
    (("24 hours before", 24.0), ("12 hours before", 12.0), ("6 hours before", 6.0),
     ("just before", 1.0)), 24.0,
)  # fmt: skip

REPLAY = PanelModel(
    name="replay",
    controls=(
        EVENT,
        Number("leverage", "leverage", 1, 10, 1, 3, whole=True, unit="x"),
        Number("shown", "shown of the way", 0, 100, 4, 100, unit="%", scale=0.01),
        SIDE,
        HOURS,
        Number("money", "your money", 1_000, 3_000, 100, 1_000,
               "1,000 is the margin, and the rest a buffer"),
        Choice.of("rules", "rules", CrashRules.SPOT),
        Number("late", "the exchange sells late by", 0, 2, 1, 0, whole=True, unit="bars"),
    ),
    more=("side", "hours", "money", "rules", "late"),
    compute=replay_event.event_state,
    scene=replay_event.scene,
    picture=picture_of_replay,
    scenarios=(
        Scenario("The story", {}),
        Scenario("The reckless", {"leverage": 10}),
        Scenario("Hours invent a debt", {"event": "BTC 2020", "leverage": 5}),
        Scenario("A true gap", {"event": "GME 2021", "leverage": 2}),
        Scenario("Below zero", {"event": "WTI 2020", "leverage": 1, "late": 1}),
        Scenario("Below zero, short", {"event": "WTI 2020", "leverage": 1, "side": TakenSide.SHORT}),
        Scenario("The EU's rules", {"rules": CrashRules.CFD}),
    ),
    clock=PlayClock("shown", 4, 0.25),
)  # fmt: skip

ALL_EVENTS = PanelModel(
    name="all events",
    controls=(
        EVENT,
        Choice("leverage", "leverage", tuple((words.setting(x), x) for x in all_events.COLUMNS), 3.0),
        Choice("hours", "opened", (("24 hours before", 24.0), ("just before", 1.0)), 24.0),
        SIDE,
    ),
    compute=all_events.all_events_state,
    scene=all_events.scene,
    picture=picture_of_all,
    scenarios=(
        Scenario("The cautious", {}),
        Scenario("The reckless", {"leverage": 10.0}),
        Scenario("An overnight jump", {"event": "GME 2021", "leverage": 2.0}),
        Scenario("Just before", {"hours": 1.0}),
        Scenario("All short", {"side": TakenSide.SHORT}),
    ),
)

LESSON = Lesson(name="09_crashes", title="Crashes", panels=(REPLAY, ALL_EVENTS))
