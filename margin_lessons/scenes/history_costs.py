"""What a history cost: profits, fees and rollovers as they fell, added up over time."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from margin_lessons import words
from margin_lessons.history import RealisedKind
from margin_lessons.scenes.history_scene import history_scene
from margin_lessons.scenes.history_state import HistoryState
from margin_lessons.scenes.scene import Fact, Scene

CALLED = {
    RealisedKind.ROLLOVER: "rollovers",
    RealisedKind.FEE: "fees of trades",
    RealisedKind.PROFIT: "profit or loss",
}
"""How each kind of amount is called."""

FORCED = 5
"""So many liquidations are told one by one."""


class SumRun(NamedTuple):
    """The sum of one kind of amount over time, in days since the first."""

    days: list[float]
    sums: list[float]


def scene(state: HistoryState) -> Scene[HistoryState]:
    """Return what a history cost, and what its files do not tell."""
    return history_scene(
        state,
        "What the files tell",
        _facts(state),
        title=_title(state),
        sentence=_sentence(state),
        seen=_seen(state),
    )


def runs(state: HistoryState) -> dict[str, SumRun]:
    """Return the sums over time by what they are, in the currency of most amounts."""
    first = begin(state)
    found: dict[str, SumRun] = {}
    for one in sorted(state.history.realised, key=lambda one: one.at):
        if one.currency != state.currency or first is None:
            continue
        run = found.setdefault(CALLED[one.kind], SumRun([0.0], [0.0]))
        run.days.append((one.at - first).total_seconds() / 86_400)
        run.sums.append(run.sums[-1] + float(one.amount))
    return found


def begin(state: HistoryState) -> datetime | None:
    """Return when the first amount fell, or None."""
    return min((one.at for one in state.history.realised), default=None)


def last_day(state: HistoryState) -> float:
    """Return how many days lie between the first amount and the last."""
    return max((run.days[-1] for run in runs(state).values()), default=0.0)


def _facts(state: HistoryState) -> list[Fact]:
    facts = [
        Fact(name, words.money(run.sums[-1], state.currency), run.sums[-1])
        for name, run in runs(state).items()
    ]
    total = sum(run.sums[-1] for run in runs(state).values())
    facts = [one if one.name != "rollovers" else Fact("rollovers paid", one.text, one.value)
             for one in facts]  # fmt: skip
    return [
        *facts,
        Fact("all together", words.money(total, state.currency), total),
        Fact("days from first to last", f"{last_day(state):,.0f}", last_day(state)),
        *_elsewhere(state),
        *_forced(state),
    ]


def _elsewhere(state: HistoryState) -> list[Fact]:
    """Return the sums that fell in other currencies: they are not added up across them."""
    return [
        Fact(f"{CALLED[kind]} in {currency}", words.price(float(amount), currency))
        for currency, kinds in state.history.realised_sums.items()
        if currency != state.currency
        for kind, amount in kinds.items()
    ]


def _forced(state: HistoryState) -> list[Fact]:
    """Return the liquidations that were found, with their day, and why each is taken for one."""
    return [
        Fact(f"liquidation found, {at}", f"{words.day(f'{one.at:%Y-%m-%d}')}: {one.why}")
        for at, one in enumerate(state.history.liquidations[:FORCED], 1)
    ]


def _title(state: HistoryState) -> str:
    found = runs(state)
    if not found and state.history.reported:
        return "A list of open positions, and nothing of what they cost"
    if not found:
        return "No margin trade, fee or rollover is in these files"
    paid = found.get("rollovers")
    if paid is None or abs(paid.sums[-1]) < words.LEAST:
        total = sum(run.sums[-1] for run in found.values())
        return f"All together: {words.money(total, state.currency)}"
    return f"Rollovers took {words.money(-paid.sums[-1], state.currency)}"


def _sentence(state: HistoryState) -> str:
    read, told = state.history, {one.name: one.text for one in _facts(state)}
    found = [f"{name}: {told.get(name) or told['rollovers paid']}" for name in runs(state)]
    counted = {one.name: one.text for one in state.facts}
    forced = counted["liquidations found"]
    if state.history.reported and not read.trades and not read.ledger:
        return "Choose to look at open positions: a list tells what is open, and no past."
    parts = [
        f"{words.plural(len(read.trades), 'trade')} and "
        f"{words.plural(len(read.ledger), 'row')} of a ledger were read.",
        f"In {state.currency}: {', '.join(found)}." if found else "",
        f"Liquidations found: {forced}." if read.trades else "",
        f"\"All numbers\" ends with {words.plural(len(state.unknown), 'thing')} that these files "
        "cannot tell."
        if state.unknown else "",
    ]  # fmt: skip
    return " ".join(filter(None, parts))


def _seen(state: HistoryState) -> str:
    found = runs(state)
    if not found:
        return "Empty axes: days to the right, and money upwards."
    ends = ", ".join(
        f"{name} {'below' if run.sums[-1] < 0 else 'above'} zero" for name, run in found.items()
    )
    return (
        "Lines of steps over the days, each adding up one kind of amount; what was paid goes down. "
        f"At the end stand: {ends}."
    )
