"""The smallest drawing there can be, for checks of what every drawing does."""

from __future__ import annotations

import io
from collections.abc import Hashable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from margin_lessons.figures.drawing import Drawing, nice_ceiling


class Sketch(Drawing):
    """One number as a line and a label; above 50 a second mark is seen."""

    size = (4.5, 2.0)

    def build(self) -> None:
        self.ax = self.axes(0.2, 0.2, 0.7, 0.55)
        self.mark = self.line(self.ax, self.palette.price)
        self.high_mark = self.line(self.ax, self.palette.debt, marker="o")
        self.name = self.label(self.ax, self.palette.price)
        self.guess = self.line(self.ax, self.palette.prediction)
        self.guess_label = self.label(self.ax, self.palette.prediction, ha="center", fontsize=9)

    def frame(self, state: float) -> Hashable:
        return nice_ceiling(state)

    def set_frame(self, frame: float) -> None:
        self.ax.set_xlim(0, frame)
        self.ax.set_ylim(0, 1)

    def update(self, state: float) -> None:
        self.title.set_text(f"Now {state:g}")
        self.mark.set_data([state, state], [0, 1])
        self.high_mark.set_visible(state > 50)
        self.high_mark.set_data([state], [0.9])
        self.name.set_text(f"{state:g}")
        self.name.set_position((state, 0.5))
        self.draw_prediction(self.guess, self.guess_label, 0, 0.2)

    def read_back(self) -> dict[str, float]:
        return {"number": float(self.mark.get_xdata()[0])}


def pixels(png: bytes) -> NDArray[np.uint8]:
    """Return a PNG as an array of red, green and blue."""
    with Image.open(io.BytesIO(png)) as image:
        assert image.format == "PNG"
        return np.asarray(image.convert("RGB"))
