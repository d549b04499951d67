"""The flight simulator: an account whose future is hidden, flown bar by bar, and its debrief.

A ``Flight`` is its log: a number and its decisions. ``hidden_path`` draws its prices and
``take_off`` what it begins with; ``flown`` replays it, and ``Seen`` is what is known by now. Once
it is over, ``debrief`` flies the standing rules beside it. ``saved`` and ``loaded`` make a file of
it, ``class_report`` compares many, ``calibration`` tells how often "certain" was right.
"""

from margin_lessons.flight.calibration import CertaintyCount, calibration
from margin_lessons.flight.debrief import Debrief, DecisionCost, Reveal, debrief
from margin_lessons.flight.decision import Act, Decision, MoveStop, Reason
from margin_lessons.flight.flight_class import ClassReport, ClassRow, PassedOver, class_report
from margin_lessons.flight.flight_file import loaded, saved
from margin_lessons.flight.flight_log import Certainty, FlightLog, Forecast
from margin_lessons.flight.flight_run import FlightRun, Landing
from margin_lessons.flight.flying import FlightTimeline, flown
from margin_lessons.flight.hidden_path import HiddenPath, PathKind, hidden_path
from margin_lessons.flight.one_flight import Flight
from margin_lessons.flight.seen import KnownPrices, Seen, SeenBar
from margin_lessons.flight.standing_rules import STANDING_RULES, StandingRule, call_price
from margin_lessons.flight.take_off import TakeOff, VenueWays, take_off, venue_ways

__all__ = [
    "STANDING_RULES",
    "Act",
    "Certainty",
    "CertaintyCount",
    "ClassReport",
    "ClassRow",
    "Debrief",
    "Decision",
    "DecisionCost",
    "Flight",
    "FlightLog",
    "FlightRun",
    "FlightTimeline",
    "Forecast",
    "HiddenPath",
    "KnownPrices",
    "Landing",
    "MoveStop",
    "PassedOver",
    "PathKind",
    "Reason",
    "Reveal",
    "Seen",
    "SeenBar",
    "StandingRule",
    "TakeOff",
    "VenueWays",
    "calibration",
    "call_price",
    "class_report",
    "debrief",
    "flown",
    "hidden_path",
    "loaded",
    "saved",
    "take_off",
    "venue_ways",
]
