"""The engine: what is held goes over the bars, from the first to the last, under a plan."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

import numpy as np

from margin_lessons import words
from margin_lessons.conventions import PriceFloor
from margin_lessons.errors import BadInput, of_kind, shown
from margin_lessons.market.bars import Bars
from margin_lessons.plan import Plan
from margin_lessons.prices import check_price
from margin_lessons.replay import search
from margin_lessons.replay.events import Kind
from margin_lessons.replay.kept import Swings
from margin_lessons.replay.liquidating import unfilled
from margin_lessons.replay.path import visit
from margin_lessons.replay.placing import place
from margin_lessons.replay.rules import Rules
from margin_lessons.replay.run import Run

R = TypeVar("R", bound=Run)


class Visit(NamedTuple):
    """A bar that was looked at, and the best price of each order alive before it."""

    bar: int
    best: tuple[float, ...]


def play(run: R, price: float | None) -> list[R]:
    """Replay the bars; return the replays in which a trailing stop acts otherwise, if any may.

    Those are one in which it acts wherever it can, and one in which it does only where it must.
    ``price`` is the last price before the first bar.
    """
    visits: list[Visit] = []
    _go(run, price, visits)
    others = [run.again(swings) for swings in (Swings.ALWAYS, Swings.NEVER) if run.unsure]
    for other in others:
        _go(other, price, visits.copy())
    return others


def _go(run: Run, price: float | None, visits: list[Visit]) -> None:
    """Replay the bars from the first to the last.

    ``visits`` are those of another run up to its first bar with a swing, which need not be found
    again; a run without any notes its own there.
    """
    _begin(run, price)
    at = 0
    for at, best in tuple(visits):
        for live, one in zip(run.orders, best, strict=True):
            live.best = one
        visit(run, at)
        at += 1
    noting = not visits
    while (at := search.next_bar(run, at)) < len(run.bars):
        if noting and not run.turned:
            visits.append(Visit(at, tuple(live.best for live in run.orders)))
        visit(run, at)
        at += 1
    _end(run)


def _begin(run: Run, price: float | None) -> None:
    """Schedule the plan, tell the start and place the orders that wait from there on."""
    bars, plan = run.bars, run.plan
    market = bars[0].open
    if price is not None:
        why = "it is the last price before the first bar"
        market = check_price(price, why=why, floor=run.price_floor)
    plan.check_closings(run.state.volume, bars)
    run.actions = plan.schedule(bars)
    # The last price before the bars is none of the mark or of the index.
    run.stand(market if run.valuing is run.bars else run.valuing[0].open)
    run.start(market)
    for row, order in enumerate(plan.orders):
        feed = run.feeds.get(order.on, bars)
        at = feed[0].open if price is None else market
        place(run, order, at, f"order {row} of the plan", market=market)
    run.note_span()


def _end(run: Run) -> None:
    run.bar = len(run.bars) - 1
    run.state.accrue(run.minute)
    close = run.bars[run.bar].close
    run.stand(run.valuing[run.bar].close)
    more = {}
    if run.liquidation is not None:
        text = f"The bars end at {words.price(close, '')} before the liquidation is filled."
        more = unfilled(run, close)
    elif run.state.side is not None:
        still = f"{run.coins(run.state.volume)} {run.state.side.value} still open"
        text = f"The bars end at {words.price(close, '')} with {still}."
    else:
        text = f"The bars end at {words.price(close, '')} with nothing open."
    run.emit(Kind.END, close, text, volume=run.state.volume, **more)


def check_played(plan: Plan | None, rules: Rules | None) -> tuple[Plan, Rules]:
    """Return plan and rules, empty where none are given; ``BadInput`` for what is none."""
    plan, rules = Plan() if plan is None else plan, Rules() if rules is None else rules
    why = "write Plan(orders=...), Plan(actions=...) or Plan(answers=...)"
    of_kind("plan", plan, Plan, why=why)
    of_kind("rules", rules, Rules, why="slippage and delays are named in Rules(slippage=...)")
    return plan, rules


def check_beside(name: str, other: Bars, bars: Bars) -> None:
    """Raise ``BadInput`` unless another price, the ``name`` of it, has a bar for each bar."""
    of_kind(name, other, Bars, why=f"the price of the {name} comes in bars too")
    if not np.array_equal(other.time, bars.time):
        counted = words.plural(len(other), "bar")
        raise BadInput(
            f"the {name} has {counted} and the price {len(bars)}, or they open at "
            f"different times: a trigger on the {name} needs one for each bar."
        )


def check_above_floor(
    bars: Bars,
    floor: PriceFloor,
    whose: str,
    *,
    why: str = "where prices fall below zero the rule is price_floor=PriceFloor.NONE",
) -> None:
    """Raise ``BadInput`` for a bar whose low is not above zero, in a market where prices are."""
    lowest = int(np.argmin(bars.low))
    if bars.low[lowest] <= 0 and floor is not PriceFloor.NONE:
        raise BadInput(
            f"bar {lowest} ({bars.when(lowest)}): low {shown(bars.low[lowest])} is not above 0, as "
            f"every price of {whose} is: {why}."
        )
