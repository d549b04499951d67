"""BTC, 10 October 2025: one crash, and two totals of what was liquidated in it."""

from __future__ import annotations

from margin_lessons.market.bars import Bars
from margin_lessons.market.crashes.crash import (
    Aftermath,
    Confidence,
    Crash,
    CrashEntry,
    PriceForm,
    Waypoint,
)
from margin_lessons.position import Side
from margin_lessons.source import Source

_BARS = Bars.of(
    (
        (116_661, 116_661, 113_039, 114_266.8),
        (114_266.8, 114_266.8, 102_000, 113_451.9),
    ),
    length=60,
    start="2025-10-10 20:00",
)

COINGLASS = Aftermath(
    "19.13 billion USD was liquidated in 24 hours, of about 1.6 million accounts.",
    Source("CoinGlass, liquidations", "2025-10"),
    Confidence.C,
    19.13e9,
)
"""The total that is quoted everywhere."""

AMBERDATA = Aftermath(
    "9.89 billion USD was liquidated in 14 hours, 83.9% of it longs.",
    Source("Amberdata, the October liquidations", "2025-10"),
    Confidence.C,
    9.89e9,
)
"""The other total: a window of 14 hours instead of 24, and other venues."""

BTC_2025 = Crash(
    key="BTC 2025",
    title="BTC on Binance, 10 October 2025",
    market="Binance, BTC/USDT spot",
    coin="BTC",
    currency="USD",
    hurt=Side.LONG,
    bars=_BARS,
    entries=(
        CrashEntry("24 h before the low", Side.LONG, 121_461.0, 0, "2025-10-09 21:00"),
        CrashEntry("the open of the worst hour", Side.LONG, 114_266.8, 1, "2025-10-10 21:00"),
    ),
    sources=(Source("Binance, BTC/USDT, 60 minutes", "2026-11-22"),),
    confidence=Confidence.A,
    shows="19.13 or 9.89 billion USD were liquidated; 2x and 3x were never reached",
    aftermath=(
        COINGLASS,
        AMBERDATA,
        Aftermath(
            "Of these, 6.93 billion fell within 40 minutes from 20:50.",
            AMBERDATA.source,
            Confidence.C,
            6.93e9,
        ),
        Aftermath(
            "The minute of 21:15 alone had 3.21 billion.", AMBERDATA.source, Confidence.C, 3.21e9
        ),
        Aftermath(
            "The two totals differ by about two, also because windows and venues differ.",
            AMBERDATA.source,
            Confidence.C,
        ),
        Aftermath(
            "About 53% of all liquidations were Hyperliquid's.",
            Source("10x Research", "2025-10"),
            Confidence.C,
        ),
        Aftermath(
            "Binance's fund fell by 184 million USD.",
            Source("press reports of Binance", "2025-10"),
            Confidence.C,
            184e6,
        ),
    ),
    unknown=(
        "The highs of both hours are not in our figures: the highest known price stands for each.",
        "The close of the first hour is not either: the next open stands for it.",
    ),
    form=PriceForm.WAYPOINTS,
    waypoints=(
        Waypoint("2025-10-10 21:12", 112_889.0),
        Waypoint("2025-10-10 21:13", 109_069.0),
        Waypoint("2025-10-10 21:17", 105_666.0),
        Waypoint("2025-10-10 21:19", 102_193.6),
        Waypoint("2025-10-10 21:20", 101_516.5, "the low"),
        Waypoint("2025-10-10 21:21", 106_416.0, "the close"),
    ),
    waypoints_from=Source("Binance perpetual, minutes", "2026-11-22"),
)
"""Quoted in USDT, counted as dollars."""
