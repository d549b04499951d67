"""Orders that wait for a price: stop-loss, stop-loss-limit, trailing stop and take-profit.

Each is an order of its own. It is not tied to the position unless it is reduce-only: when the
position is closed in another way it stays live, and it may open a new one (support.kraken.com
203325793 and 203053246). Placed while nothing is open that it could close, it is an entry: a stop
entry buys when the price has risen to it (asked of backtesting.py in its issue 1157, 13 July 2024).
What an order fills at is the business of ``replay``; here stands what it is, when it triggers, and
which orders make no sense.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from numpy.typing import ArrayLike

from margin_lessons.account import Amount, Side, as_side
from margin_lessons.errors import BadInput, number, positive, shown
from margin_lessons.trailing import TrailingStop, one_distance
from margin_lessons.waiting_order import Order, TriggerOn, finite, written

__all__ = [
    "Order",
    "StopLoss",
    "StopLossLimit",
    "TakeProfit",
    "TrailingStop",
    "TriggerOn",
    "offset_trigger",
]


def offset_trigger(
    price: float, side: Side | str, *, amount: float | None = None, share: float | None = None
) -> float:
    """Return a stop's trigger, ``amount`` or ``share`` away from ``price`` on the losing side.

    ``side`` is that of the position to protect. Kraken's example (support.kraken.com 203325793): a
    stop for a long 500 USD or 10 % away from 6,500 USD.

    >>> offset_trigger(6_500, "long", amount=500), offset_trigger(6_500, "long", share=0.10)
    (6000.0, 5850.0)
    """
    amount, share, _ = one_distance(amount, share)
    price = number("price", price, why="a stop is set against a price")
    distance = (amount or 0.0) + (share or 0.0) * abs(price)  # one of the two is given
    return price - as_side(side).sign * distance


@dataclass(frozen=True)
class StopLoss(Order):
    """A market order once the price touches ``trigger``; the fill may be well off it.

    Source: support.kraken.com 203325793.

    >>> StopLoss(6_000).check(6_500, Side.LONG)
    >>> StopLoss(7_000).check(6_500, Side.LONG)
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: stop-loss at 7000 is above the price 6500: for a long it must \
be below, or it triggers at once.
    """

    trigger: float

    title: ClassVar[str] = "stop-loss"
    entry_title: ClassVar[str] = "stop entry"

    def __post_init__(self) -> None:
        super().__post_init__()
        self._set("trigger", positive(f"{self.title} trigger", self.trigger, why="it is a price"))

    def level(self, best: ArrayLike, side: Side) -> Amount:
        """Return the trigger, wherever the best price is."""
        as_side(side)
        finite("best price", best, why="an order waits for a price")
        return self.trigger

    def _where(self) -> str:
        return f" at {written(self.trigger)}"


@dataclass(frozen=True)
class TakeProfit(StopLoss):
    """A market order once the price touches ``trigger``, on the winning side of the price."""

    title: ClassVar[str] = "take-profit"
    entry_title: ClassVar[str] = "if-touched entry"
    loses_towards: ClassVar[int] = 1


@dataclass(frozen=True)
class StopLossLimit(StopLoss):
    """A limit order at ``limit`` once the price touches ``trigger``: it may rest unfilled.

    Kraken's example (support.kraken.com 9616163984020): a price of 8,000, a trigger of 7,950, a
    limit of 7,900; it fills at 7,900 or better, and below 7,900 not at all.

    >>> StopLossLimit(7_950, limit=7_900).accepts(7_920, Side.LONG)
    True
    >>> StopLossLimit(7_950, limit=7_900).accepts(7_850, Side.LONG)
    False
    """

    limit: float

    title: ClassVar[str] = "stop-loss-limit"
    entry_title: ClassVar[str] = "stop-limit entry"

    def __post_init__(self) -> None:
        super().__post_init__()
        self._set("limit", positive("limit", self.limit, why="it is a price"))

    def limit_from(self, trigger: float, side: Side) -> float | None:
        """Return the limit, wherever the order triggered."""
        return self.limit

    def accepts(self, price: float, side: Side) -> bool:
        """Return whether ``price`` is the limit or better for an order that closes ``side``."""
        price = number("price", price, why="a limit is set against a price")
        return as_side(side).sign * (price - self.limit) >= 0

    def check(self, price: float, side: Side, entry: bool = False) -> None:
        """Raise ``BadInput`` for a trigger on the wrong side, or a limit that asks for more."""
        super().check(price, side, entry)
        side = as_side(side)
        if side.sign * (self.limit - self.trigger) > 0:
            worse = "below" if side is Side.LONG else "above"
            raise BadInput(
                f"limit {shown(self.limit)} is not {worse} the trigger {shown(self.trigger)}: "
                f"a {side.value} that has just lost that much cannot be closed at a better price."
            )
