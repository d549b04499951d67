"""A flight flown: its decisions as a plan, replayed over the bars that are over.

An order that is decided on waits for the open of the next bar. When that is beyond its trigger
already, the venue refuses it ("order would immediately trigger"), and nothing is placed: the market
was faster.
"""

from __future__ import annotations

from collections.abc import Iterable

from margin_lessons.errors import BadInput, of_kind
from margin_lessons.flight.decision import Decision
from margin_lessons.flight.flight_log import FlightLog
from margin_lessons.flight.hidden_path import START_PRICE, HiddenPath, hidden_path
from margin_lessons.flight.take_off import (
    COIN,
    CONTRACT_RULES,
    TakeOff,
    flight_funding,
    flown_account,
    flown_contract,
    venue_ways,
)
from margin_lessons.market.bars import Bars
from margin_lessons.own_position import ProductKind
from margin_lessons.plan import Plan
from margin_lessons.position import Side
from margin_lessons.replay import ContractTimeline, Timeline, replay, replay_contract

FlightTimeline = Timeline | ContractTimeline
"""What a flight comes to: an account's or a contract's."""


def bars_over(flight: FlightLog, path: HiddenPath) -> Bars | None:
    """Return the bars that are over, as a copy that knows of no other; None before the first."""
    return path.bars[: flight.bar] if flight.bar else None


def flown(flight: FlightLog) -> FlightTimeline:
    """Return what has happened over the bars that are over; ``BadInput`` before the first.

    >>> from margin_lessons.flight.one_flight import Flight
    >>> from margin_lessons.plan import CloseByHand
    >>> flight = Flight(7).next(5).decide(CloseByHand(5), "fear").next()
    >>> flown(flight).events[-2].kind.value, flown(flight).still_open
    ('closed', False)
    """
    of_kind("flight", flight, FlightLog, why="Flight(number) is one")
    bars = bars_over(flight, hidden_path(flight.number))
    if bars is None:
        raise BadInput("bar 0 is before the first one: nothing has happened yet, so call next().")
    return flown_over(flight, bars)


def flown_over(flight: FlightLog, bars: Bars) -> FlightTimeline:
    """Return what its decisions come to over these bars, which are those of its number."""
    plan = planned(flight.decisions, bars, flight.start.side)
    return replayed_over(bars, flight.number, flight.product, flight.start, plan)


def replayed_over(
    bars: Bars, number: int, product: ProductKind, start: TakeOff, plan: Plan
) -> FlightTimeline:
    """Return what a plan comes to over some bars of a flight, with the ways of its venue."""
    ways = venue_ways(number)
    if product is ProductKind.SPOT_MARGIN:
        account = flown_account(start, ways.acts_at)
        return replay(account, bars, plan, ways.rules, price=START_PRICE)
    return replay_contract(
        flown_contract(start),
        bars,
        plan,
        ways.rules,
        funding=flight_funding(number),
        venue=CONTRACT_RULES,
        price=START_PRICE,
        coin=COIN,
    )


def planned(decisions: Iterable[Decision], bars: Bars, side: Side) -> Plan:
    """Return the plan of those decisions that had their bar and were not refused."""
    done = (one for one in decisions if one.bar < len(bars) and not was_refused(one, bars, side))
    return Plan(actions=tuple(step for one in done for step in one.steps))


def was_refused(decision: Decision, bars: Bars, side: Side) -> bool:
    """Return whether its order found the price beyond its trigger when it came to the market."""
    order = decision.placed
    if order is None or decision.bar >= len(bars):
        return False
    try:
        order.check(bars[decision.bar].open, side)
    except BadInput:
        return True
    return False
