"""The picture of the board: one bar a coin, and the lines across all of them."""

from __future__ import annotations

import numpy as np

from margin_lessons import words
from margin_lessons.figures.marks import Area, ChartBar, Curve, Mark, Note, Point, Rule
from margin_lessons.figures.picture import Picture, Plot, Scale
from margin_lessons.scenes.board_day import COINS, LINES, BoardState
from margin_lessons.scenes.scene import Scene

PLOTS = (
    Plot(Scale(-0.8, len(COINS) - 0.2, "30 coins, from the deepest fall to the highest rise",
               ticks=(), grid=False),
         Scale(0, 1_250, "left of your own money, USD"), rows=1),
)  # fmt: skip
"""The axes of every state: ten times the highest rise of the board still fits."""


def picture(scene: Scene[BoardState], start: Scene[BoardState]) -> Picture:
    """Return the picture of a day; its axes are always the same."""
    return Picture(PLOTS, (*_bars(scene), *_lines(scene), *_chosen(scene)))


def _bars(scene: Scene[BoardState]) -> tuple[Mark, ...]:
    """Return all bars as one surface, those of coins closed on the way as an empty outline."""
    days = scene.state.days
    left = np.array([day.end.equity for day in days])
    closed = np.array([day.closed for day in days])
    x = (np.arange(len(days))[:, None] + [-0.3, -0.3, 0.3, 0.3]).ravel()
    y = (left[:, None] * [0, 1, 1, 0]).ravel()
    gone = np.repeat(closed, 4)
    marks: list[Mark] = [Area(x, np.where(gone, 0, y), ink="equity", strength=0.25,
                              name="what the day left")]  # fmt: skip
    if closed.any():
        marks += [
            Curve(x, np.where(gone, y, np.nan), ink="loan", width=1.2, name="closed on the way"),
            Note(0.3, 1.4 * left[closed].max(), ink="loan", label="hollow: closed on the way"),
        ]
    return tuple(marks)


def _lines(scene: Scene[BoardState]) -> tuple[Mark, ...]:
    own = scene.fact("your own money")
    marks: list[Mark] = [Rule(own, "y", ink="full", label=f"your {words.amount(own.value or 0)}")]
    if not scene.state.own_only:
        venue = scene.state.day.account.venue
        marks += [
            Rule(scene.fact(f"left at the {name}"), "y", ink=name.split()[-1], width=1.6,
                 label=f"{name} {getattr(venue, level):.0%}")
            for name, level in LINES
        ]  # fmt: skip
    return tuple(marks)


def _chosen(scene: Scene[BoardState]) -> tuple[Mark, ...]:
    left, state = scene.fact("what is left"), scene.state
    name, closed = state.day.quote.name, state.day.closed
    said = f"{name}, closed on the way" if closed else f"{name} {left.text}"
    ink = "loan" if closed else "equity"
    return (
        ChartBar(state.index, left, ink=ink, hollow=closed, thick=0.8),
        Rule(state.index, "x", ink=ink, width=1.0, label=said, name="the coin looked at"),
        Point(state.index, left, ink=ink),
    )
