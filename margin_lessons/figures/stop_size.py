"""The picture of a size: a bar for each loss beside the loss that was planned."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.figures.marks import ChartBar, Mark, Rule
from margin_lessons.figures.picture import Picture, Plot, Scale, first_that_holds
from margin_lessons.scenes.exits import CASH
from margin_lessons.scenes.scene import Scene
from margin_lessons.scenes.stop_size import CASES, StopSizeState

ROWS = tuple((float(row), case) for row, case in enumerate(CASES))


def picture(scene: Scene[StopSizeState], start: Scene[StopSizeState]) -> Picture:
    """Return three bars of a loss; what goes beyond the money there was is hatched, as a debt."""
    frame = first_that_holds(
        _frame(0.3 * CASH), _frame(1.6 * CASH),
        needs=lambda plots: plots[0].x.holds(1.08 * _most(scene), 1.08 * _most(start)),
    )  # fmt: skip
    money = scene.fact("money at the start")
    marks: list[Mark] = [
        Rule(scene.fact("risk"), ink="call", label=f"planned {words.money(scene.state.planned)}"),
        Rule(money, ink="zero_equity", width=1.4, label=f"all your money {money.text}"),
    ]  # fmt: skip
    for row, case in enumerate(CASES):
        marks += _loss(scene, float(row), case)
    return Picture(frame, tuple(marks))


def _most(scene: Scene[StopSizeState]) -> float:
    return max(scene.state.lost(case) for case in CASES)


def _frame(most: float) -> tuple[Plot, ...]:
    y = Scale(len(CASES) - 0.4, -0.6, ticks=ROWS, grid=False)
    return (Plot(Scale(0, most, "loss, USD"), y, rows=1),)


def _loss(scene: Scene[StopSizeState], row: float, case: str) -> list[Mark]:
    """Return the bar of a loss: what there was in grey, what is owed hatched."""
    fact = scene.fact(f"{case}: loss")
    lost = scene.state.lost(case)
    label = fact.text.partition(" of your money")[0]
    if lost <= CASH:
        return [ChartBar(row, fact, lies=True, thick=0.5, ink="loan", label=label)]
    kept = ChartBar(row, CASH, lies=True, thick=0.5, ink="loan", name=f"{case}: all the money")
    owed = ChartBar(row, fact, CASH, lies=True, thick=0.5, ink="debt", hatch=True, label=label)
    return [kept, owed]
