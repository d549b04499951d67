"""The picture of a rule: the money that is left over the move of the price, and who acts where."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from margin_lessons import words
from margin_lessons.figures.marks import Area, Curve, Mark, Point, Rule
from margin_lessons.figures.picture import Picture, Plot, Scale, first_that_holds, nice_ceiling
from margin_lessons.scenes.my_rule import LINES, RuleState
from margin_lessons.scenes.scene import Scene

FALLS, RISES = (-1.0, 0.06), (-0.1, 2.0)
"""The moves that a picture holds."""

INKS = {"my stop": "price", "I act": "equity", "margin call": "call", "liquidation": "liquidation",
        "nothing left": "zero_equity"}  # fmt: skip


def picture(scene: Scene[RuleState], start: Scene[RuleState]) -> Picture:
    """Return the money left over the move, with each line; empty axes where it is no rule."""
    state = scene.state
    frame = first_that_holds(
        _frame(state, start.state, 1), _frame(state, start.state, 8),
        needs=lambda plots: plots[0].y.holds(state.own),
    )  # fmt: skip
    return Picture(frame, tuple(_marks(scene)))


def _frame(state: RuleState, first: RuleState, wide: float) -> tuple[Plot, ...]:
    most = wide * nice_ceiling(max(1.1 * first.own, 1.0))
    currency = "USD" if state.rule is None else state.rule.currency
    return (
        Plot(Scale(*(FALLS if state.falling else RISES), "move from the entry", _signed),
             Scale(-0.6 * most, most, f"own money, {currency}"), rows=4),
    )  # fmt: skip


def _signed(move: float) -> str:
    return words.percent(move, 0, signed=True)


def _marks(scene: Scene[RuleState]) -> Iterator[Mark]:
    state = scene.state
    if state.rule is None:
        return
    low, high = FALLS if state.falling else RISES
    moves = np.linspace(low + 0.001, high, 120)
    left = np.array([state.left_at(float(move)) for move in moves])
    yield Area(moves, np.minimum(left, 0.0), ink="debt", hatch=True, name="debt")
    yield Curve(moves, left, ink="equity", name="own money over the move")
    yield Rule(0.0, "y", ink="zero_equity", width=1.0, name="zero")
    for name in ("my stop", "I act", *LINES.values()):
        fact = next((one for one in scene.facts if one.name == f"{name} at a move of"), None)
        if fact is not None and fact.value is not None:
            yield Rule(fact, ink=INKS[name], label=f"{name} {fact.text}")
    own = scene.fact("own money behind it")
    yield Point(0.0, own, ink="equity", label=f"own money {own.bare}")
