"""Exact samples of how low a price goes, without stepping through bars.

Between two jumps the log price is a Brownian motion. Its move ``d`` over a stretch of ``dt`` years
is one normal, and its lowest point on the way is one exponential ``E`` more (the minimum of a
Brownian bridge, Karatzas and Shreve 1991, 2.8)::

    lowest = start + (d - sqrt(d^2 + 2 volatility^2 dt E)) / 2

so an account needs a handful of draws, about four for each stretch between jumps, however long the
year. The times of ``n`` jumps cut the horizon as ``n + 1`` exponentials cut their sum. Where fees
lift the levels, long stretches are cut into pieces (``lifted``).

Everything here looks from the account's side: a *falling* coordinate is a move against it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from margin_lessons.errors import BadInput, shown
from margin_lessons.risk.draws import F, Floats, minus_log, normals_from
from margin_lessons.risk.lifted import Lift, walk_lifted
from margin_lessons.risk.price_model import Jumps, KouJumps, NormalJumps, PriceModel
from margin_lessons.risk.stretches import Block, BlockLayout, Stretches, Window

STRETCHES_PER_BLOCK = 120_000
"""Stretches between jumps drawn at once: enough to hide numpy's cost a call, small enough to stay
near the processor, and what keeps memory flat in the number of accounts."""


MOST_JUMPS = 10_000
"""Jumps an account may meet on average: each is drawn, and more would fill the memory."""


@dataclass(frozen=True)
class Motion:
    """The log price as one account meets it: moves against it are negative."""

    drift: float
    volatility: float
    jumps_per_year: float
    jumps: Jumps | None

    @classmethod
    def against(cls, model: PriceModel, falling: bool) -> Motion:
        """Return the motion for an account that suffers from falling (or rising) prices.

        >>> Motion.against(PriceModel(0.6), falling=False).drift
        0.18
        """
        sign, jumps = (1, model.jumps) if falling else (-1, model.jumps and model.jumps.mirrored())
        return cls(sign * model.log_drift, model.volatility, model.jumps_per_year, jumps)


def blocks(
    motion: Motion,
    years: float,
    accounts: int,
    rng: np.random.Generator,
    window: Window | None = None,
    lift: Lift | None = None,
) -> Iterator[Block]:
    """Yield ``accounts`` accounts in blocks of about equal size; each block is used up at once.

    ``lift`` says how fees lift their levels; without it they stand still. Of the jumps those are
    kept that set a new low, and of these only the ones in ``window``. Raises ``BadInput`` when
    there would be more than ``MOST_JUMPS`` of them an account.
    """
    mean_jumps = motion.jumps_per_year * years
    if mean_jumps > MOST_JUMPS:
        raise BadInput(
            f"jumps {shown(mean_jumps)} over the horizon are above {MOST_JUMPS:,}: each is drawn, "
            "so take fewer a year or fewer days."
        )
    whole = max(2_048, int(STRETCHES_PER_BLOCK / (1 + mean_jumps)))
    pieces = -(-accounts // whole)
    ends = [accounts * piece // pieces for piece in range(pieces + 1)]
    work = np.empty(0, F)
    for start, end in pairwise(ends):
        layout = BlockLayout.drawn(rng, mean_jumps, end - start)
        # Six numbers a stretch serve every draw below; the room is kept from block to block.
        if len(work) < 6 * layout.stretches + 8:
            work = np.empty(7 * layout.stretches + 8, F)
        stretches, sizes = _drawn(motion, years, layout, rng, work)
        if lift is None:
            yield _walk(layout, stretches, sizes, window or Window())
        else:
            yield walk_lifted(layout, stretches, sizes, lift, window or Window())


def _drawn(
    motion: Motion, years: float, layout: BlockLayout, rng: np.random.Generator, work: Floats
) -> tuple[Stretches, Floats]:
    """Return the stretches of a block's paths, and the sizes of the jumps between them."""
    total, jumps = layout.stretches, layout.jumps
    normal_jumps = jumps > 0 and isinstance(motion.jumps, NormalJumps)
    pairs = (total + (jumps if normal_jumps else 0) + 1) // 2
    sizes = 0 if normal_jumps else jumps
    cuts = np.cumsum([total, total, pairs, sizes, pairs, sizes, 2 * pairs])
    rng.random(dtype=F, out=work[: cuts[5]])
    # The first four parts become (minus) exponentials, the next two stay uniform.
    minus_log(work[: cuts[3]])
    spans, dips, radii, jump_sizes, angles, signs, normals = np.split(work[: cuts[6]], cuts[:-1])
    normals_from(radii, angles, 1.0, out=normals)
    _cut_the_horizon(spans, layout, years)
    if normal_jumps and isinstance(motion.jumps, NormalJumps):
        jump_sizes = normals[total : total + jumps]
        jump_sizes *= F(motion.jumps.spread)
        jump_sizes += F(motion.jumps.mean)
    elif isinstance(motion.jumps, KouJumps):
        _kou_sizes(jump_sizes, signs, motion.jumps)
    moves = normals[:total]
    variance = motion.volatility**2
    dips *= spans
    dips *= F(-2 * variance)
    moves *= np.sqrt(spans * F(variance))
    moves += spans * F(motion.drift)
    return Stretches(moves, dips, spans, motion.volatility), jump_sizes


def _cut_the_horizon(spans: Floats, layout: BlockLayout, years: float) -> None:
    """Turn (minus) exponentials into the years between jumps, so that each account's add up."""
    share = np.zeros(layout.accounts[0], F)
    for step, accounts in enumerate(layout.accounts):
        share[:accounts] += spans[layout.part(step)]
    # One exponential in 16 million is exactly zero, and an account may have no other.
    share -= F(1e-30)
    np.divide(F(years), share, out=share)
    for step, accounts in enumerate(layout.accounts):
        spans[layout.part(step)] *= share[:accounts]


def _kou_sizes(sizes: Floats, signs: Floats, jumps: KouJumps) -> None:
    """Turn minus exponentials into double-exponential jumps; ``signs`` are uniforms."""
    up = signs < F(jumps.up_chance)
    scale = np.multiply(up, F(-jumps.up_mean - jumps.down_mean), dtype=F)
    scale += F(jumps.down_mean)
    sizes *= scale


def _walk(layout: BlockLayout, stretches: Stretches, sizes: Floats, window: Window) -> Block:
    """Put the pieces together: from stretch to jump to stretch, with the lowest point so far."""
    moves, dips = stretches.moves, stretches.dips
    dips += moves * moves
    np.sqrt(dips, out=dips)
    np.subtract(moves, dips, out=dips)
    dips *= F(0.5)
    position = np.zeros(layout.accounts[0], F)
    lowest = np.zeros(layout.accounts[0], F)
    before, after = [np.empty(0, F)], [np.empty(0, F)]
    for step, accounts in enumerate(layout.accounts):
        part = layout.part(step)
        dip = dips[part]
        dip += position[:accounts]
        np.minimum(lowest[:accounts], dip, out=lowest[:accounts])
        if step + 1 == len(layout.accounts):
            break
        jumping = layout.accounts[step + 1]
        at, low = position[:jumping], lowest[:jumping]
        at += moves[part][:jumping]
        at += sizes[layout.jumps_of(step)]
        which = np.flatnonzero(window.kept(low, at))
        if len(which):
            before.append(low[which])
            after.append(at[which])
    low, landed = np.concatenate(before), np.concatenate(after)
    return Block(lowest, lowest, low, low, landed, landed, np.zeros(len(low), F))
