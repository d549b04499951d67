"""The picture of the ledger: two pairs of lying bars, at opening and after a price move."""

from __future__ import annotations

from collections.abc import Iterator

from margin_lessons.figures.marks import Mark, Note, Segment
from margin_lessons.figures.picture import Picture, Plot, Scale, first_that_holds, nice_ceiling
from margin_lessons.figures.stacks import part, yours
from margin_lessons.scenes.account_ledger import CASH, MOVE, SIZE, LedgerState
from margin_lessons.scenes.scene import Scene

ROWS = ((4.4, "it holds"), (3.35, "whose it is"), (1.95, "holds now"), (0.9, "whose now"))
OVER = 0.45
"""How far above its bar the name of a row stands."""
THICK = 0.48
FINE = (1, 1.2, 1.5, 1.8, 2.2, 2.5, 3, 4, 5, 6, 8, 10)

Order = tuple[float, float, float]
"""Cash, size and price move of an order."""


def picture(scene: Scene[LedgerState], start: Scene[LedgerState]) -> Picture:
    """Return the picture of a scene; the axes are those of the scenario it ``start``s from."""
    cash, size, move = _order(start.state)
    near = [(cash, size, move), (cash, size, MOVE[0]), (CASH[0], size, move)]
    wide = [*near, (cash, SIZE[1], move), (CASH[1], size, move), (cash, size, MOVE[1])]
    all_there_are = [(CASH[0], SIZE[1], MOVE[0]), (CASH[1], SIZE[1], MOVE[1])]
    frames = (_frame(*_reach(orders)) for orders in (near, wide, all_there_are))
    needed = _reach([_order(scene.state)])
    plots = first_that_holds(*frames, needs=lambda plots: plots[0].x.holds(*needed))
    names = (Note(plots[0].x.low, at + OVER, label=name) for at, name in ROWS)
    pairs = (*_pair(scene, " at opening", *ROWS[:2]), *_pair(scene, "", *ROWS[2:]))
    return Picture(plots, (*names, *pairs))


def _order(state: LedgerState) -> Order:
    return state.account.cash, state.size, state.move


def _reach(orders: list[Order]) -> tuple[float, float]:
    """Return how far below zero, and how far above it, the bars of some orders can reach."""
    least = min(min(cash + size * move, 0.0) for cash, size, move in orders)
    return least, max(cash + size * max(1.0, 1 + move) for cash, size, move in orders)


def _frame(low: float, high: float) -> tuple[Plot, ...]:
    top = nice_ceiling(1.02 * high, FINE)
    x = Scale(min(1.05 * low, -0.42 * top), top, "USD")  # there is room for names at the left
    return (Plot(x, Scale(0.05, 5.1, ticks=(), grid=False)),)


def _pair(
    scene: Scene[LedgerState], when: str, holds: tuple[float, str], whose: tuple[float, str]
) -> Iterator[Mark]:
    """Yield what the account holds at one moment, and below it whose that is."""
    facts = {fact.name.removesuffix(when): fact for fact in scene.facts if when in fact.name}
    cash, coins, loan, equity = (facts[name] for name in ("cash", "coins", "loan", "equity"))
    start, held, at = equity.value or 0.0, cash.value or 0.0, whose[0]
    yield part(holds[0], cash, 0.0, "cash", ink="full", lies=True, thick=THICK)
    if loan.value:
        yield part(holds[0], coins, held, "coins", ink="price", lies=True, thick=THICK)
        yield part(at, loan, start, "loan", ink="loan", lies=True, thick=THICK)
    yield from yours(at, start, facts, THICK)
    if loan.value and start >= 0:
        low, label = at - 0.36, f"equity {equity.bare}"
        yield Segment(0.0, low, equity, low, ink="equity", name=equity.name, label=label)
