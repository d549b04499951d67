"""The picture of several exits: the path with their fills, and a bar for what each leaves."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np

from margin_lessons.figures import words
from margin_lessons.figures.drawing import Drawing, nice_ceiling
from margin_lessons.figures.events import EventMarks, told
from margin_lessons.figures.exits import CASH, ExitsState, readout
from margin_lessons.figures.readout import Fact
from margin_lessons.replay import Event

MARKERS = ("o", "s", "D", "^")


class ExitsDrawing(Drawing):
    """Price with fills on the left; on the right a bar for each exit, a debt hatched below zero."""

    count = 4

    def build(self) -> None:
        palette = self.palette
        self.ax = self.axes(0.10, 0.155, 0.455, 0.70)
        self.ax.set_xlabel("hours")
        self.ax.set_ylabel("price, USD")
        self.ax.yaxis.set_major_formatter(lambda value, _: words.amount(value))
        self.price = self.line(self.ax, palette.price, 2.0)
        self.wicks = self.line(self.ax, palette.price, 1.0)
        self.stop = self.line(self.ax, palette.call)
        self.stop_label = self.label(self.ax, palette.call, fontsize=11)
        self.fills = [
            self.line(self.ax, palette.debt, 0, marker=marker, markersize=10, zorder=5)
            for marker in MARKERS[: self.count]
        ]
        self.marks = EventMarks(self, self.ax)
        self._build_bars()

    def _build_bars(self) -> None:
        palette = self.palette
        self.right = self.axes(0.72, 0.155, 0.235, 0.70)
        self.right.set_xlabel("account at the end, USD")
        self.right.xaxis.set_major_formatter(lambda value, _: words.amount(value))
        self.right.set_ylim(-0.75, self.count - 0.3)
        self.right.set_yticks([])
        self.right.axvline(0, color=palette.zero_equity.color, linewidth=1.4)
        self.right.axvline(CASH, color=palette.loan.color, linewidth=1.0, linestyle=":")
        heights = range(self.count - 1, -1, -1)
        kept = {"height": 0.5, "color": palette.equity.color, "alpha": 0.85}
        owed = {
            "height": 0.5,
            "facecolor": palette.paper,
            "edgecolor": palette.debt.color,
            "hatch": "////",
        }
        self.kept = [self.moving(self.right.barh(y, 0, **kept)[0]) for y in heights]
        self.owed = [self.moving(self.right.barh(y, 0, **owed)[0]) for y in heights]
        self.names = [
            self.moving(self.right.text(-0.03, y, "", transform=self.right.get_yaxis_transform(),
                                        ha="right", va="center", fontsize=11.5, color=palette.text))
            for y in heights
        ]  # fmt: skip
        self.symbols = [
            self.moving(self.right.plot(-0.58, y, marker=marker, markersize=8, clip_on=False,
                                        color=palette.debt.color, linestyle="",
                                        transform=self.right.get_yaxis_transform())[0])
            for y, marker in zip(heights, MARKERS, strict=False)
        ]  # fmt: skip
        self.amounts = [self.label(self.right, fontsize=11, weight="bold") for _ in heights]
        self.guess = self.line(self.right, palette.prediction)
        self.guess_label = self.label(self.right, palette.prediction, ha="center", fontsize=11)

    def frame(self, state: ExitsState) -> Hashable:
        bars = state.path.bars
        low, high = min(float(bars.low.min()), state.stop), float(bars.high.max())
        left = [state.left(name) for name in state.names]
        most = nice_ceiling(max(*left, CASH) * 1.25, (1, 1.5, 2, 3, 4, 5, 6, 8, 10))
        least = -nice_ceiling(max(-min(left) * 1.6, 1_000), (1, 1.5, 2, 3, 4, 5, 6, 8, 10))
        return len(bars), 1_000 * np.floor(low / 1_000 - 1.2), 1_000 * np.ceil(high / 1_000), (
            least, most
        )  # fmt: skip

    def set_frame(self, frame: tuple) -> None:
        hours, low, high, ends = frame
        self.ax.set_xlim(0, hours)
        self.ax.set_ylim(low, high)
        self.right.set_xlim(*ends)
        step = nice_ceiling((ends[1] - ends[0]) / 3, (1, 2, 5, 10))
        self.right.set_xticks(np.arange(step * np.ceil(ends[0] / step), ends[1] + 1, step))

    def update(self, state: ExitsState) -> None:
        words_of = readout(state)
        self.title.set_text(words_of.title)
        self._path(state)
        hour = [self._hour(state, event) for event in told(state.closely)]
        self.marks.update(hour)
        for index, name in enumerate(state.names):
            self._fill(index, state, state.filled(name))
            self._bar(index, state, words_of.fact(f"{name}: account at the end"))
        self.draw_prediction(self.guess, self.guess_label, 0, -0.6)

    def _path(self, state: ExitsState) -> None:
        """Draw the price; where an hour opens elsewhere than the last one closed, it breaks."""
        bars = state.path.bars
        hours = np.arange(len(bars))
        x = np.column_stack((hours, hours + 1, np.full(len(bars), np.nan))).astype(float)
        y = np.column_stack((bars.open, bars.close, np.full(len(bars), np.nan)))
        self.price.set_data(x.ravel(), y.ravel())
        ends = np.column_stack((bars.low, bars.high, np.full(len(bars), np.nan)))
        middle = np.column_stack((hours + 0.5, hours + 0.5, hours * np.nan))
        self.wicks.set_data(middle.ravel(), ends.ravel())
        self.stop.set_data([0, len(bars)], [state.stop, state.stop])
        low, high = self.ax.get_ylim()
        self.stop_label.set_text(f"stop {words.price(state.stop, '')}")
        # The price begins above every stop, so below its line, at the left, there is room.
        self.stop_label.set_position((len(bars) * 0.012, state.stop - (high - low) * 0.045))

    def _hour(self, state: ExitsState, event: Event) -> float:
        bar = state.path.bars[event.bar]
        return float(event.bar) if event.price == bar.open else event.bar + 0.5

    def _fill(self, index: int, state: ExitsState, event: Event | None) -> None:
        self.fills[index].set_visible(event is not None)
        if event is not None:
            self.fills[index].set_data([self._hour(state, event)], [event.price])

    def _bar(self, index: int, state: ExitsState, fact: Fact) -> None:
        left = fact.value
        self.kept[index].set_width(max(left, 0.0))
        self.owed[index].set_width(min(left, 0.0))
        self.owed[index].set_visible(left < 0)
        name = state.names[index]
        self.names[index].set_text(name)
        self.names[index].set_weight("bold" if name == state.chosen else "normal")
        low, high = self.right.get_xlim()
        self.amounts[index].set_text(words.amount(left))
        self.amounts[index].set_position(
            (max(left, 0.0) + (high - low) * 0.02, self.count - 1 - index)
        )

    def read_back(self) -> dict[str, float]:
        shown = {"stop set at": float(self.stop.get_ydata()[0])}
        for name, kept, owed in zip(self.names, self.kept, self.owed, strict=True):
            shown[f"{name.get_text()}: account at the end"] = kept.get_width() + owed.get_width()
        return shown


class TwoExitsDrawing(ExitsDrawing):
    """The same picture with two exits, and a mark where a forgotten stop opened a position."""

    count = 2

    def build(self) -> None:
        super().build()
        ink = self.palette.liquidation
        self.unwanted = self.line(self.ax, ink, 0, marker="X", markersize=13, zorder=6)
        self.unwanted_label = self.label(self.ax, ink, fontsize=11, weight="bold", zorder=6)

    def update(self, state: ExitsState) -> None:
        super().update(state)
        event = state.unwanted
        for artist in (self.unwanted, self.unwanted_label):
            artist.set_visible(event is not None)
        if event is None:
            return
        hour = self._hour(state, event)
        low, high = self.ax.get_ylim()
        self.unwanted.set_data([hour], [event.price])
        late = hour > len(state.path.bars) / 2
        self.unwanted_label.set(text="short opened", ha="right" if late else "left")
        beside = hour + (-1.5 if late else 1.5)
        self.unwanted_label.set_position((beside, event.price + 0.07 * (high - low)))
