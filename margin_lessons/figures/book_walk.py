"""A market order walked through the order book: the more it sells, the worse it fills."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cache

import numpy as np

from margin_lessons.errors import between
from margin_lessons.figures import words
from margin_lessons.figures.drawing import Drawing, row_labels
from margin_lessons.figures.readout import Fact, Readout
from margin_lessons.market.book import EUR_CHF_2015, SHAPES, Depth, Walk, gdax_2017, named_depth

MID = 55_000.0
SHOWN_SHARE = 0.95
"""The picture ends where this share of the depth lies; invented books thin out without an end."""


@dataclass(frozen=True)
class WalkState:
    """One side of a book and what a market order got from it."""

    depth: Depth
    walk: Walk

    @property
    def unit(self) -> str:
        """What the sizes are counted in."""
        return self.depth.unit


@cache
def book_named(name: str) -> Depth:
    """Return the bids called ``name``: an invented shape, or one of two real days, rebuilt."""
    if name == "EUR/CHF 2015":
        return EUR_CHF_2015
    if name == "ETH on GDAX 2017":
        return gdax_2017()
    depth = named_depth(name, "bids", MID)
    return Depth("bids", depth.prices, depth.sizes, name=name, unit="BTC")


BOOKS = (*(shape.name for shape in SHAPES), "EUR/CHF 2015", "ETH on GDAX 2017")


def walk_state(size: float, book: str) -> WalkState:
    """Return what selling ``size`` percent of all bids of a book gets.

    >>> state = walk_state(50, "hollow")
    >>> round(state.walk.size, 4), round(state.walk.average), round(state.walk.slippage, 3)
    (2.5, 53468, 0.023)
    """
    share = between("order size", size, 0.5, 120, why="it is a share of all bids, in percent")
    depth = book_named(book)
    return WalkState(depth, depth.walk(depth.total * share / 100))


def quantity(value: float, unit: str) -> str:
    """Return a size with its unit, with a precision that suits it.

    >>> quantity(2.5, "BTC"), quantity(46_100.2, "ETH"), quantity(14.75, "million EUR")
    ('2.5 BTC', '46,100 ETH', '14.75 million EUR')
    """
    digits = 0 if value >= 1_000 else 2
    text = f"{value:,.{digits}f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text} {unit}"


def readout(state: WalkState) -> Readout:
    """Return the words of the walk."""
    depth, walk = state.depth, state.walk
    facts = (
        Fact("order to sell", quantity(walk.size, state.unit), walk.size),
        Fact("all bids together", quantity(depth.total, state.unit)),
        Fact("best bid", words.price(walk.best, ""), walk.best),
        Fact("average fill", words.price(walk.average, ""), walk.average),
        Fact("worst fill", words.price(walk.worst, ""), walk.worst),
        Fact("slippage of the average", words.percent(walk.slippage, 2)),
        Fact("slippage of the worst fill", words.percent(walk.worst_slippage, 2)),
        Fact("not filled", quantity(walk.unfilled, state.unit)),
        Fact("assumed", depth.assumed or "all of it: this book is invented"),
    )
    return Readout(
        title=_title(walk),
        sentence=_sentence(state),
        facts=facts,
        picture="Steps of an order book: how much can be sold down to each price. The part that "
        "the order takes is filled.",
    )


def _at_best(walk: Walk) -> bool:
    return walk.unfilled <= 1e-9 and walk.worst == walk.best


def _title(walk: Walk) -> str:
    if _at_best(walk):
        return "The whole order fills at the best bid"
    below = words.percent(walk.slippage, 2) if walk.slippage >= 5e-5 else "next to nothing"
    return f"The average fill is {below} below the best bid"


def _sentence(state: WalkState) -> str:
    """Return how far down the book the order goes."""
    walk, best = state.walk, words.price(state.walk.best, "")
    order = f"An order to sell {quantity(walk.size, state.unit)}"
    if _at_best(walk):
        return f"{order} is filled entirely at the best bid of {best}."
    end = f"the last of it goes at {words.price(walk.worst, '')}"
    if walk.unfilled > 1e-9:
        end = f"the book is empty and {quantity(walk.unfilled, state.unit)} finds no buyer"
    return f"{order} takes the best bid of {best} first and then the next; {end}."


class WalkDrawing(Drawing):
    """Cumulative depth against price; what the order takes is filled."""

    prediction_axis = "x"

    def build(self) -> None:
        self.ax = self.axes(0.105, 0.155, 0.865, 0.645)
        self.ax.set_xlabel("price")
        self.ax.set_ylabel("can be sold")
        self.ax.xaxis.set_major_formatter(lambda value, _: words.price(value, ""))
        self.ax.yaxis.set_major_formatter(lambda value, _: words.amount(value))
        self.steps = self.line(self.ax, self.palette.loan, 1.6)
        (self.taken,) = self.ax.fill(
            [0, 0], [0, 0], facecolor=self.palette.liquidation.color, alpha=0.35, linewidth=0
        )
        self.moving(self.taken)
        inks = (self.palette.price, self.palette.liquidation, self.palette.debt)
        self.lines = [self.line(self.ax, ink) for ink in inks]
        self.names = [self.label(self.ax, ink, ha="center") for ink in inks]
        self.guess = self.line(self.ax, self.palette.prediction)
        self.guess_label = self.label(self.ax, self.palette.prediction, ha="center")

    def frame(self, state: WalkState) -> Hashable:
        return state.depth

    def set_frame(self, frame: Depth) -> None:
        """Frame one book. The best price stands on the left: the order walks to the right."""
        reach = frame.cumulative <= SHOWN_SHARE * frame.total
        invented = frame.source is None
        prices = frame.prices[reach] if invented else frame.prices
        wide = float(prices[0] - prices[-1])
        self.ax.set_xlim(float(prices[0]) + 0.03 * wide, float(prices[-1]) - 0.04 * wide)
        self.ax.set_ylim(0, frame.total * 1.08)
        self.ax.set_ylabel(f"can be sold, {frame.unit}")

    def update(self, state: WalkState) -> None:
        depth, walk = state.depth, state.walk
        self.title.set_text(readout(state).title)
        prices = np.repeat(depth.prices, 2)
        sold = np.concatenate(([0.0], np.repeat(depth.cumulative, 2)[:-1]))
        self.steps.set_data(prices, sold)
        inside = prices >= walk.worst
        outline = np.column_stack((prices[inside], np.minimum(sold[inside], walk.filled)))
        last = [(walk.worst, walk.filled), (walk.worst, 0.0), (depth.prices[0], 0.0)]
        self.taken.set_xy(np.vstack((outline, last)))
        at = (walk.best, walk.average, walk.worst)
        words_at = ("best bid", "average", "worst")
        top = self.ax.get_ylim()[1]
        right, left = sorted(self.ax.get_xlim())
        for line, label, price, name in zip(self.lines, self.names, at, words_at, strict=True):
            line.set_data([price, price], [0, top])
            label.set_text(f"{name} {words.price(price, '')}")
        inside = [float(np.clip(price, right, left)) for price in at]
        row_labels(self.names, inside, share=0.23)
        self.draw_prediction(self.guess, self.guess_label, left, 0.07 * top)

    def read_back(self) -> dict[str, float]:
        names = ("best bid", "average fill", "worst fill")
        shown = {
            name: float(line.get_xdata()[0]) for name, line in zip(names, self.lines, strict=True)
        }
        return shown
