"""The picture of two sizes at two settings: one lying bar an account."""

from __future__ import annotations

from margin_lessons.figures.marks import ChartBar, Mark, Note, Rule
from margin_lessons.figures.picture import Picture, Plot, Scale, first_that_holds
from margin_lessons.scenes.account_ledger import CENT
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
    marks: list[Mark] = [
        Rule(cash, ink="full", label=f"your cash {cash.text}"),
    ]
    for at, name in zip(ROWS, scene.state.names, strict=True):
        marks.append(Note(LEFT, at + OVER, label=name))
    return Picture(
        plots, (*marks, *(mark for index in range(4) for mark in _account(scene, index)))
    )


def _account(scene: Scene[SizeAndSettingState], index: int) -> tuple[Mark, ...]:
    """Return one account: what is set aside, free, lost (hollow) or owed (hatched)."""
    at = ROWS[index]

    def bar(
        kind: str, high: float, low: float, ink: str, said: str = "", how: str = ""
    ) -> ChartBar:
        fact = scene.fact(f"{kind}, row {index + 1}")
        label = f"{said} {fact.text.removesuffix(' USD')}" if said else ""
        return ChartBar(at, high, low, lies=True, thick=THICK, ink=ink, label=label, shows=fact,
                        name=fact.name, hollow=how == "hollow", hatch=how == "hatch")  # fmt: skip

    after, cash = scene.state.accounts[index].after, scene.state.accounts[index].account.cash
    left, aside = max(after.equity, 0.0), after.used_margin
    there = min(aside, left)
    marks: list[Mark] = []
    if left > there:
        marks.append(bar("free", left, there, "equity", "free" if aside else "refused, yours"))
    if there:
        marks.append(
            ChartBar(at, there, lies=True, thick=THICK, ink="used_margin", name="still there")
        )
        marks.append(bar("set aside", aside, 0.0, "used_margin", "set aside", "hollow"))
    if after.profit < -CENT:
        marks.append(bar("lost", cash, after.equity, "loan", "lost", "hollow"))
    if after.owed > CENT:
        marks.append(bar("debt", -after.owed, 0.0, "debt", "debt", "hatch"))
    return tuple(marks)
