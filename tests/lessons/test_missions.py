"""Panels keep their word: every scenario is what it is called, and missions are solved in full.

A panel, a scenario or a mission that its lesson's key does not know fails.
"""

from __future__ import annotations

from lessons.course import Part, each_panel
from lessons.keys.form import Played, every, fault, settings
from lessons.test_keys import key_of

from margin_lessons.panels.controls import Choice, Number


def played(part: Part) -> Played:
    keys, name = key_of(part.lesson.name), part.open().name
    assert name in keys.PANELS, f"the panel {name} has no key: write one in {keys.__name__}"
    return keys.PANELS[name]


@each_panel
def test_labels_and_choices_say_what_they_set(part: Part) -> None:
    model, key = part.open(), played(part)
    assert {control.name: control.label for control in model.controls} == dict(key.labels)
    for control in (one for one in model.controls if isinstance(one, Choice)):
        options = dict(control.options)
        wanted = key.words.get(control.name, {word: word for word in options})
        assert {word: options.get(word) for word in wanted} == dict(wanted), control.name


@each_panel
def test_every_scenario_keeps_its_word(part: Part) -> None:
    model, key = part.open(), played(part)
    assert list(key.scenarios) == [scenario.name for scenario in model.scenarios]
    broken = [
        name
        for name, keeps in key.scenarios.items()
        if not keeps(model.state(model.scenario(name)))
    ]
    assert not broken, f"{broken} of {model.name} are not what they are called"


@each_panel
def test_a_mission_is_met_by_the_settings_found_by_hand_and_no_other(part: Part) -> None:
    model, key = part.open(), played(part)
    assert (model.mission is None) == (key.mission is None)
    if model.mission is None:
        return
    goal = key.mission
    faults = [fault(goal.task, model.mission.task), fault(goal.praise, model.mission.praise)]
    assert not any(faults), "\n".join(filter(None, faults))
    tried = settings(model, goal)
    met = [s for s in tried if model.mission.done(model.state(s))]
    wanted = [s for s in tried if goal.met(s)]
    assert wanted, "no setting of the grids meets the mission"
    assert met == wanted


def test_a_grid_has_every_value_of_a_control() -> None:
    assert every(Number("pace", "pace", 0.2, 0.6, 0.1, 0.3)) == [0.2, 0.3, 0.4, 0.5, 0.6]
