"""The pictures of a class: labels lie well, marks stand at the facts, and the words are those."""

from __future__ import annotations

import pytest
from class_room.hand_made import TASKS, files
from lessons.seen import painter_at, picture_faults, said_wrong

from margin_lessons import words
from margin_lessons.class_room import ClassRoom, class_results, handed_in
from margin_lessons.figures.marks import ChartBar, Note, Point, Rule
from margin_lessons.figures.palette import DARK, LIGHT
from margin_lessons.lessons import class_files
from margin_lessons.lessons.class_files import read_class
from margin_lessons.lessons.class_panel import CLASS, class_state
from margin_lessons.lessons.sample_class import sample_class
from margin_lessons.panels.panel import Panel
from margin_lessons.panels.uploads import Uploaded, UploadedFile
from margin_lessons.scenes.class_state import ClassView

WIDTHS = (254, 390, 830, 1260, 1800)
NOBODY = ClassRoom(class_results([], TASKS))


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> ClassRoom:
    """Return the class that was made by hand, in a course of its two lessons."""
    monkeypatch.setattr(class_files, "_tasks", lambda: TASKS)
    found = read_class([*files(), UploadedFile("notes.txt", b"call")])
    assert found is not None
    return found


def given(room: ClassRoom) -> Uploaded:
    return Uploaded(("class",), (0,), room)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scenario", [one.name for one in CLASS.scenarios])
def test_every_view_of_the_invented_class_is_legible(scenario: str, width: int) -> None:
    values = CLASS.scenario(scenario)
    scene = CLASS.shown(values)
    for palette in (LIGHT, DARK):
        painter = painter_at(CLASS, width, palette)
        painted = painter.paint(CLASS.picture(scene, scene))
        assert picture_faults(CLASS, values, scene, painted) == []
    assert said_wrong(CLASS, values, scene) == []


@pytest.mark.parametrize("view", list(ClassView))
def test_a_class_of_nobody_has_empty_axes_and_says_so(view: ClassView) -> None:
    values = {**CLASS.start, "files": given(NOBODY), "view": view}
    scene = CLASS.shown(values)
    painted = painter_at(CLASS, 830).paint(CLASS.picture(scene, scene))
    assert picture_faults(CLASS, values, scene, painted) == []
    assert "Learners counted: 0. Files passed over: 0." in scene.sentence
    assert scene.title


def test_the_words_of_a_class_counted_by_hand(room: ClassRoom) -> None:
    shown = {view: CLASS.shown({"files": given(room), "view": view}) for view in ClassView}
    ends = " Learners counted: 3. Files passed over: 1."
    learning = shown[ClassView.LEARNING]
    assert learning.title == "Close at first: 0 of 2. In the second case: 1 of 2"
    assert learning.sentence == (
        "Both are answers of the same learners. Certain and close: 2 of 3." + ends
    )
    ideas = shown[ClassView.IDEAS]
    assert ideas.title == "Most frequent: “leverage is a loan”"
    assert ideas.sentence.startswith(
        "It showed with 2 learners of lesson 01. Different misconceptions in all: 3."
    )
    tasks = shown[ClassView.TASKS]
    assert tasks.title == "Missions met: 1 of 3, questions right: 3 of 8, exercises right: 1 of 3"
    assert shown[ClassView.FLIGHTS].title.startswith("No flight that can be compared")


def test_the_table_has_a_row_for_each_lesson_and_names_what_was_passed_over(
    room: ClassRoom,
) -> None:
    table = CLASS.shown({"files": given(room)}).table
    assert table.rows == (
        ("01", "3", "0 of 2", "1 of 2", "30.0%", "16.0%", "1 of 3", "2 of 6", "1 of 3"),
        ("02", "2", "none", "none", "none", "none", "none", "1 of 2", "none"),
    )
    assert "Answers given as “certain” that were close: 2 of 3." in table.notes
    assert "Misconception in 01: “leverage is a loan”, 2 learners." in table.notes
    assert table.notes[-1] == (
        "Passed over: notes.txt. It is no JSON, as a progress file is, or was cut off."
    )


def test_marks_stand_at_the_shares(room: ClassRoom) -> None:
    scene = CLASS.shown({"files": given(room)})
    marks = CLASS.picture(scene, scene).marks
    places = [(one.x.name, one.x.value) for one in marks if isinstance(one, Point)]
    assert places == [("01 first close", 0.0), ("01 second close", 0.5)]
    bars = [one.top.value for one in marks if isinstance(one, ChartBar)]
    assert bars == pytest.approx([1 / 2, 0, 2 / 3])
    ideas = CLASS.shown({"files": given(room), "view": ClassView.IDEAS})
    bars = [one for one in CLASS.picture(ideas, ideas).marks if isinstance(one, ChartBar)]
    assert [(one.at, one.top.value) for one in bars] == [(3.0, 2), (2.0, 2), (1.0, 1)]


def test_every_row_and_bar_stands_where_its_words_are(room: ClassRoom) -> None:
    shown = {view: CLASS.shown({"files": given(room), "view": view}) for view in ClassView}
    drawn = {view: CLASS.picture(scene, scene) for view, scene in shown.items()}
    learning = drawn[ClassView.LEARNING]
    assert learning.plots[0].y.ticks == ((2.0, "01"), (1.0, "02"))
    assert learning.plots[1].x.ticks == ((0.0, "guessing"), (1.0, "fairly sure"), (2.0, "certain"))
    sure = [one for one in learning.marks if isinstance(one, ChartBar)]
    assert [(one.at, one.label) for one in sure] == [
        (0.0, "1 of 2"), (1.0, "0 of 1"), (2.0, "2 of 3"),
    ]  # fmt: skip
    case = {one.x.name: one.shape for one in learning.marks if isinstance(one, Point)}
    assert case == {"01 first close": "D", "01 second close": "o"}
    assert learning.plots[0].x.label.startswith("◆ first, ● second case")
    ideas = drawn[ClassView.IDEAS]
    notes = {one.y: one.label for one in ideas.marks if isinstance(one, Note)}
    for bar in (one for one in ideas.marks if isinstance(one, ChartBar)):
        assert notes[bar.at + 0.4] == bar.top.name
        assert dict(ideas.plots[0].y.ticks or ())[bar.at] == f"{bar.top.value:.0f}"
    tasks = [one for one in drawn[ClassView.TASKS].marks if isinstance(one, Point)]
    shapes = {"missions met": "^", "questions right": "o", "exercises right": "s"}
    for point in tasks:
        number, _, kind = point.x.name.partition(" ")
        assert point.shape == shapes[kind]
        assert round(point.y) == {"01": 2, "02": 1}[number]
    order = [point.y for point in tasks if point.x.name.startswith("01")]
    assert order == sorted(order, reverse=True)
    seen = " ".join(shown[ClassView.TASKS].seen.split())
    assert "a triangle for missions, a dot for questions, a square for exercises" in seen
    assert drawn[ClassView.TASKS].plots[0].x.label == "▲ missions, ● questions, ■ exercises: done"


def test_below_the_table_stand_all_ideas_flights_and_rules() -> None:
    state = class_state(None)
    notes = CLASS.scene(state).table.notes
    ideas, flights = state.results.misconceptions, state.room.flights
    in_all = CLASS.scene(class_state(None, ClassView.IDEAS)).fact("misconceptions that showed")
    assert in_all.text == f"{len(ideas)}" != f"{state.results.learners}"
    listed = [one for one in notes if one.startswith("Misconception in ")]
    assert len(listed) == 20 < len(ideas)
    assert [one.split(", ")[-1].split()[0] for one in listed] == [
        str(one.learners) for one in ideas[:20]
    ]
    (rest,) = [one for one in notes if one.startswith("And ")]
    ended = f"each with {ideas[20].learners} or fewer."
    assert rest == f"And {len(ideas) - 20} misconceptions more, {ended}"
    assert flights is not None
    said = [one for one in notes if one.startswith(("Flight ", "Rule "))]
    told = [(row.name, row.money, f", {row.decisions} decision") for row in flights.rows]
    told += [(run.name, run.money, "") for run in flights.rules]
    assert len(said) == len(told)
    for words_of, (name, money, decided) in zip(said, told, strict=True):
        assert name in words_of
        assert words.money(money) in words_of
        assert decided in words_of


def test_the_upright_line_of_the_flights_is_doing_nothing() -> None:
    state = class_state(None, ClassView.FLIGHTS)
    scene, flights = CLASS.scene(state), state.room.flights
    assert flights is not None
    line = [one for one in CLASS.picture(scene, scene).marks if isinstance(one, Rule)][-1]
    nothing = next(run for run in flights.rules if "nothing" in run.name)
    assert line.at.value == nothing.money
    assert line.label.startswith(nothing.name)


def test_the_flights_of_the_invented_class_are_those_of_the_one_report() -> None:
    state = class_state(None, ClassView.FLIGHTS)
    report = state.room.flights
    scene = CLASS.scene(state)
    points = [one.x for one in CLASS.picture(scene, scene).marks if isinstance(one, Point)]
    assert [one.value for one in points] == [row.money for row in report.rows]
    assert scene.fact("more than with doing nothing").text == f"{report.better_than_nothing} of 3"
    rows = [note for note in scene.table.notes if note.startswith("Flight ")]
    assert len(rows) == len(report.rows)


def test_dropped_files_replace_the_invented_class_and_go_again() -> None:
    panel = Panel(CLASS)
    panel.set(files=sample_class()[:1])
    assert panel.state.results.learners == 1
    assert "invented" not in panel.scene.sentence
    panel.set(files=())
    assert panel.state.invented


def test_a_first_answer_without_a_second_is_in_no_pair() -> None:
    said = {"value": 1, "outcome": 1, "confidence": "certain", "close": True}
    one = handed_in("x", {"lessons": {"01": {"predictions": {"call": said}}}})
    shown = CLASS.shown({"files": given(ClassRoom(class_results([one], TASKS)))})
    assert shown.title == "Nobody has answered a prediction twice yet"
    assert "Certain and close: 1 of 1." in shown.sentence
