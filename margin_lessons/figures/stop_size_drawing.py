"""The picture of a size: a bar for each loss beside the loss that was planned."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np

from margin_lessons.figures import words
from margin_lessons.figures.drawing import Drawing, nice_ceiling
from margin_lessons.figures.exits import CASH
from margin_lessons.figures.stop_size import CASES, StopSizeState, readout


class StopSizeDrawing(Drawing):
    """Three bars of a loss; what goes beyond the money there was is hatched, as a debt is."""

    size = (9.0, 3.6)

    def build(self) -> None:
        palette, rows = self.palette, range(len(CASES))
        self.ax = self.axes(0.17, 0.19, 0.79, 0.56)
        self.ax.set_xlabel("loss, USD")
        self.ax.xaxis.set_major_formatter(lambda value, _: words.amount(value))
        self.ax.set_ylim(len(CASES) - 0.4, -0.6)
        self.ax.set_yticks(list(rows), CASES)
        self.ax.tick_params(axis="y", length=0)
        lost = {"height": 0.5, "color": palette.loan.color}
        owed = {"height": 0.5, "facecolor": palette.paper, "edgecolor": palette.debt.color,
                "hatch": "////"}  # fmt: skip
        self.losses = [self.moving(self.ax.barh(y, 0, **lost)[0]) for y in rows]
        self.owed = [self.moving(self.ax.barh(y, 0, **owed)[0]) for y in rows]
        self.planned = self.line(self.ax, palette.call)
        self.all = self.line(self.ax, palette.zero_equity, 1.4)
        self.planned_label = self.label(self.ax, palette.call, fontsize=11)
        self.all_label = self.label(self.ax, palette.zero_equity, ha="right", fontsize=11)
        self.amounts = [self.label(self.ax, fontsize=11, weight="bold") for _ in rows]

    def frame(self, state: StopSizeState) -> Hashable:
        most = max(state.lost(case) for case in CASES)
        return nice_ceiling(most * 1.35, (1, 1.5, 2, 3, 4, 5, 6, 8, 10))

    def set_frame(self, most: float) -> None:
        self.ax.set_xlim(0, most)
        step = nice_ceiling(most / 6, (1, 2, 5, 10))
        self.ax.set_xticks(np.arange(0, most + step / 2, step))

    def update(self, state: StopSizeState) -> None:
        self.title.set_text(readout(state).title)
        end = self.ax.get_xlim()[1]
        for row, case in enumerate(CASES):
            lost = state.lost(case)
            kept, debt = min(lost, CASH), max(lost - CASH, 0.0)
            self.losses[row].set_width(kept)
            self.owed[row].set_x(kept)
            self.owed[row].set_width(debt)
            self.owed[row].set_visible(debt > 0)
            self.amounts[row].set_text(f"{words.amount(lost)}, {words.percent(lost / CASH)}")
            self.amounts[row].set_position((lost + 0.012 * end, row))
        ends = self.ax.get_ylim()
        self.planned.set_data([state.planned] * 2, ends)
        self.planned_label.set_text(f"planned {words.amount(state.planned)}")
        self.planned_label.set_position((state.planned, -0.8))
        for artist in (self.all, self.all_label):
            artist.set_visible(end >= CASH)
        self.all.set_data([CASH] * 2, ends)
        self.all_label.set_text(f"all your money {words.amount(CASH)}")
        self.all_label.set_position((CASH, -0.8))

    def read_back(self) -> dict[str, float]:
        shown = {"risk": float(self.planned.get_xdata()[0])}
        for case, lost, owed in zip(CASES, self.losses, self.owed, strict=True):
            shown[f"{case}: loss"] = lost.get_width() + owed.get_width()
        return shown
