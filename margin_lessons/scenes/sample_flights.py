"""Three flights of invented people, each on a real path: a stop taken back, a purse, a fear."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from functools import cache

from margin_lessons.flight import Act, Certainty, Flight, Forecast, Reason
from margin_lessons.flight.hidden_path import MOST_BARS, START_PRICE
from margin_lessons.orders import StopLoss
from margin_lessons.plan import AddFunds, Cancel, CloseByHand, Place
from margin_lessons.scenes.flown_state import STOP, ActSettings, FlownState, StopKind, WrittenPlan

Decided = tuple[int, Act, Reason]
SETTINGS = ActSettings(500.0, 0.5, StopKind.LOSS, 0.05)
"""What the acts are set to; a flight that is over needs none of it."""


class SampleFlight(Enum):
    """Whose flight it is, and what is to be seen in it."""

    MARA = "Mara, who took her stop back"
    ADA = "Ada, who topped up"
    JON = "Jon, who was afraid"

    @property
    def pilot(self) -> str:
        """The name."""
        return self.value.partition(",")[0]

    @property
    def flight(self) -> Flight:
        """The flight, brought to its end.

        >>> SampleFlight.MARA.flight.over, len(SampleFlight.ADA.flight.decisions)
        (True, 3)
        """
        return _flown(self)


LEFT_OUT = {"those that weigh most": 0, "the first": 1, "the second": 2, "the third": 3}
"""Which decision is left out of a sample flight, by its number; 0 for those that weigh most."""
NUMBERS = {SampleFlight.MARA: 9, SampleFlight.ADA: 3, SampleFlight.JON: 34}
"""The number of each flight."""
PLANS = {
    SampleFlight.MARA: WrittenPlan.NEAR,
    SampleFlight.ADA: WrittenPlan.NEAR,
    SampleFlight.JON: WrittenPlan.FAR,
}
FORECASTS = {
    SampleFlight.MARA: Forecast(True, Certainty.CERTAIN),
    SampleFlight.ADA: Forecast(True, Certainty.FAIRLY_SURE),
    SampleFlight.JON: Forecast(True, Certainty.GUESSING),
}
DECIDED: dict[SampleFlight, tuple[Decided, ...]] = {
    SampleFlight.MARA: (
        (0, Place(0, StopLoss(95, name=STOP)), Reason.PLAN),
        (91, Cancel(91, STOP), Reason.BACK),
        (92, AddFunds(92, 1_000), Reason.BACK),
    ),
    SampleFlight.ADA: (
        (20, AddFunds(20, 800), Reason.BACK),
        (22, AddFunds(22, 800), Reason.BACK),
        (23, AddFunds(23, 800), Reason.BACK),
    ),
    SampleFlight.JON: (
        (9, Place(9, StopLoss(97, name=STOP)), Reason.PLAN),
        (41, CloseByHand(41, share=0.5), Reason.FEAR),
        (61, CloseByHand(61), Reason.FEAR),
    ),
}
"""The decisions: when so many bars were over, what, and why."""


def sample_state(who: SampleFlight, left_out: int = 0) -> FlownState:
    """Return the debrief of a sample flight, with one of its decisions left out.

    >>> round(sample_state(SampleFlight.MARA).debrief.mine.money)
    -1742
    """
    left = left_out - 1 if left_out else None
    return FlownState(who.flight, SETTINGS, left_out=left, pilot=who.pilot)


def is_costliest_of_all(state: FlownState) -> bool:
    """Return whether the decision that is left out cost most, over all three flights."""
    costs = [cost.cost for who in SampleFlight for cost in sample_state(who).debrief.costs]
    return state.left_out is not None and state.left_out_cost == max(costs)


@cache
def _flown(who: SampleFlight) -> Flight:
    flight = Flight(NUMBERS[who], forecast=FORECASTS[who])
    plan = PLANS[who].plan(START_PRICE, flight.start.side)
    return decided_and_flown(Flight(NUMBERS[who], plan=plan, forecast=FORECASTS[who]), DECIDED[who])


def decided_and_flown(flight: Flight, decided: Iterable[Decided]) -> Flight:
    """Return a flight with some decisions, each at its bar, brought to its end."""
    for bar, act, reason in decided:
        if bar > flight.bar:
            flight = flight.next(bar - flight.bar)
        flight = flight.decide(act, reason)
    return flight.next(MOST_BARS)
