"""Whatever kind of object is handed to a public door, it is taken for what it is, or refused.

A door is every public function, class and method of the domain: the public names of its modules,
and what ``replay``, ``risk``, ``debt`` and ``market.book`` list in ``__all__``. Each has one valid
call in ``door_examples``. Every argument of it is replaced in turn by a wrong kind, which must
raise ``BadInput``, and by other kinds of the same number, which must give the very same answer.
"""

from __future__ import annotations

import importlib
import inspect
import math
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

import numpy as np
import pytest
from door_examples import DOORS, Door

import margin_lessons
from margin_lessons.errors import BadInput

HIGHER = ("scenes", "figures", "panels", "lessons", "web")
PACKAGES = (
    *("replay", "risk", "debt", "doctor", "history", "flight", "class_room"),
    *("market.book", "market.crashes", "market.reading"),
)
"""Rooms with a front door: only what they hand on is public, the rest is theirs."""

BEHIND = {
    "history.ReadPosition.completed": "it fills in the fields of an OwnPosition, which checks them",
    "rounding": "sums of numbers that were checked",
    "own_holding": "what makes a holding of a position that was checked",
    "parts": "the parts of positions at prices that were checked, also below zero",
    "conventions.check_held_at_cost": "a check itself",
    "prices.each_price": "how an account looks up its prices",
    "prices.moving_coin": "how an account looks up which price moves",
    "prices.plain": "an array of one number as that number",
    "prices.price_among": "how an account looks up a price",
    "words": "how computed numbers are written",
    "statement.Stated.at": "what an account answers",
    "market.bars_csv.bars_in": "read_bars for the bytes that a page hands over",
    "market.bar_checks": "the checks of the bars themselves",
    "market.moments": "how times.parse_time reads a moment",
    "one_key": "how records of JSON are read",
    "market.reading": "how bars_csv.read_bars reads a file",
    "orders.StopLossLimit.limit_from": "for the replay, at a trigger that was checked",
    "trailing.TrailingStop.limit_from": "the same",
    "trailing.one_distance": "a check itself",
    "waiting_order.Order.limit_from": "for the replay, at a trigger that was checked",
    "waiting_order.finite": "a check itself",
    "waiting_order.written": "how a computed number is written",
    "debt.Owed.collect": "for the waterfall",
    "debt.Owed.on": "for the waterfall",
    "debt.Owed.pay": "for the waterfall",
    "collateral.CoinCollateral.worth": "counts_for at a price that was checked",
    "contract_check": "the checks of a contract themselves",
    "contract_venue.Sized": "what a contract looks like to a venue",
    "first_crossing": "how crossing goes through the tiers",
    "requirement": "what a contract requires, from terms that were checked",
    "holding.Bend": "where one of the lines bends",
    "holding.Holding": "what an account and a contract look like",
    "holding.Line": "a line of numbers that were checked",
    "holding.Lines": "two of them",
    "holding.linear_root": "where such a line crosses zero",
    "position.Position.gain": "profit at a price that was checked, and below zero",
    "position.Position.lines": "the lines of a position whose options were checked",
    "position.Position.margin": "used_margin at a price that was checked",
    "replay.ContractTimeline.figure": "how a computed number is written",
    "replay.ContractTimeline.money": "how a computed number is written",
    "replay.ContractTimeline.size": "how a computed number is written",
    "replay.EventLog.figure": "how a computed number is written",
    "replay.EventLog.money": "how a computed number is written",
    "replay.EventLog.size": "how a computed number is written",
    "replay.Ledger.of": "for the engine",
    "risk.BarRisk.of": "for the engines of bars",
    "risk.BarRules.heights": "for the engine of bars",
    "risk.LevelLine.log_at": "for the engines",
    "risk.LevelLine.never": "for the engines",
    "risk.Chance.at": "an index into arrays that the caller has seen",
    "risk.Risk.at": "the same",
}
"""What only the doors call, and why it does not check again."""

RESULTS = {
    "history": (
        *("BalanceRun", "ClosedLot", "ForcedClose", "FoundPosition", "History", "LedgerRow"),
        *("LevelAt", "OpenLot", "PositionCharge", "ReadPosition", "Realised", "TradeRow"),
    ),
    "class_room": [
        *("ClassResults", "ClassRoom", "FirstAnswer", "HandedIn", "LessonRow", "Misconception"),
        "OutOf",
    ],
    "closing": ["Closing"],
    "crossing": ["Crossing", "Crossings"],
    "down_the_tiers": ["TierReduction"],
    "opening": ["NewPositionCheck"],
    "statement": ["Stated", "Statement"],
    "market.bars": ["Bar", "Hole"],
    "market.board": ["Quote"],
    "market.paths": ["Path"],
    "market.book": ["Fill", "Shape", "Walk", "WalkCurve"],
    "market.crashes": [
        *("Aftermath", "AtPrice", "Crash", "CrashEntry", "CrashOutcome", "CrashRow", "CrashTrade"),
        *("Reached", "Waypoint"),
    ],
    "market.splits": ["Jump"],
    "flight": [
        *("CertaintyCount", "ClassReport", "ClassRow", "Debrief", "DecisionCost", "FlightRun"),
        *("HiddenPath", "KnownPrices", "PassedOver", "Reveal", "Seen", "SeenBar", "VenueWays"),
    ],
    "debt": [
        *("Assignment", "Basis", "Charge", "Finding", "GivenUp", "Law", "LeftOver", "MarginRow"),
        *("Outcome", "Owed", "Part", "Product", "Recovery", "Quotation", "Regime", "Since"),
        *("Step", "UnderLaw", "WhoPays"),
    ],
    "doctor": [
        *("BarAfter", "DangerPrices", "Diagnosis", "Odds", "OwnAnswer", "OwnLaw", "WorstBar"),
    ],
    "replay": [
        *("Best", "ContractTimeline", "Event", "EventLog", "Ledger", "StillWaiting", "Timeline"),
        "Worst",
    ],
    "risk": [
        *("Average", "BarRisk", "BiasRow", "Chance", "RiskCurve", "LargestPosition", "Paths"),
        *("Preset", "Risk", "RiskMap"),
    ],
}
"""What the package hands out and nobody has to build; their methods are doors."""


# ---- Which doors there are -----------------------------------------------------------------------


def rooms() -> Iterator[tuple[str, object]]:
    """Yield the name and the module of each room of the domain."""
    for found in pkgutil.walk_packages(margin_lessons.__path__, "margin_lessons."):
        name = found.name.partition(".")[2]
        inside = any(name.startswith(f"{package}.") for package in PACKAGES)
        if name.partition(".")[0] not in HIGHER and not inside:
            yield name, importlib.import_module(found.name)


def public(name: str, module: object) -> Iterator[tuple[str, object]]:
    """Yield the functions and classes a room hands out, with the names of their doors."""
    listed = (
        getattr(module, "__all__", [])
        if name in PACKAGES
        else [n for n in vars(module) if n[0] != "_"]
    )
    for each in listed:
        found = getattr(module, each)
        own = name in PACKAGES or getattr(found, "__module__", "") == module.__name__
        kinds = inspect.isfunction(found) or inspect.isclass(found)
        if own and kinds and not (inspect.isclass(found) and issubclass(found, (Enum, Exception))):
            yield f"{name}.{each}", found


def doors() -> Iterator[str]:
    """Yield the name of every door: functions, classes, and methods that take an argument."""
    for room, module in rooms():
        for name, found in public(room, module):
            if room in BEHIND or name in BEHIND:
                continue
            if name.rpartition(".")[2] not in RESULTS.get(room, ()):
                yield name
            for method, member in vars(found).items() if inspect.isclass(found) else ():
                function = getattr(member, "__func__", member)
                takes = inspect.isfunction(function) and len(inspect.signature(function).parameters)
                if method[0] != "_" and takes > 1 and f"{name}.{method}" not in BEHIND:
                    yield f"{name}.{method}"


def test_every_door_has_an_example_and_every_example_a_door() -> None:
    assert sorted(set(DOORS) - set(doors())) == []
    assert sorted(set(doors()) - set(DOORS)) == []


def test_what_is_behind_the_doors_is_there() -> None:
    names = {name for room, module in rooms() for name, _ in public(room, module)}
    names |= {name.rpartition(".")[0] for name in names}
    assert {f"{room}.{name}" for room, row in RESULTS.items() for name in row} <= names
    methods = {name for name in BEHIND if name.count(".") > 1}
    assert set(BEHIND) - methods - {"market.reading"} <= names


# ---- What is handed in ---------------------------------------------------------------------------

NUMBER_LIKE = {
    "decimal": lambda number: Decimal(str(number)),
    "fraction": Fraction,
    "numpy": lambda number: np.asarray(number)[()],
    "array of none": np.array,
}
"""Other kinds of the same number."""

ROWS = ("ArrayLike", "Prices", "tuple", "Sequence", "Iterable", "NDArray", "Mapping", "Floats")
ANY = ("object", "Any")
ROWS_TOO = ("Amount",)

WRONG = {
    "None": (None, ("None", *ANY)),
    "text": ("nonsense", ("str", *ANY)),
    "nan": (math.nan, ANY),
    "infinity": (math.inf, ANY),
    "minus infinity": (-math.inf, ANY),
    "true": (True, ("bool", *ANY)),
    "an object": (object(), ANY),
    "a function": (len, ANY),
    "complex": (1j, ANY),
    "no rows": ([], (*ROWS, *ROWS_TOO, *ANY)),
    "rows of nothing": ([None, "x"], ANY),
    "a row": ([1.0, 2.0], (*ROWS, *ROWS_TOO, *ANY)),
    "a table": (np.ones((2, 3)), (*ROWS, *ROWS_TOO, *ANY)),
    "masked": (np.ma.masked, ANY),
    "a masked row": (np.ma.array([1.0, 2.0], mask=[True, False]), ANY),
    "a record": (np.array([(1, 2.0, 3.0)], dtype=[("a", int), ("b", float), ("c", float)]), ANY),
    "more than a float holds": (10**400, ANY),
    "a mapping": ({"BTC": 1.0, "XMR": 2.0}, (*ROWS, *ANY)),
}
"""Wrong kinds, and the annotations by which an argument says that it takes them."""

BEYOND = ("nan", "infinity", "more than a float holds")

OPEN_ENDED = {
    ("tiers.Tier", "up_to"): "the last tier has no end",
    ("plan.TopUp", "at_most"): "there may be no limit to what is there to add",
    ("venue_rules.Venue.reached", "level"): "the level is infinite while nothing is open",
    ("venue_rules.Venue.zone", "level"): "the same; one that is no number has reached nothing",
    ("errors.numbers", "values"): "whether a number is finite is for the caller to say",
    ("venue_rules.Venue", "leverage_max"): "a venue may name no limit",
    ("market.times.time_text", "moment"): "what is no moment is no time, in so many words",
    ("risk.LevelLine", "start"): "a level that no rising price reaches starts at infinity",
}
"""Where a number need not be finite."""


def takes(name: str, door: Door, argument: str, kind: str) -> bool:
    """Return whether an argument says by its annotation that it takes this kind."""
    parameter = inspect.signature(door.call).parameters[argument]
    said = str(parameter.annotation).replace(" ", "")
    if kind in (*BEYOND, "minus infinity") and (name, argument) in OPEN_ENDED:
        return True
    if kind == "None" and parameter.default is None:
        return True
    if kind == "text":
        # "Side | str" takes the name of a side, and nonsense is none.
        return said in ("str", "str|None", *ANY)
    return any(word in said for word in WRONG[kind][1])


def told(value: object) -> object:
    """Return what there is to tell of a value, kinds of numbers and arrays included."""
    if isinstance(value, np.ndarray):
        return "array", value.dtype.kind, value.tolist()
    if isinstance(value, Enum):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return type(value).__name__, [(f.name, told(getattr(value, f.name))) for f in fields(value)]
    if isinstance(value, Mapping):
        return [(key, told(one)) for key, one in value.items()]
    if isinstance(value, (tuple, list)):
        return [told(one) for one in value]
    if hasattr(value, "__dict__") and not callable(value):
        return type(value).__name__, told(vars(value))
    return type(value).__name__, repr(value)


def outcome(door: Door, **changed: object) -> tuple[str, object]:
    """Return what a call ends in: an answer, a refusal in one sentence, or an error."""
    try:
        return "answer", told(door.call(**{**door.arguments, **changed}))
    except BadInput as refusal:
        words = str(refusal)
        plain = "\n" not in words and words.endswith((".", "?"))
        return ("refusal", "") if plain else ("refusal in other words than a sentence", words)
    except Exception as error:
        return "raw error", f"{type(error).__name__}: {error}"


def troubles(name: str) -> Iterator[str]:
    """Yield each wrong kind that a door lets through or chokes on."""
    door = DOORS[name]
    plain = outcome(door)
    if plain[0] != "answer":
        yield f"{name}: its example ends in a {plain}"
        return
    for argument, given in door.arguments.items():
        if argument in door.fixed:
            continue
        for kind, (wrong, _) in WRONG.items():
            if isinstance(given, int) and kind == "more than a float holds":
                continue  # a seed and a count of days to come may be any whole number
            how, what = outcome(door, **{argument: wrong})
            if how == "raw error" or (how != "refusal" and not takes(name, door, argument, kind)):
                yield f"{name}({argument}={kind}): {how} {str(what)[:80]}"
        number = isinstance(given, (int, float)) and not isinstance(given, bool)
        for kind, make in NUMBER_LIKE.items() if number else ():
            how, what = outcome(door, **{argument: make(given)})
            if how != "refusal" and (how, what) != plain:
                yield f"{name}({argument}={kind} of {given}): {how} {str(what)[:80]}"


@pytest.mark.parametrize("name", sorted(DOORS))
def test_a_wrong_kind_is_refused_and_a_number_is_a_number(name: str) -> None:
    assert list(troubles(name)) == []
