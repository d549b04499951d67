"""What can happen to an account in a replay: kinds of events, and one event."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from margin_lessons.parts import ClosedPart


class Kind(Enum):
    """The kinds of events. The name is stable; the value is what a table shows."""

    START = "start"
    FEE = "opening fee"
    ROLLOVER = "rollover fees"
    FUNDING = "funding"
    CALL = "margin call"
    CALL_MISSED = "margin call not received"
    FUNDS_ADDED = "funds added"
    PART_CLOSED = "part closed"
    CLOSED = "closed"
    NOTHING_TO_DO = "nothing to do"
    TOO_LATE = "too late"
    ORDER_PLACED = "order placed"
    ORDER_CANCELLED = "order cancelled"
    ORDER_TRIGGERED = "order triggered"
    ORDER_FILLED = "order filled"
    ORDER_RESTING = "order rests unfilled"
    ORDER_LEFT = "order still live"
    ORDER_REJECTED = "order rejected"
    NEW_POSITION = "new position opened"
    LIQUIDATION_TRIGGERED = "liquidation triggered"
    LIQUIDATION_FILLED = "liquidation filled"
    COLLATERAL_TAKEN = "collateral taken"
    LEFT_OVER = "loss borne by others"
    DEBT = "debt"
    DEBT_REPAID = "debt repaid"
    END = "end"


FILLS = frozenset(
    {Kind.PART_CLOSED, Kind.CLOSED, Kind.ORDER_FILLED, Kind.LIQUIDATION_FILLED, Kind.NEW_POSITION}
)
"""The kinds that trade something."""


@dataclass(frozen=True)
class Event:
    """One thing that happened, and the account right after it.

    ``bar`` and ``time`` say when; ``price`` is the fill of a trade, else the market price of the
    moment; ``trigger`` the price that set it off. ``volume`` is in coins. ``amount`` is the money
    it moved, in the quote currency: funds added, profit or loss realised (fees not included), fees
    charged or a debt as a negative amount. ``fee`` is the trading or conversion fee on top.
    ``equity``, ``level`` and ``balance`` are the account's after the event, at ``price``; those of
    a contract are at its mark price, and its level is equity over what is required.
    ``worst_price`` is what the extreme of the bar would have brought, for a fill whose price nobody
    can know exactly, and ``worst_equity`` the equity had it filled there; ``best_price`` and
    ``best_equity`` likewise, for a fill that may have been better than the rules take it. ``parts``
    are the positions a trade has closed, each its own part, also at one entry. ``beyond`` says that
    the bar opened beyond the trigger. ``words`` is the event in one line.
    """

    kind: Kind
    bar: int
    time: Any
    price: float
    words: str
    equity: float
    level: float
    balance: float
    trigger: float | None = None
    volume: float | None = None
    amount: float = 0.0
    fee: float = 0.0
    order: str = ""
    worst_price: float | None = None
    worst_equity: float | None = None
    best_price: float | None = None
    best_equity: float | None = None
    parts: tuple[ClosedPart, ...] = ()
    beyond: bool = False

    @property
    def shortfall(self) -> float:
        """How much less equity the worst case of this event's bar would have left; 0 or more."""
        return 0.0 if self.worst_equity is None else self.equity - self.worst_equity

    @property
    def windfall(self) -> float:
        """How much more equity the best case of this event's bar would have left; 0 or more."""
        return 0.0 if self.best_equity is None else self.best_equity - self.equity
