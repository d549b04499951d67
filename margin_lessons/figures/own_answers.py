"""The picture of answers side by side: how far the liquidation is after each, and its cushion."""

from __future__ import annotations

from collections.abc import Iterator

from margin_lessons import words
from margin_lessons.doctor import OwnAnswer, OwnWay
from margin_lessons.figures.marks import ChartBar, Mark, Note, Point, Rule
from margin_lessons.figures.picture import Picture, Plot, Scale
from margin_lessons.scenes.doctor_state import DoctorState
from margin_lessons.scenes.own_answers import liquidated, move_to
from margin_lessons.scenes.scene import Scene

FALLS, RISES = (-1.02, 0.08), (-0.3, 2.0)
"""The moves that a picture holds."""

ROWS = {way: float(at) for at, way in enumerate(reversed(OwnWay), 1)}


def picture(scene: Scene[DoctorState], start: Scene[DoctorState]) -> Picture:
    """Return a row for each answer, with its cushion and its chance."""
    now = Rule(0.0, ink="price", width=1.4, label="now", name="price now")
    rows = (mark for one in scene.state.diagnosis.answers for mark in _row(scene, one))
    return Picture(_frame(FALLS if scene.state.falling else RISES), (now, *rows))


def _frame(limits: tuple[float, float]) -> tuple[Plot, ...]:
    names = tuple((at + 0.1, way.value) for way, at in ROWS.items())
    return (Plot(Scale(*limits, "move from the price now", _signed),
                 Scale(0.4, len(ROWS) + 0.8, ticks=names, grid=False), rows=1),)  # fmt: skip


def _signed(move: float) -> str:
    return words.percent(move, 0, signed=True)


def _row(scene: Scene[DoctorState], answer: OwnAnswer) -> Iterator[Mark]:
    """Yield the cushion of an answer, its ends, and above it how many are liquidated."""
    state, at, way = scene.state, ROWS[answer.way], answer.way.value
    sold, nothing = (move_to(state, answer, name) for name in ("liquidation", "nothing left"))
    said = f"liquidated: {liquidated(state, answer)}"
    if sold is None:
        said = "nothing open" if answer.holding is None else "no price liquidates it"
    yield Note(0.0, at + 0.42, ink="text", label=said, name=f"{way} in words")
    if sold is None:
        return
    if nothing is not None:
        yield ChartBar(at, nothing, sold, thick=0.36, lies=True, ink="equity",
                       name=f"cushion: {way}")  # fmt: skip
    yield Point(scene.fact(f"{way}: liquidation at a move of"), at, ink="liquidation", shape="D")
    if answer.stop is not None:
        yield Point(scene.fact(f"{way}: stop at a move of"), at, ink="call", shape="<", size=12)
