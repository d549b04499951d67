"""Bars drawn from a model of lesson 07: a walk in small steps, and jumps at the open of a bar.

As in the engine of bars, nobody trades at the prices between: a bar that opens after a jump opens
beyond everything in between.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from margin_lessons.market.bars import Bars
from margin_lessons.risk.bar_engine import MINUTES, draw_jumps
from margin_lessons.risk.price_model import PriceModel
from margin_lessons.risk.sampler import Motion

START_PRICE = 100.0
"""The first price of every flight."""

MODELS: tuple[tuple[str, float], ...] = (
    ("calm month", 240.0),
    ("ordinary year", 240.0),
    ("crash year", 240.0),
    ("crash month", 60.0),
    ("flash crash", 240.0),
    ("small coin", 240.0),
)
"""The presets that are flown, and how long a bar of each lasts, in minutes.

Left out is the broken peg: within some weeks almost nothing happens there.
"""

STEPS = 12
"""Small steps within one bar: its high and low are those of their ends."""


def model_bars(model: PriceModel, count: int, minutes: float, rng: np.random.Generator) -> Bars:
    """Return so many bars of a model, from ``START_PRICE`` on, in cents.

    >>> from margin_lessons.risk.presets import preset
    >>> bars = model_bars(preset("calm month").model, 5, 240, np.random.default_rng(1))
    >>> bars[0].open, len(bars), bars.minutes.tolist()
    (100.0, 5, [0.0, 240.0, 480.0, 720.0, 960.0])
    """
    motion, years = Motion.against(model, falling=True), minutes / MINUTES
    # In double precision, so that every machine rounds to the same cents.
    moves = rng.standard_normal((count, STEPS)) * motion.volatility * (years / STEPS) ** 0.5
    moves += motion.drift * years / STEPS
    # Whoever has just taken off can do nothing about a jump, so none is at the first open.
    jumps = np.zeros(count)
    cells, sizes = draw_jumps(rng, motion, years, count - 1)
    np.add.at(jumps, cells + 1, sizes)
    return walked(moves, jumps, minutes)


def walked(moves: NDArray[np.float64], jumps: NDArray[np.float64], minutes: float) -> Bars:
    """Return the bars of log moves (bars x steps) and a log jump at the open of each bar.

    >>> walked(np.log([[1.1, 0.5], [2.0, 1.0]]), np.array([0.0, np.log(0.8)]), 60)[1]
    Bar(open=44.0, high=88.0, low=44.0, close=88.0)
    """
    within = np.concatenate([np.zeros((len(moves), 1)), moves.cumsum(axis=1)], axis=1)
    opens = np.cumsum(jumps) + np.concatenate([[0.0], within[:-1, -1].cumsum()])
    # A price in cents, and never none.
    price = np.maximum(np.round(START_PRICE * np.exp(opens[:, None] + within), 2), 0.01)
    time = minutes * np.arange(len(moves))
    first, high, low, last = price[:, 0], price.max(axis=1), price.min(axis=1), price[:, -1]
    return Bars(time, first, high, low, last, length=minutes)
