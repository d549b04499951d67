"""What must hold of every replay, be it of an account or of a contract."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from margin_lessons.replay import FILLS, ContractTimeline, Kind, Timeline, search

Replayed = Timeline | ContractTimeline


def check_nothing_lost(timeline: Replayed, least: float) -> float:
    """Check that money is conserved and every event told; return a scale of at least ``least``."""
    ledger, events = timeline.ledger, timeline.events
    assert ledger.imbalance < 1e-9
    assert len(ledger.money) == len(events) == len(timeline.table())
    assert (events[0].kind, events[-1].kind) == (Kind.START, Kind.END)
    assert [event.bar for event in events] == sorted(event.bar for event in events)
    scale = float(np.abs(ledger.money).max()) + least
    for event in events:
        assert event.shortfall >= -1e-9 * scale
        assert event.windfall >= -1e-9 * scale
        assert event.words.endswith(".")
        assert "\n" not in event.words
        # A liquidation that the bars end before may have been filled in finer ones.
        assert (event.kind in {*FILLS, Kind.END}) >= (event.worst_price is not None)
    assert timeline.equity_path[-1] == pytest.approx(timeline.equity, abs=1e-9 * scale)
    assert timeline.worst.equity <= timeline.equity + 1e-9 * scale
    assert timeline.best.equity >= timeline.equity - 1e-9 * scale
    return scale


def check_no_bar_passed_over(replayed: Callable[[], Replayed], shortest: int) -> None:
    """Check that a replay whose search goes in stretches finds what a look at each bar finds."""
    with pytest.MonkeyPatch.context() as patch:
        # Short stretches, so that a few bars already are many of them.
        patch.setattr(search, "SHORTEST", shortest)
        patch.setattr(search, "LONGEST", 8 * shortest)
        quick = replayed()
        # Every bar is looked at: slow, and without the search that is to be checked.
        patch.setattr(search, "next_bar", lambda run, start: start)
        slow = replayed()
    assert quick.events == slow.events
    assert np.array_equal(quick.equity_path, slow.equity_path)
    assert quick.debt == slow.debt
