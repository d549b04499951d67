"""Prices, checked: one for an account's one coin, or a mapping with one for each."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from margin_lessons.conventions import PriceFloor
from margin_lessons.currency import by_coin, coin_code
from margin_lessons.errors import BadInput, numbers, shown

Amount = float | NDArray[np.float64]
"""Money in the quote currency: a float for one price, an array for an array of prices."""

A = TypeVar("A", float, NDArray[np.float64])
"""The same, where what comes out is of the kind that went in."""

Prices = ArrayLike | Mapping[str, ArrayLike]
"""One price (or an array of prices) when an account knows one coin, else a price for each coin."""

One = float | Mapping[str, float]
"""One price of each coin."""


def check_prices(
    price: ArrayLike,
    name: str = "price",
    floor: PriceFloor = PriceFloor.ABOVE_ZERO,
    *,
    why: str = "a coin on a spot market costs something",
) -> NDArray[np.float64]:
    """Return ``price`` as an array of finite prices, or raise ``BadInput``.

    They are above zero, for the reason ``why``, but in a market without a ``floor``:

    >>> float(check_prices(-37.63, floor=PriceFloor.NONE))
    -37.63
    >>> check_prices(-5)
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: price -5 is not a finite number above 0: a coin on a spot \
market costs something.
    """
    if isinstance(price, float) and 0 < price < math.inf:  # almost every price that is asked for
        return np.asarray(price)
    values = numbers(name, price, why="a price is an amount of money")
    above_zero = floor is not PriceFloor.NONE
    bad = ~(np.isfinite(values) & (values > 0)) if above_zero else ~np.isfinite(values)
    if bad.any():
        first = float(values[bad].flat[0]) if values.ndim else float(values)
        if not above_zero:
            raise BadInput(f"{name} {shown(first)} is not a finite number, as every price is.")
        raise BadInput(f"{name} {shown(first)} is not a finite number above 0: {why}.")
    return values


def check_price(
    price: ArrayLike,
    name: str = "price",
    *,
    why: str = "a trade has one",
    floor: PriceFloor = PriceFloor.ABOVE_ZERO,
) -> float:
    """Return one finite price as a float, above zero as ``check_prices`` has it.

    Raises ``BadInput`` for what is none, and for many.

    >>> check_price([11_000])
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: price [11000] is not one price: a trade has one.
    """
    values = check_prices(price, name, floor)
    if values.ndim:
        raise BadInput(f"{name} {shown(price)} is not one price: {why}.")
    return float(values)


def plain(values: Amount) -> Amount:
    """Return a zero-dimensional array as a plain float, any other array as it is."""
    return float(values) if np.ndim(values) == 0 else values


def each_price(
    prices: Prices, held: Sequence[str], floor: PriceFloor = PriceFloor.ABOVE_ZERO
) -> tuple[Any, dict[str, Any]]:
    """Return zero money in the shape of the prices, and the price of each coin in that shape.

    Each is checked once: plain floats for one price of every coin, arrays for many. ``held`` are
    the codes of the coins an account knows, ``floor`` is its market's. Raises ``BadInput`` for a
    price that is missing or not above that floor, for one price of several coins, and for prices
    that do not fit each other.

    >>> each_price({"xbt": 20_000, "ETH": 3_000}, ["BTC", "ETH"])
    (0.0, {'BTC': 20000.0, 'ETH': 3000.0})
    """
    # What comes out is of one kind, and which one only the caller's types can tell.
    given = _named(prices, held, held, floor)
    shape = _together(given)
    each = {coin: _found(given, coin, held) for coin in held}
    # Copies that nobody writes to: what is told of a price stays true of it.
    kept = {coin: np.broadcast_to(one.copy(), shape) for coin, one in each.items()}
    return plain(np.zeros(shape)), {coin: plain(one) for coin, one in kept.items()}


def price_among(
    prices: Prices, coin: str, held: Sequence[str], floor: PriceFloor = PriceFloor.ABOVE_ZERO
) -> NDArray[np.float64]:
    """Return the price of ``coin``, as an array, for an account that knows the coins ``held``.

    Raises ``BadInput`` when it is missing, not above zero, or one price for several coins.

    >>> float(price_among({"xbt": 20_000}, "BTC", ["BTC"]))
    20000.0
    """
    coin = coin_code(coin)
    return _found(_named(prices, {coin, *held}, held, floor), coin, held)


def _named(
    prices: Prices, coins: Collection[str], held: Sequence[str], floor: PriceFloor
) -> dict[str, NDArray[np.float64]]:
    """Return what was handed, checked, by coin; one price alone is that of the one of ``coins``."""
    if isinstance(prices, Mapping):
        named = by_coin("price", prices, why="each coin has one")
        return {coin: check_prices(one, f"price of {coin}", floor) for coin, one in named.items()}
    one = check_prices(prices, floor=floor)
    if len(coins) > 1:
        raise BadInput(
            f"price {shown(prices)} stands alone: this account holds {' and '.join(held)}, "
            "and each needs a price of its own."
        )
    return dict.fromkeys(coins or ("",), one)


def _found(
    given: Mapping[str, NDArray[np.float64]], coin: str, held: Sequence[str]
) -> NDArray[np.float64]:
    if coin not in given:
        known = f"this account holds {' and '.join(held) or 'nothing'}"
        raise BadInput(f"price of {coin} is missing: {known}, and each needs a price.")
    return given[coin]


def _together(given: Mapping[str, NDArray[np.float64]]) -> tuple[int, ...]:
    """Return the shape that prices have together; ``BadInput`` when they do not fit each other."""
    shapes = [one.shape for one in given.values()]
    try:
        return np.broadcast_shapes(*shapes)
    except ValueError:
        raise BadInput(
            f"prices of {', '.join(given)} have the shapes {', '.join(map(str, shapes))}: "
            "give one price of a coin, or as many of it as of the others."
        ) from None


def moving_coin(
    coin: str | None,
    prices: Mapping[str, float] | None,
    held: Sequence[str],
    floor: PriceFloor = PriceFloor.ABOVE_ZERO,
) -> tuple[str, dict[str, float]]:
    """Return the coin whose price moves, and the one price of each coin that stands still.

    Raises ``BadInput`` when it is not clear which of the coins ``held`` moves.

    >>> moving_coin(None, {"eth": 3_000}, ["BTC", "ETH"])
    ('BTC', {'ETH': 3000.0})
    """
    why = "the coins that stand still have one each, as in {'ETH': 3_000}"
    given = {} if prices is None else by_coin("price", prices, why=why)
    others = {
        name: check_price(one, f"price of {name}", why=why, floor=floor)
        for name, one in given.items()
    }
    unpriced = [name for name in held if name not in others]
    if coin is not None:
        return coin_code(coin), others
    if len(unpriced) == 1 or not held:
        return (unpriced or ["BTC"])[0], others
    raise BadInput(
        f"coin {shown(coin)} does not say which price moves: this account holds "
        f"{' and '.join(held)}, so name one and give the prices of the others."
    )
