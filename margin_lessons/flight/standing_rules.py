"""Five rules that stand before a flight begins, each flown on its path beside one's own run.

None of them looks ahead: whoever follows one decides before the start.
"""

from __future__ import annotations

from enum import Enum

from margin_lessons.conventions import as_option
from margin_lessons.crossing import crossing
from margin_lessons.errors import BadInput, of_kind
from margin_lessons.flight.flight_log import FlightLog
from margin_lessons.flight.flight_run import FlightRun
from margin_lessons.flight.flying import FlightTimeline, replayed_over
from margin_lessons.flight.take_off import (
    SPOT_RULES,
    WARNING_LEVEL,
    TakeOff,
    flown_account,
    flown_contract,
    flown_product,
)
from margin_lessons.market.bars import Bars
from margin_lessons.orders import StopLoss
from margin_lessons.own_position import ProductKind
from margin_lessons.plan import AddFunds, Plan, TopUp

PARTS = 4
"""A contract is topped up with a quarter of the purse each time."""


class StandingRule(Enum):
    """A rule that is the same whatever the prices do."""

    NOTHING = "do nothing"
    STOP = "stop at the call price"
    HALF = "half the size from the start"
    TOP_UP = "top up at every call"
    PLAN = "the plan written before the start"


STANDING_RULES = tuple(StandingRule)
"""The five, in the order in which they are shown."""


def call_price(start: TakeOff, product: ProductKind) -> float | None:
    """Return the price of the margin call at the start, None where there is none.

    A contract is sent no call: it is where the equity is ``WARNING_LEVEL`` times what is required.

    >>> round(call_price(TakeOff("long", 5, 2_500, 0), ProductKind.SPOT_MARGIN), 2)
    91.0
    """
    of_kind("start", start, TakeOff, why="take_off(number) draws one")
    if flown_product(product) is ProductKind.SPOT_MARGIN:
        return crossing(flown_account(start), SPOT_RULES.call_level).price
    return crossing(flown_contract(start), WARNING_LEVEL).price


def rule_run(rule: StandingRule, log: FlightLog, bars: Bars) -> FlightRun:
    """Return a rule flown over all bars of a flight; ``BadInput`` for a plan that was not written.

    >>> from margin_lessons.flight.hidden_path import hidden_path
    >>> run = rule_run("half", FlightLog(7), hidden_path(7).bars)
    >>> run.name, run.start.volume
    ('half the size from the start', 50.0)
    """
    rule, start = as_option("rule", rule, StandingRule), log.start
    plan = Plan()
    if rule is StandingRule.HALF:
        start = TakeOff(start.side, start.leverage, start.cash, start.purse, start.volume / 2)
    elif rule is StandingRule.STOP:
        price = call_price(start, log.product)
        if price is not None:
            plan = Plan(orders=(StopLoss(price, reduce_only=True),))
    elif rule is StandingRule.TOP_UP:
        return FlightRun(rule.value, start, _topped_up(log, bars))
    elif rule is StandingRule.PLAN:
        if log.plan is None:
            raise BadInput("plan None was not written before the start: there is nothing to fly.")
        plan = log.plan
    timeline = replayed_over(bars, log.number, log.product, start, plan)
    return FlightRun(rule.value, start, timeline)


def rule_runs(log: FlightLog, bars: Bars) -> tuple[FlightRun, ...]:
    """Return each standing rule flown over all bars, the last only where a plan was written."""
    rules = STANDING_RULES if log.plan is not None else STANDING_RULES[:-1]
    return tuple(rule_run(rule, log, bars) for rule in rules)


def _topped_up(log: FlightLog, bars: Bars) -> FlightTimeline:
    """Return the flight topped up: at each call, or where a contract's level is that of a warning.

    At a call it is as much as brings the level back to full use, as long as the purse lasts.
    """
    start, flown = log.start, (log.number, log.product, log.start)
    if log.product is ProductKind.SPOT_MARGIN:
        answer = TopUp(to_level=SPOT_RULES.full_level, at_most=start.purse)
        return replayed_over(bars, *flown, Plan(answers=(answer,)))
    timeline, after = replayed_over(bars, *flown, Plan()), 0
    actions: list[AddFunds] = []
    while start.purse and len(actions) < PARTS:
        low = (timeline.level_path[after:-1] < WARNING_LEVEL).nonzero()[0]
        if not len(low):
            break
        after += int(low[0]) + 1
        actions.append(AddFunds(after, start.purse / PARTS))
        timeline = replayed_over(bars, *flown, Plan(actions=tuple(actions)))
    return timeline
