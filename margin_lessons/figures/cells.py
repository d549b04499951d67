"""A matrix of colours that fills its axes, as an artist that is drawn fast."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.artist import Artist
from numpy.typing import NDArray


class Cells(Artist):
    """Rows of cells from the bottom, from the left; a pixel has the colour of the cell it is in.

    The same as ``Axes.imshow`` without interpolation, which takes ten times as long because it
    resamples every pixel with a transformation that here is a choice of rows and columns.
    """

    def __init__(self, zorder: float = 1.0) -> None:
        super().__init__()
        self.set_zorder(zorder)
        self.colors: NDArray[np.uint8] = np.zeros((1, 1, 4), np.uint8)

    def draw(self, renderer: Any) -> None:
        """Draw the cells over the whole of the axes."""
        if not self.get_visible():
            return
        (left, bottom), (right, top) = np.round(self.axes.bbox.get_points()).astype(int)
        whole = np.ascontiguousarray(self.colors).view(np.uint32)[:, :, 0]  # a colour at a time
        high, wide = whole.shape
        rows = (np.arange(top - bottom) + 0.5) * high / (top - bottom)
        columns = (np.arange(right - left) + 0.5) * wide / (right - left)
        pixels = whole[:, columns.astype(int)][rows.astype(int)]
        gc = renderer.new_gc()
        renderer.draw_image(gc, left, bottom, pixels.view(np.uint8).reshape(*pixels.shape, 4))
        gc.restore()
