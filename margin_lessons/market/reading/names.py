"""What exports call the columns of a bar."""

from __future__ import annotations

import re
from collections.abc import Sequence

TIME = (
    # When a bar begins goes before all others: some exports also say when it ended.
    "time period start",
    "timeopen",
    "open time",
    "opentime",
    "open timestamp",
    "unix",
    "unix timestamp",
    "unix time",
    "timestamp",
    "datetime",
    "date time",
    "date",
    "time",
    "t",
)
CLOCK = ("time", "timestamp")
"""Beside a column ``date`` these may hold the time of day alone."""

PRICES = {
    "open": ("open", "o", "price open", "open price"),
    "high": ("high", "h", "price high", "high price"),
    "low": ("low", "l", "price low", "low price"),
    "close": ("close", "c", "price close", "close price"),
}
MARKET = ("symbol", "ticker", "pair", "instrument")

_VOLUME = ("volume", "vol", "base volume", "volume base", "base asset volume", "volume traded", "v")
_MONEY = (
    "usd usdt usdc busd tusd fdusd pyusd usdp usde usds gusd dai eur eurc gbp jpy krw aud cad chf "
    "try brl mxn inr rub uah ngn pln sgd hkd cny cnh ccy ma sma ema wma vwma rsi atr avg osc"
)
"""Beside the word volume these name no coin, though they are written as one: what is paid in, and
averages."""
_COINS = "btc xbt eth ltc xrp bch ada sol dot doge xdg trx xlm bnb xmr etc zec link avax"
"""Known as coins in small letters, too; others are where they are written in capitals."""
_VALUE = ("marketcap", "market cap")
"""Beside a market's value in money the volume is in money as well (CoinMarketCap)."""


def bare_name(name: str) -> str:
    """Return the name of a column in small letters and without its dress.

    >>> bare_name("Volume_(BTC)"), bare_name("<TICKVOL>"), bare_name("Open Time (UTC)")
    ('volume btc', 'tickvol', 'open time utc')
    """
    return " ".join(re.sub(r"[^\w%$/]|_", " ", name.casefold()).split())


def roles(names: Sequence[str]) -> dict[str, int]:
    """Return where the time, the prices and the volume stand, those of them that are there.

    ``clock`` is a second column of time beside a date, and ``market`` says what is traded. Of the
    volumes it is the one in coins: money that changed hands and counts of ticks are none, and of
    two coins nobody knows which is bought and which pays.

    >>> roles(["Unix", "Symbol", "Open", "High", "Low", "Close", "Volume USD", "Volume BTC"])
    {'time': 0, 'open': 2, 'high': 3, 'low': 4, 'close': 5, 'volume': 7, 'market': 1}
    """
    known = [without_zone(bare_name(name)) for name in names]
    found = {}
    for role, choices in {"time": TIME, **PRICES}.items():
        place = _first(choices, known)
        if place is not None:
            found[role] = place
    if "time" in found and known[found["time"]] in ("date", *CLOCK) and "date" in known:
        clock = _first(CLOCK, known)
        if clock is not None:
            found |= {"time": known.index("date"), "clock": clock}
    volume = _first(_VOLUME, known)
    coins = [place for place, name in enumerate(names) if _counts_coins(name)]
    if _first(_VALUE, known) is None and (volume is not None or len(coins) == 1):
        found["volume"] = coins[0] if volume is None else volume
    market = _first(MARKET, known)
    if market is not None:
        found["market"] = market
    return found


def without_zone(name: str) -> str:
    """Return the name of a column of times without the word that says they are UTC."""
    return re.sub(r"\b(utc|gmt)\b", "", name).strip() or name


def says_utc(name: str) -> bool:
    """Return whether the name of a column says that its times are UTC."""
    return without_zone(bare_name(name)) != bare_name(name) or bare_name(name).startswith("unix")


def other_volumes(names: Sequence[str]) -> list[str]:
    """Return the columns that look like a volume, as the file writes them."""
    return [name for name in names if re.search(r"vol|turnover|amount", name.casefold())]


def _first(choices: Sequence[str], known: Sequence[str]) -> int | None:
    return next((known.index(choice) for choice in choices if choice in known), None)


def _counts_coins(name: str) -> bool:
    """Return whether a name is the word volume and a coin, such as Volume_(BTC)."""
    words = re.findall(r"[^\W_]+", name)
    kinds = [word.casefold() in ("volume", "vol") for word in words]
    if sorted(kinds) != [False, True]:
        return False
    coin, word = words[kinds.index(False)], words[kinds.index(True)]
    if coin.casefold() in _COINS.split():
        return True
    written_as_coin = coin.isupper() and not word.isupper() and not re.fullmatch(r"\d+\w", coin)
    return written_as_coin and 2 <= len(coin) <= 6 and coin.casefold() not in _MONEY.split()
