"""The picture of a walk through the order book: the stairs of the bids, and what an order takes."""

from __future__ import annotations

import numpy as np

from margin_lessons import words
from margin_lessons.figures.marks import Area, Band, Curve, Mark, Rule
from margin_lessons.figures.picture import Picture, Plot, Scale
from margin_lessons.scenes.book_walk import WalkState
from margin_lessons.scenes.scene import Scene

PRICES = (("best bid", "full", "best bid"), ("average fill", "price", "average"),
          ("worst fill", "liquidation", "worst"))  # fmt: skip
"""The facts that stand upright, their inks, and what they are called in the picture."""


def picture(scene: Scene[WalkState], start: Scene[WalkState]) -> Picture:
    """Return the picture of a scene; each book has axes of its own, and they hold all of it."""
    return Picture((_plot(start.state),), (*_book(scene), *_order(scene)))


def tick(price: float) -> str:
    """Return a price without its currency, which the axis names."""
    return words.amount(price, 0) if price >= 10_000 else words.price(price, "")


def _plot(state: WalkState) -> Plot:
    """The best price stands on the left: the order walks to the right, down the prices."""
    first, last = float(state.depth.prices[0]), float(state.depth.prices[-1])
    wide = first - last
    end = max(last - 0.03 * wide, 0.0)
    x = Scale(first + 0.03 * wide, end, f"price, {state.book.currency}", tick)
    y = Scale(0, 1.3 * state.depth.total, f"can be sold, {state.depth.unit}")
    return Plot(x, y, rows=1)


def _book(scene: Scene[WalkState]) -> tuple[Mark, ...]:
    state = scene.state
    prices, sold = state.steps
    taken = prices >= (state.walk.worst or 0.0)
    return (
        Area(prices[taken], np.minimum(sold[taken], state.walk.filled), ink="liquidation",
             strength=0.3, name="what the order takes"),
        Curve(prices, sold, ink="loan", width=1.8, name="all bids down to a price"),
    )  # fmt: skip


def _order(scene: Scene[WalkState]) -> tuple[Mark, ...]:
    order, every = scene.fact("order to sell"), scene.fact("all bids together")
    marks: list[Mark] = [
        Rule(scene.fact(name), ink=ink, label=f"{short} {tick(scene.value(name) or 0.0)}")
        for name, ink, short in PRICES
    ]
    if scene.state.emptied:
        label = f"no buyer for {scene.fact('not filled').text}"
        marks += [Band(every, order, ink="loan", strength=0.25, label=label),
                  Rule(order, "y", ink="used_margin", width=1.4)]  # fmt: skip
    else:
        marks.append(Rule(order, "y", ink="used_margin", width=1.4, label=f"order {order.text}"))
    return tuple(marks)
