"""Decisions, orders and plans as plain records for a file, and back; nothing else is taken."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from margin_lessons.errors import BadInput, pick, shown, whole
from margin_lessons.flight.decision import Act, Decision, MoveStop, Reason
from margin_lessons.orders import Order, StopLoss, StopLossLimit, TakeProfit, TrailingStop
from margin_lessons.plan import AddFunds, Answer, Cancel, CloseByHand, Cut, Place, Plan, TopUp

Record = dict[str, object]
T = TypeVar("T")
E = TypeVar("E", bound=Enum)


@dataclass(frozen=True)
class RecordShape(Generic[T]):
    """A kind of value that a file may hold, the parts it ``needs`` and those it ``may`` have."""

    make: Callable[..., T]
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """All of its parts."""
        return (*self.needs, *self.may)


ORDERS: Mapping[str, RecordShape[Order]] = {
    "stop-loss": RecordShape(StopLoss, ("trigger",), ("name",)),
    "stop-loss-limit": RecordShape(StopLossLimit, ("trigger", "limit"), ("name",)),
    "take-profit": RecordShape(TakeProfit, ("trigger",), ("name",)),
    "trailing stop": RecordShape(
        TrailingStop, (), ("amount", "share", "basis_points", "activation", "collar", "name")
    ),
}
ACTS: Mapping[str, RecordShape[Act]] = {
    "add funds": RecordShape(AddFunds, ("amount",)),
    "close": RecordShape(CloseByHand, (), ("share",)),
    "place": RecordShape(Place, ("order",)),
    "cancel": RecordShape(Cancel, ("name",)),
    "move": RecordShape(MoveStop, ("name", "order")),
}
ANSWERS: Mapping[str, RecordShape[Answer]] = {
    "top up": RecordShape(TopUp, (), ("amount", "to_level", "at_most", "minutes")),
    "cut": RecordShape(Cut, (), ("share", "to_level", "minutes")),
}
"""What a flight's file may hold, by the word that stands for it there."""


def entries_of(
    record: object, what: str, needs: tuple[str, ...], may: tuple[str, ...] = ()
) -> Record:
    """Return a record that has what it needs and nothing unknown, or raise ``BadInput``.

    >>> entries_of({"bar": 3, "reason": "fear"}, "decision", ("bar", "reason"))
    {'bar': 3, 'reason': 'fear'}
    >>> entries_of({"bar": 3}, "decision", ("bar", "reason"))
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: reason of the decision is missing: the file is damaged.
    """
    if not isinstance(record, dict):
        raise BadInput(f"{what} {shown(record)} is no record: the file is damaged.")
    for name in needs:
        if name not in record:
            raise BadInput(f"{name} of the {what} is missing: the file is damaged.")
    for name in record:
        if name not in (*needs, *may):
            raise BadInput(f"{what} has a part {shown(name)}: the file is damaged.")
    return record


def records_in(records: object, what: str, read: Callable[[object], T]) -> tuple[T, ...]:
    """Return a list of records, each read; ``BadInput`` for what is no list."""
    if not isinstance(records, list):
        raise BadInput(f"{what}s {shown(records)} are no list: the file is damaged.")
    return tuple(read(one) for one in records)


def option_of(options: type[E], word: object, what: str) -> E:
    """Return the option that a word of a file stands for, or raise ``BadInput``.

    >>> option_of(Reason, "it will come back", "reason")
    <Reason.BACK: 'it will come back'>
    """
    found: E = pick(what, word, {one.value: one for one in options}, "those of a flight")
    return found


def decision_record(decision: Decision) -> Record:
    """Return a decision as its bar, its act and its reason.

    >>> decision_record(Decision(12, AddFunds(12, 500), "fear"))
    {'bar': 12, 'act': 'add funds', 'amount': 500.0, 'reason': 'fear'}
    """
    act = _record(ACTS, decision.act, "act")
    return {"bar": decision.bar, **act, "reason": decision.reason.value}


def read_decision(record: object) -> Decision:
    """Return the decision that a record stands for; ``BadInput`` for what is damaged."""
    kept = dict(entries_of(record, "decision", ("bar", "act", "reason"), _parts(ACTS)))
    why = "it counts the bars before the decision"
    bar = whole("bar of a decision", kept.pop("bar"), 0, why=why)
    reason = option_of(Reason, kept.pop("reason"), "reason")
    return Decision(bar, _made(ACTS, kept, "act", at=bar), reason)


def plan_record(plan: Plan) -> Record:
    """Return a plan as its orders and answers."""
    return {
        "orders": [_record(ORDERS, one, "kind") for one in plan.orders],
        "answers": [_record(ANSWERS, one, "kind") for one in plan.answers],
    }


def read_plan(record: object) -> Plan:
    """Return the plan that a record stands for; ``BadInput`` for what is damaged."""
    kept = entries_of(record, "plan", ("orders", "answers"))
    return Plan(
        orders=records_in(kept["orders"], "order", lambda one: _made(ORDERS, one, "kind")),
        answers=records_in(kept["answers"], "answer", lambda one: _made(ANSWERS, one, "kind")),
    )


def _parts(shapes: Mapping[str, RecordShape[T]]) -> tuple[str, ...]:
    return tuple(part for shape in shapes.values() for part in shape.parts)


def _record(shapes: Mapping[str, RecordShape[T]], value: T, key: str) -> Record:
    """Return a value as the word for its kind and its parts, those that are not given left out."""
    word, shape = next((w, s) for w, s in shapes.items() if s.make is type(value))
    record: Record = {key: word}
    for part in shape.parts:
        given = getattr(value, part)
        if isinstance(given, Order):
            given = _record(ORDERS, given, "kind")
        if given not in (None, "", math.inf):
            record[part] = given
    return record


def _made(shapes: Mapping[str, RecordShape[T]], record: object, key: str, **more: object) -> T:
    """Return the value that a record stands for, with what ``more`` it is made of."""
    word = entries_of(record, "record", (key,), _parts(shapes))[key]
    shape: RecordShape[T] = pick(key, word, shapes, "those of a flight")
    kept = dict(entries_of(record, str(word), (key, *shape.needs), shape.may))
    del kept[key]
    if "order" in kept:
        kept["order"] = _made(ORDERS, kept["order"], "kind")
    return shape.make(**more, **kept)
