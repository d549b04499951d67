"""The picture of the gauge: the level over the price, with the lines at which something happens."""

from __future__ import annotations

from collections.abc import Hashable
from itertools import pairwise

import numpy as np

from margin_lessons.crossing import Crossings
from margin_lessons.figures import words
from margin_lessons.figures.drawing import Drawing, nice_ceiling
from margin_lessons.figures.gauge import LINES, GaugeState, readout
from margin_lessons.figures.labels import spread


class GaugeDrawing(Drawing):
    """Level against price: the curve, the lines, and where the account stands now."""

    def build(self) -> None:
        self.ax = self.axes(0.115, 0.155, 0.71, 0.625)
        self.ax.set_xlabel("price of one coin, USD")
        self.ax.set_ylabel("margin level")
        self.ax.yaxis.set_label_coords(-0.122, 0.5)  # left of levels of any size
        self.ax.yaxis.set_major_formatter(lambda value, _: f"{value:,.0%}")
        self.ax.xaxis.set_major_formatter(lambda value, _: words.amount(value))
        palette = self.palette
        inks = (palette.full, palette.call, palette.liquidation, palette.debt)
        self.bands = [
            self.ax.axhline(0, color=ink.color, linestyle=ink.dash, linewidth=1.2)
            for ink in inks[:3]
        ]
        self.notes = [
            self.ax.text(1.012, 0, "", transform=self.ax.get_yaxis_transform(), va="center",
                         fontsize=11, color=ink.color)
            for ink in inks
        ]  # fmt: skip
        self.ax.axhline(0, color=palette.zero_equity.color, linewidth=1.2)
        fill, hatch = palette.tint(palette.debt, 0.10), palette.tint(palette.debt, 0.40)
        self.ax.axhspan(-99, 0, facecolor=fill, edgecolor=hatch, hatch="///", linewidth=0)
        self.curve = self.line(self.ax, palette.equity, 2.6)
        # A line goes on above the axes, to where its label stands.
        self.drops = {
            key: self.line(self.ax, getattr(palette, key), clip_on=False) for key, _ in LINES
        }
        self.names = [
            self.label(self.ax, getattr(self.palette, key), ha="center") for key, _ in LINES
        ]
        self.guess = self.line(self.ax, self.palette.prediction)
        self.guess_label = self.label(self.ax, self.palette.prediction, ha="center")
        self.dot = self.line(self.ax, self.palette.price, 0, marker="o", markersize=11, zorder=5)
        self.dot_label = self.label(self.ax, self.palette.price, zorder=6, weight="bold")

    def frame(self, state: GaugeState) -> Hashable:
        entry = state.account.positions[0].entry
        prices = [state.price, entry]
        prices += [c.price for c in vars(state.crossings).values() if c.exists]
        # Prices far above the account's own would squeeze everything else into a corner.
        prices = [state.price, *(p for p in prices if p <= 4 * entry)]
        step = nice_ceiling((max(prices) - min(prices)) / 4 or entry / 4)
        low = max(0.0, step * (np.floor(min(prices) / step) - 0.5))
        high = step * (np.ceil(max(prices) / step) + 0.5)
        venue = state.account.venue
        top = nice_ceiling(max(1.5, state.level * 1.15), (1, 1.5, 2, 3, 4, 6, 8, 10))
        bottom = -0.5 if state.level >= -0.4 else -nice_ceiling(-state.level * 1.2)
        levels = (venue.full_level, venue.call_level, venue.liquidation_level)
        return float(low), float(high), float(bottom), float(top), levels

    def set_frame(self, frame: tuple) -> None:
        low, high, bottom, top, levels = frame
        self.ax.set_xlim(low, high)
        self.ax.set_ylim(bottom, top)
        names = ("fully used", "margin call", "liquidation")
        for band, level in zip(self.bands, levels, strict=True):
            band.set_ydata([level, level])
        notes = [f"{name} {level:.0%}" for name, level in zip(names, levels, strict=True)]
        heights = spread((*levels, bottom / 2), 0.062 * (top - bottom), bottom, top)
        for note, text, height in zip(self.notes, (*notes, "debt"), heights, strict=True):
            note.set(text=text, y=height)

    def update(self, state: GaugeState) -> None:
        low, high = self.ax.get_xlim()
        bottom, top = self.ax.get_ylim()
        prices = np.linspace(max(low, high * 1e-3), high, 200)
        self.curve.set_data(prices, np.clip(state.account.level(prices), bottom - 9, top + 9))
        self.title.set_text(readout(state).title)
        self._drop_lines(state.crossings, (low, high, bottom, top))
        self.dot.set_data([state.price], [state.level])
        right = state.price > (low + high) / 2
        now = f"now {words.level(state.level)}"
        if state.equity < -0.005:
            now += f", a debt of {words.money(-state.equity)}"
        self.dot_label.set(text=now, ha="right" if right else "left")
        shift = (high - low) * 0.018 * (-1 if right else 1)
        room = 0.07 * (top - bottom)
        self.dot_label.set_position(
            (state.price + shift, min(max(state.level, bottom + room), top - room))
        )
        self.draw_prediction(self.guess, self.guess_label, low, bottom + (top - bottom) * 0.06)

    def _drop_lines(self, at: Crossings, ends: tuple[float, float, float, float]) -> None:
        low, high, bottom, top = ends
        shown = {}
        for (key, name), label in zip(LINES, self.names, strict=True):
            price = getattr(at, key).price
            seen = price is not None and low <= price <= high
            self.drops[key].set_visible(seen)
            label.set_visible(seen)
            if seen:
                shown[key] = price
                label.set_text(f"{name} {words.price(price, '')}")
        labels = dict(zip((key for key, _ in LINES), self.names, strict=True))
        longest = max((len(labels[key].get_text()) for key in shown), default=0)
        width = 0.0146 * longest * (high - low)
        for key, (x, row) in _two_rows(shown, width, low, high).items():
            height = top + (top - bottom) * (0.05 + 0.085 * row)
            labels[key].set_position((x, height))
            self.drops[key].set_data([shown[key], shown[key], x], [bottom, top, height])

    def read_back(self) -> dict[str, float]:
        shown = {
            f"{name} at": float(self.drops[key].get_xdata()[0])
            for key, name in LINES
            if self.drops[key].get_visible()
        }
        return {"price now": float(self.dot.get_xdata()[0]), **shown}


def _two_rows(
    at: dict[str, float], width: float, low: float, high: float
) -> dict[str, tuple[float, int]]:
    """Return the place and the row of labels, each over its line and ``width`` wide.

    They stand in one row if they fit there; else every second one is a row higher.
    """
    inside = (low + width / 2, high + width / 2)
    keys = sorted(at, key=at.__getitem__)
    near = any(at[b] - at[a] < width for a, b in pairwise(keys))
    placed = {}
    for row, group in enumerate((keys[::2], keys[1::2]) if near else (keys,)):
        places = spread([at[key] for key in group], width, *inside)
        placed |= {key: (x, row) for key, x in zip(group, places, strict=True)}
    return placed
