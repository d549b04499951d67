"""What the map of all crashes shows and says: a word in each cell, and one cell told closely."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.market.crashes import CrashOutcome
from margin_lessons.scenes.crash_cells import COLUMNS, SPOKEN, AllEventsState, Told
from margin_lessons.scenes.crash_choices import MARGIN, list_title, moment, whole_money
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.scenes.table import Table


def scene(state: AllEventsState) -> Scene[AllEventsState]:
    """Return what the table shows and says."""
    cell, crash = state.cell, state.rows[state.row].crash
    chosen = f"{list_title(crash)}, {words.setting(cell.trade.leverage)} {cell.trade.side.value}"
    every = len(COLUMNS) * len(state.rows)
    counts = {"accounts": every, **{f"accounts: {one.value}": state.count(one) for one in Told}}
    facts = (*(Fact(name, str(count), count) for name, count in counts.items()), *_of_cell(cell))
    return Scene(
        state,
        title=f"{chosen}: {SPOKEN[Told.of(cell)]}",
        sentence=f"{_story(cell)} Of all {every} accounts, {state.count(Told.DEBT)} end with a "
        f"debt, and {state.count(Told.NEAR)} more would at the worst price of their bar.",
        facts=facts,
        seen=_seen(state),
        rows=_table(state, facts),
    )


def _of_cell(cell: CrashOutcome) -> tuple[Fact, ...]:
    crash, entry = cell.trade.crash, cell.trade.entry
    how = {"unit": crash.currency}
    return (
        Fact("put up", whole_money(MARGIN, crash), MARGIN),
        Fact.of("opened at", entry.price, words.price, **how),
        Fact("opened", moment(entry.when)),
        Fact.of("liquidation at", cell.trigger, words.price, **how),
        Fact("reached in the bar of", moment(cell.when) if cell.when else "not reached"),
        Fact.of("closed at", cell.fill.price, words.price, **how),
        Fact.of("worst price", cell.worst.price, words.price, **how),
        Fact.of("by the rules", MARGIN * cell.fill.stakes, whole_money, crash=crash),
        Fact.of("worst case", MARGIN * cell.worst.stakes, whole_money, crash=crash),
    )


def _story(cell: CrashOutcome) -> str:
    facts = {fact.name: fact for fact in _of_cell(cell)}
    of, left, at, line, extreme, worst = (
        facts[name].text for name in ("put up", "by the rules", "closed at", "liquidation at",
                                      "worst price", "worst case")
    )  # fmt: skip
    if cell.liquidation is None:
        called = "a margin call came, and nobody sold" if cell.call else "no margin call came"
        return f"Of {of}, {left} is there at the end: {called}."
    ends = f"Of {of}, {left} is left"
    if cell.owed:
        ends = f"Of {of} nothing is left, and {left.lstrip('-')} is owed"
    how = f"traded through {line}"
    if cell.liquidation.beyond:
        how = f"jumped over {line} to {at}"
    if cell.worst.price == cell.fill.price:
        return f"{ends}: the price {how}."
    worse = f"At the worst price of that bar, {extreme}, it would be {worst}."
    return f"{ends}: the price {how}. {worse}"


def _table(state: AllEventsState, facts: tuple[Fact, ...]) -> Table:
    """Return a row a crash, with the word and the money of each leverage, and the chosen cell."""
    rows = tuple(
        (row.crash.key, row.side.value, moment(row.entry.when),
         *(f"{Told.of(one).value}, {words.amount(MARGIN * one.fill.stakes, 0)}"
           for one in row.outcomes if one))
        for row in state.rows
    )  # fmt: skip
    head = ("crash", "side", "opened", *map(words.setting, COLUMNS))
    legend = "debt?: something is left by the rules; at the worst price of its bar it would owe"
    notes = (*(f"{fact.name}: {fact.text}" for fact in facts), legend)
    return Table("What is left of a margin of 1,000, by the rules", head, rows, notes)


def _seen(state: AllEventsState) -> str:
    """Return how the map looks, and in which rows its darkest cells stand."""
    most = [row.crash.key for row in state.rows
            if any(one and Told.of(one) is Told.DEBT for one in row.outcomes)]  # fmt: skip
    debts = f"Debts stand in the rows of {' and '.join(most)}" if most else "No cell is a debt"
    return (
        "A map with a row for each crash and a column for each leverage, a word and a colour in "
        f"each cell, deeper where it is worse. {debts}. A frame marks the chosen cell; beside the "
        "map stand two bars, what is left by the rules and in the worst case."
    )
