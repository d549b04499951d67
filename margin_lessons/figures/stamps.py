"""A canvas that writes text from stamps: each glyph is rendered once and then only copied.

Measured: matplotlib renders every glyph of every label anew, which is half the time of a picture
that is updated in place. Here a glyph is rendered by matplotlib once for each font and quarter of a
pixel, and a line of text is put together from those. Letters, kerning and positions are
matplotlib's own, to a quarter of a pixel. Formulas and turned text go the ordinary way.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from numpy.typing import NDArray

PHASES = 4 if matplotlib.__version_info__ >= (3, 11) else 1
"""Glyphs are kept for this many positions within a pixel; before 3.11 text begins on whole ones."""

ALONG = {"left": 0.0, "center": 0.5, "right": 1.0}
UP = {"bottom": 0.0, "center": 0.5, "top": 1.0, "baseline": None}
"""Where the point of a text lies within it; the pen itself stands on the baseline."""


class Glyph(NamedTuple):
    """The ink of a glyph; ``left`` and ``top`` are where it begins, from the pen, y upwards."""

    ink: NDArray[np.uint8]
    left: int
    top: int


class Line(NamedTuple):
    """The ink of a line of text, where it begins from the pen, and how long the line is."""

    ink: NDArray[np.uint8]
    left: int
    top: int
    width: float


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
        alpha = np.asarray(renderer.buffer_rgba())[:, :, 3]
        rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
        if not len(rows):
            return None
        top, left = int(rows[0]), int(columns[0])
        ink = alpha[top : rows[-1] + 1, left : columns[-1] + 1].copy()
        return Glyph(ink, left - pen, pen - top)

    def _line(self, text: str, phase: int) -> Line:
        pen, placed = phase / PHASES, []
        for char, follower in zip(text, text[1:] + "|", strict=True):
            whole, part = divmod(round(pen * PHASES), PHASES)
            glyph = self.glyph(char, part)
            if glyph is not None:
                placed.append((glyph, whole + glyph.left))
            pen += self.advance(char, follower)
        if not placed:
            return Line(np.zeros((1, 1), np.uint8), 0, 0, pen)
        left = min(x for _, x in placed)
        right = max(x + glyph.ink.shape[1] for glyph, x in placed)
        top = max(glyph.top for glyph, _ in placed)
        bottom = min(glyph.top - glyph.ink.shape[0] for glyph, _ in placed)
        ink = np.zeros((top - bottom, right - left), np.uint8)
        for glyph, x in placed:
            height, width = glyph.ink.shape
            there = ink[top - glyph.top :, x - left :][:height, :width]
            np.maximum(there, glyph.ink, out=there)
        return Line(ink, left, top, pen - phase / PHASES)


@lru_cache(maxsize=64)
def _font(family: tuple, style: str, weight: Any, size: float, dpi: float) -> Font:
    prop = FontProperties(family=list(family), style=style, weight=weight, size=size)
    return Font(prop, dpi)


class StampRenderer(RendererAgg):
    """matplotlib's Agg renderer, with stamped text."""

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
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        """Draw a line of text at the pen position ``x``, ``y`` (y downwards)."""
        if ismath or angle:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        whole, phase = divmod(round(x * PHASES), PHASES)
        line = self._stamped(prop).line(s, phase)
        bottom = round(y) - line.top + line.ink.shape[0]
        self._renderer.draw_text_image(line.ink, whole + line.left, bottom, 0, gc)

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: Any
    ) -> tuple[float, float, float]:
        """Return width, height and descent of a line of text, in pixels."""
        if ismath:
            return super().get_text_width_height_descent(s, prop, ismath)
        line = self._stamped(prop).line(s, 0)
        height = line.ink.shape[0]
        return line.width, float(height), float(height - line.top)

    def write(self, text: Text) -> None:
        """Write an artist of one level line, by a shorter way than its own; any other by that.

        The artist's own way spends three times as long on where to write as on writing.
        """
        words, along, up = text.get_text(), ALONG.get(text.get_ha()), text.get_va()
        turned = text.get_rotation() or text.get_clip_on() or text.get_path_effects()
        if turned or along is None or up not in UP or not words.strip() or set(words) & {"\n", "$"}:
            text.draw(self)
            return
        prop = text.get_fontproperties()
        width, height, descent = self.get_text_width_height_descent(words, prop, False)
        _, least, low = self.get_text_width_height_descent("lp", prop, False)
        height, descent = max(height, least), max(descent, low)
        x, y = text.get_transform().transform(text.get_unitless_position())
        lift = 0.0 if UP[up] is None else descent - UP[up] * height
        x, y = x - along * width, self.height - (y + lift)
        if text.get_bbox_patch() is not None:
            paper = to_rgba(text.get_bbox_patch().get_facecolor())
            self._fill(x, y + descent - height, x + width, y + descent, paper)
        gc = self.new_gc()
        gc.set_foreground(to_rgba(text.get_color(), text.get_alpha()), isRGBA=True)
        self.draw_text(gc, x, y, words, prop, 0)
        gc.restore()

    def _fill(self, left: float, top: float, right: float, bottom: float, paper: Any) -> None:
        """Lay paper over a box, a pixel wider on each side."""
        rows = slice(max(round(top) - 1, 0), max(round(bottom) + 1, 0))
        columns = slice(max(round(left) - 1, 0), max(round(right) + 1, 0))
        np.asarray(self.buffer_rgba())[rows, columns, :3] = np.rint(255 * np.array(paper[:3]))


class StampCanvas(FigureCanvasAgg):
    """An Agg canvas whose renderer stamps text."""

    _renderer_key: tuple | None = None

    def get_renderer(self) -> StampRenderer:
        """Return the renderer, a new one only when the size of the figure has changed."""
        width, height = self.figure.bbox.size
        key = (width, height, self.figure.dpi)
        if self._renderer_key != key:
            self.renderer = StampRenderer(width, height, self.figure.dpi)
            self._renderer_key = key
        return self.renderer
