"""The picture of the waterfall: columns that hang below zero, one for each payment."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text

from margin_lessons.debt import Payer, Standing
from margin_lessons.figures import words
from margin_lessons.figures.drawing import Drawing, nice_ceiling
from margin_lessons.figures.waterfall import ALONE, WALLETS, Payment, WaterfallState
from margin_lessons.figures.waterfall_words import MARKS, day_text, readout

SOLID = {Standing.PUBLISHED: 0.75, Standing.PARTLY: 0.40, Standing.CLAIMED: 0.12}


class WaterfallDrawing(Drawing):
    """Columns hanging below zero: what is owed, hatched, what was just paid, what was charged."""

    prediction_axis = "y"

    def build(self) -> None:
        self.ax = self.axes(0.112, 0.14, 0.873, 0.62)
        self.ax.set_ylabel("balance, USD")
        self.ax.yaxis.set_major_formatter(lambda depth, _: words.amount(-depth))
        self.ax.set_xlim(0, 1)
        self.ax.set_xticks([])
        self.ax.spines["bottom"].set_visible(False)
        self.ax.grid(axis="x", visible=False)
        self.ax.axhline(0, color=self.palette.zero_equity.color, linewidth=2)
        self.figure.text(
            0.012,
            0.05,
            "exchange's pages\nand terms:",
            fontsize=11,
            va="center",
            color=self.palette.text,
        )
        # One outline for what is left in all columns: each hatched area of its own costs as much.
        owed, ink = Path(np.zeros((0, 2))), self.palette.debt
        look = {"facecolor": self.palette.tint(ink, 0.22), "edgecolor": ink.color, "hatch": "///"}
        self.owed = self.moving(
            self.ax.add_patch(PathPatch(owed, linewidth=1.2, zorder=2.5, **look))
        )
        self.columns = [Column(self) for _ in range(1 + WALLETS + ALONE + 1)]
        self.guess = self.line(self.ax, self.palette.prediction, zorder=4)
        self.guess_label = self.label(self.ax, self.palette.prediction, zorder=6)

    def frame(self, state: WaterfallState) -> Hashable:
        """Return how deep the axes reach, and which kinds of columns there are."""
        r, paid = state.recovery, state.payments
        most = max([r.debt.amount, r.remaining, *(p.remaining + p.paid for p in paid)])
        deep = nice_ceiling(1.2 * most, (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10))
        heads = ["debt", *map(_head, paid), "still\nowed" if r.remaining > 0 else "settled"]
        marks = ["", *(MARKS[payment.basis.standing] for payment in paid), ""]
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
        self.shown = [first, *rest[: len(state.payments) + 1]]
        for column in self.columns:
            column.clear()
        first.show(r.debt.amount, r.debt.day)
        for column, payment in zip(rest, state.payments, strict=False):
            column.pay(payment)
        self.shown[-1].show(r.remaining, r.settled_day, state.uncovered)
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
        fees = sum(column.fee.get_height() for column in steps)
        charged = sum(column.charged.get_height() for column in self.shown)
        return {**back, "conversion fees on top": fees, "charged on top in all": charged}


class Column:
    """One column: what is owed, what was paid, the fee, what was charged, and its words."""

    def __init__(self, drawing: Drawing) -> None:
        ax, palette = drawing.ax, drawing.palette
        self.palette, self.middle, self.origin, self.deep = palette, 0.0, "", 1.0
        self.owed = 0.0
        self.paid = self._bar(drawing, linewidth=1.6, zorder=2.6)
        self.fee = self._bar(drawing, color=palette.call.color, zorder=2.7)
        self.charged = self._bar(drawing, color=palette.debt.color, zorder=2.8)
        how = {"fontsize": 11, "ha": "center", "linespacing": 1.05, "color": palette.text}
        # The head and the mark seldom change, so they belong to the background.
        self.head = ax.text(0, 0, "", va="baseline", **how)
        self.mark = ax.text(0, 0, "", va="baseline", **how)
        self.day = drawing.moving(ax.text(0, 0, "", va="baseline", **how))
        self.fee_amount = drawing.label(ax, ha="center", fontsize=11, zorder=5)
        self.charge_amount = drawing.label(ax, ha="center", fontsize=11, zorder=5)
        self.amount = drawing.label(ax, ha="center", fontsize=11, zorder=5)

    @staticmethod
    def _bar(drawing: Drawing, **how: object) -> Rectangle:
        return drawing.moving(drawing.ax.add_patch(Rectangle((0, 0), 0, 0, **how)))

    def stand(self, middle: float, width: float, deep: float) -> None:
        """Stand at ``middle`` of axes that reach down to ``deep``."""
        self.middle, self.deep = middle, deep
        self.edges = middle - width / 2, middle + width / 2
        for bar in (self.paid, self.fee, self.charged):
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
        for bar in (self.paid, self.fee, self.charged):
            bar.set_height(0)
            bar.set_visible(False)
        for text in (self.day, *self.said):
            text.set_visible(False)

    @property
    def said(self) -> tuple[Text, Text, Text]:
        """The amounts that are written at the column."""
        return self.amount, self.fee_amount, self.charge_amount

    def show(self, left: float, day: float | None, charged: float = 0.0) -> None:
        """Show a debt without a payment, ``charged`` of it new: the first column and the last."""
        if day is not None:
            self.day.set(text=day_text(day), visible=True)
        if left > 0:
            self.owed = left
            inside = left > 0.16 * self.deep
            depth = left / 2 if inside else left + 0.06 * self.deep
            self._label(self.amount, words.amount(left), depth)
            self.amount.set_color(self.palette.debt.color)
            self.amount.set_fontweight("bold")
            self._charge(charged, left, 0.06 if inside else 0.125)

    def pay(self, payment: Payment) -> None:
        """Show a payment: what it leaves to pay, what it paid, fee and charges."""
        self.origin = payment.origin
        own = payment.last.payer is not Payer.VENUE
        ink = self.palette.equity if own else self.palette.loan
        self.owed = payment.remaining
        claimed = payment.basis.standing is Standing.CLAIMED
        self._hang(self.paid, payment.paid, payment.remaining)
        self.paid.set_edgecolor(ink.color)
        self.paid.set_facecolor(self.palette.tint(ink, SOLID[payment.basis.standing]))
        self.paid.set_linestyle("--" if claimed else "-")
        owed = payment.remaining + payment.paid
        self._hang(self.fee, payment.fee, owed)
        bottom = owed + payment.fee
        self._label(self.amount, words.amount(payment.paid), bottom + 0.06 * self.deep)
        if payment.fee > 0:
            fee = f"fee {words.amount(payment.fee)}"
            self._label(self.fee_amount, fee, bottom + 0.125 * self.deep)
        self._charge(payment.charged, owed, 0.19 if payment.fee > 0 else 0.125)
        for text in (self.amount, self.fee_amount):
            text.set_color(ink.color)
            text.set_fontweight("normal")
        if payment.last.payer is Payer.DEPOSITS:
            to = "to " if payment.steps[1:] else ""
            self.day.set(text=f"{to}{day_text(payment.last.day)}", visible=True)

    def _charge(self, charged: float, owed: float, below: float) -> None:
        """Show what was charged: the lowest part of all that was owed then."""
        self._hang(self.charged, charged, owed - charged)
        if charged > 0:
            self._label(self.charge_amount, f"+{words.amount(charged)}", owed + below * self.deep)
            self.charge_amount.set_color(self.palette.debt.color)

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
        said = [text for text in self.said if text.get_visible()]
        return any(low < t.get_position()[1] + half and t.get_position()[1] - half < high
                   for t in said)  # fmt: skip


def _head(payment: Payment) -> str:
    step = payment.last
    if step.payer is Payer.WALLETS:
        return f"{step.currency}\n{step.funds.kind.value} wallet"
    if step.payer is Payer.VENUE:
        return "exchange's\nchoice"
    many = len(payment.steps)
    return "deposit" if many == 1 else f"{many:,} deposits"
