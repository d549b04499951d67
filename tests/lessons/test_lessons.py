"""What every lesson promises: checks that pass and fail as they should, predictions that hold."""

from __future__ import annotations

import math
from html import escape
from itertools import combinations

import pytest
from lessons.course import (
    Part,
    each_exercise,
    each_lesson,
    each_panel,
    each_prediction,
    each_question,
    panel_of,
)
from lessons.seen import cut, touching
from lessons.tokens import known, tokens, unknown

from margin_lessons.errors import BadInput
from margin_lessons.lessons import all_lessons, open_lesson
from margin_lessons.lessons.lesson import MODULES
from margin_lessons.panels import progress
from margin_lessons.panels.gate import Gate
from margin_lessons.panels.prediction import Prediction
from margin_lessons.panels.verdict import Exercise

GENERIC = "A hint may help."


def gives_away(text: str, exercise: Exercise) -> bool:
    """Return whether a text says the right number, sign aside."""
    right = abs(exercise.answer())
    return any(
        math.isclose(token.size, right, rel_tol=exercise.tolerance) for token in tokens(text)
    )


# The lesson as a whole.


def test_every_lesson_opens_by_the_name_of_its_notebook() -> None:
    assert [lesson.name for lesson in all_lessons()] == list(MODULES)


def test_an_unknown_lesson_names_the_nearest() -> None:
    with pytest.raises(BadInput, match="did you mean '02_margin_calls'"):
        open_lesson("02_margin_cals")


@each_lesson
def test_names_are_unique_and_titles_are_there(part: Part) -> None:
    lesson = part.open()
    assert lesson.title
    for parts in (lesson.panels, lesson.predictions, lesson.questions, lesson.exercises):
        names = [one.name for one in parts]
        assert len(set(names)) == len(names)
    assert all(isinstance(text, str) and text for text in lesson.numbers.values())


@each_lesson
def test_a_lesson_has_what_its_shape_asks_for(part: Part) -> None:
    lesson = part.open()
    assert lesson.panels
    assert lesson.predictions
    assert len(lesson.questions) >= 3
    assert 2 <= len(lesson.exercises) <= 3


@each_lesson
def test_parts_are_found_by_name_and_a_wrong_name_is_answered(part: Part) -> None:
    lesson = part.open()
    for kind, give in {
        "panel": lesson.panel,
        "prediction": lesson.predict,
        "question": lesson.quiz,
        "exercise": lesson.exercise,
    }.items():
        with pytest.raises(BadInput, match=f"^{kind} 'no such' is not one of lesson {lesson.name}"):
            give("no such")


@each_lesson
def test_the_summary_lists_everything_to_do(part: Part) -> None:
    lesson = part.open()
    for exercise in lesson.exercises:
        lesson.exercise(exercise.name, exercise.answer())
    rows = lesson.summary().rows
    asked = [part.question for part in lesson.predictions]
    asked += [panel.mission.task for panel in lesson.panels if panel.mission is not None]
    asked += [part.text for part in lesson.questions] + [part.task for part in lesson.exercises]
    assert len({words for words, _ in rows}) == len(rows) == len(asked)
    for (words, state), question in zip(rows, asked, strict=True):
        kind, _, told = words.partition(": ")
        assert question.startswith(told.removesuffix(" …"))
        assert state == ("right after 1 try" if kind == "exercise" else "not yet")


# Panels as values.


@each_panel
def test_scenarios_and_what_is_folded_are_controls_of_the_panel(part: Part) -> None:
    model = part.open()
    assert set(model.more) <= set(model.start)
    # At most three controls at first.
    assert len(model.start) - len(model.more) <= 3
    assert model.scenarios
    assert len({scenario.name for scenario in model.scenarios}) == len(model.scenarios)
    for scenario in model.scenarios:
        assert set(model.scenario(scenario.name)) == set(model.start)
    assert model.check(model.start) == model.start


@each_panel
def test_a_mission_is_not_met_before_it_is_tried(part: Part) -> None:
    model = part.open()
    if model.mission is not None:
        assert not model.mission.done(model.state(model.start))
        assert model.mission.task
        assert model.mission.praise


# Predictions.


def outcome_of(part: Part, asked: Prediction) -> float:
    """Return the true number of a prediction, from the panel's own state at its setting."""
    model = panel_of(part.lesson, asked.panel)
    return float(asked.outcome(model.state(model.check(asked.values))))


def gate_of(part: Part) -> Gate:
    return open_lesson(part.lesson.name).predict(part.open().name)


@each_prediction
def test_the_outcome_is_a_fact_of_the_panel_and_lies_on_its_axes(part: Part) -> None:
    for asked in filter(None, (part.open(), part.open().second)):
        model = panel_of(part.lesson, asked.panel)
        scene = model.shown(model.check(asked.values))
        outcome = outcome_of(part, asked)
        assert math.isfinite(outcome)
        assert unknown(asked.show(outcome), known(scene.facts, {}, ())) == []
        plot = model.picture(scene, scene).plots[asked.plot]
        assert (plot.x if asked.along == "x" else plot.y).holds(outcome)


@each_prediction
def test_the_first_answer_is_kept_and_a_second_case_asked(part: Part) -> None:
    prediction, live = part.open(), gate_of(part)
    outcome = outcome_of(part, prediction)
    shown = prediction.show(outcome)
    note = live.commit(outcome / prediction.scale, "certain")
    assert note.startswith(f"You said {shown}, and {shown} it is.")
    assert f"you said {shown}" in [label.text for label in live.painted.labels]
    kept = progress.entry(part.lesson.name, "predictions", prediction.name)
    assert (kept["outcome"], kept["confidence"]) == (outcome, "certain")
    assert prediction.again is not None, "a second case with other numbers is asked"
    assert live.ask_again() == prediction.again.question
    second = prediction.second
    true = outcome_of(part, second)
    assert not math.isclose(true, outcome, rel_tol=0.02), "the second case has another outcome"
    live.commit(true / second.scale, "guessing")
    later = progress.entry(part.lesson.name, "second cases", prediction.name)
    assert later["outcome"] == true
    assert progress.entry(part.lesson.name, "predictions", prediction.name) == kept


@pytest.mark.parametrize("factor", [-1.0, 0.0, 0.5, 0.9, 1.0, 1.1, 2.0, 1e6])
@each_prediction
def test_a_prediction_far_or_near_is_told_and_drawn_legibly(part: Part, factor: float) -> None:
    prediction, live = part.open(), gate_of(part)
    outcome = outcome_of(part, prediction)
    predicted = outcome * factor
    typed = predicted / prediction.scale
    low, high = prediction.range
    if not low <= typed <= high:
        with pytest.raises(BadInput, match=r"\(allowed: .* to .*\): |looks like a price"):
            live.commit(typed)
        assert factor in (-1.0, 0.0, 2.0, 1e6), "a prediction near the outcome is refused"
        return
    note = live.commit(typed)
    assert prediction.show(outcome) in note
    close = prediction.show(predicted) == prediction.show(outcome)
    assert (live.told[-1].judged.look == "good") is (close or factor == 1.0)
    if not close:
        assert prediction.show(predicted) in note
    assert not cut(live.painted)
    assert not touching(live.painted)


@each_prediction
def test_a_known_wrong_number_is_answered_by_its_own_line_and_not_praised(part: Part) -> None:
    for asked in filter(None, (part.open(), part.open().second)):
        outcome = outcome_of(part, asked)
        for known_wrong in asked.wrong:
            judged = asked.judge(asked.read(known_wrong.value), outcome)
            assert judged.look != "good"
            assert judged.misconception == known_wrong.misconception
            assert known_wrong.message in judged.words
    assert len(part.open().wrong) >= 2, "the guide's wrong numbers are answered"


@each_prediction
def test_a_prediction_has_a_range_and_nonsense_lies_outside(part: Part) -> None:
    prediction = part.open()
    low, high = prediction.range
    assert prediction.lowest is not None
    assert prediction.highest is not None
    if "chance" in prediction.question:
        assert (low, high) == (0, 100)
    for nonsense in (1e14, -1e6, math.nextafter(low, -math.inf), math.nextafter(high, math.inf)):
        with pytest.raises(BadInput, match=r"^the prediction .* \(allowed: .* to .*\): .*\.$"):
            prediction.read(nonsense)
    assert prediction.read(low) == low * prediction.scale


@each_prediction
def test_a_question_does_not_tell_its_answer(part: Part) -> None:
    prediction = part.open()
    outcome = outcome_of(part, prediction)
    asked = {token.size for token in tokens(prediction.question)}
    assert not asked & {token.size for token in tokens(prediction.show(outcome))}


# Questions.


@each_question
def test_one_option_is_right_and_each_wrong_one_is_a_named_misconception(part: Part) -> None:
    question = part.open()
    wrong = [option for option in question.options if not option.correct]
    assert len(question.options) - len(wrong) == 1
    assert len(wrong) >= 2
    for field in ("misconception", "explanation", "text"):
        told = [getattr(option, field) for option in wrong]
        assert all(told)
        assert len(set(told)) == len(told)
    assert len({option.text for option in question.options}) == len(question.options)
    messages = [question.check(index).message for index in range(len(question.options))]
    assert len(set(messages)) == len(messages)


@each_question
def test_every_option_is_answered_in_the_quiz(part: Part) -> None:
    question = part.open()
    (quiz,) = part.lesson.quiz(question.name).items
    wrong_first = sorted(range(len(question.options)), key=lambda i: question.options[i].correct)
    for tries, index in enumerate(wrong_first, 1):
        option = question.options[index]
        verdict = quiz.choose(index)
        assert verdict.passed is option.correct
        saved = progress.entry(part.lesson.name, "quiz", question.name)
        assert saved["misconception"] == option.misconception
        assert saved["tries"] == tries
    assert saved["passed"] is True


# Exercises.


@each_exercise
def test_the_reference_answer_passes_as_a_learner_would_write_it(part: Part) -> None:
    exercise = part.open()
    right = exercise.answer()
    assert math.isfinite(right)
    unit = exercise.unit if exercise.unit in ("USD", "%") else ""
    for given in (right, f"{right:.2f}", f"{right:,.2f} {unit}"):
        verdict = exercise.check(given)
        assert verdict.passed, f"{given}: {verdict.message}"
        assert verdict.message == f"Right. {exercise.praise}"


@each_exercise
def test_a_blank_and_every_named_wrong_answer_fail_with_their_own_message(part: Part) -> None:
    exercise = part.open()
    right = exercise.answer()
    assert exercise.wrong
    messages = [exercise.check(...).message, exercise.check(right * 7.77 + 1).message]
    asked = {"times": "the number of times", "days": "the number of days"}
    wanted = asked.get(exercise.unit, f"a number in {exercise.unit}")
    assert messages[0] == f"Nothing filled in yet: give {wanted}."
    assert GENERIC in messages[1]
    if right:
        messages.append(exercise.check(-right).message)
    for known_wrong in exercise.wrong:
        verdict = exercise.check(known_wrong.value)
        assert not verdict.passed
        assert verdict.misconception == known_wrong.misconception
        assert known_wrong.misconception
        assert verdict.message == f"Not yet: {known_wrong.message}"
        if not math.isclose(known_wrong.value, -right, rel_tol=exercise.tolerance):
            messages.append(verdict.message)
    assert len(set(messages)) == len(messages)
    assert len({wrong.misconception for wrong in exercise.wrong}) == len(exercise.wrong)


@each_exercise
def test_no_message_gives_the_answer_away(part: Part) -> None:
    exercise = part.open()
    right = exercise.answer()
    tried = [..., "a lot", -right, right * 7.77 + 1, right * 0.5 - 1]
    tried += [wrong.value for wrong in exercise.wrong]
    told = [exercise.check(given).message for given in tried]
    told += [exercise.task, *exercise.hints]
    assert [text for text in told if gives_away(text, exercise)] == []


@each_exercise
def test_wrong_answers_are_told_apart(part: Part) -> None:
    exercise = part.open()
    values = [wrong.value for wrong in exercise.wrong]
    for one, other in combinations([exercise.answer(), *values], 2):
        assert not exercise._same(one, other)
        assert not exercise._same(other, one)


@each_exercise
def test_three_hints_that_go_on(part: Part) -> None:
    exercise = part.open()
    assert len(exercise.hints) == 3
    assert all(exercise.hints)
    assert len(set(exercise.hints)) == 3


@each_exercise
def test_the_card_answers_in_the_notebook(part: Part) -> None:
    exercise = part.open()
    blank = part.lesson.exercise(exercise.name)
    stored = blank._repr_mimebundle_()
    for words in (exercise.task, exercise.check(...).message):
        assert words in stored["text/plain"]
        assert escape(words) in stored["text/html"]
    card = part.lesson.exercise(exercise.name, exercise.wrong[0].value)
    assert progress.entry(part.lesson.name, "exercises", exercise.name)["passed"] is False
    assert card.answer(exercise.answer()).passed
    assert progress.entry(part.lesson.name, "exercises", exercise.name)["passed"] is True
