"""What must hold of a lesson that is open in JupyterLab; each check yields what does not.

A lesson is opened once and all checks walk over it, as opening takes longer than looking.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from browser.live import PATIENCE, WATCH, LivePanel, live_panels
from browser.sheet import DARK, LIGHT, Sheet
from playwright.sync_api import ElementHandle

from margin_lessons.figures.palette import THEMES
from margin_lessons.lessons import Lesson
from margin_lessons.panels.controls import Number

Complaints = Iterator[str]

# Boxes of ours that are wider than they may be, or whose text is cut off.
CUT_OFF = """() => {
  const seen = node => node.offsetParent !== null && node.getBoundingClientRect().width > 1;
  const name = node => `<${node.tagName.toLowerCase()}> ${node.className} ` +
    `'${node.textContent.trim().slice(0, 40)}'`;
  const found = [];
  for (const box of document.querySelectorAll('.ml-root')) {
    if (!seen(box)) continue;
    const edge = Math.min(box.getBoundingClientRect().right,
      box.closest('.jp-OutputArea-output').getBoundingClientRect().right);
    for (const node of box.querySelectorAll('*')) {
      if (!seen(node) || node.closest('.ml-hidden, canvas')) continue;
      const over = node.getBoundingClientRect().right - edge;
      if (over > 1) found.push(`${name(node)} is ${Math.round(over)} px too wide`);
    }
    for (const node of box.querySelectorAll('label, button, input, th, td, p')) {
      if (seen(node) && !node.closest('.ml-hidden')
          && node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).display !== 'inline')
        found.push(`${name(node)} is cut off`);
    }
  }
  return found.slice(0, 4);
}"""
# Number fields that stand under each other but not flush.
RAGGED = """() => [...document.querySelectorAll('.ml-panel')].flatMap(panel => {
  const ends = [...panel.querySelectorAll('.ml-control input[type=number]')]
    .filter(field => field.offsetParent).map(field => field.getBoundingClientRect());
  return ends.flatMap(one => ends.filter(other => Math.abs(one.left - other.left) < 40
    && Math.abs(one.right - other.right) > 1).map(() => 'number fields end at different places'));
}).slice(0, 1)"""

# Outputs that must be moved sideways to be read.
SIDEWAYS = """() => [...document.querySelectorAll('.jp-OutputArea-output')]
  .filter(output => output.scrollWidth > output.clientWidth + 1)
  .map(output => `an output of ${output.clientWidth} px is ${output.scrollWidth} px wide: ` +
    `'${output.textContent.trim().slice(0, 60)}'`)"""
# px of the picture's place, and the pixels of the screen for each.
PLACES = ((360, 1), (390, 2), (830, 2), (1260, 1), (1800, 1), (830, 1))


def no_error(sheet: Sheet, lesson: Lesson) -> Complaints:
    yield from sheet.errors()


def as_many_panels_as_the_cells_ask_for(sheet: Sheet, lesson: Lesson) -> Complaints:
    asked = sheet.page.evaluate(
        "() => jupyterapp.shell.currentWidget.content.widgets.map(c => c.model.toJSON().source)"
        ".join('\\n').match(/lesson\\.(panel|predict)\\(/g).length"
    )
    shown = len(live_panels(sheet, lesson))
    if shown != asked:
        yield f"{shown} panels are seen, and the cells ask for {asked}"


def starts_in_agreement(sheet: Sheet, lesson: Lesson) -> Complaints:
    for panel in live_panels(sheet, lesson):
        panel.unfold()
        trouble = panel.settle()
        if trouble:
            yield f"{panel} at its start: {trouble}"


def every_slider_has_its_name(sheet: Sheet, lesson: Lesson) -> Complaints:
    for panel in live_panels(sheet, lesson):
        for control, slider in panel.sliders():
            name = slider.evaluate("slider => slider.labels[0]?.textContent")
            if name != control.label:
                yield f"{panel}: the slider of '{control.label}' is called {name!r}"


def every_slider_moves_picture_and_words(sheet: Sheet, lesson: Lesson) -> Complaints:
    for panel in live_panels(sheet, lesson):
        for control, slider in panel.sliders():
            # Where a story has no use for a control, another one must have.
            stories = ["", *(scenario.name for scenario in panel.model.scenarios)]
            for story in stories:
                if story:
                    panel.button(story).click()
                trouble = move(panel, control, slider)
                if trouble != NOTHING:
                    break
            if trouble:
                yield f"{panel}, slider '{control.label}': {trouble}"


NOTHING = "12 steps change neither picture nor numbers"


def move(panel: LivePanel, control: Number, slider: ElementHandle) -> str:
    """Press an arrow key until a slider has moved the picture; return what is wrong, or ''."""
    page = panel.sheet.page
    before, picture = panel.look(), panel.pixels()
    start = panel.values(before)[control.name]
    # Away from the nearer end, so that there is room for all steps.
    key = "ArrowLeft" if start > (control.low + control.high) / 2 else "ArrowRight"
    slider.focus()
    # A step may be less than a pixel, so that the picture needs several of them.
    for _ in range(12):
        was = panel.values(panel.look())[control.name]
        page.keyboard.press(key)
        trouble = panel.settle(lambda values, was=was: values[control.name] != was)
        if trouble:
            return trouble
        if panel.look()["rows"] != before["rows"] and panel.pixels() != picture:
            return ""
    return NOTHING


def every_list_moves_picture_and_words(sheet: Sheet, lesson: Lesson) -> Complaints:
    for panel in live_panels(sheet, lesson):
        for control in panel.choices():
            field = panel.control(control, "select")
            assert field is not None
            for index, (words, value) in reversed(list(enumerate(control.options))):
                field.select_option(index=index)
                trouble = panel.settle(lambda values, c=control, v=value: values[c.name] == v)
                if trouble:
                    yield f"{panel}, '{control.label}' set to '{words}': {trouble}"


def every_scenario_is_what_it_says(sheet: Sheet, lesson: Lesson) -> Complaints:
    for panel in live_panels(sheet, lesson):
        wanted = {s.name: panel.model.scenario(s.name) for s in panel.model.scenarios}
        wanted["Reset"] = panel.model.start
        for name, values in wanted.items():
            panel.button(name).click()
            trouble = panel.settle(lambda now, v=values: now == v)
            if trouble:
                yield f"{panel}, scenario '{name}': {trouble}"


def a_typed_number_moves_the_panel(sheet: Sheet, lesson: Lesson) -> Complaints:
    for panel in live_panels(sheet, lesson):
        control = next((c for c in panel.model.controls if isinstance(c, Number)), None)
        if control is None:  # a panel of choices alone: its scenarios are walked above
            continue
        steps = round((control.high - control.low) / control.step)
        value = control.low + control.step * (steps * 2 // 3)
        field = panel.field(control)
        field.fill(f"{value:g}" if abs(value) < 1e5 else f"{value:.0f}")
        field.press("Enter")
        trouble = panel.settle(lambda values, c=control, v=value: abs(values[c.name] - v) < 1e-9)
        if trouble:
            yield f"{panel}, {value} typed for '{control.label}': {trouble}"
        field.fill(f"{control.high * 10 + 1:.0f}")
        field.press("Enter")
        trouble = panel.settle(message="is above")
        if trouble:
            yield f"{panel}, a number too large for '{control.label}' is not refused: {trouble}"


def no_blank_frame_in_a_flood(sheet: Sheet, lesson: Lesson) -> Complaints:
    for panel in live_panels(sheet, lesson):
        for control, handle in panel.sliders()[:1]:
            handle.focus()
            panel.node.evaluate(WATCH)
            start = panel.values(panel.look())[control.name]
            up = start < (control.low + control.high) / 2
            for _ in range(30):
                sheet.page.keyboard.press("ArrowRight" if up else "ArrowLeft")
            # No step is lost, and the last picture is that of the last step.
            end = start + 30 * control.step * (1 if up else -1)
            end = min(max(end, control.low), control.high)
            trouble = panel.settle(lambda v, c=control, end=end: abs(v[c.name] - end) < c.step / 2)
            seen = sheet.page.evaluate("() => { watched.on = false; return watched; }")
            if trouble:
                yield f"{panel} after 30 fast steps: {trouble}"
            # A slider of few places is at its end before a third picture is due.
            steps = round((control.high - control.low) / control.step)
            least = min(3, max(1, steps // 10))
            if seen["blank"] or seen["pictures"] < least:
                frames, blank, pictures = (seen[one] for one in ("frames", "blank", "pictures"))
                yield f"{panel}: {blank} of {frames} frames were blank, {pictures} pictures"


def the_picture_follows_the_theme(sheet: Sheet, lesson: Lesson) -> Complaints:
    for theme, palette in ((DARK, THEMES["dark"]), (LIGHT, THEMES["light"])):
        sheet.theme(theme)
        for panel in live_panels(sheet, lesson):
            end = time.monotonic() + PATIENCE
            while panel.paper() != palette.paper and time.monotonic() < end:
                time.sleep(0.02)
            if panel.paper() != palette.paper:
                yield f"{panel} in {theme} is drawn on {panel.paper()}, not {palette.paper}"
            trouble = panel.settle()
            if trouble:
                yield f"{panel} in {theme}: {trouble}"


def it_is_drawn_for_its_place(sheet: Sheet, lesson: Lesson) -> Complaints:
    """At any width and on small pixels: nothing scaled, too wide, or to be moved sideways."""
    sheet.page.evaluate("() => jupyterapp.shell.collapseLeft()")
    for width, ratio in PLACES:
        sheet.make_place(width, ratio)
        where = f"where a picture has {width} px at {ratio}x"
        for trouble in sheet.page.evaluate(CUT_OFF) + sheet.page.evaluate(RAGGED):
            yield f"{where}: {trouble}"
        for trouble in sheet.page.evaluate(SIDEWAYS):
            yield f"{where}: {trouble}"
        for panel in live_panels(sheet, lesson):
            room = panel.look()["room"]
            if abs(room - width) > 2:
                yield f"{where}, {panel}: it has {room} px"
            trouble = panel.scaled()
            if trouble:
                yield f"{where}, {panel}: {trouble}"


def every_question_answers(sheet: Sheet, lesson: Lesson) -> Complaints:
    for question in lesson.questions:
        card = card_with(sheet, question.text)
        if card is None:
            yield f"question '{question.name}' is not on the page"
            continue
        for place, index in enumerate(question.order):
            card.query_selector_all("input[type=radio]")[place].check()
            card.query_selector_all("button[type=submit]")[0].click()
            said = wait_for_words(card, question.check(index).message)
            if said:
                yield f"question '{question.name}', option {index}: it says {said!r}"


def every_exercise_answers(sheet: Sheet, lesson: Lesson) -> Complaints:
    for exercise in lesson.exercises:
        card = card_with(sheet, exercise.task)
        if card is None:
            yield f"exercise '{exercise.name}' is not on the page"
            continue
        field = card.query_selector("input[type=text]")
        assert field is not None
        answers = [f"{wrong.value:.10g}" for wrong in exercise.wrong[:1]]
        for answer in [*answers, f"{exercise.answer():.10g}"]:
            field.fill(answer)
            field.press("Enter")
            said = wait_for_words(card, exercise.check(answer).message)
            if said:
                yield f"exercise '{exercise.name}', answer {answer}: it says {said!r}"
        for number, hint in enumerate(exercise.hints, 1):
            card.query_selector_all("button")[1].click()
            said = wait_for_words(card, f"Hint {number}: {hint}")
            if said:
                yield f"exercise '{exercise.name}', hint {number}: it says {said!r}"


def card_with(sheet: Sheet, words: str) -> ElementHandle | None:
    """Return the card in which these words stand."""
    cards = sheet.page.query_selector_all(".ml-card")
    return next((card for card in cards if words in (card.text_content() or "")), None)


def wait_for_words(card: ElementHandle, words: str) -> str:
    """Wait until a card says these words; return what it says instead, or ''."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        said = " ".join(card.evaluate(
            "card => [...card.querySelectorAll('[role=status]')].map(line => line.textContent)"
        ))  # fmt: skip
        if words in said:
            return ""
        time.sleep(0.01)
    return said


# In this order: the last ones leave the page in another state.
CHECKS = (
    no_error,
    as_many_panels_as_the_cells_ask_for,
    starts_in_agreement,
    every_slider_has_its_name,
    every_slider_moves_picture_and_words,
    every_list_moves_picture_and_words,
    every_scenario_is_what_it_says,
    no_blank_frame_in_a_flood,
    a_typed_number_moves_the_panel,
    every_question_answers,
    every_exercise_answers,
    the_picture_follows_the_theme,
    it_is_drawn_for_its_place,
)
