"""The log of a flight: all that it is. Its prices stay hidden, and are drawn from its number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from typing import cast

from margin_lessons.conventions import as_option
from margin_lessons.errors import BadInput, all_of, of_kind, shown, whole
from margin_lessons.flight.decision import Decision, closing_order
from margin_lessons.flight.hidden_path import MOST_BARS, START_PRICE, flight_number
from margin_lessons.flight.take_off import TakeOff, flown_product, take_off
from margin_lessons.own_position import ProductKind
from margin_lessons.plan import Plan, TopUp
from margin_lessons.position import Side
from margin_lessons.words import amount

MOST_DECISIONS = 100
"""The debrief flies a flight again without each of them: a hundred take seconds, a thousand would
take minutes."""

_DRAWN = cast(TakeOff, None)  # what the number draws, unless it is given


class Certainty(Enum):
    """How sure somebody is, in the words of the questions of the course."""

    GUESSING = "guessing"
    FAIRLY_SURE = "fairly sure"
    CERTAIN = "certain"


@dataclass(frozen=True)
class Forecast:
    """What is said before the start: whether it will be brought ``home``, and how sure one is."""

    home: bool
    certainty: Certainty

    def __post_init__(self) -> None:
        why = "it is brought home or not: True or False"
        of_kind("home", self.home, bool, why=why)
        object.__setattr__(self, "certainty", as_option("certainty", self.certainty, Certainty))


@dataclass(frozen=True)
class FlightLog:
    """The log of a flight: its ``number``, what it began with, what was decided, how far it came.

    ``start`` is what the number draws, when not given. ``plan`` is the one written before the start
    (orders, and answers to margin calls on spot margin); it is not flown by itself, the debrief
    flies it beside. ``bar`` is how many bars are over. Raises ``BadInput`` for a number or product
    that is not flown, decisions out of order, after ``bar`` or
    more than ``MOST_DECISIONS``, more funds than the purse holds.

    >>> from margin_lessons.plan import AddFunds
    >>> log = FlightLog(7, decisions=[Decision(3, AddFunds(3, 500), "plan")], bar=3)
    >>> log.start.purse - log.purse
    500.0
    >>> FlightLog(7, decisions=[Decision(3, AddFunds(3, 5_000), "fear")], bar=3)
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: funds 5,000 are above the 1,380 in the purse: there is no \
other money.
    """

    number: int
    product: ProductKind = ProductKind.SPOT_MARGIN
    start: TakeOff = _DRAWN
    plan: Plan | None = None
    forecast: Forecast | None = None
    decisions: tuple[Decision, ...] = ()
    bar: int = 0

    def __post_init__(self) -> None:
        number, product = flight_number(self.number), flown_product(self.product)
        drawn = take_off(number, product) if self.start is None else self.start
        start = of_kind("start", drawn, TakeOff, why="take_off(number) draws one")
        kept: dict[str, object] = {
            "number": number,
            "product": product,
            "start": start,
            "bar": whole("bar", self.bar, 0, most=MOST_BARS, why="so many bars are over"),
        }
        if self.plan is not None:
            kept["plan"] = _written_before(self.plan, product, start.side)
        if self.forecast is not None:
            of_kind("forecast", self.forecast, Forecast, why="it is said before the start")
        why = "a flight is a log of them"
        kept["decisions"] = all_of("decision", self.decisions, Decision, why=why)
        for name, value in kept.items():
            object.__setattr__(self, name, value)
        self._check_log()

    def _check_log(self) -> None:
        if len(self.decisions) > MOST_DECISIONS:
            raise BadInput(
                f"decisions {len(self.decisions):,} are more than {MOST_DECISIONS}: so many are "
                "taken in one flight, so fly on with those there are."
            )
        bars = [one.bar for one in self.decisions] + [self.bar]
        for row, (first, then) in enumerate(pairwise(bars)):
            if first > then:
                raise BadInput(
                    f"decision {row} at bar {first} comes before bar {then}: a log is in the order "
                    "of time, and none is after the bar it stands at."
                )
        if self.purse < 0:
            raise BadInput(
                f"funds {amount(self.start.purse - self.purse)} are above the "
                f"{amount(self.start.purse)} in the purse: there is no other money."
            )

    @property
    def purse(self) -> float:
        """The money that can still be added, in USD."""
        return self.start.purse - sum(one.added for one in self.decisions)


def _written_before(plan: object, product: ProductKind, side: Side) -> Plan:
    """Return a plan that can be written before the start, its orders as they are flown."""
    why = "write Plan(orders=...) or Plan(answers=...)"
    written = of_kind("plan", plan, Plan, why=why)
    if written.actions:
        raise BadInput(
            f"actions {shown(len(written.actions))} are at bars that nobody knows before the "
            "start: a plan has orders and answers to margin calls."
        )
    if written.answers and product is not ProductKind.SPOT_MARGIN:
        raise BadInput(
            f"answers {shown(len(written.answers))} are to margin calls, and a contract is sent "
            "none: a plan for it has orders."
        )
    orders = tuple(closing_order(order) for order in written.orders)
    for order in orders:
        order.check(START_PRICE, side)
    if sum(isinstance(answer, TopUp) for answer in written.answers) > 1:
        raise BadInput("answers with two top-ups spend one purse twice: write one of them.")
    return replace(written, orders=orders)
