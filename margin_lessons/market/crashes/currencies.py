"""EUR/CHF, 15 January 2015: the day the Swiss central bank let go of 1.20."""

from __future__ import annotations

from margin_lessons.market.bars import Bars
from margin_lessons.market.crashes.crash import (
    Aftermath,
    Confidence,
    Crash,
    CrashEntry,
    Waypoint,
)
from margin_lessons.position import Side
from margin_lessons.source import Source

_REUTERS = Source("Reuters", "2015-01")

EUR_CHF_FILL = Waypoint("2015-01-15", 1.05, "the average fill of one broker, FXCM")

EUR_CHF_CRASH = Crash(
    key="EUR/CHF 2015",
    title="EUR/CHF, 15 January 2015",
    market="EUR/CHF",
    coin="EUR",
    currency="CHF",
    hurt=Side.LONG,
    bars=Bars.of(((1.20094, 1.20097, 0.84989, 1.02542),), length=60, start="2015-01-15 09:00"),
    entries=(
        CrashEntry("24 h before the low", Side.LONG, 1.20089, 0, "2015-01-14 09:00"),
        CrashEntry("one bar before", Side.LONG, 1.20093, 0, "2015-01-15 08:00"),
    ),
    sources=(Source("EUR/CHF, hourly waypoints", "2026-11-22"),),
    confidence=Confidence.A_MINUS,
    shows="a floor was given up within a minute: at 1.18 there were 8 trades, at 1.16 none",
    aftermath=(
        Aftermath(
            "Clients of FXCM owed about 225 million USD; about 90% of them were forgiven later.",
            _REUTERS,
            Confidence.B,
            225e6,
        ),
        Aftermath(
            "Clients of Interactive Brokers owed about 120 million USD.",
            _REUTERS,
            Confidence.B,
            120e6,
        ),
        Aftermath("Those of Saxo owed up to 107 million USD.", _REUTERS, Confidence.B, 107e6),
        Aftermath("Alpari UK was insolvent.", _REUTERS, Confidence.B),
    ),
    unknown=(
        "The minutes of the fall are not in our figures.",
        "The close of the hour from 10:00 on is not either, so that hour is no bar here.",
    ),
    waypoints=(
        Waypoint("2015-01-15 08:00", 1.20093, "the close of the hour"),
        Waypoint("2015-01-15 10:00", 1.00821, "the open of the hour; low 0.99826, high 1.05991"),
        Waypoint("2015-01-16", 0.99241, "the close of the day"),
    ),
    waypoints_from=Source("EUR/CHF, hourly waypoints", "2026-11-22"),
    leverages=(1, 2, 3, 5, 10, 20, 50, 100),
)
"""At 09:30 the bank ended the floor. How few trades there were on the way stands in the books."""
