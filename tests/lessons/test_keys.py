"""What each lesson tells is what its key says: written by hand, twice, and compared.

A lesson, a question, an exercise, a prediction or a panel without a key fails.
"""

from __future__ import annotations

import ast
import json
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from lessons.course import Part, each_exercise, each_lesson, each_prediction, each_question
from lessons.keys.form import fault, numbers

from margin_lessons.lessons import Lesson

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
WIDEST = 0.02
"""No exercise takes an answer that is further off than this, relatively."""


@cache
def key_of(lesson: str) -> ModuleType:
    """Return the key of a lesson, by the number that its name begins with."""
    return import_module(f"lessons.keys.lesson_{lesson[:2]}")


@each_lesson
def test_a_lesson_has_a_key_for_each_of_its_parts_and_no_other(part: Part) -> None:
    lesson: Lesson = part.open()
    key = key_of(lesson.name)
    for kind in ("questions", "exercises", "predictions", "panels"):
        there = [one.name for one in getattr(lesson, kind)]
        assert list(getattr(key, kind.upper())) == there, kind


@each_question
def test_a_question_has_its_right_option_and_every_wrong_one_its_own_words(part: Part) -> None:
    question = part.open()
    key = key_of(part.lesson.name).QUESTIONS[question.name]
    faults = [fault(key.text, question.text)]
    (right,) = (option for option in question.options if option.correct)
    assert right.text == key.right[0]
    faults.append(fault(key.right[1], right.explanation))
    wrong = {option.text: option for option in question.options if not option.correct}
    assert list(wrong) == [text for text, _, _ in key.wrong]
    for text, misconception, words in key.wrong:
        assert wrong[text].misconception == misconception
        faults.append(fault(words, wrong[text].explanation))
    assert not any(faults), "\n".join(filter(None, faults))


@each_exercise
def test_an_exercise_takes_the_answer_by_hand_and_none_that_is_far_off(part: Part) -> None:
    exercise = part.open()
    key = key_of(part.lesson.name).EXERCISES[exercise.name]
    assert exercise.unit == key.unit
    assert exercise.answer() == pytest.approx(key.answer, rel=1e-6, abs=1e-9)
    assert exercise.check(key.answer).passed
    assert 0 < exercise.tolerance <= WIDEST
    assert key.far <= 0.05 * max(abs(key.answer), 1), "far is near: a neighbour of the answer"
    for other in (key.answer - key.far, key.answer + key.far, *key.wrong):
        assert not exercise.check(other).passed, f"{other:g} passes"


@each_exercise
def test_an_exercise_has_its_hints_and_answers_each_wrong_idea_with_its_own_words(
    part: Part,
) -> None:
    exercise = part.open()
    key = key_of(part.lesson.name).EXERCISES[exercise.name]
    faults = [fault(key.task, exercise.task), fault(key.praise, exercise.praise)]
    faults += map(fault, key.hints, exercise.hints)
    assert [wrong.value for wrong in exercise.wrong] == pytest.approx(list(key.wrong))
    for (value, (misconception, words)), wrong in zip(
        key.wrong.items(), exercise.wrong, strict=True
    ):
        verdict = exercise.check(value)
        assert (verdict.misconception, wrong.misconception) == (misconception,) * 2
        faults.append(fault(words, verdict.message))
    assert not any(faults), "\n".join(filter(None, faults))


@each_exercise
def test_the_cell_of_an_exercise_leads_to_its_answer(part: Part) -> None:
    exercise = part.open()
    key = key_of(part.lesson.name).EXERCISES[exercise.name]
    (source,) = (
        cell for cell in code(part.lesson.name) if f'lesson.exercise("{exercise.name}"' in cell
    )
    lines = source.splitlines()
    assert lines[-1].startswith("lesson.exercise(")
    assert ("..." in source) == bool(key.dots), "the three dots have an answer, and only they"
    if key.dots:
        worked = "\n".join(lines[:-1]).replace("...", key.dots)
        name = ast.parse(lines[-1]).body[0].value.args[1].id
        scope: dict[str, float] = {}
        exec(worked, {"__builtins__": {}}, scope)
        assert scope[name] == pytest.approx(key.answer)


def code(name: str) -> list[str]:
    cells = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


@each_prediction
def test_a_prediction_asks_and_ends_as_the_key_says(part: Part) -> None:
    prediction = part.open()
    key = key_of(part.lesson.name).PREDICTIONS[prediction.name]
    assert not fault(key.question, prediction.question)
    assert prediction.unit == key.unit
    (model,) = (panel for panel in part.lesson.panels if panel.name == prediction.panel)
    outcome = prediction.outcome(model.state(prediction.values))
    assert outcome / prediction.scale == pytest.approx(key.outcome, rel=key.within)
    assert prediction.show(outcome) == key.shown


# ---- The keys' own grammar ------------------------------------------------------------------


def test_a_key_counts_numbers_sums_dates_and_words() -> None:
    text = "1 - 0.75 / 0.85 = ..., on 16 December 2024, twice at 5x: -30% of 49,000, 40-80 %."
    assert numbers(text) == [
        "1", "-", "0.75", "/", "0.85", "16", "December", "2024", "twice", "5x", "-30%",
        "49,000", "40", "80%",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "text", "held"),
    [
        ("at 40% ~ sure", "It acts at 40%, for sure.", True),
        ("at 40% ~ sure", "It acts at 80%, for sure.", False),
        ("sure ~ at 40%", "It acts at 40%, for sure.", False),
        ("for sure", "It acts at 40%, for sure.", False),
        ("a + b", "so a - b", False),
    ],
)
def test_a_text_holds_its_key_or_the_fault_is_named(key: str, text: str, held: bool) -> None:
    assert (fault(key, text) == "") is held
