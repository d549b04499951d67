"""Ways a price may move that a learner recognises, each with how it was chosen.

The hourly figures are of closing prices, scaled to a year of 8,760 hours. "Robust volatility" is
1.4826 x the median absolute move, which a few wild hours do not change; a "wild hour" is one beyond
ten times that. Taking a whole wild hour for one jump is harsh: on BTC such hours were traded
through, with steps under 0.5 %, so debts come out too often rather than too seldom.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from margin_lessons.errors import pick
from margin_lessons.risk.price_model import KouJumps, NormalJumps, PriceModel
from margin_lessons.venue import Source


@dataclass(frozen=True)
class Preset:
    """A named model, in words: what it stands for, how its figures were chosen, and from where."""

    name: str
    model: PriceModel
    how: str
    sources: tuple[Source, ...]


_KRAKEN = Source("Kraken OHLCVT, 60 minutes", "2020-02-27 to 2020-03-27")
_KRAKEN_ETH = Source("Kraken OHLCVT, 60 minutes", "2017-05-07 and 2021-02-22")
_COINBASE = Source("Coinbase candles, 60 minutes", "2024-07-22 to 2024-07-31")
_BOARD = Source("price board of the article", "2025-07-29")
_GLASSNODE = Source("Glassnode, realised volatility of BTC in 2023-24, at second hand", "2024-07")
_PEG = Source("EUR/CHF hourly waypoints; average fill of one broker (FXCM)", "2015-01-15")

_MARCH = (-0.191, -0.178, -0.112, 0.174, -0.104, 0.075, 0.079, 0.137, -0.105, -0.080, 0.078)
"""The wild hours of BTC/USD on Kraken from 27 February to 27 March 2020, as log moves."""

_MARCH_JUMPS = KouJumps(up_chance=5 / 11, up_mean=0.109, down_mean=0.128)

_ALL = (
    Preset(
        "calm month",
        PriceModel(volatility=0.46),
        "BTC on Coinbase, 22 to 31 July 2024 (239 hours): 0.466 a year; BTC on Kraken, 27 February "
        "to 6 March 2020 (215 hours): 0.455. No hour moved by more than 2 %: there are no jumps.",
        (_COINBASE, _KRAKEN),
    ),
    Preset(
        "ordinary year",
        PriceModel(0.50, 2, KouJumps(up_chance=0.5, up_mean=0.08, down_mean=0.08)),
        "BTC: realised volatilities over three months to a year lay between 40 and 55 % from 2023 "
        "to July 2024 (Glassnode's chart, as a third party quoted it); 50 % is chosen from that. "
        "The jumps are assumed: two a year, up or down alike, by 8 % on average.",
        (_GLASSNODE,),
    ),
    Preset(
        "crash year",
        PriceModel(0.65, len(_MARCH), _MARCH_JUMPS),
        "BTC on Kraken, 27 February to 27 March 2020: the robust volatility of the month (0.645), "
        "and its 11 wild hours as all the jumps of a *year*, so that a month of it has about one: "
        "5 up by 10.9 % on average, 6 down by 12.8 % (log moves).",
        (_KRAKEN,),
    ),
    Preset(
        "crash month",
        PriceModel(0.65, len(_MARCH) * 365 / 30, _MARCH_JUMPS),
        "The same 30 days as they were: the 11 wild hours fall within a *month*, at 134 a year. "
        "Held for longer, one such month follows the other, which never happened.",
        (_KRAKEN,),
    ),
    Preset(
        "flash crash",
        PriceModel(1.10, 0.53, NormalJumps(mean=-0.98, spread=0.11)),
        "ETH on Kraken: 1.10 is the volatility of February 2021 without its worst hour; the jumps "
        "are the two falls inside an hour of 7 May 2017 (75.0 to 26.0, 65 %) and 22 February 2021 "
        "(1,724.6 to 700, 59 %), two in 3.8 years; in the model both fall by their mean in logs, "
        "0.98.",
        (_KRAKEN_ETH,),
    ),
    Preset(
        "small coin",
        PriceModel(1.18, 6, KouJumps(up_chance=0.5, up_mean=0.10, down_mean=0.10)),
        "The 24 coins of the board that are neither a stablecoin nor BTC or ETH moved by 6.2 % in "
        "one day (root mean square of the logs), times the root of 365; a bad day, so a high "
        "figure. The jumps are assumed: one every two months, as large as the worst fall of that "
        "day (SUI, 9.97 %).",
        (_BOARD,),
    ),
    Preset(
        "broken peg",
        PriceModel(0.02, 0.3, NormalJumps(mean=-0.134, spread=0.05)),
        "EUR/CHF under the floor of 1.20: one break in the 3.4 years from September 2011, from "
        "1.20094 to an average fill of 1.05. The volatility of 2 % and the spread of the jump are "
        "assumed: hardly any risk that is traded through, all of it in the jump.",
        (_PEG,),
    ),
)

PRESETS: Mapping[str, Preset] = MappingProxyType({preset.name: preset for preset in _ALL})
"""The presets by name, from calm to wild."""

LEAVES_OUT = (
    "Volatility is always the same: quiet and wild weeks do not come in swarms, nor do jumps.",
    "A jump is filled at the first price after it; what the order book is too thin for is only in "
    "the slippage you set.",
    "A liquidation closes everything at once, and is never late: top-ups, stops and delays need "
    "the bar engine.",
    "One coin moves, and the collateral is cash that keeps its value.",
    "Rollover fees accrue evenly, at one rate: in truth every four hours, at the rate of the day "
    "on which the position was opened.",
    "The expected price does not change: nobody knows the direction. A trend would help one side.",
    "The price cannot reach zero or go below, as oil did in April 2020.",
    "The past months a preset comes from may be nothing like the next one.",
)
"""What the model leaves out, in sentences for the reader."""


def preset(name: str) -> Preset:
    """Return a preset by name; raise ``BadInput`` with the nearest for an unknown one.

    >>> preset("crash year").model.jumps_per_year
    11.0
    >>> preset("crash years")
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: preset 'crash years' is not one of these presets (calm month, \
ordinary year, crash year, crash month, flash crash, small coin, broken peg): did you mean \
'crash year'?
    """
    return pick("preset", name, PRESETS, "these presets")
