"""What a unified symbol says: the coin, the currency, and what profit and loss are paid in."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from margin_lessons.currency import coin_code, currency_code
from margin_lessons.errors import BadInput, shown
from margin_lessons.own_position import ProductKind
from margin_lessons.words import day

_SYMBOL = re.compile(
    r"(?P<base>[^/:\s]{1,40})/(?P<quote>[^/:\s-]{1,20})"
    r"(?::(?P<settle>[^/:\s-]{1,20})(?:-(?P<ends>\d{6})(?P<option>-.+)?)?)?"
)


class UnifiedSymbol(NamedTuple):
    """A symbol taken apart; ``ends`` is the day on which a future ends, empty for a perpetual."""

    coin: str
    currency: str
    product: ProductKind
    ends: str

    @property
    def remark(self) -> str:
        """What is to be said of it, in a sentence; empty for a perpetual."""
        return f"It ends on {day(self.ends)}: funding is not paid." if self.ends else ""


def read_symbol(symbol: str) -> UnifiedSymbol:
    """Return what a unified symbol says; ``BadInput`` for what the course has no rules for.

    A contract that is paid in its currency is linear, one that is paid in its coin is inverse.

    >>> read_symbol("BTC/USDT:USDT").product.value, read_symbol("BTC/USD:BTC").product.value
    ('linear contract', 'inverse contract')
    >>> read_symbol("ETH/USD:BTC")
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: symbol 'ETH/USD:BTC' is paid in a third coin, BTC: the course \
has no rules for such a contract.
    """
    found = _SYMBOL.fullmatch(symbol)
    if found is None:
        raise BadInput(f"symbol {shown(symbol)} is not a unified one, such as BTC/USDT:USDT.")
    if found["option"]:
        raise BadInput(f"symbol {shown(symbol)} is an option: the course has no rules for options.")
    coin, currency, settle = found["base"], found["quote"], found["settle"]
    if settle is None:
        product = ProductKind.SPOT_MARGIN
    elif settle == currency:
        product = ProductKind.LINEAR
    elif settle == coin:
        product = ProductKind.INVERSE
    else:
        raise BadInput(
            f"symbol {shown(symbol)} is paid in a third coin, {settle}: the course has no rules "
            "for such a contract."
        )
    ends = _day(symbol, found["ends"])
    return UnifiedSymbol(coin_code(coin), currency_code(currency), product, ends)


def _day(symbol: str, ends: str | None) -> str:
    if ends is None:
        return ""
    text = f"20{ends[:2]}-{ends[2:4]}-{ends[4:]}"
    try:
        date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"symbol {shown(symbol)} ends on no day of the calendar.") from None
    return text
