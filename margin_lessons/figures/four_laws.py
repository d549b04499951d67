"""The picture of one trade under four laws: a row an account, and left of zero what is missing."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.account import Side
from margin_lessons.debt import BelowZero
from margin_lessons.figures.marks import ChartBar, Mark, Note, Rule
from margin_lessons.figures.picture import Picture, Plot, Scale, first_that_holds
from margin_lessons.scenes.four_laws import ACCOUNTS, FourLawsState, said
from margin_lessons.scenes.scene import Scene


def picture(scene: Scene[FourLawsState], start: Scene[FourLawsState]) -> Picture:
    """Return the picture of a scene; it is as wide as the trade of its scenario is worth."""
    ends = [fact.value for fact in scene.facts if fact.name.endswith(("put up", "at the fill"))]
    frame = first_that_holds(
        _frame(start.state, 1), _frame(start.state, 5), needs=lambda plots: plots[0].x.holds(*ends)
    )
    bars = (bar for row in range(len(ACCOUNTS)) for bar in _row(scene, row))
    return Picture(frame, (*bars, Rule(0, ink="zero_equity", width=1.6, name="zero")))


def _frame(state: FourLawsState, wide: float) -> tuple[Plot, ...]:
    trade = state.laws[0]
    worth = wide * trade.size * trade.entry * (1 if trade.side is Side.LONG else 1.25)
    names = tuple((at + 0.2, name) for at, name in enumerate(reversed(ACCOUNTS), 1))
    money = Scale(-0.78 * worth, 1.08 * worth, "your money after the fill, USD")
    return (Plot(money, Scale(0.6, 4.75, ticks=names, grid=False)),)


def _row(scene: Scene[FourLawsState], row: int) -> tuple[Mark, ...]:
    """Return what was put up, what is left or missing, and the words over both."""
    name, law, one = ACCOUNTS[row], scene.state.laws[row], scene.state.outcomes[row]
    put_up, end = scene.fact(f"{name}: put up"), scene.fact(f"{name}: at the fill")
    owes = law.product.below_zero is BelowZero.OWED
    ink = "equity" if one.left > 0 else "debt" if owes else "loan"
    at, gone = len(ACCOUNTS) - row, f"put up {words.amount(law.put_up)}"
    return (
        ChartBar(at, put_up, thick=0.4, lies=True, hollow=True, ink="equity", label=gone),
        ChartBar(at, end, thick=0.4, lies=True, hatch=one.owed > 0, ink=ink),
        Note(0, at + 0.42, ink=ink, label=said(law, one), name=f"{name} in words"),
    )
