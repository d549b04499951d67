"""A class that flew the same number: all its files in one table, the most money first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np

from margin_lessons import words
from margin_lessons.errors import BadInput, of_kind, shown
from margin_lessons.flight.debrief import Reveal, revealed, run_of
from margin_lessons.flight.decision import Reason
from margin_lessons.flight.flight_file import LARGEST, loaded
from margin_lessons.flight.flight_log import FlightLog, Forecast
from margin_lessons.flight.flight_run import FlightRun, Landing
from margin_lessons.flight.hidden_path import flight_number, hidden_path
from margin_lessons.flight.standing_rules import rule_runs
from margin_lessons.own_position import ProductKind

T = TypeVar("T")
Files = str | Path | Iterable[str | Path] | Mapping[str, str | bytes]
"""A folder, its files one by one, or names with what is in them."""


class PassedOver(NamedTuple):
    """A file that is not in the table: its name, and why in a sentence."""

    name: str
    why: str


@dataclass(frozen=True)
class ClassRow:
    """One flight of the class: the name of its file, what it brought, and how it was flown.

    ``money`` is the own money at the end and ``gain`` how much more that is than at the start, in
    USD. ``reasons`` counts the decisions by reason, the most frequent first.
    """

    name: str
    product: ProductKind
    money: float
    gain: float
    landing: Landing
    reasons: tuple[tuple[Reason, int], ...]
    forecast: Forecast | None

    @property
    def decisions(self) -> int:
        """How many decisions there were."""
        return sum(count for _, count in self.reasons)


@dataclass(frozen=True, eq=False)
class ClassReport:
    """The flights of a class on one ``number``, the most money first, and what was passed over.

    ``rules`` are the standing rules on the same path, for the product that most flew.
    """

    number: int
    rows: tuple[ClassRow, ...]
    passed_over: tuple[PassedOver, ...]
    rules: tuple[FlightRun, ...]
    reveal: Reveal

    @property
    def landings(self) -> dict[Landing, int]:
        """How many flights had each landing."""
        counts = Counter(row.landing for row in self.rows)
        return {landing: counts[landing] for landing in Landing}

    @property
    def better_than_nothing(self) -> int:
        """How many flights brought more than doing nothing did."""
        return sum(row.money > self.rules[0].money + words.LEAST for row in self.rows)

    def table(self) -> list[tuple[str, ...]]:
        """Return one row a flight, then one a rule: name, money, gain, landing, decisions, why."""
        flights: list[tuple[str, ...]] = [
            (
                row.name,
                words.amount(row.money),
                words.amount(row.gain),
                row.landing.value,
                str(row.decisions),
                ", ".join(f"{count} x {reason.value}" for reason, count in row.reasons),
            )
            for row in self.rows
        ]
        rules: list[tuple[str, ...]] = [
            (run.name, words.amount(run.money), words.amount(run.gain), run.landing.value, "", "")
            for run in self.rules
        ]
        return flights + rules


def class_report(files: Files, number: int | None = None) -> ClassReport:
    """Return the table of a class from a folder, a list of files, or a mapping of names to texts.

    All flights of one ``number`` are compared: that of most files when not given. A file that is
    damaged, no flight, not flown to its end, or of another number is named with a sentence and
    passed over. Raises ``BadInput`` when no flight is left, and for a folder that is not there.

    >>> from margin_lessons.flight.flight_file import saved
    >>> from margin_lessons.flight.one_flight import Flight
    >>> report = class_report({"ann": saved(Flight(7).next(500)), "bob": "nothing"})
    >>> [row.name for row in report.rows], report.passed_over[0]
    (['ann'], PassedOver(name='bob', why="file 'nothing' is no flight: it is not JSON."))
    """
    flights: list[tuple[str, FlightLog]] = []
    passed: list[PassedOver] = []
    for name, source in _sources(files):
        try:
            flights.append((name, loaded(_text_of(source))))
        except BadInput as problem:
            passed.append(PassedOver(name, str(problem)))
    wanted = _most(log.number for _, log in flights) if number is None else flight_number(number)
    if wanted is None:
        raise BadInput(f"files {len(passed)} have no flight among them: nothing can be compared.")
    path = hidden_path(wanted)
    rows = []
    for name, log in flights:
        why = _why_not(log, wanted, len(path.bars))
        if why:
            passed.append(PassedOver(name, why))
        else:
            rows.append(_row(name, log, run_of(log, path.bars)))
    if not rows:
        raise BadInput(f"flight number {wanted} was flown to its end in none of the files.")
    rows.sort(key=lambda row: (-row.money, row.name))
    product = _most(row.product for row in rows) or ProductKind.SPOT_MARGIN
    rules = rule_runs(FlightLog(wanted, product), path.bars)
    return ClassReport(wanted, tuple(rows), tuple(passed), rules, revealed(path))


def _sources(files: Files) -> list[tuple[str, Path | str | bytes]]:
    """Return the name of each file with its place, or with what is in it."""
    if isinstance(files, Mapping):
        return [(str(name), one) for name, one in files.items()]
    if isinstance(files, (str, Path)):
        folder = Path(files)
        if not folder.is_dir():
            raise BadInput(f"folder {shown(str(files))} is not there: name that of the files.")
        return [(one.stem, one) for one in sorted(folder.glob("*.json"))]
    if not np.iterable(files):
        raise BadInput(f"files {shown(files)} are no list: name a folder, or its files.")
    places = []
    for one in files:
        if not isinstance(one, (str, Path)):
            raise BadInput(f"file {shown(one)} is no path: name a folder, or its files.")
        places.append(Path(one))
    return [(one.stem, one) for one in places]


def _text_of(source: Path | str | bytes) -> str:
    """Return the text of a file; ``BadInput`` when it cannot be read, or is too long."""
    try:
        if isinstance(source, Path):
            with source.open("rb") as file:
                source = file.read(LARGEST + 1)
        if isinstance(source, bytes):
            source = source.decode("utf-8-sig")
        return of_kind("flight file", source, str, why="it is text, or bytes of it")
    except OSError as problem:
        raise BadInput(f"file cannot be read: {problem.strerror or problem}.") from None
    except UnicodeDecodeError:
        raise BadInput("file is no text, so it is no flight.") from None


def _why_not(log: FlightLog, number: int, bars: int) -> str:
    """Return why a flight is not compared, or nothing."""
    if log.number != number:
        return f"flight number {log.number} is another than {number}: its prices are others."
    if log.bar < bars:
        return f"bar {log.bar} is not the last one: it was not flown to its end."
    return ""


def _row(name: str, log: FlightLog, run: FlightRun) -> ClassRow:
    reasons = Counter(one.reason for one in log.decisions)
    return ClassRow(
        name,
        log.product,
        run.money,
        run.gain,
        run.landing,
        tuple(reasons.most_common()),
        log.forecast,
    )


def _most(values: Iterable[T]) -> T | None:
    """Return what is there most often, the first of those; None of nothing."""
    return next((value for value, _ in Counter(values).most_common(1)), None)
