"""The quiz: every wrong option names its misconception; tries are counted and resumed."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from panels.toy import QUESTION, said

from margin_lessons.panels import progress
from margin_lessons.panels.quiz import Quiz
from margin_lessons.panels.twin import WIDGET_VIEW


def saved() -> dict | None:
    """Return what is saved of the question."""
    return progress.entry("lesson", "quiz", QUESTION.name)


def test_nothing_is_chosen_and_nothing_saved_at_first() -> None:
    quiz = Quiz(QUESTION, "lesson")
    assert quiz.radio.value is None
    assert said(quiz.result) == ""
    assert saved() is None


@pytest.mark.parametrize("index", [0, 2])
def test_a_wrong_option_names_its_misconception(index: int) -> None:
    quiz = Quiz(QUESTION, "lesson")
    verdict = quiz.choose(index)
    assert not verdict.passed
    option = QUESTION.options[index]
    assert escape(f"“{option.misconception}”: {option.explanation}") in quiz.result.value
    assert "ml-notyet" in quiz.result.value
    assert saved()["misconception"] == option.misconception
    assert saved()["last"] == option.text
    assert (saved()["tries"], saved()["passed"]) == (1, False)


def test_tries_are_counted_without_limit_and_the_right_one_stays() -> None:
    quiz = Quiz(QUESTION, "lesson")
    for index in (0, 2, 0):
        quiz.choose(index)
    assert (saved()["tries"], saved()["passed"]) == (3, False)
    quiz.choose(1)
    right = saved()
    assert (right["tries"], right["passed"]) == (4, True)
    # To look at another option afterwards is no try.
    quiz.choose(2)
    assert saved() == right
    assert quiz.tries == 4
    assert "ml-notyet" in quiz.result.value


def test_the_same_option_twice_is_two_tries() -> None:
    quiz = Quiz(QUESTION, "lesson")
    quiz.choose(0)
    quiz.choose(0)
    assert saved()["tries"] == 2


def test_a_learner_chooses_with_the_radio_buttons() -> None:
    quiz = Quiz(QUESTION, "lesson")
    texts = dict(quiz.radio.options)
    assert set(texts) == {option.text for option in QUESTION.options}
    quiz.radio.value = texts["blue"]
    assert said(quiz.result) == "Right. It is the colour of the sky."
    assert "ml-good" in quiz.result.value


def test_a_question_is_resumed() -> None:
    first = Quiz(QUESTION, "lesson")
    first.choose(0)
    again = Quiz(QUESTION, "lesson")
    assert said(again.result) == ""
    again.choose(1)
    assert saved()["tries"] == 2
    last = Quiz(QUESTION, "lesson")
    assert said(last.result) == "You have answered this one. You can try it again."
    assert last.tries == 2
    # Another lesson has its own.
    assert Quiz(QUESTION, "other").tries == 0


def test_an_answer_that_cannot_be_saved_is_checked_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv(progress.ENVIRONMENT, str(tmp_path / "file" / "mine.json"))
    quiz = Quiz(QUESTION, "lesson")
    assert quiz.choose(1).passed
    assert "Right." in said(quiz.result)
    assert "not saved" in said(quiz.result)


def test_the_stored_output_is_the_question_with_its_options() -> None:
    quiz = Quiz(QUESTION, "lesson")
    bundle = quiz.box._repr_mimebundle_()
    assert set(bundle) == {WIDGET_VIEW, "text/plain"}
    first, *rest = bundle["text/plain"].splitlines()
    assert first == QUESTION.text
    assert sorted(rest) == ["  ( ) blue", "  ( ) green", "  ( ) red"]
    # A stored page does not give the answer away, whatever the learner has chosen.
    quiz.choose(1)
    assert quiz.box._repr_mimebundle_()["text/plain"] == bundle["text/plain"]


def test_the_question_names_the_options_and_the_result_is_spoken() -> None:
    quiz = Quiz(QUESTION, "lesson")
    assert quiz.radio.description == QUESTION.text
    assert 'role="status"' in quiz.result.value
    quiz.choose(2)
    assert 'role="status"' in quiz.result.value
