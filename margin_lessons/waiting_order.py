"""What every waiting order has in common: what it trades, what triggers it, what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from margin_lessons.account import Amount, Side, as_side
from margin_lessons.conventions import as_option
from margin_lessons.errors import BadInput, between, number, numbers, of_kind, positive, shown, text


class TriggerOn(Enum):
    """The price that triggers an order."""

    LAST = "last traded price"
    INDEX = "index price"
    MARK = "mark price"


_OPENS = "an order is to open a position or not: True or False"


@dataclass(frozen=True, kw_only=True)
class Order:
    """What every waiting order has in common.

    ``volume`` is in coins; None means all that is open when the order is placed. ``side`` is the
    side of the position it is to close (an order for a long sells); None means the side open when
    it is placed. ``leverage`` is for the new position a forgotten order may open; None means that
    of the position it was placed for.
    """

    volume: float | None = None
    side: Side | None = None
    reduce_only: bool = False
    on: TriggerOn = TriggerOn.LAST
    leverage: float | None = None
    name: str = ""

    title: ClassVar[str] = "order"
    entry_title: ClassVar[str] = "entry order"
    """What it is called when it is placed to open a position: a stop entry stops no loss."""
    loses_towards: ClassVar[int] = -1
    """-1 for an order that triggers where its position loses, +1 where it gains."""

    def __post_init__(self) -> None:
        if self.volume is not None:
            self._set(
                "volume", positive("order volume", self.volume, why="an order trades something")
            )
        if self.side is not None:
            self._set("side", as_side(self.side))
        why = "an order may only reduce or not: True or False"
        of_kind("reduce_only", self.reduce_only, bool, why=why)
        self._set("on", as_option("trigger price", self.on, TriggerOn))
        if self.leverage is not None:
            why = "leverage is the value of a position over the margin set aside for it"
            self._set("leverage", between("leverage", self.leverage, 1, float("inf"), why=why))
        if not isinstance(self.name, str) or self.name:
            self._set(
                "name", text("order name", self.name, why="an order is taken back by its name")
            )

    def _set(self, name: str, value: object) -> None:
        # What a frozen value keeps is what its field says: a float, and not the fraction given.
        object.__setattr__(self, name, value)

    def direction(self, side: Side) -> int:
        """Return -1 when the order for a ``side`` triggers on falling prices, else +1."""
        return self.loses_towards * as_side(side).sign

    def level(self, best: ArrayLike, side: Side) -> Amount:
        """Return the trigger; ``best`` is the best price since the order was placed."""
        raise NotImplementedError

    @property
    def label(self) -> str:
        """The order's name, or what it is."""
        return self.called()

    def called(self, entry: bool = False) -> str:
        """Return the order's name, or what it is; ``entry`` when it is to open a position.

        >>> Order(name="breakout").called(entry=True)
        'breakout'
        """
        of_kind("entry", entry, bool, why=_OPENS)
        return self.name or f"{self.entry_title if entry else self.title}{self._where()}"

    def _where(self) -> str:
        return ""

    def check(self, price: float, side: Side, entry: bool = False) -> None:
        """Raise ``BadInput`` when the order would trigger at once at ``price``."""
        side, price = as_side(side), number("price", price, why="an order waits for a price")
        of_kind("entry", entry, bool, why=_OPENS)
        level = float(self.level(price, side))
        if self.direction(side) * (level - price) > 0:
            return
        must, wrong = ("below", "above") if self.direction(side) < 0 else ("above", "below")
        where = "at" if level == price else wrong
        what, whom = self.title, f"for a {side.value}"
        if entry:
            what, whom = self.entry_title, f"to {'sell' if side is Side.LONG else 'buy'}"
        raise BadInput(
            f"{what} at {shown(level)} is {where} the price {shown(price)}: "
            f"{whom} it must be {must}, or it triggers at once."
        )


def finite(name: str, values: ArrayLike, *, why: str) -> NDArray[np.float64]:
    """Return numbers as an array, or raise ``BadInput`` for the first that is not finite."""
    array = numbers(name, values, why=why)
    for one in array[~np.isfinite(array)]:
        raise BadInput(f"{name} {shown(one)} is not a finite number: {why}.")
    return array


def written(value: float, digits: int = 10) -> str:
    """Return a number without powers of ten, as the price of a small coin is written.

    >>> written(6_000.5), written(0.0000133)
    ('6,000.5', '0.0000133')
    """
    return f"{Decimal(f'{value:.{digits}g}'):,f}"
