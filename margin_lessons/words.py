"""How numbers are written, everywhere: in events, errors, figures, tables, sentences and checks."""

from __future__ import annotations

import math
from datetime import date

MINUS = "-"
LEAST = 0.005
"""Less money than this is none: nothing is written of it."""


def money(value: float, unit: str = "USD", digits: int | None = None) -> str:
    """Return an amount with thousands separators and its currency.

    Whole amounts are shown without cents; small amounts keep two digits.

    >>> money(13_200), money(-1_000), money(28_133.3333), money(0.5), money(-0.3)
    ('13,200 USD', '-1,000 USD', '28,133.33 USD', '0.50 USD', '-0.30 USD')
    """
    return f"{amount(value, digits)} {unit}".strip()


def amount(value: float, digits: int | None = None) -> str:
    """Return a number with thousands separators, and cents only when it has any.

    >>> amount(15_000), amount(1666.666), amount(-0.001)
    ('15,000', '1,666.67', '0')
    """
    if not math.isfinite(value):
        return "none"
    if digits is None:
        digits = 0 if abs(value - round(value)) < LEAST else 2
    text = f"{value:,.{digits}f}"
    return text.lstrip(MINUS) if float(text.replace(",", "")) == 0 else text


def made(
    profit: float, gain: str = "gained", loss: str = "lost", none: str = "neither gained nor lost"
) -> str:
    """Return a profit or a loss in words; it has no minus, as its word says which of them it is.

    >>> made(3_000), made(-98.6), made(0.001)
    ('gained 3,000 USD', 'lost 98.60 USD', 'neither gained nor lost')
    >>> made(-2_000, "with a profit of", "with a loss of", "without profit or loss")
    'with a loss of 2,000 USD'
    """
    if abs(profit) < LEAST:
        return none
    return f"{gain if profit > 0 else loss} {money(abs(profit))}"


def cents(value: float) -> str:
    """Return an amount of money to the cent, and less than a cent as the little that it is.

    >>> cents(6_500), cents(0.00002), cents(-1e-15)
    ('6,500.00', '0.00002', '0.00')
    """
    if 1e-12 < abs(value) < 0.01:
        return price(value, "")
    return f"{value:z,.2f}"


def price(value: float | None, unit: str = "USD") -> str:
    """Return a price with a precision that suits its size, or ``none``; bare with an empty unit.

    >>> price(11_600), price(3.8943), price(0.00001325), price(None), price(28_133.3333)
    ('11,600 USD', '3.8943 USD', '0.00001325 USD', 'none', '28,133.33 USD')
    """
    if value is None or not math.isfinite(value):
        return "none"
    if abs(value) >= 100:
        return money(value, unit)
    digits = max(2, 4 - math.floor(math.log10(abs(value)))) if value else 2
    text = f"{value:z,.{digits}f}"
    whole, _, cents = text.partition(".")
    cents = cents.rstrip("0").ljust(2, "0")
    return f"{whole}.{cents} {unit}".strip() if cents != "00" else f"{whole} {unit}".strip()


def percent(fraction: float, digits: int = 1, *, signed: bool = False) -> str:
    """Return a fraction as a percentage with one decimal.

    >>> percent(0.091), percent(-0.34, signed=True), percent(0.05, signed=True)
    ('9.1%', '-34.0%', '+5.0%')
    """
    if not math.isfinite(fraction):
        return "none"
    text = f"{100 * fraction:{'+' if signed else ''},.{digits}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("+-")
    return f"{text}%"


def level(fraction: float) -> str:
    """Return a margin level as a percentage; an account with nothing open has none.

    >>> level(2.5), level(0.751534), level(float("inf"))
    ('250.0%', '75.2%', 'nothing open')
    """
    return percent(fraction) if math.isfinite(fraction) else "nothing open"


def coins(volume: float, coin: str = "BTC") -> str:
    """Return a volume of coins without needless zeros.

    >>> coins(0.5), coins(-1_000 / 48_000), coins(1), coins(1_000, "EUR")
    ('0.5 BTC', '-0.0208 BTC', '1 BTC', '1,000 EUR')
    """
    digits = 4 if abs(volume) >= 0.001 or volume == 0 else 8
    text = f"{volume:z,.{digits}f}"
    return f"{text.rstrip('0').rstrip('.') or '0'} {coin}"


def setting(leverage: float) -> str:
    """Return a leverage setting as traders write it.

    >>> setting(5), setting(2.5)
    ('5x', '2.5x')
    """
    return f"{leverage:g}x"


def plural(count: float, noun: str) -> str:
    """Return a count with its noun.

    >>> plural(1, "day"), plural(30, "day")
    ('1 day', '30 days')
    """
    return f"{count:,g} {noun}" + ("" if count == 1 else "s")


def file_size(count: int) -> str:
    """Return a number of bytes as the size of a file.

    >>> file_size(1), file_size(1_234), file_size(200_000_000)
    ('1 byte', '1.2 kB', '200 MB')
    """
    for unit, one in (("MB", 1_000_000), ("kB", 1_000)):
        if count >= one:
            return f"{count / one:,.{1 if count < 10 * one else 0}f} {unit}"
    return plural(count, "byte")


def day(iso: str) -> str:
    """Return the date of a source as it is read aloud; a source may tell the year or month only.

    >>> day("2024-12-16"), day("2023-12"), day("2021")
    ('16 December 2024', 'December 2023', '2021')
    """
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 1:
        return iso
    month = f"{date(parts[0], parts[1], 1):%B %Y}"
    return f"{parts[2]} {month}" if len(parts) == 3 else month
