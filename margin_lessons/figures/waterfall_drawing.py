"""The picture of the waterfall: columns that hang below zero, one for each payment."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text

from margin_lessons.debt import Payer, Standing, Step
from margin_lessons.figures import words
from margin_lessons.figures.drawing import Drawing, nice_ceiling
from margin_lessons.figures.waterfall import (
    DEPOSITS,
    MARKS,
    WALLETS,
    WaterfallState,
    day_text,
    readout,
)

SOLID = {Standing.PUBLISHED: 0.75, Standing.PARTLY: 0.40, Standing.CLAIMED: 0.12}


class WaterfallDrawing(Drawing):
    """Columns hanging below zero: what is left of the debt, hatched, and what was just paid."""

    prediction_axis = "y"

    def build(self) -> None:
        self.ax = self.axes(0.1, 0.14, 0.885, 0.62)
        self.ax.set_ylabel("balance, USD")
        self.ax.yaxis.set_major_formatter(lambda depth, _: words.amount(-depth))
        self.ax.set_xlim(0, 1)
        self.ax.set_xticks([])
        self.ax.spines["bottom"].set_visible(False)
        self.ax.grid(axis="x", visible=False)
        self.ax.axhline(0, color=self.palette.zero_equity.color, linewidth=2)
        self.figure.text(
            0.012, 0.05, "the exchange's\npages:", fontsize=11, va="center", color=self.palette.text
        )
        # One outline for what is left in all columns: each hatched area of its own costs as much.
        owed, ink = Path(np.zeros((0, 2))), self.palette.debt
        look = {"facecolor": self.palette.tint(ink, 0.22), "edgecolor": ink.color, "hatch": "///"}
        self.owed = self.moving(
            self.ax.add_patch(PathPatch(owed, linewidth=1.2, zorder=2.5, **look))
        )
        self.columns = [Column(self) for _ in range(1 + WALLETS + DEPOSITS + 1)]
        self.guess = self.line(self.ax, self.palette.prediction, zorder=4)
        self.guess_label = self.label(self.ax, self.palette.prediction, zorder=6)

    def frame(self, state: WaterfallState) -> Hashable:
        """Return how deep the axes reach, and which kinds of columns there are."""
        r = state.recovery
        deep = nice_ceiling(1.2 * r.debt.amount, (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10))
        heads = ["debt", *map(_head, r.steps), "still\nowed" if r.remaining > 0 else "settled"]
        marks = ["", *(MARKS[step.basis.standing] for step in r.steps), ""]
        return deep, tuple(zip(heads, marks, strict=True))

    def set_frame(self, frame: tuple) -> None:
        deep, kinds = frame
        self.ax.set_ylim(deep, 0)
        self.wide = 1 / max(len(kinds), 6)
        for number, column in enumerate(self.columns):
            column.stand((number + 0.5) * self.wide, 0.84 * self.wide, deep)
            column.name(*(kinds[number] if number < len(kinds) else ("", "")))

    def update(self, state: WaterfallState) -> None:
        r = state.recovery
        self.title.set_text(readout(state).title)
        first, *rest = self.columns
        self.shown = [first, *rest[: len(r.steps) + 1]]
        for column in self.columns:
            column.clear()
        first.show(r.debt.amount, r.debt.day)
        for column, step in zip(rest, r.steps, strict=False):
            column.pay(step)
        self.shown[-1].show(r.remaining, r.settled_day)
        self._outline_what_is_owed()
        self._place_guess()

    def _outline_what_is_owed(self) -> None:
        boxes = [column.box() for column in self.shown if column.owed > 0]
        self.owed.set_visible(bool(boxes))
        if boxes:
            self.owed.set_path(Path.make_compound_path(*map(Path, boxes)))

    def _place_guess(self) -> None:
        """Draw the prediction; its label stands where no other words are."""
        self.draw_prediction(self.guess, self.guess_label, 0, 0)
        if self._prediction is None:
            return
        deep = self.ax.get_ylim()[0]
        half, wide = 0.045 * deep, self.wide
        y = min(max(self.guess_label.get_position()[1], half), deep - half)
        across = self.guess_label.get_window_extent().width / self.ax.bbox.width + 0.02
        taken = [c.middle for c in self.shown if c.speaks_at(y - half, y + half)]
        starts = [
            number * wide for number in range(len(self.columns)) if number * wide <= 1 - across
        ]
        free = [
            x for x in starts if all(abs(x + across / 2 - m) >= (across + wide) / 2 for m in taken)
        ]
        self.guess_label.set_position(((free or [0.0])[0] + 0.01, y))

    def read_back(self) -> dict[str, float]:
        first, *steps, last = self.shown
        # The compound path keeps the five corners of each box together.
        corners = self.owed.get_path().vertices if self.owed.get_visible() else np.zeros((0, 2))
        owed = {box[0, 0]: float(box[2, 1]) for box in corners.reshape(-1, 5, 2)}
        back = {"debt": owed[first.edges[0]], "still owed": owed.get(last.edges[0], 0.0)}
        for number, column in enumerate(steps, 1):
            back[f"{number}. {column.origin}"] = column.paid.get_height()
        return {**back, "conversion fees on top": sum(c.fee.get_height() for c in steps)}


class Column:
    """One column: what is left of the debt, what was paid, the fee on top, and its words."""

    def __init__(self, drawing: Drawing) -> None:
        ax, palette = drawing.ax, drawing.palette
        self.palette, self.middle, self.origin, self.deep = palette, 0.0, "", 1.0
        self.owed = 0.0
        self.paid = self._bar(drawing, linewidth=1.6, zorder=2.6)
        self.fee = self._bar(drawing, color=palette.call.color, zorder=2.7)
        how = {"fontsize": 11, "ha": "center", "linespacing": 1.05, "color": palette.text}
        # The head and the mark seldom change, so they belong to the background.
        self.head = ax.text(0, 0, "", va="baseline", **how)
        self.mark = ax.text(0, 0, "", va="baseline", **how)
        self.day = drawing.moving(ax.text(0, 0, "", va="baseline", **how))
        self.fee_amount = drawing.label(ax, ha="center", fontsize=11, zorder=5)
        self.amount = drawing.label(ax, ha="center", fontsize=11, zorder=5)

    @staticmethod
    def _bar(drawing: Drawing, **how: object) -> Rectangle:
        return drawing.moving(drawing.ax.add_patch(Rectangle((0, 0), 0, 0, **how)))

    def stand(self, middle: float, width: float, deep: float) -> None:
        """Stand at ``middle`` of axes that reach down to ``deep``."""
        self.middle, self.deep = middle, deep
        self.edges = middle - width / 2, middle + width / 2
        for bar in (self.paid, self.fee):
            bar.set(x=middle - width / 2, width=width)
        self.day.set_position((middle, -0.045 * deep))
        self.mark.set_position((middle, 1.165 * deep))

    def name(self, head: str, mark: str) -> None:
        """Say above the column what it is, and below whether the exchange's pages have it."""
        lines = 0 if "\n" in head else 1
        self.head.set(text=head, position=(self.middle, -(0.045 + 0.066 * lines) * self.deep))
        self.mark.set_text(mark)

    def clear(self) -> None:
        """Show nothing that moves."""
        self.owed = 0.0
        for bar in (self.paid, self.fee):
            bar.set_height(0)
            bar.set_visible(False)
        for text in (self.day, self.amount, self.fee_amount):
            text.set_visible(False)

    def show(self, left: float, day: float | None) -> None:
        """Show a debt without a payment: the first column and the last."""
        if day is not None:
            self.day.set(text=day_text(day), visible=True)
        if left > 0:
            self.owed = left
            inside = left > 0.16 * self.deep
            self._label(
                self.amount, words.amount(left), left / 2 if inside else left + 0.06 * self.deep
            )
            self.amount.set_color(self.palette.debt.color)
            self.amount.set_fontweight("bold")

    def pay(self, step: Step) -> None:
        """Show a payment: what it leaves of the debt, what it paid, the fee on top of it."""
        self.origin = step.origin
        own = step.payer is not Payer.VENUE
        ink = self.palette.equity if own else self.palette.loan
        self.owed = step.remaining
        claimed = step.basis.standing is Standing.CLAIMED
        self._hang(self.paid, step.paid, step.remaining)
        self.paid.set_edgecolor(ink.color)
        self.paid.set_facecolor(self.palette.tint(ink, SOLID[step.basis.standing]))
        self.paid.set_linestyle("--" if claimed else "-")
        self._hang(self.fee, step.fee, step.remaining + step.paid)
        bottom = step.remaining + step.paid + step.fee
        self._label(self.amount, words.amount(step.paid), bottom + 0.06 * self.deep)
        if step.fee > 0:
            fee = f"fee {words.amount(step.fee)}"
            self._label(self.fee_amount, fee, bottom + 0.125 * self.deep)
        for text in (self.amount, self.fee_amount):
            text.set_color(ink.color)
            text.set_fontweight("normal")
        if step.payer is Payer.DEPOSITS:
            self.day.set(text=day_text(step.day), visible=True)

    def box(self) -> list[tuple[float, float]]:
        """Return the outline of what is still owed."""
        left, right = self.edges
        return [(left, 0), (right, 0), (right, self.owed), (left, self.owed), (left, 0)]

    @staticmethod
    def _hang(bar: Rectangle, height: float, top: float = 0.0) -> None:
        bar.set_y(top)
        bar.set_height(height)
        bar.set_visible(height > 0)

    def _label(self, label: Text, text: str, depth: float) -> None:
        label.set_text(text)
        label.set_position((self.middle, depth))
        label.set_visible(True)

    def speaks_at(self, low: float, high: float) -> bool:
        """Return whether the words of an amount lie between two depths."""
        half = 0.045 * self.deep
        said = [text for text in (self.amount, self.fee_amount) if text.get_visible()]
        return any(low < t.get_position()[1] + half and t.get_position()[1] - half < high
                   for t in said)  # fmt: skip


def _head(step: Step) -> str:
    if step.payer is Payer.WALLETS:
        return f"{step.currency}\n{step.funds.kind.value} wallet"
    return "deposit" if step.payer is Payer.DEPOSITS else "exchange's\nchoice"
