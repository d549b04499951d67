"""What a learner can do in the cockpit: each act makes the flight go on, or adds a decision to it.

An act takes the state that is shown and, where it is a decision, the reason that was clicked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from margin_lessons.flight import Certainty, Flight, Forecast, MoveStop, Reason
from margin_lessons.flight.deciding import orders_seen
from margin_lessons.flight.hidden_path import MOST_BARS
from margin_lessons.flight.seen import Seen
from margin_lessons.orders import Order, StopLoss, StopLossLimit, TrailingStop, offset_trigger
from margin_lessons.plan import Act, AddFunds, Cancel, CloseByHand, Cut, Place, Plan, TopUp

STOP = "stop"
"""What the one stop of the cockpit is called: it is set, moved and taken back by this name."""
LIMIT_ROOM = 0.01
"""How far beyond its trigger the limit of a stop-limit lies, as a share of the price."""
REASONS = tuple(reason.value for reason in Reason)
FORECASTS = {
    "home, certain": Forecast(True, Certainty.CERTAIN),
    "home, fairly sure": Forecast(True, Certainty.FAIRLY_SURE),
    "guessing": Forecast(True, Certainty.GUESSING),
    "not home, fairly sure": Forecast(False, Certainty.FAIRLY_SURE),
    "not home, certain": Forecast(False, Certainty.CERTAIN),
}
"""What is said before the start: will it be brought home, and how sure is one."""
