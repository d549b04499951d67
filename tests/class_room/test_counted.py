"""A small class counted by hand, and each rule of the counting by itself."""

from __future__ import annotations

import pytest
from cases import cases
from class_room.hand_made import CLASS, TASKS, said, tried
from hypothesis import given
from hypothesis import strategies as st

from margin_lessons.class_room import (
    HandedIn,
    LessonRow,
    Misconception,
    OutOf,
    class_results,
    handed_in,
)
from margin_lessons.errors import BadInput
from margin_lessons.flight import Certainty


def learners() -> list[HandedIn]:
    return [handed_in(name, {"lessons": lessons}) for name, lessons in CLASS.items()]


def one(lessons: dict) -> HandedIn:
    return handed_in("x", {"lessons": lessons})


def test_the_class_is_what_was_counted_by_hand() -> None:
    found = class_results(learners(), TASKS)
    assert found.learners == 3
    # Lesson 01: Ann and Ben answered twice. Errors first: 50% and 10%, then 2% and 30%.
    assert found.rows[0] == LessonRow(
        "01", 3,
        first=OutOf(0, 2), second=OutOf(1, 2), first_miss=0.3, second_miss=0.16,
        missions=OutOf(1, 3), quiz=OutOf(2, 6), exercises=OutOf(1, 3),
    )  # fmt: skip
    # Lesson 02: Ben and Cleo were in it, and nobody answered twice.
    assert found.rows[1] == LessonRow(
        "02", 2,
        first=OutOf(0, 0), second=OutOf(0, 0), first_miss=None, second_miss=None,
        missions=OutOf(0, 0), quiz=OutOf(1, 2), exercises=OutOf(0, 0),
    )  # fmt: skip


def test_certainty_is_held_against_truth_over_all_answers() -> None:
    # Certain: Ann twice (wrong, right), Ben's gap (right). Guessing: Ben wrong, Cleo right.
    assert dict(class_results(learners(), TASKS).sure) == {
        Certainty.GUESSING: OutOf(1, 2),
        Certainty.FAIRLY_SURE: OutOf(0, 1),
        Certainty.CERTAIN: OutOf(2, 3),
    }


def test_misconceptions_are_counted_by_learner_the_most_frequent_first() -> None:
    assert class_results(learners(), TASKS).misconceptions == (
        Misconception("01", "leverage is a loan", 2),
        Misconception("01", "the call is the end", 2),
        Misconception("01", "the margin is spent", 1),
    )


def test_all_rows_are_added_up() -> None:
    found = class_results(learners(), TASKS)
    assert found.all_rows("first") == OutOf(0, 2)
    assert found.all_rows("quiz") == OutOf(3, 8)
    assert found.all_rows("missions").words == "1 of 3"
    with pytest.raises(BadInput, match=r"^part 'confidence' is not one of the counts of a lesson"):
        found.all_rows("confidence")


def test_an_idea_that_showed_thrice_with_one_learner_counts_once() -> None:
    entry = {**said(1, 2, "certain", False, "a"), "later": [said(1, 2, "certain", False, "a")]}
    kinds = {"predictions": {"call": entry}, "quiz": {"recall": tried(3, True, "a", "b")}}
    assert one({"01": kinds}).misconceptions == {("01", "a"), ("01", "b")}
    assert class_results([one({"01": kinds})], TASKS).misconceptions[0].learners == 1


def test_an_early_file_counts_too() -> None:
    """It has no words on what was close, and of the tries only the last one's idea."""
    early = {"value": 96, "outcome": 100, "confidence": "certain"}
    kinds = {
        "predictions": {"call": early, "other": {**early, "value": 94}},
        "quiz": {"recall": {"tries": 2, "passed": False, "misconception": "a", "last": "x"}},
    }
    found = one({"01": kinds})
    assert [each.close for each in found.said] == [True, False]
    assert found.misconceptions == {("01", "a")}


def test_what_the_course_does_not_have_is_not_counted() -> None:
    stranger = one({"01": {"predictions": {"made up": said(1, 1, "certain", True)}},
                    "99": {"quiz": {"recall": tried(1, True, "made up")}}})  # fmt: skip
    found = class_results([stranger], TASKS)
    assert found.rows[0].first == OutOf(0, 0)
    assert found.misconceptions == ()
    assert sum(close.of for _, close in found.sure) == 0


def test_an_outcome_of_zero_has_no_error_in_per_cent() -> None:
    (hit, off) = one({"01": {"predictions": {
        "a": {"value": 0, "outcome": 0, "confidence": "certain"},
        "b": {"value": 1, "outcome": 0, "confidence": "certain"},
    }}}).said  # fmt: skip
    assert (hit.miss, hit.close) == (None, True)
    assert (off.miss, off.close) == (None, False)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | st.floats(-9, 9) | st.text(max_size=6),
    lambda inside: (
        st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside, max_size=3)
    ),
    max_leaves=12,
)
KINDS = st.sampled_from(["predictions", "second cases", "missions", "quiz", "exercises", "x"])
FIELDS = st.sampled_from(
    [
        "value",
        "outcome",
        "confidence",
        "close",
        "passed",
        "misconceptions",
        "misconception",
        "later",
    ]
)
ENTRIES = st.dictionaries(st.sampled_from(["call", "size"]), st.dictionaries(FIELDS, JSON) | JSON)
LESSONS = st.dictionaries(
    st.sampled_from(["01", "02", "x"]), st.dictionaries(KINDS, ENTRIES | JSON) | JSON
)


@cases(300)
@given(st.lists(LESSONS | JSON, max_size=4))
def test_whatever_a_record_holds_it_is_counted_or_left_out(records: list) -> None:
    found = class_results([handed_in("x", {"lessons": each}) for each in records], TASKS)
    assert found.learners == len(records)
    for row in found.rows:
        for many in (row.first, row.second, row.missions, row.quiz, row.exercises):
            assert 0 <= many.some <= many.of
        assert row.first.of == row.second.of
        assert 0 <= row.learners <= found.learners
    assert all(1 <= one.learners <= found.learners for one in found.misconceptions)
