"""A pen for one picture: lines, filled shapes and words, in pixels of the page, y downwards.

It draws with matplotlib's Agg renderer at the screen's own ratio, so nothing is ever scaled.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Bbox, IdentityTransform
from numpy.typing import NDArray

from margin_lessons.figures.palette import Ink
from margin_lessons.figures.picture import Viewport
from margin_lessons.figures.stamps import StampRenderer, pixels_of

Color = tuple[float, float, float, float]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in pixels of the page."""

ASCENT, DESCENT = 0.95, 0.25
"""How far letters reach above and below their line, as shares of their height."""


@lru_cache(maxsize=32)
def _prop(size: float, bold: bool) -> FontProperties:
    return FontProperties(size=size, weight="bold" if bold else "normal")


class Pen:
    """Draws on one canvas of a place's size."""

    def __init__(self, place: Viewport) -> None:
        self.place, self.ratio = place, place.ratio
        self.wide, self.high = round(place.width * place.ratio), round(place.height * place.ratio)
        self.renderer: RendererAgg = StampRenderer(self.wide, self.high, 72 * place.ratio)
        self.pixels = pixels_of(self.renderer)

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
        gc = self._context(color, clip)
        gc.set_linewidth(width * self.ratio)
        if ink is not None and not isinstance(ink.dash, str):
            offset, dashes = ink.dash
            gc.set_dashes(offset, [one * width * self.ratio for one in dashes])
        else:
            gc.set_capstyle("projecting" if len(points) == 2 else "round")
            gc.set_joinstyle("round")
        self.renderer.draw_path(gc, Path(self._flipped(points)), IdentityTransform(), None)
        gc.restore()

    def fill(
        self,
        points: NDArray[np.float64],
        color: Color,
        clip: Box | None = None,
        hatch: Color | None = None,
    ) -> None:
        """Fill the shape with these corners, hatched in a second colour if one is given."""
        gc = self._context(color, clip)
        gc.set_linewidth(0)
        if hatch is not None:
            gc.set_hatch("///")
            gc.set_hatch_color(hatch)
            gc.set_hatch_linewidth(self.ratio)
        path = Path(self._flipped(points), closed=False)
        self.renderer.draw_path(gc, path, IdentityTransform(), color)
        gc.restore()

    def write(
        self, text: str, left: float, base: float, color: Color, *, bold: bool = False
    ) -> None:
        """Write a line of text from ``left`` on the line ``base``."""
        gc = self._context(color, None)
        x, y = left * self.ratio, base * self.ratio
        self.renderer.draw_text(gc, x, y, text, _prop(self.place.letters, bold), 0)
        gc.restore()

    def image(self, cells: NDArray[np.uint8], box: Box) -> None:
        """Fill a box with rows of coloured cells (RGBA), from the bottom, each as large."""
        left, top, right, bottom = (round(side * self.ratio) for side in box)
        high, wide, _ = cells.shape
        rows = (np.arange(bottom - top) + 0.5) * high / (bottom - top)
        columns = (np.arange(right - left) + 0.5) * wide / (right - left)
        whole = np.ascontiguousarray(cells).view(np.uint32)[:, :, 0]  # a colour at a time
        seen = np.ascontiguousarray(whole[::-1][rows.astype(int)][:, columns.astype(int)])
        self.pixels[top:bottom, left:right] = seen.view(np.uint8).reshape(*seen.shape, 4)

    def _context(self, color: Color, clip: Box | None) -> GraphicsContextBase:
        gc = self.renderer.new_gc()
        gc.set_foreground(color, isRGBA=True)
        if clip is not None:
            left, top, right, bottom = (side * self.ratio for side in clip)
            gc.set_clip_rectangle(Bbox([[left, self.high - bottom], [right, self.high - top]]))
        return gc

    def _flipped(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        device = np.asarray(points, dtype=np.float64) * self.ratio
        device[:, 1] = self.high - device[:, 1]
        return device
