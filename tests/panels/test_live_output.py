"""A live output: its model, its page, and what a cell that runs again closes."""

from __future__ import annotations

import gc
import weakref
from types import SimpleNamespace
from typing import Any

import IPython
import numpy as np
import pytest
from panels.toy import TOY, ask, seen_pixels

from margin_lessons.panels.live_output import (
    SCRIPTS,
    STATIC,
    STYLES,
    LiveModel,
    Opened,
    running_cell,
)
from margin_lessons.panels.panel import Panel


def run(monkeypatch: pytest.MonkeyPatch, count: int, **request: Any) -> None:
    """Pretend that a cell of a notebook runs now."""
    shell = SimpleNamespace(get_parent=lambda: request, execution_count=count)
    monkeypatch.setattr(IPython, "get_ipython", lambda: shell)


def is_closed(panel: Panel) -> bool:
    """Return whether a panel's model has ended."""
    return panel.live.comm is None


def test_a_page_is_one_script_and_one_style_sheet() -> None:
    files = {path.name for path in STATIC.iterdir()}
    assert files == {f"{name}.js" for name in SCRIPTS} | {f"{name}.css" for name in STYLES}
    assert all((STATIC / name).read_text(encoding="utf-8") in LiveModel._esm + LiveModel._css
               for name in files)  # fmt: skip


def test_a_page_asks_no_other_host() -> None:
    assert "http" not in LiveModel._esm + LiveModel._css


def test_the_twin_names_its_model() -> None:
    panel = Panel(TOY)
    assert panel.live.fixed["id"] == panel.live.model_id
    assert f"ml-live ml-{panel.live.model_id}" in panel._repr_mimebundle_()["text/html"]


def test_an_answer_carries_the_turn_of_its_request() -> None:
    panel = Panel(TOY)
    assert panel.live.shown["turn"] == ""
    turn = ask(panel, act="reset")["turn"]
    panel.set(number=20)  # not asked for by a page: its request is still the last one
    assert panel.live.shown["turn"] == turn


def hear(panel: Panel, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Ask a panel again, as a page does whose answer was lost; return the states that are sent."""
    sent: list[dict[str, Any]] = []
    panel.live._send = lambda message, buffers=None: sent.append(
        message["state"] | {"whole": buffers}
    )
    panel.live._handle_custom_msg({"again": asked}, [])
    return sent


def test_an_answer_that_was_lost_comes_whole_and_nothing_is_done_twice() -> None:
    panel = Panel(TOY)
    asked = {"act": "decide", "name": "Add a tenth", "turn": "lost.1"}
    panel.live.set_state({"asked": asked})
    assert len(panel.log) == 1
    for _ in range(2):  # that answer is lost, too
        states = hear(panel, asked)
        assert len(panel.log) == 1
        assert states[-1]["shown"]["turn"] == "lost.1"
        assert any("table" in state for state in states)
        assert np.array_equal(seen_pixels(panel), panel.painted.pixels)
        assert panel.live.patch == b""
        assert panel.live.whole in states[-1]["whole"]


def test_a_request_that_was_lost_is_done_when_it_is_asked_again() -> None:
    panel = Panel(TOY)
    states = hear(panel, {"set": {"number": 20}, "turn": "lost.2"})
    assert panel.values["number"] == 20
    assert states[-1]["shown"]["turn"] == "lost.2"
    panel.live.set_state({"asked": {"set": {"number": 30}, "turn": "lost.1"}})  # late, not new
    assert panel.values["number"] == 20


def test_what_was_said_to_a_lost_request_is_said_again() -> None:
    panel = Panel(TOY)
    asked = {"set": {"number": 99}, "turn": "lost.1"}
    panel.live.set_state({"asked": asked})
    said = panel.live.shown["note"]
    assert said
    assert hear(panel, asked)[-1]["shown"]["note"] == said


@pytest.mark.parametrize("content", [None, "again", {}, {"again": None}, {"kind": "other"}])
def test_a_message_that_asks_for_nothing_is_left_alone(content: Any) -> None:
    panel = Panel(TOY)
    before = panel.live.shown
    panel.live._handle_custom_msg(content, [])
    assert panel.live.shown == before


def test_a_cell_that_runs_again_closes_what_it_showed(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Opened()
    first, beside, other, second = (Panel(TOY) for _ in range(4))
    run(monkeypatch, 1, metadata={"cellId": "a"})
    opened.add(first)
    opened.add(beside)
    run(monkeypatch, 2, metadata={"cellId": "b"})
    opened.add(other)
    assert not any(map(is_closed, (first, beside, other)))
    run(monkeypatch, 3, metadata={"cellId": "a"})
    opened.add(second)
    assert is_closed(first)
    assert is_closed(beside)
    assert not is_closed(other)
    assert not is_closed(second)


def test_a_panel_that_is_closed_holds_no_memory() -> None:
    panel = Panel(TOY)
    ask(panel, set={"number": 20})
    held = [weakref.ref(part) for part in (panel, panel.live, panel._painter, panel.painted)]
    panel.close()
    gc.disable()  # nothing is left to be collected
    try:
        del panel
        assert [part() for part in held] == [None] * 4
    finally:
        gc.enable()


def test_a_front_end_that_names_no_cells_is_helped_by_their_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run(monkeypatch, 1, content={"code": "lesson.panel('gauge')"})
    assert running_cell() == ("lesson.panel('gauge')", 1)


def test_where_the_page_has_the_stored_twin_none_is_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    panel = Panel(TOY)
    run(monkeypatch, 1, metadata={"cellId": "a"})
    drawn = panel._repr_mimebundle_()
    assert "data:image/png;base64," in drawn["text/html"]
    run(monkeypatch, 2, metadata={"cellId": "a", "keepsTwins": True})
    monkeypatch.setattr(Panel, "_twin", lambda self: pytest.fail("a twin was drawn"))
    kept = panel._repr_mimebundle_()
    name = panel.live.fixed["id"]
    assert kept["text/html"] == f'<div class="ml-live ml-{name}"></div>'
    assert kept["text/plain"] == drawn["text/plain"]


def test_outside_a_notebook_nothing_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(IPython, "get_ipython", lambda: None)
    opened = Opened()
    panels = [Panel(TOY), Panel(TOY)]
    for panel in panels:
        opened.add(panel)
    assert not any(map(is_closed, panels))
