"""The picture of the night: the way of the price, and the bar of the money beside it."""

from __future__ import annotations

import numpy as np

from margin_lessons.figures.marks import ChartBar, Curve, Mark, Point, Rule, Segment
from margin_lessons.figures.picture import Picture, Plot, Scale
from margin_lessons.scenes.scene import Scene
from margin_lessons.scenes.sleep import A_BAR, HOURS, NIGHT, OWN, SleepState

CLOCK = tuple((hour, f"{(22 + int(hour)) % 12 + 1} {'pm' if hour < 1 else 'am'}")
              for hour in (0.0, 2.0, 4.0, 6.0, 8.0))  # fmt: skip
"""Eleven in the evening to seven in the morning."""

PLOTS = (
    Plot(Scale(0, HOURS, ticks=CLOCK), Scale(67, 103, "price of one coin, USD"), share=1.4),
    Plot(Scale(-1, 1, ticks=(), grid=False), Scale(-350, 1_100, "your money, USD")),
)
"""The axes of every state of the night."""


def picture(scene: Scene[SleepState], start: Scene[SleepState]) -> Picture:
    """Return the picture of the night so far; its axes are always the same."""
    return Picture(PLOTS, (*_price(scene), *_money(scene)))


def _price(scene: Scene[SleepState]) -> tuple[Mark, ...]:
    state, jump = scene.state, len(NIGHT[0])
    before, after = state.prices[:jump], state.prices[jump:]
    at = A_BAR * (jump - 1)
    marks: list[Mark] = [
        Curve(A_BAR * np.arange(len(before)), before, ink="price", name="price up to the jump"),
        Rule(scene.fact("sold here, if anybody buys"), "y", ink="liquidation",
             label="sold here, if anybody buys"),
    ]  # fmt: skip
    if state.jumped:
        marks += [
            Curve(at + A_BAR * np.arange(len(after)), after, ink="price", name="price after it"),
            Segment(at, scene.fact("price before the jump"), at, scene.fact("after it"),
                    heads="end", ink="price", name="jump"),
        ]  # fmt: skip
    if state.sale is not None:
        sold = scene.fact("sold at")
        marks.append(Point(at, sold, ink="debt", label=f"sold at {sold.text}", shape="X", size=14))
    now = A_BAR * (len(state.prices) - 1 - state.jumped)
    marks.append(Point(now, scene.fact("price now"), ink="price"))
    return tuple(marks)


def _money(scene: Scene[SleepState]) -> tuple[Mark, ...]:
    money, owes = scene.fact("your money"), scene.state.money < 0
    label = f"debt {scene.fact('owed').text}" if owes else f"yours {money.text}"
    return (
        ChartBar(0, OWN, ink="full", hollow=True, plot=1, name="money in the evening"),
        ChartBar(0, money, ink="debt" if owes else "equity", hatch=owes, plot=1, label=label),
    )
