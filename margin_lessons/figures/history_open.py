"""The picture of open positions: a row each, with the way to the liquidation and its cushion."""

from __future__ import annotations

from collections.abc import Iterator

from margin_lessons import words
from margin_lessons.figures.marks import ChartBar, Mark, Note, Point, Rule
from margin_lessons.figures.picture import Picture, Plot, Scale
from margin_lessons.scenes.history_open import SHOWN, lines_of, row_name
from margin_lessons.scenes.history_state import HistoryState
from margin_lessons.scenes.scene import Scene


def picture(scene: Scene[HistoryState], start: Scene[HistoryState]) -> Picture:
    """Return a row for each open position."""
    rows = scene.state.open[:SHOWN]
    names = tuple((len(rows) - at + 0.1, row_name(at)) for at in range(len(rows)))
    moves = [move for one in rows for move in lines_of(one).values() if move is not None]
    low, high = (-1.02 if min(moves, default=-1) < 0 else -0.15), (
        2.0 if max(moves, default=0) > 0 else 0.15)  # fmt: skip
    plot = Plot(Scale(low, high, "move from now, or the entry", _signed),
                Scale(0.3, max(len(rows), 1) + 0.8, ticks=names, grid=False), rows=1)  # fmt: skip
    here = Rule(0.0, ink="price", width=1.4, label="here", name="price now")
    marks = (mark for at in range(len(rows)) for mark in _row(scene, at, len(rows) - at))
    return Picture((plot,), (here, *marks))


def _signed(move: float) -> str:
    return words.percent(move, 0, signed=True)


def _row(scene: Scene[HistoryState], at: int, row: int) -> Iterator[Mark]:
    """Yield what is written over a row, its cushion and the liquidation."""
    one, name = scene.state.open[at], row_name(at)
    yield Note(0.0, row + 0.38, ink="text", label=one.words, name=f"{name} in words")
    lines = lines_of(one)
    sold, nothing = lines.get("liquidation"), lines.get("nothing left")
    if sold is None:
        return
    if nothing is not None:
        yield ChartBar(float(row), nothing, sold, thick=0.3, lies=True, ink="equity",
                       name=f"cushion: {name}")  # fmt: skip
    yield Point(scene.fact(f"{name}: liquidation at a move of"), float(row), ink="liquidation",
                shape="D")  # fmt: skip
