"""Whether something can be done in flight, judged by what is seen; what cannot is said and why."""

from __future__ import annotations

from margin_lessons.errors import BadInput, pick, shown
from margin_lessons.flight.decision import Decision, MoveStop
from margin_lessons.flight.seen import Seen
from margin_lessons.plan import AddFunds, Cancel
from margin_lessons.words import money


def check_decision(decision: Decision, seen: Seen) -> None:
    """Raise ``BadInput`` for a decision that what is ``seen`` already rules out."""
    act = decision.act
    if seen.liquidating:
        raise BadInput("liquidation has begun: nothing can stop it any more.")
    if not seen.still_open:
        raise BadInput("position of 0 coins is closed: there is nothing left to decide about.")
    if isinstance(act, AddFunds) and act.amount > seen.purse:
        raise BadInput(
            f"funds {money(act.amount)} are above the {money(seen.purse)} in the purse: "
            "there is no other money."
        )
    if isinstance(act, (Cancel, MoveStop)):
        pick("order", act.name, dict.fromkeys(orders_seen(seen)), "the orders that wait")
    if decision.placed is not None:
        _check_order(decision, seen)


def orders_seen(seen: Seen) -> tuple[str, ...]:
    """Return the names of the orders that wait or are on their way, those sent to go left out."""
    names = [one.label for one in seen.waiting]
    for decision in seen.sent:
        if isinstance(decision.act, (Cancel, MoveStop)):
            names = [name for name in names if name != decision.act.name]
        if decision.placed is not None:
            names.append(decision.placed.label)
    return tuple(names)


def _check_order(decision: Decision, seen: Seen) -> None:
    order, act = decision.placed, decision.act
    if order is None:
        return
    order.check(seen.price, seen.start.side)
    others = set(orders_seen(seen)) - ({act.name} if isinstance(act, MoveStop) else set())
    if order.label in others:
        raise BadInput(
            f"order {shown(order.label)} waits already: move it, or give this one another name."
        )
