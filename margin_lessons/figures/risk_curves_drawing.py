"""The risk curves: three chances against the size of the position, on a logarithmic scale."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
from matplotlib.lines import Line2D

from margin_lessons.figures.drawing import FONT, Drawing
from margin_lessons.figures.labels import spread
from margin_lessons.figures.risk_curves import MULTIPLES, RiskState, readout
from margin_lessons.figures.risk_words import drawn, shown
from margin_lessons.risk import ACCOUNTS, EVENTS, Chance

LOWEST, HIGHEST = 4e-5, 1.25
TICKS = {1.0: "100%", 0.1: "10%", 0.01: "1%\n1 in 100", 0.001: "0.1%", 0.0001: "0.01%"}
RARE: float = Chance(0, ACCOUNTS).interval[1]
"""Chances below this are too rare for so many accounts: none seen does not rule them out."""

_TOO_RARE = f"too rare to be counted in {ACCOUNTS:,} accounts"

_LINE_HEIGHT = 0.33
"""Height of a label, in powers of ten of the axis."""

_LOWEST_LABEL = 2.6e-4


class CurvesDrawing(Drawing):
    """Call, liquidation and debt, each a curve; the chosen size is a line with a mark on each.

    A mark carries its 95 % range as a bar. Where none was seen it is hollow, points down, and
    stands at the upper bound, above the band of chances that are too rare to be counted. What the
    model has no way to has no mark, only words.
    """

    prediction_axis = "y"

    def build(self) -> None:
        palette = self.palette
        self.ax = self.axes(0.085, 0.155, 0.725, 0.70)
        self.ax.set_xlabel("size: value of the position, times 5,000 USD")
        self.ax.set_yscale("log")
        self.ax.set_ylim(LOWEST, HIGHEST)
        self.ax.set_yticks(list(TICKS), list(TICKS.values()))
        self.ax.minorticks_off()
        self.ax.set_xlim(0, MULTIPLES[-1] + 0.03)
        self.ax.set_xticks(range(6), [f"{k}x" for k in range(6)])
        self.ax.axhspan(LOWEST, RARE, color=palette.faint, alpha=0.55, linewidth=0)
        self.ax.axhline(0.01, color=palette.loan.color, linewidth=1.2, linestyle=":")
        self.ax.text(MULTIPLES[-1] - 0.06, (LOWEST * RARE) ** 0.5, _TOO_RARE, ha="right",
                     va="center", fontsize=FONT - 1, color=palette.text)  # fmt: skip
        self.size_line = self.line(self.ax, palette.price, 1.4)
        self.size_label = self.label(self.ax, palette.price, ha="center", weight="bold")
        inks = [getattr(palette, key) for key in EVENTS]
        self.curves = [self.line(self.ax, ink, 2.4) for ink in inks]
        self.bars = [self.line(self.ax, ink, 3.0, zorder=4) for ink in inks]
        for bar in self.bars:
            bar.set_linestyle("-")
        self.marks = [
            self.line(self.ax, ink, 0, marker="o", markersize=9, zorder=5, markeredgewidth=1.6)
            for ink in inks
        ]
        self.values = [self.label(self.ax, ink, weight="bold", zorder=6) for ink in inks]
        self.names = [self.label(self.ax, ink, fontsize=11) for ink in inks]
        self.guess = self.line(self.ax, palette.prediction)
        self.guess_label = self.label(self.ax, palette.prediction, zorder=6)

    def frame(self, state: RiskState) -> Hashable:
        return "the same for all"

    def set_frame(self, frame: Hashable) -> None:
        """The axes stay as they are: sizes and chances have the same limits in every state."""

    def update(self, state: RiskState) -> None:
        self.title.set_text(readout(state).title)
        size = state.multiple
        self.size_line.set_data([size, size], [LOWEST, HIGHEST])
        self.size_label.set_text("your size")
        self.size_label.set_position((min(max(size, 0.4), 4.6), HIGHEST * 10**0.2))
        chances = [getattr(state.curve.risk, key) for key in EVENTS]
        for curve, chance in zip(self.curves, chances, strict=True):
            shares = np.where(np.asarray(chance.count) > 0, chance.value, np.nan)
            curve.set_data(state.curve.values, shares)
        now = [chance.at(state.chosen) for chance in chances]
        for chance, bar, mark in zip(now, self.bars, self.marks, strict=True):
            self._mark(size, chance, bar, mark)
        self._values(size, now)
        whole = len(state.curve.values) == len(MULTIPLES)
        self._names([chance.at(-1) for chance in chances], whole)
        left = size > 1.2
        self.guess_label.set_ha("left" if left else "right")
        at = 0.06 if left else 4.95
        self.draw_prediction(self.guess, self.guess_label, at, 0.0)
        if not self.guess.get_visible():
            # A prediction off the chart is told where no mark stands.
            self.guess_label.set_position((at, 0.003))

    def _mark(self, size: float, chance: Chance, bar: Line2D, mark: Line2D) -> None:
        none = chance.count == 0
        low, high = chance.interval
        bar.set_data([size, size], [LOWEST if none else max(low, LOWEST), high])
        bar.set_visible(not none)
        mark.set_data([size], [drawn(chance)])
        mark.set_visible(not chance.never)
        mark.set_marker("v" if none else "o")
        mark.set_markerfacecolor(self.palette.paper if none else mark.get_color())

    def _values(self, size: float, now: list[Chance]) -> None:
        """Write the chances beside their marks, by name; what is said alike is said once."""
        right = size > 2.6
        said: dict[str, list[int]] = {}
        for i, chance in enumerate(now):
            said.setdefault(shown(chance) if chance.count == 0 else str(i), []).append(i)
        for text in self.values:
            text.set_visible(False)
        for alike in said.values():
            text, names = self.values[alike[-1]], [EVENTS[i] for i in alike]
            text.set_visible(True)
            text.set_text(f"{', '.join(names)}: {shown(now[alike[-1]])}")
            text.set_ha("right" if right else "left")
        at = [RARE if chance.never else drawn(chance) for chance in now]
        self._stand(self.values, at, size + (-0.1 if right else 0.1))

    def _names(self, last: list[Chance], whole: bool) -> None:
        """Name the curves at their right ends, where they are drawn up to there."""
        for key, text, chance in zip(EVENTS, self.names, last, strict=True):
            unseen = "impossible" if chance.never else "unseen"
            text.set_text(f"{key}: {unseen}" if chance.count == 0 else key)
            text.set_visible(whole)
        at = [RARE if chance.never else drawn(chance) for chance in last]
        self._stand(self.names, at, MULTIPLES[-1] + 0.08)

    def _stand(self, texts: list, at: list[float], x: float) -> None:
        """Stand labels at ``x`` near the chances ``at``, never touching and above the band."""
        seen = [i for i, text in enumerate(texts) if text.get_visible()]
        ends = np.log10(_LOWEST_LABEL), np.log10(0.9)
        # Where two are equal the call stands above the liquidation, and that above the debt.
        wanted = [float(np.log10(at[i])) - 1e-6 * i for i in seen]
        heights = spread(wanted, _LINE_HEIGHT, *ends)
        for i, height in zip(seen, heights, strict=True):
            texts[i].set_position((x, 10**height))

    def read_back(self) -> dict[str, float]:
        chances = {
            f"chance of a {key}": float(mark.get_ydata()[0])
            for key, mark in zip(EVENTS, self.marks, strict=True)
            if mark.get_visible()
        }
        return {"size, times 5,000 USD": float(self.size_line.get_xdata()[0]), **chances}
