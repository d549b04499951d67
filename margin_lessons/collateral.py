"""Coins that back positions: they count for what they are worth, less a haircut.

Source of the haircuts: support.kraken.com 204585998 (Italian), collateral currency, about 2021.
"""

from __future__ import annotations

from dataclasses import dataclass

from numpy.typing import ArrayLike

from margin_lessons.currency import coin_code
from margin_lessons.errors import between, not_negative
from margin_lessons.holding import Line, Lines
from margin_lessons.prices import A, Amount, check_prices, plain


@dataclass(frozen=True)
class CoinCollateral:
    """Coins held as collateral; they count for units x price x (1 - haircut).

    Raises ``BadInput`` for units below zero, a haircut outside 0 to 1, or a coin without a name.

    >>> CoinCollateral("USDT", units=1, haircut=0.10).counts_for(1.0)
    0.9
    """

    coin: str
    units: float
    haircut: float = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "coin", coin_code(self.coin))
        why = "collateral is something you hold"
        object.__setattr__(
            self, "units", not_negative(f"{self.coin} collateral", self.units, why=why)
        )
        why = "it is the share of a coin's value that does not count"
        object.__setattr__(self, "haircut", between("haircut", self.haircut, 0, 1, why=why))

    def counts_for(self, price: ArrayLike) -> Amount:
        """Return the value after the haircut at ``price``; ``BadInput`` unless it is above 0."""
        return plain(self.worth(check_prices(price)))

    def worth(self, price: A) -> A:
        """Return the value after the haircut at a price that was checked before."""
        return self.units * (1 - self.haircut) * price

    def lines(self) -> Lines:
        """Return what the coins add to the lines of an account, in their own price."""
        return Lines(Line((), (self.units * (1 - self.haircut),)), Line())
