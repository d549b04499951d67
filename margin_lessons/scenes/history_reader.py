"""The history reader: what files tell, in the view that was chosen."""

from __future__ import annotations

from dataclasses import replace

from margin_lessons.scenes import history_costs, history_level, history_open
from margin_lessons.scenes.history_state import HistoryState, HistoryView
from margin_lessons.scenes.scene import Scene

UNSEEN = "These are your files: take them away to see the sample."
SCENES = {
    HistoryView.COST: history_costs.scene,
    HistoryView.LEVEL: history_level.scene,
    HistoryView.OPEN: history_open.scene,
}


def scene(state: HistoryState) -> Scene[HistoryState]:
    """Return what is shown and said of the view that was chosen."""
    told = SCENES[state.view](state)
    return replace(told, sentence=f"{told.sentence} {UNSEEN}") if state.unseen else told
