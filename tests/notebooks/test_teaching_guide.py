"""The teaching guide's answers are those of the lessons: each passes its check, none is missing.

A lesson's line reads ``*Answers.* solana: 745 USD; ...; mission board: 2x.``
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import pytest
from refresh_notebooks import ROOT
from said_numbers import numbers_in

from margin_lessons.lessons import Lesson, open_lesson
from margin_lessons.lessons.lesson import MODULES
from margin_lessons.scenes.ladder import Size
from margin_lessons.scenes.payments import Charged
from margin_lessons.scenes.sample_flights import SampleFlight

GUIDE = ROOT / "docs" / "teaching_guide.md"
SECTION = re.compile(r"^### (\d\d) .*?(?=^##)", re.MULTILINE | re.DOTALL)
LINE = re.compile(r"^\*Answers\.\* (.+)\.$", re.MULTILINE)
NUMBER = re.compile(r"^[-+]?\d[\d,]*(?:\.\d+)?")


class Mission(NamedTuple):
    """The control that a mission asks for, and what else has to be set."""

    control: str
    settings: dict[str, Any] = {}  # noqa: RUF012 (read only)


MISSIONS = {
    "position doctor": Mission("volume", {"cash": 7_292.5, "price": 56_000}),
    "my rule": Mission("buffer", {"size": 30_000, "leverage": 5, "level": 150}),
    "sleep": Mission("leverage"),
    "board": Mission("leverage"),
    "ledger": Mission("size", {"move": -40}),
    "gauge": Mission("volume"),
    "answers": Mission("deposit"),
    "ladder": Mission("leverage", {"size": Size.FULL}),
    "order of closing": Mission("eth"),
    "cost of time": Mission("value", {"days": 90}),
    "order book": Mission("size", {"book": "hollow"}),
    "gap": Mission("delay", {"gap": 0, "pace": 1}),
    "the article's example": Mission("fill", {"kept_in": "BTC, bought at 60,000 USD"}),
    "waterfall": Mission("deposit", {"rules": Charged.COLLECTOR}),
    "regimes": Mission("fund", {"loss": 1_000, "company": 250}),
    "four laws": Mission("fill"),
    "four exits": Mission("distance", {"path": "a wick", "on": "last"}),
    "size from a stop": Mission("risk", {"distance": 1, "slippage": 0}),
    "risk curves": Mission("size", {"market": "calm month", "days": 365}),
    "risk map": Mission("size", {"buffer": 3_000}),
    "two payoffs": Mission("leverage", {"price": 48_000}),
    "liquidation map": Mission("leverage"),
    "funding drip": Mission("leverage", {"days": 90}),
    "who pays the rest": Mission("leverage"),
    "replay": Mission("money"),
    "all events": Mission("leverage", {"event": "GME 2021"}),
    "debrief": Mission("left_out", {"who": SampleFlight.MARA}),
}


def guide() -> dict[str, str]:
    """Return the guide's section on each lesson, by the lesson's number."""
    text = GUIDE.read_text(encoding="utf-8")
    return {found[1]: found[0] for found in SECTION.finditer(text)}


def answers_in(section: str) -> dict[str, str]:
    """Return the answers that a section gives, by name."""
    lines = LINE.findall(section)
    assert len(lines) == 1, f"one line *Answers.*, not {len(lines)}"
    return dict(part.rsplit(": ", 1) for part in lines[0].split("; "))


def number_of(text: str) -> float:
    """Return the number that an answer begins with."""
    found = NUMBER.match(text)
    assert found, f"no number: {text}"
    return float(found[0].replace(",", ""))


def wrong_answers(lesson: Lesson, answers: dict[str, str]) -> list[str]:
    """Return a line for each answer that its exercise or its mission does not take."""
    wrong = []
    for exercise in lesson.exercises:
        verdict = exercise.check(number_of(answers[exercise.name]))
        if not verdict.passed:
            wrong.append(f"{exercise.name}: {answers[exercise.name]}: {verdict.message}")
    for model in lesson.panels:
        if model.mission is None:
            continue
        said, (control, settings) = answers[f"mission {model.name}"], MISSIONS[model.name]
        values = model.check({**settings, control: number_of(said)})
        if not model.mission.done(model.state(values)):
            wrong.append(f"mission {model.name}: {said} does not meet it")
    return wrong


each_lesson = pytest.mark.parametrize("name", MODULES)


@each_lesson
def test_every_exercise_and_mission_is_answered(name: str) -> None:
    lesson = open_lesson(name)
    wanted = [exercise.name for exercise in lesson.exercises]
    wanted += [f"mission {panel.name}" for panel in lesson.panels if panel.mission]
    assert list(answers_in(guide()[name[:2]])) == wanted


@each_lesson
def test_the_answers_are_those_of_the_lesson(name: str) -> None:
    wrong = wrong_answers(open_lesson(name), answers_in(guide()[name[:2]]))
    assert not wrong, "\n".join(["in docs/teaching_guide.md:", *wrong])


def test_a_wrong_answer_is_named() -> None:
    lesson = open_lesson("00_start_here")
    line = "*Answers.* solana: 745 USD; nothing left: 20%; overnight: -600 USD; "
    line += "mission sleep: 8x; mission board: 3x."
    first, second = wrong_answers(lesson, answers_in(line))
    assert first.startswith("nothing left: 20%: Not yet")
    assert second == "mission board: 3x does not meet it"


ALOUD = re.compile(r"^\* .*\?.* \((.+)\)$", re.MULTILINE)


def unknown_numbers(text: str, known: dict[str, str]) -> list[str]:
    """Return a line for each number in ``text`` that is not among the known ones."""
    values = {said.value for shown in known.values() for said in numbers_in(shown)}
    return [
        f"{said.written} in '... {said.around} ...'"
        for said in numbers_in(text)
        if not any(said.agrees_with(value) for value in values)
    ]


@each_lesson
def test_the_numbers_of_what_is_asked_aloud_are_the_lessons(name: str) -> None:
    lesson = open_lesson(name)
    known = dict(lesson.numbers)
    for panel in lesson.panels:
        for scenario in panel.scenarios:
            scene = panel.shown(panel.scenario(scenario.name))
            known[f"{panel.name}, {scenario.name}"] = scene.text
    unknown = unknown_numbers("\n".join(ALOUD.findall(guide()[name[:2]])), known)
    assert not unknown, "\n".join(unknown)


BUTTONS = re.compile(r"\*\*([^*]+)\*\*")
PROJECT = re.compile(r"^\*\*Project\*\* (.+)$", re.MULTILINE)


@each_lesson
def test_the_buttons_to_project_are_there(name: str) -> None:
    found = PROJECT.search(guide()[name[:2]])
    assert found
    there = {scenario.name for panel in open_lesson(name).panels for scenario in panel.scenarios}
    assert set(BUTTONS.findall(found[1])) <= there
