"""Files of a class: counted, or named with the reason, whatever is in them."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from cases import cases
from class_room.hand_made import CLASS, content, files
from hypothesis import given
from hypothesis import strategies as st

from margin_lessons.errors import BadInput
from margin_lessons.flight import Flight, saved
from margin_lessons.lessons.class_files import folder_of_class, read_class
from margin_lessons.lessons.class_panel import CLASS as PANEL
from margin_lessons.lessons.class_panel import report_of_class
from margin_lessons.lessons.sample_class import sample_class, sample_room
from margin_lessons.panels import safe_file
from margin_lessons.panels.progress_record import parse
from margin_lessons.panels.uploads import UploadedFile
from margin_lessons.plan import AddFunds

FLOWN = saved(Flight(7).next(500)).encode()
WHOLE = content("ann")


def passed(*given: tuple[str, bytes]) -> dict[str, str]:
    """Return the names and reasons of what is passed over among some files."""
    room = read_class([UploadedFile(name, inside) for name, inside in given])
    return {one.name: one.why for one in room.passed_over}


def test_no_file_is_no_class() -> None:
    assert read_class([]) is None


def test_progress_and_flights_are_told_apart_whatever_they_are_called() -> None:
    given = [*files(), UploadedFile("my_progress (7).json", FLOWN)]
    room = read_class(given)
    assert room.results.learners == len(CLASS)
    assert [row.name for row in room.flights.rows] == ["my_progress (7)"]
    assert room.passed_over == ()


@pytest.mark.parametrize(
    ("inside", "why"),
    [
        (b"", "It is empty."),
        (b" \n", "It is empty."),
        (WHOLE[:60], "It is no JSON, as a progress file is, or was cut off."),
        (b"\x89PNG\r\n\x1a\n", "It is no JSON, as a progress file is, or was cut off."),
        (b"[" * 10_000, "It is no JSON, as a progress file is, or was cut off."),
        (b"[1, 2]", "It is JSON of another kind, and has no lessons in it."),
        (b'{"format": 1}', "It is JSON of another kind, and has no lessons in it."),
        (WHOLE.replace(b'"format": 1', b'"format": 2'),
         "Its format 2 is not 1, which this edition of the course reads."),
        (WHOLE.replace(b'"format": 1', b'"format": true'),
         "Its format True is not 1, which this edition of the course reads."),
        (WHOLE.replace(b"150", b"NaN"),
         "It is damaged: an entry in it is not as the course writes it."),
        (WHOLE.replace(b'"certain"', b"5"),
         "It is damaged: an entry in it is not as the course writes it."),
        (b'{"format": 1, "lessons": {}}', "Nothing is done in it yet."),
        (b'{"format": 1, "lessons": {"01": {"quiz": {}}}}', "Nothing is done in it yet."),
    ],
)  # fmt: skip
def test_what_is_damaged_foreign_or_blank_is_named_with_the_reason(inside: bytes, why: str) -> None:
    assert passed(("ben.json", content("ben")), ("x.json", inside)) == {"x.json": why}


def test_a_copy_counts_once_and_is_named() -> None:
    room = read_class([*files(), UploadedFile("copy of ben.json", content("ben") + b"\n")])
    assert room.results.learners == len(CLASS)
    (copy,) = room.passed_over
    assert copy == ("copy of ben.json", "It is the same as ben.json, and is counted once.")


def test_two_files_of_one_name_are_two() -> None:
    room = read_class([UploadedFile("my_progress.json", content(name)) for name in CLASS])
    assert room.results.learners == len(CLASS)
    other = saved(Flight(7).next(3).decide(AddFunds(3, 100), "plan").next(500)).encode()
    room = read_class([UploadedFile("f.json", FLOWN), UploadedFile("f.json", other)])
    assert {row.name for row in room.flights.rows} == {"f", "f (2)"}


def test_a_damaged_flight_and_one_of_another_number_are_named() -> None:
    half = FLOWN[: len(FLOWN) // 2]
    other = saved(Flight(8).next(500)).encode()
    found = passed(("a.json", FLOWN), ("half.json", half), ("b.json", other), ("c.json", FLOWN))
    assert set(found) == {"half", "b", "c.json"}
    assert "no flight" in found["half"]
    assert "another than 7" in found["b"]


def test_flights_that_are_all_damaged_leave_the_rest_of_the_report() -> None:
    room = read_class([*files(), UploadedFile("half.json", FLOWN[:90])])
    assert room.flights is None
    assert room.results.learners == len(CLASS)
    assert [one.name for one in room.passed_over] == ["half"]


def test_a_folder_is_read_with_the_folders_in_it(tmp_path: Path) -> None:
    for name in CLASS:
        (tmp_path / name).mkdir()
        (tmp_path / name / "my_progress.json").write_bytes(content(name))
    (tmp_path / "notes.txt").write_text("call the caretaker", encoding="utf-8")
    room = folder_of_class(tmp_path)
    assert room.results == read_class(files()).results
    assert [one.name for one in room.passed_over] == ["notes.txt"]


def test_what_cannot_be_read_does_not_stop_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = safe_file.content_of

    def content_of(path: Path) -> bytes | None:
        if path.name == "shut.json":
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path)

    monkeypatch.setattr(safe_file, "content_of", content_of)
    (tmp_path / "shut.json").write_bytes(WHOLE)
    (tmp_path / "gone.json").symlink_to(tmp_path / "nowhere" / "x.json")
    (tmp_path / "ann.json").write_bytes(WHOLE)
    room = folder_of_class(tmp_path)
    assert room.results.learners == 1
    assert [one.name for one in room.passed_over] == ["gone.json", "shut.json"]
    assert all(one.why.startswith("It cannot be read: ") for one in room.passed_over)


def test_a_file_that_is_too_large_is_named_and_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safe_file, "LARGEST", len(content("ben")) + 1)
    (tmp_path / "ben.json").write_bytes(content("ben"))
    (tmp_path / "huge.json").write_bytes(content("ben") + b" " * 99)
    room = folder_of_class(tmp_path)
    assert [one.name for one in room.passed_over] == ["huge.json"]
    assert room.results.learners == 1


def test_a_folder_that_is_not_there_or_is_empty_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"is not there: name that of the files\.$"):
        report_of_class(tmp_path / "nowhere")
    with pytest.raises(BadInput, match=r"has no file in it: there is nothing to count\.$"):
        report_of_class(tmp_path)


def test_a_report_of_a_folder_is_that_of_the_same_files_dropped(tmp_path: Path) -> None:
    for file in sample_class():
        (tmp_path / file.name).write_bytes(file.content)
    of_folder = report_of_class(tmp_path)
    dropped = report_of_class().set(files=sample_class())
    assert not of_folder.state.invented
    assert of_folder.scene.table.rows == dropped.scene.table.rows
    # The copy comes first in a folder, so the other one is named.
    passed_over = [one.name for one in of_folder.state.room.passed_over]
    assert passed_over == ["ada.json", "max.json", "sam.json"]
    passed_over = [one.name for one in dropped.state.room.passed_over]
    assert passed_over == ["sam.json", "ada (1).json", "max.json"]


def test_the_reading_is_stopped_where_it_is_told_to() -> None:
    def stop(done: int, of: int) -> None:
        raise BadInput("it was stopped.")

    with pytest.raises(BadInput, match="stopped"):
        PANEL.controls[0].read(files(), stop)


def test_the_invented_class_says_so_and_its_files_are_whole() -> None:
    scene = PANEL.shown({})
    assert "This class is invented" in scene.sentence
    assert sample_room().results.learners == 12
    for file in sample_class()[:12]:
        assert parse(file.content) is not None


HARM = st.sampled_from(["cut", "flip", "drop", "double", "quote"])


def harmed(whole: bytes, how: str, at: int) -> bytes:
    at %= len(whole)
    return {
        "cut": whole[:at],
        "flip": whole[:at] + bytes([whole[at] ^ 0x15]) + whole[at + 1 :],
        "drop": whole[:at] + whole[at + 7 :],
        "double": whole[:at] + whole[at : at + 9] + whole[at:],
        "quote": whole[:at] + b'"' + whole[at:],
    }[how]


@cases(400)
@given(
    st.lists(st.tuples(st.sampled_from([WHOLE, FLOWN]), HARM, st.integers(0, 10_000)), max_size=4),
    st.lists(st.binary(max_size=40), max_size=2),
)
def test_a_harmed_file_never_stops_it_and_is_counted_or_named(
    harms: list[tuple[bytes, str, int]], rubbish: list[bytes]
) -> None:
    inside = [*(harmed(*harm) for harm in harms), *rubbish]
    given_files = [UploadedFile(f"{at}.json", one) for at, one in enumerate(inside)]
    room = read_class([UploadedFile("ben.json", content("ben")), *given_files])
    flown = 0 if room.flights is None else len(room.flights.rows)
    assert room.results.learners + flown + len(room.passed_over) == 1 + len(given_files)
    for one in room.passed_over:
        assert one.name
        assert one.why.endswith(".")
        assert "\n" not in one.why
