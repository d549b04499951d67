"""Lesson 06: four exits on five paths and the forgotten stop, worked by hand."""

from __future__ import annotations

import pytest

from margin_lessons.errors import BadInput
from margin_lessons.figures import exits
from margin_lessons.lessons import open_lesson
from margin_lessons.market.paths import PATHS, path_named
from margin_lessons.replay import Kind

# 1 BTC long at 20,000 on 5,000 USD at 5x: liquidation at 16,600, nothing left at 15,000.
LEFT = {
    ("a slow fall", "no stop"): 1_600,
    ("a slow fall", "stop-loss"): 4_000,
    ("a slow fall", "stop-limit"): 4_000,
    ("a small gap", "no stop"): 1_600,
    ("a small gap", "stop-loss"): 2_500,
    ("a small gap", "stop-limit"): 1_600,
    ("a small gap", "trailing"): 2_500,
    ("a large gap", "no stop"): -500,
    ("a large gap", "stop-loss"): -500,
    ("a large gap", "stop-limit"): -500,
    ("a large gap", "trailing"): -500,
    ("a wick", "no stop"): 5_600,
    ("a wick", "stop-loss"): 4_000,
    ("a rise, then a fall", "no stop"): 2_000,
    ("a rise, then a fall", "stop-loss"): 4_000,
    ("a rise, then a fall", "trailing"): 5_900,
}


@pytest.mark.parametrize(("path", "name", "left"), [(*case, left) for case, left in LEFT.items()])
def test_what_each_exit_leaves(path: str, name: str, left: float) -> None:
    assert exits.exits_state(path, 5).left(name) == pytest.approx(left, abs=0.01)


def test_a_stop_limit_rests_after_a_gap_and_the_exchange_closes_instead() -> None:
    timeline = exits.exits_state("a small gap", 5, chosen="stop-limit").closely
    kinds = [event.kind for event in timeline.events]
    assert kinds.index(Kind.ORDER_RESTING) < kinds.index(Kind.LIQUIDATION_FILLED)
    assert Kind.ORDER_FILLED not in kinds


@pytest.mark.parametrize("name", ["stop-loss", "stop-limit", "trailing"])
def test_the_index_does_not_see_the_wick_of_one_exchange(name: str) -> None:
    assert exits.exits_state("a wick", 5, on="last").filled(name) is not None
    assert exits.exits_state("a wick", 5, on="index").filled(name) is None


def test_a_live_stop_opens_a_short_and_a_reduce_only_one_does_not() -> None:
    live = exits.forgotten_state("a wick", 5, 6, "live stop")
    assert [p.side.value for p in live.closely.final.positions] == ["short"]
    tied = exits.forgotten_state("a wick", 5, 6, "reduce-only")
    assert tied.closely.final.positions == ()
    # The short from 19,000 has lost 1,600 by 20,600.
    assert tied.left("reduce-only") - live.left("live stop") == pytest.approx(1_600)


def test_paths_start_alike_and_differ_from_the_index_only_in_the_wick() -> None:
    assert {path.bars[0].open for path in PATHS} == {20_000.0}
    unlike = [p.name for p in PATHS if (p.bars.low != p.index.low).any()]
    assert unlike == ["a wick"]


def test_the_mission_has_one_answer() -> None:
    panel = open_lesson("06_stop_losses").panels[0]
    steps = [1 + 0.5 * k for k in range(39)]
    tries = {d: panel.compute(path="a wick", distance=d, on="last", chosen="stop-loss")
             for d in steps}  # fmt: skip
    assert [d for d, state in tries.items() if panel.mission.done(state)] == [14.5]
    hit = [d for d, state in tries.items() if state.filled("stop-loss") is not None]
    assert max(hit) == 14.0


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: path_named("a crash"), "path 'a crash' is not one of"),
        (lambda: exits.exits_state("a wick", 0), "distance 0 is below 1"),
        (lambda: exits.exits_state("a wick", 5, chosen="hope"), "exit 'hope' is not one of"),
        (lambda: exits.forgotten_state("a wick", 5, 40, "live stop"), "hour 40 is above 12"),
    ],
)
def test_bad_input_is_one_sentence(call, words: str) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        call()
    assert "\n" not in str(caught.value)
