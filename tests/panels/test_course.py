"""The page of the whole course: what is done in each lesson, and how the predictions went."""

from __future__ import annotations

from pathlib import Path

from panels.lesson_toy import commit, toy_lesson
from panels.tasks import PREDICTION, QUESTION

from margin_lessons.lessons.course import NOWHERE, Course
from margin_lessons.lessons.lesson import Lesson
from margin_lessons.panels import progress
from margin_lessons.panels.session import Session

NAMES = ("01_first", "02_second")
SECOND = PREDICTION.second
assert SECOND is not None


def lessons() -> tuple[Lesson, ...]:
    return tuple(toy_lesson(name) for name in NAMES)


def page() -> Course:
    """Return the page of a course of two lessons."""
    return Course(Session("course"), (lesson.contents for lesson in lessons()))


def do_all(lesson: Lesson) -> None:
    commit(lesson, PREDICTION, 55, 55, "certain")
    commit(lesson, SECOND, 31, 30)
    lesson.quiz(QUESTION.name).items[0].choose(1)
    lesson.exercise("loss", -1_000)
    lesson.session.mission_met("toy")


def test_at_first_there_is_a_row_of_nothing_for_each_lesson() -> None:
    saved = progress.read()
    table = page().table(saved)
    assert table.head == ("lesson", "predictions", "missions", "questions", "exercises")
    assert table.rows == (
        ("01 A lesson", *["0 of 1"] * 4),
        ("02 A lesson", *["0 of 1"] * 4),
    )
    assert page().predicted(saved).rows == ()
    assert str(page()).startswith(
        "Nothing is saved yet: your first answer begins your progress file.\n"
        "Go on with 01 A lesson: 0 of 4 tasks done.\n"
        "Where you are in the course\n"
    )


def test_what_is_done_is_counted_and_the_predictions_are_told_one_by_one() -> None:
    first, second = lessons()
    do_all(first)
    commit(second, PREDICTION, 12, 55, "certain")
    saved = progress.read()
    assert page().table(saved).rows == (
        ("01 A lesson", *["1 of 1"] * 4),
        ("02 A lesson", "1 of 1", *["0 of 1"] * 3),
    )
    predicted = page().predicted(saved)
    assert predicted.rows == (
        ("01 A lesson", "first", "55 USD", "certain", "55 USD", "nothing"),
        ("01 A lesson", "second", "31 USD", "guessing", "30 USD", "1 USD, too high"),
        ("02 A lesson", "first", "12 USD", "certain", "55 USD", "43 USD, too low"),
    )
    assert predicted.notes == ("Of 2 certain answers, 1 was close.",)
    assert page().go_on(saved) == "Go on with 02 A lesson: 1 of 5 tasks done."
    do_all(second)
    assert page().go_on(progress.read()) == NOWHERE


def test_its_page_has_links_tables_and_what_is_wrong_with_the_file(progress_file: Path) -> None:
    first, _ = lessons()
    do_all(first)
    html = page()._repr_mimebundle_()["text/html"]
    for name in NAMES:
        assert f'<a href="{name}.ipynb">' in html
    assert html.count("<caption>") == 2
    progress_file.write_bytes(b"{")
    assert "is damaged" in page().live.shown["sections"]["found"]
    assert page().live.shown["sections"]["predicted"] == ""


def test_a_page_that_asks_sees_what_was_saved_since() -> None:
    live = page()
    do_all(lessons()[0])
    assert "1 of 1" not in live.live.shown["sections"]["done"]
    live.live.asked = {"turn": "1", "act": "look"}
    assert "1 of 1" in live.live.shown["sections"]["done"]


def test_certainty_is_held_against_the_outcome() -> None:
    (first, second), told = lessons(), []
    for lesson, said in ((first, 12), (second, 55)):
        commit(lesson, PREDICTION, said, 55, "certain")
        told += page().predicted(progress.read()).notes
    commit(first, SECOND, 30, 30, "certain")
    told += page().predicted(progress.read()).notes
    assert told == [
        "Of 1 certain answer, none was close.",
        "Of 2 certain answers, 1 was close.",
        "Of 3 certain answers, 2 were close.",
    ]
