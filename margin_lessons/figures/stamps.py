"""A renderer that writes text from stamps: each glyph is rendered once and then only copied.

Measured: matplotlib renders every glyph of every label anew, which is half the time of a picture
that is updated in place. Here a glyph is rendered by matplotlib once for each font and quarter of a
pixel, and a line of text is put together from those. Letters, kerning and positions are
matplotlib's own, to a quarter of a pixel. All text is level; there are no formulas in pictures.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

import matplotlib
import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from numpy.typing import NDArray

PHASES = 4 if matplotlib.__version_info__ >= (3, 11) else 1
"""Glyphs are kept for this many positions within a pixel; before 3.11 text begins on whole ones."""


Style = Literal["normal", "italic", "oblique"]


class Glyph(NamedTuple):
    """The ink of a glyph; ``left`` and ``top`` are where it begins, from the pen, y upwards."""

    ink: NDArray[np.uint8]
    left: int
    top: int


class Written(NamedTuple):
    """The ink of a line of text, where it begins from the pen, and how long the line is."""

    ink: NDArray[np.uint8]
    left: int
    top: int
    width: float


def pixels_of(renderer: RendererAgg) -> NDArray[np.uint8]:
    """Return what a renderer draws on, rows by columns by four (RGBA), not a copy of it."""
    return np.asarray(renderer.buffer_rgba())


class Font:
    """One font at one size, with the glyphs and distances asked for so far."""

    def __init__(self, prop: FontProperties, dpi: float) -> None:
        self.prop, self.dpi = prop, dpi
        self.room = int(4 * prop.get_size_in_points() * dpi / 72) + 8
        self.measure = lru_cache(maxsize=4096)(self._measure)
        self.glyph = lru_cache(maxsize=4096)(self._glyph)
        self.line = lru_cache(maxsize=1024)(self._line)

    @cached_property
    def _scratch(self) -> RendererAgg:
        return RendererAgg(2 * self.room, 2 * self.room, self.dpi)

    def _measure(self, text: str) -> float:
        return self._scratch.get_text_width_height_descent(text, self.prop, ismath=False)[0]

    def advance(self, char: str, follower: str) -> float:
        """Return the distance from one glyph's pen to the next one's, kerning included."""
        # Between two bars, so that the space of a blank is measured too.
        return self.measure(f"|{char}{follower}|") - self.measure(f"|{follower}|")

    def _glyph(self, char: str, phase: int) -> Glyph | None:
        renderer = self._scratch
        renderer.clear()
        pen = self.room
        gc = renderer.new_gc()
        RendererAgg.draw_text(renderer, gc, pen + phase / PHASES, pen, char, self.prop, 0)
        gc.restore()
        alpha = pixels_of(renderer)[:, :, 3]
        rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
        if not len(rows):
            return None
        top, left = int(rows[0]), int(columns[0])
        ink = alpha[top : rows[-1] + 1, left : columns[-1] + 1].copy()
        return Glyph(ink, left - pen, pen - top)

    def _line(self, text: str, phase: int) -> Written:
        pen, placed = phase / PHASES, []
        for char, follower in pairwise(text + "|"):
            whole, part = divmod(round(pen * PHASES), PHASES)
            glyph = self.glyph(char, part)
            if glyph is not None:
                placed.append((glyph, whole + glyph.left))
            pen += self.advance(char, follower)
        if not placed:
            return Written(np.zeros((1, 1), np.uint8), 0, 0, pen)
        left = min(x for _, x in placed)
        right = max(x + glyph.ink.shape[1] for glyph, x in placed)
        top = max(glyph.top for glyph, _ in placed)
        bottom = min(glyph.top - glyph.ink.shape[0] for glyph, _ in placed)
        ink = np.zeros((top - bottom, right - left), np.uint8)
        for glyph, x in placed:
            height, width = glyph.ink.shape
            there = ink[top - glyph.top :, x - left :][:height, :width]
            np.maximum(there, glyph.ink, out=there)
        return Written(ink, left, top, pen - phase / PHASES)


@lru_cache(maxsize=64)
def _font(
    family: tuple[str, ...], style: Style, weight: int | str, size: float, dpi: float
) -> Font:
    prop = FontProperties(family=list(family), style=style, weight=weight, size=size)
    return Font(prop, dpi)


class StampRenderer(RendererAgg):
    """matplotlib's Agg renderer, with stamped text."""

    def __init__(self, width: int, height: int, dpi: float) -> None:
        # By its name, as the renderer comes without types.
        RendererAgg.__init__(self, width, height, dpi)

    def _stamped(self, prop: FontProperties) -> Font:
        return _font(
            tuple(prop.get_family()),
            prop.get_style(),
            prop.get_weight(),
            prop.get_size_in_points(),
            self.dpi,
        )

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float = 0.0,
        ismath: bool | Literal["TeX"] = False,
        mtext: Text | None = None,
    ) -> None:
        """Draw a line of text at the pen position ``x``, ``y`` (y downwards)."""
        whole, phase = divmod(round(x * PHASES), PHASES)
        line = self._stamped(prop).line(s, phase)
        bottom = round(y) - line.top + line.ink.shape[0]
        self._renderer.draw_text_image(line.ink, whole + line.left, bottom, 0, gc)

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: bool | Literal["TeX"] = False
    ) -> tuple[float, float, float]:
        """Return width, height and descent of a line of text, in pixels."""
        line = self._stamped(prop).line(s, 0)
        height = line.ink.shape[0]
        return line.width, float(height), float(height - line.top)
