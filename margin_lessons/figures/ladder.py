"""The picture of the ladder: the move to each line over the settings, and the chosen cushion."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from margin_lessons import words
from margin_lessons.account import Side
from margin_lessons.figures.marks import ChartBar, Curve, Mark, Point, Rule
from margin_lessons.figures.picture import Picture, Plot, Scale, nice_ceiling
from margin_lessons.scenes.gauge import LINES
from margin_lessons.scenes.ladder import SETTINGS, LadderState, Rung
from margin_lessons.scenes.scene import Scene


def picture(scene: Scene[LadderState], start: Scene[LadderState]) -> Picture:
    """Return the picture of a scene; its axis holds the moves of all settings of ``start``."""
    return Picture((_plot(start.state),), (*_others(scene.state), *_chosen(scene)))


def _plot(state: LadderState) -> Plot:
    moves = [abs(rung.move(key) or 0.0) for rung in state.rungs for key, _ in LINES]
    far = nice_ceiling(1.05 * max(moves))
    low, high = (-0.07 * far, far) if state.side is Side.SHORT else (-far, 0.07 * far)
    ticks = tuple((float(at), words.setting(at)) for at in SETTINGS)
    # The lowest setting stands on top, as in a table.
    y = Scale(SETTINGS[-1] + 0.8, SETTINGS[0] - 0.6, "leverage setting", ticks=ticks, grid=False)
    return Plot(Scale(low, high, "price move from the entry", _signed), y, rows=2)


def _signed(move: float) -> str:
    return words.percent(move, 0, signed=True)


def _others(state: LadderState) -> Iterator[Mark]:
    """Yield the call and the cushion of every other setting."""
    for rung in state.rungs:
        if rung.leverage != state.chosen.leverage:
            yield from _cushion(rung, thick=0.35)
    calls = (rung.move("call") for rung in state.rungs)
    at = np.array([np.nan if move is None else move for move in calls])
    yield Curve(
        at, np.array(SETTINGS, float), ink="call", width=1.4, name="margin call at every setting"
    )


def _cushion(rung: Rung, thick: float, label: str = "") -> Iterator[Mark]:
    """Yield the bar from the liquidation to where nothing is left, if there is one."""
    begins, ends = rung.move("liquidation"), rung.move("zero_equity")
    if begins is not None and ends is not None:
        yield ChartBar(rung.leverage, ends, begins, thick=thick, lies=True, ink="equity",
                       label=label, name=f"cushion at {words.setting(rung.leverage)}")  # fmt: skip


def _chosen(scene: Scene[LadderState]) -> Iterator[Mark]:
    """Yield the moves of the chosen setting, and its cushion from the one to the other."""
    rung = scene.state.chosen
    for key, name in LINES:
        fact = scene.fact(f"{name} at a move of")
        yield Rule(fact, ink=key, width=1.4, label=f"{name} {fact.text}")
    yield from _cushion(rung, 0.85, f"cushion {words.percent(rung.cushion or 0)}")
    liquidation = scene.fact("liquidation at a move of")
    yield Point(liquidation, scene.fact("leverage setting"), ink="liquidation", size=9, shape="D")
