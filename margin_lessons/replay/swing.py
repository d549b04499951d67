"""What a trailing stop may have met inside one bar, whose path nobody knows.

A trailing stop for a long stands a distance below the best price. In a bar that it survives on the
way down, the price may have run up first, taking the stop along, and then have come down upon it.
When the close lies below the highest place of the stop, it must have done so; when only the low
does, it may have.
"""

from __future__ import annotations

import math

from margin_lessons.market.bars import Bar
from margin_lessons.replay.live import Live
from margin_lessons.replay.reach import passed
from margin_lessons.replay.run import Run
from margin_lessons.rounding import CRUMB


def swing_turns(run: Run, point: str) -> list[tuple[Live, float]]:
    """Return the trailing stops that a swing away from ``point`` and back meets, with its turn."""
    if run.liquidation is not None:
        return []
    step = -1 if point == "low" else 1
    trailing = [live for live in run.orders if live.trails and live.direction == step]
    turns = [(live, _turn(run, live, step)) for live in trailing]
    return [
        (live, turn)
        for live, turn in turns
        if passed(live.level_after(turn), step, getattr(run.bar_of(live), point))
    ]


def _turn(run: Run, live: Live, step: int) -> float:
    """Return how far the swing goes: to the extreme, or to the first order that waits on the way.

    At that one something good would happen first, and it is the bad order that is asked for.
    """
    bar = run.bar_of(live)
    on_the_way = [
        other.level for other in run.orders if other.direction == -step and other.on is live.on
    ]
    return min([bar.high, *on_the_way]) if step < 0 else max([bar.low, *on_the_way])


def order_known(bar: Bar, point: str) -> bool:
    """Return whether ``point``, "low" or "high", surely came before the other extreme of a bar.

    >>> order_known(Bar(100, 108, 100, 105), "low"), order_known(Bar(100, 108, 95, 105), "low")
    (True, False)
    """
    other = bar.high if point == "low" else bar.low
    return bar.open == getattr(bar, point) or bar.close == other


def highest(run: Run, live: Live) -> float:
    """Return the best price at which a trailing stop may have closed in this bar."""
    level = _top(run, live)
    return level if live.limited else run.rules.slipped(level, live.selling)


def _top(run: Run, live: Live) -> float:
    """Return the level of a trailing stop after the good extreme; infinite where not active."""
    bar = run.bar_of(live)
    return live.level_after(bar.high if live.selling else bar.low)


def trailing_out(run: Run) -> list[Live]:
    """Return the trailing stops, active by the good extreme, that would close all that is open."""
    enough = run.state.volume * (1 - CRUMB)
    return [
        live
        for live in run.orders
        if live.trails
        and live.side is run.state.side
        and live.volume >= enough
        and math.isfinite(_top(run, live))
    ]


def chance(run: Run, live: Live) -> float:
    """Return the best equity a trailing stop may have left in this bar by closing everything.

    Minus infinity for one that closes a part only, after which the rest goes its own way.
    """
    if live not in trailing_out(run):
        return -math.inf
    price = highest(run, live)
    return run.state.equity(price) - run.fee_rate * run.state.volume * abs(price)
