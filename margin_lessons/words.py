"""How events, errors and reasons write their numbers: prices, money, levels, volumes."""

from __future__ import annotations

import math


def amount(value: float) -> str:
    """Return an amount of money, with cents only when it has any.

    >>> amount(13_200), amount(-1_000 / 3), amount(-0.001)
    ('13,200', '-333.33', '0')
    """
    text = f"{value:,.0f}" if abs(value - round(value)) < 0.005 else f"{value:,.2f}"
    return "0" if text == "-0" else text


def cents(value: float) -> str:
    """Return an amount of money to the cent, and less than a cent as the little that it is.

    >>> cents(6_500), cents(0.00002), cents(-1e-15)
    ('6,500.00', '0.00002', '0.00')
    """
    if 1e-12 < abs(value) < 0.01:
        return price(value)
    text = f"{value:,.2f}"
    return "0.00" if text == "-0.00" else text


def price(value: float) -> str:
    """Return a price with a precision that suits its size.

    >>> price(11_600), price(1.05678), price(-14), price(28_133.3333), price(0.00001325)
    ('11,600', '1.0568', '-14', '28,133.33', '0.00001325')
    """
    if value == 0 or abs(value) >= 100:
        return amount(value)
    digits = max(2, 4 - math.floor(math.log10(abs(value))))
    whole, _, decimals = f"{value:,.{digits}f}".partition(".")
    decimals = decimals.rstrip("0")
    return f"{whole}.{decimals.ljust(2, '0')}" if decimals else whole


def level(fraction: float) -> str:
    """Return a margin level as a percentage.

    >>> level(0.8), level(float("inf"))
    ('80.0%', 'none')
    """
    return f"{100 * fraction:,.1f}%" if math.isfinite(fraction) else "none"


def coins(volume: float, coin: str) -> str:
    """Return a volume without needless zeros.

    >>> coins(0.5, "BTC"), coins(1_000, "EUR"), coins(-1_000 / 48_000, "BTC")
    ('0.5 BTC', '1,000 EUR', '-0.0208 BTC')
    """
    digits = 4 if abs(volume) >= 0.001 or volume == 0 else 8
    text = f"{volume:,.{digits}f}"
    return f"{text.rstrip('0').rstrip('.') or '0'} {coin}"
