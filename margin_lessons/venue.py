"""The venues whose rules were read, each figure with its source and the date of the page.

What a rule is, and which there are, stands in ``venue_rules``.
"""

from __future__ import annotations

from margin_lessons.conventions import (
    AtEquality,
    ClosingFee,
    Discretion,
    Extent,
    FirstInBar,
    LongMargin,
    MaintenanceOn,
    RolloverCount,
    ShortMargin,
)
from margin_lessons.fees import Fees
from margin_lessons.source import Source
from margin_lessons.venue_rules import Venue

__all__ = [
    "ARTICLE",
    "KRAKEN_SPOT",
    "AtEquality",
    "ClosingFee",
    "Discretion",
    "Extent",
    "Fees",
    "FirstInBar",
    "LongMargin",
    "MaintenanceOn",
    "RolloverCount",
    "ShortMargin",
    "Source",
    "Venue",
]

_LEVELS = Source("support.kraken.com 203325763, Margin call and liquidation level", "2026-11-22")
_EXAMPLES = Source("support.kraken.com 203053156, Margin trading examples", "2026-11-22")
_MARGIN_FEES = Source("support.kraken.com articles/206161568, margin fees", "2026-02-10")
_TRADE_FEES = Source("press report of the fee schedule, lowest tier", "2025-11")
_CONVERSION = Source("support.kraken.com 9148088075028, settling a margin position", "2026-11-22")
_HAIRCUTS = Source("support.kraken.com 204585998 (Italian), collateral currency", "about 2021")

KRAKEN_SPOT = Venue(
    name="Kraken spot margin",
    fees=Fees(
        opening_long=0.00025,
        opening_short=0.00010,
        rollover_long=0.00025,
        rollover_short=0.00010,
        maker=0.0025,
        taker=0.0040,
        conversion_cash=0.015,
        conversion_major=0.025,
        conversion_other=0.05,
    ),
    haircuts={"USDT": 0.10, "XTZ": 0.50, "TRX": 0.50},
    sources={
        "full_level": Source("support.kraken.com 204586258, Maintenance margin", "2026-11-22"),
        "call_level": _LEVELS,
        "discretion_level": _LEVELS,
        "liquidation_level": _LEVELS,
        "extent": _LEVELS,
        "leverage_max": Source("a third party's record of the API, BTC/USDT", "about 2025-11"),
        "short_margin": _EXAMPLES,
        "long_margin": _EXAMPLES,
        "rollover_count": _MARGIN_FEES,
        "opening": _MARGIN_FEES,
        "rollover": _MARGIN_FEES,
        "maker": _TRADE_FEES,
        "taker": _TRADE_FEES,
        "conversion": _CONVERSION,
        "haircuts": _HAIRCUTS,
    },
)
"""Kraken spot margin as published; the levels are "approximately" and move with volatility."""

_ARTICLE = Source("kdj.com, Can I lose more than my margin on Kraken?", "2025-07-28")

ARTICLE = KRAKEN_SPOT.with_rules(
    name="the article's figures",
    call_level=1.00,
    discretion_level=0.40,
    liquidation_level=0.30,
    sources=dict.fromkeys(
        ("call_level", "full_level", "discretion_level", "liquidation_level"), _ARTICLE
    ),
)
"""The figures of the article the course grew from: risk below 100 %, closed at around 30 to 40 %.

It names no level for the call and does not tell "may" from "must". Here the call stands at its
100 %, and the two at the ends of its range: a reading, and said to be one. The venue's own pages
contradict it, so the lessons show its figures beside Kraken's, never instead.
"""
