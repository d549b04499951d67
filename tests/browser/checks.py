"""What must hold of a lesson that is open in JupyterLab; each check yields what does not.

A lesson is opened once and all checks walk over it, as opening takes longer than looking.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from browser.axe import violations
from browser.live import live_panels
from browser.sheet import DARK, LIGHT, PATIENCE, Sheet
from browser.walks import Complaints, every_panel_is_walked_through, every_prediction_is_answered
from playwright.sync_api import TimeoutError as NotInTime

from margin_lessons.figures.palette import THEMES
from margin_lessons.lessons import Lesson

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
# All pictures stand on a paper.
ALL_ON = """paper => [...document.querySelectorAll('.ml-panel:has(.ml-body:not([hidden]))')]
  .every(panel => trial.paper(panel) === paper)"""
# px of the picture's place, and the pixels of the screen for each.
PLACES = ((360, 1), (390, 2), (830, 2), (1260, 1), (1800, 1), (830, 1))


def no_error(sheet: Sheet, lesson: Lesson) -> Complaints:
    yield from sheet.errors()


def no_rule_is_broken_as_it_opens(sheet: Sheet, lesson: Lesson) -> Complaints:
    """With all predictions open, as nobody has answered one."""
    yield from violations(sheet.page)


def as_many_panels_as_the_cells_ask_for(sheet: Sheet, lesson: Lesson) -> Complaints:
    asked = sheet.page.evaluate(
        "() => jupyterapp.shell.currentWidget.content.widgets.map(c => c.model.toJSON().source)"
        ".join('\\n').match(/lesson\\.(panel|predict)\\(/g).length"
    )
    shown = len(live_panels(sheet, lesson))
    if shown != asked:
        yield f"{shown} panels are seen, and the cells ask for {asked}"


def every_question_answers(sheet: Sheet, lesson: Lesson) -> Complaints:
    for question in lesson.questions:
        wanted = [question.check(index).message for index in question.order]
        tries = list(range(len(wanted)))
        for trouble in answered(sheet, question.text, tries, wanted):
            yield f"question '{question.name}', {trouble}"


def every_exercise_answers(sheet: Sheet, lesson: Lesson) -> Complaints:
    for exercise in lesson.exercises:
        wrong = [f"{wrong.value:.10g}" for wrong in exercise.wrong[:1]]
        answers = [*wrong, f"{exercise.answer():.10g}"]
        wanted = [exercise.check(answer).message for answer in answers]
        wanted += [f"Hint {number}: {hint}" for number, hint in enumerate(exercise.hints, 1)]
        tries = [*answers, *(None for _ in exercise.hints)]
        for trouble in answered(sheet, exercise.task, tries, wanted):
            yield f"exercise '{exercise.name}', {trouble}"


def answered(sheet: Sheet, task: str, tries: list[Any], wanted: list[str]) -> Complaints:
    """Try the card of a task: an option's place, an answer, or None for a hint."""
    said = sheet.page.evaluate("([task, tries]) => trial.answer(task, tries)", [task, tries])
    if said is None:
        yield "is not on the page"
        return
    for given, words, want in zip(tries, said, wanted, strict=False):
        if want not in words:
            yield f"try {given!r}: it says {words!r}, not {want!r}"
    if len(said) < len(tries):
        yield f"try {tries[len(said)]!r}: no answer comes"


def it_follows_the_theme_and_breaks_no_rule(sheet: Sheet, lesson: Lesson) -> Complaints:
    """With everything said and unfolded, on dark paper and on light."""
    for theme, palette in ((DARK, THEMES["dark"]), (LIGHT, THEMES["light"])):
        sheet.theme(theme)
        with suppress(NotInTime):
            sheet.page.wait_for_function(ALL_ON, arg=palette.paper, timeout=PATIENCE)
        for panel in live_panels(sheet, lesson):
            if panel.paper() != palette.paper:
                yield f"{panel} in {theme} is drawn on {panel.paper()}, not {palette.paper}"
            trouble = panel.disagreement(panel.look())
            if trouble:
                yield f"{panel} in {theme}: {trouble}"
        for rule in violations(sheet.page, colours=theme == DARK):
            yield f"{theme}: {rule}"


def it_is_drawn_for_its_place(sheet: Sheet, lesson: Lesson) -> Complaints:
    """At any width and on small pixels: nothing scaled, too wide, or to be moved sideways."""
    panels = live_panels(sheet, lesson)
    for width, ratio in PLACES:
        where = f"where a picture has {width} px at {ratio}x"
        try:
            sheet.make_place(width, ratio)
        except NotInTime:
            yield f"{where}: not all pictures come to fit"
        for trouble in sheet.page.evaluate(f"() => [{CUT_OFF}, {RAGGED}, {SIDEWAYS}]"
                                           ".flatMap(look => look())"):  # fmt: skip
            yield f"{where}: {trouble}"
        for panel in panels:
            look, trouble = panel.fitted()
            if abs(look["room"] - width) > 2:
                yield f"{where}, {panel}: it has {look['room']} px"
            if trouble:
                yield f"{where}, {panel}: {trouble}"


# In this order: the last ones leave the page in another state.
CHECKS = (
    no_error,
    no_rule_is_broken_as_it_opens,
    every_prediction_is_answered,
    as_many_panels_as_the_cells_ask_for,
    every_panel_is_walked_through,
    every_question_answers,
    every_exercise_answers,
    it_follows_the_theme_and_breaks_no_rule,
    it_is_drawn_for_its_place,
)
