"""The picture of an account in a crash: the price with its lines, and what is left beside it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from margin_lessons.figures.crash_axes import axes_of
from margin_lessons.figures.event_rules import event_rules
from margin_lessons.figures.marks import Curve, Mark, Point, Rule
from margin_lessons.figures.picture import Picture, Scale
from margin_lessons.figures.stacks import balance, part
from margin_lessons.scenes.price_path import price_path
from margin_lessons.scenes.scene import Scene
from margin_lessons.scenes.watched_crash import EventState

LINES = {"liquidation": "liquidation", "margin call": "call", "nothing left": "zero_equity"}


def picture(scene: Scene[EventState], start: Scene[EventState]) -> Picture:
    """Return the way of the price on the left, on the right the money, and the worst case."""
    frame = axes_of(scene.state, start.state)
    return Picture(frame, (*_price(scene, frame[0].y), *_happened(scene), *_money(scene)))


def _price(scene: Scene[EventState], axis: Scale) -> Iterator[Mark]:
    """Yield the price by now with the range of each bar, and the lines that lie on the axis."""
    state = scene.state
    seen = state.trade.entry.first + state.over
    bars = state.trade.crash.bars[:seen] if seen else None
    if bars is not None:
        middle, none = np.arange(len(bars)) + 0.5, np.full(len(bars), np.nan)
        wick = np.column_stack((bars.low, bars.high, none)).ravel()
        yield Curve(np.column_stack((middle, middle, none)).ravel(), wick, ink="price", width=1.0,
                    name="range of each bar")  # fmt: skip
        yield Curve(*price_path(bars), ink="price", width=2.0, name="price")
    drawn: list[float] = []
    for name, ink in LINES.items():
        line = scene.fact(f"{name} at")
        if line.value is not None and axis.holds(line.value) and line.value not in drawn:
            drawn.append(line.value)
            yield Rule(line, "y", ink=ink, label=f"{name} {line.bare}")


def _happened(scene: Scene[EventState]) -> Iterator[Mark]:
    """Yield where the account was opened and sold, the worst price until then, and the events."""
    state = scene.state
    opened = scene.fact("opened at")
    yield Point(state.trade.entry.first, opened, ink="equity", label=f"opened {opened.bare}")
    yield from event_rules(state.events, state.place)
    if state.sale is None:
        return
    sold, worst = scene.fact("sold at"), scene.fact(f"{state.extreme} price until then")
    at = state.place(state.sale)
    if worst.value != sold.value:
        place = state.trade.entry.first + state.worst_bar + 0.5
        yield Point(place, worst, ink="debt", shape="D", size=8,
                    label=f"{state.extreme} {worst.bare}")  # fmt: skip
    yield Point(at, sold, ink="liquidation", shape="X", size=13, label=f"sold {sold.bare}")


def _money(scene: Scene[EventState]) -> Iterator[Mark]:
    money, put_up = scene.fact("your money now"), scene.fact("put up")
    yield part(0, put_up, said="put up", label="", ink="full", hollow=True, plot=1)
    yield balance(0, money, money.bare, plot=1)
    if scene.state.sale is not None:
        worst = scene.fact("worst case")
        yield balance(1, worst, worst.bare, plot=1)
