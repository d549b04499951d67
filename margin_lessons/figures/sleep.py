"""The picture of the night: the way of the price, and the bar of the money beside it."""

from __future__ import annotations

from collections.abc import Iterator

from margin_lessons.figures.marks import ChartBar, Curve, Mark, Point, Rule, Segment
from margin_lessons.figures.picture import Picture, Plot, Scale
from margin_lessons.figures.stacks import balance
from margin_lessons.market.night import BEFORE_THE_JUMP
from margin_lessons.scenes.scene import Scene
from margin_lessons.scenes.sleep import HOURS, OWN, STEP, SleepState

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


def _price(scene: Scene[SleepState]) -> Iterator[Mark]:
    line, jumped_at = "sold here, if anybody buys", STEP * (len(BEFORE_THE_JUMP) - 1)
    at, prices = scene.state.path
    yield Curve(STEP * at, prices, ink="price", name="price")
    yield Rule(scene.fact(line), "y", ink="liquidation", label=line)
    if scene.state.jumped:
        yield Segment(jumped_at, scene.fact("price before the jump"), jumped_at,
                      scene.fact("after it"), heads="end", ink="price", name="jump")  # fmt: skip
    if scene.state.sale is not None:
        sold, label = scene.fact("sold at"), f"sold at {scene.fact('sold at').text}"
        yield Point(jumped_at, sold, ink="debt", label=label, shape="X", size=14)
    yield Point(STEP * at[-1], scene.fact("price now"), ink="price")


def _money(scene: Scene[SleepState]) -> Iterator[Mark]:
    money, owes = scene.fact("your money"), scene.state.equity < 0
    label = f"debt {scene.fact('owed').text}" if owes else f"yours {money.text}"
    yield ChartBar(0, OWN, ink="full", hollow=True, plot=1, name="money in the evening")
    yield balance(0, money, label, plot=1)
