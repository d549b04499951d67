"""All crashes and all leverages at once, solved in closed form: no replay for each cell.

Equity and used margin are straight lines in the price, so the price of a level is one division for
all leverages together, and its first bar one search in the running extreme of the bars.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from margin_lessons.account import Side, as_side
from margin_lessons.conventions import AtEquality, Extent, LongMargin, PriceFloor, ShortMargin
from margin_lessons.errors import BadInput, numbers, of_kind, positive, shown
from margin_lessons.market.crashes.all_crashes import CRASHES
from margin_lessons.market.crashes.crash import Crash, CrashEntry
from margin_lessons.market.crashes.crash_outcome import (
    AtPrice,
    CrashOutcome,
    Reached,
    crash_outcome,
)
from margin_lessons.market.crashes.crash_trade import CRASH_LEVELS, CrashTrade, in_market
from margin_lessons.rounding import ROUNDING
from margin_lessons.venue import Venue

Floats = NDArray[np.float64]

LEVERAGES = (1.0, 2.0, 3.0, 5.0, 10.0, 20.0)
"""The columns of the table."""

EVERY_ENTRY: tuple[tuple[Crash, CrashEntry], ...] = tuple(
    (crash, entry) for crash in CRASHES for entry in crash.entries
)
"""The rows of the table."""


@dataclass(frozen=True, eq=False)
class CrashRow:
    """One row: an entry of a crash, and its outcome at each leverage; None where it had none."""

    crash: Crash
    entry: CrashEntry
    side: Side
    outcomes: tuple[CrashOutcome | None, ...]


def all_outcomes(
    rows: Iterable[tuple[Crash, CrashEntry]] = EVERY_ENTRY,
    leverages: ArrayLike = LEVERAGES,
    *,
    side: Side | str | None = None,
    venue: Venue = CRASH_LEVELS,
) -> tuple[CrashRow, ...]:
    """Return the table of all events and leverages: one coin each, its margin paid in and no more.

    ``side`` is that of each entry when not given. A cell is None where the event is not replayed at
    a leverage, or the venue does not offer it. What ``crash_outcome`` finds bar by bar is solved
    here; only a venue that closes just enough, or whose margins turn a level round, is replayed.
    Raises ``BadInput`` for what is no side, venue or leverage.

    >>> rows = all_outcomes(leverages=(2, 5))
    >>> [(row.crash.key, [out.ending.name for out in row.outcomes]) for row in rows[:2]]
    [('S&P 500 1987', ['CALLED', 'LEFT']), ('EUR/CHF 2015', ['CALLED', 'LEFT'])]
    """
    of_kind("venue", venue, Venue, why="an account is traded under the rules of one venue")
    why = "it is a number such as 5"
    each = numbers("leverage", leverages, why=why).ravel().tolist()
    wanted = [positive("leverage", one, why=why) for one in each]
    given = None if side is None else as_side(side)
    pairs = _checked(rows)
    trades = [
        _trades(crash, entry, given or entry.side, wanted, in_market(venue, crash))
        for crash, entry in pairs
    ]
    found = iter(_outcomes([row for row in trades if row], venue))
    table = []
    for (crash, entry), row in zip(pairs, trades, strict=True):
        cells = {trade.leverage: next(found) for trade in row}
        outcomes = tuple(cells.get(leverage) for leverage in wanted)
        table.append(CrashRow(crash, entry, given or entry.side, outcomes))
    return tuple(table)


def _checked(rows: Iterable[tuple[Crash, CrashEntry]]) -> list[tuple[Crash, CrashEntry]]:
    """Return rows that are pairs of a crash and an entry, or raise ``BadInput``."""
    pairs = list(rows) if np.iterable(rows) else [rows]
    for pair in pairs:
        two = isinstance(pair, tuple) and len(pair) == 2
        if not two or not isinstance(pair[0], Crash) or not isinstance(pair[1], CrashEntry):
            raise BadInput(f"row {shown(pair)} is not a crash and one of its entries.")
    return pairs


def _trades(
    crash: Crash, entry: CrashEntry, side: Side, wanted: list[float], venue: Venue
) -> list[CrashTrade]:
    """Return the trades of one row: those that the event and the venue have a leverage for."""
    return [
        CrashTrade(crash, entry, side, leverage, 1.0, entry.price / leverage, venue)
        for leverage in wanted
        if leverage in crash.leverages and venue.leverage_min <= leverage <= venue.leverage_max
    ]


def _outcomes(rows: list[list[CrashTrade]], venue: Venue) -> list[CrashOutcome]:
    """Return the outcome of each trade, row after row."""
    trades = [trade for row in rows for trade in row]
    if venue.extent is not Extent.ALL or venue.call_level < venue.acting_level:
        return [crash_outcome(trade) for trade in trades]
    cells = _Cells.of(trades)
    outcomes = _solved(cells, rows, venue)
    for place in np.flatnonzero(cells.line(venue.call_level)[1] * cells.sign <= 0):
        outcomes[place] = crash_outcome(trades[place])
    return outcomes


@dataclass(frozen=True, eq=False)
class _Cells:
    """All trades of the table, one coin each, as columns."""

    trades: list[CrashTrade]
    sign: Floats
    entry: Floats
    leverage: Floats
    cash: Floats
    floats: NDArray[np.bool_]
    below_zero: NDArray[np.bool_]

    @classmethod
    def of(cls, trades: list[CrashTrade]) -> _Cells:
        """Return the columns of the trades."""
        columns = [
            (trade.side.sign, trade.entry.price, trade.leverage, trade.money) for trade in trades
        ]
        sign, entry, leverage, cash = np.array(columns, dtype=float).reshape(-1, 4).T
        floats = [_floats(trade.side, trade.venue) for trade in trades]
        below = [trade.venue.price_floor is PriceFloor.NONE for trade in trades]
        return cls(
            trades, sign, entry, leverage, cash, np.array(floats, bool), np.array(below, bool)
        )

    def line(self, level: float) -> tuple[Floats, Floats]:
        """Return intercept and slope of the equity above what a level asks for, in the price."""
        asked = level / self.leverage
        fixed = np.where(self.floats, 0.0, asked * self.entry)
        return self.cash - self.sign * self.entry - fixed, self.sign - asked * self.floats

    def price(self, level: float) -> Floats:
        """Return the price at which a level is reached; not a number where there is none."""
        intercept, slope = self.line(level)
        # A level that turns round has no slope at times; its cell is replayed.
        price = -intercept / np.where(slope == 0, np.nan, slope)
        return np.where((price > 0) | self.below_zero, price, np.nan)

    def equity(self, price: Floats) -> Floats:
        """Return the equity at a price for each trade."""
        return self.cash + self.sign * (price - self.entry)


def _floats(side: Side, venue: Venue) -> bool:
    if side is Side.SHORT:
        return venue.short_margin is ShortMargin.FLOATING
    return venue.long_margin is LongMargin.FLOATING


def _solved(cells: _Cells, rows: list[list[CrashTrade]], venue: Venue) -> list[CrashOutcome]:
    acts = venue.at_equality is AtEquality.ACTS
    price = np.array([cells.price(level) for level in (venue.call_level, venue.acting_level)])
    # Turned round for a long, so that a price beyond is always a higher one.
    away = -cells.sign
    mark = away * price + (-1 if acts else 1) * ROUNDING * np.abs(price)
    bar, opens, extreme, count = _searched(rows, mark, "left" if acts else "right")
    beyond = away * opens >= mark if acts else away * opens > mark
    at = np.where(beyond, opens, price)
    close = np.array([trade.crash.bars.close[-1] for trade in cells.trades])
    open_still = bar[1] == count
    fill = np.where(open_still, close, at[1])
    worst = np.where(open_still, close, away * np.maximum(away * at[1], away * extreme))
    call, end = (_reached(*each, count) for each in zip(bar, at, beyond, strict=True))
    columns = (
        _prices_of(price[1]),
        _prices_of(cells.price(0.0)),
        call,
        end,
        map(AtPrice, fill.tolist(), cells.equity(fill).tolist(), cells.cash.tolist()),
        map(AtPrice, worst.tolist(), cells.equity(worst).tolist(), cells.cash.tolist()),
    )
    return list(map(CrashOutcome, cells.trades, *columns))


def _reached(
    bar: NDArray[np.int64], at: Floats, beyond: NDArray[np.bool_], count: NDArray[np.int64]
) -> list[Reached | None]:
    """Return for each trade the bar that reached a level, or None where it is beyond the last."""
    columns = bar.tolist(), at.tolist(), beyond.tolist(), count.tolist()
    return [
        Reached(one, price, gap) if one < most else None
        for one, price, gap, most in zip(*columns, strict=True)
    ]


def _searched(
    rows: list[list[CrashTrade]], mark: Floats, side: Literal["left", "right"]
) -> tuple[NDArray[np.int64], Floats, Floats, NDArray[np.int64]]:
    """Return the first bars that reach the marks, their opens, extremes, and how many there are.

    ``mark`` has a row for each level and a column for each trade; the bar is the number of bars
    where none reaches it. The extreme is that of the bar that reaches the last level.
    """
    bar, opens = np.empty(mark.shape, np.int64), np.empty(mark.shape)
    extreme, count = np.empty(mark.shape[1]), np.empty(mark.shape[1], np.int64)
    start = 0
    for row in rows:
        here = slice(start, start + len(row))
        start = here.stop
        bars, first, sign = row[0].crash.bars, row[0].entry.first, row[0].side.sign
        # The columns and not a slice of the bars, which would be checked anew.
        worst = (bars.low if sign > 0 else bars.high)[first:]
        running = np.maximum.accumulate(-sign * worst)
        bar[:, here] = found = np.searchsorted(running, mark[:, here], side=side)
        place = np.minimum(found, len(worst) - 1)
        opens[:, here] = bars.open[first:][place]
        extreme[here] = worst[place[-1]]
        count[here] = len(worst)
    return bar, opens, extreme, count


def _prices_of(prices: Floats) -> list[float | None]:
    """Return prices, None for those that are no numbers."""
    return [None if price != price else price for price in prices.tolist()]
