"""The quiz: unlimited tries, each wrong option answered by its misconception."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from panels.tasks import QUESTION

from margin_lessons.errors import BadInput
from margin_lessons.panels import progress
from margin_lessons.panels.quiz import Quiz
from margin_lessons.panels.session import Session


def quiz(lesson: str = "lesson") -> Quiz:
    """Return a new card."""
    return Quiz(QUESTION, Session(lesson))


def press(live: Quiz, index: int | None) -> None:
    """Do what the page does when the button is pressed."""
    live.live.asked = {"turn": f"t{live.tries}{index}", "option": index}


def saved() -> dict | None:
    """Return what is saved of the question."""
    return progress.entry("lesson", "quiz", QUESTION.name)


def test_it_begins_without_an_answer() -> None:
    live = quiz()
    assert live.live.shown == {"chosen": -1, "note": "", "look": "", "turn": "", "renewals": 0}
    assert live.live.fixed["question"] == QUESTION.text
    assert [one["index"] for one in live.live.fixed["options"]] == list(QUESTION.order)
    assert {one["words"] for one in live.live.fixed["options"]} == {"red", "blue", "green"}
    assert saved() is None


@pytest.mark.parametrize("index", [0, 2])
def test_a_wrong_option_names_its_misconception(index: int) -> None:
    live = quiz()
    press(live, index)
    option = QUESTION.options[index]
    assert f"“{option.misconception}”: {option.explanation}" in live.live.shown["note"]
    assert live.live.shown["look"] == "notyet"
    assert live.live.shown["chosen"] == index
    assert saved()["misconception"] == option.misconception
    assert saved()["last"] == option.text
    assert (saved()["tries"], saved()["passed"]) == (1, False)


def test_pressing_without_a_choice_is_answered_and_no_try() -> None:
    live = quiz()
    press(live, None)
    assert live.live.shown["note"] == "Choose an answer first."
    assert saved() is None


@pytest.mark.parametrize("index", [99, -1, "a", True])
def test_an_option_that_is_not_there_is_one_sentence(index: object) -> None:
    live = quiz()
    press(live, index)
    assert live.live.shown["note"].startswith(f"option {index!r} is not a whole number from 0 to 2")
    assert saved() is None
    with pytest.raises(BadInput, match=r"^option 99 is not"):
        live.choose(99)


def test_tries_are_counted_until_the_right_one_which_stays() -> None:
    live = quiz()
    for index in (0, 2, 0):
        live.choose(index)
    assert (saved()["tries"], saved()["passed"]) == (3, False)
    live.choose(1)
    right = saved()
    assert (right["tries"], right["passed"]) == (4, True)
    assert live.live.shown["look"] == "good"
    assert live.live.shown["note"] == "Right. It is the colour of the sky."
    # To look at another option afterwards is no try.
    assert not live.choose(2).passed
    assert saved() == right
    assert live.tries == 4
    assert live.live.shown["look"] == "notyet"


def test_the_same_option_twice_is_two_tries() -> None:
    live = quiz()
    live.choose(0)
    live.choose(0)
    assert saved()["tries"] == 2


def test_a_question_is_resumed() -> None:
    first = quiz()
    first.choose(0)
    again = quiz()
    assert again.live.shown["note"] == ""
    again.choose(1)
    assert saved()["tries"] == 2
    last = quiz()
    assert last.live.shown["note"] == "You have answered this one. You can try it again."
    assert last.live.shown["look"] == "good"
    assert last.tries == 2
    # Another lesson has its own.
    assert quiz("other").tries == 0


def test_an_answer_that_cannot_be_saved_is_checked_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv(progress.ENVIRONMENT, str(tmp_path / "file" / "mine.json"))
    live = quiz()
    press(live, 1)
    assert live.live.shown["note"].startswith("Right. It is the colour of the sky. Your answer is ")
    assert "not saved" in live.live.shown["note"]


def test_the_stored_card_is_words_with_nothing_to_press() -> None:
    live = quiz()
    bundle = live._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}
    first, *rest, last = bundle["text/plain"].splitlines()
    assert first == QUESTION.text
    assert sorted(rest) == ["  * blue", "  * green", "  * red"]
    assert last == "Run the cells to answer: Run, Run All Cells."
    html = bundle["text/html"]
    for text in (QUESTION.text, *(option.text for option in QUESTION.options), last):
        assert escape(text) in html
    assert f'class="ml-live ml-{live.live.fixed["id"]}"' in html
    assert "<input" not in html
    # A stored page does not give the answer away, whatever the learner has chosen.
    live.choose(1)
    assert live._repr_mimebundle_() == bundle
