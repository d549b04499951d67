"""A picture as a value: its plots with their scales, and its marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from margin_lessons import words
from margin_lessons.figures.marks import Along, Mark


@dataclass(frozen=True)
class Scale:
    """One axis: its ends, what it measures, and how its ticks are written.

    ``ticks`` names the places that have one (the rows of a comparison); without it round numbers
    are taken. ``write`` writes a tick.
    """

    low: float
    high: float
    label: str = ""
    write: Callable[[float], str] = words.amount
    ticks: tuple[tuple[float, str], ...] | None = None
    log: bool = False
    grid: bool = True

    def holds(self, *values: float | None) -> bool:
        """Return whether all values that there are lie on this axis.

        >>> Scale(0, 20_000).holds(13_200, None), Scale(0, 20_000).holds(25_000)
        (True, False)
        """
        low, high = sorted((self.low, self.high))
        return all(value is None or low <= value <= high for value in values)


@dataclass(frozen=True)
class Plot:
    """One pair of axes. ``rows`` is how many rows of labels stand above it, over upright rules.

    ``share`` is its part of the picture's width beside other plots (height, where they stack).
    """

    x: Scale
    y: Scale
    rows: int = 0
    share: float = 1.0


@dataclass(frozen=True)
class Picture:
    """Plots and marks. Plots stand side by side where there is room for it, else stacked."""

    plots: tuple[Plot, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Guess:
    """What a learner said: a value on an axis, and the words that stand at the picture's head."""

    value: float
    text: str
    along: Along = "x"
    plot: int = 0


@dataclass(frozen=True)
class Viewport:
    """Where a picture is shown: width and height in pixels of the page, the screen's pixel ratio.

    ``letters`` is the height of the letters in pixels of the page.
    """

    width: int = 830
    height: int = 300
    ratio: float = 1.0
    letters: float = 13.0


def first_that_holds(
    *frames: tuple[Plot, ...], needs: Callable[[tuple[Plot, ...]], bool]
) -> tuple[Plot, ...]:
    """Return the first of some frames, from near to wide, that holds what must be seen.

    Frames are made from where a scenario starts and not from the state, so that an axis stands
    still while a control is moved, and changes once at most: from the near to the wide one.
    """
    return next((frame for frame in frames if needs(frame)), frames[-1])


def nice_ceiling(value: float, steps: Iterable[float] = (1, 2, 3, 4, 6, 8, 10)) -> float:
    """Return the next round number at or above ``value``, so that a frame changes seldom.

    >>> nice_ceiling(13_200), nice_ceiling(0.42), nice_ceiling(8)
    (20000.0, 0.6, 8.0)
    """
    if value <= 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(value))
    for step in steps:
        if value <= step * power * (1 + 1e-9):
            return float(round(step * power, 12))
    return float(10 * power)
