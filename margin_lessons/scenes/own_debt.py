"""Who would pay for a debt of one's own: the worst bars in money, and the law of the place."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.debt import BelowZero
from margin_lessons.doctor import BarAfter
from margin_lessons.doctor.holdings import equity_of
from margin_lessons.scenes.doctor_state import DoctorState
from margin_lessons.scenes.own_lines import bars_shown
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.scenes.table import Table

PAYS = {
    BelowZero.OWED: "you owe",
    BelowZero.BY_LAW: "the law spares you",
    BelowZero.BY_PROCESS: "others bear",
    None: "missing:",
}
"""What is said of what is missing."""


def scene(state: DoctorState) -> Scene[DoctorState]:
    """Return what the bars would leave, and who pays what is missing."""
    facts = (*state.facts, *_facts(state))
    return Scene(
        state,
        title=_title(state),
        sentence=" ".join(filter(None, (state.diagnosis.law.sentence, _bars(state), state.told))),
        facts=facts,
        seen=_seen(state),
        rows=Table("Who pays for a debt", ("what", "value"),
                   tuple((fact.name, fact.text) for fact in facts), _laws(state)),
    )  # fmt: skip


def left_at(state: DoctorState, one: BarAfter) -> float:
    """Return what is left at the worst price of a bar, in the unit of the margin; below zero owed.

    What is owed there the doctor says; what is left is read off the same holding.
    """
    if one.enough_at_worst:
        return -one.owed_at_worst
    return max(0.0, equity_of(state.diagnosis.holding, one.worst_at))


def left_words(state: DoctorState, one: BarAfter) -> str:
    """Return what a bar leaves, as it is written at its bar."""
    left = left_at(state, one)
    if left < -words.LEAST:
        return f"{PAYS[state.diagnosis.law.below_zero]} {state.money(-left)}"
    return f"left {state.money(left)}"


def _facts(state: DoctorState) -> list[Fact]:
    law = state.diagnosis.law
    bears = "not found" if law.regime is None else law.regime.words
    bars = bars_shown(state)
    worst = min(bars, key=lambda one: left_at(state, one)).bar.crash.key if bars else "none"
    return [
        Fact("worst bar of all", worst),
        Fact("you live", law.residence.value),
        Fact("can you owe?", law.sentence),
        Fact("how it goes", bears),
        *(Fact(f"{one.bar.crash.key}: your money", left_words(state, one), left_at(state, one))
          for one in bars_shown(state)),
    ]  # fmt: skip


def _title(state: DoctorState) -> str:
    may_owe = state.diagnosis.law.may_owe
    if may_owe is None:
        return "Who pays a debt here was not found"
    if not may_owe:
        return "A debt would not be yours"
    return "A debt would be yours"


def _bars(state: DoctorState) -> str:
    bars = bars_shown(state)
    if not bars:
        return "Nothing liquidates this position, so no bar is counted."
    worst = min(bars, key=lambda one: left_at(state, one))
    return (
        f"Sold only at the worst price of a bar like that of {worst.bar.crash.key}: "
        f"{left_words(state, worst)}. That is a bound, and not what happened."
    )


def _seen(state: DoctorState) -> str:
    if not bars_shown(state):
        return "Empty axes: money to the side, and a row for each of the worst bars."
    return (
        "A row for each of the worst bars, begun at the liquidation. A bar to the right is what is "
        "left at its worst price; left of zero hangs what is missing, hatched where you owe it."
    )


def _laws(state: DoctorState) -> tuple[str, ...]:
    """Return the laws of the place and what was found on debts, each with its day."""
    law = state.diagnosis.law
    told = [
        f"{one.place}: {one.told.words} ({one.told.source.title}, "
        f"{words.day(one.told.source.date)})" for one in law.laws
    ]  # fmt: skip
    found = [f"{one.question} {one.so}" for one in law.findings]
    return (*told, *found, *state.unknown)
