"""One figure, made once and updated in place.

Drawing axes, ticks and their labels is what costs time, so they are drawn once and kept as a
background; a move of a slider restores it and draws only what moves. The background is drawn anew
only for a new frame (the limits of the axes).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Hashable, Iterable
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from margin_lessons.figures.labels import spread
from margin_lessons.figures.palette import LIGHT, Ink, Palette
from margin_lessons.figures.stamps import StampCanvas

A = TypeVar("A", bound=Artist)

FONT = 12.0
TITLE_FONT = 14.0
DPI = 100
FRAMES_KEPT = 16
"""Backgrounds are kept, at some 20 kB each, for a learner who goes back and forth."""


class Drawing:
    """A picture of a state. A subclass says how it is built, framed and updated.

    ``build`` makes axes and artists, once; ``frame`` returns the limits a state needs, coarse
    enough to stay the same while a slider moves; ``set_frame`` applies them; ``update`` sets the
    artists; ``read_back`` returns the numbers the artists show, by the names of their facts.
    """

    size = (9.0, 4.0)
    prediction_axis = "x"

    def __init__(self, palette: Palette = LIGHT) -> None:
        self.palette = palette
        self.figure = Figure(figsize=self.size, dpi=DPI, facecolor=palette.paper)
        self.canvas = StampCanvas(self.figure)
        self._moving: list[Artist] = []
        self._frame: Hashable = None
        self._background: np.ndarray | None = None
        self._packed_background = lru_cache(maxsize=FRAMES_KEPT)(self._pack_background)
        self._prediction: tuple[float, str] | None = None
        self.title = self.moving(
            self.figure.text(
                0.012, 0.965, "", fontsize=TITLE_FONT, weight="bold", va="top", color=palette.text
            )
        )
        self.build()

    # What a subclass says.

    def build(self) -> None:
        """Make the axes and the artists."""
        raise NotImplementedError

    def frame(self, state: Any) -> Hashable:
        """Return the limits that ``state`` needs."""
        raise NotImplementedError

    def set_frame(self, frame: Any) -> None:
        """Apply limits and ticks."""
        raise NotImplementedError

    def update(self, state: Any) -> None:
        """Set the artists, and the title, to ``state``."""
        raise NotImplementedError

    def read_back(self) -> dict[str, float]:
        """Return the numbers that the artists show."""
        raise NotImplementedError

    # What every drawing does.

    def moving(self, artist: A) -> A:
        """Mark an artist as one that moves with the state and return it."""
        artist.set_animated(True)
        self._moving.append(artist)
        return artist

    def axes(self, left: float, bottom: float, width: float, height: float) -> Axes:
        """Return new axes in figure fractions, with faint grid and no box."""
        ax = self.figure.add_axes((left, bottom, width, height), facecolor=self.palette.paper)
        for name, spine in ax.spines.items():
            spine.set_visible(name in ("left", "bottom"))
            spine.set_color(self.palette.loan.color)
        ax.tick_params(colors=self.palette.text, labelsize=FONT - 1, length=3)
        ax.grid(True, color=self.palette.faint, linewidth=0.6)
        ax.set_axisbelow(True)
        ax.xaxis.label.set(color=self.palette.text, fontsize=FONT)
        ax.yaxis.label.set(color=self.palette.text, fontsize=FONT)
        return ax

    def line(self, ax: Axes, ink: Ink, width: float = 2.0, **how: Any) -> Any:
        """Return a moving line without data in the given ink; without a width, its markers only."""
        dash = ink.dash if width else "none"  # matplotlib 3.9 draws no dashes of no width
        (line,) = ax.plot([], [], color=ink.color, linestyle=dash, linewidth=width, **how)
        return self.moving(line)

    def label(self, ax: Axes, ink: Ink | None = None, **how: Any) -> Text:
        """Return a moving text without words, in data coordinates, on a patch of paper."""
        color = self.palette.text if ink is None else ink.color
        how = {"fontsize": FONT, "color": color, "va": "center", **how}
        text = ax.text(0, 0, "", clip_on=False, **how)
        text.set_bbox({"facecolor": self.palette.paper, "edgecolor": "none", "pad": 1.0})
        return self.moving(text)

    def width_of(self, text: Text) -> float:
        """Return how wide the words of a text of one line are, in pixels."""
        prop = text.get_fontproperties()
        return self.canvas.get_renderer().get_text_width_height_descent(
            text.get_text(), prop, False
        )[0]

    def predict(self, value: float | None, label: str = "") -> None:
        """Keep a learner's prediction on the axes, dashed and labelled; None takes it away."""
        self._prediction = None if value is None else (value, label)

    def png(self, state: Any) -> bytes:
        """Return the picture of ``state`` as PNG bytes."""
        frame = self.frame(state)
        if frame != self._frame or self._background is None:
            self.set_frame(frame)
            self._frame = frame
            self._background = np.frombuffer(zlib.decompress(self._packed_background(frame)), "u1")
        self.update(state)
        renderer = self.canvas.get_renderer()
        pixels = np.asarray(renderer.buffer_rgba())
        pixels[:] = self._background.reshape(pixels.shape)
        for artist in sorted(self._moving, key=lambda artist: artist.get_zorder()):
            if not artist.get_visible():
                continue
            if isinstance(artist, Text):
                renderer.write(artist)
            else:
                artist.draw(renderer)
        return encode(pixels[:, :, :3])

    def _pack_background(self, _: Hashable) -> bytes:
        """Draw all that does not move, in the frame that is set; return the pixels, packed."""
        self.canvas.draw()
        return zlib.compress(self.canvas.buffer_rgba(), 1)

    def draw_prediction(self, line: Any, text: Text, at: float, height: float) -> None:
        """Place the prediction's line and label, or hide both when there is none.

        ``height`` is where the label stands on the other axis.
        """
        shown = self._prediction is not None
        line.set_visible(shown)
        text.set_visible(shown)
        if self._prediction is None:
            return
        value, words = self._prediction
        along = self.prediction_axis == "x"
        ax = line.axes
        across, ends = ax.get_xlim(), ax.get_ylim()
        if not along:
            across, ends = ends, across
        low, high = sorted(across)
        if not low <= value <= high:
            line.set_visible(False)
            words = f"{words} (off this chart)"
            value = min(max(value, low + 0.15 * (high - low)), high - 0.15 * (high - low))
        line.set_data(*(((value, value), ends) if along else (ends, (value, value))))
        text.set_text(words)
        text.set_position((value, height) if along else (at, value))


def encode(rgb: np.ndarray) -> bytes:
    """Return an RGB picture as PNG bytes, packed lightly: speed matters more than size here.

    Pillow tries five filters on every row, which for flat colours costs twice the time and gains
    nothing; here rows go in as they are. Format: W3C Portable Network Graphics, sections 5 and 9.
    """
    height, width, _ = rgb.shape
    rows = np.zeros((height, 1 + 3 * width), np.uint8)
    for channel in range(3):
        rows[:, 1 + channel :: 3] = rgb[:, :, channel]
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


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


def stack_labels(texts: list[Text], at: list[float], gap: float, x: float) -> None:
    """Stand labels one above the other at ``x``, near the heights ``at``, never touching.

    ``gap`` is the least distance in data units; labels that are not visible take no room.
    """
    shown = [i for i, text in enumerate(texts) if text.get_visible()]
    low, high = sorted(texts[0].axes.get_ylim())
    for i, y in zip(shown, spread([at[i] for i in shown], gap, low, high), strict=True):
        texts[i].set_position((x, y))


def row_labels(texts: list[Text], at: list[float], share: float, height: float = 1.05) -> None:
    """Stand labels side by side above the axes, near ``at``, never touching.

    ``share`` is the width of one label as a share of the axes, ``height`` in axes heights.
    """
    shown = [i for i, text in enumerate(texts) if text.get_visible()]
    ax = texts[0].axes
    (left, right), (low, high) = sorted(ax.get_xlim()), ax.get_ylim()
    width = (right - left) * share
    inside = (left + width / 2, right - width / 2)
    for i, x in zip(shown, spread([at[i] for i in shown], width, *inside), strict=True):
        texts[i].set_position((x, low + (high - low) * height))
