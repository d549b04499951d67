"""The axes of an account in a crash: all its bars, and its money, which stand still."""

from __future__ import annotations

import numpy as np

from margin_lessons.figures.picture import Plot, Scale, first_that_holds, nice_ceiling
from margin_lessons.scenes.crash_choices import MARGIN, deepest, short_moment
from margin_lessons.scenes.watched_crash import EventState

MOST_LEVERAGE, MOST_MONEY = 10.0, 3.0 * MARGIN
STEADY = 2.5 * MARGIN
"""A deepest debt up to this is on the axis from the start, so that it stands still."""
COLUMNS = (0.0, "by the rules"), (1.0, "worst case")


def axes_of(state: EventState, start: EventState) -> tuple[Plot, ...]:
    """Return the plots of price and money, near ones if they hold what the account comes to."""
    ends = state.equity, state.outcome.worst.equity if state.sale else None, state.trade.money
    return first_that_holds(
        _frame(start, *_near(start)), _frame(start, *_wide(start)),
        needs=lambda plots: plots[1].y.holds(*ends),
    )  # fmt: skip


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
    """Return some bars by when they open: a new day by its date, others by the hour.

    Days come first, then noons, then any bar, each only where there is room for its words.
    """
    bars = state.trade.crash.bars
    when = [short_moment(bars.when(place)) for place in range(len(bars))]
    days = [words.rpartition(" ")[0] if words.endswith("00") else words for words in when]
    taken: dict[int, str] = {}
    for wanted in (_new_day, _noon, _any):
        for place in range(len(bars)):
            room = all(abs(place - other) > len(bars) / 4 for other in taken)
            if room and wanted(place, days, when):
                new = _new_day(place, days, when)
                taken[place] = days[place] if new else when[place].rpartition(" ")[2]
    return tuple((float(place), taken[place]) for place in sorted(taken))


def _new_day(place: int, days: list[str], when: list[str]) -> bool:
    return not place or days[place] != days[place - 1]


def _noon(place: int, days: list[str], when: list[str]) -> bool:
    return when[place].endswith(" 12:00")


def _any(place: int, days: list[str], when: list[str]) -> bool:
    return True


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
