"""The picture of one's own prices: lines over the move from now, and the worst bars below them."""

from __future__ import annotations

from collections.abc import Iterator

from margin_lessons import words
from margin_lessons.figures.marks import Band, ChartBar, Mark, Point, Rule
from margin_lessons.figures.picture import Picture, Plot, Scale, first_that_holds
from margin_lessons.scenes.doctor_state import DoctorState
from margin_lessons.scenes.own_lines import LINES, SHOWN, bars_shown
from margin_lessons.scenes.scene import Scene

INKS = {"margin call": "call", "part closed": "call", "liquidation": "liquidation",
        "nothing left": "zero_equity"}  # fmt: skip
FALLS, RISES = ((-1.02, 0.06),), ((-0.06, 1.2), (-0.3, 4.0))
"""The moves that a picture holds: a long is hurt by falls, and the worst bar fell to next to zero.

Rises have no end: near and wide."""


def picture(scene: Scene[DoctorState], start: Scene[DoctorState]) -> Picture:
    """Return the lines, the debt beyond them, and a row for each worst bar."""
    ends = [fact.value for fact in scene.facts if fact.name.endswith("at a move of")]
    frames = (_frame(scene, limits) for limits in (FALLS if scene.state.falling else RISES))
    frame = first_that_holds(*frames, needs=lambda plots: plots[0].x.holds(*ends))
    return Picture(frame, (*_lines(scene), *_bars(scene)))


def _frame(scene: Scene[DoctorState], limits: tuple[float, float]) -> tuple[Plot, ...]:
    bars = bars_shown(scene.state)
    names = tuple((float(SHOWN - at), one.bar.crash.key) for at, one in enumerate(bars))
    return (Plot(Scale(*limits, "move from the price now", _signed),
                 Scale(0.4, SHOWN + 0.7, ticks=names, grid=False), rows=3),)  # fmt: skip


def _signed(move: float) -> str:
    return words.percent(move, 0, signed=True)


def _lines(scene: Scene[DoctorState]) -> Iterator[Mark]:
    state = scene.state
    nothing = state.away("nothing left")
    if nothing is not None:
        fact, far = scene.fact("nothing left at a move of"), -9.0 if state.falling else 9e9
        low, high = (far, fact) if state.falling else (fact, far)
        yield Band(low, high, "x", ink="debt", hatch=True, strength=0.08, name="debt")
    yield Rule(0.0, ink="price", width=1.4, label="now", name="price now")
    for name in LINES:
        if name in state.lines and state.away(name) is not None:
            at = scene.fact(f"{name} at")
            yield Rule(scene.fact(f"{name} at a move of"), ink=INKS[name],
                       label=f"{name} {at.bare}")  # fmt: skip


def _bars(scene: Scene[DoctorState]) -> Iterator[Mark]:
    """Yield each worst bar from the liquidation on; what goes beyond nothing left is a debt."""
    state, begins = scene.state, scene.state.away("liquidation") or 0.0
    nothing = state.away("nothing left")
    for at, one in enumerate(bars_shown(state)):
        row, key = float(SHOWN - at), one.bar.crash.key
        worst = scene.fact(f"{key}: worst at a move of")
        if nothing is None or not one.enough_at_worst:
            yield ChartBar(row, worst, begins, thick=0.5, lies=True, ink="price")
        else:
            yield ChartBar(row, nothing, begins, thick=0.5, lies=True, ink="price",
                           name=f"{key}: before the debt")  # fmt: skip
            yield ChartBar(row, worst, nothing, thick=0.5, lies=True, ink="debt", hatch=True)
        yield Point(scene.fact(f"{key}: opens at a move of"), row, ink="text", shape="D", size=7)
