"""A flight, flown bar by bar: what is seen, what is decided, and on to the next bar.

A flight is its log. Everything else, what is seen and how it ended, is found by replaying the
decisions over the prices of its number, so it is the same to the cent for whoever loads it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from margin_lessons.errors import BadInput, whole
from margin_lessons.flight.deciding import check_decision
from margin_lessons.flight.decision import Act, Decision, Reason
from margin_lessons.flight.flight_log import FlightLog
from margin_lessons.flight.hidden_path import hidden_path
from margin_lessons.flight.seen import Seen, seen_of


@dataclass(frozen=True)
class Flight(FlightLog):
    """One flight of a ``number``, a log that goes on; it never holds the prices to come.

    >>> from margin_lessons.plan import AddFunds
    >>> flight = Flight(7).next(3)
    >>> flight.bar, len(flight.seen.bars), flight.over
    (3, 3, False)
    >>> flight.decide(AddFunds(3, 500), "plan").next().seen.events[-1].words
    '500 USD is added: the margin level is 191.0%.'
    """

    @property
    def over(self) -> bool:
        """Whether its last bar is over."""
        return self.bar >= len(hidden_path(self.number).bars)

    @cached_property
    def seen(self) -> Seen:
        """All that is known by now, and nothing of what comes."""
        return seen_of(self)

    def next(self, bars: int = 1) -> Flight:
        """Return the flight some bars later, at its end when there are fewer.

        Raises ``BadInput`` once it is over, and for no bars.
        """
        bars = whole("bars", bars, 1, why="time goes on by whole bars")
        last = len(hidden_path(self.number).bars)
        if self.bar >= last:
            raise BadInput(f"bar {self.bar} is the last one: the flight is over, see its debrief.")
        return replace(self, bar=min(self.bar + bars, last))

    def decide(self, act: Act, reason: Reason) -> Flight:
        """Return the flight with one more decision; it happens at the open of the next bar.

        Whatever bar ``act`` names, it is this one. Raises ``BadInput`` when the flight is over,
        nothing is open or a liquidation has begun, for more than the purse holds, for an order on
        the wrong side of the price, and for one that is not there to be taken back.

        >>> from margin_lessons.plan import CloseByHand
        >>> Flight(7).next(500).decide(CloseByHand(0), Reason.FEAR)
        Traceback (most recent call last):
            ...
        margin_lessons.errors.BadInput: bar 104 is the last one: nothing can be decided any more.
        """
        decision = Decision(self.bar, act, reason)
        if self.over:
            raise BadInput(f"bar {self.bar} is the last one: nothing can be decided any more.")
        check_decision(decision, self.seen)
        return replace(self, decisions=(*self.decisions, decision))
