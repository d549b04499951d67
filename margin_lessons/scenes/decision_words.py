"""A decision of a flight in words: what was done, when, and why."""

from __future__ import annotations

import math

from margin_lessons import words
from margin_lessons.flight import Decision, MoveStop
from margin_lessons.orders import Order, StopLoss, StopLossLimit, TrailingStop
from margin_lessons.plan import AddFunds, Cancel, CloseByHand


def decision_words(decision: Decision) -> str:
    """Return what was decided, in a few words.

    >>> from margin_lessons.plan import AddFunds
    >>> decision_words(Decision(12, AddFunds(12, 500), "fear"))
    '500 USD added'
    """
    act = decision.act
    if isinstance(act, AddFunds):
        return f"{words.money(act.amount)} added"
    if isinstance(act, CloseByHand):
        return _closed(act)
    if isinstance(act, Cancel):
        return f"{act.name} taken back"
    done = "moved to" if isinstance(act, MoveStop) else "set at"
    return f"{_order(act.order)} {done} {_where(act.order)}"


def decision_moment(decision: Decision) -> str:
    """Return when and why it was decided, as it stands in a table: "bar 12, fear"."""
    return f"bar {decision.bar}, {decision.reason.value}"


def _closed(act: CloseByHand) -> str:
    if act.volume is not None:
        return f"{words.coins(act.volume, 'coins')} closed"
    whole = act.share is None or math.isclose(act.share, 1)
    return "all closed" if whole else f"{words.percent(act.share or 0.0, 0)} closed"


def _order(order: Order) -> str:
    return "stop-limit" if isinstance(order, StopLossLimit) else order.title


def _where(order: Order) -> str:
    if isinstance(order, TrailingStop):
        return f"{words.percent(order.share or 0.0, 0)} away"
    return words.price(order.trigger) if isinstance(order, StopLoss) else order.label
