"""All crashes at all leverages, each account with the word that says what happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from margin_lessons.errors import BadInput, pick, shown
from margin_lessons.market.crashes import (
    CRASHES,
    CrashOutcome,
    CrashRow,
    Ending,
    all_outcomes,
)
from margin_lessons.scenes.crash_choices import DAY_BEFORE, TakenSide, entry_of

COLUMNS = (1.0, 2.0, 3.0, 5.0, 10.0)
"""The leverages of the table."""


class Told(Enum):
    """What happened to an account, in a word, from the best to the worst."""

    FINE = "fine"
    CALLED = "called"
    SOLD = "sold"
    NEAR = "debt?"
    DEBT = "debt"

    @classmethod
    def of(cls, outcome: CrashOutcome) -> Told:
        """Return the word for an outcome; a debt in the worst case alone is no debt."""
        if outcome.liquidation is None:
            return cls.FINE if outcome.ending is Ending.OPEN else cls.CALLED
        if outcome.owed:
            return cls.DEBT
        return cls.NEAR if outcome.worst.equity < 0 else cls.SOLD


SPOKEN = {
    Told.FINE: "no margin call", Told.CALLED: "called, and not sold",
    Told.SOLD: "sold, and something is left",
    Told.NEAR: "sold in time, and a debt in the worst case", Told.DEBT: "a debt",
}  # fmt: skip
"""The words as a heading says them."""


@dataclass(frozen=True, eq=False)
class AllEventsState:
    """The table, and the cell that is looked at closely."""

    rows: tuple[CrashRow, ...]
    row: int
    column: int

    @property
    def cell(self) -> CrashOutcome:
        """The outcome in the chosen cell."""
        return self.at(self.row, self.column)

    def at(self, row: int, column: int) -> CrashOutcome:
        """Return the outcome in a cell; every event is replayed at every leverage of the table."""
        outcome = self.rows[row].outcomes[column]
        assert outcome is not None
        return outcome

    def count(self, told: Told) -> int:
        """Return how many cells have a word."""
        return sum(Told.of(one) is told for row in self.rows for one in row.outcomes if one)


def all_events_state(
    event: str, leverage: float, hours: float = DAY_BEFORE, side: TakenSide = TakenSide.HURT
) -> AllEventsState:
    """Return all crashes at all leverages, with one cell chosen.

    >>> state = all_events_state("GME 2021", 1)
    >>> Told.of(state.cell), round(state.cell.fill.stakes, 2)
    (<Told.DEBT: 'debt'>, -0.4)
    """
    keys = {crash.key: at for at, crash in enumerate(CRASHES)}
    row = pick("crash", event, keys, "this table")
    if leverage not in COLUMNS:
        raise BadInput(f"leverage {shown(leverage)} is none of 1, 2, 3, 5 and 10: take one.")
    column = COLUMNS.index(leverage)
    entries = [(crash, entry_of(crash, side.of(crash), hours)) for crash in CRASHES]
    # An entry of the side that was hurt has that side; another one is the same for all.
    given = None if side is TakenSide.HURT else side.value
    rows = all_outcomes(entries, COLUMNS, side=given)
    return AllEventsState(rows, row, column)
