"""The risk curves: three chances against the size of the position, on a logarithmic scale."""

from __future__ import annotations

import numpy as np

from margin_lessons import words
from margin_lessons.figures.marks import Band, Curve, Mark, Note, Point, Rule, Segment
from margin_lessons.figures.picture import Picture, Plot, Scale
from margin_lessons.risk import ACCOUNTS, EVENTS, Chance
from margin_lessons.scenes.risk_curves import MULTIPLES, RiskState
from margin_lessons.scenes.risk_words import chance_words
from margin_lessons.scenes.scene import Scene

LOWEST, HIGHEST = 4e-5, 1.6
TICKS = ((1.0, "100%"), (0.1, "10%"), (0.01, "1%"), (0.001, "0.1%"), (0.0001, "0.01%"))
RARE = float(Chance(0, ACCOUNTS).interval[1])
"""Chances below this are too rare for so many accounts: none seen does not rule them out."""

PLOT = Plot(
    Scale(0, float(MULTIPLES[-1]) + 0.1, "size of the position, times 5,000 USD", words.setting),
    Scale(LOWEST, HIGHEST, "chance; each step is ten times", ticks=TICKS, log=True),
    rows=1,
)
"""The axes are the same for all: sizes and chances have the same limits in every state."""


def picture(scene: Scene[RiskState], start: Scene[RiskState]) -> Picture:
    """Return the three curves with the chosen size marked on each."""
    state = scene.state
    size = scene.fact("size, times 5,000 USD")
    marks: list[Mark] = [
        Band(LOWEST, RARE, ink="loan", label=f"too rare to be counted in {ACCOUNTS:,} accounts"),
        Rule(scene.fact("line drawn"), "y", ink="full", width=1.2, label="1 in 100"),
        Rule(size, ink="price", label="your size", width=1.4),
    ]
    for key in EVENTS:
        chance = getattr(state.curve.risk, key)
        shares = np.where(np.asarray(chance.count) > 0, chance.value, np.nan)
        marks.append(Curve(state.curve.values, shares, ink=key, name=f"{key} over the size"))
    return Picture((PLOT,), (*marks, *_chosen(scene)))


def _chosen(scene: Scene[RiskState]) -> list[Mark]:
    """Return the marks at the chosen size, each with its 95 % range; none seen points down."""
    state, size = scene.state, scene.fact("size, times 5,000 USD")
    chances = {key: getattr(state.risk, key) for key in EVENTS}
    said: dict[str, list[str]] = {}
    for key, chance in chances.items():
        said.setdefault(chance_words(chance) if chance.count == 0 else key, []).append(key)
    marks: list[Mark] = []
    for alike in said.values():
        for key in alike:
            chance = chances[key]
            label = f"{', '.join(alike)}: {chance_words(chance)}" if key == alike[-1] else ""
            if chance.never:
                marks.append(Note(size, RARE, ink=key, label=label))
                continue
            low, high = chance.interval
            none = chance.count == 0
            if not none:
                marks.append(
                    Segment(size, max(low, LOWEST), size, high, ink=key, heads="none", width=3.0,
                            name=f"range of a {key}")
                )  # fmt: skip
            fact = scene.fact(f"chance of a {key}")
            marks.append(Point(size, fact, ink=key, shape="v" if none else "o", label=label))
    return marks
