"""The picture of the ledger: two pairs of stacked bars, before and after a price move."""

from __future__ import annotations

from collections.abc import Hashable

from matplotlib.patches import Rectangle
from matplotlib.text import Text

from margin_lessons.figures import words
from margin_lessons.figures.drawing import Drawing, nice_ceiling, stack_labels
from margin_lessons.figures.ledger import Books, LedgerState, readout
from margin_lessons.figures.palette import Ink

STEPS = (1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)

# The picture is laid out in pixels: the axes, one bar, the gap in a pair, where each pair begins.
WIDTH, BAR, GAP, LEFTS = 815.0, 76.0, 6.0, (64.0, 468.0)


class LedgerDrawing(Drawing):
    """Two pairs of stacked bars; the loan keeps its height and rests on what the equity leaves."""

    prediction_axis = "y"

    def build(self) -> None:
        self.ax = self.axes(0.085, 0.125, WIDTH / 900, 0.69)
        self.ax.yaxis.set_major_formatter(lambda value, _: words.amount(value))
        self.ax.set_xlim(0, WIDTH)
        centres = [left + BAR / 2 + i * (BAR + GAP) for left in LEFTS for i in range(2)]
        self.ax.set_xticks(centres, ("what it\nholds", "whose\nit is") * 2)
        self.ax.tick_params(axis="x", length=0)
        self.ax.grid(axis="x", visible=False)
        self.ax.axhline(0, color=self.palette.zero_equity.color, linewidth=1.6)
        self.pairs = [Pair(self, left) for left in LEFTS]
        self.guess = self.line(self.ax, self.palette.prediction)
        how = {"ha": "center", "fontsize": 11, "linespacing": 1.0}
        self.guess_label = self.label(self.ax, self.palette.prediction, **how)

    def frame(self, state: LedgerState) -> Hashable:
        highest = 1.06 * max(state.opening.assets, state.after.assets)
        lowest = min(state.after.equity, 0.0)
        said = self._prediction[0] if self._prediction else 0.0
        if abs(said) <= 2 * highest:  # beyond that the line would cost the bars their height
            highest, lowest = max(highest, said), min(lowest, said)
        top = nice_ceiling(highest, STEPS)
        # Below a debt there is room for its label.
        room = nice_ceiling(-lowest + 0.1 * top, STEPS)
        return (-room if lowest < -0.005 else -0.01 * top), top

    def set_frame(self, frame: tuple) -> None:
        self.ax.set_ylim(frame)

    def update(self, state: LedgerState) -> None:
        self.title.set_text(readout(state).title)
        opening, after = self.pairs
        move = words.percent(state.move, signed=True)
        heads = ("before the order", "after the order")
        if state.accepted:
            heads = ("at opening", f"after a move of {move}")
        opening.show(state.opening, heads[0])
        after.show(state.after, heads[1])
        opening.place_labels()
        after.place_labels()
        self.draw_prediction(self.guess, self.guess_label, LEFTS[0] + BAR + GAP / 2, 0)
        # In short lines, upon the bars of the opening and clear of what is written beside them.
        text = self.guess_label.get_text().replace("you said ", "you said\n").replace(" (", "\n(")
        (bottom, top), height = self.ax.get_ylim(), self.guess_label.get_position()[1]
        edge = 0.075 * (top - bottom)
        self.guess_label.set(text=text, y=min(max(height, bottom + edge), top - edge))

    def block(self, left: float, ink: Ink, strength: float, hatch: str | None = None) -> Rectangle:
        """Return a moving part of a bar, filled with its colour at ``strength`` from 0 to 1."""
        fill = self.palette.tint(ink, strength) if strength else "none"
        how = {"facecolor": fill, "edgecolor": ink.color, "linewidth": 1.4, "hatch": hatch}
        return self.moving(self.ax.add_patch(Rectangle((left, 0), BAR, 0, zorder=2.5, **how)))

    def read_back(self) -> dict[str, float]:
        opening, after = (pair.amounts() for pair in self.pairs)
        return {**after, "equity at opening": opening["equity"]}


class Pair:
    """Two stacked bars of one moment: what the account holds, and whose it is."""

    def __init__(self, drawing: LedgerDrawing, left: float) -> None:
        ink, right, self.left = drawing.palette, left + BAR + GAP, left
        self.bars = {
            "cash": drawing.block(left, ink.full, 0.15),
            "coins": drawing.block(left, ink.price, 0.50),
            "used": drawing.block(right, ink.used_margin, 0.55),
            "free": drawing.block(right, ink.equity, 0.45),
            "loan": drawing.block(right, ink.loan, 0.35),
            "debt": drawing.block(right, ink.debt, 0.35, "///"),
            "set aside": drawing.block(right, ink.used_margin, 0.0),
        }
        how = {"fontsize": 11, "linespacing": 1.0}
        self.held = {n: drawing.label(drawing.ax, ha="right", **how) for n in ("cash", "coins")}
        inks = {"used": ink.used_margin, "free": ink.equity, "loan": ink.loan, "debt": ink.debt}
        self.owned = {n: drawing.label(drawing.ax, one, **how) for n, one in inks.items()}
        self.owned["debt"].set_ha("right")  # to its left, below zero, nothing else ever stands
        self.head = drawing.label(drawing.ax, ha="center", weight="bold")

    def show(self, books: Books, head: str) -> None:
        """Set bars and words to one state of the books."""
        floor = max(books.equity, 0.0)
        covered = min(books.used, floor)
        self.spans = {
            "cash": (0.0, books.cash),
            "coins": (books.cash, books.assets),
            "used": (0.0, covered),
            "free": (covered, floor),
            "loan": (floor, books.assets),
            "debt": (min(books.equity, 0.0), 0.0),
            "set aside": (0.0, books.used),
        }
        for name, (low, high) in self.spans.items():
            self.bars[name].set(y=low, height=high - low, visible=high > low)
        for name, amount in (("cash", books.cash), ("coins", books.coins)):
            _say(self.held[name], f"{name}\n{words.amount(amount)}", amount > 0)
        _say(self.owned["used"], f"used margin {words.amount(books.used)}", books.used > 0)
        _say(self.owned["free"], f"free margin {words.amount(books.free)}", True)
        _say(self.owned["loan"], f"loan {words.amount(books.loan)}", books.loan > 0)
        _say(self.owned["debt"], f"debt {words.amount(-books.equity)}", books.equity < -0.005)
        self.head.set_text(f"{head}: equity {words.money(books.equity)}")
        if books.free < 0:  # what is missing lies between what is there and what is set aside
            self.spans["free"] = (floor, books.used)

    def place_labels(self) -> None:
        """Stand the labels beside their parts, nudged apart."""
        bottom, top = self.head.axes.get_ylim()
        line, right = 0.065 * (top - bottom), self.left + 2 * BAR + GAP
        at = {name: sum(span) / 2 for name, span in self.spans.items()}
        stack_labels(list(self.held.values()), [at[n] for n in self.held], 2 * line, self.left - 6)
        stacked = dict(self.owned)
        low, high = self.spans["debt"]
        inside = high - low > 1.2 * line
        stacked.pop("debt").set_position((right - 4, at["debt"] if inside else low - line / 2))
        stack_labels(list(stacked.values()), [at[n] for n in stacked], line, right + 6)
        self.head.set_position((self.left + BAR + GAP / 2, top + 1.1 * line))

    def amounts(self) -> dict[str, float]:
        """Return what the bars show, by the names of the ledger's facts."""
        tall = {name: float(bar.get_height()) for name, bar in self.bars.items()}
        return {
            "cash": tall["cash"],
            "coins on margin": tall["coins"],
            "loan": tall["loan"] + tall["debt"],
            "equity": tall["used"] + tall["free"] - tall["debt"],
            "used margin": tall["set aside"],
        }


def _say(label: Text, text: str, shown: bool) -> None:
    label.set_text(text)
    label.set_visible(shown)
