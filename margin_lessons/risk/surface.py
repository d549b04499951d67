"""The whole map of sizes and buffers from one simulation, and the largest position it allows."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from margin_lessons.errors import between, numbers, of_kind, pick, positive, whole
from margin_lessons.risk.chance import Chance
from margin_lessons.risk.horizon import ACCOUNTS, SEED, chances
from margin_lessons.risk.outcome import Risk
from margin_lessons.risk.situation import Situation

_SITUATION = "it says how large the position is and how the price moves"

EVENTS = ("call", "liquidation", "debt")
"""What a chance can be of."""


def risk_of(
    situation: Situation, *, accounts: int = ACCOUNTS, seed: int | np.random.Generator = SEED
) -> Risk:
    """Return the chances for a situation; arrays of sizes and buffers share one simulation.

    Raises ``BadInput`` for what is no situation, for no accounts and for a seed that is not whole.

    >>> from margin_lessons.risk.presets import PRESETS
    >>> now = Situation(10_000, 3_000, 5, PRESETS["crash year"].model, days=30)
    >>> print(risk_of(now).liquidation)
    5.8% ± 0.3%
    """
    of_kind("situation", situation, Situation, why=_SITUATION)
    return chances(
        situation.levels(), situation.model, situation.days, accounts=accounts, seed=seed
    )


def chance_of(risk: Risk, event: str) -> Chance:
    """Return one of the chances of a risk by name: call, liquidation or debt, else ``BadInput``."""
    return pick("event", event, {name: getattr(risk, name) for name in EVENTS}, "the events")


@dataclass(frozen=True)
class RiskMap:
    """Chances over a grid: entry ``[i, j]`` is for ``buffers[i]`` and ``sizes[j]``.

    With one leverage setting a chance depends only on the buffer per size. ``ladder`` is the risk
    along ``rungs``, fine steps of that ratio from thick to thin, over the same paths.
    """

    sizes: NDArray[np.float64]
    buffers: NDArray[np.float64]
    risk: Risk
    rungs: NDArray[np.float64]
    ladder: Risk

    def values(self, event: str = "liquidation") -> NDArray[np.float64]:
        """Return the chances of one event (``BadInput`` if unknown), shaped (buffers, sizes)."""
        return np.asarray(chance_of(self.risk, event).value)

    def line(self, limit: float = 0.01, event: str = "liquidation") -> NDArray[np.float64]:
        """Return, for each buffer, the size at which the chance first reaches ``limit``.

        nan where even the smallest size is riskier, and infinity where the largest still is not.
        This is the 1 % line of the heat map: a ray, as many dollars of buffer for each of size.
        Raises ``BadInput`` for a limit that is no probability and for an unknown event.
        """
        between("limit", limit, 0, 1, why="it is a probability")
        thinnest = self._thinnest(np.asarray(chance_of(self.ladder, event).value), limit)
        with np.errstate(divide="ignore", invalid="ignore"):
            sizes = np.where(thinnest > 0, self.buffers / thinnest, np.inf)
        sizes = np.where(sizes > self.sizes[-1], np.inf, sizes)
        return np.where(sizes < self.sizes[0], np.nan, sizes)

    def _thinnest(self, seen: NDArray[np.float64], limit: float) -> float:
        """Return the buffer per size below which the chance is ``limit`` or more."""
        beyond = np.flatnonzero(seen >= limit)
        if len(beyond) == 0:
            return 0.0
        rung = beyond[0]
        if rung == 0:
            return np.inf
        share = (limit - seen[rung - 1]) / (seen[rung] - seen[rung - 1])
        thick, thin = self.rungs[rung - 1 : rung + 1]
        return float(thick + share * (thin - thick))


_RUNGS = 200


def risk_map(
    situation: Situation,
    sizes: ArrayLike,
    buffers: ArrayLike,
    *,
    accounts: int = ACCOUNTS,
    seed: int | np.random.Generator = SEED,
) -> RiskMap:
    """Return the chances for every size with every buffer, everything else as in ``situation``.

    Raises ``BadInput`` for no sizes or buffers, and for those that are no amounts of money.

    5,000 or 10,000 USD long at 5x, 30 days of a year with one March 2020, with 1,000 or 4,000 USD
    beyond the used margin; 4,000 USD carry a position of 9,040 USD before 1 % are liquidated:

    >>> from margin_lessons.risk.presets import PRESETS
    >>> now = Situation(10_000, 0, 5, PRESETS["crash year"].model, days=30)
    >>> whole = risk_map(now, sizes=[5_000, 10_000], buffers=[1_000, 4_000])
    >>> whole.values("liquidation").round(3).tolist()
    [[0.162, 0.357], [0.0, 0.018]]
    >>> whole.line(0.01).round().tolist()
    [nan, 9040.0]
    """
    of_kind("situation", situation, Situation, why=_SITUATION)
    why = "a map has one column for each size and one row for each buffer"
    sizes, buffers = (
        np.unique(numbers(name, part, why=why))
        for name, part in (("size", sizes), ("buffer", buffers))
    )
    grid = replace(situation, size=sizes[None, :], buffer=buffers[:, None])
    shape = (len(buffers), len(sizes))
    # Rungs lie closer together where the buffer is thin.
    rungs = buffers[-1] / sizes[0] * np.linspace(1.0, 0.0, _RUNGS) ** 2
    size = np.concatenate([np.broadcast_to(sizes, shape).ravel(), np.ones(_RUNGS)])
    buffer = np.concatenate([np.broadcast_to(grid.buffer, shape).ravel(), rungs])
    both = risk_of(replace(situation, size=size, buffer=buffer), accounts=accounts, seed=seed)
    cells = np.arange(shape[0] * shape[1]).reshape(shape)
    return RiskMap(sizes, buffers, both.at(cells), rungs, both.at(slice(cells.size, None)))


@dataclass(frozen=True)
class LargestPosition:
    """The largest position that keeps a chance below a limit, and its own risk."""

    size: float
    buffer: float
    risk: Risk


def largest_below_chance(
    situation: Situation,
    money: float,
    *,
    limit: float = 0.01,
    event: str = "liquidation",
    steps: int = 400,
    accounts: int = ACCOUNTS,
    seed: int | np.random.Generator = SEED,
) -> LargestPosition | None:
    """Return the largest position on ``money`` with less than ``limit`` chance of ``event``.

    The margin is size / leverage and all other money is the buffer. Sizes are tried in ``steps``
    equal steps up to what the leverage allows, over the same paths. A size counts only when even
    the high end of its 95 % range is below the limit, for it and for every smaller size: a debt can
    become *rarer* with the size, as a large position is closed before the jump comes. None when no
    size does. Raises ``BadInput`` for money or steps that are not above zero, a limit that is no
    probability, and an unknown event.

    5,000 USD at 5x allow 25,000 USD; over 30 days of a year with one March 2020 less than a third
    of it keeps liquidations under 1 %:

    >>> from margin_lessons.risk.presets import PRESETS
    >>> now = Situation(10_000, 0, 5, PRESETS["crash year"].model, days=30)
    >>> best = largest_below_chance(now, money=5_000)
    >>> best.size, best.buffer, str(best.risk.liquidation)
    (7625.0, 3475.0, '0.9% ± 0.1%')
    """
    of_kind("situation", situation, Situation, why=_SITUATION)
    money = positive("money", money, why="it is what you put up")
    between("limit", limit, 0, 1, why="it is a probability")
    steps = whole("steps", steps, 1, most=100_000, why="sizes are tried in equal steps")
    sizes = money * situation.leverage * np.arange(1, steps + 1) / steps
    # The last size uses all the money; rounding must not leave it a negative buffer.
    buffers = np.maximum(money - sizes / situation.leverage, 0.0)
    risk = risk_of(replace(situation, size=sizes, buffer=buffers), accounts=accounts, seed=seed)
    best = chance_of(risk, event).safe_run(limit) - 1
    if best < 0:
        return None
    return LargestPosition(float(sizes[best]), float(buffers[best]), risk.at(best))
