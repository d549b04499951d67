"""The map of sizes and buffers: a chance for each pair, all from one simulation."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import LogNorm
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from margin_lessons.errors import between, pick
from margin_lessons.figures import words
from margin_lessons.figures.cells import Cells
from margin_lessons.figures.drawing import FONT, Drawing
from margin_lessons.figures.readout import Fact, Readout
from margin_lessons.figures.risk_choices import (
    LEVERAGE,
    LIMIT,
    PAGE,
    bare_situation,
    largest_safe,
    model_for,
)
from margin_lessons.figures.risk_words import (
    account_facts,
    chance_facts,
    market_facts,
    market_name,
    sentence,
    shown,
)
from margin_lessons.risk import Chance, Risk, RiskMap, Situation, risk_map

SIZES: NDArray[np.float64] = 1_000.0 * np.arange(1, 25)
BUFFERS: NDArray[np.float64] = 500.0 * np.arange(24)
SHOWN = ("liquidation", "debt")
"""The chances that the colours can stand for."""


@dataclass(frozen=True)
class MapState:
    """The map, the event whose chance it shows, and the cell that is chosen."""

    market: str
    situation: Situation
    map: RiskMap
    event: str

    @property
    def cell(self) -> tuple[int, int]:
        """Row (buffer) and column (size) of the chosen cell."""
        row = int(np.abs(BUFFERS - self.situation.buffer).argmin())
        return row, int(np.abs(SIZES - self.situation.size).argmin())

    @property
    def risk(self) -> Risk:
        """The chances of the chosen cell."""
        return self.map.risk.at(self.cell)

    @property
    def chance(self) -> Chance:
        """The chance of the event in the chosen cell."""
        return getattr(self.risk, self.event)

    @property
    def largest(self) -> float | None:
        """The largest size on the chosen buffer that is surely below 1 in 100, or None."""
        row = getattr(self.map.risk, self.event).at((self.cell[0], slice(None)))
        return largest_safe(row, SIZES)

    @property
    def needed(self) -> float | None:
        """The buffer for each dollar of position on the 1 % line; None when it is off the map."""
        sizes = self.map.line(LIMIT, self.event)
        found = np.flatnonzero(np.isfinite(sizes) & (BUFFERS > 0))
        return float(BUFFERS[found[-1]] / sizes[found[-1]]) if len(found) else None


@lru_cache(maxsize=32)
def map_for(bare: Situation) -> RiskMap:
    """Return the map of a situation whatever its size and buffer; the same seed for everybody."""
    return risk_map(bare, SIZES, BUFFERS)


def map_state(
    size: float,
    buffer: float,
    event: str = "liquidation",
    market: str = "crash year",
    days: float = 30,
    side: str = "long",
    fees: str = PAGE,
    leverage: float = LEVERAGE,
) -> MapState:
    """Return the map of a market, with the cell of ``size`` and ``buffer`` USD chosen.

    >>> state = map_state(10_000, 3_000)
    >>> str(state.chance), round(state.needed, 2)
    ('5.8% ± 0.3%', 0.44)
    """
    size = between("size", size, SIZES[0], SIZES[-1], why="that is the width of the map, in USD")
    why = "that is the height of the map, in USD"
    buffer = between("buffer", buffer, BUFFERS[0], BUFFERS[-1], why=why)
    pick("event", event, dict.fromkeys(SHOWN), "this map")
    bare = bare_situation(model_for(market), days, side, fees, leverage)
    column, row = int(np.abs(SIZES - size).argmin()), int(np.abs(BUFFERS - buffer).argmin())
    now = replace(bare, size=float(SIZES[column]), buffer=float(BUFFERS[row]))
    return MapState(market, now, map_for(bare), event)


def readout(state: MapState) -> Readout:
    """Return the words of the map."""
    situation = state.situation
    size, buffer = words.amount(situation.size), words.amount(situation.buffer)
    needed = state.needed
    line = "1 in 100 is not on this map"
    if needed is not None:
        line = f"1 in 100, our example: {needed:.2f} USD of buffer for each dollar of position"
    facts = (
        *account_facts(situation),
        *market_facts(state.market, situation),
        *chance_facts(state.risk),
        Fact("line drawn", line),
    )
    of = "a debt" if state.event == "debt" else "a liquidation"
    return Readout(
        title=f"Size {size}, buffer {buffer}, {market_name(state.market, situation)}: "
        f"{_share(state)}",
        sentence=sentence(state.risk, situation),
        facts=facts,
        picture=f"Map of the chance of {of}: the value of the position across, the buffer upwards, "
        "brighter where the chance is higher, with the line at 1 in 100 and your cell framed.",
    )


def _share(state: MapState) -> str:
    if state.chance.never:
        return f"no {state.event} possible"
    return f"{shown(state.chance)} {'in debt' if state.event == 'debt' else 'liquidated'}"


class MapDrawing(Drawing):
    """The map as an image whose colours change, the 1 in 100 line on it, and the chosen cell."""

    def build(self) -> None:
        palette = self.palette
        self.ax = self.axes(0.115, 0.155, 0.695, 0.70)
        self.ax.grid(False)
        self.ax.set_xlabel("value of the position, USD")
        self.ax.set_ylabel("buffer, USD")
        for axis in (self.ax.xaxis, self.ax.yaxis):
            axis.set_major_formatter(lambda value, _: words.amount(value))
        self.norm = LogNorm(1e-4, 1.0)
        self.colors = colormaps["cividis"]
        ends = (SIZES[0] - 500, SIZES[-1] + 500, BUFFERS[0] - 250, BUFFERS[-1] + 250)
        self.ax.set(xlim=ends[:2], ylim=ends[2:])
        self.cells = self.moving(self.ax.add_artist(Cells()))
        self.ax.set_xticks(range(4_000, 25_000, 4_000))
        self._build_scale()
        # Dark inside light is seen on every colour of the map, in both themes.
        strokes = (("#ffffff", 4.6, "-"), ("#000000", 2.2, (0, (4, 1.6))))
        self.line = [
            self.moving(self.ax.plot([], [], color=color, linewidth=width, linestyle=dash,
                                     scalex=False, scaley=False, zorder=3)[0])
            for color, width, dash in strokes
        ]  # fmt: skip
        self.line_label = self.label(self.ax, ha="right", zorder=5, fontsize=11, weight="bold")
        self.frames = [
            self.moving(self.ax.add_patch(Rectangle((0, 0), 1_000, 500, fill=False, edgecolor=color,
                                                    linewidth=width, zorder=4)))
            for color, width in (("#ffffff", 5.0), ("#000000", 2.4))
        ]  # fmt: skip
        self.cell_label = self.label(self.ax, palette.price, weight="bold", zorder=6)

    def _build_scale(self) -> None:
        """Draw the scale of colours beside the map, once: it never changes."""
        scale = self.axes(0.845, 0.155, 0.022, 0.70)
        scale.grid(False)
        scale.spines["left"].set_visible(False)
        scale.spines["bottom"].set_visible(False)
        shares = np.logspace(-4, 0, 128)[:, None]
        scale.imshow(shares, origin="lower", extent=(0, 1, -4, 0), aspect="auto",
                     cmap=self.colors, norm=self.norm)  # fmt: skip
        scale.set_xticks([])
        scale.yaxis.tick_right()
        names = ["0.01%\nor less", "0.1%", "1%", "10%", "100%"]
        scale.set_yticks(range(-4, 1), names, fontsize=FONT - 1)
        for color, width in (("#ffffff", 4.0), ("#000000", 2.0)):
            scale.axhline(np.log10(LIMIT), color=color, linewidth=width)

    def frame(self, state: MapState) -> Hashable:
        return "the same for all"

    def set_frame(self, frame: Hashable) -> None:
        """The axes stay as they are: all maps have the same sizes and buffers."""

    def update(self, state: MapState) -> None:
        self.title.set_text(readout(state).title)
        shares = getattr(state.map.risk, state.event).value
        # Coloured here, cell by cell: matplotlib would colour each pixel.
        cells = self.norm(np.maximum(shares, self.norm.vmin))
        self.cells.colors = self.colors(cells, bytes=True)
        size, buffer = state.situation.size, state.situation.buffer
        for frame in self.frames:
            frame.set_xy((size - 500, buffer - 250))
        self._draw_line(state.needed, size, buffer)
        right, high = size > 18_000, buffer > 10_000
        self.cell_label.set_ha("right" if right else "left")
        self.cell_label.set_text(f"{state.event}: {shown(state.chance)}")
        self.cell_label.set_position(
            (size + (-800 if right else 800), buffer + (-550 if high else 550))
        )

    def _draw_line(self, needed: float | None, size: float, buffer: float) -> None:
        """Draw the 1 % line: a ray of as many dollars of buffer for each dollar of position."""
        for part in (*self.line, self.line_label):
            part.set_visible(needed is not None)
        if needed is None:
            return
        right, top = SIZES[-1] + 500, BUFFERS[-1] + 250
        end = min(right, top / needed)
        for part in self.line:
            part.set_data([500, end], [500 * needed, end * needed])
        self.line_label.set_text("1 in 100")
        # Above the line, and away from the label of the chosen cell.
        near = abs(0.8 * end - size) < 8_000 and abs(0.8 * end * needed - buffer) < 2_500
        at = max((0.4 if near else 0.8) * end, 3_000)
        self.line_label.set_position((at - 500, min(at * needed + 500, top - 500)))

    def read_back(self) -> dict[str, float]:
        x, y = self.frames[0].get_xy()
        return {"value of the position": x + 500, "buffer": y + 250}
