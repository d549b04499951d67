"""The picture of the order of closing: the equity, and each position's used margin below it."""

from __future__ import annotations

from collections.abc import Iterator

from margin_lessons.figures.marks import Band, Mark, Rule
from margin_lessons.figures.picture import Picture, Plot, Scale, first_that_holds
from margin_lessons.figures.stacks import balance, part
from margin_lessons.scenes.closing_order import ClosingState, name_of
from margin_lessons.scenes.scene import Scene


def picture(scene: Scene[ClosingState], start: Scene[ClosingState]) -> Picture:
    """Return the picture of a scene; the axis is taken from the used margin of ``start``."""
    used = start.state.before.used_margin
    plots = first_that_holds(
        _frame(start.state, -0.35 * used, 1.3 * used),
        _frame(start.state, -0.75 * used, 1.6 * used),
        needs=lambda plots: plots[0].x.holds(scene.value("equity"), scene.value("used margin")),
    )
    return Picture(plots, (*_margins(scene), *_equity(scene, plots[0].x.low)))


def _frame(state: ClosingState, low: float, high: float) -> tuple[Plot, ...]:
    """Return the plot: the equity on top, then the positions, the oldest first."""
    positions = state.account.positions
    named = [f"{index + 1}. {position.coin}" for index, position in enumerate(positions)]
    rows = tuple((float(row), name) for row, name in enumerate(["equity", *named], 1))
    y = Scale(len(rows) + 0.7, 0.4, ticks=rows, grid=False)
    return (Plot(Scale(low, high, "equity, and used margin of each, USD"), y, rows=2),)


def _margins(scene: Scene[ClosingState]) -> Iterator[Mark]:
    """Yield a bar for what stays of each position, and one for what is closed of it.

    The youngest begins at zero and each older one where the younger ends. So what is closed, oldest
    first, is the far end of them all, and what stays can be held against the equity.
    """
    state, at = scene.state, 0.0
    for index in reversed(range(len(state.account.positions))):
        name = name_of(state, index)
        share = scene.fact(f"{name}: share closed").text
        for which, hollow in (("stays", False), ("set free", True)):
            fact = scene.fact(f"{name}: {which}")
            if not fact.value:
                continue
            label = f"{share} closed" if hollow else "stays" if share == "0%" else ""
            yield part(index + 2, fact, at, label=label, ink="used_margin", hollow=hollow,
                       lies=True)  # fmt: skip
            at += fact.value


def _equity(scene: Scene[ClosingState], low: float) -> Iterator[Mark]:
    """Yield the equity, a debt below zero, and the lines at which the exchange acts on it."""
    fact, debt = scene.fact("equity"), scene.state.before.owed > 0
    yield Band(low, 0.0, "x", ink="debt", strength=0.08, label="debt")
    for word, ink in (("must", "liquidation"), ("may", "call")):
        line = scene.fact(f"{word} close at an equity of")
        yield Rule(line, ink=ink, down_to=1.5, label=f"{word} close at {line.text}")
    label = f"owes {scene.fact('owed').text}" if debt else f"equity {fact.text}"
    yield balance(1.0, fact, label, lies=True)
