"""The picture of the regimes: one bar each, divided among those who bear the loss."""

from __future__ import annotations

from collections.abc import Hashable

from matplotlib.patches import Rectangle

from margin_lessons.debt import Layer
from margin_lessons.figures import words
from margin_lessons.figures.drawing import Drawing, nice_ceiling
from margin_lessons.figures.labels import spread
from margin_lessons.figures.palette import Palette
from margin_lessons.figures.regimes import ROWS, RegimesState, parties, product, readout

NAME_GAP = 10.0
"""The least room between the names above two parts, in pixels."""


class RegimesDrawing(Drawing):
    """One bar a regime, divided among those who bear the loss, with their names above it."""

    def build(self) -> None:
        self.ax = self.axes(0.272, 0.125, 0.618, 0.735)
        self.ax.set_xlabel("who bears the loss, USD")
        self.ax.xaxis.set_major_formatter(lambda value, _: words.amount(value))
        self.ax.set_ylim(-0.4, len(ROWS) - 0.2)
        self.ax.set_yticks([])
        self.ax.grid(axis="y", visible=False)
        looks = _looks(self.palette)
        self._say(1.07, len(ROWS) - 0.08, "can I owe?", self.palette.text)
        self.rows = []
        for number, (regime, name) in enumerate(ROWS.items()):
            y = len(ROWS) - 1 - number
            self._say(-0.015, y + 0.12, name, self.palette.text, ha="right", linespacing=1.05)
            may = regime.client_may_owe
            ink = self.palette.debt if may else self.palette.equity
            self._say(1.07, y, "yes" if may else "no", ink.color, weight="bold", fontsize=14)
            chain = [looks[layer] for layer in regime.chain]
            self.rows.append(Row(self, y, product(regime), chain))

    def _say(self, x: float, y: float, text: str, color: str, **how: object) -> None:
        """Write words that never change: ``x`` in axes widths, ``y`` in rows."""
        how = {"ha": "center", "va": "center", "fontsize": 11, "color": color, **how}
        self.ax.text(x, y, text, transform=self.ax.get_yaxis_transform(), **how)

    def frame(self, state: RegimesState) -> Hashable:
        return nice_ceiling(state.loss, (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10))

    def set_frame(self, frame: float) -> None:
        self.ax.set_xlim(0, frame)

    def update(self, state: RegimesState) -> None:
        self.title.set_text(readout(state).title)
        for row, result in zip(self.rows, state.rows, strict=True):
            row.show([(who, amount) for _, who, amount in parties(result)])

    def read_back(self) -> dict[str, float]:
        shown = {name: width for row in self.rows for name, width in row.amounts().items()}
        return {**shown, "loss beyond your margin": self.rows[0].end()}


class Row:
    """The bar of one regime: a part for each link of the chain, and its name above."""

    def __init__(self, drawing: RegimesDrawing, y: float, name: str, looks: list[dict]) -> None:
        self.name, self.y, self.ax = name, y, drawing.ax
        self.width_of = drawing.width_of
        self.parts, self.labels, self.names = [], [], []
        for look in looks:
            bar = Rectangle((0, y - 0.25), 0, 0.42, zorder=2.5, linewidth=1.4, **look)
            self.parts.append(drawing.moving(drawing.ax.add_patch(bar)))
            self.labels.append(
                drawing.moving(
                    drawing.ax.text(0, y + 0.37, "", ha="center", va="center", fontsize=11,
                                    color=look["edgecolor"])
                )
            )  # fmt: skip

    def show(self, borne: list[tuple[str, float]]) -> None:
        """Divide the bar, and stand the names above their parts, nudged apart."""
        start, wanted, seen = 0.0, [], []
        self.names = [who for who, _ in borne]
        for bar, label, (who, amount) in zip(self.parts, self.labels, borne, strict=True):
            bar.set_x(start)
            bar.set_width(amount)
            bar.set_visible(amount > 0)
            label.set_visible(amount > 0)
            if amount > 0:
                label.set_text(f"{who} {words.amount(amount)}")
                wanted.append(start + amount / 2)
                seen.append(label)
            start += amount
        wide = self.ax.get_xlim()[1]
        pixel = wide / self.ax.bbox.width
        widths = [pixel * self.width_of(label) for label in seen]
        places = spread(wanted, NAME_GAP * pixel, 0, wide, widths)
        for label, place in zip(seen, places, strict=True):
            label.set_x(place)

    def amounts(self) -> dict[str, float]:
        """Return what the parts show, by the names of the facts."""
        return {
            f"{self.name}: {who}": bar.get_width()
            for who, bar in zip(self.names, self.parts, strict=True)
        }

    def end(self) -> float:
        """Return where the bar ends."""
        return sum(bar.get_width() for bar in self.parts)


def _looks(palette: Palette) -> dict[Layer, dict]:
    """Return how each link of a chain is drawn: no two alike in colour and hatch."""
    kinds = {
        Layer.CLIENT: (palette.equity, 0.75, None),
        Layer.OWED: (palette.debt, 0.22, "///"),
        Layer.PROVIDERS: (palette.price, 0.20, ".."),
        Layer.POOL: (palette.loan, 0.20, "xx"),
        Layer.FUND: (palette.call, 0.55, None),
        Layer.COMPANY: (palette.loan, 0.45, None),
        Layer.COUNTERPARTIES: (palette.used_margin, 0.45, None),
        Layer.WINNERS: (palette.used_margin, 0.20, "\\\\"),
    }
    return {
        layer: {"facecolor": palette.tint(ink, strength), "edgecolor": ink.color, "hatch": hatch}
        for layer, (ink, strength, hatch) in kinds.items()
    }
