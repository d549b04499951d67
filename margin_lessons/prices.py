"""Prices as they are handed to an account: one for its one coin, or a mapping with one for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from margin_lessons.currency import by_coin, coin_code
from margin_lessons.errors import BadInput, shown
from margin_lessons.position import check_prices

Prices = ArrayLike | Mapping[str, ArrayLike]
"""One price (or an array of prices) when an account knows one coin, else a price for each coin."""

_EACH = "each coin has one"


def price_among(prices: Prices, coin: str, held: Sequence[str]) -> NDArray[np.float64]:
    """Return the price of ``coin``, as an array, for an account that knows the coins ``held``.

    Raises ``BadInput`` when it is missing, not above zero, or one price for several coins.

    >>> float(price_among({"xbt": 20_000}, "BTC", ["BTC"]))
    20000.0
    """
    coin = coin_code(coin)
    if isinstance(prices, Mapping):
        named = by_coin("price", prices, why=_EACH)
        if coin not in named:
            known = f"this account holds {' and '.join(held) or 'nothing'}"
            raise BadInput(f"price of {coin} is missing: {known}, and each needs a price.")
        return check_prices(named[coin], f"price of {coin}")
    if len({coin, *held}) > 1:
        raise BadInput(
            f"price {shown(prices)} stands alone: this account holds {' and '.join(held)}, "
            "and each needs a price of its own."
        )
    return check_prices(prices)


def shape_of(prices: Prices) -> tuple[int, ...]:
    """Return the shape that prices have together, or raise ``BadInput``.

    They must be prices above zero, and fit each other.

    >>> shape_of({"BTC": [20_000, 19_000], "ETH": 3_000})
    (2,)
    """
    named = {"": prices}
    if isinstance(prices, Mapping):
        named = by_coin("price", prices, why=_EACH)
    shapes = [
        check_prices(one, f"price of {coin}" if coin else "price").shape
        for coin, one in named.items()
    ]
    try:
        return np.broadcast_shapes(*shapes)
    except ValueError:
        raise BadInput(
            f"prices of {', '.join(named)} have the shapes {', '.join(map(str, shapes))}: "
            "give one price of a coin, or as many of it as of the others."
        ) from None
