"""A flight as one small file: its number, its start, its decisions. No price and no event is in it.

Whoever loads it flies the same flight, to the cent, as the prices are drawn from the number.
"""

from __future__ import annotations

import json
from typing import NoReturn

from margin_lessons.errors import BadInput, between, of_kind, shown, whole
from margin_lessons.flight.flight_log import Certainty, FlightLog, Forecast
from margin_lessons.flight.flight_records import (
    Record,
    decision_record,
    entries_of,
    option_of,
    plan_record,
    read_decision,
    read_plan,
    records_in,
)
from margin_lessons.flight.hidden_path import MOST_BARS, hidden_path
from margin_lessons.flight.one_flight import Flight
from margin_lessons.flight.take_off import TakeOff
from margin_lessons.one_key import SaidTwice, unlike_keys
from margin_lessons.own_position import ProductKind
from margin_lessons.position import Side

FORMAT, VERSION = "flight of margin_lessons", 1
LARGEST = 200_000
"""Characters; a flight has a few thousand, and what is longer is none."""
_PARTS = ("format", "version", "number", "product", "start", "plan", "forecast", "bar", "decisions")


def saved(flight: FlightLog) -> str:
    """Return the file of a flight as text; the same flight always gives the same text.

    >>> from margin_lessons.plan import AddFunds
    >>> text = saved(Flight(7).next(3).decide(AddFunds(3, 500), "fear"))
    >>> print(text[-100:])
     "bar": 3,
     "decisions": [
      {"bar": 3, "act": "add funds", "amount": 500.0, "reason": "fear"}
     ]
    }
    <BLANKLINE>
    """
    of_kind("flight", flight, FlightLog, why="Flight(number) is one")
    start, said = flight.start, flight.forecast
    record: Record = {
        "format": FORMAT,
        "version": VERSION,
        "number": flight.number,
        "product": flight.product.value,
        "start": {
            "side": start.side.value,
            "leverage": start.leverage,
            "volume": start.volume,
            "cash": start.cash,
            "purse": start.purse,
        },
        "plan": None if flight.plan is None else plan_record(flight.plan),
        "forecast": said and {"home": said.home, "certainty": said.certainty.value},
        "bar": flight.bar,
    }
    # One decision a line: a class can read it.
    rows = [json.dumps(decision_record(one)) for one in flight.decisions]
    head = json.dumps(record, indent=1)[:-2]
    log = ",\n  ".join(rows)
    return head + ',\n "decisions": [' + (f"\n  {log}\n ]" if rows else "]") + "\n}\n"


def loaded(text: str) -> Flight:
    """Return the flight that a file holds, as it stood; ``BadInput`` in one sentence for no flight.

    >>> loaded(saved(Flight(7).next(3))) == Flight(7).next(3)
    True
    >>> loaded('{"format": "another"}')
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: format 'another' is not 'flight of margin_lessons': this file \
is no flight.
    """
    record = _parsed(of_kind("flight file", text, str, why="saved(flight) gives its text"))
    kept = entries_of(record, "flight", _PARTS)
    number = whole("flight number", kept["number"], 0, why="it is counted")
    flight = Flight(
        number,
        option_of(ProductKind, kept["product"], "product"),
        _start(kept["start"]),
        None if kept["plan"] is None else read_plan(kept["plan"]),
        None if kept["forecast"] is None else _forecast(kept["forecast"]),
        records_in(kept["decisions"], "decision", read_decision),
        whole("bar", kept["bar"], 0, most=MOST_BARS, why="so many bars are over"),
    )
    last = len(hidden_path(number).bars)
    between("bar", flight.bar, 0, last, why="the flight has no more")
    if any(one.bar >= last for one in flight.decisions):
        raise BadInput(f"decision at bar {last} is after the end: the file is damaged.")
    return flight


def _parsed(text: str) -> Record:
    """Return the record of a file of this format and version, or raise ``BadInput``."""
    if len(text) > LARGEST:
        raise BadInput(f"file of {len(text):,} characters is no flight: one has a few thousand.")
    try:
        record = json.loads(text, parse_constant=_no_number, object_pairs_hook=unlike_keys)
    except SaidTwice as problem:
        raise BadInput(f"file of a flight is damaged: {problem}") from None
    except (ValueError, RecursionError):
        raise BadInput(f"file {shown(text[:20])} is no flight: it is not JSON.") from None
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        found = record.get("format") if isinstance(record, dict) else record
        raise BadInput(f"format {shown(found)} is not {shown(FORMAT)}: this file is no flight.")
    version = record.get("version")
    if type(version) is not int or version != VERSION:  # True and 1.0 would pass for it
        raise BadInput(
            f"version {shown(version)} is not {VERSION}: another edition of the "
            "course has written this flight."
        )
    return record


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _start(record: object) -> TakeOff:
    names = ("side", "leverage", "volume", "cash", "purse")
    kept = dict(entries_of(record, "start", names))
    side = option_of(Side, kept.pop("side"), "side")
    why = "it is an amount"
    numbers = {name: between(name, one, 0, 1e6, why=why) for name, one in kept.items()}
    return TakeOff(side, **numbers)


def _forecast(record: object) -> Forecast:
    kept = entries_of(record, "forecast", ("home", "certainty"))
    why = "it is brought home or not: true or false"
    home = of_kind("home", kept["home"], bool, why=why)
    return Forecast(home, option_of(Certainty, kept["certainty"], "certainty"))
