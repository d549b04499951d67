"""The margin level over time, at the moments whose price the files tell."""

from __future__ import annotations

from datetime import datetime

from margin_lessons import words
from margin_lessons.scenes.history_scene import history_scene
from margin_lessons.scenes.history_state import HistoryState
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.venue import KRAKEN_SPOT


def scene(state: HistoryState) -> Scene[HistoryState]:
    """Return what the level was, and where it cannot be known."""
    return history_scene(
        state,
        "The margin level that the files tell",
        _facts(state),
        title=_title(state),
        sentence=_sentence(state),
        seen=_seen(state),
    )


def begins(state: HistoryState) -> datetime | None:
    """Return the first moment whose level is known, or None."""
    return min((one.at for one in state.history.levels), default=None)


def days_of(state: HistoryState, at: datetime) -> float:
    """Return how many days a moment is after the first whose level is known."""
    first = begins(state)
    return 0.0 if first is None else (at - first).total_seconds() / 86_400


def _facts(state: HistoryState) -> list[Fact]:
    levels = state.history.levels
    facts = [
        Fact("moments whose level is known", f"{len(levels):,}"),
        Fact("margin call at a level of", words.level(KRAKEN_SPOT.call_level),
             KRAKEN_SPOT.call_level),
        Fact("liquidation at a level of", words.level(KRAKEN_SPOT.acting_level),
             KRAKEN_SPOT.acting_level),
    ]  # fmt: skip
    if levels:
        low, last = min(one.level for one in levels), max(levels, key=lambda one: one.at).level
        facts += [
            Fact.of("lowest level", low, words.level),
            Fact.of("last level", last, words.level),
        ]
    return facts


def _title(state: HistoryState) -> str:
    levels = state.history.levels
    if not levels:
        return "The margin level cannot be known from these files"
    low = words.level(min(one.level for one in levels))
    return f"The lowest level that is known: {low}"


def _sentence(state: HistoryState) -> str:
    levels, unknown = state.history.levels, state.history.level_moments.unknown
    if not levels:
        return " ".join(unknown) or "Nothing was held on margin."
    return (
        f"It is known at {words.plural(len(levels), 'moment')}: where a trade of the same pair "
        "tells the price. Between two of them nothing is known."
    )


def _seen(state: HistoryState) -> str:
    if not state.history.levels:
        return "Empty axes: days to the right, and the margin level upwards, with two level lines."
    return (
        "A dot at each moment whose level is known, over the days; two level lines mark the margin "
        "call and the liquidation. The lowest dot has its number."
    )
