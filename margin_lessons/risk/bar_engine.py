"""The bar engine: many accounts through bars, for whatever an exact sample cannot follow.

Trailing stops, top-ups and delays depend on the whole path, so here every bar is drawn. Bars see
only their closes (or, with ``bridge``, the lowest point inside each bar, exactly): an account that
dipped below a level and came back goes unnoticed, so coarse bars see too few liquidations. Jumps
come at the open of a bar. With finer bars the figures run into those of the exact sampler.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass

import numpy as np
from numpy.typing import NDArray

from margin_lessons.errors import between, of_kind, positive
from margin_lessons.risk.bar_data import BarMatrix, Totals
from margin_lessons.risk.bar_rules import BarRules
from margin_lessons.risk.chance import Average, Chance
from margin_lessons.risk.checks import flag
from margin_lessons.risk.desk import Desk
from margin_lessons.risk.draws import F, Floats, accounts_of, generator, minus_log, normals_from
from margin_lessons.risk.horizon import ACCOUNTS, SEED
from margin_lessons.risk.price_model import NormalJumps, PriceModel, years_of
from margin_lessons.risk.sampler import Motion

ROWS = 65_536
"""Accounts side by side."""

MINUTES = 525_600
"""In a year; with shorter bars a replay would have no end."""

CELLS = 8 * ROWS
"""Bars x accounts drawn in one go: enough to hide numpy's cost a call, few enough for the cache."""


@dataclass(frozen=True)
class BarRisk:
    """Chances from a replay over bars. ``stop`` is the chance to be closed by a stop.

    ``jumped`` is the chance of a liquidation in a bar that opened beyond the level; ``normals`` is
    how many normals were drawn: fewer than bars x accounts, as closed accounts need none.
    """

    accounts: int
    call: Chance
    stop: Chance
    liquidation: Chance
    jumped: Chance
    debt: Chance
    expected_debt: Average
    normals: int

    @classmethod
    def of(cls, totals: Totals, accounts: int, normals: int) -> BarRisk:
        """Return the chances that a desk has counted."""
        *counts, debt, squared = astuple(totals)
        mean = debt / accounts
        error = max(squared / accounts - mean**2, 0.0) ** 0.5 / accounts**0.5
        call, stop, liquidation, jumped, indebted = (Chance(count, accounts) for count in counts)
        average = Average(mean, error)
        return cls(accounts, call, stop, liquidation, jumped, indebted, average, normals)


@dataclass(frozen=True)
class _Time:
    """The horizon cut into bars of ``step`` years."""

    step: float
    bars: int

    def middles(self, first: int, last: int) -> NDArray[np.float64]:
        """Return the years at the middle of each bar."""
        return (np.arange(first, last, dtype=float) + 0.5) * self.step


def bar_risk(
    model: PriceModel,
    rules: BarRules,
    days: float,
    *,
    bars_per_year: float = 365,
    bridge: bool = False,
    accounts: int = ACCOUNTS,
    seed: int | np.random.Generator = SEED,
) -> BarRisk:
    """Return the chances within ``days``, replayed in bars; memory does not grow with accounts.

    Raises ``BadInput`` for negative days, no accounts, no bars and a seed that is not whole.

    >>> from margin_lessons.account import Account, Position
    >>> from margin_lessons.risk.bar_rules import rules_of
    >>> account = Account(10_000, (Position("long", 1, 20_000, 5),))
    >>> print(bar_risk(PriceModel(0.8), rules_of(account), 90, bars_per_year=365).liquidation)
    37.1% ± 0.7%
    """
    of_kind("model", model, PriceModel, why="it says how the price moves, as PRESETS do")
    of_kind("rules", rules, BarRules, why="rules_of(account) gives them")
    years = years_of(days)
    bridge = flag("bridge", bridge, why="the lowest point inside a bar is drawn or not")
    accounts, rng = accounts_of(accounts), generator(seed)
    why = "it is how many bars make a year"
    per_year = positive("bars per year", bars_per_year, why=why)
    bars = max(1, round(years * between("bars per year", per_year, 0, MINUTES, why=why)))
    motion, time = Motion.against(model, rules.levels.falling), _Time(years / bars, bars)
    totals, normals = [], 0
    for first in range(0, accounts, ROWS):
        desk = Desk(rules, min(ROWS, accounts - first))
        normals += _run(desk, motion, time, bridge, rng)
        totals.append(astuple(desk.totals))
    counted = Totals(*(sum(column) for column in zip(*totals, strict=True)))
    return BarRisk.of(counted, accounts, normals)


def _run(desk: Desk, motion: Motion, time: _Time, bridge: bool, rng: np.random.Generator) -> int:
    """Take one desk through all bars; return how many normals that took."""
    # As accounts close, more bars go into one go, so the room is as full at the end as before.
    room = np.empty((4 if bridge else 2, max(CELLS, len(desk.price)) + 2), F)
    drawn = first = 0
    heights = desk.rules.heights(time.middles(0, 1))
    while first < time.bars and len(desk.price):
        rows = len(desk.price)
        last = min(time.bars, first + max(1, CELLS // rows))
        shape = (last - first, rows)
        moves, dips = draw_bars(rng, motion, time.step, shape, room, bridge)
        drawn += moves.size
        if desk.rules.moving:
            heights = desk.rules.heights(time.middles(first, last))
        jumps = draw_jumps(rng, motion, time.step, moves.size)
        bars = BarMatrix(first, moves, *jumps, dips, heights)
        desk.trade(bars, room[0, : moves.size].reshape(shape))
        if last == time.bars:
            desk.finish(bars)
        if 4 * desk.open_accounts < 3 * rows:
            desk.drop_closed()
        first = last
    return drawn


def draw_bars(
    rng: np.random.Generator,
    motion: Motion,
    step: float,
    shape: tuple[int, int],
    room: Floats,
    bridge: bool = False,
) -> tuple[Floats, Floats | None]:
    """Return the moves of bars of ``step`` years, and how low each goes on its way if asked for.

    ``room`` has rows of enough numbers for ``shape``, two or (for the dips) four: the first and
    the last are free again afterwards, the others hold the result.
    """
    count = shape[0] * shape[1]
    half = (count + 1) // 2
    uniforms = rng.random(dtype=F, out=room[0, : 2 * half])
    scale = motion.volatility * step**0.5
    radii, angles = minus_log(uniforms[:half]), uniforms[half:]
    moves = normals_from(radii, angles, scale, out=room[1, : 2 * half])[:count]
    moves += F(motion.drift * step)
    moves = moves.reshape(shape)
    if not bridge:
        return moves, None
    dips = minus_log(rng.random(dtype=F, out=room[2, :count])).reshape(shape)
    dips *= F(-2 * scale * scale)
    squares = np.multiply(moves, moves, out=room[3, :count].reshape(shape))
    dips += squares
    np.sqrt(dips, out=dips)
    np.subtract(moves, dips, out=dips)
    dips *= F(0.5)
    return moves, dips


def draw_jumps(
    rng: np.random.Generator, motion: Motion, years: float, cells: int
) -> tuple[NDArray[np.intp], Floats]:
    """Return the cells, of bars of ``years`` each, that open with a jump, and its size."""
    count = int(rng.poisson(motion.jumps_per_year * years * cells))
    return rng.integers(0, cells, count), _sizes(rng, motion, count)


def _sizes(rng: np.random.Generator, motion: Motion, count: int) -> Floats:
    jumps = motion.jumps
    if count == 0 or jumps is None:
        return np.empty(0, F)
    if isinstance(jumps, NormalJumps):
        return rng.normal(jumps.mean, jumps.spread, count).astype(F)
    up = rng.random(count) < jumps.up_chance
    sizes = rng.standard_exponential(count)
    return (sizes * np.where(up, jumps.up_mean, -jumps.down_mean)).astype(F)
