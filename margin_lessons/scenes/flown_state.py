"""A flight in the cockpit: how far it is, what the acts are set to, and which ones were flown here.

The log of the panel holds a flight for each act, as it then was. Which of them goes on is told by
the controls: their number, product and plan, or the file. Another number is another flight; and
whoever goes back finds the first one where it was left.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from margin_lessons.flight import Debrief, Flight, debrief
from margin_lessons.orders import Order, StopLoss, StopLossLimit, TrailingStop, offset_trigger
from margin_lessons.plan import Plan
from margin_lessons.position import Side

STOP = "stop"
"""What the one stop of the cockpit is called: it is set, moved and taken back by this name."""
LIMIT_ROOM = 0.01
"""How far beyond its trigger the limit of a stop-limit lies, as a share of the price."""


def stop_price(price: float, side: Side, away: float) -> float:
    """Return the trigger of a stop a share ``away`` from the price, in cents.

    >>> stop_price(98.83, Side.LONG, 0.05)
    93.89
    """
    return round(offset_trigger(price, side, share=away), 2)


class StopKind(Enum):
    """The stops that the cockpit sets."""

    LOSS = "stop-loss"
    LIMIT = "stop-limit"
    TRAILING = "trailing stop"

    def order(self, price: float, side: Side, away: float) -> Order:
        """Return the stop a share ``away`` from the price, its trigger in cents.

        >>> StopKind.LIMIT.order(100, Side.LONG, 0.05).limit
        94.0
        """
        if self is StopKind.TRAILING:
            return TrailingStop(share=away, name=STOP)
        trigger = stop_price(price, side, away)
        if self is StopKind.LOSS:
            return StopLoss(trigger, name=STOP)
        limit = stop_price(price, side, away + LIMIT_ROOM)
        return StopLossLimit(trigger, limit=limit, name=STOP)


class WrittenPlan(Enum):
    """What can be written before the start; the debrief flies it beside one's own run."""

    NONE = "no plan"
    NEAR = "a stop-loss 5% away"
    FAR = "a stop-loss 10% away"
    TRAILING = "a trailing stop 5% away"

    def plan(self, price: float, side: Side) -> Plan | None:
        """Return it as a plan for a position on this side, opened at this price.

        >>> WrittenPlan.NEAR.plan(100, Side.SHORT).orders[0].trigger
        105.0
        """
        if self is WrittenPlan.NONE:
            return None
        kind = StopKind.TRAILING if self is WrittenPlan.TRAILING else StopKind.LOSS
        away = 0.1 if self is WrittenPlan.FAR else 0.05
        return Plan(orders=(kind.order(price, side, away),))


@dataclass(frozen=True)
class ActSettings:
    """What the acts are set to: funds in USD, the share to close, the stop and how far away."""

    amount: float
    share: float
    kind: StopKind
    away: float


@dataclass(frozen=True, eq=False)
class FlownState:
    """A flight by now; ``flown`` are all that were brought to their end here, in their order."""

    flight: Flight
    settings: ActSettings
    flown: tuple[Flight, ...] = ()
    left_out: int | None = None
    """The decision that the debrief leaves out, counted from 0; None for the weightiest."""
    pilot: str = ""
    """Whose flight it is; the learner's own has no name."""
    loaded: bool = False
    """Whether a file says which flight it is, and not the number."""

    @property
    def left_out_cost(self) -> float:
        """What the decision that is left out cost, in USD; 0 when none is named."""
        return 0.0 if self.left_out is None else self.debrief.costs[self.left_out].cost

    @cached_property
    def debrief(self) -> Debrief:
        """The debrief of a flight that is over."""
        return debrief(self.flight)

    @cached_property
    def over(self) -> bool:
        """Whether its last bar is over, and all may be told."""
        return self.flight.over
