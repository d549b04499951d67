"""Orders that wait for a price: stop-loss, stop-loss-limit, trailing stop and take-profit.

Each is an order of its own. It is not tied to the position unless it is reduce-only: when the
position is closed in another way it stays live, and it may open a new one (support.kraken.com
203325793 and 203053246). What an order fills at is the business of ``replay``; here stands what it
is, when it triggers, and which orders make no sense.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from margin_lessons.account import Amount, Side, as_side
from margin_lessons.conventions import as_option
from margin_lessons.errors import BadInput, between, number, positive, shown


class TriggerOn(Enum):
    """The price that triggers an order."""

    LAST = "last traded price"
    INDEX = "index price"


def offset_trigger(
    price: float, side: Side | str, *, amount: float | None = None, share: float | None = None
) -> float:
    """Return a stop's trigger, ``amount`` or ``share`` away from ``price`` on the losing side.

    ``side`` is that of the position to protect. Kraken's example (support.kraken.com 203325793): a
    stop for a long 500 USD or 10 % away from 6,500 USD.

    >>> offset_trigger(6_500, "long", amount=500), offset_trigger(6_500, "long", share=0.10)
    (6000.0, 5850.0)
    """
    _one_distance(amount, share)
    price = number("price", price, why="a stop is set against a price")
    distance = amount if share is None else share * abs(price)
    return price - as_side(side).sign * distance


@dataclass(frozen=True, kw_only=True)
class Order:
    """What every waiting order has in common.

    ``volume`` is in coins; None means all that is open when the order is placed. ``side`` is the
    side of the position it is to close (an order for a long sells); None means the side open when
    it is placed. ``leverage`` is for the new position a forgotten order may open; None means that
    of the position it was placed for.
    """

    volume: float | None = None
    side: Side | str | None = None
    reduce_only: bool = False
    on: TriggerOn = TriggerOn.LAST
    leverage: float | None = None
    name: str = ""

    title: ClassVar[str] = "order"
    loses_towards: ClassVar[int] = -1
    """-1 for an order that triggers where its position loses, +1 where it gains."""

    def __post_init__(self) -> None:
        if self.volume is not None:
            positive("order volume", self.volume, why="an order trades something")
        if self.side is not None:
            object.__setattr__(self, "side", as_side(self.side))
        object.__setattr__(self, "on", as_option("trigger price", self.on, TriggerOn))
        if self.leverage is not None:
            why = "leverage is the value of a position over the margin set aside for it"
            between("leverage", self.leverage, 1, float("inf"), why=why)

    def direction(self, side: Side) -> int:
        """Return -1 when the order for a ``side`` triggers on falling prices, else +1."""
        return self.loses_towards * side.sign

    def level(self, best: ArrayLike, side: Side) -> Amount:
        """Return the trigger; ``best`` is the best price since the order was placed."""
        raise NotImplementedError

    @property
    def label(self) -> str:
        """The order's name, or what it is."""
        return self.name or f"{self.title}{self._where()}"

    def _where(self) -> str:
        return ""

    def check(self, price: float, side: Side) -> None:
        """Raise ``BadInput`` when the order would trigger at once at ``price``."""
        level = float(self.level(price, side))
        if self.direction(side) * (level - price) > 0:
            return
        must, wrong = ("below", "above") if self.direction(side) < 0 else ("above", "below")
        where = "at" if level == price else wrong
        raise BadInput(
            f"{self.title} at {shown(level)} is {where} the price {shown(price)}: "
            f"for a {side.value} it must be {must}, or it triggers at once."
        )


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

    def __post_init__(self) -> None:
        super().__post_init__()
        positive(f"{self.title} trigger", self.trigger, why="it is a price")

    def level(self, best: ArrayLike, side: Side) -> Amount:
        """Return the trigger."""
        return float(self.trigger)

    def _where(self) -> str:
        return f" at {self.trigger:,.10g}"


@dataclass(frozen=True)
class TakeProfit(StopLoss):
    """A market order once the price touches ``trigger``, on the winning side of the price."""

    title: ClassVar[str] = "take-profit"
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

    def __post_init__(self) -> None:
        super().__post_init__()
        positive("limit", self.limit, why="it is a price")

    def accepts(self, price: float, side: Side) -> bool:
        """Return whether ``price`` is the limit or better for an order that closes ``side``."""
        return side.sign * (price - self.limit) >= 0

    def check(self, price: float, side: Side) -> None:
        """Raise ``BadInput`` for a trigger on the wrong side, or a limit that asks for more."""
        super().check(price, side)
        if side.sign * (self.limit - self.trigger) > 0:
            worse = "below" if side is Side.LONG else "above"
            raise BadInput(
                f"limit {shown(self.limit)} is not {worse} the trigger {shown(self.trigger)}: "
                f"a {side.value} that has just lost that much cannot be closed at a better price."
            )


@dataclass(frozen=True)
class TrailingStop(Order):
    """A market order once the price comes back from its best by ``amount`` or by ``share``.

    The best price counts from the moment the order is placed; the trigger follows it and never goes
    back. Kraken's example (support.kraken.com, trailing stop orders): 1 BTC long at 20,000 with a
    trail of 5 %; the price rises to 22,000, and 1,100 lower it triggers.

    >>> TrailingStop(share=0.05).level(22_000.0, Side.LONG)
    20900.0
    >>> TrailingStop(share=0)
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: trailing distance 0 is not above 0: without a distance the \
stop triggers at once.
    """

    amount: float | None = None
    share: float | None = None

    title: ClassVar[str] = "trailing stop"

    def __post_init__(self) -> None:
        super().__post_init__()
        _one_distance(self.amount, self.share)

    def level(self, best: ArrayLike, side: Side) -> Amount:
        """Return the trigger for one best price, or for an array of them."""
        best = best if isinstance(best, float) else np.asarray(best, dtype=float)
        distance = self.amount if self.share is None else self.share * abs(best)
        return best - side.sign * distance

    def _where(self) -> str:
        return f" of {self.amount:,.10g}" if self.share is None else f" of {100 * self.share:.4g}%"


def _one_distance(amount: float | None, share: float | None) -> None:
    if (amount is None) == (share is None):
        raise BadInput(
            f"amount {amount} and share {share} do not give one distance: name exactly one of them."
        )
    why = "without a distance the stop triggers at once"
    if amount is not None:
        positive("trailing distance", amount, why=why)
    elif positive("trailing distance", share, why=why) >= 1:
        raise BadInput(
            f"trailing distance {shown(share)} is not below 1: it is a share of the price, "
            "and 0.05 is 5%."
        )
