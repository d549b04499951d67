"""The cost of time: fees eat the margin level while the price stands still."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

from margin_lessons.account import Account, Position
from margin_lessons.costs import hours_until, rollover_fee, with_costs, yearly_rollover
from margin_lessons.errors import between, positive
from margin_lessons.figures import words
from margin_lessons.figures.drawing import Drawing, nice_ceiling, stack_labels
from margin_lessons.figures.readout import Fact, Readout
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
        return self.closed_after if self.closed else self.asked

    def held(self, days: float) -> Account:
        """Return the account after ``days``, fees owed."""
        return with_costs(self.opened, round(days * 24, 6))

    def level(self, days: float) -> float:
        """Return the margin level after ``days``."""
        return float(self.held(days).level(ENTRY))

    def days_until(self, level: float) -> float | None:
        """Return after how many days fees alone bring the level down, or None if never."""
        hours = hours_until(self.opened, ENTRY, level)
        return None if hours is None else hours / 24


def time_state(
    days: float,
    value: float,
    side: str,
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
    account = Account(cash, (Position(side, volume, ENTRY, leverage),), venue=venue)
    return TimeState(account, days)


def _days(days: float | None, none: str = "at once") -> str:
    if days is None:
        return "never"
    return none if days == 0 else words.plural(round(days, 1), "day")


def readout(state: TimeState) -> Readout:
    """Return the words of the cost of time."""
    account, venue = state.opened, state.opened.venue
    held = state.held(state.days)
    position = account.positions[0]
    per_day = rollover_fee(position, 24, venue)
    level = state.level(state.days)
    facts = (
        Fact("days held", _days(state.days, "0 days"), state.days),
        Fact("value of the position", words.money(position.cost)),
        Fact("rollover a day", words.money(per_day)),
        Fact("rollover a year, of the position", words.percent(yearly_rollover(position, venue))),
        Fact("fees owed by now", words.money(held.fees_accrued)),
        Fact("level at opening", words.level(float(account.level(ENTRY)))),
        Fact("level now", words.level(level), level),
        Fact("fees alone bring the call after", _days(state.days_until(venue.call_level))),
        Fact("fees alone close you out after", _days(state.days_until(venue.liquidation_level))),
    )
    start = words.level(float(account.level(ENTRY)))
    return Readout(
        title=_title(state, level),
        sentence=(
            f"The price has not moved; {words.money(held.fees_accrued)} of fees has brought the "
            f"level from {start} to {words.level(level)}"
            + (
                f" after {_days(state.days)}; there the position is closed."
                if state.closed
                else "."
            )
        ),
        facts=facts,
        picture="Line chart of the margin level over the days held at an unchanged price, with "
        "lines at the margin call and the liquidation.",
    )


def _title(state: TimeState, level: float) -> str:
    venue = state.opened.venue
    held = _days(state.days, "0 days")
    if state.closed:
        return f"After {held} the fees alone have closed the position"
    if venue.reached(level, venue.call_level):
        return f"After {held} the fees alone have brought the call"
    return f"After {held} the level is {words.level(level)}"


class TimeDrawing(Drawing):
    """Level against days; the dot is today."""

    def build(self) -> None:
        self.ax = self.axes(0.10, 0.155, 0.705, 0.70)
        self.ax.set_xlabel("days held at an unchanged price")
        self.ax.set_ylabel("margin level")
        self.ax.yaxis.set_label_coords(-0.104, 0.5)  # left of levels of any size
        self.ax.yaxis.set_major_formatter(lambda value, _: f"{value:,.0%}")
        palette = self.palette
        self.lines = [
            (key, name, self.line(self.ax, getattr(palette, ink), 1.4))
            for key, name, ink in (
                ("full_level", "fully used", "full"),
                ("call_level", "margin call", "call"),
                ("liquidation_level", "liquidation", "liquidation"),
            )
        ]
        inks = (palette.full, palette.call, palette.liquidation)
        self.notes = [self.label(self.ax, ink, fontsize=11) for ink in inks]
        self.curve = self.line(self.ax, palette.equity, 2.6)
        self.dot = self.line(self.ax, palette.price, 0, marker="o", markersize=11, zorder=5)
        self.dot_label = self.label(self.ax, palette.price, weight="bold", zorder=6)
        self.guess = self.line(self.ax, palette.prediction)
        self.guess_label = self.label(self.ax, palette.prediction, ha="center")

    def frame(self, state: TimeState) -> Hashable:
        days = state.closed_after or MOST_DAYS
        wide = min(MOST_DAYS, nice_ceiling(max(days * 1.1, 30)))
        top = nice_ceiling(min(state.level(0) * 1.1, 12), (1, 1.5, 2, 3, 4, 6, 8, 10))
        return float(wide), max(1.2, top)

    def set_frame(self, frame: tuple) -> None:
        # A little room on both sides, where the dot stands on the first and on the last day.
        self.ax.set_xlim(-0.02 * frame[0], 1.02 * frame[0])
        self.ax.set_ylim(0, frame[1])

    def update(self, state: TimeState) -> None:
        self.title.set_text(readout(state).title)
        venue = state.opened.venue
        (start, wide), top = self.ax.get_xlim(), self.ax.get_ylim()[1]
        for (key, name, line), note in zip(self.lines, self.notes, strict=True):
            level = getattr(venue, key)
            line.set_data([start, wide], [level, level])
            note.set_text(f"{name} {level:.0%}")
        levels = [getattr(venue, key) for key, _, _ in self.lines]
        stack_labels(self.notes, levels, top * 0.075, x=wide * 1.012)
        end = wide / 1.02
        # The same fee every four hours: the level falls in a straight line.
        days = (0.0, end if state.closed_after is None else min(end, state.closed_after))
        self.curve.set_data(days, [state.level(d) for d in days])
        level = state.level(state.days)
        self.dot.set_data([state.days], [level])
        right = state.days > wide / 2
        text = f"closed at {words.level(level)}" if state.closed else words.level(level)
        self.dot_label.set(text=f" {text} ", ha="right" if right else "left")
        shift = wide * 0.02 * (-1 if right else 1)
        # The curve falls: it leaves room above itself on the right, below itself on the left.
        height = level + 0.065 * top * (-1 if right else 1)
        self.dot_label.set_position((state.days + shift, min(max(height, 0.05 * top), 0.95 * top)))
        self.draw_prediction(self.guess, self.guess_label, 0, top * 0.06)

    def read_back(self) -> dict[str, float]:
        return {
            "days held": float(self.dot.get_xdata()[0]),
            "level now": float(self.dot.get_ydata()[0]),
        }
