"""The summary: what is next, what is open in plain words, what is done; it refreshes itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from panels.lesson_toy import commit, toy_lesson
from panels.tasks import PREDICTION, QUESTION

from margin_lessons.lessons.lesson import Lesson
from margin_lessons.panels import progress
from margin_lessons.panels.done import Contents
from margin_lessons.panels.summary import Summary

OPEN = "Still open here: 1 prediction, 1 mission, 1 question and 1 exercise."
NOTHING = "Nothing is saved yet: your first answer begins your progress file."
SECOND = PREDICTION.second
assert SECOND is not None


@pytest.fixture
def lesson() -> Lesson:
    """Return a lesson that was just opened."""
    return toy_lesson()


def states(lesson: Lesson) -> dict[str, str]:
    """Return what was done, by the word for what there is to do."""
    return {words.split(":")[0]: state for words, state in lesson.summary().rows}


def test_nothing_is_done_at_first_and_the_file_is_not_there(lesson: Lesson) -> None:
    assert str(lesson.summary()) == (
        f"{NOTHING}\n"
        f"{OPEN}\n"
        "  * prediction: What is the number when it is high & up?\n"
        "  * mission: Reach 55 <or more>.\n"
        "  * question: Which is it?\n"
        "  * exercise: What is the result of <this>?\n"
        "The last lesson.\n"
        "(As of the last run of this cell.)"
    )


def test_what_is_done_is_told_and_what_is_open(lesson: Lesson) -> None:
    commit(lesson, PREDICTION, 50, 55, "certain")
    (quiz,) = lesson.quiz(QUESTION.name).items
    for index in (0, 1, 2):  # the last one after the right one
        quiz.choose(index)
    lesson.exercise("loss", 7)
    lesson.session.mission_met("toy")
    assert states(lesson) == {
        "prediction": "you said 50 USD (certain), it was 55 USD, off by 5 USD, too low",
        "second case": "not yet",
        "mission": "met",
        "question": "right after 2 tries",
        "exercise": "not yet, after 1 try",
    }
    text = str(lesson.summary())
    assert text.startswith(
        "Still open here: 1 second case and 1 exercise.\n"
        "  * second case: And when it is 30?\n"
        "  * exercise: What is the result of <this>? (not yet, after 1 try)\n"
        "What you have done in this lesson\n"
    )
    # No internal name is shown: "high number", "colour", "toy", "loss".
    for name in (PREDICTION.name, QUESTION.name, "toy", "loss"):
        assert name not in text


def test_the_second_case_shows_what_was_learned(lesson: Lesson) -> None:
    assert "second case" not in states(lesson)
    commit(lesson, PREDICTION, 50, 55, "certain")
    commit(lesson, SECOND, 30, 30)
    commit(lesson, SECOND, 31, 30)
    assert (
        states(lesson)["second case"] == "you said 30 USD (guessing), it was 30 USD; 1 more since"
    )
    assert "* First off by 5 USD, too low; in the second case exact." in str(lesson.summary())


def test_all_done_is_said(lesson: Lesson) -> None:
    commit(lesson, PREDICTION, 55, 55)
    commit(lesson, SECOND, 30, 30)
    lesson.quiz(QUESTION.name).items[0].choose(1)
    lesson.exercise("loss", -1_000)
    lesson.session.mission_met("toy")
    sections = lesson.summary().sections()
    assert sections["open"] == "<p>Nothing is open here: you have done all of this lesson.</p>"
    assert sections["found"] == ""
    assert sections["done"].count('<th scope="row"') == 5


@pytest.mark.parametrize(
    "act",
    [
        lambda lesson: lesson.quiz(QUESTION.name).items[0].choose(1),
        lambda lesson: lesson.exercise("loss", -1_000),
        lambda lesson: lesson.session.mission_met("toy"),
        lambda lesson: commit(lesson, PREDICTION, 50, 55),
    ],
    ids=["question", "exercise", "mission", "prediction"],
)
def test_it_refreshes_itself_when_something_is_answered(lesson: Lesson, act) -> None:
    summary = lesson.summary()
    before = summary.live.shown["sections"]
    act(lesson)
    after = summary.live.shown["sections"]
    assert after != before
    assert after == lesson.summary().sections()


def test_a_summary_that_is_run_again_takes_the_place_of_the_first(lesson: Lesson) -> None:
    first, second = lesson.summary(), lesson.summary()
    before = first.live.shown
    lesson.session.mission_met("toy")
    assert first.live.shown == before
    assert second.live.shown != before
    # A lesson that is opened anew has nothing to do with what was open before.
    shown = second.live.shown
    replace(lesson).exercise("loss", -1_000)
    assert second.live.shown == shown


def test_what_another_notebook_saved_is_shown_when_the_page_asks(lesson: Lesson) -> None:
    summary = lesson.summary()
    progress.record("lesson", "exercises", "loss", {"tries": 3, "passed": True})
    assert "right after 3 tries" not in summary.live.shown["sections"]["done"]
    summary.live.asked = {"turn": "1", "act": "look"}
    assert "right after 3 tries" in summary.live.shown["sections"]["done"]
    assert summary.live.shown["turn"] == "1"


def test_the_next_lesson_is_a_link_and_so_is_the_course(lesson: Lesson) -> None:
    following = Contents("02_next_one", "Next & more", ())
    html = Summary(lesson.session, lesson.contents, following)._repr_mimebundle_()["text/html"]
    assert '<b>Next:</b> <a href="02_next_one.ipynb">02 Next &amp; more</a>' in html
    assert '<a href="where_am_i.ipynb">Where am I in the course?</a>' in html
    last = lesson.summary()._repr_mimebundle_()["text/html"]
    assert "This was the last lesson." in last
    assert '<a href="where_am_i.ipynb">' in last


def test_it_is_html_beside_text_and_escaped(lesson: Lesson) -> None:
    bundle = lesson.summary()._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}
    for place in ("found", "open", "done", "next"):
        assert f'class="ml-{place}"' in bundle["text/html"]
    assert "What is the result of &lt;this&gt;?" in bundle["text/html"]
    assert "As of the last run of this cell." in bundle["text/html"]


def test_a_prediction_saved_without_its_words_is_told_in_plain_numbers(lesson: Lesson) -> None:
    entry = {"value": 1_234.5, "confidence": "guess", "outcome": 55}
    progress.record("lesson", "predictions", PREDICTION.name, entry)
    assert states(lesson)["prediction"] == "you said 1,234.5 (guessing), it was 55"
    commit(lesson, SECOND, 30, 30)
    assert "* First 1,234.5 for 55; in the second case exact." in str(lesson.summary())


def test_a_long_question_is_told_by_its_first_words(lesson: Lesson) -> None:
    asked = replace(QUESTION, text="From lesson 03: " + "which of them is closed first, " * 5)
    rows = dict(replace(lesson, questions=(asked,)).summary().rows)
    (row,) = (words for words in rows if words.startswith("question: "))
    assert row.startswith("question: From lesson 03: which of them is closed first, which")
    assert row.endswith(" …")
    assert len(row) <= 72 + len("question: ")


def test_a_damaged_file_is_said_and_nothing_counts_as_done(
    lesson: Lesson, progress_file: Path
) -> None:
    progress_file.write_text(
        '{"format": 1, "lessons": {"lesson": {"quiz": {"colour": {"tries": 1}}}}}', encoding="utf-8"
    )
    summary = lesson.summary()
    assert str(summary).startswith("Your progress file my_progress.json is damaged, so nothing ")
    assert "is damaged" in summary.live.shown["sections"]["found"]
    assert set(states(lesson).values()) == {"not yet"}


def test_what_another_lesson_did_is_not_told(lesson: Lesson) -> None:
    toy_lesson("another").quiz(QUESTION.name).items[0].choose(1)
    assert set(states(lesson).values()) == {"not yet"}
