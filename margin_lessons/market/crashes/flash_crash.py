"""ETH on GDAX, 21 June 2017: one order to sell, then the stops of everybody else."""

from __future__ import annotations

from margin_lessons.market.bars import Bars
from margin_lessons.market.crashes.crash import (
    Aftermath,
    Confidence,
    Crash,
    CrashEntry,
    PriceForm,
)
from margin_lessons.position import Side
from margin_lessons.source import Source

_REPORTS = Source("GDAX and press reports of the ETH/USD crash", "2017-06")

GDAX_2017 = Crash(
    key="GDAX 2017",
    title="ETH on GDAX, 21 June 2017",
    market="GDAX, ETH/USD",
    coin="ETH",
    currency="USD",
    hurt=Side.LONG,
    bars=Bars.of(((317.81, 317.81, 317.81, 317.81), (224.48, 224.48, 0.10, 0.10))),
    entries=(CrashEntry("the last price before", Side.LONG, 317.81, 0, "2017-06-21 19:30"),),
    sources=(_REPORTS,),
    confidence=Confidence.B,
    shows="one order took 29.4% at a stroke; 800 stops and liquidations took the rest",
    aftermath=(
        Aftermath("The venue suspended margin trading.", _REPORTS, Confidence.B),
        Aftermath(
            "It credited the customers who were hurt, with money of its own.",
            _REPORTS,
            Confidence.B,
        ),
    ),
    unknown=(
        "How many seconds lay between these prices is not in our figures.",
        "Which price came after 0.10, and when, is not either.",
    ),
    form=PriceForm.WAYPOINTS,
)
"""The order was one order: whoever was to be sold out came behind it, at 224.48 or below.

In the same minutes the price never went below 302.20 on Bitfinex and 288 on Kraken.
"""
