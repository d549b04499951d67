"""A panel that is acted on: decisions with reasons, files that come and go, one's own position."""

from __future__ import annotations

import json
import threading
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from panels.test_live_output import run
from panels.toy import ask
from panels.trip import LAST, REASONS, STORM, TRIP

from margin_lessons.errors import BadInput
from margin_lessons.own_position import OwnPosition
from margin_lessons.panels import arrivals
from margin_lessons.panels.controls import Number, TextLine
from margin_lessons.panels.own_numbers import (
    FILE_NAME,
    fitted,
    forget_position,
    keep_position,
    saved_position,
)
from margin_lessons.panels.panel import Panel
from margin_lessons.panels.session import Session
from margin_lessons.panels.uploads import Upload, UploadedFile

OWN = OwnPosition("short", 2, 20_000, cash=10_000, price=19_000)


@pytest.fixture
def trip() -> Panel:
    """Return a trip that was not begun."""
    return Panel(TRIP)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the notebook, in which no position is kept yet."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


# ---- Decisions -----------------------------------------------------------------------------------


def test_a_decision_takes_its_reason(trip: Panel) -> None:
    page = ask(trip, act="decide", name="Next bar")
    assert page["can"] == {"Next bar": True, "Close": True}
    ask(trip, act="decide", name="Close", reason="fear")
    assert trip.log == ("bar", (1, "fear"))
    trip.decide("Close", "plan")
    assert trip.state.decided == [(1, "fear"), (1, "plan")]


@pytest.mark.parametrize("reason", ["", "fera", None, ["fear"]])
def test_without_a_reason_that_is_offered_nothing_is_decided(trip: Panel, reason: Any) -> None:
    trip.decide("Next bar")
    note = ask(trip, act="decide", name="Close", reason=reason)["note"]
    assert note.startswith(f"reason {reason!r} is not one of 'Close' ({', '.join(REASONS)}):")
    assert trip.log == ("bar",)


def test_an_act_that_is_not_enabled_says_why_and_does_nothing(trip: Panel) -> None:
    assert trip.live.shown["can"] == {"Next bar": True, "Close": False}
    sentence = "'Close' cannot be pressed now: there is nothing to decide at this point."
    assert ask(trip, act="decide", name="Close", reason="fear")["note"] == sentence
    for _ in range(LAST):
        trip.decide("Next bar")
    with pytest.raises(BadInput, match="'Next bar' cannot be pressed now: the trip is over"):
        trip.decide("Next bar")
    assert trip.state.bar == LAST


def test_the_clock_is_told_where_to_pause(trip: Panel) -> None:
    told = [trip.live.shown["pause"]]
    for _ in range(LAST):
        told.append(ask(trip, act="decide", name="Next bar")["pause"])
    assert [bar for bar, pause in enumerate(told) if pause] == [STORM]
    clock = trip.live.fixed["clock"]
    assert clock == {"control": "", "step": 0.0, "seconds": 0.1, "word": "Play", "act": "Next bar"}


def test_a_fault_in_what_is_enabled_leaves_the_panel_as_it_was() -> None:
    def broken(state: Any) -> bool:
        if state.bar == 1:
            raise ZeroDivisionError
        return True

    panel = Panel(replace(TRIP, acts=(replace(TRIP.acts[0], enabled=broken), TRIP.acts[1])))
    with pytest.raises(ZeroDivisionError):
        panel.decide("Next bar")
    assert panel.log == ()


# ---- Words and blanks ----------------------------------------------------------------------------


def test_a_page_sends_words_and_blanks(trip: Panel) -> None:
    page = ask(trip, set={"rule": "  it falls\n", "price": 20_000})
    assert (page["values"]["rule"], trip.state.rule) == ("it falls", "it falls")
    assert (page["values"]["price"], trip.state.price) == (20_000, 20_000)
    page = ask(trip, set={"price": ""})
    assert (page["values"]["price"], page["says"]["price"]) == ("", "not given")
    assert trip.state.price is None
    assert "has 41 letters (allowed: up to 40)" in ask(trip, set={"rule": "x" * 41})["note"]
    assert "I stop when 5 is no text" in ask(trip, set={"rule": 5})["note"]


def test_nothing_that_is_sent_is_none(trip: Panel) -> None:
    """A kernel in the browser loses such a message."""
    ask(trip, set={"price": ""})
    assert "null" not in json.dumps([trip.live.shown, trip.live.fixed])


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ({"start": None}, "start None is no number"),
        ({"start": None, "blank": True}, "a slider always stands somewhere"),
    ],
)
def test_only_a_typed_number_may_be_blank(made: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        Number(**{"name": "n", "label": "n", "low": 0, "high": 1, "step": 0.1, **made})


def test_signs_that_are_not_seen_are_no_words() -> None:
    assert TextLine("a", "a").check("a\x00\u202eb\tc") == "a b c"


# ---- Files that come -----------------------------------------------------------------------------


def piece(panel: Panel, files: list[UploadedFile], place: int, at: int, size: int) -> dict:
    """Hand a piece of a file over, as the page does."""
    listed = [[one.name, len(one.content)] for one in files]
    data = b64encode(files[place].content[at : at + size]).decode()
    told = {"name": "files", "files": listed, "file": place, "at": at, "data": data}
    return ask(panel, act="piece", **told)


def hand(panel: Panel, *contents: bytes, size: int = 1_000) -> dict[str, Any]:
    """Hand files over piece by piece, and wait until they are read; return what is shown."""
    files = [UploadedFile(f"{n}.csv", content) for n, content in enumerate(contents)]
    for place, file in enumerate(files):
        for at in range(0, max(len(file.content), 1), size):
            piece(panel, files, place, at, size)
    ask(panel, act="read", name="files")
    wait()
    return panel.live.shown


def wait() -> None:
    """Wait until nothing is being read."""
    for thread in threading.enumerate():
        if thread.name == arrivals.READING:
            thread.join()


def test_files_come_piece_by_piece_and_are_read_once(trip: Panel) -> None:
    page = hand(trip, b"a\n" * 2_500, b"", b"b\n" * 3)
    assert trip.state.lines == 2_503
    assert page["values"]["files"] == ["0.csv", "1.csv", "2.csv"]
    assert page["says"]["files"] == "0.csv (5.0 kB), 1.csv (0 bytes), 2.csv (6 bytes)"
    assert page["arriving"] == {}
    ask(trip, act="decide", name="Next bar")
    assert (trip.state.lines, trip.state.bar) == (2_503, 1)
    ask(trip, set={"files": []})
    assert (trip.state.lines, trip.live.shown["says"]["files"]) == (0, "no file")


def test_how_far_it_is_is_told_and_the_rest_goes_on(trip: Panel) -> None:
    files = [UploadedFile("slow.csv", b"slow" + b"x" * 1_996)]
    page = piece(trip, files, 0, 0, 1_500)
    words = "Handing over slow.csv: 1.5 kB of 2.0 kB."
    assert page["arriving"]["files"] == {"words": words, "done": 1_500, "of": 2_000}
    assert ask(trip, set={"size": 2})["arriving"]
    piece(trip, files, 0, 1_500, 1_500)
    page = ask(trip, act="read", name="files")
    assert page["arriving"]["files"]["words"].startswith("Reading slow.csv: ")
    ask(trip, act="decide", name="Next bar")
    assert trip.state.bar == 1
    assert ask(trip, act="stop", name="files")["arriving"] == {}
    wait()
    assert (trip.state.lines, trip.live.shown["note"]) == (0, "")


@pytest.mark.parametrize("end", ["reset", "close", "again"])
def test_what_is_being_read_ends_with_what_it_was_for(trip: Panel, end: str) -> None:
    files = [UploadedFile("slow.csv", b"slow")]
    piece(trip, files, 0, 0, 4)
    ask(trip, act="read", name="files")
    if end == "again":
        assert hand(trip, b"a\n")["says"]["files"] == "0.csv (2 bytes)"
    else:
        getattr(trip, end)()
    wait()
    assert trip.state.lines == (1 if end == "again" else 0)


def test_where_there_is_one_thread_it_is_read_at_once(
    trip: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert hand(trip, b"a\nb\n")["says"]["files"] == "0.csv (4 bytes)"
    assert trip.state.lines == 2


def test_what_cannot_be_read_is_one_sentence_and_changes_nothing(trip: Panel) -> None:
    hand(trip, b"a\n")
    page = hand(trip, b"\0")
    assert page["note"] == "0.csv looks like no export: it is no text."
    assert (page["look"], trip.state.lines, page["arriving"]) == ("notyet", 1, {})


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_while_reading_is_shown() -> None:
    def broken(files: tuple[UploadedFile, ...], progress: object) -> int:
        return 1 // len(files[0].content) if files else 0

    *others, upload = TRIP.controls
    panel = Panel(replace(TRIP, controls=(*others, replace(upload, reads=broken))))
    page = hand(panel, b"")
    assert page["note"].startswith("This panel has a fault, please report it: ZeroDivision")
    assert page["arriving"] == {}


@pytest.mark.parametrize(
    ("pieces", "words"),
    [
        ([(0, 1_000)], "was stopped: choose the files again"),
        ([(0, 0), (0, 1_500)], "a piece of it was lost"),
        ([(0, 0), (0, 500)], "a piece of it was lost"),
        ([(0, 0), (1, 0), (1, 0)], "a piece of it was lost"),
        ([(0, 0), (7, 0)], "a piece of it was lost"),
        ([(0, 0), (-1, 0)], "a piece of it was lost"),
    ],
)
def test_a_piece_that_is_missing_is_said(
    trip: Panel, pieces: list[tuple[int, int]], words: str
) -> None:
    files = [UploadedFile("a.csv", bytes(2_000)), UploadedFile("b.csv", bytes(10))] * 5
    for place, at in pieces:
        page = piece(trip, files, place, at, 1_000)
    assert words in page["note"]
    assert page["arriving"] == {}
    page = ask(trip, act="read", name="files")
    assert "the file is not whole" in page["note"]
    assert trip.state.lines == 0


def test_too_many_bytes_are_refused_before_any_is_taken(trip: Panel) -> None:
    told = {"name": "files", "files": [["a.csv", 300_000_001]], "file": 0, "at": 0, "data": ""}
    page = ask(trip, act="piece", **told)
    assert page["note"] == (
        "exports: a.csv of 300 MB is too large (allowed: up to 300 MB): files are held in memory "
        "while they are read, so export a shorter time."
    )
    assert page["arriving"] == {}


def test_a_cell_gives_files_too(trip: Panel) -> None:
    trip.set(files=[UploadedFile("a.csv", b"a\n"), UploadedFile("b.csv", b"b\n")])
    assert trip.state.lines == 2
    assert trip.set(files=trip.values["files"]).state.lines == 2
    assert trip.set(files=()).state.lines == 0
    with pytest.raises(BadInput, match=r"exports 'a\.csv' is not an UploadedFile"):
        trip.set(files="a.csv")


def test_files_are_probed_by_samples() -> None:
    upload = Upload("files", "files", samples=(UploadedFile("a.csv", b"a"),))
    assert [one.found for one in upload.probes] == [(), (UploadedFile("a.csv", b"a"),)]
    assert upload.start is upload.start


# ---- Files that are given ------------------------------------------------------------------------


def test_a_file_is_in_the_answer_to_its_request_and_in_no_other(trip: Panel) -> None:
    page = ask(trip, act="download", name="log")
    assert page["file"] == {
        "turn": page["turn"], "name": "my_trip.txt", "mime": "text/plain", "print": False,
        "text": "Bar 0 of 12: nothing was decided.",
    }  # fmt: skip
    assert ask(trip, set={"size": 2})["file"] == {}
    page = ask(trip, act="download", name="rule", print=True)
    assert (page["file"]["print"], page["file"]["mime"]) == (True, "text/html")
    trip.live.set_state({"asked": {"act": "download", "name": "rule", "turn": page["turn"]}})
    assert trip.live.shown["file"]["text"].startswith("<h1>"), "asked again, as it was"
    assert trip.download("log") == "Bar 0 of 12: nothing was decided."
    assert "file 'lgo' is not one of" in ask(trip, act="download", name="lgo")["note"]


# ---- One's own position --------------------------------------------------------------------------


def names(page: dict[str, Any]) -> list[str]:
    return [act for act, _ in page["own"]]


def test_a_position_is_kept_shown_and_given_back(trip: Panel, folder: Path) -> None:
    trip.set(size=0.5).decide("Next bar")
    assert names(ask(trip)) == ["keep"]
    page = ask(trip, act="keep")
    assert page["note"] == (
        "Your position is kept in my_position.json, on this machine and nowhere else."
    )
    assert names(page) == ["mine", "keep", "forget"]
    assert {path.name for path in folder.iterdir()} == {FILE_NAME}
    keep_position(OWN)
    page = ask(trip, act="mine")
    assert (trip.state.size, trip.state.price, trip.log, page["note"]) == (-2, 19_000, (), "")
    assert names(page) == ["back", "keep", "forget"]
    ask(trip, set={"size": 1})
    assert names(ask(trip, act="back")) == ["mine", "keep", "forget"]
    assert (trip.state.size, trip.state.price, trip.log) == (0.5, None, ("bar",))
    trip.my_position()
    assert names(ask(trip, act="reset")) == ["mine", "keep", "forget"]
    assert names(ask(trip, act="forget")) == ["keep"]
    assert list(folder.iterdir()) == []


def test_a_position_is_written_beside_the_notebook_and_nowhere_else(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked() -> str:
        raise AssertionError("it was asked where temporary files go, which writes one there")

    monkeypatch.setattr("tempfile.gettempdir", asked)
    assert keep_position(OwnPosition("long", 1, 60_000, cash=9_000)).startswith("Your position is")
    assert [one.name for one in folder.iterdir()] == [FILE_NAME]


def test_what_stands_beside_a_panel_learns_what_it_keeps(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session("toy")
    shown = []
    for count in (1, 2):
        run(monkeypatch, count, metadata={"cellId": f"cell {count}"})
        shown.append(Panel(TRIP, session))
    trip, beside = shown
    assert names(beside.live.shown) == ["keep"]
    ask(trip, act="keep")
    assert names(beside.live.shown) == ["mine", "keep", "forget"]
    ask(beside, act="mine")
    assert names(trip.live.shown) == ["mine", "keep", "forget"]
    ask(trip, act="forget")
    assert names(beside.live.shown) == ["back", "keep"]


def test_what_is_kept_is_what_is_read(folder: Path) -> None:
    assert saved_position() is None
    keep_position(OWN)
    assert saved_position() == OWN
    assert forget_position() == "Your position is forgotten."
    assert forget_position() == "No position is kept."


def test_a_panel_without_a_place_for_it_shows_no_button(panel: Panel, folder: Path) -> None:
    keep_position(OWN)
    assert ask(panel)["own"] == []
    assert "has no place for a position" in ask(panel, act="mine")["note"]
    assert "has no position of one's own to keep" in ask(panel, act="keep")["note"]


def test_without_one_it_says_where_to_type_it(trip: Panel, folder: Path) -> None:
    assert ask(trip, act="mine")["note"].startswith("No position of yours is kept yet")


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"[]", b'{"side": "long"}', b"\xff", b'{"side": 5, "volume": 1}', b"7"),
        b'{"side": "long", "volume": 1, "entry": 9, "volume": 2}',  # which one counts?
        b'{"side": "long", "volume": 1, "entry": 9, "coin": "\\ud800"}',  # no page can show it
    ],
)
def test_a_damaged_position_is_one_sentence(trip: Panel, folder: Path, content: bytes) -> None:
    (folder / FILE_NAME).write_bytes(content)
    page = ask(trip, act="mine")
    assert page["note"].startswith("Your saved position my_position.json is damaged")
    assert (trip.state.size, names(page)) == (1, ["mine", "keep", "forget"])


def test_a_folder_in_its_place_stays(trip: Panel, folder: Path) -> None:
    (folder / FILE_NAME).mkdir()
    assert "Your position is not kept: " in ask(trip, act="keep")["note"]
    assert "Your position cannot be read: " in ask(trip, act="mine")["note"]
    assert "Your position is not forgotten: " in ask(trip, act="forget")["note"]
    assert (folder / FILE_NAME).is_dir()


def test_what_a_panel_cannot_show_is_cut_and_said() -> None:
    values = {"size": 7, "price": 0.5, "side": "up", "rule": "x" * 50}
    taken, said = fitted(TRIP.controls, values)
    assert taken == {"size": 3, "price": 1}
    assert said == (
        "Your size is 7 BTC and this panel ends at 3 BTC. "
        "Your price of now is 0.5 USD and this panel begins at 1 USD. "
        "Your side is not among those of this panel. "
        "Your I stop when is not among those of this panel."
    )
    days = Number("days", "days", 0, 90, 1, 30, whole=True, unit="days")
    assert fitted((days,), {"days": 2.4}) == (
        {"days": 2},
        "Your days is 2.4 days: it is shown as 2 days.",
    )
