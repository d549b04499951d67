"""A slider of a browser says 29.999999999 for 30; what is really between two steps stays there."""

from __future__ import annotations

import pytest

from margin_lessons.panels.controls import Number
from margin_lessons.panels.panel import Panel

HOURS = Number("hours", "hours held", 0, 720, 4, 24)
FACTOR = Number("factor", "factor", 0.5, 1.5, 0.1, 1)


@pytest.mark.parametrize(
    ("control", "sent", "meant"),
    [
        (HOURS, 28 - 1e-9, 28),
        (HOURS, 28 + 1e-9, 28),
        (FACTOR, 0.7999999999, 0.8),
        (FACTOR, 0.1 + 0.7, 0.8),  # 0.7999999999999999
        (FACTOR, 1.1 + 0.1, 1.2),  # 1.2000000000000002
        (HOURS, 720 - 1e-9, 720),
    ],
)
def test_a_whisker_off_a_step_is_the_step(control: Number, sent: float, meant: float) -> None:
    assert sent != meant
    assert control.check(sent) == meant


@pytest.mark.parametrize(("control", "typed"), [(HOURS, 27.9), (HOURS, 30), (FACTOR, 0.85)])
def test_what_was_typed_between_two_steps_is_kept(control: Number, typed: float) -> None:
    assert control.check(typed) == typed


def test_the_last_rollover_is_not_lost_to_rounding() -> None:
    """28 hours are seven periods of four; 27.999999999 would be six."""
    assert HOURS.check(27.999999999) // 4 == 7


def test_a_panel_takes_the_step_from_its_slider(panel: Panel) -> None:
    panel.widgets["number"].slider.value = 29.999999999
    assert panel.values["number"] == 30
    assert panel.state == 30
