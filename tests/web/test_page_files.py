"""A learner's files between Python in a page and the browser's store, with another page beside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from margin_lessons.panels.progress_record import DEEPEST, combined, parse
from margin_lessons.web.page_files import PageFiles

PROGRESS, POSITION = "my_progress.json", "my_position.json"


@pytest.fixture
def files(tmp_path: Path) -> PageFiles:
    return PageFiles(tmp_path)


def progress_of(**quiz: int) -> str:
    """Return the text of a progress file with questions answered in so many tries."""
    entries = {name: {"tries": tries, "passed": True} for name, tries in quiz.items()}
    record = {"format": 1, "lessons": {"04": {"quiz": entries}}}
    return json.dumps(record, indent=1, sort_keys=True)


def joined(one: str, other: str) -> Any:
    return combined(json.loads(one), json.loads(other))


def test_what_is_stored_is_here_and_is_no_change(files: PageFiles, tmp_path: Path) -> None:
    files.take({PROGRESS: progress_of(a=1), POSITION: "{}"})
    assert (tmp_path / PROGRESS).read_text() == progress_of(a=1)
    assert (tmp_path / POSITION).read_text() == "{}"
    assert files.changed() == {}


def test_a_text_with_halves_of_characters_is_no_change_either(files: PageFiles) -> None:
    stored = {PROGRESS: "\ud800 {damaged \udfff", POSITION: "\udced\udca0"}
    files.take(stored)
    assert files.changed() == {}


def test_what_is_written_here_is_told_once(files: PageFiles, tmp_path: Path) -> None:
    files.take({PROGRESS: None})
    (tmp_path / PROGRESS).write_text(progress_of(a=1))
    assert files.changed() == {PROGRESS: {"was": None, "now": progress_of(a=1)}}
    assert files.changed() == {}


def test_progress_of_another_page_is_joined(files: PageFiles, tmp_path: Path) -> None:
    files.take({PROGRESS: None})
    (tmp_path / PROGRESS).write_text(progress_of(a=1))
    files.changed()  # told, and not stored: the other page was first
    files.take({PROGRESS: progress_of(b=2)})
    both = files.changed()[PROGRESS]
    assert both["was"] == progress_of(b=2)
    assert json.loads(both["now"] or "") == joined(progress_of(a=1), progress_of(b=2))


def test_two_pages_that_hear_of_each_other_come_to_rest(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in "ab"]
    for folder, answered in zip(folders, ({"a": 1}, {"b": 2}), strict=True):
        folder.mkdir()
        (folder / PROGRESS).write_text(progress_of(**answered))
    pages, store = [PageFiles(folder) for folder in folders], None
    for _ in range(3):
        for page in pages:
            page.take({PROGRESS: store})
            for change in page.changed().values():
                if change["was"] == store:
                    store = change["now"]
    assert store is not None
    assert json.loads(store) == joined(progress_of(a=1), progress_of(b=2))
    assert [(folder / PROGRESS).read_text() for folder in folders] == [store, store]


def test_what_another_page_forgot_is_gone_here_and_not_told_again(
    files: PageFiles, tmp_path: Path
) -> None:
    files.take({PROGRESS: progress_of(a=1)})
    files.take({PROGRESS: None})
    assert not (tmp_path / PROGRESS).exists()
    assert files.changed() == {}


def test_an_answer_that_the_store_never_had_is_not_taken_for_forgotten(
    files: PageFiles, tmp_path: Path
) -> None:
    (tmp_path / PROGRESS).write_text(progress_of(a=1))
    files.take({PROGRESS: None})
    assert files.changed() == {PROGRESS: {"was": None, "now": progress_of(a=1)}}


def test_the_newest_position_counts_and_a_forgotten_one_is_gone(
    files: PageFiles, tmp_path: Path
) -> None:
    files.take({POSITION: '{"volume": 1}'})
    files.take({POSITION: '{"volume": 2}'})
    assert (tmp_path / POSITION).read_text() == '{"volume": 2}'
    (tmp_path / POSITION).unlink()
    assert files.changed() == {POSITION: {"was": '{"volume": 2}', "now": None}}
    files.take({POSITION: '{"volume": 3}'})
    files.take({POSITION: None})
    assert not (tmp_path / POSITION).exists()
    assert files.changed() == {}


def test_what_is_damaged_is_given_to_python_as_it_is(files: PageFiles, tmp_path: Path) -> None:
    files.take({PROGRESS: "{damaged \udc00"})
    assert (tmp_path / PROGRESS).read_bytes().startswith(b"{damaged ")
    # Python set it aside and began anew; the copy is stored too.
    (tmp_path / PROGRESS).rename(tmp_path / "my_progress.damaged-1.json")
    (tmp_path / PROGRESS).write_text(progress_of(a=1))
    changed = files.changed()
    assert changed[PROGRESS]["now"] == progress_of(a=1)
    copy = changed["my_progress.damaged-1.json"]
    assert copy["was"] is None
    assert (copy["now"] or "").startswith("{damaged ")


@pytest.mark.parametrize(("here", "stored"), [("a", "{damaged"), ("{damaged", "a")])
def test_nothing_is_lost_when_one_of_two_is_damaged(
    files: PageFiles, tmp_path: Path, here: str, stored: str
) -> None:
    texts = [progress_of(a=1) if text == "a" else text for text in (here, stored)]
    (tmp_path / PROGRESS).write_text(texts[0])
    files.take({PROGRESS: texts[1]})
    assert json.loads((tmp_path / PROGRESS).read_text()) == json.loads(progress_of(a=1))
    (copy,) = tmp_path.glob("my_progress.damaged-*.json")
    assert copy.read_text() == "{damaged"


def test_what_cannot_be_joined_is_kept_beside(files: PageFiles, tmp_path: Path) -> None:
    made: dict[str, Any] = {"value": 1, "confidence": "sure", "outcome": 2, "when": "2026"}
    deep = made
    for _ in range(DEEPEST - 7):  # as deep as may be read, and too deep beside another one
        deep = {"x": deep}
    texts = []
    for entry in ({**made, "when": "2025"}, {**made, "more": deep}):
        record = {"format": 1, "lessons": {"04": {"predictions": {"debt": entry}}}}
        texts.append(json.dumps(record))
        assert parse(texts[-1].encode()) is not None
    (tmp_path / PROGRESS).write_text(texts[0])
    files.take({PROGRESS: texts[1]})
    assert (tmp_path / PROGRESS).read_text() == texts[0]
    (copy,) = tmp_path.glob("my_progress.damaged-*.json")
    assert copy.read_text() == texts[1]


def test_no_name_leads_out_of_the_folder(files: PageFiles, tmp_path: Path) -> None:
    files.take({f"../{POSITION}": "{}"})
    assert (tmp_path / POSITION).exists()
    assert not (tmp_path.parent / POSITION).exists()


def test_other_files_stay_here(files: PageFiles, tmp_path: Path) -> None:
    (tmp_path / "trades.json").write_text("[]")
    assert files.changed() == {}
