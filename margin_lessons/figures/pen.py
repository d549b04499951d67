"""A pen for one picture: lines, filled shapes and words, in pixels of the page, y downwards.

It draws with matplotlib's Agg renderer at the screen's own ratio, so nothing is ever scaled.
Measured: a style set up anew for each line takes longer than the line itself, so a style is kept;
and a hatched bar takes ten times as long as a plain one, so the hatching of a colour is kept too.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from math import floor

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Bbox, IdentityTransform
from numpy.typing import NDArray

from margin_lessons.figures.palette import Dash, Ink
from margin_lessons.figures.picture import Viewport
from margin_lessons.figures.stamps import StampRenderer, pixels_of

Color = tuple[float, float, float, float]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in pixels of the page."""

ASCENT, DESCENT = 0.95, 0.25
"""How far letters reach above and below their line, as shares of their height."""

STYLES_KEPT, HATCHINGS_KEPT = 512, 4
AS_IT_IS = IdentityTransform()


@lru_cache(maxsize=32)
def _prop(size: float, bold: bool) -> FontProperties:
    return FontProperties(size=size, weight="bold" if bold else "normal")


@lru_cache(maxsize=256)
def _packed(color: Color) -> NDArray[np.uint32]:
    """Return a colour as one number, its four bytes in the order of the canvas."""
    return np.rint(255 * np.array(color)).astype(np.uint8).view(np.uint32)


class Pen:
    """Draws on one canvas of a place's size."""

    def __init__(self, place: Viewport) -> None:
        self.place, self.ratio = place, place.ratio
        self.wide, self.high = round(place.width * place.ratio), round(place.height * place.ratio)
        self.renderer: RendererAgg = StampRenderer(self.wide, self.high, 72 * place.ratio)
        self.pixels = pixels_of(self.renderer)
        self._style = lru_cache(maxsize=STYLES_KEPT)(self._new_style)
        self._strip = lru_cache(maxsize=HATCHINGS_KEPT)(self._new_strip)

    def width_of(self, text: str, bold: bool = False) -> float:
        """Return how wide a line of text is, in pixels of the page."""
        prop = _prop(self.place.letters, bold)
        wide, _, _ = self.renderer.get_text_width_height_descent(text, prop, False)
        return float(wide) / self.ratio

    def stroke(
        self,
        points: NDArray[np.float64],
        color: Color,
        width: float,
        ink: Ink | None = None,
        clip: Box | None = None,
    ) -> None:
        """Draw a line through points (rows of x and y) in the dash of an ink."""
        dash = "-" if ink is None else ink.dash
        style = self._style(color, clip, width, dash, straight=len(points) == 2)
        self.renderer.draw_path(style, Path(self._flipped(points)), AS_IT_IS, None)

    def fill(
        self,
        points: NDArray[np.float64],
        color: Color,
        clip: Box | None = None,
        hatch: Color | None = None,
    ) -> None:
        """Fill the shape with these corners, hatched in a second colour if one is given."""
        style = self._style(color, clip, hatch=hatch)
        self.renderer.draw_path(style, Path(self._flipped(points)), AS_IT_IS, color)

    def block(
        self, sides: Box, color: Color, clip: Box | None = None, hatch: Color | None = None
    ) -> None:
        """Fill a box as ``fill`` does, whole pixels at a time."""
        left, top, right, bottom = self._whole(sides)
        if clip is not None:
            inner = self._whole(clip)
            left, top = max(left, inner[0]), max(top, inner[1])
            right, bottom = min(right, inner[2]), min(bottom, inner[3])
        top, bottom, left, right = (max(side, 0) for side in (top, bottom, left, right))
        rows, columns = slice(top, min(bottom, self.high)), slice(left, right)
        there = self.pixels.view(np.uint32)[rows, columns, 0]  # four bytes as one number
        if hatch is None:
            there[:] = _packed(color)
        else:
            strip = self._strip(color, hatch)
            there[:] = strip[np.arange(rows.start, rows.stop) % len(strip), columns]

    def write(
        self, text: str, left: float, base: float, color: Color, *, bold: bool = False
    ) -> None:
        """Write a line of text from ``left`` on the line ``base``."""
        x, y = left * self.ratio, base * self.ratio
        prop = _prop(self.place.letters, bold)
        self.renderer.draw_text(self._style(color, None), x, y, text, prop, 0)

    def image(self, cells: NDArray[np.uint8], box: Box) -> None:
        """Fill a box with rows of coloured cells (RGBA), from the bottom, each as large."""
        left, top, right, bottom = (round(side * self.ratio) for side in box)
        high, wide, _ = cells.shape
        rows = (np.arange(bottom - top) + 0.5) * high / (bottom - top)
        columns = (np.arange(right - left) + 0.5) * wide / (right - left)
        whole = np.ascontiguousarray(cells).view(np.uint32)[:, :, 0]  # a colour at a time
        seen = np.ascontiguousarray(whole[::-1][rows.astype(int)][:, columns.astype(int)])
        self.pixels[top:bottom, left:right] = seen.view(np.uint8).reshape(*seen.shape, 4)

    def _new_style(
        self, color: Color, clip: Box | None, width: float = 0.0, dash: Dash = "-", *,
        straight: bool = False, hatch: Color | None = None,
    ) -> GraphicsContextBase:  # fmt: skip
        gc = self.renderer.new_gc()
        gc.set_foreground(color, isRGBA=True)
        gc.set_linewidth(width * self.ratio)
        if isinstance(dash, str):
            gc.set_capstyle("projecting" if straight else "round")
            gc.set_joinstyle("round")
        else:
            offset, dashes = dash
            gc.set_dashes(offset, [one * width * self.ratio for one in dashes])
        if clip is not None:
            left, top, right, bottom = (side * self.ratio for side in clip)
            gc.set_clip_rectangle(Bbox([[left, self.high - bottom], [right, self.high - top]]))
        if hatch is not None:
            gc.set_hatch("///")
            gc.set_hatch_color(hatch)
            gc.set_hatch_linewidth(self.ratio)
        return gc

    def _new_strip(self, color: Color, hatch: Color) -> NDArray[np.uint32]:
        """Return a hatching, an inch high; Agg repeats it from the top of the picture."""
        strip = Pen(replace(self.place, height=72))
        wide = self.place.width
        strip.fill(np.array([[0, 0], [wide, 0], [wide, 72], [0, 72]]), color, None, hatch)
        return strip.pixels.view(np.uint32)[:, :, 0].copy()

    def _whole(self, box: Box) -> tuple[int, int, int, int]:
        """Return the sides of a box on whole pixels of the screen, as Agg rounds them."""
        left, top, right, bottom = (side * self.ratio for side in box)
        above, below = (self.high - floor(self.high - side + 0.5) for side in (top, bottom))
        return floor(left + 0.5), above, floor(right + 0.5), below

    def _flipped(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        device = np.asarray(points, dtype=np.float64) * self.ratio
        device[:, 1] = self.high - device[:, 1]
        return device
