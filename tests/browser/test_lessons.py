"""Each lesson in JupyterLab in a headless Chromium, used as a learner uses it."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser.axe import violations
from browser.checks import CHECKS, wait_for_words
from browser.lab import NO_BROWSER, NOTEBOOKS, Lab
from browser.live import live_panels
from browser.sheet import DARK, LIGHT, Sheet
from playwright.sync_api import BrowserContext

from find_browser import LEFT_OUT, candidates, left_out
from margin_lessons.lessons import open_lesson
from margin_lessons.panels.gate import CONFIDENCE, SAID
from setup_venv import Problem

LESSONS = sorted(NOTEBOOKS.glob("*.ipynb"))
each_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
WITH_A_GATE = [path for path in LESSONS if "lesson.predict(" in path.read_text(encoding="utf-8")]


def test_there_is_a_browser() -> None:
    """Where they are left out something stays, or nothing chosen would look like a failure."""
    if left_out():
        pytest.skip(f"{LEFT_OUT} is set: the browser checks are left out")
    try:
        found = candidates()
    except Problem as problem:
        pytest.fail(str(problem), pytrace=False)
    if not found:
        pytest.fail(NO_BROWSER, pytrace=False)


@pytest.mark.browser
@each_lesson
def test_lesson_works(path: Path, lab: Lab, browser: BrowserContext) -> None:
    lesson = open_lesson(path.stem)
    with Sheet(browser, lab, lab.copy(path), 1280, 1000) as sheet:
        sheet.run_all()
        broken = violations(sheet.page)
        wrong = [f"light, as it opens: {rule}" for rule in broken]
        for check in CHECKS:
            wrong += [f"{check.__name__}: {line}" for line in check(sheet, lesson)]
        # Once more with everything said and unfolded, and on dark paper.
        sheet.resize(1280)
        for theme in (DARK, LIGHT):
            sheet.theme(theme)
            broken = violations(sheet.page)
            wrong += [f"{theme}, all answered: {rule}" for rule in broken]
        wrong += sheet.complaints
    assert not wrong, "\n".join([f"{path.stem}:", *wrong])


@pytest.mark.browser
@pytest.mark.parametrize("path", WITH_A_GATE[:1], ids=lambda path: path.stem)
def test_a_prediction_opens_its_panel(path: Path, lab: Lab, browser: BrowserContext) -> None:
    lesson = open_lesson(path.stem)
    prediction = lesson.predictions[0]
    with Sheet(browser, lab, lab.copy(path, open_gates=False), 1280, 1000) as sheet:
        sheet.run_all()
        model = next(p for p in lesson.panels if p.name == prediction.panel)
        outcome = prediction.outcome(model.compute(**{**model.start, **prediction.values}))
        guess = 1.1 * outcome / prediction.scale
        behind = len(live_panels(sheet, lesson))
        card = sheet.page.wait_for_selector(".ml-card:has(button.mod-primary)")
        field = card.wait_for_selector("input[type=text]")
        button = card.wait_for_selector("button.mod-primary")

        button.press("Enter")
        assert not wait_for_words(card, "Not yet: the prediction is blank")
        assert len(live_panels(sheet, lesson)) == behind

        field.focus()
        sheet.page.keyboard.type(f"{guess:.6g}")
        sheet.page.keyboard.press("Tab")  # to the first of the options
        sheet.page.keyboard.press("Tab")
        sheet.page.keyboard.press("Space")
        button.press("Enter")
        gap = prediction.gap(float(f"{guess:.6g}") * prediction.scale, outcome)
        assert not wait_for_words(card, f"{gap} {SAID[CONFIDENCE[1]]}")
        sheet.page.wait_for_function(
            "count => [...document.querySelectorAll('.ml-panel')]"
            ".filter(panel => panel.offsetParent).length === count", arg=behind + 1
        )  # fmt: skip
        panel = live_panels(sheet, lesson)[0]
        wanted = {**model.start, **prediction.values}
        assert not panel.settle(lambda values: values == wanted)

        sheet.run_all()  # on a second run the prediction is still there, and the gate open
        card = sheet.page.wait_for_selector(".ml-card:has(button.mod-primary)")
        assert not wait_for_words(card, gap)
        assert len(live_panels(sheet, lesson)) == behind + 1
        assert not sheet.complaints
