"""The position doctor: one position, and the view of it that was chosen."""

from __future__ import annotations

from margin_lessons.scenes import own_answers, own_debt, own_lines, own_odds
from margin_lessons.scenes.doctor_state import DoctorState
from margin_lessons.scenes.scene import Scene
from margin_lessons.scenes.typed_position import DoctorView

SCENES = {
    DoctorView.PRICES: own_lines.scene,
    DoctorView.CHANCES: own_odds.scene,
    DoctorView.ANSWERS: own_answers.scene,
    DoctorView.PAYS: own_debt.scene,
}


def scene(state: DoctorState) -> Scene[DoctorState]:
    """Return what is shown and said of the view that was chosen."""
    return SCENES[state.view](state)
