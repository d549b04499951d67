"""The result of replaying an account: its events, and its equity and margin level at each bar."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from margin_lessons.account import Account
from margin_lessons.replay.account_run import Span
from margin_lessons.replay.clocks import fees_due
from margin_lessons.replay.event_log import EventLog, stretches_of

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class Timeline(EventLog):
    """What happened to one account over the bars. ``final`` is the account after the last one."""

    start: Account
    final: Account
    spans: tuple[Span, ...]

    @property
    def still_open(self) -> bool:
        """Whether any position is open at the end."""
        return bool(self.final.positions)

    @cached_property
    def equity_path(self) -> Floats:
        """The equity at the close of every bar, in the quote currency."""
        path = np.empty(len(self.bars))
        for span, stretch in stretches_of(self.spans, len(self.bars)):
            intercept, slope = span.account.lines(coin=self.coin).equity.total()
            np.multiply(self.bars.close[stretch], slope, out=path[stretch])
            path[stretch] += intercept
            if self.rules.charges.rollover and span.account.positions:
                path[stretch] -= fees_due(span.account, span.clocks, self.bars.minutes[stretch])
        path.setflags(write=False)
        return path

    @cached_property
    def level_path(self) -> Floats:
        """The margin level at the close of every bar; infinite while nothing is open."""
        used = np.empty(len(self.bars))
        for span, stretch in stretches_of(self.spans, len(self.bars)):
            intercept, slope = span.account.lines(coin=self.coin).used.total()
            used[stretch] = intercept + slope * self.bars.close[stretch]
        path = np.divide(self.equity_path, used, out=np.full(len(used), np.inf), where=used > 0)
        path.setflags(write=False)
        return path
