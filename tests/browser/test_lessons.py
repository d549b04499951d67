"""Each lesson in JupyterLab in a headless Chromium, used as a learner uses it."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser.checks import CHECKS
from browser.desk import Desk
from browser.lab import NO_BROWSER, NOTEBOOKS
from browser.live import gates, live_panels
from browser.sheet import Sheet
from playwright.sync_api import expect

from find_browser import LEFT_OUT, candidates, left_out
from margin_lessons.lessons import open_lesson
from margin_lessons.panels.gate import SAID
from margin_lessons.panels.prediction import CONFIDENCE
from setup_venv import Problem

LESSONS = sorted(NOTEBOOKS.glob("[0-9]*.ipynb"))
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
def test_lesson_works(path: Path, desk: Desk) -> None:
    lesson = open_lesson(path.stem)
    with Sheet(desk, desk.lab.copy(path, open_gates=False), 1280, 720) as sheet:
        sheet.run_all()
        wrong = [
            f"{check.__name__}: {line}" for check in CHECKS for line in check(sheet, lesson)
        ] + sheet.complaints
    assert not wrong, "\n".join([f"{path.stem}:", *wrong])


@pytest.mark.browser
@pytest.mark.parametrize("path", WITH_A_GATE[:1], ids=lambda path: path.stem)
def test_a_prediction_opens_its_panel(path: Path, desk: Desk) -> None:
    lesson = open_lesson(path.stem)
    with Sheet(desk, desk.lab.copy(path, open_gates=False), 1280, 720) as sheet:
        sheet.run_all()
        panel = gates(sheet, lesson)[0]
        question = panel.look()["question"].removeprefix("Predict. ")
        prediction = next(one for one in lesson.predictions if one.question == question)
        wanted = {**panel.model.start, **prediction.values}
        outcome = prediction.outcome(panel.model.state(wanted))
        typed = f"{1.1 * outcome / prediction.scale:.6g}"
        behind = len(live_panels(sheet, lesson))

        panel.button("Commit and look").press("Enter")
        card = sheet.page.locator(".ml-panel:has(.ml-gate)").first.locator(".ml-gate")
        expect(card).to_contain_text("Not yet: the prediction is blank")
        assert len(live_panels(sheet, lesson)) == behind

        panel.commit(typed, CONFIDENCE[1])
        judged = prediction.judge(float(typed) * prediction.scale, outcome)
        said = f"{judged.words} {SAID[CONFIDENCE[1]]}"
        expect(card).to_contain_text(said)
        assert not panel.settle(lambda values: values == wanted)
        assert len(live_panels(sheet, lesson)) == behind + 1
        assert panel.view()["outside"] == []

        sheet.run_all()  # on a second run the prediction is still there, and the gate open
        expect(card).to_contain_text(said)
        assert len(live_panels(sheet, lesson)) == behind + 1
        assert not sheet.complaints
