"""The picture of two sizes at two settings: one lying bar an account."""

from __future__ import annotations

from collections.abc import Iterator

from margin_lessons.figures.marks import ChartBar, Note, Rule
from margin_lessons.figures.picture import Picture, Plot, Scale, first_that_holds
from margin_lessons.figures.stacks import yours
from margin_lessons.scenes.scene import Scene
from margin_lessons.scenes.size_and_setting import SizeAndSettingState

ROWS = (4.2, 3.1, 1.8, 0.7)
"""Where the bars lie: two of one size, a gap, and two of the other."""
LEFT, OVER, THICK = -3_800.0, 0.5, 0.5
"""Where the axis begins, and how far above its bar the name of a row stands,
and how thick a bar is."""


def picture(scene: Scene[SizeAndSettingState], start: Scene[SizeAndSettingState]) -> Picture:
    """Return the picture of the four accounts; the axis is that of falls, or wide for a rise."""
    most = max(one.after.equity for one in scene.state.accounts)
    falls, all_moves = (
        (Plot(Scale(LEFT, high, "USD"), Scale(0.2, 5.0, ticks=(), grid=False), rows=1),)
        for high in (7_000.0, 13_500.0)
    )
    plots = first_that_holds(falls, all_moves, needs=lambda plots: plots[0].x.holds(most))
    cash = scene.fact("your cash")
    rule = Rule(cash, ink="full", label=f"your cash {cash.text}")
    orders = (scene.fact(f"order, row {number}") for number in range(1, 5))
    names = (Note(LEFT, at + OVER, label=order.text.replace(" USD", ""))
             for at, order in zip(ROWS, orders, strict=True))  # fmt: skip
    bars = (bar for number in range(1, 5) for bar in _account(scene, number))
    return Picture(plots, (rule, *names, *bars))


def _account(scene: Scene[SizeAndSettingState], number: int) -> Iterator[ChartBar]:
    """Return one account: what is set aside, free, lost (hollow) or owed (hatched)."""
    equity = scene.state.accounts[number - 1].after.equity
    facts = {fact.name.removesuffix(f", row {number}"): fact for fact in scene.facts}
    return yours(ROWS[number - 1], equity, facts, THICK, "refused, yours")
