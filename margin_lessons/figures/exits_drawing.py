"""The picture of several exits: the path with their fills, and a bar for what each leaves."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
from matplotlib.text import Text

from margin_lessons.figures import words
from margin_lessons.figures.drawing import Drawing, nice_ceiling
from margin_lessons.figures.events import EventMarks, told, trade_words
from margin_lessons.figures.exits import CASH, ExitsState
from margin_lessons.figures.exits_words import readout
from margin_lessons.figures.labels import Box, freest
from margin_lessons.figures.palette import Ink
from margin_lessons.figures.readout import Fact
from margin_lessons.replay import Event, Kind

MARKERS = ("o", "s", "D", "^")
SIZES = (19.0, 13.0, 9.0, 6.0)
"""Points: fills at one place stand inside each other, so that all of them are seen."""

NAME, END = 0.14, -0.16
"""How far from the middle of its bar an exit's name stands, and the words for its last trade."""

ROOM = 0.18
"""How much of the height a stop stands above the bottom, at least."""

TALL, APART = 10.0, 14.0
"""Pixels: half the height of a name with its halo, and how far it keeps from a fill."""

Place = tuple[float, float, str]
"""An hour and a price, and which end of a name stands there."""

ROUND = (1, 1.5, 2, 3, 4, 5, 6, 8, 10)


class ExitsDrawing(Drawing):
    """Price with fills on the left; on the right a bar for each exit, a debt hatched below zero."""

    count = 4

    def build(self) -> None:
        palette = self.palette
        self.ax = self.axes(0.10, 0.155, 0.44, 0.70)
        self.ax.set_xlabel("hours")
        self.ax.set_ylabel("price, USD")
        self.ax.yaxis.set_major_formatter(lambda value, _: words.amount(value))
        self.price = self.line(self.ax, palette.price, 2.0)
        self.wicks = self.line(self.ax, palette.price, 1.0)
        self.stop = self.line(self.ax, palette.call)
        self.limit = self.line(self.ax, palette.full, 1.6)
        self.stop_label = self.label(self.ax, palette.call, fontsize=11)
        self.fills = [
            self.line(self.ax, palette.liquidation, 0, marker=marker, markersize=size, zorder=5)
            for marker, size in zip(MARKERS[: self.count], SIZES, strict=False)
        ]
        for fill in self.fills:
            fill.set(markerfacecolor="none", markeredgewidth=2.2)
        self.marks = EventMarks(self, self.ax)
        self._build_bars()

    def _build_bars(self) -> None:
        palette = self.palette
        self.right = self.axes(0.735, 0.155, 0.225, 0.70)
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
        self.symbols = [
            self.moving(self.right.plot(-0.69, y + NAME, marker=marker, markersize=9, clip_on=False,
                                        markerfacecolor="none", markeredgewidth=2.0, linestyle="",
                                        transform=self.right.get_yaxis_transform())[0])
            for y, marker in zip(heights, MARKERS, strict=False)
        ]  # fmt: skip
        self.names = [self._beside(y + NAME, 11.5) for y in heights]
        self.ends = [self._beside(y + END, 10) for y in heights]
        self.amounts = [self.label(self.right, fontsize=11, weight="bold") for _ in heights]
        self.start_label = self.label(self.right, palette.loan, ha="center", fontsize=10)
        self.guess = self.line(self.right, palette.prediction)
        self.guess_label = self.label(self.right, palette.prediction, ha="center", fontsize=11)

    def _beside(self, height: float, size: float) -> Text:
        """Return a text to the left of the bars."""
        across = self.right.get_yaxis_transform()
        how = {"ha": "right", "va": "center", "fontsize": size, "color": self.palette.text}
        return self.moving(self.right.text(-0.03, height, "", transform=across, **how))

    def frame(self, state: ExitsState) -> Hashable:
        bars = state.path.bars
        ends = [state.stop] if state.limit is None else [state.stop, state.limit]
        low, high = min(*bars.low, *ends), 1_000 * np.ceil(max(*bars.high, *ends) / 1_000)
        # Under the lowest stop there is room for its name, and for the marks of the events.
        room = (min(ends) - ROOM * high) / (1 - ROOM)
        low = 1_000 * np.floor(min(low - 1_200, room) / 1_000)
        left = [state.left(name) for name in state.names]
        least = -nice_ceiling(max(-min(left) * 1.6, 1_000), ROUND)
        # The longest bar takes so much of the width that its amount still fits beside it.
        most = nice_ceiling(least + (max(*left, CASH) - least) / 0.78, ROUND)
        return len(bars), low, high, (least, most)

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
        self._stops(state)
        self.marks.update([self._hour(state, event) for event in told(state.closely)])
        for index, name in enumerate(state.names):
            self._fill(index, state, name)
            self._bar(index, state, words_of.fact(f"{name}: account at the end"))
        top = self.count - 0.3
        self.start_label.set_text(f"at the start {words.amount(CASH)}")
        self.start_label.set_position((CASH, top + 0.05 * (top + 0.75)))
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

    def _stops(self, state: ExitsState) -> None:
        """Draw the stop and, unless the one that follows is looked at, a limit; name them."""
        ends, limited = self.ax.get_xlim(), state.limit is not None and state.chosen != "trailing"
        self.stop.set_data(ends, [state.stop, state.stop])
        self.limit.set_visible(limited)
        named = "stop at first" if state.chosen == "trailing" else "stop"
        text = f"{named} {words.price(state.stop, '')}"
        if limited:
            self.limit.set_data(ends, [state.limit, state.limit])
            text = f"{text}, limit {words.price(state.limit, '')}"
        self.stop_label.set_text(text)
        self.place_stop_label(state)

    def place_stop_label(self, state: ExitsState, *beside: Box) -> None:
        """Stand the stop's name beyond its line, or before it where the price runs there."""
        price = state.limit if self.limit.get_visible() else state.stop
        hours, (low, high) = self.ax.get_xlim()[1], self.ax.get_ylim()
        aside = -state.side.sign * (high - low) * 0.045
        ends = ((0.012 * hours, "left"), (0.988 * hours, "right"))
        places = [(hour, price + way * aside, ha) for way in (1, -1) for hour, ha in ends]
        self.stand(self.stop_label, places, state, *beside)

    def stand(self, label: Text, places: list[Place], state: ExitsState, *beside: Box) -> None:
        """Stand a name where it covers the fewest prices, fills and names beside it."""
        boxes, (low, high) = [self.box(label, place) for place in places], self.ax.bbox.intervalx
        inside = [one for one, box in enumerate(boxes) if low <= box[0] and box[1] <= high]
        taken = [*self._taken(state), *beside]
        kept = inside or list(range(len(places)))
        hour, price, ha = places[kept[freest([boxes[one] for one in kept], taken)]]
        label.set_ha(ha)
        label.set_position((hour, price))

    def box(self, label: Text, place: Place) -> Box:
        """Return what a name of one line covers at a place."""
        hour, price, ha = place
        x, y = self.ax.transData.transform((hour, price))
        wide = self.width_of(label)
        left = x - wide if ha == "right" else x
        return left, left + wide, y - TALL, y + TALL

    def _taken(self, state: ExitsState) -> list[Box]:
        """Return what each hour's prices cover, and each fill."""
        bars, at = state.path.bars, self.ax.transData.transform
        hours = np.arange(len(bars))
        low, high = (at(np.column_stack(ends)) for ends in ((hours, bars.low),
                                                            (hours + 1, bars.high)))  # fmt: skip
        taken = [(*x, *y) for x, y in np.stack((low, high), axis=2)]
        for fill in filter(None, map(state.filled, state.names)):
            x, y = at((self._hour(state, fill), fill.price))
            taken.append((x - APART, x + APART, y - APART, y + APART))
        return taken

    def _hour(self, state: ExitsState, event: Event) -> float:
        bar = state.path.bars[event.bar]
        return float(event.bar) if event.price == bar.open else event.bar + 0.5

    def _ink(self, event: Event | None) -> Ink | None:
        """Return the ink of a fill, and none for a trader's own: it is in that of the text."""
        liquidated = event is not None and event.kind is Kind.LIQUIDATION_FILLED
        return self.palette.liquidation if liquidated else None

    def _fill(self, index: int, state: ExitsState, name: str) -> None:
        first, last = state.filled(name), state.ended(name)
        self.fills[index].set_visible(first is not None)
        if first is not None:
            self.fills[index].set_data([self._hour(state, first)], [first.price])
        for artist, event in ((self.fills[index], first), (self.symbols[index], first)):
            ink = self._ink(event)
            artist.set_markeredgecolor(self.palette.text if ink is None else ink.color)
        self.ends[index].set_text(trade_words(last, ""))
        ink = self._ink(last)
        self.ends[index].set_color(self.palette.text if ink is None else ink.color)

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
        if self.limit.get_visible():
            shown["stop-limit: limit set at"] = float(self.limit.get_ydata()[0])
        for name, kept, owed in zip(self.names, self.kept, self.owed, strict=True):
            shown[f"{name.get_text()}: account at the end"] = kept.get_width() + owed.get_width()
        return shown
