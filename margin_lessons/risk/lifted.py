"""How low an account goes, seen from levels that fees lift.

In money a level is a straight line, start + rise x years, and the rise is the same for every size
and buffer. So ``price - rise x years`` never fell to a level's start unless that level was met: one
number an account, its lowest, answers every level, as it does without fees.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from margin_lessons.risk.bridges import MOST_LIFT, MOST_PIECES, Ways, cut, lower
from margin_lessons.risk.draws import F, Floats
from margin_lessons.risk.stretches import Block, BlockLayout, Stretches, Window

_TOO_FAR = 16.0
"""A bridge meets a line with a chance of exp(-x): one in nine million, of the order that single
precision resolves."""


@dataclass(frozen=True)
class Lift:
    """How fees lift the levels of call, liquidation and zero equity: in prices of now, a year.

    Above zero for falling prices, below it for rising ones: always towards the market.
    """

    call: float
    liquidation: float
    zero: float
    falling: bool

    @property
    def sign(self) -> int:
        """+1 for an account that suffers from falling prices, -1 for rising ones."""
        return 1 if self.falling else -1

    @property
    def rises(self) -> tuple[float, ...]:
        """The rises to follow: that of the liquidation, and the call's where it is another."""
        alike = math.isclose(self.call, self.liquidation, rel_tol=1e-12)
        return (self.liquidation,) if alike else (self.liquidation, self.call)

    def like(self, other: Lift | None) -> bool:
        """Return whether the paths for one serve the other as well."""
        if other is None or other.falling is not self.falling:
            return False
        pairs = (self.call, other.call), (self.liquidation, other.liquidation)
        return all(math.isclose(one, two, rel_tol=1e-9) for one, two in pairs)

    def seen(self, log_move: Floats, years: Floats, rise: float) -> Floats:
        """Return where a point of a path stands, seen from levels with this rise."""
        return self.seen_at(np.exp(F(self.sign) * log_move), years, rise)

    def seen_at(self, price: Floats, years: Floats, rise: float) -> Floats:
        """Return where a price stands, seen from levels with this rise."""
        seen = price - F(rise) * years
        return seen if self.falling else np.negative(seen, out=seen)


@dataclass(frozen=True)
class _Paths:
    """The stretches of a block with the prices at both ends of each."""

    layout: BlockLayout
    ways: Ways
    begins: Floats
    ends: Floats
    volatility: float

    @classmethod
    def of(cls, layout: BlockLayout, stretches: Stretches, sizes: Floats, sign: int) -> _Paths:
        starts, times = _starts(layout, stretches, sizes)
        ways = Ways(starts, times, stretches.moves, stretches.dips, stretches.spans)
        begins, ends = starts * F(sign), starts + stretches.moves
        ends *= F(sign)
        np.exp(begins, out=begins)
        np.exp(ends, out=ends)
        return cls(layout, ways, begins, ends, stretches.volatility)

    def cuts(self, lift: Lift) -> NDArray[np.int8]:
        """Return into how many pieces each stretch is cut, knowing only its begin and its end."""
        lifted = self.ways.span * F(max(map(abs, lift.rises)) / MOST_LIFT)
        if lift.falling:
            lifted /= np.minimum(np.minimum(self.begins, self.ends), F(0.8))
        else:
            # Levels lie above the highest price so far, where they are bent far less.
            lifted *= F(0.5)
        return np.ceil(np.minimum(lifted, F(MOST_PIECES))).astype(np.int8)

    def near(self, lift: Lift, rise: float, least: float, most: float) -> _Seen:
        """Return the ends seen from levels with this rise, and which stretches may meet one.

        Levels stand from ``least`` to ``most``. Below the least all are met already, and a stretch
        that begins and ends far above the most meets none.
        """
        ways = self.ways
        begins = lift.seen_at(self.begins, ways.time, rise)
        ends = lift.seen_at(self.ends, ways.time + ways.span, rise)
        low = np.minimum(begins, ends)
        near = np.ones(len(low), bool)
        if math.isfinite(least):
            near = self._lowest_so_far(low) > F(least)
        if math.isfinite(most):
            # A distance in logs is at least that in money over the higher one of price and level.
            first, last = (np.maximum(part - F(most), 0) for part in (begins, ends))
            close = ways.span * F(_TOO_FAR * self.volatility**2 / 2)
            for price, apart in ((self.begins, first), (self.ends, last)):
                close *= price if lift.falling else price + apart
            near &= first * last <= close
        return _Seen(begins, low, near)

    def _lowest_so_far(self, low: Floats) -> Floats:
        """Return the lowest end of each account up to each stretch."""
        so_far = low.copy()
        for step in range(1, len(self.layout.accounts)):
            part = so_far[self.layout.part(step)]
            before = so_far[self.layout.part(step - 1)]
            np.minimum(part, before[: len(part)], out=part)
        return so_far


@dataclass(frozen=True)
class _Seen:
    """Stretches seen from levels with one rise: where they begin, their lowest point as far as it
    is known, and which may meet a level."""

    begins: Floats
    low: Floats
    near: NDArray[np.bool_]


def walk_lifted(
    layout: BlockLayout,
    stretches: Stretches,
    sizes: Floats,
    lift: Lift,
    window: Window,
) -> Block:
    """Put the stretches together, seen from levels that fees lift."""
    paths = _Paths.of(layout, stretches, sizes, lift.sign)
    cuts = paths.cuts(lift)
    spans = window.of_both() if len(lift.rises) == 1 else window.of_each()
    looked = [
        paths.near(lift, rise, least, most)
        for rise, (least, most) in zip(lift.rises, spans, strict=True)
    ]
    each = list(zip(lift.rises, looked, strict=True))
    for rise, seen in each:
        lower(seen.low, paths.ways, seen.near & (cuts <= 1), rise, lift.sign)
    asked = np.logical_or.reduce([seen.near for seen in looked])
    which = np.flatnonzero(asked & (cuts > 1))
    for place, pieces in cut(paths.ways, which, cuts[which], paths.volatility):
        for rise, seen in each:
            found = seen.low[place]
            lower(found, pieces, seen.near[place], rise, lift.sign)
            seen.low[place] = found
    return _collect(layout, paths, looked, window)


def _starts(layout: BlockLayout, stretches: Stretches, sizes: Floats) -> tuple[Floats, Floats]:
    """Return where, in logs, and when each stretch begins."""
    starts, times = np.empty_like(stretches.moves), np.empty_like(stretches.moves)
    position, elapsed = (np.zeros(layout.accounts[0], F) for _ in range(2))
    for step, accounts in enumerate(layout.accounts):
        part = layout.part(step)
        starts[part], times[part] = position[:accounts], elapsed[:accounts]
        if step + 1 < len(layout.accounts):
            jumping = layout.accounts[step + 1]
            at = position[:jumping]
            at += stretches.moves[part][:jumping]
            at += sizes[layout.jumps_of(step)]
            elapsed[:jumping] += stretches.spans[part][:jumping]
    return starts, times


def _collect(layout: BlockLayout, paths: _Paths, looked: list[_Seen], window: Window) -> Block:
    """Go from jump to jump with the lowest point so far."""
    low, call_low = looked[0].low, looked[-1].low
    lowest = low[layout.part(0)].copy()
    called = lowest if call_low is low else call_low[layout.part(0)].copy()
    kept = []
    for step in range(1, len(layout.accounts)):
        part, jumping = layout.part(step), layout.accounts[step]
        landed, when = paths.ways.start[part], paths.ways.time[part]
        after = looked[0].begins[part]
        so_far = lowest[:jumping]
        which = np.flatnonzero(window.kept(so_far, after))
        if len(which):
            columns = (so_far, called[:jumping], after, landed, when)
            kept.append([column[which] for column in columns])
        # A stretch begins where the jump landed, so its lowest point is not above that.
        np.minimum(so_far, low[part], out=so_far)
        if called is not lowest:
            np.minimum(called[:jumping], call_low[part], out=called[:jumping])
    if not kept:
        return Block(lowest, called, *(np.empty(0, F) for _ in range(5)))
    return Block(lowest, called, *(np.concatenate(column) for column in zip(*kept, strict=True)))
