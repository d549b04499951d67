"""The picture of the history reader: that of the view that was chosen."""

from __future__ import annotations

from margin_lessons.figures import history_costs, history_level, history_open
from margin_lessons.figures.picture import Picture
from margin_lessons.scenes.history_state import HistoryState, HistoryView
from margin_lessons.scenes.scene import Scene

PICTURES = {
    HistoryView.COST: history_costs.picture,
    HistoryView.LEVEL: history_level.picture,
    HistoryView.OPEN: history_open.picture,
}


def picture(scene: Scene[HistoryState], start: Scene[HistoryState]) -> Picture:
    """Return the picture of the view; its axes are those of the files."""
    return PICTURES[scene.state.view](scene, start)
