"""What a learner can do in the cockpit: each act makes the flight go on, or adds a decision to it.

An act takes the state that is shown and, where it is a decision, the reason that was clicked. It
returns the flight as it then is, which the log of the panel keeps.
"""

from __future__ import annotations

from dataclasses import replace

from margin_lessons.flight import Act, Certainty, Flight, Forecast, MoveStop, Reason, Seen
from margin_lessons.flight.deciding import orders_seen
from margin_lessons.flight.hidden_path import MOST_BARS
from margin_lessons.plan import AddFunds, Cancel, CloseByHand, Place
from margin_lessons.scenes.flown_state import STOP, FlownState

REASONS = tuple(reason.value for reason in Reason)
FORECASTS = {
    "yes, certain": Forecast(True, Certainty.CERTAIN),
    "yes, fairly sure": Forecast(True, Certainty.FAIRLY_SURE),
    "guessing": Forecast(True, Certainty.GUESSING),
    "no, fairly sure": Forecast(False, Certainty.FAIRLY_SURE),
    "no, certain": Forecast(False, Certainty.CERTAIN),
}
"""What is said before the start: will it be brought home, and how sure is one."""


def has_stop(seen: Seen) -> bool:
    """Return whether a stop waits, or is on its way."""
    return STOP in orders_seen(seen)


# ---- When an act can be pressed ------------------------------------------------------------------


def on_the_ground(state: FlownState) -> bool:
    """Return whether the flight has not begun."""
    return state.flight.forecast is None


def in_flight(state: FlownState) -> bool:
    """Return whether the flight goes on."""
    return not on_the_ground(state) and not state.over


def can_decide(state: FlownState) -> bool:
    """Return whether there is still something to decide about."""
    seen = state.flight.seen
    return in_flight(state) and seen.still_open and not seen.liquidating


def can_pay(state: FlownState) -> bool:
    """Return whether there is something to add, and something to add it to."""
    return can_decide(state) and state.flight.seen.purse > 0


def can_cancel(state: FlownState) -> bool:
    """Return whether there is a stop to take back."""
    return can_decide(state) and has_stop(state.flight.seen)


# ---- The acts ------------------------------------------------------------------------------------


def begin_flight(state: FlownState, said: str) -> Flight:
    """Return the flight with what is said before its start."""
    return replace(state.flight, forecast=FORECASTS[said])


def fly_on(state: FlownState) -> Flight:
    """Return the flight one bar later."""
    return state.flight.next()


def to_the_end(state: FlownState) -> Flight:
    """Return the flight when its last bar is over."""
    return state.flight.next(MOST_BARS)


def pay_in(state: FlownState, reason: str) -> Flight:
    """Return the flight with funds added, at most what the purse holds."""
    amount = min(state.settings.amount, state.flight.seen.purse)
    return _decided(state, AddFunds(state.flight.bar, amount), reason)


def close_share(state: FlownState, reason: str) -> Flight:
    """Return the flight with a part of the position closed."""
    return _decided(state, CloseByHand(state.flight.bar, share=state.settings.share), reason)


def close_all(state: FlownState, reason: str) -> Flight:
    """Return the flight with the whole position closed."""
    return _decided(state, CloseByHand(state.flight.bar), reason)


def set_stop(state: FlownState, reason: str) -> Flight:
    """Return the flight with a stop set, or with the one there is moved."""
    seen, settings = state.flight.seen, state.settings
    order = settings.kind.order(seen.price, seen.start.side, settings.away)
    place = MoveStop(seen.bar, STOP, order) if has_stop(seen) else Place(seen.bar, order)
    return _decided(state, place, reason)


def cancel_stop(state: FlownState, reason: str) -> Flight:
    """Return the flight with its stop taken back."""
    return _decided(state, Cancel(state.flight.bar, STOP), reason)


def _decided(state: FlownState, act: Act, reason: str) -> Flight:
    return state.flight.decide(act, Reason(reason))
