"""BTC on Kraken, 11 to 13 January 2018: two hours of maintenance that took two days."""

from __future__ import annotations

from margin_lessons.market.crashes.building import at_close, stretches
from margin_lessons.market.crashes.crash import Aftermath, Confidence, Crash
from margin_lessons.position import Side
from margin_lessons.source import Source

_BARS = stretches(
    60,
    (
        "2018-01-11 00:00",
        (
            (14907, 15055, 14559.9, 14657),
            (14653.1, 14746, 14500, 14503.8),
            (14508.2, 14581.7, 14220, 14269.6),
            (14264, 14269.4, 13188.8, 13385),
            (13385, 13778.6, 12848, 13300.4),
            (13257.8, 13799.9, 13002, 13085.1),
            (13085.1, 13663.5, 13085.1, 13546),
        ),
    ),
    (
        "2018-01-11 12:00",
        ((13647.9, 13647.9, 13503, 13503),),
    ),
    (
        "2018-01-11 14:00",
        (
            (13647.9, 13647.9, 13647.9, 13647.9),
            (13503, 13647.9, 13503, 13647.9),
        ),
    ),
    (
        "2018-01-12 15:00",
        ((13503, 13503, 13503, 13503),),
    ),
    (
        "2018-01-13 11:00",
        ((14101, 17200, 13867, 14200.2),),
    ),
    (
        "2018-01-13 14:00",
        (
            (14200.1, 15800, 14198.6, 14500),
            (14740.6, 15800, 13266.3, 14590),
            (14507.4, 14900, 14410.1, 14553),
            (14549.3, 14678.4, 14452.7, 14452.7),
            (14452.9, 14540, 14400.1, 14408.8),
            (14414.3, 14535, 14347.6, 14350.1),
            (14347.7, 14459, 14347.6, 14398),
            (14400, 14435.6, 14347.6, 14350.2),
            (14350, 14513, 14347.6, 14504),
            (14501.5, 14520, 14250, 14400),
        ),
    ),
)

_COINDESK = Source("CoinDesk, Kraken exchange is back online", "2018-01-13")

OUTAGE_2018 = Crash(
    key="Outage 2018",
    title="the outage of Kraken, 11 to 13 January 2018",
    market="Kraken, BTC/USD",
    coin="BTC",
    currency="USD",
    hurt=Side.SHORT,
    bars=_BARS,
    entries=(
        at_close(_BARS, "the last close before the outage", Side.SHORT, "2018-01-11 06:00"),
        at_close(_BARS, "one bar before the fall", Side.LONG, "2018-01-11 02:00"),
    ),
    sources=(Source("Kraken OHLCVT, BTC/USD, 60 minutes", "2026-11-22"),),
    confidence=Confidence.B,
    shows="for two days nobody could add, cut or close; trading began again 4.1% higher",
    aftermath=(
        Aftermath(
            "Maintenance was announced for two hours and took two days.", _COINDESK, Confidence.C
        ),
        Aftermath(
            "Trading fees were waived to the end of the month, though not for margin trades.",
            _COINDESK,
            Confidence.C,
        ),
    ),
    unknown=(
        "Whether margin positions were liquidated at the restart is not in our sources.",
        "The few trades within the outage were tiny: at most 0.08 BTC an hour.",
    ),
)
"""The holes are real: the hours that are missing had no trade."""
