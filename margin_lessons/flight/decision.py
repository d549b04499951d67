"""What a learner does in flight, and why: acts of ``plan``, each with its bar and its reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from margin_lessons.conventions import as_option
from margin_lessons.errors import BadInput, of_kind, shown, text, whole
from margin_lessons.flight.hidden_path import MOST_BARS
from margin_lessons.orders import (
    Order,
    StopLoss,
    StopLossLimit,
    TakeProfit,
    TrailingStop,
    TriggerOn,
)
from margin_lessons.plan import Action, AddFunds, Cancel, CloseByHand, Place

FLOWN_ORDERS = (StopLoss, StopLossLimit, TrailingStop, TakeProfit)
"""The orders that can be placed in flight."""


class Reason(Enum):
    """Why something is done: one click, the first that comes to mind."""

    FEAR = "fear"
    PLAN = "plan"
    NEWS = "news"
    BACK = "it will come back"


@dataclass(frozen=True)
class MoveStop(Action):
    """Take back the order called ``name`` and place another in its stead.

    Where the new one is refused the old one stays. Raises ``BadInput`` for no name and no order.
    """

    name: str
    order: Order

    def __post_init__(self) -> None:
        why = "what is moved goes by its name, as text"
        object.__setattr__(self, "name", text("order", self.name, why=why))
        of_kind("order", self.order, Order, why="an order is, for instance, StopLoss(95)")


Act = AddFunds | CloseByHand | Place | Cancel | MoveStop
"""What can be done in flight."""


@dataclass(frozen=True)
class Decision:
    """One act, decided when ``bar`` bars were over; it happens at the open of the next one.

    ``act`` is one of ``plan`` or a ``MoveStop``; its own bar becomes ``bar``. Raises ``BadInput``
    for a bar that no flight has, for another act, for a closing that is no share, and for an order
    that is not for all that is open.

    >>> Decision(12, AddFunds(0, 500), "fear").act
    AddFunds(at=12, amount=500.0)
    >>> Decision(12, AddFunds(0, 500), "greed")
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: reason 'greed' is not one of the options (FEAR, PLAN, NEWS, \
BACK): choose one of these.
    """

    bar: int
    act: Act
    reason: Reason

    def __post_init__(self) -> None:
        why = f"a flight has at most {MOST_BARS} bars"
        bar = whole("bar of a decision", self.bar, 0, most=MOST_BARS - 1, why=why)
        object.__setattr__(self, "bar", bar)
        object.__setattr__(self, "reason", as_option("reason", self.reason, Reason))
        object.__setattr__(self, "act", _in_flight(self.act, bar))

    @property
    def added(self) -> float:
        """How much money it takes from the purse."""
        return self.act.amount if isinstance(self.act, AddFunds) else 0.0

    @property
    def placed(self) -> Order | None:
        """The order that it places, or None."""
        return self.act.order if isinstance(self.act, (Place, MoveStop)) else None

    @property
    def steps(self) -> tuple[Action, ...]:
        """The actions of a plan that it stands for: to move is to cancel and to place.

        >>> stop = StopLoss(95, name="new")
        >>> [type(one).__name__ for one in Decision(3, MoveStop(0, "old", stop), "plan").steps]
        ['Cancel', 'Place']
        """
        if isinstance(self.act, MoveStop):
            return Cancel(self.bar, self.act.name), Place(self.bar, self.act.order)
        return (self.act,)


def _in_flight(act: object, bar: int) -> Act:
    """Return an act at its bar, its order one that only closes; or raise ``BadInput``."""
    if isinstance(act, (Place, MoveStop)):
        return replace(act, at=bar, order=closing_order(act.order))
    if isinstance(act, CloseByHand) and act.volume is not None:
        raise BadInput(
            f"closed volume {shown(act.volume)} is in coins: in flight a part is closed as a share "
            "of what is open, such as CloseByHand(0, share=0.5)."
        )
    if isinstance(act, (AddFunds, CloseByHand, Cancel)):
        return replace(act, at=bar)
    raise BadInput(
        f"act {shown(act)} is none of a flight's: AddFunds, CloseByHand, Place, Cancel or MoveStop."
    )


def closing_order(order: Order) -> Order:
    """Return an order as it is placed in flight: reduce-only, for all that is open.

    >>> closing_order(StopLoss(95)).reduce_only
    True
    """
    kinds = "StopLoss, StopLossLimit, TrailingStop or TakeProfit"
    if type(order) not in FLOWN_ORDERS:
        raise BadInput(f"order {shown(order)} is none of a flight's: {kinds}.")
    if order.volume is not None:
        raise BadInput(
            f"order volume {shown(order.volume)} is for a part: in flight an order closes all that "
            "is open; close a part by hand."
        )
    if order.on is not TriggerOn.LAST:
        raise BadInput(f"trigger price {order.on.value} is not shown in flight: use the last one.")
    return replace(order, side=None, leverage=None, reduce_only=True)
