"""Every control of every panel is moved, headlessly, and what is said, tabled and drawn must agree.

Pictures are looked at where a learner sees them: on a phone, beside an open file browser, on a wide
screen; what a picture must be is told in ``lessons.seen``.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest
from lessons.course import Part, each_panel
from lessons.drags import DRAGS, Drag
from lessons.seen import (
    NARROWEST,
    WIDTHS,
    cut,
    frame_changes,
    left_out,
    monotone,
    painter_at,
    picture_faults,
    said_wrong,
    touching,
)
from lessons.stops import decided, one_step_from, scenarios, stops

from margin_lessons.figures.palette import DARK
from margin_lessons.figures.picture import Guess
from margin_lessons.lessons import open_lesson
from margin_lessons.panels.controls import Number

EVERYWHERE = (390, 830, 1260)
"""Widths at which all stops are looked at; scenarios are at all widths."""

LONGEST_ALT = 700


class Findings:
    """What is wrong, each with the first place where it was seen."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def add(self, where: str, wrong: Iterable[str]) -> None:
        """Keep what is wrong at a place."""
        for finding in wrong:
            self.found.setdefault(finding, where)

    def must_be_none(self) -> None:
        """Fail with a list of all that was found."""
        lines = [f"at {where}: {finding}" for finding, where in self.found.items()]
        assert not lines, "\n".join(["", *lines])


@each_panel
def test_all_that_is_said_tabled_and_drawn_agrees_and_lies_well(part: Part) -> None:
    model, findings = part.open(), Findings()
    painters = {width: painter_at(model, width) for width in WIDTHS}
    named = {where for where, _ in scenarios(model)}
    for where, values, base in stops(model):
        scene = model.shown(values)
        picture = model.picture(scene, model.base(base, values))
        findings.add(where, said_wrong(model, values, scene))
        for width in WIDTHS if where in named else EVERYWHERE:
            wrong = picture_faults(model, values, scene, painters[width].paint(picture))
            findings.add(f"{where}, {width} px", wrong)
    findings.must_be_none()


@each_panel
def test_after_decisions_too_all_agrees_and_lies_well(part: Part) -> None:
    model, findings = part.open(), Findings()
    painters = {width: painter_at(model, width) for width in EVERYWHERE}
    base = model.shown(model.start)
    for seed in range(4):
        for one in decided(model, 20, seed):
            scene = model.shown(model.start, one.log)
            where = f"{one.act} as decision {len(one.log)} of play {seed}"
            findings.add(where, said_wrong(model, model.start, scene))
            picture = model.picture(scene, base)
            for width, painter in painters.items():
                wrong = picture_faults(model, model.start, scene, painter.paint(picture))
                findings.add(f"{where}, {width} px", wrong)
    findings.must_be_none()


@each_panel
def test_in_the_narrowest_place_no_label_is_cut_or_touches_and_few_are_left_out(part: Part) -> None:
    model, findings = part.open(), Findings()
    painter = painter_at(model, NARROWEST)
    for where, values in scenarios(model):
        painted = painter.paint(model.picture(model.shown(values), model.base(values, values)))
        findings.add(where, [*cut(painted), *touching(painted)])
        if len(left_out(painted)) > 1:
            findings.add(where, (f"left out: “{label}”" for label in left_out(painted)))
    findings.must_be_none()


@each_panel
def test_axes_stand_still_while_one_number_is_moved(part: Part) -> None:
    model, findings = part.open(), Findings()
    for where, values in scenarios(model):
        for control in model.controls:
            if isinstance(control, Number):
                changes = frame_changes(model, control, values)
                if changes > 1:
                    findings.add(where, [f"{changes} frames along {control.name}"])
    findings.must_be_none()


@pytest.mark.parametrize("drag", DRAGS, ids=str)
def test_along_a_recommended_drag_the_mark_moves_as_its_value_does(drag: Drag) -> None:
    lesson = open_lesson(drag.lesson)
    (model,) = (panel for panel in lesson.panels if panel.name == drag.panel)
    base = model.scenario(drag.scenario) if drag.scenario else model.start
    at = monotone(model, drag.control, drag.values, base, drag.mark, drag.along)
    steps = [b - a for a, b in pairwise(at)]
    if drag.way == "stays":
        assert max(abs(step) for step in steps) < 0.01
    else:
        assert all(step * (1 if drag.way == "up" else -1) > 0 for step in steps), at


@each_panel
def test_the_text_alternative_says_what_is_seen_and_repeats_no_table(part: Part) -> None:
    model, findings = part.open(), Findings()
    for where, values, _ in stops(model):
        scene = model.shown(values)
        rows = [f"{fact.name}: {fact.text}" for fact in scene.facts]
        findings.add(where, (f"repeats the table: {row}" for row in rows if row in scene.alt))
        if not 60 <= len(scene.alt) <= LONGEST_ALT:
            findings.add(where, [f"{len(scene.alt)} letters: {scene.alt}"])
        if scene.title not in scene.alt:
            findings.add(where, ["it lacks the title"])
    findings.must_be_none()


@each_panel
def test_every_fact_stands_in_the_table_once(part: Part) -> None:
    model, findings = part.open(), Findings()
    for where, values, _ in stops(model):
        scene = model.shown(values)
        names = [fact.name for fact in scene.facts]
        findings.add(where, (f"two facts are called “{n}”" for n in names if names.count(n) > 1))
        assert scene.table.caption
        said = " ".join([*(" ".join(row) for row in scene.table.rows), *scene.table.notes])
        findings.add(where, (f"“{fact.name}: {fact.text}” is not in the table"
                             for fact in scene.facts if fact.text not in said))  # fmt: skip
    findings.must_be_none()


@each_panel
def test_nothing_of_an_earlier_picture_stays(part: Part) -> None:
    model = part.open()
    for palette, stories in (({}, 4), ({"palette": DARK}, 1)):
        kept = painter_at(model, 830, **palette)
        for where, values in list(scenarios(model))[:stories]:
            base = model.base(values, values)
            for moved in (one_step_from(model, values), values):
                shot = kept.paint(model.picture(model.shown(moved), base)).png
            fresh = painter_at(model, 830, **palette)
            assert fresh.paint(model.picture(model.shown(values), base)).png == shot, where


@each_panel
def test_the_picture_shows_facts(part: Part) -> None:
    model = part.open()
    scene = model.shown(model.start)
    painted = painter_at(model, 830).paint(model.picture(scene, scene))
    assert painted.read_back(), "no fact can be read off this picture"


@each_panel
def test_a_guess_covers_no_label(part: Part) -> None:
    """Its words stand at the head of the picture, wherever its line is."""
    model, findings = part.open(), Findings()
    said = [p for p in part.lesson.predictions if p.panel == model.name]
    for prediction in said:
        values = {**model.start, **model.check(prediction.values)}
        right = float(prediction.outcome(model.state(values)))
        scene = model.shown(values)
        picture = model.picture(scene, model.base(values, values))
        findings.add(prediction.name, said_wrong(model, values, scene))
        for width in EVERYWHERE:
            painter = painter_at(model, width)
            for value in (right, 0.7 * right, 1.4 * right, -right, 0.0):
                text = f"you said {prediction.show(value)}"
                guess = Guess(value, text, prediction.along, prediction.plot)
                wrong = picture_faults(model, values, scene, painter.paint(picture, guess))
                findings.add(f"{width} px, {text}", wrong)
    findings.must_be_none()


@each_panel
def test_controls_have_names_and_are_spoken_with_their_unit(part: Part) -> None:
    model = part.open()
    labels = [control.label for control in model.controls]
    assert all(labels)
    assert len(set(labels)) == len(labels)
    for control in model.controls:
        for value in control.probes:
            if value is None:
                continue
            said = control.say(value)
            assert "999999" not in said, said
            assert "000000" not in said, said
            if isinstance(control, Number) and control.unit and value is not None:
                assert control.unit.removesuffix("s") in said


@each_panel
def test_sliders_can_stand_on_every_start_and_scenario(part: Part) -> None:
    model = part.open()
    off = [
        f"{control.name} at {values[control.name]} ({where})"
        for where, values in scenarios(model)
        for control in model.controls
        if isinstance(control, Number)
        and control.slider
        and not _on_a_step(values[control.name], control)
    ]
    assert not off


def _on_a_step(value: float | None, control: Number) -> bool:
    if value is None:
        return control.blank
    steps = (value - control.low) / control.step
    return abs(steps - round(steps)) < 1e-6
