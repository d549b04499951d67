"""Lesson 06: four exits on five paths and the forgotten stop, worked by hand."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from matplotlib.text import Text

from margin_lessons.errors import BadInput
from margin_lessons.figures import exits
from margin_lessons.figures.exits_drawing import ExitsDrawing, TwoExitsDrawing
from margin_lessons.lessons import open_lesson
from margin_lessons.market.paths import PATHS, path_named
from margin_lessons.panels.model import PanelModel
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


def test_money_in_an_open_position_is_not_called_left() -> None:
    text = exits.readout(exits.forgotten_state("a wick", 5, 6, "live stop"))
    assert text.sentence.startswith(
        "The forgotten stop opened a short of 1 BTC at 19,000 USD. It is still open; the account "
        "stands at 3,320.95 USD."
    )
    assert text.title == "An unwanted short is open: 3,320.95 USD"
    assert text.fact("live stop: still open at the end").text == "short of 1 BTC at 19,000 USD"
    held = exits.readout(exits.exits_state("a wick", 5, chosen="no stop"))
    assert "the long of 1 BTC at 20,000 USD is still open" in held.sentence
    closed = exits.readout(exits.exits_state("a rise, then a fall", 5, chosen="trailing"))
    assert closed.sentence.startswith("Trailing: the account ends with 5,900 USD.")
    owed = exits.readout(exits.exits_state("a large gap", 5))
    assert "ends with a debt of 500 USD" in owed.sentence


def test_the_trade_that_opened_a_short_is_drawn_where_it_happened() -> None:
    drawing = TwoExitsDrawing()
    drawing.png(exits.forgotten_state("a wick", 5, 6, "live stop"))
    assert drawing.unwanted.get_visible()
    assert [float(v[0]) for v in drawing.unwanted.get_data()] == [24.5, 19_000]
    drawing.png(exits.forgotten_state("a wick", 5, 6, "reduce-only"))
    assert not drawing.unwanted.get_visible()
    assert not drawing.unwanted_label.get_visible()


def _frame(text: Text) -> tuple[float, float]:
    """Return where the frame around a mark begins and ends, in pixels."""
    text.update_bbox_position_size(text.figure.canvas.get_renderer())
    box = text.get_bbox_patch().get_window_extent()
    return float(box.x0), float(box.x1)


@pytest.mark.parametrize("panel", open_lesson("06_stop_losses").panels, ids=lambda p: p.name)
def test_no_mark_of_an_event_covers_another(panel: PanelModel) -> None:
    drawing = panel.drawing()
    hours = range(1, 13, 3) if panel.name == "forgotten stop" else (None,)
    found = []
    for path, distance, hour in product([p.name for p in PATHS], (1, 2.5, 5, 13, 16, 20), hours):
        values = {"path": path, "distance": distance, **({"hour": hour} if hour else {})}
        drawing.png(panel.compute(**{**panel.start, **values}))
        frames = sorted(_frame(text) for text in drawing.marks.texts if text.get_visible())
        found += [values for one, other in pairwise(frames) if other[0] < one[1]]
    assert not found


def test_the_name_of_the_stop_keeps_clear_of_the_fills() -> None:
    drawing = ExitsDrawing()
    for path in (p.name for p in PATHS):
        drawing.png(exits.exits_state(path, 5))
        name = drawing.stop_label.get_window_extent()
        for fill in drawing.fills:
            if fill.get_visible():
                x, y = drawing.ax.transData.transform(fill.get_xydata()[0])
                assert not (name.x0 - 6 < x < name.x1 + 6 and name.y0 - 6 < y < name.y1 + 6), path


def test_exercises_by_hand() -> None:
    by_hand = {"stop by share": 8_400 * 0.93, "trailing": 34_000 * 0.96, "rests": 9_000 - 2 * 2_900}
    for exercise in open_lesson("06_stop_losses").exercises:
        assert exercise.answer() == pytest.approx(by_hand[exercise.name])


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
