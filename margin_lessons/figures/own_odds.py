"""The picture of one's own chances: three lines over the days, on a logarithmic scale."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from margin_lessons.doctor import DAYS
from margin_lessons.figures.marks import Band, Curve, Mark, Note, Point, Rule, Segment
from margin_lessons.figures.picture import Picture, Plot, Scale
from margin_lessons.figures.risk_curves import HIGHEST, LOWEST, TICKS
from margin_lessons.risk import EVENTS
from margin_lessons.scenes.doctor_state import DoctorState
from margin_lessons.scenes.own_odds import accounts_counted, closely, events, named
from margin_lessons.scenes.risk_words import chance_words
from margin_lessons.scenes.scene import Scene

PLOT = Plot(
    Scale(0, 100, "days", ticks=tuple((day, f"{day:g}") for day in DAYS)),
    Scale(LOWEST, HIGHEST, "chance; each step is ten times", ticks=TICKS, log=True),
    rows=1,
)
"""The axes are the same for all."""


def picture(scene: Scene[DoctorState], start: Scene[DoctorState]) -> Picture:
    """Return the three lines, each with the range of what was counted."""
    accounts = accounts_counted(scene.state)
    rare = Band(LOWEST, scene.fact("too rare to be counted"), ink="loan",
                label=f"too rare to be counted in {accounts:,} accounts")  # fmt: skip
    days = Rule(scene.fact("days looked at"), ink="price", width=1.4, label="looked at")
    return Picture((PLOT,), (rare, days, *_curves(scene), *_ranges(scene), *_labels(scene)))


def _curves(scene: Scene[DoctorState]) -> Iterator[Mark]:
    odds = scene.state.diagnosis.odds
    for key in EVENTS:
        at = [scene.value(named(one.days, key)) if key in events(one) else None for one in odds]
        heights = np.array([np.nan if value is None else value for value in at], float)
        if np.isfinite(heights).any():
            yield Curve([one.days for one in odds], heights, ink=key, width=1.6,
                        name=f"{key} over the days")  # fmt: skip


def _ranges(scene: Scene[DoctorState]) -> Iterator[Mark]:
    for one in scene.state.diagnosis.odds:
        for key, chance in events(one).items():
            if not chance.never and chance.count:
                low, high = map(float, chance.interval)
                yield Segment(one.days, max(low, LOWEST), one.days, high, ink=key, heads="none",
                              width=3.0, name=f"range of a {key}")  # fmt: skip


def _labels(scene: Scene[DoctorState]) -> Iterator[Mark]:
    """Yield a marker for each chance; those of the horizon that is looked at have their words."""
    state, looked_at = scene.state, closely(scene.state)
    for one in state.diagnosis.odds:
        for key, chance in events(one).items():
            label = f"{key}: {chance_words(chance)}" if one is looked_at else ""
            if chance.never:
                if label:
                    yield Note(one.days, scene.fact("too rare to be counted"), ink=key, label=label)
                continue
            shape = "o" if chance.count else "v"
            yield Point(one.days, scene.fact(named(one.days, key)), ink=key, shape=shape,
                        label=label)  # fmt: skip
