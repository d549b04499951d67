"""Who takes what the market did not: volunteers, opposite traders, or all winners pro rata.

Where a balance may never go below zero, a liquidation sells no worse than the zero-equity price.
What finds no buyer there still has to go to somebody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from margin_lessons.errors import (
    BadInput,
    all_of,
    not_negative,
    number,
    numbers,
    positive,
    shown,
    text,
)


@dataclass(frozen=True)
class Provider:
    """A liquidity provider who takes over up to ``size`` contracts of a liquidation.

    Raises ``BadInput`` for a size below zero and for nobody.
    """

    name: str
    size: float

    def __post_init__(self) -> None:
        name = text("provider", self.name, why="somebody takes the position over")
        size = not_negative(f"size of {name}", self.size, why="a provider takes over")
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "size", size)


@dataclass(frozen=True)
class Assignment:
    """A liquidated position in three parts: sold in the book, assigned, and unwound.

    ``filled`` found a buyer at the zero-equity price or better; ``assigned`` went to providers who
    volunteered, ``taken_by`` whom and how much; ``unwound`` is cancelled against opposite traders.
    """

    position: float
    filled: float
    assigned: float
    unwound: float
    taken_by: tuple[Provider, ...]

    def share(self, part: float) -> float:
        """Return ``part`` as a fraction of the position; raises ``BadInput`` for no number."""
        return number("part", part, why="it is a part of the position") / self.position


def assign(position: float, filled: float, providers: Iterable[Provider] = ()) -> Assignment:
    """Return how a liquidation is shared out, providers served in the order given.

    Raises ``BadInput`` for a position that is not above zero, for more filled than it, and for
    providers of less than nothing.

    Kraken's own example: 1,760,000 contracts, of which 1,007,379 found a buyer; the other 752,621
    went to liquidity providers, 184,317 of them to one (support.kraken.com 360022835231).

    >>> example = assign(1_760_000, 1_007_379, [Provider("one", 184_317), Provider("rest", 1e9)])
    >>> example.assigned, example.unwound, round(example.share(example.assigned), 3)
    (752621.0, 0.0, 0.428)
    """
    position = positive("position", position, why="a liquidation closes something")
    filled = not_negative("filled part", filled, why="an order fills or it does not")
    if filled > position:
        raise BadInput(
            f"filled part {shown(filled)} is above the position of {shown(position)}: "
            "a liquidation closes what is open and no more."
        )
    rest, taken = position - filled, []
    why = "who takes a position over is named in Provider(name, size)"
    for provider in all_of("provider", providers, Provider, why=why):
        size = min(provider.size, rest)
        if size > 0:
            taken.append(Provider(provider.name, size))
            rest -= size
    assigned = position - filled - rest
    return Assignment(position, filled, assigned, rest, tuple(taken))


KRAKEN_ASSIGNMENT = assign(
    1_760_000,
    1_007_379,
    (Provider("the provider of the example", 184_317), Provider("further providers", 568_304)),
)
"""Kraken's assignment example, PI_BTCUSD: 43 % found no buyer (support.kraken.com 360022835231)."""

KRAKEN_UNWIND = assign(2_920_000, 2_007_379, (Provider("providers", 751_605),))
"""Its sister on unwinding, PI_ETHUSD: 161,016 contracts left (support.cryptofacilities.com
360020995277, 2021)."""


def levies(loss: float, profits: ArrayLike) -> NDArray[np.float64]:
    """Return what each winner gives up of a socialised ``loss``: the same share of every profit.

    No winner gives up more than the profit, so the levies may add up to less than the loss. Raises
    ``BadInput`` for a loss or a profit below zero, and for profits that are not one row of numbers.

    >>> levies(300, [1_000, 500, 0]).tolist()
    [200.0, 100.0, 0.0]
    """
    loss = not_negative("loss", loss, why="a gain needs nobody to bear it")
    why = "only winners are asked to share"
    values = np.atleast_1d(numbers("profit", profits, why=why))
    if values.ndim > 1:
        raise BadInput(f"profits {shown(profits)} are not one row: each winner has one profit.")
    for row, value in enumerate(values, start=1):
        not_negative(f"profit in row {row}", float(value), why=why)
    total = float(values.sum())
    return values * min(1.0, loss / total) if total > 0 else np.zeros(values.shape)
