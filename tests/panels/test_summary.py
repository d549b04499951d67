"""The summary: a read-only table of what a learner has done."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from panels.toy import EXERCISE, PREDICTION, QUESTION, TOY

from margin_lessons.lessons import Lesson
from margin_lessons.panels import progress
from margin_lessons.panels.exercise import ExerciseCard
from margin_lessons.panels.gate import Gate
from margin_lessons.panels.panel import Panel
from margin_lessons.panels.quiz import Quiz

LESSON = Lesson(
    name="lesson",
    title="A lesson",
    panels=(TOY,),
    predictions=(PREDICTION,),
    questions=(QUESTION,),
    exercises=(EXERCISE,),
)


def states() -> list[str]:
    """Return the right-hand column."""
    return [state for _, state in LESSON.summary().rows]


def test_nothing_is_done_at_first() -> None:
    assert states() == ["not yet"] * 3
    assert str(LESSON.summary()) == (
        "prediction: What is the number when it is high & up?  not yet\n"
        "question: Which is it?                                not yet\n"
        "exercise: What is the result of <this>?               not yet\n"
        "(as of the last run of this cell; run it again for what is newer)"
    )


def test_what_is_done_is_told() -> None:
    Gate(PREDICTION, Panel(TOY), "lesson").commit(50, "certain")
    quiz = Quiz(QUESTION, "lesson")
    quiz.choose(0)
    quiz.choose(1)
    quiz.choose(2)  # after the right one
    ExerciseCard(EXERCISE, "lesson").answer(7)
    assert states() == [
        "you said 50 USD (certain), it was 55 USD",
        "right after 2 tries",
        "not yet, after 1 try",
    ]


def test_a_prediction_saved_without_its_words_is_told_in_plain_numbers() -> None:
    entry = {"value": 1_234.5, "confidence": "guess", "outcome": 55}
    progress.record("lesson", "predictions", PREDICTION.name, entry)
    assert states()[0] == "you said 1,234.5 (guessing), it was 55"


def test_later_predictions_are_counted_and_the_first_is_told() -> None:
    live = Gate(PREDICTION, Panel(TOY), "lesson")
    for value in (50, 55, 55):
        live.commit(value)
    assert states()[0] == "you said 50 USD (guessing), it was 55 USD; 2 more since"


def test_a_long_question_is_told_by_its_first_words() -> None:
    asked = replace(QUESTION, text="From lesson 03: " + "which of them is closed first, " * 5)
    row, _ = replace(LESSON, questions=(asked,)).summary().rows[1]
    assert row.startswith("question: From lesson 03: which of them is closed first, which")
    assert row.endswith(" …")
    assert len(row) <= 72 + len("question: ")


def test_it_is_html_beside_text() -> None:
    bundle = LESSON.summary()._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}
    assert bundle["text/html"].count('<th scope="row"') == 3
    assert "run it again for what is newer</caption>" in bundle["text/html"]
    assert "What is the result of &lt;this&gt;?" in bundle["text/html"]


def test_a_damaged_file_shows_nothing_done(progress_file: Path) -> None:
    progress_file.write_text(
        '{"format": 1, "lessons": {"lesson": {"quiz": {"colour": {"tries": 1}}}}}', encoding="utf-8"
    )
    assert states() == ["not yet"] * 3


def test_what_is_in_the_file_only_is_not_told(progress_file: Path) -> None:
    quiz = Quiz(QUESTION, "another lesson")
    quiz.choose(1)
    assert states() == ["not yet"] * 3
