"""Two progress files as one: the join of what two pages, or two machines, have saved."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from cases import cases
from hypothesis import given
from hypothesis import strategies as st

from margin_lessons.panels.progress_record import Record, combined, parse, write

PREDICTED, TRIED = ("predictions", "second cases"), ("quiz", "exercises")
WHENS = ["2026-01-01T10:00:00+00:00", "2026-01-02T10:00:00+00:00"]

# Few values, so that two files often hold the same things, or the same thing at the same second.
extras = st.fixed_dictionaries(
    {}, optional={"when": st.sampled_from([*WHENS, 5]), "x": st.just([1])}
)
committed = st.builds(
    lambda value, sure, extra: {"value": value, "confidence": sure, "outcome": 2, **extra},
    st.sampled_from([0, 0.0, 1.5]),
    st.sampled_from(["sure", "guess"]),
    extras,
)
predicted = st.builds(
    lambda first, later: {**first, **({} if later is None else {"later": later})},
    committed,
    st.none() | st.lists(committed, max_size=3),
)
met = st.builds(lambda passed, extra: {"passed": passed, **extra}, st.booleans(), extras)
tried = st.builds(lambda entry, tries: {**entry, "tries": tries}, met, st.integers(0, 3))
unknown = st.dictionaries(
    st.sampled_from(["tries", "passed", "when"]), st.sampled_from([0, 1.0, "s"])
)
of_kind = {
    **dict.fromkeys(PREDICTED, predicted), **dict.fromkeys(TRIED, tried), "missions": met,
    "of a later version": unknown,
}  # fmt: skip


def named(values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Draw up to two names, each with a value."""
    return st.dictionaries(st.sampled_from(["a", "b"]), values, max_size=2)


lessons = st.fixed_dictionaries({}, optional={kind: named(one) for kind, one in of_kind.items()})
records = st.builds(
    lambda found, more: parse(json.dumps({"format": 1, "lessons": found, **more}).encode()),
    named(lessons),
    st.fixed_dictionaries({}, optional={"note": st.sampled_from([1, 1.0, "n"])}),
)


def text(record: Record) -> str:
    """Return what tells 1 from 1.0 and true, which are equal to Python."""
    return json.dumps(record, sort_keys=True)


def entries(record: Record) -> Iterator[tuple[tuple[str, str, str], Record]]:
    for lesson, kinds in record["lessons"].items():
        for kind, found in kinds.items():
            for name, entry in found.items():
                yield (lesson, kind, name), entry


def made(entry: Record) -> Counter[str]:
    """Return every prediction that an entry holds, and how often."""
    first = {name: value for name, value in entry.items() if name != "later"}
    return Counter(text(one) for one in [first, *entry.get("later", [])])


@cases(500)
@given(records, records, records)
def test_the_order_of_joining_does_not_matter(one: Record, two: Record, three: Record) -> None:
    assert text(combined(one, two)) == text(combined(two, one))
    left, right = combined(combined(one, two), three), combined(one, combined(two, three))
    assert text(left) == text(right)


@cases(500)
@given(records, records)
def test_a_join_again_changes_nothing(one: Record, two: Record) -> None:
    assert text(combined(one, one)) == text(one)
    both = combined(one, two)
    assert text(combined(both, one)) == text(both) == text(combined(two, both))


@cases(500)
@given(records, records)
def test_what_is_joined_can_be_read_again_and_nothing_of_it_changes(
    one: Record, two: Record
) -> None:
    before = text(one), text(two)
    both = combined(one, two)
    assert text(parse(write(both)) or {}) == text(both)
    assert (text(one), text(two)) == before


@cases(500)
@given(records, records)
def test_nothing_is_lost(one: Record, two: Record) -> None:
    mine, others, both = (dict(entries(record)) for record in (one, two, combined(one, two)))
    assert both.keys() == mine.keys() | others.keys()
    for place, entry in both.items():
        of = [found[place] for found in (mine, others) if place in found]
        kind = place[1]
        if kind in PREDICTED:
            assert made(entry) == made(of[0]) | made(of[-1])
        elif kind in TRIED:
            assert entry["tries"] == max(one["tries"] for one in of)
        if kind in (*TRIED, "missions"):
            assert entry["passed"] == any(one["passed"] for one in of)


def of(**kinds: Record) -> Record:
    return {
        "format": 1,
        "lessons": {"04": {kind.replace("_", " "): {"n": one} for kind, one in kinds.items()}},
    }


def prediction(value: float, hour: int, *later: Record) -> Record:
    at = f"2026-01-01T{hour:02}:00:00+00:00"
    made = {"value": value, "confidence": "certain", "outcome": 3.0, "when": at}
    return {**made, "later": list(later)} if later else made


def test_the_first_prediction_of_all_stays_the_first() -> None:
    mine = of(predictions=prediction(1.0, 9, prediction(2.0, 12)))
    other = of(predictions=prediction(4.0, 8, prediction(3.0, 11)))
    later = [prediction(1.0, 9), prediction(3.0, 11), prediction(2.0, 12)]
    assert combined(mine, other) == of(predictions=prediction(4.0, 8, *later))


def test_what_stands_later_in_a_file_never_becomes_the_first() -> None:
    # A clock was set back: 7 o'clock came after the outcome had been seen.
    mine = of(predictions=prediction(1.0, 9, prediction(3.0, 7)))
    other = of(predictions=prediction(2.0, 10))
    later = [prediction(3.0, 7), prediction(2.0, 10)]
    assert combined(mine, other) == of(predictions=prediction(1.0, 9, *later))


def test_what_was_made_twice_in_one_second_is_kept_twice() -> None:
    twice = of(predictions=prediction(1.0, 9, prediction(2.0, 10), prediction(2.0, 10)))
    once = of(predictions=prediction(1.0, 9, prediction(2.0, 10)))
    assert combined(twice, once) == twice == combined(once, twice)


def test_passed_wins_with_the_most_tries() -> None:
    passed = {"passed": True, "tries": 2, "when": WHENS[1]}
    tried = {"passed": False, "tries": 5, "when": WHENS[0]}
    assert combined(of(quiz=tried), of(quiz=passed)) == of(quiz={**passed, "tries": 5})


def test_a_mission_counts_from_when_it_was_first_met() -> None:
    first, again = ({"passed": True, "when": when} for when in WHENS)
    assert combined(of(missions=again), of(missions=first)) == of(missions=first)
