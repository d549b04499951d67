"""The result of replaying an account: its events, and its equity and margin level at each bar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from margin_lessons.account import Account
from margin_lessons.replay.account_run import Span
from margin_lessons.replay.clocks import fees_due
from margin_lessons.replay.event_log import EventLog

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class Timeline(EventLog):
    """What happened to one account over the bars. ``final`` is the account after the last one.

    ``otherwise`` has, where the bars leave it open whether they set off a trailing stop, the replay
    in which they do whenever they can and the one in which they do only where they must.
    """

    start: Account
    final: Account
    spans: tuple[Span, ...]
    otherwise: tuple[Timeline, ...] = ()

    @property
    def others(self) -> tuple[Timeline, ...]:
        """The replays in which a trailing stop acts otherwise."""
        return self.otherwise

    @property
    def still_open(self) -> bool:
        """Whether any position is open at the end."""
        return bool(self.final.positions)

    @cached_property
    def equity_path(self) -> Floats:
        """The equity at the close of every bar, in the quote currency."""
        path = np.empty(len(self.bars))
        for span, stretch in self._stretches():
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
        for span, stretch in self._stretches():
            intercept, slope = span.account.lines(coin=self.coin).used.total()
            used[stretch] = intercept + slope * self.bars.close[stretch]
        path = np.divide(self.equity_path, used, out=np.full(len(used), np.inf), where=used > 0)
        path.setflags(write=False)
        return path

    def _stretches(self) -> Iterator[tuple[Span, slice]]:
        """Each span of an unchanged account with the bars at whose close it stands."""
        ends = [span.start for span in self.spans[1:]] + [len(self.bars)]
        for span, end in zip(self.spans, ends, strict=True):
            yield span, slice(span.start, end)
