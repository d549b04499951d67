"""How a flight came down: the money in the end, the way there, and one of four landings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from margin_lessons.flight.flying import FlightTimeline
from margin_lessons.flight.take_off import TakeOff
from margin_lessons.replay import Kind
from margin_lessons.words import LEAST


class Landing(Enum):
    """How a flight ended, from the best to the worst."""

    HOME = "brought home: nothing lost"
    LESS = "landed, with less"
    LIQUIDATED = "sold by the exchange"
    OWED = "a debt"


@dataclass(frozen=True, eq=False)
class FlightRun:
    """One way to fly a path to its end, under a ``name``: a learner's own, or a standing rule's.

    ``start`` is what it began with. What is still open at the end counts at the last price.
    """

    name: str
    start: TakeOff
    timeline: FlightTimeline

    @property
    def added(self) -> float:
        """How much was added from the purse, in USD."""
        return sum(event.amount for event in self.timeline.of(Kind.FUNDS_ADDED))

    @property
    def money(self) -> float:
        """The own money at the end, that in the purse included; below zero it is owed, in USD."""
        return float(self.path[-1])

    @property
    def gain(self) -> float:
        """How much more own money there is than at the start, in USD; below zero it is lost."""
        return self.money - self.start.own

    @property
    def owed(self) -> float:
        """The debt at the end, which the purse may pay or not, in USD."""
        return self.timeline.debt

    @property
    def borne(self) -> float:
        """The loss beyond the margin that others bore, in USD: of a contract."""
        return sum(event.amount for event in self.timeline.of(Kind.LEFT_OVER))

    @property
    def liquidated(self) -> bool:
        """Whether the exchange sold, or had begun to."""
        return self.timeline.first(Kind.LIQUIDATION_TRIGGERED) is not None

    @property
    def landing(self) -> Landing:
        """How it ended."""
        if self.owed >= LEAST:
            return Landing.OWED
        if self.liquidated:
            return Landing.LIQUIDATED
        return Landing.HOME if self.gain > -LEAST else Landing.LESS

    @cached_property
    def path(self) -> NDArray[np.float64]:
        """The own money at the close of every bar, that in the purse included, in USD."""
        left = np.full(len(self.timeline.bars), self.start.purse)
        for event in self.timeline.of(Kind.FUNDS_ADDED):
            left[event.bar :] -= event.amount
        path = self.timeline.equity_path + left
        path.setflags(write=False)
        return path
