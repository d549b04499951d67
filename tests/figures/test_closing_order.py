"""The order of closing: what was closed of each position, whatever else is like it."""

from __future__ import annotations

import pytest

from margin_lessons.account import Position
from margin_lessons.figures.closing_order import closing_state
from margin_lessons.venue import Extent


def test_two_positions_at_one_entry_are_two() -> None:
    """At 17,000 two positions of 1 BTC from 20,000 with 5x: 2,000 carry half of one."""
    twins = (Position("long", 1, 20_000, 5), Position("long", 1, 20_000, 5))
    state = closing_state(twins, {"BTC": 17_000}, 8_000, Extent.JUST_ENOUGH)
    assert [part.volume for part in state.closing.parts] == pytest.approx([1, 0.5])
    assert [state.closed(0), state.closed(1)] == pytest.approx([1, 0.5])
    everything = closing_state(twins, {"BTC": 17_000}, 8_000, Extent.ALL)
    assert [everything.closed(0), everything.closed(1)] == [1, 1]
