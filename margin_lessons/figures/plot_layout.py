"""Where the plots of a picture lie in it, which ticks they have, and how values become pixels."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from matplotlib.ticker import LogLocator, MaxNLocator
from numpy.typing import ArrayLike, NDArray

from margin_lessons.figures.picture import Picture, Plot, Scale, Viewport

STACKED_BELOW = 560
"""Plots stand side by side in a picture at least so wide, in pixels at ordinary letters."""

HEIGHT, HIGHER, WIDE = 300, 360, 1_200
"""The height of a picture in pixels, and that of one at least so wide."""
STACKED = 1.6
"""How much taller a picture is whose plots are stacked."""

LINE = 1.2
"""From one line of words to the next, in heights of letters."""

Measure = Callable[[str], float]
Tick = tuple[float, str]


@dataclass(frozen=True)
class PlotBox:
    """A plot with the pixels of its sides (y downwards) and its ticks."""

    plot: Plot
    left: float
    top: float
    right: float
    bottom: float
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    head: float
    """Where the strip above the plot begins, in which its y label stands."""

    def px(self, x: ArrayLike) -> NDArray[np.float64]:
        """Return the pixel of a value of x, from the left."""
        return self.left + _share(x, self.plot.x) * (self.right - self.left)

    def py(self, y: ArrayLike) -> NDArray[np.float64]:
        """Return the pixel of a value of y, from the top of the picture."""
        return self.bottom - _share(y, self.plot.y) * (self.bottom - self.top)

    def x_at(self, px: ArrayLike) -> NDArray[np.float64]:
        """Return the value of x that stands at a pixel."""
        return _value((np.asarray(px) - self.left) / (self.right - self.left), self.plot.x)

    def y_at(self, py: ArrayLike) -> NDArray[np.float64]:
        """Return the value of y that stands at a pixel."""
        return _value((self.bottom - np.asarray(py)) / (self.bottom - self.top), self.plot.y)

    @property
    def sides(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        return self.left, self.top, self.right, self.bottom


def _share(value: ArrayLike, scale: Scale) -> NDArray[np.float64]:
    at = np.asarray(value, dtype=np.float64)
    low, high = scale.low, scale.high
    if scale.log:
        with np.errstate(invalid="ignore", divide="ignore"):
            at, low, high = np.log(at), math.log(low), math.log(high)
    return (at - low) / (high - low)


def _value(share: NDArray[np.float64], scale: Scale) -> NDArray[np.float64]:
    if scale.log:
        low, high = math.log(scale.low), math.log(scale.high)
        return np.exp(low + share * (high - low))
    return scale.low + share * (scale.high - scale.low)


def height_at(picture: Picture, width: float, letters: float = 13.0) -> int:
    """Return how tall a picture is in a place so wide, in pixels of the page."""
    base = HIGHER if width >= WIDE else HEIGHT
    stacked = len(picture.plots) > 1 and not _beside(width, letters)
    return round(base * (STACKED if stacked else 1))


def _beside(width: float, letters: float) -> bool:
    return width * 13 / letters >= STACKED_BELOW


def boxes(plots: Sequence[Plot], place: Viewport, measure: Measure) -> tuple[PlotBox, ...]:
    """Return the boxes of all plots: side by side where there is room, else stacked."""
    beside = _beside(place.width, place.letters)
    whole = sum(plot.share for plot in plots)
    found, at = [], 0.0
    for plot in plots:
        part = plot.share / whole
        if beside:
            cell = at * place.width, 0.0, part * place.width, float(place.height)
        else:
            cell = 0.0, at * place.height, float(place.width), part * place.height
        found.append(_box(plot, cell, place.letters, measure))
        at += part
    return tuple(found)


def _box(
    plot: Plot, cell: tuple[float, float, float, float], letters: float, measure: Measure
) -> PlotBox:
    left, above, width, height = cell
    top = above + letters * (1.6 + 1.45 * plot.rows)
    bottom = above + height - letters * (1.75 + (1.35 if plot.x.label else 0))
    names = _named_in_two_lines(plot.x, width, letters, measure)
    if names:
        bottom -= letters * LINE
    y_ticks = ticks(plot.y, bottom - top, lambda _: 1.5 * letters)
    gutter = max((measure(text) for _, text in y_ticks), default=0.0) + 0.9 * letters
    right = left + width - 0.9 * letters
    x_ticks = names or ticks(
        plot.x, right - left - gutter, lambda text: measure(text) + 1.2 * letters
    )
    return PlotBox(plot, left + gutter, top, right, bottom, x_ticks, y_ticks, above)


def _named_in_two_lines(
    scale: Scale, width: float, letters: float, measure: Measure
) -> tuple[Tick, ...]:
    """Return the names of an axis broken at a blank, where in one line they would touch; or none.

    The room for what stands at the left is not known yet: it is taken for wide.
    """
    length = width - 5 * letters
    if scale.ticks is None or _apart(scale.ticks, scale, length, lambda text: measure(text) + 4):
        return ()
    return tuple((at, "\n".join(broken_to_fit(text, 0, measure))) for at, text in scale.ticks)


def ticks(scale: Scale, length: float, room: Measure) -> tuple[Tick, ...]:
    """Return the places of ticks and their words, as many as fit; ``room`` is what one needs."""
    if scale.ticks is not None:
        return scale.ticks
    for count in range(min(8, max(2, int(length / 30))), 0, -1):
        found = tuple((float(at), scale.write(float(at))) for at in _round_numbers(scale, count))
        if _apart(found, scale, length, room):
            return found
    return found[:1]


def _apart(found: tuple[Tick, ...], scale: Scale, length: float, room: Measure) -> bool:
    """Return whether ticks keep apart, those at the ends moved in to where they are written."""
    spots = sorted((float(_share(at, scale)) * length, room(text)) for at, text in found)
    inside = [(min(spot, length - wide / 2 + 0.9 * 13), wide) for spot, wide in spots]
    return all(b - a >= (wide + next_wide) / 2 for (a, wide), (b, next_wide) in pairwise(inside))


def _round_numbers(scale: Scale, count: int) -> NDArray[np.float64]:
    low, high = sorted((scale.low, scale.high))
    if scale.log:
        found = LogLocator(subs=(1, 2, 5), numticks=count + 1).tick_values(low, high)
    else:
        found = MaxNLocator(count, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    at, slack = np.asarray(found), 1e-9 * (high - low)
    return at[(at >= low - slack) & (at <= high + slack)]


def broken_to_fit(text: str, room: float, width_of: Callable[[str], float]) -> tuple[str, ...]:
    """Return words as one line if there is room for it, else as two, broken at a blank.

    >>> broken_to_fit("you pay 735.70, you owe 264.30", 20, len)
    ('you pay 735.70,', 'you owe 264.30')
    """
    if width_of(text) <= room or " " not in text:
        return (text,)
    words = text.split(" ")
    breaks = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    return min(breaks, key=lambda two: max(width_of(line) for line in two))
