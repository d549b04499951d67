"""The picture of a debrief: the whole price with the decisions, and a bar for each run."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from margin_lessons.figures.flight_axes import flown_price, money_axis, price_axis
from margin_lessons.figures.marks import Mark, Point, Rule
from margin_lessons.figures.picture import Picture, Plot, Scale
from margin_lessons.figures.stacks import balance
from margin_lessons.scenes.debrief_runs import END, run_name, weightiest
from margin_lessons.scenes.flown_state import FlownState
from margin_lessons.scenes.scene import Scene


def picture(scene: Scene[FlownState], start: Scene[FlownState]) -> Picture:
    """Return the way of the price on the left, on the right what each run has left.

    A flight that is over has no number that is moved, so its axes are its own.
    """
    del start
    rows = _rows(scene.state)
    return Picture(_frame(scene, rows), (*_price(scene), *_bars(scene, rows)))


def _rows(state: FlownState) -> tuple[str, ...]:
    """Return the names of the bars from the top: the own run, without a decision, and the rules."""
    mine, *rules = (run_name(state, run) for run in state.debrief.runs)
    return (mine, *(f"without {at + 1}" for at in weightiest(state)), *rules)


def _frame(scene: Scene[FlownState], rows: tuple[str, ...]) -> tuple[Plot, ...]:
    bars = scene.state.debrief.bars
    ends = [scene.value(f"{name}: {END}") or 0.0 for name in rows]
    start = scene.value("own money at the start") or 0.0
    prices = price_axis(float(bars.low.min()), float(bars.high.max()))
    names = tuple((len(rows) - 1.0 - row, name) for row, name in enumerate(rows))
    money = money_axis(f"{END}, USD", start, *ends)
    return (
        Plot(Scale(0, len(bars), "bars", grid=False), prices, rows=1, share=0.48),
        Plot(money, Scale(-0.7, len(rows) - 0.4, ticks=names, grid=False), rows=1, share=0.52),
    )


def _price(scene: Scene[FlownState]) -> Iterator[Mark]:
    """Yield the price, the bar of each decision, and where the exchange sold."""
    found = scene.state.debrief
    yield from flown_price(found.bars)
    decided = enumerate((cost.decision.bar for cost in found.costs), 1)
    for bar, those in groupby(decided, key=lambda one: one[1]):
        numbers = [number for number, _ in those]
        ends = dict.fromkeys((numbers[0], numbers[-1]))
        label = "-".join(map(str, ends))
        yield Rule(float(bar), ink="full", width=1.0, label=label, name=f"decisions {label}")
    sold = {fact.name: fact for fact in scene.facts}.get("sold by the exchange at")
    if sold is not None:
        at = (scene.value("in bar") or 0.0) - 0.5
        yield Point(at, sold, ink="liquidation", shape="X", size=13, label=f"sold {sold.bare}")


def _bars(scene: Scene[FlownState], rows: tuple[str, ...]) -> Iterator[Mark]:
    start = scene.fact("own money at the start")
    yield Rule(start, ink="loan", width=1.0, plot=1, label=f"start {start.text}")
    for row, name in enumerate(rows):
        fact = scene.fact(f"{name}: {END}")
        yield balance(len(rows) - 1.0 - row, fact, fact.bare, lies=True, thick=0.82, plot=1)
