"""One small panel in JupyterLab: keys, taps, play, project, a reload, and a kernel that is gone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest
from browser.axe import violations
from browser.desk import START, Desk
from browser.live import LivePanel, gates, live_panels
from browser.sheet import DARK, READY, Sheet
from browser.small_notebooks import Notebooks
from panels.tasks import PREDICTION
from panels.toy import TOY, TYPED
from playwright.sync_api import Locator, expect

from margin_lessons.lessons.lesson import Lesson
from margin_lessons.panels.controls import Number

pytestmark = pytest.mark.browser

TOY_LESSON = Lesson(name="toy", title="Toy", panels=(TOY,), predictions=(PREDICTION,))
NUMBER = TOY.controls[0]
assert isinstance(NUMBER, Number)

BEGIN = (
    "from IPython.display import display\n"
    "from panels.toy import TOY\nfrom panels.tasks import PREDICTION\n"
    "from margin_lessons.lessons.lesson import Lesson\n"
    "from margin_lessons.panels.gate import Gate\n"
    "from margin_lessons.panels.session import Session\n"
    "lesson = Lesson(name='toy', title='Toy', panels=(TOY,))"
)
PANEL = "panel = lesson.panel('toy')\npanel"
GATE = "Gate(PREDICTION, TOY, Session('toy'))"
GONE = "The kernel was restarted or stopped: run this cell again, with Shift + Enter."


@pytest.fixture
def notebooks(desk: Desk, tmp_path: Path) -> Notebooks:
    """Return what opens a notebook."""
    return Notebooks(desk, tmp_path, BEGIN)


@pytest.fixture
def sheet(notebooks: Notebooks) -> Iterator[Sheet]:
    """Give a notebook with one panel, run once."""
    with notebooks(PANEL) as opened:
        yield opened
        assert opened.complaints == []


def only(sheet: Sheet) -> LivePanel:
    """Return the one panel of a notebook."""
    (panel,) = live_panels(sheet, TOY_LESSON)
    return panel


def root(sheet: Sheet) -> Locator:
    return sheet.page.locator(".ml-panel")


def test_keys_drag_and_typing_move_it(sheet: Sheet) -> None:
    panel = only(sheet)
    assert not panel.settle()
    slider = root(sheet).get_by_role("slider", name="number", exact=True)
    for key, value in (
        ("ArrowRight", 13), ("ArrowDown", 12), ("End", 60), ("PageDown", 54), ("Home", 1),
    ):  # fmt: skip
        slider.press(key)
        assert not panel.settle(lambda values, v=value: values["number"] == v)
    expect(slider).to_have_attribute("aria-valuetext", "1 USD")
    panel.drag(NUMBER, 40)
    assert not panel.settle(lambda values: abs(values["number"] - 40) <= 1)
    field = root(sheet).get_by_role("spinbutton", name="number, USD, as a number")
    field.fill("20.5")
    field.press("Enter")
    assert not panel.settle(lambda values: values["number"] == 20.5)
    slider.press("ArrowRight")
    assert not panel.settle(lambda values: values["number"] == 21)
    field.fill("99")
    field.press("Tab")
    assert not panel.settle(message="number 99 is above 60 (allowed: 1 to 60): the toy has no more")
    expect(field).to_have_value("21")


def test_a_number_without_a_slider_is_typed(notebooks: Notebooks) -> None:
    cell = (
        "from panels.toy import TYPED\nfrom margin_lessons.panels.panel import Panel\nPanel(TYPED)"
    )
    with notebooks(cell) as sheet:
        (panel,) = live_panels(sheet, replace(TOY_LESSON, panels=(TYPED,)))
        assert not panel.settle()
        assert root(sheet).get_by_role("slider", name="number", exact=True).count() == 0
        field = root(sheet).get_by_role("spinbutton", name="number, USD, as a number")
        # It is as wide as a list, and its label stands over it.
        wide, list_wide = (one.bounding_box() for one in (field, root(sheet).get_by_label("side")))
        assert wide is not None
        assert list_wide is not None
        assert wide["width"] == pytest.approx(list_wide["width"], abs=1)
        field.fill("20.5")
        field.press("Enter")
        assert not panel.settle(lambda values: values["number"] == 20.5)
        field.fill("99")
        field.press("Enter")
        said = "number 99 is above 60 (allowed: 1 to 60): the toy has no more"
        assert not panel.settle(message=said)
        expect(field).to_have_value("20.5")
        assert sheet.complaints == []


def test_keys_of_the_notebook_do_not_act_in_it(sheet: Sheet) -> None:
    cells = sheet.page.locator(".jp-Cell").count()
    root(sheet).get_by_role("button", name="Reset").focus()
    for key in "abddxm":
        sheet.page.keyboard.press(key)
    expect(sheet.page.locator(".jp-Cell")).to_have_count(cells)


def test_a_flood_of_keys_ends_in_the_last_picture(sheet: Sheet) -> None:
    panel = only(sheet)
    root(sheet).get_by_role("slider", name="number", exact=True).focus()
    panel.ask("panel => { trial.watch(panel); }")
    for _ in range(45):
        sheet.page.keyboard.press("ArrowRight")
    assert not panel.settle(lambda values: values["number"] == 57)
    seen = sheet.page.evaluate("() => { trial.seen.on = false; return trial.seen; }")
    assert seen["blank"] == 0
    # How many there are on the way is a matter of the machine.
    assert seen["pictures"] >= 1
    drawn = panel.pixels()
    assert drawn == panel.painting(panel.look())
    panel.button("Reset").click()
    assert not panel.settle(lambda values: values["number"] == 12)
    field = root(sheet).get_by_role("spinbutton", name="number, USD, as a number")
    field.fill("57")
    field.press("Enter")
    assert not panel.settle(lambda values: values["number"] == 57)
    assert panel.pixels() == drawn


def test_a_commit_takes_what_stands_in_the_field(notebooks: Notebooks) -> None:
    """By a click, a tap and Enter in turn; MARGIN_LESSONS_COMMITS says how many, up to 50.

    JupyterLab shows no more outputs of one cell.
    """
    count = int(os.environ.get("MARGIN_LESSONS_COMMITS", "9"))
    cell = f"for i in range({count}):\n    display(Gate(PREDICTION, TOY, Session(f'toy {{i}}')))"
    with notebooks(cell) as sheet:
        panels = gates(sheet, TOY_LESSON)
        assert len(panels) == count
        for number, (panel, how) in enumerate(zip(panels, cycle(("click", "tap", "Enter")))):
            typed = 12 + number % 40
            panel.commit(f"{typed}", "certain", how)
            said = panel.node.wait_for_selector(".ml-result p")
            assert (said.text_content() or "").startswith(f"You said {typed} USD")


def test_after_a_commit_the_answer_is_in_view_and_a_second_case_is_asked(
    notebooks: Notebooks,
) -> None:
    with notebooks(*["print('above\\n' * 12)"] * 3, GATE, *["print('below\\n' * 12)"] * 3) as sheet:
        (panel,) = gates(sheet, TOY_LESSON)
        assert live_panels(sheet, TOY_LESSON) == []
        panel.commit("50", "fairly sure")
        result = root(sheet).locator(".ml-result p")
        expect(result).to_have_count(1)
        assert not panel.settle(lambda values: values["number"] == 55)
        view = panel.view()
        assert view["outside"] == []
        assert view["height"] <= 560
        top = panel.node.bounding_box()
        root(sheet).get_by_role("slider", name="number", exact=True).press("ArrowLeft")
        assert not panel.settle(lambda values: values["number"] == 54)
        assert panel.node.bounding_box() == top, "a move does not scroll the page"
        panel.button("Ask me a second case").click()
        expect(root(sheet).locator(".ml-question")).to_have_text("Predict. And when it is 30?")
        panel.commit("30", "certain", "Enter")
        expect(result).to_have_count(2)
        expect(result.nth(1)).to_have_text("You said 30 USD, and 30 USD it is. You were certain.")
        expect(result.nth(1)).to_have_class("ml-note ml-good")
        assert not panel.settle(lambda values: values["number"] == 30)
        assert panel.view()["outside"] == []
        assert not sheet.complaints


def test_after_a_reload_it_lives_on(sheet: Sheet) -> None:
    only(sheet).button("High").click()
    assert not only(sheet).settle(lambda values: values["number"] == 55)
    sheet.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    sheet.page.reload()
    sheet.page.wait_for_function(READY, timeout=START)
    expect(root(sheet)).to_be_visible()
    panel = only(sheet)
    assert not panel.settle(lambda values: values["number"] == 55)
    panel.button("Reset").click()
    assert not panel.settle(lambda values: values["number"] == 12)


def test_a_restarted_kernel_is_said_and_the_cell_runs_again(sheet: Sheet) -> None:
    sheet.page.evaluate(
        "() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"
    )
    expect(root(sheet).locator(".ml-trouble")).to_have_text(GONE)
    expect(root(sheet).get_by_role("slider").first).to_be_disabled()
    expect(root(sheet).get_by_role("button", name="Reset")).to_be_disabled()
    sheet.run_all()
    expect(root(sheet).get_by_role("slider").first).to_be_enabled()
    assert not only(sheet).settle()


LINK = "[...window[Symbol.for('margin_lessons.page')].links.values()][0]"
LOSE = (  # the next answer is lost on its way
    "send = panel.live._send\n"
    "def lost(*_, **__):\n    panel.live._send = send\n"
    "panel.live._send = lost"
)


def run(sheet: Sheet, code: str) -> None:
    """Run code in the kernel, outside all cells."""
    kernel = "jupyterapp.shell.currentWidget.sessionContext.session.kernel"
    sheet.page.evaluate(f"code => {kernel}.requestExecute({{code}}).done.then(() => {{}})", code)


def test_an_answer_that_is_lost_is_asked_for_again(sheet: Sheet) -> None:
    panel = only(sheet)
    assert not panel.settle()
    run(sheet, LOSE)
    panel.button("High").click()
    panel.button("Add a tenth").click()
    sheet.page.evaluate(f"() => {LINK}.late(1)")  # as after some seconds
    expect(root(sheet).locator(".ml-title")).to_have_text("Now 60.5")


def test_a_patch_on_a_picture_that_never_came_is_not_shown(sheet: Sheet) -> None:
    panel = only(sheet)
    assert not panel.settle()
    lose = LOSE + "\npanel._patches.begin_anew(); panel.set(number=30); panel.set(number=31)"
    run(sheet, lose)
    assert not panel.settle(lambda values: values["number"] == 31)
    assert panel.pixels() == panel.painting(panel.look())


def test_a_kernel_that_was_shut_down_is_said_at_the_next_move(sheet: Sheet) -> None:
    sheet.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    root(sheet).get_by_role("button", name="High").click()
    expect(root(sheet).locator(".ml-trouble")).to_have_text(GONE)
    expect(root(sheet).get_by_role("slider").first).to_be_disabled()


def test_reopened_without_its_kernel_it_is_a_picture_with_words(sheet: Sheet) -> None:
    sheet.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    sheet.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    sheet.page.reload()
    sheet.page.wait_for_function(READY, timeout=START)
    output = sheet.page.locator(".jp-OutputArea-output")
    expect(output.get_by_role("img")).to_have_attribute("alt", "Now 12. A line at the number.")
    expect(output).to_contain_text("The number is 12 & that is < 1,000.")
    expect(output.locator("caption")).to_have_count(1)
    assert "model not found" not in (output.text_content() or "").lower()
    assert output.get_by_role("img").evaluate("img => img.naturalWidth") == 830


def test_a_cell_that_runs_again_ends_its_models(notebooks: Notebooks) -> None:
    count = (
        "from ipywidgets import Widget; print('alive', len(Widget.get_manager_state()['state']))"
    )
    with notebooks(PANEL, count) as sheet:
        for _ in range(2):
            sheet.page.evaluate(
                "async () => { const book = jupyterapp.shell.currentWidget.content;"
                " for (const index of [1, 2]) { book.activeCellIndex = index;"
                " await jupyterapp.commands.execute('notebook:run-cell'); } }"
            )
        expect(sheet.page.locator(".jp-OutputArea-output", has_text="alive")).to_have_text(
            "alive 1\n"
        )
        assert not only(sheet).settle()


def test_two_views_of_one_output_show_the_same(sheet: Sheet) -> None:
    sheet.page.evaluate(
        "async () => { jupyterapp.shell.currentWidget.content.activeCellIndex = 1;"
        " await jupyterapp.commands.execute('notebook:create-output-view'); }"
    )
    expect(root(sheet)).to_have_count(2)
    root(sheet).first.get_by_role("button", name="High").click()
    for view in (0, 1):
        expect(root(sheet).nth(view).locator(".ml-title")).to_have_text("Now 55")


def test_it_plays_to_its_end(sheet: Sheet) -> None:
    panel = only(sheet)
    panel.button("High").click()
    assert not panel.settle(lambda values: values["number"] == 55)
    root(sheet).get_by_label("pace").select_option("fast")
    step = root(sheet).get_by_role("button", name="Step")
    step.click()
    assert not panel.settle(lambda values: values["number"] == 56)
    play = root(sheet).get_by_role("button", name="Play")
    play.press("Space")
    expect(root(sheet).get_by_role("button", name="Pause")).to_be_focused()
    expect(root(sheet).get_by_role("button", name="Play")).to_be_visible()
    assert not panel.settle(lambda values: values["number"] == 60)
    played = panel.pixels()
    root(sheet).get_by_role("slider", name="number", exact=True).press("ArrowLeft")
    assert not panel.settle(lambda values: values["number"] == 59)
    root(sheet).get_by_role("slider", name="number", exact=True).press("End")
    assert not panel.settle(lambda values: values["number"] == 60)
    assert panel.pixels() == played


def test_a_reset_ends_a_play(sheet: Sheet) -> None:
    panel = only(sheet)
    play = root(sheet).get_by_role("button", name="Play")
    play.click()
    assert not panel.settle(lambda values: values["number"] > 12)
    panel.button("Reset").click()
    expect(play).to_have_text("Play")
    assert not panel.settle(lambda values: values["number"] == 12)


def test_where_motion_is_not_wanted_it_goes_to_the_end_at_once(sheet: Sheet) -> None:
    sheet.page.emulate_media(reduced_motion="reduce")
    root(sheet).get_by_role("button", name="Play").click()
    assert not only(sheet).settle(lambda values: values["number"] == 60)
    expect(root(sheet).get_by_role("button", name="Play")).to_be_visible()


def test_project_shows_the_panel_alone_and_gives_the_focus_back(sheet: Sheet) -> None:
    panel = only(sheet)
    room = panel.look()["room"]
    button = root(sheet).get_by_role("button", name="Project")
    button.press("Enter")
    close = root(sheet).get_by_role("button", name="Close")
    expect(close).to_be_focused()
    box = panel.node.bounding_box()
    assert box == {"x": 0, "y": 0, "width": 1280, "height": 720}
    assert not panel.settle()
    expect(root(sheet).locator("canvas")).to_have_css("width", "1242px")
    assert panel.scaled(panel.look()) == ""
    size = (
        root(sheet)
        .locator(".ml-sentence")
        .evaluate("n => parseFloat(getComputedStyle(n).fontSize)")
    )
    assert size >= 0.024 * 720
    for _ in range(30):  # the focus stays inside
        sheet.page.keyboard.press("Tab")
        assert panel.node.evaluate("panel => panel.contains(document.activeElement)")
    sheet.page.keyboard.press("Escape")
    expect(root(sheet).get_by_role("button", name="Project")).to_be_focused()
    expect(root(sheet).locator("canvas")).to_have_css("width", f"{room}px")
    assert not panel.settle()


def test_a_dark_page_is_known_without_jupyterlabs_word(sheet: Sheet) -> None:
    panel = only(sheet)
    sheet.page.evaluate(
        "() => { delete document.body.dataset.jpThemeLight;"
        " document.querySelector('.jp-OutputArea-output').style.background = 'rgb(20, 20, 20)'; }"
    )
    expect(root(sheet)).to_have_class("ml-root ml-panel ml-dark")
    sheet.page.wait_for_function(
        "() => trial.paper(document.querySelector('.ml-panel')) === '#111111'"
    )
    assert not panel.settle()
    sheet.page.evaluate("() => { document.body.dataset.jpThemeLight = 'true'; }")


def test_it_is_sharp_on_a_screen_with_small_pixels(sheet: Sheet) -> None:
    sheet.make_place(830, 2)
    look = only(sheet).look()
    assert look["pixels"] == [2 * look["room"], 600]
    assert only(sheet).scaled(look) == ""


def test_no_rule_of_access_is_broken(sheet: Sheet) -> None:
    root(sheet).get_by_role("button", name="All numbers").click()
    root(sheet).get_by_role("button", name="More controls").click()
    assert violations(sheet.page) == []
    sheet.theme(DARK)
    assert violations(sheet.page) == []
