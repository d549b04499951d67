"""One name for each coin and currency, however it was typed.

Source of the other spelling: Kraken's own files call bitcoin XBT.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from margin_lessons.errors import BadInput, of_kind, shown, text

T = TypeVar("T")

CASH = frozenset({"USD", "EUR", "GBP", "CAD", "CHF", "AUD", "JPY"})
MAJOR = frozenset({"BTC", "ETH"})
_SPELLED = {"XBT": "BTC", "USDE": "USDe"}
"""Codes that the course spells in another way than in capitals."""


def currency_code(
    currency: object, name: str = "currency", *, why: str = "funds have one, such as 'USD'"
) -> str:
    """Return the code of a coin or a currency as the course spells it, or raise ``BadInput``.

    >>> currency_code("eur"), currency_code("XBT"), currency_code("USDe")
    ('EUR', 'BTC', 'USDe')
    """
    code = text(name, currency, why=why).upper()
    return _SPELLED.get(code, code)


def coin_code(coin: object) -> str:
    """Return a coin's code as the course spells it, or raise ``BadInput``.

    >>> coin_code(" xbt ")
    'BTC'
    >>> coin_code(None)
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: coin None is not a name: a coin goes by a name such as 'BTC'.
    """
    return currency_code(coin, "coin", why="a coin goes by a name such as 'BTC'")


def by_coin(name: str, values: Mapping[str, T], *, why: str) -> dict[str, T]:
    """Return a new dictionary whose keys are codes of coins; raise ``BadInput`` for other things.

    Two spellings of one coin would be two answers to one question.

    >>> by_coin("price", {"xbt": 20_000}, why="each coin has one")
    {'BTC': 20000}
    >>> by_coin("price", {"XBT": 20_000, "BTC": 19_000}, why="each coin has one")
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: price of BTC stands twice, as 'XBT' and as 'BTC': each coin \
has one.
    """
    given = of_kind(name, values, Mapping, why=why)
    named: dict[str, T] = {}
    spelled: dict[str, object] = {}
    for coin, value in given.items():
        code = coin_code(coin)
        if code in named:
            raise BadInput(
                f"{name} of {code} stands twice, as {shown(spelled[code])} and as "
                f"{shown(coin)}: {why}."
            )
        named[code], spelled[code] = value, coin
    return named
