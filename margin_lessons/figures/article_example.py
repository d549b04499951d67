"""The picture of the article's example: the equity over the price of the fill, of two accounts."""

from __future__ import annotations

import numpy as np

from margin_lessons import words
from margin_lessons.figures.marks import Band, Curve, Mark, Point, Rule
from margin_lessons.figures.picture import Picture, Plot, Scale
from margin_lessons.scenes.article_example import ENDS, ExampleState
from margin_lessons.scenes.scene import Scene

FRAME = Plot(
    Scale(*ENDS, "price of the fill, USD"), Scale(-6_500, 10_000, "equity, USD"), rows=2
)  # fmt: skip
"""It holds every fill of every account, so it never changes."""


def picture(scene: Scene[ExampleState], start: Scene[ExampleState]) -> Picture:
    """Return the picture of a scene: the account chosen, drawn thick, and the one beside it."""
    return Picture((FRAME,), (*_lines(scene.state), *_places(scene)))


def _lines(state: ExampleState) -> tuple[Mark, ...]:
    prices = np.linspace(*ENDS, 43)
    both = ((state.account, state.kept_in, "equity", 3.0),
            (state.other, state.kept_in.other, "loan", 1.8))  # fmt: skip
    return (
        Band(-99_000, 0, ink="debt", hatch=True, label="debt"),
        *(Curve(prices, account.at(prices).equity, ink=ink, width=width, name=kept.value,
                label=f"{kept.currency}, entry {words.amount(account.positions[0].entry)}")
          for account, kept, ink, width in both),
    )  # fmt: skip


def _places(scene: Scene[ExampleState]) -> tuple[Mark, ...]:
    liquidation, zero = scene.fact("liquidation at"), scene.fact("nothing left at")
    equity = scene.fact("equity at the fill")
    return (
        Rule(liquidation, ink="liquidation", label=f"liquidation {liquidation.bare}"),
        Rule(zero, ink="zero_equity", label=f"nothing left {zero.bare}"),
        Point(scene.fact("filled at"), equity, ink="price", size=12, label=f"equity {equity.text}"),
    )
