"""The summary: a read-only table of what a learner has done."""

from __future__ import annotations

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
        "prediction “high number”  not yet\n"
        "question “colour”         not yet\n"
        "exercise “loss”           not yet"
    )


def test_what_is_done_is_told() -> None:
    Gate(PREDICTION, Panel(TOY), "lesson").commit(50, "certain")
    quiz = Quiz(QUESTION, "lesson")
    quiz.choose(0)
    quiz.choose(1)
    ExerciseCard(EXERCISE, "lesson").answer(7)
    assert states() == [
        "you said 50 USD (certain), it was 55 USD",
        "right after 2 tries",
        "not yet, after 1 try",
    ]


def test_a_prediction_saved_without_its_words_is_told_in_plain_numbers() -> None:
    entry = {"value": 1_234.5, "confidence": "guess", "outcome": 55}
    progress.record("lesson", "predictions", PREDICTION.name, entry)
    assert states()[0] == "you said 1,234.5 (guess), it was 55"


def test_it_is_html_beside_text() -> None:
    bundle = LESSON.summary()._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}
    assert bundle["text/html"].count('<th scope="row"') == 3
    assert "<caption>" in bundle["text/html"]


def test_a_damaged_file_shows_nothing_done(progress_file: Path) -> None:
    progress_file.write_text(
        '{"format": 1, "lessons": {"lesson": {"quiz": {"colour": {"tries": 1}}}}}', encoding="utf-8"
    )
    assert states() == ["not yet"] * 3


def test_what_is_in_the_file_only_is_not_told(progress_file: Path) -> None:
    quiz = Quiz(QUESTION, "another lesson")
    quiz.choose(1)
    assert states() == ["not yet"] * 3
