"""The debrief by hand: what a decision cost, what the rules came to, what "certain" was worth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st
from pilots import flown_to_end

from margin_lessons.crossing import crossings
from margin_lessons.errors import BadInput
from margin_lessons.flight import (
    STANDING_RULES,
    Certainty,
    CertaintyCount,
    Debrief,
    Decision,
    Flight,
    FlightRun,
    Forecast,
    Landing,
    PathKind,
    Reason,
    StandingRule,
    TakeOff,
    calibration,
    call_price,
    debrief,
    hidden_path,
    venue_ways,
)
from margin_lessons.flight.debrief import revealed
from margin_lessons.flight.flight_log import FlightLog
from margin_lessons.flight.standing_rules import WARNING_LEVEL, rule_run
from margin_lessons.flight.take_off import flown_account, flown_contract
from margin_lessons.market.bars import Bars
from margin_lessons.orders import StopLoss
from margin_lessons.own_position import ProductKind
from margin_lessons.plan import AddFunds, CloseByHand, Place, Plan
from margin_lessons.replay import Kind, replay

LONG = TakeOff("long", 5, 2_500, 1_000)
FEAR = Reason.FEAR


def rules_of(seen: Debrief) -> list[str]:
    return [run.name for run in seen.rules]


def test_closing_everything_by_hand_in_dollars() -> None:
    """Worked on paper: 100 coins from 100 to the open of bar 9, slippage, 0.4 %, rollovers."""
    flight = Flight(7, start=LONG).next(9).decide(CloseByHand(9), FEAR).next(500)
    seen = debrief(flight)
    bars, slip = hidden_path(7).bars, venue_ways(7).rules.slippage
    fill = bars.open[9] * (1 - slip)
    rollovers = int(bars.minutes[9] // 240)
    fees = 0.004 * 100 * fill + rollovers * 0.00025 * 10_000
    assert seen.mine.money == pytest.approx(3_500 + 100 * (fill - 100) - fees)
    assert seen.mine.gain == pytest.approx(seen.mine.money - 3_500)
    (cost,) = seen.costs
    assert cost.cost == pytest.approx(seen.rules[0].money - seen.mine.money)
    assert seen.together == pytest.approx(cost.cost)
    assert rules_of(seen) == [rule.value for rule in STANDING_RULES[:4]]


def test_two_that_do_the_same_each_seem_to_do_nothing() -> None:
    """Closing all, twice at one open: without the one the other does it, so neither cost a cent."""
    twice = [Decision(9, CloseByHand(9), FEAR), Decision(9, CloseByHand(9), Reason.PLAN)]
    seen = debrief(Flight(7, start=LONG, decisions=twice, bar=120))
    assert [one.cost for one in seen.costs] == [0.0, 0.0]
    assert seen.apart == 0
    assert abs(seen.together) > 1
    assert [one.words for one in seen.costs] == ["changed nothing"] * 2
    assert "each seem to do nothing" in seen.sum_told
    alone = debrief(Flight(7, start=LONG, decisions=twice[:1], bar=120))
    assert alone.together == pytest.approx(seen.together)
    assert "each seem" not in alone.sum_told
    assert "decided nothing" in debrief(Flight(7, start=LONG, bar=120)).sum_told


def test_money_that_is_added_and_left_alone_is_still_one_s_own() -> None:
    flight = Flight(7, start=TakeOff("long", 1, 10_000, 1_000)).next(3)
    seen = debrief(flight.decide(AddFunds(3, 400), FEAR).next(500))
    assert not seen.rules[0].liquidated
    assert seen.mine.money == pytest.approx(seen.rules[0].money)
    assert seen.costs[0].cost == pytest.approx(0, abs=1e-6)
    assert seen.mine.added == 400
    np.testing.assert_allclose(seen.mine.path, seen.rules[0].path)


@cases(100)
@given(st.integers(0, 2**32 - 1))
def test_standing_rules_are_what_they_say(seed: int) -> None:
    flight = flown_to_end(seed)
    seen, bars = debrief(flight), hidden_path(flight.number).bars
    runs = {run.name: run for run in seen.rules}
    assert ("the plan written before the start" in runs) is (flight.plan is not None)
    assert seen.runs == (seen.mine, *seen.rules)
    spot = flight.product is ProductKind.SPOT_MARGIN
    for run in seen.runs:
        assert len(run.path) == len(bars)
        assert run.added <= flight.start.purse * (1 + 1e-12)
        assert (run.landing is Landing.OWED) is (run.owed >= 0.005)
        assert (run.landing is Landing.HOME) is (
            run.gain > -0.005 and not run.liquidated and not run.owed
        )
        assert spot or run.owed == 0
    half = runs["half the size from the start"].timeline
    assert half.events[0].volume == 50
    begun = runs["half the size from the start"].start
    assert begun == replace(flight.start, volume=50)
    stop = runs["stop at the call price"].timeline
    (order,) = stop.plan.orders
    account, contract = flown_account(flight.start), flown_contract(flight.start)
    if spot:
        assert order.trigger == crossings(account).call.price
    else:
        equity, needs = contract.equity(order.trigger), contract.requirement(order.trigger)
        assert equity == pytest.approx(WARNING_LEVEL * needs)
    assert seen.rule(StandingRule.STOP) is runs["stop at the call price"]
    assert runs["do nothing"].added == 0


def test_a_contract_is_topped_up_where_its_level_is_low() -> None:
    """Each quarter of the purse goes in at the open after a close below the warning."""
    topped = 0
    for number in range(40):
        log = FlightLog(number, ProductKind.LINEAR)
        run = rule_run(StandingRule.TOP_UP, log, hidden_path(number).bars)
        for event in run.timeline.of(Kind.FUNDS_ADDED):
            topped += 1
            assert event.amount == log.start.purse / 4
            assert run.timeline.level_path[event.bar - 1] < WARNING_LEVEL
        low = run.timeline.level_path[:-1] < WARNING_LEVEL
        assert run.added > 0 or not low.any()
    assert topped > 10


def test_on_spot_margin_a_call_that_arrives_is_answered_up_to_full_use() -> None:
    answered = 0
    for number in range(60):
        run = rule_run(StandingRule.TOP_UP, FlightLog(number), hidden_path(number).bars)
        added = run.timeline.of(Kind.FUNDS_ADDED)
        calls = run.timeline.of(Kind.CALL)
        assert bool(added) is bool(calls)
        if added and run.added < run.start.purse:
            answered += 1
            assert added[0].level == pytest.approx(1.0)
    assert answered > 5


def test_the_plan_is_flown_as_it_was_written() -> None:
    price = call_price(LONG, ProductKind.SPOT_MARGIN)
    assert price == pytest.approx(91)  # 2,500 - 900 is 80 % of 2,000
    plan = Plan(orders=[StopLoss(price)])
    seen = debrief(Flight(7, start=LONG, plan=plan, bar=120))
    assert rules_of(seen)[-1] == "the plan written before the start"
    assert seen.rules[-1].money == pytest.approx(seen.rules[1].money)
    nothing = debrief(Flight(7, start=LONG, bar=120))
    assert nothing.rule(StandingRule.PLAN) is None
    with pytest.raises(BadInput, match="was not written before the start"):
        rule_run("plan", FlightLog(7), hidden_path(7).bars)
    placed = Flight(7, start=LONG).decide(Place(0, StopLoss(price)), Reason.PLAN).next(500)
    assert debrief(placed).mine.money == pytest.approx(seen.rules[-1].money)


def test_it_is_told_what_the_prices_were() -> None:
    event = revealed(hidden_path(5, PathKind.EVENT))
    path = hidden_path(5, PathKind.EVENT)
    assert event.name == path.event.title
    assert event.date == path.event.bars.when(0)[:10]
    assert event.sources == path.event.sources
    assert event.first == path.event.bars[0].open
    assert f"{path.quiet} calm bars before it are drawn" in event.how
    model = revealed(hidden_path(5, PathKind.MODEL))
    assert model.date is None
    assert hidden_path(5, PathKind.MODEL).model.name in model.name


def test_certain_is_counted_against_what_came() -> None:
    """Each number, certain to come home: right where it did; the others do not count."""
    flights, home = [], 0
    for number in range(12):
        forecast = Forecast(True, Certainty.CERTAIN)
        flights.append(Flight(number, forecast=forecast, bar=len(hidden_path(number).bars)))
        home += debrief(flights[-1]).mine.landing is Landing.HOME
    others = [replace(flights[0], forecast=None), Flight(3, forecast=flights[0].forecast)]
    guess, fairly, certain = calibration([*flights, *others])
    assert (certain.said, certain.right) == (12, home)
    assert 0 < home < 12
    assert (guess.said, fairly.said) == (0, 0)
    doubters = [replace(one, forecast=Forecast(False, "guessing")) for one in flights]
    assert calibration(doubters)[0].right == 12 - home
    assert (
        CertaintyCount(Certainty.GUESSING, 1, 0).words == "You were guessing once and right never."
    )
    assert fairly.words == "You were never fairly sure."
    with pytest.raises(BadInput, match="flight in row 1"):
        calibration([flights[0], 5])


def test_a_price_that_stands_still_is_home_and_a_cent_less_is_not() -> None:
    """Without fees: 100 coins long at 100, and the last price is 100, or a hundredth below."""
    account, still = flown_account(LONG), [(100.0, 100.0, 100.0, 100.0)]
    for last, landing in ((100.0, Landing.HOME), (99.99, Landing.LESS), (100.01, Landing.HOME)):
        bars = Bars.of([*still, (100.0, max(100.0, last), min(100.0, last), last)], length=60)
        run = FlightRun("by hand", LONG, replay(account, bars))
        assert run.landing is landing
        assert run.gain == pytest.approx(100 * (last - 100))
