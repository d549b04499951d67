"""The class report: before and after, misconceptions, tasks or flights, and one table of all."""

from __future__ import annotations

from typing import NamedTuple

from margin_lessons import words
from margin_lessons.class_room import OutOf
from margin_lessons.flight import ClassReport
from margin_lessons.scenes.class_state import ClassState, ClassView, lesson_rows, number_of
from margin_lessons.scenes.scene import Fact, Scene

SHOWN = 6
"""So many misconceptions stand in the picture; the table has them all."""
TASKS = {"missions": "missions met", "quiz": "questions right", "exercises": "exercises right"}
INVENTED = "This class is invented: drop the files of yours, and they stay on this machine."


class ViewWords(NamedTuple):
    """What a view says."""

    title: str
    sentence: str
    seen: str
    facts: list[Fact]


def scene(state: ClassState) -> Scene[ClassState]:
    """Return what is shown and said of a class in the view that was chosen."""
    told = VIEWS[state.view](state)
    counted = {one.name: one.text for one in state.facts}
    said = [
        told.sentence,
        f"Learners counted: {counted['learners counted']}. "
        f"Files passed over: {counted['files passed over']}.",
        INVENTED if state.invented else "",
    ]
    return Scene(
        state,
        title=told.title,
        sentence=" ".join(filter(None, said)),
        facts=(*state.facts, *told.facts),
        seen=told.seen,
        rows=lesson_rows(state),
    )


def share_fact(name: str, many: OutOf) -> Fact:
    """Return a count as a fact that stands at its share."""
    return Fact(name, many.words, many.share)


def _learning(state: ClassState) -> ViewWords:
    facts = [
        share_fact("first close", state.results.all_rows("first")),
        share_fact("second close", state.results.all_rows("second")),
    ]
    for row in state.results.rows:
        number = number_of(row.lesson)
        facts += [
            share_fact(f"{number} first close", row.first),
            share_fact(f"{number} second close", row.second),
        ]
    facts += [share_fact(f"{one.value} and close", many) for one, many in state.results.sure]
    first, second, certain = facts[0], facts[1], facts[-1]
    seen = (
        "On the left a row for each lesson: a diamond at the share that was close at first, "
        "a dot at that in the second case. On the right a bar for each certainty, up to the share "
        "that was close."
    )
    if first.value is None:
        return ViewWords("Nobody has answered a prediction twice yet",
                    f"Certain and close: {certain.text}.", seen, facts)  # fmt: skip
    return ViewWords(
        f"Close at first: {first.text}. In the second case: {second.text}",
        f"Both are answers of the same learners. Certain and close: {certain.text}.",
        seen,
        facts,
    )


def _ideas(state: ClassState) -> ViewWords:
    found = state.results.misconceptions
    facts = [Fact("misconceptions that showed", f"{len(found):,}")]
    facts += [
        Fact(f"{number_of(one.lesson)}: {one.words}",
             f"{words.plural(one.learners, 'learner')} of lesson {number_of(one.lesson)}",
             one.learners)
        for one in found[:SHOWN]
    ]  # fmt: skip
    if not found:
        return ViewWords(
            "No misconception showed in these files",
            "No answer was a known wrong one.",
            "Empty axes: learners to the right, and no row.",
            facts,
        )
    most = facts[1]
    return ViewWords(
        f"Most frequent: “{found[0].words}”",
        f"It showed with {most.text}. Different misconceptions in all: {facts[0].text}. One "
        "counts once for each learner.",
        "A bar for each of the most frequent misconceptions, as long as the learners who had it "
        "are many; its words stand above it.",
        facts,
    )


def _tasks(state: ClassState) -> ViewWords:
    facts = [
        share_fact(told, state.results.all_rows(kind)) for kind, told in TASKS.items()
    ]  # fmt: skip
    for row in state.results.rows:
        number = number_of(row.lesson)
        facts += [
            share_fact(f"{number} {told}", getattr(row, kind)) for kind, told in TASKS.items()
        ]  # fmt: skip
    return ViewWords(
        ", ".join(f"{one.name}: {one.text}" for one in facts[: len(TASKS)]).capitalize(),
        "Counted are the tasks of a lesson for each learner who began it.",
        "A row for each lesson, with three marks at the share that is done: a triangle for "
        "missions, a dot for questions, a square for exercises.",
        facts,
    )


def _flights(state: ClassState) -> ViewWords:
    flights = state.room.flights
    if flights is None:
        return ViewWords("No flight that can be compared is among these files",
                    "A flight is saved in the debrief of lesson 10.",
                    "Empty axes: money at the end to the right, and no flight.",
                    [Fact("flights", "0")])  # fmt: skip
    facts = _flown(flights)
    landed = ", ".join(f"{one.value}: {many}" for one, many in flights.landings.items() if many)
    return ViewWords(
        f"More than with doing nothing: {facts[1].text}",
        f"Flight number {facts[0].text}. How they ended: {landed}.",
        "A dot for each flight at its money at the end, the most at the top; upright lines mark "
        "what the standing rules brought on the same prices.",
        facts,
    )


def _flown(flights: ClassReport) -> list[Fact]:
    """Return the number, how many beat doing nothing, the landings, what each flight brought."""
    better = OutOf(flights.better_than_nothing, len(flights.rows))
    return [
        Fact("flight number", f"{flights.number}"),
        Fact("more than with doing nothing", better.words),
        *(Fact(f"landed: {one.value}", f"{many}") for one, many in flights.landings.items()),
        *(Fact.of(f"rule: {run.name}", run.money) for run in flights.rules),
        *(Fact.of(f"flight: {row.name}", row.money) for row in flights.rows),
    ]


VIEWS = {
    ClassView.LEARNING: _learning,
    ClassView.IDEAS: _ideas,
    ClassView.TASKS: _tasks,
    ClassView.FLIGHTS: _flights,
}
