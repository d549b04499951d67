"""Every panel of a lesson is walked through: keys, buttons, sliders, lists and typed numbers.

After each move picture, words and controls are compared with what the package says, and in a window
of 1,280 x 720 with the file browser open everything that decides is in view.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from browser import moves
from browser.live import LivePanel, gates, live_panels
from browser.moves import Move
from browser.sheet import Sheet

from margin_lessons.lessons import Lesson
from margin_lessons.panels.controls import Number
from margin_lessons.panels.prediction import CONFIDENCE, Prediction

Complaints = Iterator[str]

MOST = 560  # px for result, picture, sentence and controls together
FLOOD = 30  # fast steps of a slider
NOTHING = "its whole way changes neither picture nor numbers"


def every_prediction_is_answered(sheet: Sheet, lesson: Lesson) -> Complaints:
    """Commit a wrong guess to each, certain of it: the answer is there, and in view."""
    for panel in gates(sheet, lesson):
        asked = prediction_of(panel, lesson)
        setting = {**panel.model.start, **asked.values}
        panel.commit(wrong_guess(asked, panel), CONFIDENCE[-1])
        trouble = panel.settle(lambda values, want=setting: values == want)
        if trouble:
            yield f"{panel} after a commit: {trouble} {panel.look()['problem']}"
        # Scrolled there by the commit alone.
        outside = panel.view()["outside"]
        if outside:
            yield f"{panel} after a commit: out of view are {', '.join(outside)}"


def everything_is_in_one_view(panel: LivePanel) -> Complaints:
    """With what was said still above it: nothing leaves the view, and the page does not jump."""
    path = moves.in_use(panel.model, panel.lesson)
    steps = panel.walk(path)
    yield from disagreements(panel, path, steps)
    seen = list(zip(path, steps, strict=False))
    for move, step in [pair for pair in seen if pair[1]["outside"]][:1]:
        yield f"{panel} at '{move}': out of view are {', '.join(step['outside'])}"
    move, step = max(seen, key=lambda pair: float(pair[1]["height"]))
    if step["height"] > MOST:
        yield (
            f"{panel} at '{move}' is {step['height']:.0f} px high, of which "
            f"{', '.join(step['parts'])}: {step['look']['sentence']}"
        )
    for move, step in [pair for pair in seen if pair[1]["jumped"]][:1]:
        yield f"{panel} at '{move}': the page jumped, {step['jumped']}, {step['look']['title']}"


def lists_and_typed_numbers_move_it(panel: LivePanel) -> Complaints:
    path = moves.unfolded(panel.model)
    yield from disagreements(panel, path, panel.walk(path))


def disagreements(panel: LivePanel, path: list[Move], steps: list[dict[str, Any]]) -> Complaints:
    """Tell where what is shown differs from the package, or is not what the move should do."""
    for move, step in zip(path, steps, strict=False):
        trouble = panel.disagreement(step["look"], move.log)
        if not trouble:
            trouble = move.missed(panel.values(step["look"]), step["look"]["message"])
        if trouble:
            yield f"{panel} at '{move}': {trouble}"
    if len(steps) < len(path):
        yield f"{panel}: no answer comes to '{path[len(steps)]}'"


def tab_comes_to_every_part(panel: LivePanel) -> Complaints:
    for _ in range(panel.ask("panel => trial.beginAtTheFirst(panel)") - 1):
        panel.sheet.page.keyboard.press("Tab")
    for part in panel.ask("panel => trial.missed(panel)"):
        yield f"{panel}: the Tab key does not come to {part}"


def every_slider_moves_picture_and_words(panel: LivePanel) -> Complaints:
    for control in panel.sliders():
        # Where a story has no use for a control, another one must have.
        for story in ["", *(scenario.name for scenario in panel.model.scenarios)]:
            if story:
                panel.walk([moves.press(panel.model, story)])
            trouble = pressed(panel, control)
            if trouble != NOTHING:
                break
        if trouble:
            yield f"{panel}, slider '{control.label}': {trouble}"


def pressed(panel: LivePanel, control: Number) -> str:
    """Take a slider its whole way by keys until it has moved the picture; return what is wrong."""
    before, picture = panel.look(), panel.pixels()
    clock = panel.model.clock
    # A control that is played shows the same numbers up to another day.
    words = "alt" if clock and clock.control == control.name else "rows"
    was = panel.values(before)[control.name]
    step, leap = keys_away_from_the_nearer_end(control, was)
    panel.focus(control)
    # What a slider shows may begin far from where it stands, and a step be less than a pixel.
    for key in (step, *[leap] * 10):
        panel.sheet.page.keyboard.press(key)
        look = panel.look()
        trouble = panel.disagreement(look)
        if not trouble and key == step and panel.values(look)[control.name] == was:
            trouble = f"{key} leaves it at {was}"
        if trouble:
            return trouble
        if look[words] != before[words] and panel.pixels() != picture:
            return ""
    return NOTHING


def keys_away_from_the_nearer_end(control: Number, start: float) -> tuple[str, str]:
    """Return the keys for a step and for a tenth of the way, where a slider has the more room."""
    down = start > (control.low + control.high) / 2
    return ("ArrowLeft", "PageDown") if down else ("ArrowRight", "PageUp")


def no_blank_frame_in_a_flood(panel: LivePanel) -> Complaints:
    """No picture is blank, and the last one is that of the last step.

    How many pictures there are on the way is a matter of the machine.
    """
    panel.walk([moves.press(panel.model, "Reset")])
    for control in panel.sliders()[:1]:
        start = panel.values(panel.look())[control.name]
        key, _ = keys_away_from_the_nearer_end(control, start)
        end = start + FLOOD * control.step * (1 if key == "ArrowRight" else -1)
        end = min(max(end, control.low), control.high)
        seen = panel.ask(
            "(panel, [name, key, times]) => trial.flood(panel, name, key, times)",
            [control.label, key, FLOOD],
        )
        trouble = panel.disagreement(seen["look"])
        found = panel.values(seen["look"])[control.name]
        if not trouble and abs(found - end) >= control.step / 2:
            trouble = f"'{control.label}' is at {found}, not {end}"
        if trouble:
            yield f"{panel} after {FLOOD} fast steps: {trouble}"
        elif panel.pixels() != panel.painting(seen["look"]):
            yield f"{panel} after {FLOOD} fast steps: its pixels are not those of the package"
        if seen["blank"] or not seen["pictures"]:
            frames, blank, pictures = (seen[one] for one in ("frames", "blank", "pictures"))
            yield f"{panel}: {blank} of {frames} frames were blank, {pictures} pictures"


def every_panel_is_walked_through(sheet: Sheet, lesson: Lesson) -> Complaints:
    for panel in live_panels(sheet, lesson):
        trouble = panel.settle()
        if trouble:
            yield f"{panel} as it opens: {trouble}"
        yield from everything_is_in_one_view(panel)
        panel.unfold()
        yield from tab_comes_to_every_part(panel)
        yield from lists_and_typed_numbers_move_it(panel)
        yield from every_slider_moves_picture_and_words(panel)
        yield from no_blank_frame_in_a_flood(panel)


def prediction_of(panel: LivePanel, lesson: Lesson) -> Prediction:
    """Return the prediction that a panel asks."""
    question = panel.look()["question"].removeprefix("Predict. ")
    return next(one for one in lesson.predictions if one.question == question)


def wrong_guess(asked: Prediction, panel: LivePanel) -> str:
    """Return what somebody types who is far off."""
    outcome = asked.outcome(panel.model.state({**panel.model.start, **asked.values}))
    highest = float("inf") if asked.highest is None else asked.highest
    typed = 2 * abs(outcome) / asked.scale + 1
    # Where twice as much is more than can be, half of it is wrong, too.
    return f"{typed if typed <= highest else outcome / asked.scale / 2:.6g}"
