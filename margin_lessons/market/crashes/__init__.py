"""Crashes that happened, as data: prices, who was hurt, what followed, each with its source.

``crash`` says what a crash is, ``building`` puts figures together; the other modules hold one event
each, or a few of one market.
"""

from margin_lessons.market.crashes.all_crashes import CRASHES, crash_named
from margin_lessons.market.crashes.crash import (
    Aftermath,
    Confidence,
    Crash,
    CrashEntry,
    PriceForm,
    Waypoint,
)

__all__ = [
    "CRASHES",
    "Aftermath",
    "Confidence",
    "Crash",
    "CrashEntry",
    "PriceForm",
    "Waypoint",
    "crash_named",
]
