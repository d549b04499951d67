"""An order while a replay runs: where it stands now, and whether it rests in the book."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from margin_lessons.account import Side
from margin_lessons.orders import Order, TrailingStop, TriggerOn


class StillWaiting(NamedTuple):
    """An order that waits when the bars end: its name, and where it acts by then.

    ``level`` is infinite for a trailing stop that does not follow yet; ``limit`` is None for a
    market order. ``resting`` says that it lies in the book as a limit order.
    """

    label: str
    level: float
    limit: float | None
    resting: bool


@dataclass(eq=False)
class Live:
    """A placed order: ``best`` is the best price since, ``resting`` a limit order in the book.

    ``selling`` is what an order that closes a long does; ``trails`` says that its level follows the
    price; ``direction`` is -1 when it acts on falling prices and +1 when it acts on rising ones.
    ``entry`` says that it was placed to open a position, as nothing was open that it could close.
    ``on`` is the price that decides about it now; ``fixed`` the limit of one that rests.
    """

    order: Order
    side: Side
    volume: float
    leverage: float | None
    best: float
    number: int
    entry: bool = False
    resting: bool = False
    rested_in_bar: int = -1

    def __post_init__(self) -> None:
        self.selling = self.side is Side.LONG
        self.trails = isinstance(self.order, TrailingStop)
        self.limited = self.order.limit_from(self.best, self.side) is not None
        self.direction = self.order.direction(self.side)
        self.on = self.order.on
        self.fixed: float | None = None

    def rest(self, bar: int) -> None:
        """Become a limit order in the book, which waits for a better last price."""
        self.fixed = self.limit
        self.resting, self.rested_in_bar = True, bar
        self.trails, self.direction, self.on = False, self.side.sign, TriggerOn.LAST

    @property
    def label(self) -> str:
        """The order's name, or what it is."""
        return self.order.called(self.entry)

    @property
    def title(self) -> str:
        """The order's label, as a sentence begins with it."""
        return self.label[0].upper() + self.label[1:]

    @property
    def level(self) -> float:
        """The price at which it acts."""
        if self.resting:
            return self.limit
        return float(self.order.level(self.best, self.side))

    @property
    def limit(self) -> float:
        """The limit of an order that has one; any price is good enough for the others."""
        if self.fixed is not None:
            return self.fixed
        limit = self.order.limit_from(float(self.order.level(self.best, self.side)), self.side)
        return -self.side.sign * math.inf if limit is None else limit

    @property
    def still_waiting(self) -> StillWaiting:
        """What there is to tell of it when the bars end."""
        limit = self.limit if self.limited else None
        return StillWaiting(self.label, self.level, limit, self.resting)

    def accepts(self, price: float) -> bool:
        """Return whether a price is within the limit."""
        return self.side.sign * (price - self.limit) >= 0

    def follow(self, price: float) -> None:
        """Let the best price follow ``price``."""
        self.best = self._better(price)

    def level_after(self, price: float) -> float:
        """Return the level a trailing stop would have once the price has been at ``price``."""
        return float(self.order.level(self._better(price), self.side))

    def _better(self, price: float) -> float:
        return max(self.best, price) if self.selling else min(self.best, price)
