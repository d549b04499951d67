"""The open positions of a history, each with its lines where all of it is known."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.doctor import DangerPrices
from margin_lessons.scenes.history_scene import history_scene
from margin_lessons.scenes.history_state import HistoryState, OpenOne
from margin_lessons.scenes.scene import Fact, Scene

SHOWN = 6
"""So many open positions stand in the picture."""


def scene(state: HistoryState) -> Scene[HistoryState]:
    """Return the open positions, and what is not known of them."""
    whys = tuple(f"{at}. {one.words}: {one.why}" for at, one in enumerate(state.open, 1) if one.why)
    return history_scene(
        state,
        "What is open",
        _facts(state),
        title=_title(state),
        sentence=_sentence(state),
        seen=_seen(state),
        notes=whys,
    )


def row_name(at: int) -> str:
    """Return the name of an open position by its place, from 0."""
    return f"position {at + 1}"


def lines_of(one: OpenOne) -> dict[str, float | None]:
    """Return the moves from the price now, or the entry, to the liquidation and to nothing left."""
    if one.own is None:
        return {}
    now = one.own.entry if one.own.price is None else one.own.price
    prices = DangerPrices.of(one.own.holding, now)
    return {name: prices.away(name) for name in ("liquidation", "nothing left")}


def _facts(state: HistoryState) -> list[Fact]:
    facts = []
    for at, one in enumerate(state.open[:SHOWN]):
        facts.append(Fact(row_name(at), one.words if one.own else f"{one.words}, not all known"))
        for name, move in lines_of(one).items():
            text = "no such price" if move is None else words.percent(move, signed=True)
            facts.append(Fact(f"{row_name(at)}: {name} at a move of", text, move))
    chosen = state.position
    if chosen is not None:
        place = state.open.index(chosen) + 1
        facts.append(Fact("chosen to be kept", f"position {place}"))
    return facts


def _title(state: HistoryState) -> str:
    if not state.open:
        return "No open position is in these files"
    known = sum(one.own is not None for one in state.open)
    facts = {one.name: one.text for one in state.facts}
    if known == len(state.open):
        return f"Open positions: {facts['open positions']}, each known in full"
    return f"Open positions: {facts['open positions']}, not all with the money behind them"


def _sentence(state: HistoryState) -> str:
    one = state.position
    if one is None:
        return "Nothing in these files is still open."
    place = state.open.index(one) + 1
    if one.own is None:
        return f"Position {place}, {one.words}, cannot be kept. {one.why}"
    sold = lines_of(one)["liquidation"]
    seen = "the entry" if one.own.price is None else "the price in the file"
    far = "no price liquidates it" if sold is None else (
        f"its liquidation is {words.percent(abs(sold))} from {seen}"
    )  # fmt: skip
    return f"Position {place}, {one.words}: {far}. Keep it, and the doctor above takes it."


def _seen(state: HistoryState) -> str:
    if not state.open:
        return "Empty axes: the move of the price to the side, and no row."
    return (
        f"A row for each open position, {min(len(state.open), SHOWN)} in all. A bar goes from its "
        "liquidation, marked by a diamond, to where nothing is left; a row without a bar is not "
        "known in full."
    )
