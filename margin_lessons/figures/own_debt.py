"""The picture of who pays: a row for each worst bar, what is left or missing, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator

from margin_lessons import words
from margin_lessons.debt import BelowZero
from margin_lessons.figures.marks import ChartBar, Mark, Note, Rule
from margin_lessons.figures.picture import Picture, Plot, Scale, first_that_holds, nice_ceiling
from margin_lessons.scenes.doctor_state import DoctorState
from margin_lessons.scenes.own_debt import left_at, left_words
from margin_lessons.scenes.own_lines import SHOWN, bars_shown
from margin_lessons.scenes.scene import Scene

LONGEST = 31
"""So many letters have room beside a bar."""


def picture(scene: Scene[DoctorState], start: Scene[DoctorState]) -> Picture:
    """Return the picture; it is as wide as the position of its scenario needs."""
    ends = [left_at(scene.state, one) for one in bars_shown(scene.state)]
    frame = first_that_holds(
        _frame(scene, start.state, 1), _frame(scene, start.state, 6),
        needs=lambda plots: plots[0].x.holds(*ends),
    )  # fmt: skip
    bars = (mark for at, one in enumerate(bars_shown(scene.state)) for mark in _bar(scene, at))
    return Picture(frame, (*bars, Rule(0.0, ink="zero_equity", width=1.6, name="zero")))


def _frame(scene: Scene[DoctorState], state: DoctorState, wide: float) -> tuple[Plot, ...]:
    left = [left_at(state, one) for one in bars_shown(state)] or [-1.0]
    worst, best = nice_ceiling(max(-min(left), 1e-9)), max(*left, 0.0)
    low, high = -1.1 * wide * worst, wide * max(0.45 * worst, 1.2 * nice_ceiling(best or 1e-9))
    unit = scene.state.diagnosis.unit
    names = tuple((SHOWN - at + 0.1, one.bar.crash.key)
                  for at, one in enumerate(bars_shown(scene.state)))  # fmt: skip
    return (Plot(Scale(low, high, f"your money at the worst price, {unit}"),
                 Scale(0.5, SHOWN + 0.75, ticks=names, grid=False)),)  # fmt: skip


def _bar(scene: Scene[DoctorState], at: int) -> Iterator[Mark]:
    """Yield what a bar leaves, and the words over it."""
    state, one = scene.state, bars_shown(scene.state)[at]
    fact, row = scene.fact(f"{one.bar.crash.key}: your money"), float(SHOWN - at)
    missing = (fact.value or 0.0) < -words.LEAST
    owed = missing and state.diagnosis.law.below_zero in (BelowZero.OWED, None)
    ink = "debt" if owed else "loan" if missing else "equity"
    yield ChartBar(row, fact, thick=0.36, lies=True, ink=ink, hatch=owed)
    label = left_words(state, one)
    if len(label) > LONGEST:  # a sum of billions stands in the table
        label = label.rsplit(" ", 2)[0]
    yield Note(0.0, row + 0.42, ink=ink, label=label,
               name=f"{one.bar.crash.key} in words")  # fmt: skip
