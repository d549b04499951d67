"""The picture of the position doctor: that of the view that was chosen."""

from __future__ import annotations

from margin_lessons.figures import own_answers, own_debt, own_lines, own_odds
from margin_lessons.figures.picture import Picture
from margin_lessons.scenes.doctor_state import DoctorState
from margin_lessons.scenes.scene import Scene
from margin_lessons.scenes.typed_position import DoctorView

PICTURES = {
    DoctorView.PRICES: own_lines.picture,
    DoctorView.CHANCES: own_odds.picture,
    DoctorView.ANSWERS: own_answers.picture,
    DoctorView.PAYS: own_debt.picture,
}


def picture(scene: Scene[DoctorState], start: Scene[DoctorState]) -> Picture:
    """Return the picture of the view; another view is another story, and brings its own axes."""
    return PICTURES[scene.state.view](scene, start)
