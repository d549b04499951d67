"""The flight simulator: an account whose future is hidden, flown bar by bar, and its debrief.

A ``Flight`` is its number and its decisions. ``hidden_path`` draws its prices, ``take_off`` what it
begins with; ``flown`` replays it, ``seen`` is what is known by now.
"""

from margin_lessons.flight.decision import Act, Decision, MoveStop, Reason
from margin_lessons.flight.flight_log import Certainty, FlightLog, Forecast
from margin_lessons.flight.flying import FlightTimeline, flown
from margin_lessons.flight.hidden_path import HiddenPath, PathKind, hidden_path
from margin_lessons.flight.one_flight import Flight
from margin_lessons.flight.seen import KnownPrices, Seen, SeenBar
from margin_lessons.flight.take_off import TakeOff, VenueWays, take_off, venue_ways

__all__ = [
    "Act",
    "Certainty",
    "Decision",
    "Flight",
    "FlightLog",
    "FlightTimeline",
    "Forecast",
    "HiddenPath",
    "KnownPrices",
    "MoveStop",
    "PathKind",
    "Reason",
    "Seen",
    "SeenBar",
    "TakeOff",
    "VenueWays",
    "flown",
    "hidden_path",
    "take_off",
    "venue_ways",
]
