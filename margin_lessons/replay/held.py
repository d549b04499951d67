"""What the engine asks of what it replays, be it an account or a contract."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from margin_lessons.account import Side
from margin_lessons.parts import ClosedPart
from margin_lessons.prices import A
from margin_lessons.replay.reach import Reach


class Rank(IntEnum):
    """What the path may meet, in the order in which it counts at one price."""

    CALL = 0
    LIQUIDATION = 1
    ORDER = 2


class WatchedLevel(NamedTuple):
    """A level to watch for; ``back`` for the way back up to it, after which a call may come."""

    reach: Reach
    rank: Rank
    back: bool = False


class Traded(NamedTuple):
    """What one closing trade did: ``fee`` on top of ``profit``, ``parts`` of an account's own."""

    volume: float
    price: float
    profit: float
    fee: float
    selling: bool
    parts: tuple[ClosedPart, ...] = ()

    @classmethod
    def of(cls, parts: Sequence[ClosedPart], price: float, selling: bool) -> Traded:
        """Return the trade at one price that closed these parts."""
        volume, profit = sum(part.volume for part in parts), sum(part.profit for part in parts)
        return cls(volume, price, profit, sum(part.fee for part in parts), selling, tuple(parts))


class FallenDue(NamedTuple):
    """What has fallen due by now, below zero when it is received, and how many ``times`` it did."""

    amount: float
    times: int


class Held(Protocol):
    """What is held on margin while a replay runs: its levels, and what each change moves.

    ``pending`` is what has fallen due and is not charged yet; the levels count it already.
    """

    pending: float

    @property
    def side(self) -> Side | None:
        """The side of what is open."""

    @property
    def volume(self) -> float:
        """How much is open."""

    @property
    def accrues(self) -> bool:
        """Whether anything falls due as time passes."""

    @property
    def slope(self) -> float:
        """Above zero when a rising price is good for it."""

    @property
    def balance(self) -> float:
        """The money there would be if what is open were worth its entry."""

    def value(self, price: float) -> float:
        """Return what one unit of it is worth, up to a constant: profits are differences of it."""

    def equity(self, price: float) -> float:
        """Return the equity at ``price``."""

    def level(self, price: float) -> float:
        """Return the margin level at ``price``; infinite while nothing is open."""

    def watched(self, armed: bool) -> list[WatchedLevel]:
        """Return the levels it may reach from here on; ``armed`` when a call may come."""

    def looks_again(self, bar: int) -> int | None:
        """Return the next bar, from this one on, at which its levels must be found anew, if any."""

    def fees_due(self, minute: A) -> A:
        """Return what falls due by ``minute`` and is not yet charged."""

    def due_between(self, first: float, last: float) -> tuple[float, float]:
        """Return the least and the most of it by any minute of a stretch."""

    def accrue(self, minute: float) -> None:
        """Note what has fallen due by ``minute``."""

    def charge_pending(self, minute: float) -> FallenDue:
        """Charge what is pending."""

    def close(self, volume: float, price: float, fee_rate: float) -> Traded:
        """Close ``volume`` at ``price``, the oldest first."""

    def deposit(self, amount: float) -> None:
        """Pay in cash."""

    def row(self) -> NDArray[np.float64]:
        """Return what every party of the ledger holds now."""
