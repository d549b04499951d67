"""A slider of a browser says 29.999999999 for 30; what is really between two steps stays there."""

from __future__ import annotations

import pytest
from panels.toy import ask

from margin_lessons.errors import BadInput
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


def test_a_whole_number_is_asked_for_where_there_is_nothing_in_between() -> None:
    setting = Number("leverage", "leverage setting", 2, 10, 1, 5, whole=True)
    assert setting.check(3.0) == 3
    assert setting.check(2.9999999999) == 3
    with pytest.raises(BadInput) as caught:
        setting.check(2.5)
    assert str(caught.value) == (
        "leverage setting 2.5 is not a whole number (allowed: 2 to 10): take 2 or 3."
    )


def test_a_number_typed_between_two_steps_stays_in_the_panel(panel: Panel) -> None:
    assert ask(panel, set={"number": 20.4})["values"]["number"] == 20.4
    assert panel.values["number"] == 20.4
    panel.set(number=20.6)
    assert panel.live.shown["values"]["number"] == 20.6


def test_a_last_step_that_is_shorter_ends_at_the_highest() -> None:
    odd = Number("odd", "odd", 0, 10, 4, 0)
    assert [odd.nearest(number) for number in (1.9, 2.1, 8.9, 9.9, 10)] == [0, 4, 8, 10, 10]


def test_the_last_rollover_is_not_lost_to_rounding() -> None:
    """28 hours are seven periods of four; 27.999999999 would be six."""
    assert HOURS.check(27.999999999) // 4 == 7


def test_a_panel_takes_the_step_from_its_slider(panel: Panel) -> None:
    ask(panel, set={"number": 29.999999999})
    assert panel.values["number"] == 30
    assert panel.state == 30
