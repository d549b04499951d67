"""The cost of time: fees eat the margin level while the price stands still."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from margin_lessons import words
from margin_lessons.account import Account, Position, Side, as_side
from margin_lessons.costs import hours_until, rollover_fee, with_costs, yearly_rollover
from margin_lessons.errors import between, positive
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.venue import KRAKEN_SPOT, Venue

ENTRY = 30_000.0
MOST_DAYS = 365


@dataclass(frozen=True)
class TimeState:
    """An account held at an unchanged price for ``asked`` days, or until it is liquidated."""

    opened: Account
    asked: float

    @cached_property
    def closed_after(self) -> float | None:
        """After how many days fees alone liquidate the account, or None if never."""
        return self.days_until(self.opened.venue.liquidation_level)

    @property
    def closed(self) -> bool:
        """Whether fees have liquidated the account by the day that was asked for."""
        return self.closed_after is not None and self.closed_after <= self.asked

    @property
    def days(self) -> float:
        """How long the account was held: a liquidation ends it."""
        ends = self.closed_after
        return self.asked if ends is None else min(ends, self.asked)

    def held(self, days: float) -> Account:
        """Return the account after ``days``, fees owed."""
        return with_costs(self.opened, round(days * 24, 6))

    def level(self, days: float) -> float:
        """Return the margin level after ``days``."""
        return float(self.held(days).at(ENTRY).level)

    def days_until(self, level: float) -> float | None:
        """Return after how many days fees alone bring the level down, or None if never."""
        hours = hours_until(self.opened, ENTRY, level)
        return None if hours is None else hours / 24


def time_state(
    days: float,
    value: float,
    side: Side | str,
    cash: float = 10_000,
    leverage: float = 5,
    venue: Venue = KRAKEN_SPOT,
) -> TimeState:
    """Return the state of a position of ``value`` USD held for ``days``, if it lives so long.

    >>> state = time_state(30, 45_000, "long")
    >>> round(state.held(30).fees_accrued, 2), round(state.level(30), 4)
    (2036.25, 0.8849)
    >>> year = time_state(365, 45_000, "long")
    >>> round(year.days, 2), round(year.level(year.days), 4)
    (94.67, 0.3999)
    """
    days = between("days", days, 0, MOST_DAYS, why="the panel shows one year")
    volume = positive("value", value, why="a position has a size") / ENTRY
    account = Account(cash, (Position(as_side(side), volume, ENTRY, leverage),), venue=venue)
    return TimeState(account, days)


def _after(days: float | None, none: str = "at once") -> str:
    if days is None:
        return "never"
    return none if days == 0 else words.plural(round(days, 1), "day")


def scene(state: TimeState) -> Scene[TimeState]:
    """Return what the cost of time shows and says."""
    account, venue = state.opened, state.opened.venue
    position, fees = account.positions[0], state.held(state.days).fees_accrued
    a_day, a_year = rollover_fee(position, 24, venue), yearly_rollover(position, venue)
    first, level = float(account.at(ENTRY).level), state.level(state.days)
    call, end = state.days_until(venue.call_level), state.closed_after
    closing = f" after {_after(state.days)}; there the position is closed" if state.closed else ""
    return Scene(
        state,
        title=_title(state, level),
        sentence=f"The price has not moved; {words.money(fees)} of fees has brought the level from "
        f"{words.level(first)} to {words.level(level)}{closing}.",
        facts=(
            Fact("days held", _after(state.days, "0 days"), state.days),
            Fact.of("value of the position", position.cost),
            Fact.of("rollover a day", a_day),
            Fact.of("rollover a year, of the position", a_year, words.percent),
            Fact.of("fees owed by now", fees),
            Fact.of("level at opening", first, words.level),
            Fact.of("level now", level, words.level),
            Fact("fees alone bring the call after", _after(call), call),
            Fact("fees alone close you out after", _after(end), end),
        ),
        seen=_seen(state),
    )


def _title(state: TimeState, level: float) -> str:
    venue, held = state.opened.venue, _after(state.days, "0 days")
    if state.closed:
        return f"After {held} the fees alone have closed the position"
    if venue.reached(level, venue.call_level):
        return f"After {held} the fees alone have brought the call"
    return f"After {held} the level is {words.level(level)}"


def _seen(state: TimeState) -> str:
    last = MOST_DAYS if state.closed_after is None else min(MOST_DAYS, state.closed_after)
    levels = (
        f"{words.level(state.level(day))} on day {round(day, 1):g}" for day in (0.0, last / 2, last)
    )
    cut = ", where the position is closed and the line ends" if last < MOST_DAYS else ""
    return (
        f"A straight line of the margin level falls over the days: {', '.join(levels)}{cut}. "
        "A dot on it marks the day that is looked at."
    )
