"""Which exchange a position comes from, as the field names of its own reply tell.

A position in ccxt's unified form does not name its exchange; under ``info`` lies the reply as the
exchange sent it, with names of its own. Source of them: ccxt 4.5, parse_position of each (2026-11).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from margin_lessons.contract_venues import BINANCE_USDM, BYBIT, HYPERLIQUID, KRAKEN_OUTSIDE_US, OKX
from margin_lessons.own_position import ProductKind
from margin_lessons.venue import KRAKEN_SPOT

Info = Mapping[str, object]
"""A reply as the exchange sent it."""


@dataclass(frozen=True)
class Exchange:
    """An exchange as its replies show it.

    ``marks`` are field names that stand together in its replies only. ``venues`` names the rules of
    each product, ``table_coin`` the coin of the table that was read there. ``set_aside`` is the
    field with the margin of an isolated position, without its profit, ``inner`` the field that
    holds the rest. ``counts_coins`` says that its contracts count coins and have no size,
    ``counts_money`` that they are amounts of money, and the notional is in coins.
    """

    name: str
    marks: tuple[str, ...]
    venues: Mapping[ProductKind, str]
    table_coin: str = "BTC"
    set_aside: str | None = None
    inner: str | None = None
    counts_coins: bool = False
    counts_money: bool = False
    remark: str = ""

    def knows(self, info: Info) -> bool:
        """Return whether a reply has its field names."""
        return all(mark in info for mark in self.marks)


_LINEAR, _INVERSE, _SPOT = ProductKind.LINEAR, ProductKind.INVERSE, ProductKind.SPOT_MARGIN


def _both(name: str) -> dict[ProductKind, str]:
    return {_LINEAR: name, _INVERSE: name}


KRAKEN_SPOT_POSITIONS = Exchange(
    "Kraken", ("ordertxid", "posstatus", "vol_closed"), {_SPOT: KRAKEN_SPOT.name}
)
"""Open positions of spot margin; what is closed already is told beside the volume."""

EXCHANGES = (
    KRAKEN_SPOT_POSITIONS,
    Exchange(
        "Binance",
        ("positionAmt", "positionSide"),
        {_LINEAR: BINANCE_USDM.name, _INVERSE: "Binance COIN-M"},
        set_aside="isolatedWallet",
    ),
    Exchange("Bybit", ("positionIdx", "liqPrice"), _both(BYBIT.name), set_aside="positionBalance"),
    Exchange(
        "OKX", ("instId", "mgnMode", "avgPx"), _both(OKX.name), table_coin="ADA", set_aside="margin"
    ),
    Exchange(
        "Hyperliquid",
        ("szi", "entryPx"),
        _both(HYPERLIQUID.name),
        inner="position",
        counts_coins=True,
    ),
    Exchange(
        "Kraken",
        ("fillTime", "price", "size"),
        _both(KRAKEN_OUTSIDE_US.name),
        remark="The file does not say which company of Kraken holds it: outside the US is taken.",
    ),
    Exchange("Deribit", ("instrument_name", "size_currency"), _both("Deribit"), counts_money=True),
    Exchange("BitMEX", ("currentQty", "avgEntryPrice", "bankruptPrice"), _both("BitMEX")),
)
"""Those whose replies are known; what they call a position is read for any other one, too."""

UNNAMED = Exchange("an exchange that the file does not name", (), _both("an unnamed exchange"))


def exchange_of(info: object) -> Exchange:
    """Return the exchange whose field names a reply has, or ``UNNAMED``.

    >>> exchange_of({"positionIdx": 0, "liqPrice": "", "avgPrice": "60000"}).name
    'Bybit'
    """
    if isinstance(info, Mapping):
        for one in EXCHANGES:
            if one.knows(inner_reply(one, info)):
                return one
    return UNNAMED


def inner_reply(exchange: Exchange, info: object) -> Info:
    """Return the mapping in which an exchange's field names stand; empty where there is none."""
    found = info.get(exchange.inner) if exchange.inner and isinstance(info, Mapping) else info
    return found if isinstance(found, Mapping) else {}
