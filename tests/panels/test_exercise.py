"""The exercise: one line on the spot, hints one at a time, and what is solved stays solved."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from panels.toy import EXERCISE, button, said

from margin_lessons.panels import progress
from margin_lessons.panels.exercise import ExerciseCard
from margin_lessons.panels.twin import WIDGET_VIEW

BLANK = "Nothing filled in yet: give a number in USD."


def card(*answer: object) -> ExerciseCard:
    """Return a new card, with an answer when one is given."""
    return ExerciseCard(EXERCISE, "lesson", *answer)


def saved() -> dict | None:
    """Return what is saved of the exercise."""
    return progress.entry("lesson", "exercises", EXERCISE.name)


def test_a_blank_says_what_to_do_and_is_no_try() -> None:
    live = card()
    assert said(live.result) == ""
    for blank in ("", "   "):
        live.field.value = blank
        button(live.box, "Check").click()
        assert said(live.result) == BLANK
    assert saved() is None


def test_a_wrong_answer_is_one_line() -> None:
    live = card()
    live.field.value = "-5,000"
    assert said(live.result) == "Not yet: count what was borrowed."
    assert "ml-notyet" in live.result.value
    assert saved()["misconception"] == "I can only lose my margin"
    assert (saved()["tries"], saved()["passed"]) == (1, False)


def test_the_sign_is_looked_at() -> None:
    assert card().answer(1_000).message == "Not yet: the size is right, look at the sign."


def test_words_are_answered_and_escaped() -> None:
    live = card()
    live.field.value = "<b>lots</b>"
    assert escape("'<b>lots</b>' is not a number") in live.result.value


def test_typing_and_then_pressing_the_button_is_one_try() -> None:
    live = card()
    live.field.value = "7"
    button(live.box, "Check").click()
    assert saved()["tries"] == 1
    live.field.value = "-1000"
    button(live.box, "Check").click()
    assert (saved()["tries"], saved()["passed"]) == (2, True)
    assert said(live.result) == "Right. That is a debt."
    assert "ml-good" in live.result.value


def test_an_answer_may_come_from_the_cell() -> None:
    live = card(-1_000)
    assert said(live.result) == "Right. That is a debt."
    assert saved()["passed"] is True
    assert said(card(-5_000).result) == "Not yet: count what was borrowed."


def test_what_is_solved_stays_solved_and_is_resumed() -> None:
    live = card()
    live.answer(7)
    live.answer(-1_000)
    right = saved()
    assert (right["tries"], right["passed"]) == (2, True)
    live.answer(8)
    assert saved() == right
    again = card()
    assert said(again.result) == "You have solved this one. You can do it again."
    assert again.tries == 2
    again.answer(9)
    assert saved() == right


def test_an_unsolved_one_is_resumed_without_a_word() -> None:
    card().answer(7)
    again = card()
    assert said(again.result) == ""
    assert again.tries == 1


def test_hints_come_one_at_a_time_and_stay() -> None:
    live = card()
    hint = button(live.box, "Hint")
    for count, words in enumerate(EXERCISE.hints, 1):
        assert words not in live.hints.value
        hint.click()
        assert f"Hint {count}:" in live.hints.value
        assert all(earlier in live.hints.value for earlier in EXERCISE.hints[:count])
    assert hint.disabled
    assert live.hint() == EXERCISE.hints[-1]
    live.answer(7)
    assert saved()["hints"] == 3


def test_an_answer_that_cannot_be_saved_is_checked_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv(progress.ENVIRONMENT, str(tmp_path / "file" / "mine.json"))
    live = card(-1_000)
    assert "Right." in said(live.result)
    assert "not saved" in said(live.result)


def test_a_damaged_progress_file_is_reported_with_the_answer(progress_file: Path) -> None:
    progress_file.write_bytes(b"{")
    live = card()
    live.answer(-1_000)
    assert "Right." in said(live.result)
    assert "was damaged; it is kept as" in said(live.result)


@pytest.mark.parametrize(
    ("answer", "line"), [((), BLANK), ((-1_000,), "Right. That is a debt.")], ids=["blank", "right"]
)
def test_the_stored_output_is_the_task_and_the_line(answer: tuple, line: str) -> None:
    bundle = card(*answer).box._repr_mimebundle_()
    assert set(bundle) == {WIDGET_VIEW, "text/plain"}
    assert bundle["text/plain"] == f"What is the result of <this>?\n{line}"


def test_the_field_is_named_and_the_lines_are_spoken() -> None:
    live = card()
    assert live.field.description == "Your answer, USD"
    assert escape("<this>") in live.task.value
    live.hint()
    live.answer(7)
    for line in (live.result, live.hints):
        assert 'role="status"' in line.value
