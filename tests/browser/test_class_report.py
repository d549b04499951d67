"""A class's files dropped on the report, and a progress file taken from one course to another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.axe import violations
from browser.desk import Desk
from browser.sheet import DARK, LIGHT, Sheet
from browser.small_notebooks import Notebooks
from playwright.sync_api import Locator, Request, expect

from margin_lessons.lessons.sample_class import invented_progress, sample_class
from margin_lessons.panels.progress import FILE_NAME

pytestmark = pytest.mark.browser

BEGIN = "from margin_lessons.lessons import report_of_class, where_am_i"


@pytest.fixture
def sheet(desk: Desk, tmp_path: Path) -> Iterator[Sheet]:
    """Give the report and the page of the course in one notebook."""
    with Notebooks(desk, tmp_path, BEGIN)("report_of_class()", "where_am_i()") as opened:
        yield opened
        assert opened.complaints == []


def written(folder: Path) -> list[Path]:
    """Return the invented class as files, and one that is none of it."""
    for file in sample_class():
        (folder / file.name).write_bytes(file.content)
    (folder / "points.json").write_text("ada;12", encoding="utf-8")
    return sorted(folder.glob("*.json"))


def report(sheet: Sheet) -> Locator:
    return sheet.page.locator(".ml-panel[data-panel='class report']")


def keeper(sheet: Sheet) -> Locator:
    return sheet.page.locator(".ml-root .ml-card", has_text="Take your progress")


def test_a_class_is_dropped_and_counted_and_nothing_leaves(sheet: Sheet, tmp_path: Path) -> None:
    asked: list[Request] = []

    def keep(request: Request) -> None:
        asked.append(request)

    sheet.page.on("request", keep)
    folder = tmp_path / "class"
    folder.mkdir()
    files = written(folder)
    live = report(sheet)
    expect(live).to_contain_text("This class is invented")
    live.get_by_label("the files of your class", exact=True).set_input_files(files)
    expect(live.locator(".ml-sentence")).to_contain_text("Learners counted: 12.")
    expect(live.locator(".ml-sentence")).to_contain_text("Files passed over: 4.")
    expect(live).not_to_contain_text("This class is invented")
    live.get_by_role("button", name="All numbers").press("Enter")
    expect(live.locator("table")).to_be_visible()
    for name in ("ada.json", "max.json", "points.json", "sam.json"):
        expect(live.get_by_text(f"Passed over: {name}.")).to_be_visible()
    live.get_by_role("button", name="Misconceptions").press("Enter")
    expect(live.locator(".ml-title")).to_contain_text("Most frequent")
    for theme in (DARK, LIGHT):
        sheet.theme(theme)
        assert violations(sheet.page) == []
    own = (f"{sheet.lab.address}/", "blob:", "data:", "about:")
    assert [one.url for one in asked if not one.url.startswith(own)] == []


def test_a_progress_file_is_loaded_saved_and_refused(sheet: Sheet, tmp_path: Path) -> None:
    live = keeper(sheet)
    note = live.locator(".ml-note[role=status]").last
    field = live.get_by_label("Load a progress file", exact=True)
    cat = tmp_path / "cat.json"
    cat.write_text("not a cat", encoding="utf-8")
    field.set_input_files(cat)
    expect(note).to_contain_text("cat.json is not loaded, and nothing is changed: it is no JSON")
    mine = tmp_path / "from home.json"
    mine.write_bytes(invented_progress("ada"))
    field.set_input_files(mine)
    expect(note).to_contain_text("Loaded: what it holds counts here from now on.")
    expect(note).to_contain_class("ml-good")
    # The tables above are renewed by it.
    course = sheet.page.locator(".ml-root", has_text="Where you are in the course")
    expect(course.locator("table").last).to_contain_text("you were")
    with sheet.page.expect_download() as download:
        live.get_by_role("button", name="Save my progress file").press("Enter")
    assert download.value.suggested_filename == FILE_NAME
    saved = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert saved["lessons"].items() >= json.loads(mine.read_bytes())["lessons"].items()
    assert violations(sheet.page) == []
