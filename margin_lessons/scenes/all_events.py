"""All crashes and leverages in one table: what happened to each account, in a word and in money."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from margin_lessons import words
from margin_lessons.errors import pick
from margin_lessons.market.crashes import (
    CRASHES,
    CrashOutcome,
    CrashRow,
    Ending,
    all_outcomes,
)
from margin_lessons.scenes.crash_choices import (
    DAY_BEFORE,
    MARGIN,
    TakenSide,
    entry_of,
    moment,
    titled,
    whole_money,
)
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.scenes.table import Table

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
    column = COLUMNS.index(leverage)
    rows = []
    for crash in CRASHES:
        taken = side.of(crash)
        rows += all_outcomes([(crash, entry_of(crash, taken, hours))], COLUMNS, side=taken)
    return AllEventsState(tuple(rows), row, column)


def scene(state: AllEventsState) -> Scene[AllEventsState]:
    """Return what the table shows and says."""
    cell, crash = state.cell, state.rows[state.row].crash
    told = Told.of(cell)
    chosen = f"{titled(crash)}, {words.setting(cell.trade.leverage)} {cell.trade.side.value}"
    every = len(COLUMNS) * len(state.rows)
    counted = (Fact("accounts", str(every), every),
               *(Fact(f"accounts: {one.value}", str(state.count(one)), state.count(one))
                 for one in Told))  # fmt: skip
    facts = (*counted, *_of_cell(cell))
    return Scene(
        state,
        title=f"{chosen}: {SPOKEN[told]}",
        sentence=f"{_story(cell)} Of all {every} accounts, "
        f"{state.count(Told.DEBT)} end with a debt, and {state.count(Told.NEAR)} more would at the "
        "worst price of their bar.",
        facts=facts,
        seen=_seen(state),
        rows=_table(state, facts),
    )


def money_left(cell: CrashOutcome, stakes: float) -> str:
    """Return what is left of a margin of 1,000, in the money of the market."""
    return whole_money(MARGIN * stakes, cell.trade.crash)


def _of_cell(cell: CrashOutcome) -> tuple[Fact, ...]:
    crash, reached = cell.trade.crash, cell.when
    price = lambda value: words.price(value, crash.currency)  # noqa: E731
    return (
        Fact("put up", whole_money(MARGIN, crash), MARGIN),
        Fact.of("opened at", cell.trade.entry.price, price),
        Fact("opened", moment(cell.trade.entry.when)),
        Fact.of("liquidation at", cell.trigger, price),
        Fact("reached in the bar of", "not reached" if reached is None else moment(reached)),
        Fact("by the rules", money_left(cell, cell.fill.stakes), MARGIN * cell.fill.stakes),
        Fact("worst case", money_left(cell, cell.worst.stakes), MARGIN * cell.worst.stakes),
        Fact.of("closed at", cell.fill.price, price),
        Fact.of("worst price", cell.worst.price, price),
    )


def _story(cell: CrashOutcome) -> str:
    fill, worst = (money_left(cell, at.stakes) for at in (cell.fill, cell.worst))
    currency = cell.trade.crash.currency
    at = words.price(cell.fill.price, currency)
    put_up = f"Of {whole_money(MARGIN, cell.trade.crash)}"
    if cell.liquidation is None:
        called = "a margin call came, and nobody sold" if cell.call else "no margin call came"
        return f"{put_up}, {fill} is there at the end: {called}."
    line = words.price(cell.trigger, currency)
    how = f"the price jumped over {line} to {at}" if cell.liquidation.beyond \
        else f"the price traded through {line}"  # fmt: skip
    ends = f"{put_up}, {fill} is left" if cell.fill.equity >= 0 \
        else f"{put_up} nothing is left, and {fill.lstrip('-')} is owed"  # fmt: skip
    if cell.worst.price == cell.fill.price:
        return f"{ends}: {how}."
    extreme = words.price(cell.worst.price, currency)
    return f"{ends}: {how}. At the worst price of that bar, {extreme}, it would be {worst}."


def _table(state: AllEventsState, facts: tuple[Fact, ...]) -> Table:
    rows = tuple(
        (row.crash.key, row.side.value, moment(row.entry.when),
         *(_cell_words(state.at(at, column)) for column in range(len(COLUMNS))))
        for at, row in enumerate(state.rows)
    )  # fmt: skip
    head = ("crash", "side", "opened", *map(words.setting, COLUMNS))
    legend = "debt?: something is left by the rules; at the worst price of its bar it would owe"
    notes = (*(f"{fact.name}: {fact.text}" for fact in facts), legend)
    return Table("What is left of a margin of 1,000, by the rules", head, rows, notes)


def _cell_words(cell: CrashOutcome) -> str:
    return f"{Told.of(cell).value}, {words.amount(MARGIN * cell.fill.stakes, 0)}"


def _seen(state: AllEventsState) -> str:
    most = [row.crash.key for row in state.rows
            if any(one and Told.of(one) is Told.DEBT for one in row.outcomes)]  # fmt: skip
    debts = f"Debts stand in the rows of {' and '.join(most)}" if most else "No cell is a debt"
    return (
        "A map with a row for each crash and a column for each leverage, a word and a colour in "
        f"each cell, deeper where it is worse. {debts}. A frame marks the chosen cell; beside the "
        "map stand two bars, what is left by the rules and in the worst case."
    )
