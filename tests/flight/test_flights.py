"""A flight is its log: step by step it is what the whole replay is, and so is its file."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st
from pilots import flights_of, flown_to_end

from margin_lessons.account import Account, Position
from margin_lessons.contract import Contract
from margin_lessons.contract_venues import BITSTAMP_PERPETUALS
from margin_lessons.flight import (
    Decision,
    Flight,
    FlightTimeline,
    MoveStop,
    debrief,
    flown,
    hidden_path,
    loaded,
    saved,
    venue_ways,
)
from margin_lessons.flight.take_off import flight_funding
from margin_lessons.own_position import ProductKind
from margin_lessons.plan import Action, Cancel, Place, Plan
from margin_lessons.replay import Kind, replay, replay_contract
from margin_lessons.venue import KRAKEN_SPOT

seeds = st.integers(0, 2**32 - 1)


def by_hand(flight: Flight) -> FlightTimeline:
    """Return the replay of the decisions over the whole path, put together here once more."""
    path, start, ways = hidden_path(flight.number), flight.start, venue_ways(flight.number)
    plan = Plan(actions=[step for one in flight.decisions for step in steps(one, flight)])
    if flight.product is ProductKind.SPOT_MARGIN:
        venue = KRAKEN_SPOT.with_rules(discretion="between", acts_at=ways.acts_at)
        held = Position(start.side, start.volume, 100, start.leverage, "COIN")
        account = Account(start.cash, (held,), venue=venue)
        return replay(account, path.bars, plan, ways.rules, price=100)
    terms = BITSTAMP_PERPETUALS.terms()
    contract = Contract(start.side, start.volume, 100, start.cash, **terms)
    funding = flight_funding(flight.number)
    return replay_contract(contract, path.bars, plan, ways.rules, funding=funding,
                           venue=BITSTAMP_PERPETUALS, price=100, coin="COIN")  # fmt: skip


def steps(decision: Decision, flight: Flight) -> list[Action]:
    """Return what a decision asks of the engine, nothing where its order comes too late."""
    act, opens = decision.act, hidden_path(flight.number).bars.open[decision.bar]
    order = getattr(act, "order", None)
    if order is not None:
        level, losing = (
            order.level(float(opens), flight.start.side),
            order.direction(flight.start.side),
        )
        if losing * (level - opens) <= 0:
            return []
    if isinstance(act, MoveStop):
        return [Cancel(decision.bar, act.name), Place(decision.bar, act.order)]
    return [act]


@cases(1_000)
@given(seeds)
def test_seen_step_by_step_is_the_whole_replay_and_its_file_is_the_same_bytes(seed: int) -> None:
    looks = []
    for flight in flights_of(seed):
        looks.append((flight, flight.seen))
        text = saved(flight)
        again = loaded(text)
        assert again == flight
        assert saved(again) == text
    last = looks[-1][0]
    assert last.over
    whole = flown(last)
    by_other_hand = by_hand(last)
    np.testing.assert_array_equal(whole.equity_path, by_other_hand.equity_path)
    assert whole.events == by_other_hand.events
    equity, level = whole.equity_path.tolist(), whole.level_path.tolist()
    late = venue_ways(last.number).late
    happened = whole.events[:-1]
    if happened[-1].kind in (Kind.ROLLOVER, Kind.FUNDING):  # charged because the bars end
        happened = happened[:-1]
    for flight, seen in looks:
        assert [one.equity for one in seen.bars] == equity[: flight.bar]
        assert [one.level for one in seen.bars] == level[: flight.bar]
        assert seen.events == tuple(
            event
            for event in happened
            if event.bar < flight.bar
            and event.kind is not Kind.CALL_MISSED
            and not (event.kind is Kind.CALL and event.bar + late >= flight.bar)
        )
        assert flight.purse >= 0
        assert seen.own == seen.equity + flight.purse


@cases(200)
@given(seeds)
def test_a_debrief_is_the_replay_of_the_decisions_to_the_cent(seed: int) -> None:
    flight = flown_to_end(seed)
    seen = debrief(loaded(saved(flight)))
    replayed = by_hand(flight)
    left = flight.start.purse - sum(one.added for one in flight.decisions)
    money = round(float(replayed.equity_path[-1]) + left, 2)
    assert round(seen.mine.money, 2) == money
    assert seen.mine.path[-1] == seen.mine.money
    for row, cost in enumerate(seen.costs):
        others = [one for place, one in enumerate(flight.decisions) if place != row]
        without = by_hand(replace(flight, decisions=tuple(others)))
        left = flight.start.purse - sum(one.added for one in others)
        assert cost.cost == pytest.approx(float(without.equity_path[-1]) + left - money, abs=0.01)
    nothing = by_hand(replace(flight, decisions=()))
    assert seen.together == pytest.approx(
        float(nothing.equity_path[-1]) + flight.start.purse - money, abs=0.01
    )
