"""The tables of lesson 10: a class on one number, and the standing rules over many flights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from margin_lessons import words
from margin_lessons.errors import whole
from margin_lessons.flight import (
    Certainty,
    Flight,
    FlightLog,
    Forecast,
    Landing,
    Reason,
    class_report,
    hidden_path,
    saved,
)
from margin_lessons.flight.flight_class import Files
from margin_lessons.flight.standing_rules import rule_runs
from margin_lessons.orders import StopLoss
from margin_lessons.plan import CloseByHand, Place
from margin_lessons.scenes.debrief_runs import CALLED, END
from margin_lessons.scenes.flown_state import STOP
from margin_lessons.scenes.gap import dollars
from margin_lessons.scenes.sample_flights import NUMBERS, SampleFlight, decided_and_flown
from margin_lessons.scenes.table import Table

MANY = 60
"""How many flights the rules are compared over."""
MOST = 300
"""More of them take too long to wait for."""


@cache
def example_class() -> dict[str, str]:
    """Return the files of an invented class that flew one number, one of them damaged."""
    number = NUMBERS[SampleFlight.MARA]
    certain, unsure = (Forecast(True, one) for one in (Certainty.CERTAIN, Certainty.FAIRLY_SURE))
    kept = ((0, Place(0, StopLoss(95, name=STOP)), Reason.PLAN),)
    fled = ((91, CloseByHand(91), Reason.FEAR),)
    return {
        "mara": saved(SampleFlight.MARA.flight),
        "lee": saved(decided_and_flown(Flight(number, forecast=unsure), kept)),
        "noor": saved(decided_and_flown(Flight(number, forecast=certain), fled)),
        "sam": "my flight went well",
    }


def class_table(files: Files | None = None, number: int | None = None) -> Table:
    """Return a class on one flight: a row for each file, then one for each standing rule.

    ``files`` is a folder with the files of the class, or a list of them; without it an invented
    class is shown. Files that cannot be read are named in the notes. Raises ``BadInput`` where no
    flight is found.

    >>> [row[0] for row in class_table().rows[:3]]
    ['noor', 'lee', 'mara']
    """
    report = class_report(example_class() if files is None else files, number)
    rows = tuple(
        (row.name, dollars(row.money), row.landing.value, _said(row.forecast),
         ", ".join(f"{count} x {reason.value}" for reason, count in row.reasons) or "nothing")
        for row in report.rows
    )  # fmt: skip
    rules = tuple((CALLED[run.name], dollars(run.money), run.landing.value, "", "a rule")
                  for run in report.rules)  # fmt: skip
    better = f"{report.better_than_nothing} of {len(report.rows)} did better than doing nothing."
    passed = tuple(f"passed over: {one.name}: {one.why}" for one in report.passed_over)
    example = ("This class is invented.",) if files is None else ()
    head = ("who", END, "how it ended", "said before", "decided by")
    return Table(f"Flight {report.number}: {report.reveal.name}", head, (*rows, *rules),
                 (better, *passed, *example))  # fmt: skip


def _said(forecast: Forecast | None) -> str:
    if forecast is None:
        return ""
    return f"{'home' if forecast.home else 'not home'}, {forecast.certainty.value}"


def rules_over_many(flights: int = MANY) -> Table:
    """Return how often each standing rule landed how, over the flights with the first numbers.

    Raises ``BadInput`` for a number of flights below 1 or above 300.

    >>> rules_over_many(5).head[:3]
    ('rule', 'brought home', 'less')
    """
    why = "so many are flown, each by every rule"
    count = whole("flights", flights, 1, most=MOST, why=why)
    rows = tuple(_row(name, ends) for name, ends in ends_of_rules(count).items())
    head = ("rule", "brought home", "less", "sold", "debt", "gained on average")
    note = f"The flights numbered 1 to {count}, on spot margin: some long and some short."
    return Table(f"Four rules over {words.plural(count, 'flight')}", head, rows, (note,))


class RuleEnd(NamedTuple):
    """How a rule ended in one flight, and what it gained, in USD."""

    landing: Landing
    gain: float


@cache
def ends_of_rules(count: int) -> dict[str, tuple[RuleEnd, ...]]:
    """Return how each standing rule ended in the flights numbered 1 to ``count``, by its name."""
    found: dict[str, tuple[RuleEnd, ...]] = {}
    for number in range(1, count + 1):
        for run in rule_runs(FlightLog(number), hidden_path(number).bars):
            found[run.name] = (*found.get(run.name, ()), RuleEnd(run.landing, run.gain))
    return found


def _row(name: str, ends: tuple[RuleEnd, ...]) -> tuple[str, ...]:
    counts = Counter(one.landing for one in ends)
    average = sum(one.gain for one in ends) / len(ends)
    landings = (str(counts[landing]) for landing in Landing)
    return (CALLED[name], *landings, words.amount(average, 0))


TABLES: dict[str, Callable[..., Table]] = {
    "class": class_table,
    "rules over many flights": rules_over_many,
}
