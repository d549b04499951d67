"""What the venue does once the margin level is where it acts: it closes, at once or late."""

from __future__ import annotations

import numpy as np

from margin_lessons import words
from margin_lessons.account import Side
from margin_lessons.replay.events import Kind
from margin_lessons.replay.fills import at_edges, emit_closed, result, settle
from margin_lessons.replay.kept import Edges, Liquidation
from margin_lessons.replay.run import Run
from margin_lessons.replay.swing import highest, trailing_out


def begin_liquidation(run: Run, at: float, trigger: float, beyond: bool) -> None:
    """The margin level has reached the level at which the venue acts: nothing can stop it now."""
    text = run.say_acting(at)
    if np.isinf(trigger):
        trigger = at
    due = run.due(run.rules.delay_bars, run.rules.delay_minutes)
    run.liquidation = Liquidation(run.bar, trigger, due)
    run.emit(Kind.LIQUIDATION_TRIGGERED, at, text, trigger=trigger, beyond=beyond)
    if due == run.bar:
        fill_liquidation(run, at, beyond)


def fill_liquidation(run: Run, at: float, beyond: bool) -> None:
    """Close at the market what the venue closes: everything, or a part."""
    begun = run.begun
    selling = run.state.side is Side.LONG
    price = run.rules.slipped(at, selling)
    edges = liquidation_edges(run, price, beyond)
    closed = False
    for done in run.liquidate(price):
        text = (
            f"Liquidation closes {run.coins(done.volume)} at {words.price(price, '')}"
            f"{_off(price, begun.trigger)} with {result(run, done)}."
        )
        more = {"trigger": begun.trigger, "beyond": beyond}
        emit_closed(run, Kind.LIQUIDATION_FILLED, done, text, edges, **more)
        closed = True
    run.liquidation = None
    if not closed:
        run.fresh = True  # nothing more in this bar, or it would begin again without an end
        text = "Liquidation ends without closing anything: the level is back."
        run.emit(Kind.LIQUIDATION_FILLED, price, text, trigger=begun.trigger, volume=0.0)
    settle(run, at)


def liquidation_edges(run: Run, price: float, beyond: bool) -> Edges:
    """Return the worst and the best that the liquidation under way may get instead of ``price``.

    A late one may fill anywhere from its trigger on. One at once is never better than its trigger,
    unless the bar brought a trailing stop along first, which then closed before.
    """
    begun, selling = run.begun, run.state.side is Side.LONG
    worst = run.worst(price, selling, since=begun.bar)
    if run.rules.delay_bars or run.rules.delay_minutes:
        return Edges(worst, run.best(price, selling, since=begun.bar))
    tops = [] if beyond else [highest(run, live) for live in trailing_out(run)]
    best = max([price, *tops]) if selling else min([price, *tops])
    return Edges(worst, best if tops else None)


def unfilled(run: Run, close: float) -> dict[str, float]:
    """Return what the last event says of a liquidation that the bars end before.

    With finer bars it may have been filled anywhere from its trigger on.
    """
    selling = run.state.side is Side.LONG
    edges = liquidation_edges(run, close, False)
    return at_edges(run, edges, close, run.state.volume, run.fee_rate, selling)


def _off(price: float, trigger: float) -> str:
    """Return how far a fill is off its trigger, in words."""
    off = abs(price / trigger - 1) if trigger > 0 else 0.0
    return f", {words.level(off)} off the trigger," if off >= 0.0005 else ""
