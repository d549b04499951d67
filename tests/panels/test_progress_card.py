"""The card of the progress file: what it gives, what it takes, and what it refuses untouched."""

from __future__ import annotations

import json
import threading
from base64 import b64encode
from pathlib import Path

import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st
from panels.lesson_toy import commit, toy_lesson
from panels.tasks import PREDICTION, QUESTION

from margin_lessons.errors import BadInput
from margin_lessons.lessons import where_am_i
from margin_lessons.lessons.course import Course
from margin_lessons.lessons.lesson import Lesson
from margin_lessons.panels import progress
from margin_lessons.panels.arrivals import READING
from margin_lessons.panels.misconceptions import misconceptions_of
from margin_lessons.panels.own_numbers import position_path
from margin_lessons.panels.progress_card import ProgressCard, records_of
from margin_lessons.panels.progress_record import combined, merged, parse, write
from margin_lessons.panels.session import Session
from margin_lessons.panels.uploads import UploadedFile


def card() -> ProgressCard:
    return ProgressCard(Session("course"))


def elsewhere(when: str = "2026-01-01", value: float = 50.0) -> bytes:
    """Return a file from another machine: an early prediction, and a question answered wrong."""
    said = {"value": value, "confidence": "certain", "outcome": 55.0, "when": when}
    tried = {"tries": 3, "passed": False, "misconception": "green is right", "when": when}
    kinds = {"predictions": {PREDICTION.name: said}, "quiz": {QUESTION.name: tried}}
    return json.dumps({"format": 1, "lessons": {"lesson": kinds}}).encode()


def press(live: ProgressCard, turn: int, **what: object) -> None:
    live.live.asked = {"turn": f"p.{turn}", **what}


def hand_over(live: ProgressCard, name: str, content: bytes) -> None:
    """Do what the page does with a file that is chosen."""
    piece = {"name": "files", "files": [[name, len(content)]], "file": 0, "at": 0}
    press(live, 1, act="piece", data=b64encode(content).decode(), **piece)
    press(live, 2, act="read", name="files")
    for one in threading.enumerate():
        if one.name == READING:
            one.join(20)


def test_without_progress_there_is_nothing_to_save_and_that_is_said() -> None:
    live = card()
    press(live, 1, act="download", name="mine")
    assert live.live.shown["file"] == {}
    assert live.live.shown["note"] == (
        "There is nothing to save as a file. Nothing is saved yet: your first answer begins your "
        "progress file."
    )
    assert live.live.shown["look"] == "notyet"


def test_what_it_gives_is_the_file_as_it_stands(progress_file: Path) -> None:
    commit(toy_lesson(), PREDICTION, 12, 55, "certain")
    live = card()
    press(live, 1, act="download", name="mine")
    file = live.live.shown["file"]
    assert (file["name"], file["mime"], file["turn"]) == (
        "my_progress.json", "application/json", "p.1",
    )  # fmt: skip
    assert file["text"].encode() == progress_file.read_bytes()
    assert parse(file["text"].encode()) == progress.read()
    # Not again with the next answer.
    press(live, 2)
    assert live.live.shown["file"] == {}


def test_a_loaded_file_is_added_and_a_copy_of_what_was_before_stays(progress_file: Path) -> None:
    commit(toy_lesson(), PREDICTION, 12, 55, "certain")
    before = progress_file.read_bytes()
    live = card()
    hand_over(live, "from_home.json", elsewhere())
    entry = progress.entry("lesson", "predictions", PREDICTION.name)
    # The one made on the first of January was the first.
    assert (entry["value"], [one["value"] for one in entry["later"]]) == (50.0, [12])
    (copy,) = progress_file.parent.glob("*before-import*")
    assert copy.read_bytes() == before
    assert live.live.shown["note"] == (
        "Loaded: what it holds counts here from now on. What was there before is kept in "
        f"{copy.name}."
    )
    assert live.live.shown["look"] == "good"


def test_a_file_loaded_where_nothing_is_saved_begins_it(progress_file: Path) -> None:
    said = card().load("mine.json", elsewhere())
    assert said == "Loaded: what it holds counts here from now on."
    assert progress.read() == parse(elsewhere())
    assert [one.name for one in progress_file.parent.glob("*.json")] == [progress_file.name]


def test_a_file_loaded_twice_changes_nothing_and_leaves_no_copy(progress_file: Path) -> None:
    live = card()
    live.load("mine.json", elsewhere())
    once = progress_file.read_bytes()
    assert live.load("mine.json", elsewhere()) == (
        "All that is in it is here already, so nothing is changed."
    )
    assert progress_file.read_bytes() == once
    assert not list(progress_file.parent.glob("*before-import*"))


def test_a_saved_file_comes_back_whole_after_all_is_forgotten(progress_file: Path) -> None:
    commit(toy_lesson(), PREDICTION, 12, 55, "certain")
    kept, whole = card().save(), progress.read()
    progress.reset()
    assert progress.read() != whole
    card().load("my_progress.json", kept.encode())
    assert progress.read() == whole


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is empty"),
        (b"not a cat", "it is no JSON, as a progress file is, or was cut off"),
        (b'{"format": "flight of margin_lessons"}',
         "it is JSON of another kind, and has no lessons in it"),
        (elsewhere().replace(b'"format": 1', b'"format": 9'),
         "its format 9 is not 1, which this edition of the course reads"),
        (elsewhere().replace(b"55.0", b"null"),
         "it is damaged: an entry in it is not as the course writes it"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_and_nothing_is_changed(
    content: bytes, why: str, progress_file: Path
) -> None:
    commit(toy_lesson(), PREDICTION, 12, 55, "certain")
    before = progress_file.read_bytes()
    live = card()
    hand_over(live, "cat.json", content)
    assert live.live.shown["note"] == f"cat.json is not loaded, and nothing is changed: {why}."
    assert live.live.shown["look"] == "notyet"
    assert progress_file.read_bytes() == before
    assert [one.name for one in progress_file.parent.glob("*.json")] == [progress_file.name]


def test_one_bad_file_among_several_takes_none_of_them(progress_file: Path) -> None:
    with pytest.raises(BadInput, match=r"^b\.json is not loaded, and nothing is changed"):
        records_of((UploadedFile("a.json", elsewhere()), UploadedFile("b.json", b"")))
    assert not progress_file.exists()


def test_a_damaged_file_of_ones_own_is_set_aside(progress_file: Path) -> None:
    progress_file.write_bytes(b"harm")
    live = card()
    live.load("mine.json", elsewhere())
    (kept,) = progress_file.parent.glob("*damaged*")
    assert kept.read_bytes() == b"harm"
    assert live.note.endswith(f"What was there before is kept in {kept.name}.")
    assert progress.read() == parse(elsewhere())


def test_a_place_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv(progress.ENVIRONMENT, str(tmp_path / "file" / "mine.json"))
    with pytest.raises(BadInput, match=r"^Nothing is loaded: .* cannot be written"):
        card().load("mine.json", elsewhere())


def test_the_tables_of_the_course_are_renewed_by_what_is_loaded() -> None:
    session = Session("course")
    lesson: Lesson = toy_lesson()
    course = Course(session, [lesson.contents])
    live = ProgressCard(session)
    assert "0 of 1" in course.live.shown["sections"]["done"]
    live.load("mine.json", elsewhere())
    assert "1 of 1" in course.live.shown["sections"]["done"]
    assert "50 USD" not in course.live.shown["sections"]["predicted"]  # an early file has no words
    assert "<td" in course.live.shown["sections"]["predicted"]


def test_where_am_i_shows_the_course_and_then_the_file() -> None:
    course, live = where_am_i().items
    assert isinstance(course, Course)
    assert isinstance(live, ProgressCard)
    html = live._repr_mimebundle_()["text/html"]
    assert "Take your progress to another machine" in html
    assert "<button" not in html
    assert "Run the cells to save or load" in str(live)


def test_a_file_that_is_on_its_way_is_stopped() -> None:
    live = card()
    piece = {"name": "files", "files": [["a.json", 10]], "file": 0, "at": 0}
    press(live, 1, act="piece", data=b64encode(b"12345").decode(), **piece)
    assert live.live.shown["arriving"]["files"]["of"] == 10
    press(live, 2, act="stop", name="files")
    assert live.live.shown["arriving"] == {}
    live.close()


# ---- Which wrong ideas are kept -------------------------------------------------------------


def test_the_misconceptions_of_all_tries_are_kept_and_each_once() -> None:
    (live,) = toy_lesson().quiz(QUESTION.name).items
    for option in (2, 0, 2, 1):
        live.choose(option)
    saved = progress.entry("lesson", "quiz", QUESTION.name)
    assert saved["passed"]
    assert saved["misconceptions"] == ["green is right", "red is right"]


def test_a_right_answer_at_once_has_none() -> None:
    toy_lesson().quiz(QUESTION.name).items[0].choose(1)
    assert "misconceptions" not in progress.entry("lesson", "quiz", QUESTION.name)


def test_the_last_one_of_an_earlier_version_is_kept_too() -> None:
    old = {"tries": 1, "passed": False, "misconception": "a"}
    new = {"tries": 2, "passed": True, "misconception": ""}
    assert merged("quiz", old, new)["misconceptions"] == ["a"]
    assert misconceptions_of({"misconceptions": [5, "", "b", None], "misconception": None}) == ["b"]


IDEAS = st.lists(st.sampled_from("abc"), max_size=3)
TRIED = st.builds(
    lambda tries, passed, last, every, when: {
        "tries": tries,
        "passed": passed,
        "misconception": last,
        "misconceptions": every,
        "when": when,
    },
    st.integers(1, 3), st.booleans(), st.sampled_from(["", "a", "d"]), IDEAS,
    st.sampled_from(["2026-01-01", "2026-01-02"]),
)  # fmt: skip


def record(entry: dict) -> dict:
    return {"format": 1, "lessons": {"x": {"quiz": {"y": entry}}}}


@cases(300)
@given(TRIED, TRIED, TRIED)
def test_joined_files_keep_the_ideas_of_all_in_whatever_order(one, two, three) -> None:
    one, two, three = map(record, (one, two, three))
    both = combined(one, two)
    assert both == combined(two, one)
    assert combined(combined(one, two), three) == combined(one, combined(two, three))
    assert combined(both, two) == both
    if one != two:
        ideas = {
            idea
            for each in (one, two)
            for idea in misconceptions_of(each["lessons"]["x"]["quiz"]["y"])
        }
        assert set(misconceptions_of(both["lessons"]["x"]["quiz"]["y"])) == ideas
    assert parse(write(both)) == both


def test_what_is_forgotten_leaves_a_copy_beside_the_file(progress_file: Path) -> None:
    commit(toy_lesson(), PREDICTION, 12, 55, "certain")
    before = progress_file.read_bytes()
    live = card()
    press(live, 1, act="forget", copy=True)
    assert progress.read() == {"format": 1, "lessons": {}}
    (copy,) = progress_file.parent.glob("*before-reset*")
    assert copy.read_bytes() == before
    assert live.live.shown["note"] == (
        f"Progress of all lessons is forgotten; a copy is kept in {copy.name}."
    )


def test_in_a_browser_nothing_is_left_of_what_is_forgotten(progress_file: Path) -> None:
    commit(toy_lesson(), PREDICTION, 12, 55, "certain")
    live = card()
    live.load("from_home.json", elsewhere())
    position_path().write_text("{}")
    stranger = progress_file.with_name("my_progress.of-a-friend.json")
    stranger.write_text("{}")
    assert len(list(progress_file.parent.glob("my_progress*.json"))) == 3
    press(live, 2, act="forget", copy=False)
    assert list(progress_file.parent.glob("my_p*.json")) == [stranger]
    assert live.live.shown["note"] == (
        "Your answers are forgotten: nothing of them is left in this browser. "
        "Your position is forgotten."
    )


def test_what_is_forgotten_is_told_to_whoever_shows_what_is_done(progress_file: Path) -> None:
    commit(toy_lesson(), PREDICTION, 12, 55, "certain")
    session, told = Session("course"), list[bool]()
    session.tell("summary", lambda: told.append(progress_file.exists()))
    ProgressCard(session).forget()
    assert told == [False]
