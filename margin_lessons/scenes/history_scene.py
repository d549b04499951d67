"""What the views of the history reader share: facts first, then what the files cannot tell."""

from __future__ import annotations

from collections.abc import Iterable

from margin_lessons import words
from margin_lessons.scenes.history_state import HistoryState
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.scenes.table import Table

TOLD = 12
"""So many sentences on what is not known stand below the table; the rest is counted."""


def history_scene(
    state: HistoryState,
    caption: str,
    facts: Iterable[Fact],
    *,
    title: str,
    sentence: str,
    seen: str,
    notes: Iterable[str] = (),
) -> Scene[HistoryState]:
    """Return the scene of a view: its facts below those of the files, and a table of them all.

    ``notes`` stand below the table, before what cannot be known.
    """
    every = (*state.facts, *facts)
    rows = tuple((one.name, one.text) for one in every)
    table = Table(caption, ("what", "value"), rows, (*notes, *_not_known(state)))
    return Scene(state, title=title, sentence=sentence, facts=every, seen=seen, rows=table)


def _not_known(state: HistoryState) -> tuple[str, ...]:
    """Return what cannot be known, not more than fits below a table."""
    said = state.unknown
    if len(said) <= TOLD:
        return said
    return (*said[:TOLD], f"And {words.plural(len(said) - TOLD, 'sentence')} more of this kind.")
