"""Crashes of older markets: crude oil in 2020, GameStop in 2021, Wall Street in 1987."""

from __future__ import annotations

from margin_lessons.conventions import PriceFloor
from margin_lessons.market.bars import Bars
from margin_lessons.market.crashes.building import at_close, stretches
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

DAY = 1_440

_WTI = Bars.of(
    (
        (17.73, 17.85, -40.32, -37.63),
        (-14.00, 13.86, -16.74, 10.01),
    ),
    length=DAY,
    start="2020-04-20",
)

WTI_2020 = Crash(
    key="WTI 2020",
    title="crude oil (WTI, May 2020 contract), 20 April 2020",
    market="CME, WTI crude, May 2020",
    coin="WTI",
    currency="USD",
    hurt=Side.LONG,
    bars=_WTI,
    entries=(CrashEntry("the settlement before", Side.LONG, 18.27, 0, "2020-04-17"),),
    sources=(Source("CFTC release 8315-20", "2020-11-23"),),
    confidence=Confidence.A,
    shows="a price below zero: at the settlement even 1x owes twice its stake",
    aftermath=(
        Aftermath(
            "Interactive Brokers lost 104 million USD on what its clients could not pay.",
            Source("Interactive Brokers, second quarter of 2020", "2020"),
            Confidence.B,
            104e6,
        ),
        Aftermath(
            "Its software could not show a price below zero.",
            Source("Interactive Brokers, second quarter of 2020", "2020"),
            Confidence.B,
        ),
        Aftermath(
            "Clients of the Bank of China lost 4.2 billion yuan and owed 5.8 billion more.",
            Source("Caixin", "2020"),
            Confidence.C,
            5.8e9,
            "CNY",
        ),
    ),
    unknown=("The minutes of the fall are not in our figures.",),
    waypoints=(
        Waypoint("2020-04-17", 18.31, "spot"),
        Waypoint("2020-04-20", -36.98, "spot"),
        Waypoint("2020-04-21", 8.91, "spot"),
    ),
    waypoints_from=Source("EIA, spot prices at Cushing", "2026-11-22"),
    price_floor=PriceFloor.NONE,
)
"""Settled at -37.63 USD a barrel: whoever held a barrel paid to be rid of it."""

_GME = stretches(
    DAY,
    (
        "2021-01-25",
        (
            (24.182501, 39.794998, 15.2825, 19.1975),
            (22.139999, 37.5, 20.049999, 36.994999),
            (88.707497, 95, 62.25, 86.877502),
            (66.25, 120.75, 28.0625, 48.400002),
            (94.927498, 103.495003, 62.5, 81.25),
        ),
    ),
    (
        "2021-02-01",
        (
            (79.139999, 80.5, 53, 56.25),
            (35.189999, 39.5, 18.555, 22.5),
        ),
    ),
)

GME_2021 = Crash(
    key="GME 2021",
    title="GameStop, 27 January to 2 February 2021",
    market="New York Stock Exchange, GME",
    coin="GME",
    currency="USD",
    hurt=Side.SHORT,
    bars=_GME,
    entries=(
        at_close(_GME, "the close before the jump", Side.SHORT, "2021-01-26"),
        at_close(_GME, "the close before the fall", Side.LONG, "2021-02-01"),
    ),
    sources=(Source("GME, prices of the day, adjusted for the later split", "2026-11-22"),),
    confidence=Confidence.B,
    shows="a market that sleeps at night: +139.8% at an open hurt the shorts, -37.4% the longs",
    unknown=("Who owed what after it is not in our sources.",),
)
"""Four times these prices are those of the days; a split of 4 to 1 came later."""

SPX_1987 = Crash(
    key="S&P 500 1987",
    title="the S&P 500, 19 October 1987",
    market="the S&P 500 index",
    coin="SPX",
    currency="USD",
    hurt=Side.LONG,
    bars=Bars.from_path([282.70, 224.84, 216.46], length=DAY, start="1987-10-19"),
    entries=(CrashEntry("the close of the Friday before", Side.LONG, 282.70, 0, "1987-10-16"),),
    sources=(Source("S&P 500, closing prices", "2026-11-22"),),
    confidence=Confidence.A,
    shows="20.47% between two closes, long before there was a coin",
    aftermath=(
        Aftermath(
            "The broker Schwab lost 22 million USD.",
            Source("LA Times", "1987-10-30"),
            Confidence.C,
            22e6,
        ),
        Aftermath(
            "One client of it left 84 million USD without cover.",
            Source("LA Times", "1987-10-30"),
            Confidence.C,
            84e6,
        ),
    ),
    unknown=(
        "Open, high and low of the Monday are not in our figures: a straight way stands for it.",
        "The close of the Tuesday is not either: its low stands for it.",
    ),
    form=PriceForm.WAYPOINTS,
)
"""Monday closed at 224.84; the low of Tuesday was 216.46."""
