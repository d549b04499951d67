"""Panels say what was worked out by hand, in the title, the sentence and the table."""

from __future__ import annotations

from lessons.course import Part, each_panel
from lessons.keys.form import fault
from lessons.keys.sentences import SENTENCES


@each_panel
def test_a_panel_says_what_was_worked_out_by_hand(part: Part) -> None:
    model = part.open()
    keys = SENTENCES.get((part.lesson.name[:2], model.name))
    assert keys, f"the panel {model.name} has no key: write one in lessons.keys.sentences"
    for key in keys:
        scene = model.shown(model.scenario(key.scenario))
        wrong = [fault(key.title, scene.title), fault(key.sentence, scene.sentence)]
        rows = [f"{fact.name}: {fact.text}" for fact in scene.facts]
        wrong += [f"no row {row} in {rows}" for row in key.rows if row not in rows]
        assert not any(wrong), "\n".join(filter(None, wrong))
