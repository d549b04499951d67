"""What can be decided in flight, what cannot, and what becomes of an order that comes too late."""

from __future__ import annotations

import pytest

from margin_lessons.errors import BadInput
from margin_lessons.flight import (
    Decision,
    Flight,
    Forecast,
    Landing,
    MoveStop,
    Reason,
    TakeOff,
    debrief,
    flown,
    hidden_path,
)
from margin_lessons.flight.deciding import orders_seen
from margin_lessons.flight.flying import was_refused
from margin_lessons.orders import StopLoss, StopLossLimit, TrailingStop
from margin_lessons.plan import AddFunds, Cancel, CloseByHand, Cut, Place, Plan, TopUp
from margin_lessons.replay import Kind

PLAN, FEAR = Reason.PLAN, Reason.FEAR
LONG = TakeOff("long", 5, 3_000, 1_000)


def far_stop(flight: Flight, away: float = 0.3, name: str = "stop") -> StopLoss:
    sign = flight.start.side.sign
    return StopLoss(round(flight.seen.price * (1 - sign * away), 2), name=name)


def quiet_flight() -> Flight:
    """Return a flight on which nothing has happened by now."""
    return Flight(7).next(2)


def test_a_decision_takes_effect_at_the_next_open() -> None:
    flight = quiet_flight().decide(CloseByHand(99, share=0.5), FEAR)
    assert flight.decisions == (Decision(2, CloseByHand(2, share=0.5), FEAR),)
    assert flight.seen.sent == flight.decisions
    assert flight.seen.volume == 100
    after = flight.next().seen
    assert (after.volume, after.sent) == (50, ())
    closed = after.events[-1]
    opens = hidden_path(7).bars.open[2]
    # It slips by the share of the venue, to the side that hurts.
    slip = flown(flight.next()).rules.slippage
    assert closed.price == pytest.approx(opens * (1 - flight.start.side.sign * slip))


def test_the_purse_ends() -> None:
    flight = quiet_flight()
    purse = flight.purse
    flight = flight.decide(AddFunds(0, purse - 100), PLAN)
    assert flight.seen.purse == flight.purse == 100
    with pytest.raises(BadInput, match=r"^funds 101 USD are above the 100 USD in the purse"):
        flight.decide(AddFunds(0, 101), FEAR)
    with pytest.raises(BadInput, match=r"^funds 2,000 are above the 1,000 in the purse"):
        Flight(7, start=LONG, decisions=[Decision(0, AddFunds(0, 2_000), FEAR)])
    assert flight.decide(AddFunds(0, 100), FEAR).purse == 0


def test_a_stop_is_set_moved_and_taken_back() -> None:
    flight = quiet_flight()
    stop, nearer = far_stop(flight), far_stop(flight, 0.25)
    flight = flight.decide(Place(0, stop), PLAN)
    assert orders_seen(flight.seen) == ("stop",)
    with pytest.raises(BadInput, match="order 'stop' waits already"):
        flight.decide(Place(0, nearer), PLAN)
    flight = flight.next()
    assert [(one.label, one.level) for one in flight.seen.waiting] == [("stop", stop.trigger)]
    flight = flight.decide(MoveStop(0, "stop", nearer), FEAR).next()
    assert [(one.label, one.level) for one in flight.seen.waiting] == [("stop", nearer.trigger)]
    flight = flight.decide(Cancel(0, "stop"), Reason.BACK)
    assert orders_seen(flight.seen) == ()
    assert flight.next().seen.waiting == ()
    with pytest.raises(BadInput, match="order 'stop' is not one of the orders that wait"):
        flight.decide(Cancel(0, "stop"), FEAR)


def test_a_trailing_stop_follows_what_is_seen() -> None:
    flight = quiet_flight().decide(Place(0, TrailingStop(share=0.9, name="trail")), PLAN).next(20)
    (waits,) = flight.seen.waiting
    bars = hidden_path(7).bars[2:22]
    best = bars.high.max() if flight.start.side.sign > 0 else bars.low.min()
    assert waits.level == pytest.approx(best * (1 - flight.start.side.sign * 0.9))
    assert waits.limit is None


def test_an_order_on_the_wrong_side_is_refused_at_once_and_one_that_is_overtaken_later() -> None:
    flight = quiet_flight()
    sign, price = flight.start.side.sign, flight.seen.price
    with pytest.raises(BadInput, match="triggers at once"):
        flight.decide(Place(0, StopLoss(price * (1 + sign * 0.01))), FEAR)
    # Look for a bar that opens away from the close before it, and stand in between.
    for number in range(200):
        flight, bars = Flight(number), hidden_path(number).bars
        sign = flight.start.side.sign
        gaps = sign * (bars.close[:-1] - bars.open[1:])
        bar = int(gaps.argmax()) + 1
        flight = flight.next(bar)
        if gaps.max() > 0.5 and flight.seen.still_open and not flight.seen.liquidating:
            break
    between = round((bars.close[bar - 1] + bars.open[bar]) / 2, 2)
    flight = flight.decide(Place(0, StopLoss(float(between), name="late")), FEAR).next()
    assert flight.seen.refused == flight.decisions
    assert was_refused(flight.decisions[0], bars, flight.start.side)
    assert flight.seen.waiting == ()
    assert all(event.order != "late" for event in flight.seen.events)
    (cost,) = debrief(flight.next(500)).costs
    assert (cost.cost, cost.refused) == (0.0, True)


def test_a_move_that_comes_too_late_leaves_the_old_order() -> None:
    old, above = StopLoss(20, name="old"), StopLoss(500)
    bars = hidden_path(7).bars
    log = (Decision(2, Place(2, old), PLAN), Decision(3, MoveStop(3, "old", above), FEAR))
    assert was_refused(log[1], bars, LONG.side)
    late = Flight(7, start=LONG, decisions=log, bar=5)
    assert [one.label for one in late.seen.waiting] == ["old"]


def test_nothing_is_decided_once_nothing_is_open() -> None:
    flight = quiet_flight().decide(CloseByHand(0), FEAR).next()
    assert not flight.seen.still_open
    for act in (AddFunds(0, 10), CloseByHand(0), Place(0, StopLoss(50))):
        with pytest.raises(BadInput, match="closed: there is nothing left to decide"):
            flight.decide(act, FEAR)
    assert (flight.seen.volume, flight.seen.used, flight.seen.level) == (0, 0, float("inf"))
    assert flight.seen.known == (None, None, None)
    assert flight.seen.free == flight.seen.equity


def test_nothing_is_decided_while_the_venue_sells() -> None:
    """Number after number, until a liquidation was under way at a close."""
    for number in range(300):
        timeline = flown(Flight(number).next(500))
        begun = timeline.first(Kind.LIQUIDATION_TRIGGERED)
        filled = timeline.first(Kind.LIQUIDATION_FILLED)
        if begun and filled and begun.bar < filled.bar:
            break
    flight = Flight(number).next(begun.bar + 1)
    assert flight.seen.liquidating
    assert flight.seen.still_open
    with pytest.raises(BadInput, match=r"^liquidation has begun: nothing can stop it"):
        flight.decide(AddFunds(0, 10), FEAR)
    assert not Flight(number).next(filled.bar + 1).seen.liquidating


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Decision(120, CloseByHand(0), FEAR), "bar of a decision 120"),
        (lambda: Decision(3, CloseByHand(0, volume=5), FEAR), "closed volume 5 is in coins"),
        (lambda: Decision(3, TopUp(5), FEAR), "none of a flight's"),
        (lambda: Decision(3, Place(0, StopLoss(90, volume=5)), FEAR), "order volume 5 is for a"),
        (lambda: Decision(3, Place(0, StopLoss(90, on="index")), FEAR), "trigger price index"),
        (lambda: Decision(3, CloseByHand(0), "greed"), "reason 'greed' is not one"),
        (lambda: Flight(7, "inverse"), "product 'inverse contract' is not flown"),
        (lambda: Flight(7, bar=121), "bar 121"),
        (lambda: Flight(7, forecast=True), "forecast True is not a Forecast"),
        (lambda: Forecast(1, "certain"), "home 1 is not a bool"),
        (lambda: Flight(7, start=5), "start 5 is not a TakeOff"),
        (lambda: TakeOff("long", 20, 3_000, 0), "leverage 20 is above 10"),
        (lambda: TakeOff("long", 5, 1_000, 0), "cash 1000 is below 2000"),
        (lambda: Flight(7, plan=Plan(actions=[CloseByHand(3)])), "at bars that nobody knows"),
        (lambda: Flight(7, "linear", plan=Plan(answers=[TopUp(5)])), "a contract is sent none"),
        (lambda: Flight(7, plan=Plan(answers=[TopUp(5), TopUp(6)])), "spend one purse twice"),
        (lambda: Flight(7, start=LONG, plan=Plan(orders=[StopLoss(110)])), "triggers at once"),
        (lambda: Flight(7, decisions=[Decision(3, CloseByHand(0), FEAR)]), "comes before bar 0"),
        (lambda: Flight(7).next(0), "bars 0"),
        (lambda: Flight(7).next(500).next(), "the flight is over"),
        (lambda: flown(Flight(7)), "bar 0 is before the first one"),
        (lambda: debrief(Flight(7).next(3)), "a debrief is held after the flight"),
        (lambda: debrief(7), "flight 7 is not a FlightLog"),
    ],
)
def test_what_is_none_is_refused_in_a_sentence(make: object, said: str) -> None:
    with pytest.raises(BadInput, match=said) as caught:
        make()
    assert "\n" not in str(caught.value)


def test_a_stop_limit_and_a_plan_are_taken_as_they_are() -> None:
    flight = Flight(7, start=LONG, plan=Plan([StopLoss(90)], answers=[Cut(share=0.5)]))
    assert flight.plan.orders[0].reduce_only
    order = StopLossLimit(50, 49, name="limit")
    flight = flight.next().decide(Place(0, order), PLAN).next()
    assert flight.seen.waiting[0].limit == 49
    assert flight.seen.own == flight.seen.equity + 1_000
    assert Landing.HOME.value.startswith("brought home")


@pytest.mark.parametrize("bar", [0, 2])
def test_the_prices_that_are_told_are_the_published_ones_by_hand(bar: int) -> None:
    """100 coins long at 100 on 3,000 USD: called at 1,600, sold at 800, gone at 0."""
    known = Flight(7, start=LONG, bar=bar).seen.known
    assert known == pytest.approx((86, 78, 70))
    # 5 % of the value must be there: 3,000 + 100 (P - 100) = 5 P.
    call, sold, zero = Flight(7, "linear", start=LONG, bar=bar).seen.known
    assert (call, sold, zero) == (None, pytest.approx(7_000 / 95), pytest.approx(70))
