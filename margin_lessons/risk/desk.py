"""The desk of the bar engine: many accounts through some bars at a time, in logs against them.

Nothing happens in almost every bar of almost every account. So each account has an *alarm*, the
nearest level at which something happens next, and a stretch of bars costs little more than finding
the accounts whose alarm was reached. Only those are looked at, event by event: a call, its answer,
a trigger, a fill.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from margin_lessons.risk.bar_data import BarMatrix, Rows, Totals, Watched
from margin_lessons.risk.bar_rules import (
    CALLED,
    CLOSED,
    FRESH,
    TOPPED_UP,
    WAITING,
    BarRules,
    Heights,
)
from margin_lessons.risk.draws import F, Floats


class Desk:
    """Accounts on their way through the bars, and what has happened to them so far."""

    def __init__(self, rules: BarRules, accounts: int) -> None:
        self.rules = rules
        self.totals = Totals()
        self.closed = 0
        self.price = np.zeros(accounts, F)
        self.state = np.full(accounts, FRESH, np.int8)
        self.topped_up = np.zeros(accounts, np.int8)
        # The best close so far, for a trailing stop; the bar of the fill, for a delay.
        self.best = np.zeros(accounts, F)
        self.due = np.full(accounts, -1, np.int64)
        self.by_stop = np.zeros(accounts, bool)

    @property
    def open_accounts(self) -> int:
        """How many accounts are not closed yet."""
        return len(self.price) - self.closed

    def trade(self, bars: BarMatrix, room: Floats | None = None) -> None:
        """Take every account through the bars; ``room`` is memory for the closes, if there is."""
        closes = np.empty_like(bars.moves) if room is None else room
        jump_opens = self._walk(bars, closes)
        lows = self._lows(bars, closes)
        who = self._alarmed(bars, closes, lows, jump_opens)
        if len(who):
            self._live(self._watch(bars, who, closes, lows, jump_opens))
        if self.rules.trailing:
            np.maximum(self.best, np.maximum.reduce(closes, axis=0), out=self.best)
        np.copyto(self.price, closes[-1])

    def finish(self, bars: BarMatrix) -> None:
        """Fill what is still waiting for the venue at the last price."""
        waiting = np.flatnonzero(self.state == WAITING)
        last = np.full(len(waiting), len(bars.moves) - 1)
        self._settle(waiting, self.price[waiting], bars.heights, last)

    def drop_closed(self) -> Rows:
        """Forget accounts that are closed; return the rows that stay."""
        stay = np.flatnonzero(self.state != CLOSED)
        for name in ("price", "state", "topped_up", "best", "due", "by_stop"):
            setattr(self, name, getattr(self, name)[stay])
        self.closed = 0
        return stay

    def _walk(self, bars: BarMatrix, closes: Floats) -> Floats:
        """Fill in the closes; return the opens of the bars that open with a jump."""
        flat = bars.moves.reshape(-1)
        plain = flat[bars.cells]
        np.add.at(flat, bars.cells, bars.jumps)
        before = self.price
        for move, close in zip(bars.moves, closes, strict=True):
            np.add(before, move, out=close)
            before = close
        # Jumps belong to the open: leave the moves as they were, from open to close.
        flat[bars.cells] = plain
        return closes.reshape(-1)[bars.cells] - plain

    def _lows(self, bars: BarMatrix, closes: Floats) -> Floats:
        """Return how far each bar reached, but for jumps, which are looked at on their own."""
        if bars.dips is not None:
            return closes - bars.moves + bars.dips
        # Fees may lift a level over the price between two bars: the open is then beyond it.
        return np.minimum(closes, closes - bars.moves) if self.rules.moving else closes

    def _alarmed(self, bars: BarMatrix, closes: Floats, lows: Floats, jump_opens: Floats) -> Rows:
        """Return the accounts that may have an event: all that have one, and few others."""
        alarm = bars.heights.alarm.max(axis=1)[self.state]
        jumpers = bars.cells % len(self.price)
        if self.rules.trailing:
            alarmed = self._trailed(closes, lows)
            # Where a jump was followed by a rise, the trail may have been anywhere up to the best.
            alarmed[jumpers] |= self.state[jumpers] < WAITING
        else:
            alarmed = np.zeros(len(self.price), bool)
            alarmed[jumpers[jump_opens <= alarm[jumpers]]] = True
        alarmed |= np.minimum.reduce(lows, axis=0) <= alarm
        if self.rules.delay:
            alarmed |= (self.due >= 0) & (self.due < bars.first + len(closes))
        return np.flatnonzero(alarmed)

    def _trailed(self, closes: Floats, lows: Floats) -> NDArray[np.bool_]:
        """Return which open accounts fell to their trailing stop, bar by bar."""
        best, below = self.best.copy(), np.empty_like(self.best)
        trailed, now = np.zeros(len(best), bool), np.empty(len(best), bool)
        for close, low in zip(closes, lows, strict=True):
            np.subtract(low, best, out=below)
            np.less_equal(below, F(-self.rules.trailing_distance), out=now)
            trailed |= now
            np.maximum(best, close, out=best)
        trailed &= self.state < WAITING
        return trailed

    def _watch(
        self, bars: BarMatrix, who: Rows, closes: Floats, lows: Floats, jump_opens: Floats
    ) -> Watched:
        """Copy out the bars of some accounts; a bar reaches its open as well as its close."""
        width = closes.shape[1]
        reached = lows[:, who]
        place = np.full(width, -1)
        place[who] = np.arange(len(who))
        columns = place[bars.cells % width]
        here = columns >= 0
        cells = bars.cells[here] // width, columns[here]
        reached[cells] = np.minimum(reached[cells], jump_opens[here])
        trail = None
        if self.rules.trailing:
            trail = self._trail(who, closes)
        return Watched(bars, closes, who, reached, trail)

    def _trail(self, who: Rows, closes: Floats) -> Floats:
        """Return where the trailing stop stood in each bar: below the best close before it."""
        trail = np.empty((len(closes), len(who)), F)
        trail[0] = self.best[who]
        # Row by row: numpy's own running maximum is slow along this axis.
        for before, close, now in zip(trail[:-1], closes[:-1, who], trail[1:], strict=True):
            np.maximum(before, close, out=now)
        trail -= F(self.rules.trailing_distance)
        return trail

    def _live(self, watch: Watched) -> None:
        """Go from event to event, for all watched accounts at once, each in its own bar."""
        self._settle_due(watch, watch.who)
        columns = np.arange(len(watch.who))
        since = np.zeros(len(columns), np.intp)
        bar = np.arange(len(watch.reached))[:, None]
        while len(columns):
            state = self.state[watch.who[columns]]
            alarm = watch.bars.heights.alarm[state].T
            whole = not since.any()
            if watch.trail is not None:
                alarm = np.maximum(alarm, watch.trail if whole else watch.trail[:, columns])
            hit = (watch.reached if whole else watch.reached[:, columns]) <= alarm
            hit &= (bar >= since) & (state < WAITING)
            rung = np.flatnonzero(hit.any(axis=0))
            at = hit[:, rung].argmax(axis=0)
            columns = columns[rung]
            staying = self._events(watch, columns, at)
            columns, since = columns[staying], at[staying] + 1

    def _events(self, watch: Watched, columns: Rows, at: Rows) -> Rows:
        """One event an account: a call, a trigger, or both in one bar; return who stays open."""
        heights, who = watch.bars.heights, watch.who[columns]
        reached, column = watch.reached[at, columns], heights.column(at)
        state = self.state[who]
        newly = (state == FRESH) & (reached <= heights.call[0, column])
        self.totals.called += int(np.count_nonzero(newly))
        state[newly] = CALLED
        level = heights.alarm[state, column]
        if watch.trail is not None:
            level = np.maximum(level, watch.trail[at, columns])
        closing = reached <= level
        if self.rules.topped_up is not None:
            # The answer arrives when the bar is over, for those who are still there.
            answered = newly & ~closing
            state[answered] = TOPPED_UP
            self.topped_up[who[answered]] = 1
        self.state[who] = state
        which = np.flatnonzero(closing)
        self._trigger(watch, columns[which], at[which], level[which])
        return np.flatnonzero(~closing)

    def _trigger(self, watch: Watched, columns: Rows, at: Rows, level: Floats) -> None:
        """A stop or the liquidation: at the open when the bar opens beyond, else at the level."""
        heights, who = watch.bars.heights, watch.who[columns]
        opened = watch.opens(who, at)
        liquidation = heights.liquidation[self.topped_up[who], heights.column(at)]
        # The nearer level acts, and the liquidation when the bar opens beyond both.
        by_stop = (level > liquidation) & (opened > liquidation)
        self.by_stop[who] = by_stop
        self.totals.jumped += int(np.count_nonzero((opened < level) & ~by_stop))
        if self.rules.delay:
            self.state[who] = WAITING
            self.due[who] = watch.bars.first + at + self.rules.delay
            self._settle_due(watch, who)
            return
        fill = watch.closes[at, who] if self.rules.fill_at_close else np.minimum(level, opened)
        self._settle(who, fill, heights, at)

    def _settle_due(self, watch: Watched, who: Rows) -> None:
        """Fill, at the open of its bar, what the venue gets to in these bars."""
        due = self.due[who] - watch.bars.first
        ready = (self.state[who] == WAITING) & (due < len(watch.closes))
        if ready.any():
            who, due = who[ready], due[ready]
            self._settle(who, watch.opens(who, due), watch.bars.heights, due)

    def _settle(self, who: Rows, fill: Floats, heights: Heights, at: Rows) -> None:
        """Close accounts at their fills, and count what they owe."""
        levels, totals = self.rules.levels, self.totals
        self.state[who], self.due[who] = CLOSED, -1
        self.closed += len(who)
        stopped = int(np.count_nonzero(self.by_stop[who]))
        totals.stopped += stopped
        totals.liquidated += len(who) - stopped
        zero = heights.zero[self.topped_up[who], heights.column(at)]
        below = np.flatnonzero(fill + F(levels.slip) <= zero)
        if len(below):
            kappa = levels.kappa
            at_zero, at_fill = zero[below].astype(float), fill[below] + levels.slip
            debts = levels.exposure * kappa * (np.exp(kappa * at_zero) - np.exp(kappa * at_fill))
            totals.indebted += len(debts)
            totals.debt += float(debts.sum())
            totals.debt_squared += float((debts * debts).sum())
