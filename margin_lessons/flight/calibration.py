"""Over several flights: how often "certain" was right, and how often "guessing"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from margin_lessons import words
from margin_lessons.errors import all_of
from margin_lessons.flight.debrief import run_of
from margin_lessons.flight.flight_log import Certainty, FlightLog
from margin_lessons.flight.flight_run import Landing
from margin_lessons.flight.hidden_path import hidden_path


@dataclass(frozen=True)
class CertaintyCount:
    """How often one said to be so sure, and how often it came as said."""

    certainty: Certainty
    said: int
    right: int

    @property
    def words(self) -> str:
        """The count in a sentence.

        >>> CertaintyCount(Certainty.CERTAIN, 4, 2).words
        'You were certain 4 times and right 2 times.'
        """
        how = "guessing" if self.certainty is Certainty.GUESSING else self.certainty.value
        if not self.said:
            return f"You were never {how}."
        return f"You were {how} {_times(self.said)} and right {_times(self.right)}."


def _times(count: int) -> str:
    if not count:
        return "never"
    return "once" if count == 1 else words.plural(count, "time")


def calibration(flights: Iterable[FlightLog]) -> tuple[CertaintyCount, ...]:
    """Return for each certainty how often it was said and right; ``BadInput`` for what is none.

    What was said is whether the flight would be brought home, with nothing lost. Flights that are
    not over, and those without a forecast, do not count.

    >>> from margin_lessons.flight.flight_log import Forecast
    >>> flown = FlightLog(7, forecast=Forecast(home=False, certainty="certain"), bar=104)
    >>> calibration([flown, FlightLog(7)])[-1].words
    'You were certain once and right never.'
    """
    logs = all_of("flight", flights, FlightLog, why="Flight(number) is one")
    counts = {certainty: [0, 0] for certainty in Certainty}
    for log in logs:
        bars = hidden_path(log.number).bars
        if log.forecast is None or log.bar < len(bars):
            continue
        home = run_of(log, bars).landing is Landing.HOME
        counts[log.forecast.certainty][0] += 1
        counts[log.forecast.certainty][1] += log.forecast.home is home
    return tuple(CertaintyCount(one, *count) for one, count in counts.items())
