"""The map of sizes and buffers: a chance for each pair, all from one simulation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from margin_lessons import words
from margin_lessons.errors import between, pick
from margin_lessons.risk import Chance, Risk, RiskMap, Situation, risk_map
from margin_lessons.scenes.risk_choices import (
    LEVERAGE,
    LIMIT,
    PAGE,
    bare_situation,
    largest_safe,
    model_for,
)
from margin_lessons.scenes.risk_words import (
    account_facts,
    chance_facts,
    chance_words,
    market_facts,
    market_name,
    sentence,
)
from margin_lessons.scenes.scene import Fact, Scene

SIZES: NDArray[np.float64] = 1_000.0 * np.arange(1, 25, dtype=float)
BUFFERS: NDArray[np.float64] = 500.0 * np.arange(24, dtype=float)
SHOWN = ("liquidation", "debt")
"""The chances that the colours can stand for."""


@dataclass(frozen=True)
class MapState:
    """The map, the event whose chance it shows, and the cell that is chosen."""

    market: str
    situation: Situation
    map: RiskMap
    event: str

    @property
    def cell(self) -> tuple[int, int]:
        """Row (buffer) and column (size) of the chosen cell."""
        row = int(np.abs(BUFFERS - self.situation.buffer).argmin())
        return row, int(np.abs(SIZES - self.situation.size).argmin())

    @property
    def risk(self) -> Risk:
        """The chances of the chosen cell."""
        return self.map.risk.at(self.cell)

    @property
    def chance(self) -> Chance:
        """The chance of the event in the chosen cell."""
        return getattr(self.risk, self.event)

    @property
    def largest(self) -> float | None:
        """The largest size on the chosen buffer that is surely below 1 in 100, or None."""
        row = getattr(self.map.risk, self.event).at((self.cell[0], slice(None)))
        return largest_safe(row, SIZES)

    @property
    def needed(self) -> float | None:
        """The buffer for each dollar of position on the 1 % line; None when it is off the map."""
        sizes = self.map.line(LIMIT, self.event)
        found = np.flatnonzero(np.isfinite(sizes) & (BUFFERS > 0))
        return float(BUFFERS[found[-1]] / sizes[found[-1]]) if len(found) else None


@lru_cache(maxsize=32)
def map_for(bare: Situation) -> RiskMap:
    """Return the map of a situation whatever its size and buffer; the same seed for everybody."""
    return risk_map(bare, SIZES, BUFFERS)


def map_state(
    size: float,
    buffer: float,
    event: str = "liquidation",
    market: str = "crash year",
    days: float = 30,
    side: str = "long",
    fees: str = PAGE,
    leverage: float = LEVERAGE,
) -> MapState:
    """Return the map of a market, with the cell of ``size`` and ``buffer`` USD chosen.

    >>> state = map_state(10_000, 3_000)
    >>> str(state.chance), round(state.needed, 2)
    ('5.8% ± 0.3%', 0.44)
    """
    size = between("size", size, SIZES[0], SIZES[-1], why="that is the width of the map, in USD")
    why = "that is the height of the map, in USD"
    buffer = between("buffer", buffer, BUFFERS[0], BUFFERS[-1], why=why)
    pick("event", event, dict.fromkeys(SHOWN), "this map")
    bare = bare_situation(model_for(market), days, side, fees, leverage)
    column, row = int(np.abs(SIZES - size).argmin()), int(np.abs(BUFFERS - buffer).argmin())
    now = replace(bare, size=float(SIZES[column]), buffer=float(BUFFERS[row]))
    return MapState(market, now, map_for(bare), event)


def scene(state: MapState) -> Scene[MapState]:
    """Return what the map shows and says."""
    situation, needed = state.situation, state.needed
    size, buffer = (words.amount(float(part)) for part in (situation.size, situation.buffer))
    line = "1 in 100 is not on this map"
    if needed is not None:
        line = f"1 in 100, our example: {needed:.2f} USD of buffer for each dollar of position"
    return Scene(
        state,
        title=f"Size {size}, buffer {buffer}, {market_name(state.market, situation)}: "
        f"{_share(state)}",
        sentence=sentence(state.risk, situation),
        facts=(
            *account_facts(situation),
            *market_facts(state.market, situation),
            *chance_facts(state.risk),
            Fact("line drawn", line, needed),
            Fact("thin lines", "1 in 10 and 1 in 1,000"),
        ),
        seen=_seen(state),
    )


def _seen(state: MapState) -> str:
    """Return the corners of the map and its line."""
    risk, sizes = getattr(state.map.risk, state.event), (SIZES[0], SIZES[-1])
    corners = [
        f"{chance_words(risk.at((row, column)))} for {words.money(sizes[column])} "
        f"on {_on(BUFFERS[row])}"
        for row in (0, -1)
        for column in (0, -1)
    ]
    line = "The line at 1 in 100 is not on it."
    if state.needed is not None:
        line = "The line at 1 in 100 rises from the left: more size asks for more buffer."
    return (
        f"A map of the chance of {_EVENTS[state.event]}, the position across and the buffer "
        f"upwards, deeper in colour where it is likelier: {'; '.join(corners)}. {line} A square "
        "marks your account."
    )


_EVENTS = {"liquidation": "a liquidation", "debt": "a debt"}


def _on(buffer: float) -> str:
    return f"a buffer of {words.money(buffer)}" if buffer else "no buffer"


def _share(state: MapState) -> str:
    if state.chance.never:
        return f"no {state.event} possible"
    return f"{chance_words(state.chance)} {'in debt' if state.event == 'debt' else 'liquidated'}"
