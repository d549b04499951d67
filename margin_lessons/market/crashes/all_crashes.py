"""All crashes of the course, from the first to the last."""

from __future__ import annotations

from margin_lessons.errors import pick
from margin_lessons.market.crashes.bitcoin import BTC_2020, BTC_2021
from margin_lessons.market.crashes.crash import Crash
from margin_lessons.market.crashes.currencies import EUR_CHF_CRASH
from margin_lessons.market.crashes.ether import ETH_2017, ETH_2021
from margin_lessons.market.crashes.flash_crash import GDAX_2017
from margin_lessons.market.crashes.listed import GME_2021, SPX_1987, WTI_2020
from margin_lessons.market.crashes.october import BTC_2025
from margin_lessons.market.crashes.outage import OUTAGE_2018

CRASHES: tuple[Crash, ...] = (
    SPX_1987,
    EUR_CHF_CRASH,
    ETH_2017,
    GDAX_2017,
    OUTAGE_2018,
    BTC_2020,
    WTI_2020,
    GME_2021,
    ETH_2021,
    BTC_2021,
    BTC_2025,
)
"""In the order of their dates."""


def crash_named(key: str) -> Crash:
    """Return a crash by its key; ``BadInput`` names the nearest there is.

    >>> crash_named("BTC 2020").market
    'Kraken, BTC/USD'
    >>> crash_named("BTC 2022")
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: crash 'BTC 2022' is not one of the crashes: did you mean \
'BTC 2020'?
    """
    return pick("crash", key, {one.key: one for one in CRASHES}, "the crashes")
