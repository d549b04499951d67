"""Every picture is read back whole: what it shows is what its words and its facts mean."""

from __future__ import annotations

from lessons.course import Part, each_panel
from lessons.pictured import against_words, says
from lessons.seen import painter_at
from lessons.stops import ends, free_play, scenarios


@each_panel
def test_marks_labels_and_ticks_mean_what_they_say(part: Part) -> None:
    model, found = part.open(), {}
    painter = painter_at(model, 830)
    for where, values in [*scenarios(model), *ends(model), *free_play(model, 3)]:
        scene = model.shown(values)
        painted = painter.paint(model.picture(scene, model.base(model.start, values)))
        found |= dict.fromkeys(against_words(painted, scene), where)
    assert not found


def test_a_number_says_a_value_to_its_digits() -> None:
    assert says("13,200 USD", 13_200.0)
    assert says("-25.0%", -0.25)
    assert says("1 in 100, our example", 0.01)
    assert not says("13,201 USD", 13_200.0)
    assert not says("25%", 25.0)
    assert not says("2,500%", 0.25)
