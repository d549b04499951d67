"""What a painted picture holds, so that it can be read back: marks and labels, in pixels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from margin_lessons.errors import pick
from margin_lessons.figures.marks import ChartBar, Mark
from margin_lessons.figures.palette import Palette
from margin_lessons.figures.pen import Box
from margin_lessons.figures.plot_layout import PlotBox
from margin_lessons.figures.png import encode


@dataclass(frozen=True, eq=False)
class Drawn:
    """A mark as it was drawn: the points of its line, or the corners of its shape, in pixels.

    ``seen`` is false for one that lies outside its plot.
    """

    mark: Mark
    points: NDArray[np.float64]
    box: PlotBox
    seen: bool = True

    @property
    def values(self) -> NDArray[np.float64]:
        """The points read back off the pixels, in the units of the axes."""
        x, y = self.points[:, 0], self.points[:, 1]
        return np.column_stack([self.box.x_at(x), self.box.y_at(y)])


@dataclass(frozen=True)
class Label:
    """Words in a picture: where they stand, in which ink, and whose they are.

    ``mark`` is the place of their mark in ``Painted.drawn``, None for what a learner said.
    ``leader`` is the line to the mark that they stand away from; ``lines`` are the words as they
    are written, when one line has no room.
    """

    text: str
    box: Box
    ink: str
    mark: int | None
    leader: tuple[tuple[float, float], ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Painted:
    """One picture, painted: its pixels (RGBA), and all that was drawn and written in it."""

    pixels: NDArray[np.uint8]
    size: tuple[float, float]
    palette: Palette
    boxes: tuple[PlotBox, ...]
    drawn: tuple[Drawn, ...]
    labels: tuple[Label, ...]

    @cached_property
    def png(self) -> bytes:
        """The picture as it is stored; a page that is moved never asks for it."""
        return encode(self.pixels)

    def of(self, name: str) -> Drawn:
        """Return what was drawn for the mark, or the fact, called ``name``."""
        named = {fact.name: one for one in self.drawn for fact, _ in one.mark.facts}
        named |= {one.mark.name: one for one in self.drawn if one.mark.name}
        found: Drawn = pick("mark", name, named, "this picture")
        return found

    def read_back(self) -> dict[str, float]:
        """Return the values that stand in the picture, by the names of their facts.

        A part of a stack shows its fact as its length, which has no sign of its own.
        """
        read: dict[str, float] = {}
        for one in self.drawn:
            if one.seen and isinstance(one.mark, ChartBar) and one.mark.shows is not None:
                length = np.ptp(one.values[:, 0 if one.mark.lies else 1])
                read[one.mark.shows.name] = float(np.copysign(length, one.mark.shows.value or 0.0))
            if one.seen:
                for fact, along in one.mark.facts:
                    at = one.values[:, 0 if along == "x" else 1]
                    wanted = fact.value if fact.value is not None else np.nan
                    read[fact.name] = float(at[np.argmin(abs(at - wanted))])
        return read
