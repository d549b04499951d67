"""The result of replaying a contract: its events, its equity at each bar, and who bore the rest."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from margin_lessons import words
from margin_lessons.contract import Contract
from margin_lessons.debt import LeftOver
from margin_lessons.market.bars import Bars
from margin_lessons.replay.contract_run import ContractSpan
from margin_lessons.replay.contract_words import contract_money, contract_size
from margin_lessons.replay.event_log import EventLog, stretches_of
from margin_lessons.replay.events import Kind
from margin_lessons.replay.funding_due import FundingDue

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class ContractTimeline(EventLog):
    """What happened to one contract over the bars. ``final`` is what is open at the end, or None.

    ``valued`` are the bars of the price at which it is valued, the mark price. ``left_over`` is who
    bore what was missing under the venue's regime, None where nothing was missing or none is named.
    """

    start: Contract
    final: Contract | None
    valued: Bars
    due: FundingDue
    spans: tuple[ContractSpan, ...]
    left_over: LeftOver | None

    @property
    def still_open(self) -> bool:
        """Whether any of it is open at the end."""
        return self.final is not None

    def money(self, value: float) -> str:
        """Return an amount with its currency."""
        return contract_money(self.start, self.coin, value)

    def size(self, volume: float) -> str:
        """Return how much was traded, in words."""
        return contract_size(self.start, self.coin, volume)

    def figure(self, value: float) -> str:
        """Return an amount as it stands in the table, with its currency where that is a coin."""
        return self.money(value) if self.start.inverse else words.amount(value)

    @property
    def funding_paid(self) -> float:
        """All funding paid in the replay, in the currency of the margin; below zero received."""
        return -sum(event.amount for event in self.of(Kind.FUNDING))

    @cached_property
    def equity_path(self) -> Floats:
        """The equity at the mark price of the close of every bar."""
        path = np.empty(len(self.bars))
        for span, stretch in stretches_of(self.spans, len(self.bars)):
            if span.contract is None:
                path[stretch] = span.cash
                continue
            intercept, slope = span.contract.lines().equity.total()
            close = self.valued.close[stretch]
            np.multiply(1 / close if self.start.inverse else close, slope, out=path[stretch])
            size = span.contract.side.sign * span.contract.size
            due = self.due.paid - (self.due.paid[span.charged] + intercept / size)
            path[stretch] -= self.due.by_bar(stretch, size * due)
        path.setflags(write=False)
        return path

    @cached_property
    def level_path(self) -> Floats:
        """The margin level at the mark price of the close of every bar; infinite once closed."""
        used = np.zeros(len(self.bars))
        for span, stretch in stretches_of(self.spans, len(self.bars)):
            if span.contract is not None:
                used[stretch] = span.contract.requirement(self.valued.close[stretch])
        path = np.divide(self.equity_path, used, out=np.full(len(used), np.inf), where=used > 0)
        path.setflags(write=False)
        return path
