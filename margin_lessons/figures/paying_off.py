"""The picture of the waterfall: what the wallets pay at once, and what is owed as days pass."""

from __future__ import annotations

import numpy as np

from margin_lessons import words
from margin_lessons.debt import Payer, Recovery, Step
from margin_lessons.figures.marks import Area, ChartBar, Curve, Mark, Point, Rule
from margin_lessons.figures.picture import Picture, Plot, Scale, first_that_holds, nice_ceiling
from margin_lessons.figures.stacks import part
from margin_lessons.scenes.paying_off import day_text
from margin_lessons.scenes.payments import WATCHED, WaterfallState
from margin_lessons.scenes.scene import Fact, Scene

COLUMNS = ("debt", "BTC pays", "EUR pays", "SOL pays", "left")
WIDE = 0.88
CROWDED = 400
"""On a longer axis, in days, deposits are too close to each other for marks of their own."""
MOMENT = 1e-6
"""So long before a deposit, in days, what is owed is still the whole."""
ROUND = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)


def picture(scene: Scene[WaterfallState], start: Scene[WaterfallState]) -> Picture:
    """Return the picture of a scene; how long and how deep it is, its scenario says."""
    frame = first_that_holds(
        _frame(start.state.recovery, 1.2), _frame(start.state.recovery, 5),
        needs=lambda plots: plots[0].y.holds(scene.value("debt")),
    )  # fmt: skip
    zero = tuple(Rule(0, "y", ink="zero_equity", width=1.6, plot=plot) for plot in (0, 1))
    end = frame[1].x.high
    marks = (*zero, *_columns(scene), *_days(scene.state, end), *_events(scene, end))
    return Picture(frame, marks)


def _frame(recovery: Recovery, room: float) -> tuple[Plot, ...]:
    """Return both plots; money hangs below zero, so that their depth is what is owed."""
    deep = nice_ceiling(room * recovery.debt.amount, ROUND)
    long = max(1.1 * WATCHED + 2, nice_ceiling(1.04 * (recovery.settled_day or 0.0)))
    ticks = tuple((float(at), name) for at, name in enumerate(COLUMNS))
    y = Scale(deep, -0.06 * deep, "balance, USD", _balance)
    columns = Scale(-0.55, len(COLUMNS) - 0.45, ticks=ticks, grid=False)
    return Plot(columns, y), Plot(Scale(0, long, write=day_text), y, rows=2)


def _balance(owed: float) -> str:
    return words.amount(-owed)


def _columns(scene: Scene[WaterfallState]) -> tuple[Mark, ...]:
    """Return the debt, what each wallet pays of it with its fee below, and what is left."""
    bars = [_column(0, 0.0, scene.fact("debt"), "debt")]
    for number, step in enumerate(scene.state.touched, 1):
        at, name = COLUMNS.index(f"{step.currency} pays"), f"{number}. {step.origin}"
        fee, owed = scene.fact(f"{name}: fee"), step.remaining + step.paid
        bars += [
            _column(at, step.remaining, scene.fact(name), "equity"),
            part(at, fee, owed, "fee", ink="call", thick=WIDE),
        ]
        if step.remaining > 0:
            bars.append(ChartBar(at, step.remaining, thick=WIDE, ink="debt", hatch=True,
                                 name=f"left after {step.currency}"))  # fmt: skip
    left = scene.fact("owed after your wallets")
    return (*bars, _column(len(COLUMNS) - 1, 0.0, left, "debt")) if left.value else tuple(bars)


def _column(at: int, base: float, shown: Fact, ink: str) -> ChartBar:
    """Return a bar that hangs from ``base`` and is as long as the fact says; its tick names it."""
    label = words.amount(shown.value or 0.0)
    return part(at, shown, base, label=label, ink=ink, hatch=ink == "debt", thick=WIDE)


def _days(state: WaterfallState, end: float) -> tuple[Mark, ...]:
    """Return what is owed over the days: an area as far as is looked at, and dots beyond it."""
    r = state.recovery
    turns = {0.0, min(state.days, end), end, *(owed.day for owed in r.course if 0 < owed.day < end)}
    days = np.array(sorted(turns))
    at = np.repeat(days, 2)  # twice, since a deposit makes a step
    owed = np.column_stack([r.owed_on(np.maximum(days - MOMENT, 0)), r.owed_on(days)]).ravel()
    gone, ahead = at <= state.days, at >= state.days
    return (
        Area(at[gone], owed[gone], ink="debt", hatch=True, plot=1, name="debt over the days"),
        Curve(at[gone], owed[gone], ink="debt", plot=1, name="owed over the days"),
        Curve(at[ahead], owed[ahead], ink="debt", width=1.6, dotted=True, plot=1, name="ahead"),
    )


def _events(scene: Scene[WaterfallState], end: float) -> tuple[Mark, ...]:
    state = scene.state
    due, back = scene.fact("due"), scene.fact("trading returns")
    owed = scene.fact("owed on that day")
    paid = [step for step in state.recovery.steps
            if step.payer is Payer.DEPOSITS and step.day <= state.days]  # fmt: skip
    if end > CROWDED:
        paid = []
    return (
        *(_deposit(step, step is paid[0]) for step in paid),
        Rule(due, ink="call", width=1.4, plot=1, label=_on("due on", due)),
        Rule(back, ink="equity", width=1.4, plot=1, label=_on("settled on", back)),
        Rule(state.days, ink="price", width=1.0, plot=1, name="day looked at",
             label=f"{day_text(state.days)}: owed {owed.text}"),
        Point(scene.fact("day looked at"), owed, ink="price", plot=1),
        Point(0, scene.fact("absorbed by the exchange"), ink="loan", shape="D", plot=1,
              label=f"{words.money(state.recovery.absorbed)} let go"),
    )  # fmt: skip


def _on(what: str, day: Fact) -> str:
    return f"{what} {day_text(day.value)}"


def _deposit(step: Step, named: bool) -> Point:
    label = f"deposit {words.amount(step.value)}" if named else ""
    return Point(step.day, step.remaining, ink="equity", shape="^", size=9, plot=1, label=label,
                 name=f"deposit of day {step.day:g}")  # fmt: skip
