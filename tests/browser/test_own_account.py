"""Lesson 11 as its learner goes through it: files in, a position kept, another lesson, a page out.

Nothing is asked for on the way, and nothing lands outside the folder of the notebooks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.desk import Desk
from browser.sheet import Sheet
from browser.small_notebooks import Notebooks
from browser.test_acting import PRINTED
from playwright.sync_api import Locator, Request, expect

from margin_lessons.history.samples import sample
from margin_lessons.own_position import OwnPosition
from margin_lessons.panels.own_numbers import FILE_NAME
from margin_lessons.scenes.history_state import PAULA

pytestmark = pytest.mark.browser

BEGIN = (
    "from margin_lessons.lessons import open_lesson\n"
    "lesson, sizes = open_lesson('11_your_account'), open_lesson('07_size_buffer_and_leverage')"
)
CELLS = ("lesson.panel('history reader')", "lesson.panel('position doctor')",
         "sizes.panel('risk curves')", "lesson.panel('my rule')")  # fmt: skip


@pytest.fixture
def sheet(desk: Desk, tmp_path: Path) -> Iterator[Sheet]:
    """Give the panels of the way in one notebook, with nothing kept yet."""
    kept = desk.lab.work / "gated" / FILE_NAME
    kept.unlink(missing_ok=True)
    with Notebooks(desk, tmp_path, BEGIN)(*CELLS) as opened:
        yield opened
        assert opened.complaints == []
    kept.unlink(missing_ok=True)


def panel(sheet: Sheet, name: str) -> Locator:
    return sheet.page.locator(f".ml-panel[data-panel='{name}']")


def press(place: Locator, name: str) -> None:
    place.get_by_role("button", name=name, exact=True).press("Enter")


def test_from_files_to_a_rule_and_nothing_leaves(sheet: Sheet, tmp_path: Path) -> None:
    asked: list[Request] = []

    def keep(request: Request) -> None:
        asked.append(request)

    sheet.page.on("request", keep)
    reader, doctor, curves, rule = (
        panel(sheet, name)
        for name in ("history reader", "position doctor", "risk curves", "my rule")
    )
    marked = "my-own-deposit"
    trades, ledger = (sample(name).read_text(encoding="utf-8") for name in PAULA)
    files = [tmp_path / "one.csv", tmp_path / "two.csv"]
    files[0].write_text(trades, encoding="utf-8")
    files[1].write_text(ledger.replace("FTPAULA-DEPOSIT", marked), encoding="utf-8")
    reader.get_by_label("your exports", exact=True).set_input_files(files)
    expect(reader.locator(".ml-upload .ml-value")).to_contain_text("two.csv")
    expect(reader).to_contain_text("Rollovers took 2,700 USD")
    press(reader, "Keep as my position")
    expect(reader.locator(".ml-message")).to_contain_text("on this machine and nowhere")
    # A panel that stood there before finds it at its next answer.
    press(doctor, "Reset")
    press(doctor, "My position")
    expect(doctor.locator(".ml-sentence")).to_contain_text("liquidation at 50,215 USD")
    press(curves, "Reset")
    press(curves, "My position")
    expect(curves.get_by_role("button", name="Back to the lesson's numbers")).to_be_visible()
    press(rule, "Reset")
    press(rule, "My position")
    with sheet.page.expect_download() as download:
        press(rule, "Save my rule as a page")
    page = Path(download.value.path()).read_text(encoding="utf-8")
    assert "No position of mine is worth more than 30,000 USD." in page
    sheet.page.evaluate(PRINTED)
    press(rule, "Print my rule")
    _nothing_has_left(sheet, asked, marked)


def _nothing_has_left(sheet: Sheet, asked: list[Request], marked: str) -> None:
    own = (f"{sheet.lab.address}/", "blob:", "data:", "about:")
    assert [one.url for one in asked if not one.url.startswith(own)] == []
    assert [one.url for one in asked if marked in (one.post_data or "")] == []
    there = [path for path in sheet.lab.work.rglob("*") if path.is_file()]
    assert [path.name for path in there if marked.encode() in path.read_bytes()] == []
    (kept,) = [path for path in there if path.name == FILE_NAME]
    mine = OwnPosition.from_record(json.loads(kept.read_text(encoding="utf-8")))
    assert (mine.volume, mine.entry, mine.cash) == (0.5, 60_000, 7_292.5)
