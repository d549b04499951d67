"""The flight simulator in JupyterLab: flown by keyboard alone, saved, loaded, and nothing leaks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.axe import violations
from browser.desk import Desk
from browser.live import live_panels
from browser.sheet import Sheet
from browser.small_notebooks import Notebooks
from browser.walks import MOST
from playwright.sync_api import Locator, expect

from margin_lessons.flight import loaded, saved
from margin_lessons.lessons import open_lesson
from margin_lessons.market.crashes import CRASHES

pytestmark = pytest.mark.browser

LESSON = open_lesson("10_flight_simulator")
BEGIN = (
    "from margin_lessons.lessons import open_lesson\nlesson = open_lesson('10_flight_simulator')"
)
PANEL = "lesson.panel('simulator')"
NAMES = sorted({name for crash in CRASHES for name in (crash.key, crash.title, crash.market)})


@pytest.fixture
def sheet(desk: Desk, tmp_path: Path) -> Iterator[Sheet]:
    """Give a notebook with the cockpit, run once."""
    with Notebooks(desk, tmp_path, BEGIN)(PANEL) as opened:
        yield opened
        assert opened.complaints == []


def root(sheet: Sheet) -> Locator:
    return sheet.page.locator(".ml-panel")


def button(sheet: Sheet, name: str) -> Locator:
    return root(sheet).get_by_role("button", name=name, exact=True)


def title(sheet: Sheet) -> Locator:
    return root(sheet).locator(".ml-title")


def number(sheet: Sheet, wanted: str) -> None:
    """Choose a flight by keys."""
    field = root(sheet).locator("input").first
    field.fill(wanted)
    field.press("Enter")


def take_off(sheet: Sheet) -> None:
    """Begin a flight by keys, certain of it."""
    button(sheet, "Reset").focus()
    sheet.page.keyboard.press("t")
    expect(root(sheet).get_by_text("Take off: will you bring it home?")).to_be_visible()
    expect(button(sheet, "yes, certain")).to_be_focused()
    sheet.page.keyboard.press("Enter")
    expect(title(sheet)).to_contain_text("Bar 0")


def steps(sheet: Sheet, first: int, last: int) -> None:
    """Go on bar by bar, by one key."""
    for bar in range(first, last + 1):
        sheet.page.keyboard.press("n")
        expect(title(sheet)).to_contain_text(f"Bar {bar}:")


def test_a_flight_is_flown_by_keys_from_its_start_to_its_debrief(sheet: Sheet) -> None:
    keys = sheet.page.keyboard
    number(sheet, "9")
    expect(title(sheet)).to_have_text("At stake: 2,500 USD in the account, 2,500 USD in the purse")
    take_off(sheet)
    keys.press("s")
    keys.press("Tab")  # from fear to plan
    keys.press("Enter")
    expect(root(sheet).locator(".ml-sentence")).to_contain_text("stop-loss set at 95 USD")
    steps(sheet, 1, 3)
    held = root(sheet).evaluate("node => node.outerHTML")
    assert not [name for name in NAMES if name in held]
    keys.press("b")
    for _ in range(3):
        keys.press("Tab")
    expect(button(sheet, "it will come back")).to_be_focused()
    keys.press("Enter")
    expect(root(sheet).locator(".ml-sentence")).to_contain_text("stop taken back")
    keys.press("l")
    expect(title(sheet)).to_contain_text("USD came home")
    expect(root(sheet).locator(".ml-sentence")).to_contain_text("ETH on Kraken, 7 May 2017")
    (panel,) = live_panels(sheet, LESSON)
    root(sheet).evaluate("node => node.scrollIntoView({block: 'start'})")
    view = panel.view()
    assert (view["outside"], view["height"] <= MOST) == ([], True)
    assert violations(sheet.page) == []


def test_a_flight_is_saved_and_loaded_and_holds_no_price(sheet: Sheet, tmp_path: Path) -> None:
    number(sheet, "9")
    take_off(sheet)
    sheet.page.keyboard.press("s")
    # A second click on a reason, as of a nervous hand, decides nothing and breaks nothing.
    button(sheet, "fear").evaluate("node => { node.click(); node.click(); }")
    steps(sheet, 1, 2)
    with sheet.page.expect_download() as given:
        button(sheet, "Save this flight").press("Enter")
    text = given.value.path().read_text(encoding="utf-8")
    assert text == saved(loaded(text))
    assert (json.loads(text)["bar"], len(text) < 1_000) == (2, True)
    assert len(json.loads(text)["decisions"]) == 1
    file = tmp_path / "flight.json"
    file.write_text(text, encoding="utf-8")
    button(sheet, "Reset").press("Enter")
    expect(title(sheet)).to_contain_text("At stake")
    root(sheet).get_by_text("More controls").click()
    root(sheet).locator("input[type=file]").set_input_files(str(file))
    expect(title(sheet)).to_contain_text("Bar 2: your long stands at")
