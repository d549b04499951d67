"""What a trader means to do: orders from the start, actions at a bar, answers to a margin call.

A plan is fixed before the replay, so it says honestly what was decided without knowing the end. An
action happens at the open of its bar; an answer happens when a call is sent and seen, at once or
after some minutes. Closing by hand is possible until a liquidation has begun
(support.kraken.com 202966956 and 203325763).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from margin_lessons.errors import (
    BadInput,
    all_of,
    between,
    not_negative,
    of_kind,
    positive,
    shown,
    text,
)
from margin_lessons.market.bars import Bars
from margin_lessons.orders import Order


@dataclass(frozen=True)
class Action:
    """Something done at the open of a bar; ``at`` is the bar's index, or a date."""

    at: Any


@dataclass(frozen=True)
class AddFunds(Action):
    """Pay in ``amount`` of cash; raises ``BadInput`` unless it is above zero."""

    amount: float

    def __post_init__(self) -> None:
        amount = positive("funds", self.amount, why="adding funds takes an amount")
        object.__setattr__(self, "amount", amount)


@dataclass(frozen=True)
class CloseByHand(Action):
    """Close ``volume`` coins, or a ``share`` of what is open; all of it when neither is given.

    Raises ``BadInput`` when both are given, and for what is not above zero or a share above 1.
    """

    volume: float | None = None
    share: float | None = None

    def __post_init__(self) -> None:
        if self.volume is not None and self.share is not None:
            raise BadInput(
                f"volume {shown(self.volume)} and share {shown(self.share)} do not go together: "
                "say how many coins, or which part of them."
            )
        if self.volume is not None:
            why = "closing ends a part of a position"
            object.__setattr__(self, "volume", positive("closed volume", self.volume, why=why))
        if self.share is not None:
            object.__setattr__(self, "share", _a_share(self.share))


@dataclass(frozen=True)
class Place(Action):
    """Place an order; raises ``BadInput`` for anything else."""

    order: Order

    def __post_init__(self) -> None:
        of_kind("order", self.order, Order, why="an order is, for instance, StopLoss(15_000)")


@dataclass(frozen=True)
class Cancel(Action):
    """Take back every order of that ``name``; to move a stop, cancel it and place another.

    Raises ``BadInput`` for what is no name.
    """

    name: str

    def __post_init__(self) -> None:
        why = "what is taken back goes by its name, as text"
        object.__setattr__(self, "name", text("order", self.name, why=why))


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is done whenever a margin call is seen; after ``minutes``, or at once.

    An answer that takes time comes at the open of the first bar that opens so many minutes after
    the bar of the call did. Raises ``BadInput`` for minutes below zero.
    """

    minutes: float = 0.0

    def __post_init__(self) -> None:
        minutes = not_negative("minutes", self.minutes, why="nobody answers before being asked")
        object.__setattr__(self, "minutes", minutes)


@dataclass(frozen=True)
class TopUp(Answer):
    """Add a fixed ``amount``, or as much as brings the margin level back ``to_level``.

    ``at_most`` is all there is to add, over all calls together. Raises ``BadInput`` unless exactly
    one of amount and level is given, and above zero.

    >>> TopUp(1_000, at_most=-500)
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: at_most -500 is below 0: it is an amount of money.
    """

    amount: float | None = None
    to_level: float | None = None
    at_most: float = math.inf

    def __post_init__(self) -> None:
        super().__post_init__()
        _one_of("amount", self.amount, "to_level", self.to_level)
        if self.amount is not None:
            amount = positive("funds", self.amount, why="adding funds takes an amount")
            object.__setattr__(self, "amount", amount)
        if self.to_level is not None:
            level = positive("margin level", self.to_level, why="funds are added to lift the level")
            object.__setattr__(self, "to_level", level)
        # Without a limit it is infinite, the one amount of money that may be.
        if not (isinstance(self.at_most, float) and self.at_most == math.inf):
            at_most = not_negative("at_most", self.at_most, why="it is an amount of money")
            object.__setattr__(self, "at_most", at_most)


@dataclass(frozen=True)
class Cut(Answer):
    """Close a ``share`` of what is open, or as much as brings the level back ``to_level``.

    Raises ``BadInput`` unless exactly one of them is given, above zero, and a share up to 1.
    """

    share: float | None = None
    to_level: float | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        _one_of("share", self.share, "to_level", self.to_level)
        if self.share is not None:
            object.__setattr__(self, "share", _a_share(self.share))
        if self.to_level is not None:
            why = "a part is closed to lift the level"
            object.__setattr__(self, "to_level", positive("margin level", self.to_level, why=why))


@dataclass(frozen=True)
class Plan:
    """Orders that wait from the start, actions at their bars, and answers to every margin call.

    One alone may stand without a list. Raises ``BadInput`` naming the row that is none of them.

    >>> from margin_lessons.orders import StopLoss
    >>> plan = Plan(orders=[StopLoss(15_000)], actions=[CloseByHand(3, share=0.5)])
    >>> len(plan.orders), plan.answers
    (1, ())
    """

    orders: tuple[Order, ...] = ()
    actions: tuple[Action, ...] = ()
    answers: tuple[Answer, ...] = ()

    def __post_init__(self) -> None:
        for name, kind in (("orders", Order), ("actions", Action), ("answers", Answer)):
            why = f"a plan has its orders, actions and answers apart, and this is under {name}"
            row = all_of(name.removesuffix("s"), getattr(self, name), kind, why=why)
            object.__setattr__(self, name, row)

    def schedule(self, bars: Bars) -> list[tuple[int, int, Action]]:
        """Return (bar, row, action) for each action, in the order in which they happen.

        Raises ``BadInput`` naming the row whose bar or date is not among ``bars``.
        """
        of_kind("bars", bars, Bars, why="an action happens at one of them")
        return sorted(
            (index, row, action) for row, (index, action) in enumerate(self._located(bars))
        )

    def check_closings(self, volume: float, bars: Bars) -> None:
        """Raise ``BadInput`` for the first action that closes more than is open by then.

        ``volume`` is what is open at the start; a stop or a liquidation in between may leave less,
        which is no mistake in the plan.

        >>> hour = Bars.of([(100, 100, 100, 100)] * 5, length=60)
        >>> Plan(actions=[CloseByHand(2, 0.6), CloseByHand(4, 0.5)]).check_closings(1.0, hour)
        Traceback (most recent call last):
            ...
        margin_lessons.errors.BadInput: row 1 of the plan closes 0.5 at bar 4 (minute 240), where \
at most 0.4 is still open: more would open a position on the other side.
        """
        left = not_negative("open volume", volume, why="it is what there is to close")
        for index, row, action in self.schedule(bars):
            if not isinstance(action, CloseByHand):
                continue
            wanted = action.volume
            if wanted is None:
                wanted = left * (1.0 if action.share is None else action.share)
            if wanted > left * (1 + 1e-9):
                raise BadInput(
                    f"row {row} of the plan closes {shown(wanted)} at bar {index} "
                    f"({bars.when(index)}), where at most {shown(left)} is still open: "
                    "more would open a position on the other side."
                )
            left = max(0.0, left - wanted)

    def _located(self, bars: Bars) -> Iterator[tuple[int, Action]]:
        for row, action in enumerate(self.actions):
            try:
                yield bars.index(action.at), action
            except BadInput as problem:
                raise BadInput(f"row {row} of the plan: {problem}") from None


def _a_share(share: float) -> float:
    result = between("share", share, 0, 1, why="it is a part of what is open")
    if result == 0:
        raise BadInput("share 0 is not above 0: closing ends a part of a position.")
    return result


def _one_of(name: str, value: float | None, other: str, other_value: float | None) -> None:
    if (value is None) == (other_value is None):
        raise BadInput(
            f"{name} {shown(value)} and {other} {shown(other_value)} do not say how much: "
            "name exactly one of them."
        )
