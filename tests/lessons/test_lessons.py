"""What every lesson promises: checks that pass and fail as they should, predictions that hold."""

from __future__ import annotations

import math
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
from lessons.layout import cut_off, overlaps, words_in
from lessons.tokens import known, tokens, unknown

from margin_lessons.errors import BadInput
from margin_lessons.lessons import all_lessons, open_lesson
from margin_lessons.lessons.lesson import MODULES
from margin_lessons.panels import progress
from margin_lessons.panels.gate import Gate
from margin_lessons.panels.panel import Panel
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
        assert not model.mission.done(model.compute(**model.start))
        assert model.mission.task
        assert model.mission.praise


# Predictions.


@each_prediction
def test_the_outcome_is_a_fact_of_the_panel_and_lies_on_its_axes(part: Part) -> None:
    prediction = part.open()
    model = panel_of(part.lesson, prediction.panel)
    live = Gate(prediction, Panel(model), part.lesson.name)
    panel = live.panel
    panel.set(**prediction.values)
    outcome = float(prediction.outcome(panel.state))
    assert math.isfinite(outcome)
    said = known(panel.readout.facts, {}, ())
    assert unknown(prediction.show(outcome), said) == []
    note = live.commit(outcome / prediction.scale, "certain")
    shown = prediction.show(outcome)
    assert note == f"You said {shown}, and {shown} it is."
    drawn = [" ".join(text.get_text().split()) for text in words_in(panel.drawing)]
    assert f"you said {shown}" in drawn, "the right prediction is not on the axes"
    assert progress.entry(part.lesson.name, "predictions", prediction.name)["outcome"] == outcome


@pytest.mark.parametrize("factor", [-1.0, 0.0, 0.5, 0.9, 1.0, 1.1, 2.0, 1e6])
@each_prediction
def test_a_prediction_far_or_near_is_told_and_drawn_legibly(part: Part, factor: float) -> None:
    prediction = part.open()
    model = panel_of(part.lesson, prediction.panel)
    live = Gate(prediction, Panel(model), part.lesson.name)
    outcome = live._outcome()
    predicted = outcome * factor
    typed = predicted / prediction.scale
    low, high = prediction.range
    if not low <= typed <= high:
        with pytest.raises(BadInput, match=r"\(allowed: .* to .*\): "):
            live.commit(typed)
        assert factor in (-1.0, 0.0, 2.0, 1e6), "a prediction near the outcome is refused"
        return
    note = live.commit(typed)
    assert prediction.show(outcome) in note
    if prediction.show(predicted) != prediction.show(outcome):
        higher, lower = "too high.", "too low."
        if factor == -1:
            higher = lower = "The size is right, but look at the sign."
        elif outcome < 0 and predicted < 0:
            higher, lower = "not far enough down.", "too far down."
        assert note.endswith(higher if predicted > outcome else lower)
        assert prediction.show(predicted) in note
    assert not cut_off(live.panel.drawing)
    assert not overlaps(live.panel.drawing)


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
    model = panel_of(part.lesson, prediction.panel)
    outcome = Gate(prediction, Panel(model), part.lesson.name)._outcome()
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
    assert blank.box._repr_mimebundle_()["text/plain"] == (
        f"{exercise.task}\n{exercise.check(...).message}"
    )
    card = part.lesson.exercise(exercise.name, exercise.wrong[0].value)
    assert progress.entry(part.lesson.name, "exercises", exercise.name)["passed"] is False
    assert card.answer(exercise.answer()).passed
    assert progress.entry(part.lesson.name, "exercises", exercise.name)["passed"] is True
