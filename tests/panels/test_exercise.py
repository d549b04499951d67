"""The exercise: one line on the spot, hints one at a time, and what is solved stays solved."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from panels.lesson_toy import toy_lesson
from panels.tasks import EXERCISE

from margin_lessons.panels import progress
from margin_lessons.panels.exercise import ExerciseCard
from margin_lessons.panels.session import Session

BLANK = "Nothing filled in yet: give a number in USD."
RIGHT = "Right. That is a debt."


def card(*answer: object) -> ExerciseCard:
    """Return a new card, with an answer when one is given."""
    return ExerciseCard(EXERCISE, Session("lesson"), *answer)


def press(live: ExerciseCard, answer: str) -> str:
    """Do what the page does when Enter or the button is pressed, and return what is said."""
    turn = f"t{int(str(live.live.shown['turn'] or 't0')[1:]) + 1}"
    live.live.asked = {"turn": turn, "answer": answer}
    assert live.live.shown["turn"] == turn
    return live.live.shown["note"]


def saved() -> dict | None:
    """Return what is saved of the exercise."""
    return progress.entry("lesson", "exercises", EXERCISE.name)


def test_it_begins_with_the_task_and_an_empty_line() -> None:
    live = card()
    assert live.live.shown == {
        "answer": "",
        "hints": [],
        "note": "",
        "look": "",
        "turn": "",
        "renewals": 0,
    }
    assert live.live.fixed["task"] == EXERCISE.task
    assert live.live.fixed["label"] == "Your answer, USD"


def test_a_blank_says_what_to_do_and_is_no_try() -> None:
    live = card()
    for blank in ("", "   "):
        assert press(live, blank) == BLANK
    assert live.live.shown["look"] == "notyet"
    assert saved() is None
    live.answer(None)
    assert saved() is None


def test_a_wrong_answer_is_one_line() -> None:
    live = card()
    assert press(live, "-5,000") == "Not yet: count what was borrowed."
    assert live.live.shown["look"] == "notyet"
    assert live.live.shown["answer"] == "-5,000"
    assert saved()["misconception"] == "I can only lose my margin"
    assert (saved()["tries"], saved()["passed"]) == (1, False)


def test_the_sign_is_looked_at() -> None:
    assert card().answer(1_000).message == "Not yet: the size is right, look at the sign."


def test_words_are_answered() -> None:
    assert "'<b>lots</b>' is not a number" in press(card(), "<b>lots</b>")


def test_the_same_answer_again_is_one_try() -> None:
    live = card()
    press(live, "7")
    press(live, "7")
    assert saved()["tries"] == 1
    assert press(live, "-1000") == RIGHT
    assert live.live.shown["look"] == "good"
    assert (saved()["tries"], saved()["passed"]) == (2, True)


def test_an_answer_may_come_from_the_cell() -> None:
    live = card(7)
    assert live.tries == 1
    assert card(8).tries == 2
    right = card(-1_000)
    assert right.live.shown["note"] == RIGHT
    assert (saved()["tries"], saved()["passed"]) == (3, True)
    assert card(-5_000).live.shown["note"] == "Not yet: count what was borrowed."


def test_what_is_solved_stays_solved_and_is_resumed() -> None:
    live = card()
    live.answer(7)
    live.answer(-1_000)
    right = saved()
    assert (right["tries"], right["passed"]) == (2, True)
    live.answer(8)
    assert saved() == right
    again = card()
    assert again.live.shown["note"] == "You have solved this one. You can do it again."
    assert again.tries == 2
    again.answer(9)
    assert saved() == right


def test_an_unsolved_one_is_resumed_without_a_word() -> None:
    card().answer(7)
    again = card()
    assert again.live.shown["note"] == ""
    assert again.tries == 1


def test_hints_come_one_at_a_time_and_stay() -> None:
    live = card()
    for count in (1, 2, 3, 3):
        live.live.asked = {"turn": f"h{count}{live.hints_shown}", "act": "hint"}
        assert live.live.shown["hints"] == list(EXERCISE.hints[:count])
    assert live.hint() == EXERCISE.hints[-1]
    live.answer(7)
    assert saved()["hints"] == 3
    assert live.live.shown["hints"] == list(EXERCISE.hints)


def test_an_answer_that_cannot_be_saved_is_checked_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv(progress.ENVIRONMENT, str(tmp_path / "file" / "mine.json"))
    assert card(-1_000).live.shown["note"].startswith(f"{RIGHT} Your answer is not saved: ")


def test_a_damaged_progress_file_is_reported_with_the_answer(progress_file: Path) -> None:
    progress_file.write_bytes(b"{")
    live = card()
    assert press(live, "-1000").startswith(f"{RIGHT} Your progress file was damaged; it is kept as")


@pytest.mark.parametrize(
    ("answer", "line"), [((), BLANK), ((-1_000,), RIGHT)], ids=["blank", "right"]
)
def test_the_stored_card_is_the_task_and_the_line(answer: tuple, line: str) -> None:
    live = card(*answer)
    bundle = live._repr_mimebundle_()
    run = "Run the cells to answer: Run, Run All Cells."
    assert set(bundle) == {"text/html", "text/plain"}
    assert bundle["text/plain"] == f"What is the result of <this>?\n{line}\n{run}"
    for words in (EXERCISE.task, line, run):
        assert escape(words) in bundle["text/html"]
    assert "<input" not in bundle["text/html"]


def test_a_comma_in_a_cells_number_is_answered_and_no_fault() -> None:
    """``lesson.exercise("loss", 1,000 - 1,000 * share)`` gives three answers, not one."""
    live = toy_lesson().exercise("loss", 1, 0 - 1, 0.0)
    assert live.live.shown["note"] == (
        "Not yet: the answer (1, -1, 0.0) is more than one number: in code a comma starts a second "
        "number there, so write 13200 or 13_200."
    )
    assert toy_lesson().exercise("loss").live.shown["note"] == ""
    assert toy_lesson().exercise("loss", -1_000).live.shown["note"] == RIGHT
