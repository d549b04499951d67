"""Chances out of bars of one's own: the days they hold, drawn again and again, in another order.

No model is chosen: stretches of a day are drawn as they were, one after the other, so that wild
hours stay together within their day. The bars go through the desk of the bar engine: one that opens
beyond a level fills at its open, one that trades through it at the level.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from margin_lessons.errors import BadInput, of_kind, shown
from margin_lessons.market.bars import Bars
from margin_lessons.risk.bar_data import BarMatrix, Totals
from margin_lessons.risk.bar_engine import MINUTES, BarRisk
from margin_lessons.risk.bar_rules import BarRules
from margin_lessons.risk.desk import Desk
from margin_lessons.risk.draws import F, Floats, accounts_of, generator
from margin_lessons.risk.horizon import SEED
from margin_lessons.risk.price_model import horizons_of, years_of

OWN_ACCOUNTS = 4_000
"""Accounts over bars of one's own: a chance of 1 % is then known to 0.3 points."""

LEAST_BARS = 100
"""Fewer bars hold too few days to draw from."""

DAY = 1_440
"""Minutes of a stretch that is drawn in one piece."""

HOUR = 60
"""Shorter bars are made as long as this first."""

SMALL_JUMP = 0.001
"""A bar that opens less than this beside the close before counts as traded through."""

_CELLS = 400_000
"""Bars x accounts at a time: enough to hide numpy's cost a call, few enough for the cache."""


@dataclass(frozen=True, eq=False)
class PastBars:
    """Bars as logs against an account: how far each opens from the last close, moves, and dips.

    ``whole`` is how many of them make a stretch that is drawn in one piece.
    """

    opens: Floats
    moves: Floats
    dips: Floats
    length: float
    whole: int

    @classmethod
    def of(cls, bars: Bars, falling: bool) -> PastBars:
        """Return bars as an account meets that suffers from falling (or rising) prices."""
        sign, worst = (1, bars.low) if falling else (-1, bars.high)
        before = bars.close[:-1]
        opens = sign * np.log(bars.open[1:] / before)
        moves = sign * np.log(bars.close[1:] / bars.open[1:])
        dips = sign * np.log(worst[1:] / bars.open[1:])
        # Past prices had a trend; nobody knows the next one, so the expected price stays.
        trend = sign * np.log(np.mean(bars.close[1:] / before))
        traded = np.abs(opens) < SMALL_JUMP
        moves, dips = (np.where(traded, opens + part, part) for part in (moves, dips))
        moves = moves - trend
        dips = np.minimum(np.minimum(dips, moves), 0.0)
        opens = np.where(traded, 0.0, opens)
        whole = min(max(1, round(DAY / bars.length)), len(moves))
        return cls(opens.astype(F), moves.astype(F), dips.astype(F), bars.length, whole)

    def rows(self, rng: np.random.Generator, bars: int, accounts: int) -> NDArray[np.intp]:
        """Return which bar each account meets, in whole stretches: a matrix bars x accounts."""
        stretches = -(-bars // self.whole)
        starts = rng.integers(0, len(self.moves) - self.whole + 1, (stretches, 1, accounts))
        each = starts + np.arange(self.whole)[None, :, None]
        return each.reshape(-1, accounts)[:bars]


def resampled_risk(
    bars: Bars,
    rules: BarRules,
    days: ArrayLike,
    *,
    accounts: int = OWN_ACCOUNTS,
    seed: int | np.random.Generator = SEED,
) -> tuple[BarRisk, ...]:
    """Return the chances within each number of days, in the order given, over the same paths.

    Bars shorter than an hour are joined to hours first. The past trend is taken out. The range of a
    chance is that of the drawing; a file of a few weeks knows no crash that it does not hold.
    Raises ``BadInput`` for fewer than 100 bars, prices that are not above zero, no days or days
    below zero, and for what is no bars and no rules.

    A price that went up and down by 1 % each hour never falls by a fifth in a week:

    >>> bars = Bars.from_path([100, 101] * 100, length=60)
    >>> from margin_lessons.risk.levels import LevelLine, Levels
    >>> rules = BarRules(Levels(LevelLine(0.9), LevelLine(0.8), LevelLine(0.7)))
    >>> print(resampled_risk(bars, rules, [7])[0].liquidation)
    below 0.075% (0 of 4,000)
    """
    of_kind("rules", rules, BarRules, why="rules_of(account) gives them")
    accounts, rng = accounts_of(accounts), generator(seed)
    past = PastBars.of(bars_to_draw(bars), rules.levels.falling)
    ends = [max(1, round(years_of(day) * MINUTES / past.length)) for day in horizons_of(days)]
    counted = _counted(past, rules, sorted(set(ends)), accounts, rng)
    return tuple(BarRisk.of(counted[end], accounts, 0) for end in ends)


def bars_to_draw(bars: Bars) -> Bars:
    """Return the bars that are drawn: those shorter than an hour joined to hours.

    Raises ``BadInput`` for fewer than 100 of them, and for prices that are not above zero.

    >>> len(bars_to_draw(Bars.from_path([100, 101] * 3_000, length=1)))
    100
    """
    of_kind("bars", bars, Bars, why="read_bars(...) reads them from a file")
    lowest = float(bars.low.min())
    if lowest <= 0:
        raise BadInput(f"bars have a low of {shown(lowest)}: a price here is above 0.")
    joined = bars.coarsen(HOUR) if bars.length < HOUR and HOUR % bars.length == 0 else bars
    if len(joined) < LEAST_BARS:
        raise BadInput(
            f"bars are {len(joined)}, which is below {LEAST_BARS}: so few hold too little to draw "
            "from; give a longer file."
        )
    return joined


def _counted(
    past: PastBars, rules: BarRules, ends: list[int], accounts: int, rng: np.random.Generator
) -> dict[int, Totals]:
    """Return what has happened by each of the ends; nothing changes once all are closed."""
    desk, counted, first = Desk(rules, accounts), {}, 0
    step = past.length / MINUTES
    for end in ends:
        while first < end and len(desk.price):
            rows = len(desk.price)
            whole = past.whole * max(1, _CELLS // (rows * past.whole))
            last = min(end, first + whole)
            which = past.rows(rng, last - first, rows)
            heights = rules.heights((np.arange(first, last, dtype=float) + 0.5) * step)
            opens = past.opens[which].reshape(-1)
            cells = np.flatnonzero(opens)
            moves, dips = past.moves[which], past.dips[which]
            matrix = BarMatrix(first, moves, cells, opens[cells], dips, heights)
            desk.trade(matrix)
            if last == ends[-1]:
                desk.finish(matrix)
            if 4 * desk.open_accounts < 3 * rows:
                desk.drop_closed()
            first = last
        counted[end] = Totals(*astuple(desk.totals))
    return counted
