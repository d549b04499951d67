"""The prices of a position of one's own, and the worst bars that happened, begun at its sale."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.doctor import BarAfter
from margin_lessons.scenes.doctor_state import DoctorState
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.scenes.table import Table

LINES = ("margin call", "part closed", "liquidation", "nothing left")
"""The lines in the order a losing position meets them."""

SHOWN = 6
"""So many of the worst bars stand in the picture."""


def scene(state: DoctorState) -> Scene[DoctorState]:
    """Return what the prices show and say."""
    facts = (*state.facts, *_lines(state), *_bars(state))
    return Scene(
        state,
        title=_title(state),
        sentence=" ".join(filter(None, (_room(state), _jump(state), state.told))),
        facts=facts,
        seen=_seen(state),
        rows=_table(state, facts),
    )


def bars_shown(state: DoctorState) -> tuple[BarAfter, ...]:
    """Return the worst bars that the picture has room for."""
    return state.diagnosis.worst_bars[:SHOWN]


def _lines(state: DoctorState) -> list[Fact]:
    """Return each price, and how far off it is from the price now."""
    facts = []
    for name in LINES:
        if name in state.lines:
            found, away = state.lines[name].price, state.away(name)
            facts.append(Fact(f"{name} at", state.price(found), found))
            facts.append(Fact.of(f"{name} at a move of", away, _move))
    gap = state.gap
    facts.append(Fact("jump that makes a debt", "none" if gap is None else words.percent(abs(gap)),
                      None if gap is None else abs(gap)))  # fmt: skip
    return facts


def _move(away: float | None) -> str:
    return "none" if away is None else words.percent(away, signed=True)


def _bars(state: DoctorState) -> list[Fact]:
    """Return where each worst bar would go on to, as a move from the price now."""
    facts = []
    for one in bars_shown(state):
        key, now = one.bar.crash.key, state.now
        facts += [
            Fact.of(f"{key}: worst of that bar", one.bar.move, _move),
            Fact.of(f"{key}: opens at a move of", one.opens_at / now - 1, _move),
            Fact.of(f"{key}: worst at a move of", one.worst_at / now - 1, _move),
        ]
    facts.append(Fact("bars whose worst price would leave a debt", _counted(state)))
    return facts


def _counted(state: DoctorState) -> str:
    bars = state.diagnosis.worst_bars
    return f"{sum(one.enough_at_worst for one in bars)} of {len(bars)}"


def _title(state: DoctorState) -> str:
    sold, nothing = state.away("liquidation"), state.away("nothing left")
    if state.liquidated:
        return "At this price it would be liquidated at once"
    if sold is None:
        return "No price liquidates this position"
    way = "fall" if state.falling else "rise"
    far = f"A {way} of {words.percent(abs(sold))} liquidates it"
    return f"{far}, and of {words.percent(abs(nothing))} leaves nothing" if nothing else far


def _room(state: DoctorState) -> str:
    """Return the lines as prices."""
    named = [
        f"{name} at {state.price(state.lines[name].price)}"
        for name in LINES
        if name in state.lines and state.lines[name].price is not None
    ]
    seen = f"Seen from {state.price(state.now)}"
    return f"{seen}: {', '.join(named)}." if named else ""


def _jump(state: DoctorState) -> str:
    """Return the jump that makes a debt, beside what happened."""
    if state.gap is None:
        return "No jump from a liquidation leaves a debt." if state.lines else ""
    return (
        f"Sold more than {words.percent(abs(state.gap))} beyond the liquidation, it leaves a debt. "
        f"The worst price of {_counted(state)} bars that happened would have been far enough."
    )


def _seen(state: DoctorState) -> str:
    side = "left" if state.falling else "right"
    lines = (
        "Upright lines over the move from the price now: the margin call, the liquidation and, "
        f"farther {side}, where nothing is left; from there on the picture is hatched as debt."
    )
    if not bars_shown(state):
        return f"{lines} No bar is drawn, as nothing liquidates the position."
    beyond = sum(one.enough_at_worst for one in bars_shown(state))
    return (
        f"{lines} Below, a row for each of the {len(bars_shown(state))} worst bars, begun at the "
        f"liquidation: {beyond} of them run into the hatched part. A diamond marks where a bar "
        "opened."
    )


def _table(state: DoctorState, facts: tuple[Fact, ...]) -> Table:
    """Return the lines and the bars; what else is known stands below."""
    rows = [(fact.name, fact.text) for fact in facts]
    return Table("The position, its lines, and the worst bars", ("what", "value"), tuple(rows),
                 state.unknown)  # fmt: skip
