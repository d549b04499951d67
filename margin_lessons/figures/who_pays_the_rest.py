"""The picture of who pays the rest: the bars of lesson 05, and beside them the winners."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.figures.marks import ChartBar, Mark, Note
from margin_lessons.figures.picture import Picture, Plot, Scale, first_that_holds
from margin_lessons.figures.who_bears import regime_bars, regime_plot
from margin_lessons.scenes.scene import Scene
from margin_lessons.scenes.who_pays_the_rest import OTHERS, RestState

ROWS = tuple(enumerate(reversed(("you", *(one.name for one in OTHERS))), 1))


def picture(scene: Scene[RestState], start: Scene[RestState]) -> Picture:
    """Return the picture of a scene; how long a loss and a profit fit, its scenario says."""
    state, first = scene.state, start.state
    most = 1.3 * max(one.winner.profit for one in first.queue)
    frame = first_that_holds(
        *((regime_plot(room * first.regimes.loss, state.regimes.rows), _winners(wide))
          for room, wide in ((1.3, most), (6, 4_000.0))),
        needs=lambda plots: plots[0].x.holds(state.regimes.loss)
        and plots[1].x.holds(state.yours.winner.profit),
    )  # fmt: skip
    bars = (mark for at, name in ROWS for mark in _winner(scene, at, name))
    return Picture(frame, (*regime_bars(state.regimes.rows, scene), *bars))


def _winners(profit: float) -> Plot:
    names = tuple((at + 0.16, name) for at, name in ROWS)
    rows = Scale(0.65, len(ROWS) + 0.75, ticks=names, grid=False)
    return Plot(Scale(0, profit, "profit of each winner, USD"), rows)


def _winner(scene: Scene[RestState], at: int, name: str) -> tuple[Mark, ...]:
    """Return what a winner gives up and keeps, and over it the place in the queue."""
    given, kept = scene.fact(f"{name}: given up"), scene.fact(f"{name}: kept")
    gone, left = given.value or 0.0, kept.value or 0.0
    (place, rank), = ((number, one.winner.rank) for number, one in enumerate(scene.state.queue, 1)
                      if one.winner.name == name)  # fmt: skip
    keeps = f"gives up {words.amount(gone)}" if gone else "keeps all"
    over = f"{place}. rank {words.amount(rank)}, {keeps}"
    bars = (
        ChartBar(at, given, thick=0.36, lies=True, ink="used_margin", plot=1),
        ChartBar(at, gone + left, gone, thick=0.36, lies=True, ink="equity", plot=1,
                 name=kept.name, shows=kept),
    )  # fmt: skip
    seen = (bar for bar, much in zip(bars, (gone, left), strict=True) if much > 0)
    return (*seen, Note(0, at + 0.42, label=over, plot=1, name=f"{name} in words"))
