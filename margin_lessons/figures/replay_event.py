"""The picture of an account in a crash: the price with its lines, and what is left beside it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from margin_lessons.figures.event_rules import event_rules
from margin_lessons.figures.marks import ChartBar, Curve, Mark, Point, Rule
from margin_lessons.figures.picture import Picture, Plot, Scale, first_that_holds, nice_ceiling
from margin_lessons.figures.stacks import balance
from margin_lessons.replay import Event
from margin_lessons.scenes.crash_choices import MARGIN, deepest, short_moment
from margin_lessons.scenes.price_path import price_path
from margin_lessons.scenes.replay_event import EventState
from margin_lessons.scenes.scene import Fact, Scene

MOST_LEVERAGE, MOST_MONEY = 10.0, 3.0 * MARGIN
STEADY = 2.5 * MARGIN
"""A deepest debt up to this is on the axis from the start, so that it stands still."""
LINES = {"liquidation": "liquidation", "margin call": "call", "nothing left": "zero_equity"}
COLUMNS = (0.0, "by the rules"), (1.0, "worst case")


def picture(scene: Scene[EventState], start: Scene[EventState]) -> Picture:
    """Return the way of the price on the left, on the right the money, and the worst case."""
    state = scene.state
    ends = state.equity, state.outcome.worst.equity if state.sale else None, state.trade.money
    frame = first_that_holds(
        _frame(start.state, *_near(start.state)), _frame(start.state, *_wide(start.state)),
        needs=lambda plots: plots[1].y.holds(*ends),
    )  # fmt: skip
    return Picture(frame, (*_price(scene, frame[0].y), *_happened(scene), *_money(scene)))


def _frame(state: EventState, low: float, high: float) -> tuple[Plot, ...]:
    bars, currency = state.trade.crash.bars, state.trade.crash.currency
    room = 0.05 * (bars.high.max() - bars.low.min())
    price = Scale(float(bars.low.min() - room), float(bars.high.max() + room), f"price, {currency}",
                  write=_tick)  # fmt: skip
    money = Scale(low, high, f"your money, {currency}")
    across = Scale(0, len(bars), _clock(state), ticks=_times(state), grid=False)
    columns = Scale(-0.6, 1.6, ticks=COLUMNS, grid=False)
    return Plot(across, price, rows=1, share=0.62), Plot(columns, money, share=0.38)


def _tick(value: float) -> str:
    return f"{value:,.10g}"


def _clock(state: EventState) -> str:
    return "UTC" if state.trade.crash.bars.dated else "prices in their order"


def _times(state: EventState) -> tuple[tuple[float, str], ...]:
    """Return up to three bars by the time at which they open."""
    bars = state.trade.crash.bars
    places = sorted({0, len(bars) // 3, 2 * len(bars) // 3})
    return tuple((float(place), short_moment(bars.when(place))) for place in places)


def _near(state: EventState) -> tuple[float, float]:
    """Return the ends of an axis for what becomes of the scenario's account."""
    trade, path = state.trade, state.timeline.equity_path
    every = deepest(trade.crash.key, trade.side, state.hours, state.rules, state.late)
    own = min(state.outcome.worst.equity, *path)
    down = max(-every if every > -STEADY else -own, 0.25 * MARGIN)
    return -1.1 * nice_ceiling(down), 1.15 * max(trade.money, *path)


def _wide(state: EventState) -> tuple[float, float]:
    """Return the ends of an axis that holds every account of the panel in this event."""
    trade = state.trade
    bars, full = trade.bars, MOST_LEVERAGE * MARGIN / trade.entry.price
    moves = full * trade.side.sign * (np.array([bars.low, bars.high]) - trade.entry.price)
    low, high = float(moves.min()) + MARGIN, MOST_MONEY + max(0.0, float(moves.max()))
    return -1.1 * nice_ceiling(max(-low, MARGIN)), 1.1 * nice_ceiling(high)


def _price(scene: Scene[EventState], axis: Scale) -> Iterator[Mark]:
    """Yield the price by now with the range of each bar, and the lines that lie on the axis."""
    state = scene.state
    seen = state.trade.entry.first + state.over
    bars = state.trade.crash.bars[:seen] if seen else None
    if bars is not None:
        middle, none = np.arange(len(bars)) + 0.5, np.full(len(bars), np.nan)
        wick = np.column_stack((bars.low, bars.high, none)).ravel()
        yield Curve(np.column_stack((middle, middle, none)).ravel(), wick, ink="price", width=1.0,
                    name="range of each bar")  # fmt: skip
        yield Curve(*price_path(bars), ink="price", width=2.0, name="price")
    drawn: list[float] = []
    for name, ink in LINES.items():
        line = scene.fact(f"{name} at")
        if line.value is not None and axis.holds(line.value) and line.value not in drawn:
            drawn.append(line.value)
            yield Rule(line, "y", ink=ink, label=f"{name} {_bare(line)}")


def _happened(scene: Scene[EventState]) -> Iterator[Mark]:
    """Yield where the account was opened and sold, the worst price until then, and the events."""
    state, first = scene.state, state_first(scene.state)
    opened = scene.fact("opened at")
    yield Point(first, opened, ink="equity", label=f"opened {_bare(opened)}")
    yield from event_rules(state.events, lambda event: at_bar(state, event))
    if state.sale is None:
        return
    sold, worst = scene.fact("sold at"), scene.fact(f"{state.extreme} price until then")
    at = at_bar(state, state.sale)
    if worst.value != sold.value:
        yield Point(state_first(state) + state.worst_bar + 0.5, worst, ink="debt", shape="D", size=8,
                    label=f"{state.extreme} {_bare(worst)}")  # fmt: skip
    yield Point(at, sold, ink="liquidation", shape="X", size=13, label=f"sold {_bare(sold)}")


def state_first(state: EventState) -> float:
    """Return where the account is opened on the axis of bars."""
    return float(state.trade.entry.first)


def at_bar(state: EventState, event: Event) -> float:
    """Return where an event stands on the axis of bars: at an open, or within the bar."""
    inside = 0.0 if event.price == state.trade.bars[event.bar].open else 0.5
    return state_first(state) + event.bar + inside


def _bare(fact: Fact) -> str:
    return fact.text.rpartition(" ")[0]


def _money(scene: Scene[EventState]) -> Iterator[Mark]:
    money, put_up = scene.fact("your money now"), scene.fact("put up")
    yield ChartBar(0, put_up.value or 0.0, ink="full", hollow=True, plot=1, name="put up", shows=put_up,
                   label=f"put up {_bare(put_up)}")
    yield balance(0, money, _bare(money), plot=1)
    if scene.state.sale is not None:
        worst = scene.fact("worst case")
        yield balance(1, worst, _bare(worst), plot=1)
