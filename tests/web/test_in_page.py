"""The Python side of a page, without a page: what its worker is told, and what it asks for."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import comm
import pytest
from panels import lesson_toy
from panels.tasks import QUESTION

from margin_lessons.panels import progress
from margin_lessons.web.in_page import STOPPED, InPage, PageShell

TESTS = str(Path(lesson_toy.__file__).resolve().parents[1])
OPEN = "from panels.lesson_toy import toy_lesson\nlesson = toy_lesson()\n"


class Page:
    """A page that only listens: what it was told, in order, and the bytes beside it."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.python = InPage(self.hear)

    def hear(self, text: str, buffers: list[bytes]) -> None:
        self.told.append({**json.loads(text), "buffers": buffers})

    def send(self, **message: Any) -> list[dict[str, Any]]:
        """Send a message and return what comes of it."""
        before = len(self.told)
        self.python.take(json.dumps(message))
        return self.told[before:]

    def run(self, source: str, cell: str = "a") -> list[dict[str, Any]]:
        return self.send(type="run", id=cell, source=source)

    def outputs(self, source: str, cell: str = "a") -> list[tuple[str, str]]:
        """Return the plain text and the look of all that a cell shows."""
        return [
            (one["bundle"]["text/plain"], one["look"])
            for one in self.run(source, cell)
            if one["type"] == "output"
        ]

    def ask(self, model: str, **asked: Any) -> list[dict[str, Any]]:
        """Ask a model for something, as its script does."""
        data = {"method": "update", "state": {"asked": asked}, "buffer_paths": []}
        return self.send(type="comm_msg", id=model, data=data)


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """Give a page; the shell in it is that of the whole process, so it is put away at the end."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(TESTS)
    monkeypatch.delenv(progress.ENVIRONMENT)
    monkeypatch.setattr(comm, "create_comm", comm.create_comm)
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    yield Page()
    PageShell.clear_instance()


def test_a_cell_shows_its_value_and_what_it_displays(page: Page) -> None:
    source = "from IPython.display import display\ndisplay('one', 2)\nprint('three')\n'four'"
    shown = [("'one'", ""), ("2", ""), ("three\n", "printed"), ("'four'", "")]
    assert page.outputs(source) == shown
    assert page.told[-1] == {"type": "done", "id": "a", "buffers": []}


def test_what_a_cell_names_the_next_one_knows(page: Page) -> None:
    assert page.outputs("size = 3") == []
    assert page.outputs("size", "b") == [("3", "")]


@pytest.mark.parametrize(
    ("source", "said"),
    [("1 / 0", "ZeroDivisionError: division by zero"), ("1 +", "SyntaxError: invalid syntax")],
)
def test_an_error_is_one_sentence_and_the_next_cell_runs(
    page: Page, source: str, said: str
) -> None:
    ((words, look),) = page.outputs(source)
    assert words.startswith(STOPPED + said)
    assert look == "error"
    assert page.outputs("'on'") == [("'on'", "")]


def test_warnings_are_words_too(page: Page) -> None:
    ((words, look),) = page.outputs("import sys\nprint('look out', file=sys.stderr)")
    assert (words, look) == ("look out\n", "printed")


def test_a_card_opens_its_model_before_it_is_shown(page: Page) -> None:
    told = page.run(OPEN + f"lesson.quiz({QUESTION.name!r})")
    opened = next(one for one in told if one["type"] == "comm_open")
    assert opened["target"] == "jupyter.widget"
    state = opened["data"]["state"]
    assert state["fixed"]["id"] == opened["id"]
    assert "initialize({ model, signal })" in state["_esm"]
    assert len(opened["buffers"]) == len(opened["data"]["buffer_paths"]) == 2
    html = next(one for one in told if one["type"] == "output")["bundle"]["text/html"]
    # The page has the stored twin, so none is drawn.
    assert html == f'<div class="ml-live ml-{opened["id"]}"></div>'
    assert told.index(opened) < len(told) - 2


def model_of(told: list[dict[str, Any]]) -> str:
    return next(str(one["id"]) for one in told if one["type"] == "comm_open")


def test_an_answer_comes_back_and_is_saved(page: Page) -> None:
    model = model_of(page.run(OPEN + f"lesson.quiz({QUESTION.name!r})"))
    told = page.ask(model, act="check", option=0, turn="x.1")
    states = [one["data"]["state"] for one in told if one["type"] == "comm_msg"]
    assert [state["shown"]["turn"] for state in states if "shown" in state] == ["x.1"]
    (saved,) = [one["files"] for one in told if one["type"] == "files"]
    assert saved["my_progress.json"]["was"] is None
    record = json.loads(saved["my_progress.json"]["now"])
    assert record["lessons"]["lesson"]["quiz"][QUESTION.name]["tries"] == 1
    assert not [one for one in page.ask(model, turn="x.2") if one["type"] == "files"]


def test_a_cell_that_runs_again_closes_what_it_showed(page: Page) -> None:
    page.run(OPEN)
    quiz = f"lesson.quiz({QUESTION.name!r})"
    first = model_of(page.run(quiz, "b"))
    again = page.run(quiz, "b")
    assert [one["id"] for one in again if one["type"] == "comm_close"] == [first]
    assert page.ask(first, act="check", option=0, turn="x.1") == []


def test_a_fault_in_a_model_is_said_by_its_panel_and_ends_nothing(
    page: Page, capfd: pytest.CaptureFixture[str]
) -> None:
    model = model_of(page.run(OPEN + f"lesson.quiz({QUESTION.name!r})"))
    page.run(
        "def broken(*_):\n    raise RuntimeError('broken')\nlesson.session.record = broken", "b"
    )
    told = page.ask(model, act="check", option=0, turn="x.1")
    assert "fault" in json.dumps(told)
    assert "Traceback" in capfd.readouterr().err
    assert page.outputs("'on'") == [("'on'", "")]
