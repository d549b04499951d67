"""The picture of a forgotten stop: the position that it opens, and what becomes of that."""

from __future__ import annotations

from matplotlib.lines import Line2D
from matplotlib.text import Text

from margin_lessons.figures.exits import ExitsState
from margin_lessons.figures.exits_drawing import ExitsDrawing
from margin_lessons.replay import Event, Kind


class TwoExitsDrawing(ExitsDrawing):
    """The exits' picture with two of them, and marks for the position that nobody wanted."""

    count = 2

    def build(self) -> None:
        super().build()
        inks = (self.palette.debt, self.palette.liquidation)
        self.unwanted, self.lost = (
            self.line(self.ax, ink, 0, marker="X", markersize=13, zorder=6) for ink in inks
        )
        self.unwanted_label, self.lost_label = (
            self.label(self.ax, ink, fontsize=11, weight="bold", zorder=6) for ink in inks
        )

    def update(self, state: ExitsState) -> None:
        super().update(state)
        opened = state.unwanted
        lost = None if opened is None else state.closely.first(Kind.LIQUIDATION_FILLED)
        side = "long" if state.side.sign < 0 else "short"
        up = state.side.sign
        self._mark(state, (self.unwanted, self.unwanted_label), opened, f"{side} opened", up)
        # Beyond a gap there is room on the side where the price was before.
        self._mark(state, (self.lost, self.lost_label), lost, f"{side} liquidated", -up)
        said = [one for one in (self.unwanted_label, self.lost_label) if one.get_visible()]
        self.place_stop_label(
            state, *(self.box(one, (*one.get_position(), one.get_ha())) for one in said)
        )

    def _mark(
        self,
        state: ExitsState,
        artists: tuple[Line2D, Text],
        event: Event | None,
        text: str,
        up: int,
    ) -> None:
        mark, label = artists
        for artist in artists:
            artist.set_visible(event is not None)
        if event is None:
            return
        hour = self._hour(state, event)
        low, high = self.ax.get_ylim()
        mark.set_data([hour], [event.price])
        late, aside = hour > len(state.path.bars) / 2, up * 0.07 * (high - low)
        label.set_text(text)
        ends = [(hour - 1.5, "right"), (hour + 1.5, "left")]
        ends = ends if late else ends[::-1]
        places = [(at, event.price + way * aside, ha) for way in (1, -1) for at, ha in ends]
        self.stand(label, places, state)
