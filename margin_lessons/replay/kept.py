"""What a replay keeps while it runs: what has begun, what is waiting, and what is not known."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from margin_lessons.plan import Answer


class Swings(Enum):
    """When a bar is taken to have brought a trailing stop along and then to have come upon it."""

    UNLESS_KNOWN = "where it can have been so, unless open or close tell which extreme came first"
    ALWAYS = "where it can have been so: also after an extreme at the open the price may be back"
    NEVER = "nowhere: the stop acts only where every path of the bar sets it off"


class Edges(NamedTuple):
    """The worst and the best price a trade may have had in its bar; None where there is no doubt.

    ``worst`` also bounds a stop that a finer path jumps over; such a path is never better for it.
    """

    worst: float | None = None
    best: float | None = None


class Liquidation(NamedTuple):
    """A liquidation that has begun: the bar and price that triggered it, and where it fills."""

    bar: int
    trigger: float
    due: int


class Waiting(NamedTuple):
    """An answer to a margin call that takes its time."""

    bar: int
    number: int
    answer: Answer
