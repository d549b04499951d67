"""The prices of a flight: an event of the course or a path of a model, drawn from its number.

The same number gives the same prices anywhere, so a flight's file needs to hold none of them. The
first price is 100, and every bar counts as an hour from the start: no price, no date and no clock
tells which event it is. What it was stands in the ``HiddenPath``, which only the debrief reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

import numpy as np

from margin_lessons.conventions import as_option
from margin_lessons.errors import whole
from margin_lessons.flight.event_path import event_bars, flown_crashes
from margin_lessons.flight.model_path import MODELS, START_PRICE, model_bars
from margin_lessons.market.bars import Bars
from margin_lessons.market.crashes import Crash
from margin_lessons.risk.presets import PRESETS, Preset

MOST_NUMBER = 999_999
"""The largest number of a flight: six digits can be read out in a class."""
LEAST_BARS, MOST_BARS = 60, 120
"""How many bars a flight has: at half a second to two seconds each it takes three to six minutes
with the pauses for thinking."""

BAR_MINUTES = 60.0
"""How long a bar counts in flight: fees fall due by that clock."""


class PathKind(Enum):
    """Where the prices of a flight come from."""

    EVENT = "an event that happened"
    MODEL = "a path of a model"


@dataclass(frozen=True, eq=False)
class HiddenPath:
    """The prices of a flight and what they are: one of ``event`` and ``model`` is not None.

    In flight each bar counts as an hour, whatever it was: ``minutes`` is how long it was in truth.
    ``quiet`` is how many bars before the event were drawn from a calm model, so that its hour
    cannot be counted. ``scale`` is the price of the flight for one unit of the real price.
    """

    number: int
    bars: Bars
    minutes: float
    event: Crash | None = None
    model: Preset | None = None
    quiet: int = 0
    scale: float = 1.0

    @property
    def kind(self) -> PathKind:
        """Where the prices come from."""
        return PathKind.MODEL if self.event is None else PathKind.EVENT


def flight_number(number: object) -> int:
    """Return the number of a flight; ``BadInput`` for what is none.

    >>> flight_number(1_000_000)
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: flight number 1000000 is not a whole number from 0 to 999999: \
the same number gives the same flight again.
    """
    why = "the same number gives the same flight again"
    return whole("flight number", number, 0, most=MOST_NUMBER, why=why)


def draws_of(number: int, what: str) -> np.random.Generator:
    """Return the random numbers of a flight for one purpose; the others do not move them.

    >>> [int(draws_of(7, "path").integers(100)) for _ in range(2)]
    [84, 84]
    """
    return np.random.default_rng([number, *what.encode()])


def hidden_path(number: int, kind: PathKind | None = None) -> HiddenPath:
    """Return the prices of the flight with this ``number``; ``BadInput`` for what is no number.

    Half of all numbers are events and half paths of a model; ``kind`` asks for one of them.

    >>> path = hidden_path(7)
    >>> path.bars[0].open, LEAST_BARS <= len(path.bars) <= MOST_BARS
    (100.0, True)
    """
    asked = None if kind is None else as_option("kind", kind, PathKind)
    return drawn_path(flight_number(number), asked)


@lru_cache(maxsize=8)
def drawn_path(number: int, kind: PathKind | None) -> HiddenPath:
    """Return a path, drawn once: one flight asks for its own at every bar, and it never changes.

    >>> drawn_path(7, None) is drawn_path(7, None)
    True
    """
    rng = draws_of(number, "path")
    is_event = rng.random() < 0.5
    if kind is not None:
        is_event = kind is PathKind.EVENT
    if is_event:
        crashes = flown_crashes()
        event = crashes[int(rng.integers(len(crashes)))]
        bars, quiet, scale = event_bars(event, rng, LEAST_BARS, MOST_BARS)
        return HiddenPath(number, as_hours(bars), bars.length, event, quiet=quiet, scale=scale)
    name, minutes = MODELS[int(rng.integers(len(MODELS)))]
    count = int(rng.integers(LEAST_BARS, MOST_BARS + 1))
    bars = model_bars(PRESETS[name].model, count, minutes, rng)
    return HiddenPath(number, as_hours(bars), minutes, model=PRESETS[name])


def as_hours(bars: Bars) -> Bars:
    """Return bars that each count as an hour, holes in proportion: their length would tell much.

    >>> as_hours(Bars.of([(1, 1, 1, 1)] * 3, length=20)).minutes.tolist()
    [0.0, 60.0, 120.0]
    """
    time = BAR_MINUTES * bars.minutes / bars.length
    return Bars(time, bars.open, bars.high, bars.low, bars.close, length=BAR_MINUTES)


__all__ = [
    "LEAST_BARS",
    "MOST_BARS",
    "MOST_NUMBER",
    "START_PRICE",
    "HiddenPath",
    "PathKind",
    "draws_of",
    "flight_number",
    "hidden_path",
]
