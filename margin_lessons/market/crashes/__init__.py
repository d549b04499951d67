"""Crashes that happened, as data: prices, who was hurt, what followed, each with its source.

``crash`` says what a crash is, ``building`` puts figures together; ``all_crashes`` lists them, and
the modules of events hold one each, or a few of one market. ``crash_trade`` is an account in a
crash, ``crash_outcome`` what its replay came to, and ``crash_table`` all of them at once.
``own_prices`` takes a file of one's own.
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
from margin_lessons.market.crashes.crash_outcome import (
    AtPrice,
    CrashOutcome,
    Ending,
    Reached,
    crash_outcome,
    outcome_of,
)
from margin_lessons.market.crashes.crash_table import (
    EVERY_ENTRY,
    LEVERAGES,
    CrashRow,
    all_outcomes,
)
from margin_lessons.market.crashes.crash_trade import (
    CRASH_LEVELS,
    CrashTrade,
    trade_in,
)
from margin_lessons.market.crashes.currencies import EUR_CHF_FILL
from margin_lessons.market.crashes.own_prices import own_crash

__all__ = [
    "CRASHES",
    "CRASH_LEVELS",
    "EUR_CHF_FILL",
    "EVERY_ENTRY",
    "LEVERAGES",
    "Aftermath",
    "AtPrice",
    "Confidence",
    "Crash",
    "CrashEntry",
    "CrashOutcome",
    "CrashRow",
    "CrashTrade",
    "Ending",
    "PriceForm",
    "Reached",
    "Waypoint",
    "all_outcomes",
    "crash_named",
    "crash_outcome",
    "outcome_of",
    "own_crash",
    "trade_in",
]
