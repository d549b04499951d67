"""The cards in JupyterLab: taps, keys, a reload with a living kernel, a kernel that is gone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from browser.axe import violations
from browser.desk import START, Desk
from browser.lab import Lab
from browser.sheet import DARK, LIGHT, READY, Sheet
from playwright.sync_api import Locator, expect

pytestmark = pytest.mark.browser

TESTS = str(Path(__file__).resolve().parents[1])
CELLS = (
    f"import sys\nsys.path.insert(0, {TESTS!r})\n"
    "from panels.lesson_toy import toy_lesson\nlesson = toy_lesson()",
    "lesson.quiz('colour')",
    "lesson.exercise('loss')",
    "lesson.summary()",
)
QUESTION, EXERCISE, SUMMARY = "Which is it?", "What is the result of", "Where am I in the course?"


@pytest.fixture
def sheet(desk: Desk, tmp_path: Path) -> Iterator[Sheet]:
    """Give a notebook with a card of each kind, run once, in which nothing is answered."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in CELLS])
    # A name of its own: the session of one that was just closed may still be ending.
    source = tmp_path / f"{tmp_path.name}.ipynb"
    source.write_text(nbformat.writes(notebook), encoding="utf-8")
    with Sheet(desk, desk.lab.copy(source), 1280, 1000) as opened:
        opened.run_all()
        assert opened.errors() == []
        yield opened
        assert opened.complaints == []


def card(sheet: Sheet, words: str) -> Locator:
    """Return the live card that has some words of its own."""
    what = "a" if words == SUMMARY else "legend, p"
    inside = sheet.page.locator(what, has_text=words)
    return sheet.page.locator(".ml-root .ml-card", has=inside)


def note(sheet: Sheet, words: str) -> Locator:
    """Return the line of a card that speaks."""
    return card(sheet, words).locator(".ml-note[role=status]")


def press(sheet: Sheet, words: str, button: str) -> None:
    card(sheet, words).get_by_role("button", name=button).click()


def field(sheet: Sheet) -> Locator:
    return card(sheet, EXERCISE).get_by_label("Your answer, USD")


def save(sheet: Sheet) -> None:
    sheet.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")


def test_cards_are_answered_by_taps_and_keys_and_the_summary_follows(sheet: Sheet) -> None:
    summary = card(sheet, SUMMARY)
    expect(summary).to_contain_text("1 prediction, 1 mission, 1 question and 1 exercise.")
    expect(summary.get_by_text("As of the last run")).to_be_hidden()
    answer_the_question(sheet)
    answer_the_exercise(sheet)
    expect(summary).to_contain_text("Still open here: 1 prediction and 1 mission.")
    expect(summary).to_contain_text("right after 2 tries")
    # JupyterLab has bound the link to the folder of the notebook.
    href = summary.get_by_role("link", name=SUMMARY).get_attribute("href") or ""
    assert "/open/where_am_i.ipynb" in href
    for theme in (DARK, LIGHT):
        sheet.theme(theme)
        assert violations(sheet.page) == []


def answer_the_question(sheet: Sheet) -> None:
    press(sheet, QUESTION, "Check")
    expect(note(sheet, QUESTION)).to_have_text("Choose an answer first.")
    card(sheet, QUESTION).get_by_text("red", exact=True).click()
    # To choose is no try yet: the arrow keys go through all options.
    expect(note(sheet, QUESTION)).to_have_text("Choose an answer first.")
    press(sheet, QUESTION, "Check")
    expect(note(sheet, QUESTION)).to_contain_text("“red is right”: that is the other one.")
    radio = card(sheet, QUESTION).get_by_role("radio", name="blue")
    radio.focus()
    radio.press("Space")
    radio.press("Enter")
    expect(note(sheet, QUESTION)).to_have_text("Right. It is the colour of the sky.")
    expect(note(sheet, QUESTION)).to_contain_class("ml-good")
    expect(radio).to_be_focused()


def answer_the_exercise(sheet: Sheet) -> None:
    field(sheet).fill("-5,000")
    field(sheet).press("Enter")
    expect(note(sheet, EXERCISE)).to_have_text("Not yet: count what was borrowed.")
    expect(field(sheet)).to_be_focused()
    hints = card(sheet, EXERCISE).locator(".ml-hints p")
    for count in (1, 2, 3):
        press(sheet, EXERCISE, f"Hint {count} of 3")
        expect(hints).to_have_count(count)
    last = card(sheet, EXERCISE).get_by_role("button", name="No more hints")
    expect(last).to_be_focused()
    last.press("Enter")
    field(sheet).fill("-1000")
    press(sheet, EXERCISE, "Check")
    expect(note(sheet, EXERCISE)).to_have_text("Right. That is a debt.")
    expect(hints).to_have_count(3)


def test_cards_are_stored_as_words_live_after_a_reload_and_say_when_the_kernel_is_gone(
    sheet: Sheet, lab: Lab, tmp_path: Path
) -> None:
    field(sheet).fill("7")
    press(sheet, EXERCISE, "Hint 1 of 3")
    press(sheet, EXERCISE, "Check")
    wrong = "Not yet: 7 is too high. A hint may help."
    expect(note(sheet, EXERCISE)).to_have_text(wrong)
    save(sheet)
    sheet.page.reload()
    sheet.page.wait_for_function(READY, timeout=START)
    expect(note(sheet, EXERCISE)).to_have_text(wrong)
    expect(field(sheet)).to_have_value("7")
    expect(card(sheet, EXERCISE).locator(".ml-hints p")).to_have_count(1)
    field(sheet).fill("-1000")
    field(sheet).press("Enter")
    expect(note(sheet, EXERCISE)).to_have_text("Right. That is a debt.")
    expect(card(sheet, SUMMARY)).to_contain_text("right after 2 tries")
    check_what_is_stored(lab.work / "open" / f"{tmp_path.name}.ipynb")
    sheet.page.evaluate(
        "() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"
    )
    expect(card(sheet, QUESTION).get_by_role("button", name="Check")).to_be_disabled()
    gone = "The kernel was restarted or stopped: run this cell again, with Shift + Enter."
    expect(sheet.page.locator(".ml-trouble", has_text=gone)).to_have_count(3)


def check_what_is_stored(path: Path) -> None:
    """What was saved before the reload can be read without a kernel, and not be pressed."""
    saved = json.loads(path.read_text(encoding="utf-8"))
    bundles = [output["data"] for cell in saved["cells"] for output in cell["outputs"]]
    assert len(bundles) == 3
    assert {frozenset(bundle) for bundle in bundles} == {frozenset(("text/html", "text/plain"))}
    text = json.dumps(bundles)
    assert text.count("Run the cells to answer: Run, Run All Cells.") == 4
    assert "<input" not in text
