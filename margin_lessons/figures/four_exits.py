"""The picture of several exits: the path with their fills, and a bar for what each leaves."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import numpy as np

from margin_lessons import words
from margin_lessons.figures.event_rules import event_rules
from margin_lessons.figures.marks import Curve, Mark, Point, Rule
from margin_lessons.figures.picture import Picture, Plot, Scale, first_that_holds
from margin_lessons.figures.stacks import balance
from margin_lessons.replay import Event, Kind
from margin_lessons.scenes.event_words import TRADED, told_events
from margin_lessons.scenes.exits import ExitsState
from margin_lessons.scenes.scene import Scene

STOPS = (14_300.0, 26_500.0)
"""The prices between which every stop and limit of the panels lies."""


def picture(scene: Scene[ExitsState], start: Scene[ExitsState]) -> Picture:
    """Return the path with the fills on the left, on the right a bar for each exit."""
    state = scene.state
    frame = first_that_holds(
        _frame(state, -2_400, 10_400), _frame(state, -9_000, 14_000),
        needs=lambda plots: plots[1].x.holds(*(1.1 * state.left(name) for name in state.names)),
    )  # fmt: skip
    marks = (*_path(state), *_stops(scene), *_fills(state), *_events(state), *_bars(scene))
    return Picture(frame, marks)


def _frame(state: ExitsState, low: float, high: float) -> tuple[Plot, ...]:
    bars, rows = state.path.bars, len(state.names)
    ends = min(STOPS[0], *bars.low), max(STOPS[1], *bars.high)
    names = tuple((float(rows - 1 - row), name) for row, name in enumerate(state.names))
    left = Plot(Scale(0, len(bars), "hours"), Scale(*ends, "price, USD"), rows=1, share=0.56)
    across = Scale(low, high, "account at the end, USD")
    return left, Plot(across, Scale(-0.7, rows - 0.4, ticks=names, grid=False), rows=1, share=0.44)


def _path(state: ExitsState) -> list[Mark]:
    """Return the price; where an hour opens elsewhere than the last one closed, it breaks."""
    bars, none = state.path.bars, np.full(len(state.path.bars), np.nan)
    hours = np.arange(len(bars), dtype=float)
    body = np.column_stack((hours, hours + 1, none)), np.column_stack((bars.open, bars.close, none))
    wick = (
        np.column_stack((hours + 0.5, hours + 0.5, none)),
        np.column_stack((bars.low, bars.high, none)),
    )
    return [
        Curve(wick[0].ravel(), wick[1].ravel(), ink="price", width=1.0, name="range of each hour"),
        Curve(body[0].ravel(), body[1].ravel(), ink="price", width=2.0, name="price"),
    ]


def _stops(scene: Scene[ExitsState]) -> list[Mark]:
    """Return the stop and, unless the one that follows is looked at, the limit."""
    state, stop = scene.state, scene.fact("stop set at")
    named = "stop at first" if state.chosen == "trailing" else "stop"
    marks: list[Mark] = [
        Rule(stop, "y", ink="call", label=f"{named} {words.price(state.stop, '')}")
    ]
    if state.limit is not None and state.chosen != "trailing":
        label = f"limit {words.price(state.limit, '')}"
        fact = scene.fact("stop-limit: limit set at")
        marks.append(Rule(fact, "y", ink="full", width=1.6, label=label))
    return marks


def at_hour(state: ExitsState, event: Event) -> float:
    """Return where an event stands on the axis of hours: at an open, or within the hour."""
    bar = state.path.bars[event.bar]
    return float(event.bar) if event.price == bar.open else event.bar + 0.5


def _fills(state: ExitsState) -> list[Mark]:
    """Return a marker for each place of a first fill, with the names of all that filled there."""
    fills = [(state.filled(name), name) for name in state.names]
    placed = sorted(
        ((at_hour(state, event), event.price, TRADED[event.kind], name)
         for event, name in fills if event),
    )  # fmt: skip
    marks: list[Mark] = []
    for (hour, price, traded), alike in groupby(placed, key=lambda one: one[:3]):
        filled = [name for *_, name in alike]
        names = "all" if len(filled) == len(state.names) else ", ".join(filled)
        ink = "liquidation" if traded == TRADED[Kind.LIQUIDATION_FILLED] else "text"
        marks.append(Point(hour, price, ink=ink, size=10, label=_named(names, traded),
                           name=f"first fill: {names}"))  # fmt: skip
    return [*marks, *_unwanted(state)]


def _named(names: str, traded: str) -> str:
    """Return the label of a fill: an exit's own order is its name, the rest is said in words."""
    if traded == TRADED[Kind.CLOSED]:
        return "closed by hand"
    own = traded == TRADED[Kind.ORDER_FILLED] and names != "all"
    return names if own else f"{names} {traded}"


def _unwanted(state: ExitsState) -> Iterable[Mark]:
    """Yield the position that nobody wanted, and the end of it by a liquidation."""
    opened = state.unwanted
    if opened is None:
        return
    side = "long" if state.side.sign < 0 else "short"
    yield Point(at_hour(state, opened), opened.price, ink="debt", shape="X", size=13,
                label=f"{side} opened", name="unwanted position")  # fmt: skip
    lost = state.closely.first(Kind.LIQUIDATION_FILLED)
    if lost is not None:
        yield Point(at_hour(state, lost), lost.price, ink="liquidation", shape="X", size=13,
                    label=f"{side} liquidated", name="unwanted position lost")  # fmt: skip


def _events(state: ExitsState) -> tuple[Mark, ...]:
    """Return a thin line for each hour with events, with their numbers above it."""
    return event_rules(told_events(state.closely), lambda event: at_hour(state, event))


def _bars(scene: Scene[ExitsState]) -> list[Mark]:
    """Return what each exit leaves, a debt hatched below zero, beside the money at the start."""
    state, start = scene.state, scene.fact("money at the start")
    marks: list[Mark] = [Rule(start, ink="loan", width=1.0, plot=1, label=f"start {start.text}")]
    for row, name in enumerate(state.names):
        fact = scene.fact(f"{name}: account at the end")
        at, label = len(state.names) - 1.0 - row, fact.bare
        marks.append(balance(at, fact, label, lies=True, thick=0.66, plot=1))
    return marks
