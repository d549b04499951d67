"""The teaching guide holds what its key says, line by line, and its plans name what is there."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from lessons.keys.form import COUNTED, fault, numbers
from notebooks.guide_key import AROUND, ASKED, SHOWS
from notebooks.test_prose import NOTEBOOKS, prose
from notebooks.test_teaching_guide import GUIDE, each_lesson, guide

from margin_lessons.lessons import Lesson, open_lesson
from margin_lessons.lessons.lesson import MODULES

OWN_CHECKS = ("### ", "*Answers.* ", "**Project** ")
SHOWN = re.compile(r"^\| “(.+?)”(?P<exercise> \(exercise\))? \| (.+) \|$", re.MULTILINE)
SAYS_MINUTES = re.compile(r"^\*\*(\d+) minutes\.\*\* ")
TOLD = re.compile(r"\*\*(?P<button>[^*]+)\*\*|\*(?P<panel>[^*]+)\*")
WORDS = COUNTED.split("|")


def faults(keys: tuple[str, ...], lines: list[str]) -> list[str]:
    """Return what is wrong with the lines that count something; each has a key, in order."""
    found = [line for line in lines if numbers(line)]
    wrong = [said for key, line in zip(keys, found, strict=False) if (said := fault(key, line))]
    wrong += [f"no key: {line}" for line in found[len(keys) :]]
    return wrong + [f"no line: {key}" for key in keys[len(found) :]]


def lines_of(section: str) -> list[str]:
    """Return the lines of a section but for those with a check of their own and the tables."""
    lines = (SAYS_MINUTES.sub("", line) for line in section.splitlines())
    return [line for line in lines if not line.startswith((*OWN_CHECKS, "| "))]


@each_lesson
def test_what_a_section_counts_is_counted_by_hand(name: str) -> None:
    wrong = faults(ASKED[name[:2]], lines_of(guide()[name[:2]]))
    assert not wrong, "\n".join(wrong)


@each_lesson
def test_each_wrong_answer_to_expect_is_there_and_shows_what_it_shows(name: str) -> None:
    lesson = open_lesson(name)
    asked = {option.misconception for question in lesson.questions for option in question.options}
    worked = {wrong.misconception for exercise in lesson.exercises for wrong in exercise.wrong}
    rows = SHOWN.findall(guide()[name[:2]])
    assert [idea for idea, _, _ in rows] == list(SHOWS[name[:2]])
    for idea, exercise, shows in rows:
        assert idea in (worked if exercise else asked), idea
        assert SHOWS[name[:2]][idea] in shows


@each_lesson
def test_the_minutes_are_those_of_the_notebook(name: str) -> None:
    (said,) = re.findall(r"^\*\*(\d+) minutes\.\*\* ", guide()[name[:2]], re.MULTILINE)
    (path,) = (path for path in NOTEBOOKS if path.stem == name)
    assert f"**Time:** {said} minutes." in prose(path)


def around() -> dict[str, str]:
    """Return the sections around the lessons, by their heading."""
    text = GUIDE.read_text(encoding="utf-8")
    parts = re.split(r"^#+ (.+)$", text, flags=re.MULTILINE)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    lessons = {name[:2] for name in MODULES}
    return {title: body for title, body in found.items() if title[:2] not in lessons}


def test_what_stands_around_the_lessons_is_counted_by_hand() -> None:
    there = around()
    there.pop("Lesson by lesson")
    assert list(there) == list(AROUND)
    wrong = [one for title, body in there.items() for one in faults(AROUND[title], lines_of(body))]
    assert not wrong, "\n".join(wrong)


# ---- The plans ------------------------------------------------------------------------------


def rows_of(plan: str) -> Iterator[list[str]]:
    (body,) = (body for title, body in around().items() if title.startswith(plan))
    for line in body.splitlines()[3:]:
        if line.startswith("| "):
            yield [cell.strip() for cell in line.strip("|").split("|")]


SITTINGS = ("45 minutes:", "45 minutes more", "90 minutes:", "90 minutes more")


@pytest.mark.parametrize("plan", SITTINGS)
def test_the_minutes_of_a_plan_add_up(plan: str) -> None:
    minutes = [int(row[0]) for row in rows_of(plan) if row[0].isdigit()]
    assert sum(minutes) == int(plan.split()[0])


@pytest.mark.parametrize("minutes", ["45 minutes", "90 minutes"])
def test_the_sittings_of_a_length_have_the_later_lessons_too(minutes: str) -> None:
    plans = [plan for plan in SITTINGS if plan.startswith(minutes)]
    named = {row[1] for plan in plans for row in rows_of(plan) if row[0].isdigit()}
    assert {"08", "09", "10", "11"} <= named


def test_the_two_weeks_have_ten_days_and_every_lesson() -> None:
    rows = [row for row in rows_of("Two weeks") if row[0].isdigit()]
    assert [int(row[0]) for row in rows] == list(range(1, 11))
    named = [n for row in rows for n in re.findall(r"\d\d", row[1])]
    assert list(dict.fromkeys(named)) == [name[:2] for name in MODULES]


def misnamed(lesson: Lesson, text: str) -> list[str]:
    """Return the panels, and the buttons of the panel before them, that a lesson has not."""
    panels = {panel.name: {one.name for one in panel.scenarios} for panel in lesson.panels}
    wrong, at = [], ""
    for found in TOLD.finditer(text):
        if found["panel"]:
            at = found["panel"]
            wrong += [] if at in panels else [at]
        elif found["button"] not in panels.get(at, ()):
            wrong.append(f"{found['button']} of {at or 'no panel'}")
    for count in re.findall(r"\*[^*]+\*: all (\w+) buttons", text):
        wrong += [] if len(panels.get(at_of(text, count), ())) == counted(count) else [count]
    quoted = re.findall(r'"([^"]+)"', " ".join(re.findall(r"(?:exercises?|question) (.+)", text)))
    parts = {part.name for part in (*lesson.questions, *lesson.exercises)}
    return wrong + [name for name in quoted if name not in parts]


def at_of(text: str, count: str) -> str:
    found = re.search(rf"\*([^*]+)\*: all {count} buttons", text)
    assert found
    return found[1]


def counted(word: str) -> int:
    """Return a number word as a number."""
    return WORDS.index(word) + 2


@pytest.mark.parametrize("plan", [*SITTINGS, "Two weeks"])
def test_a_plan_names_panels_buttons_and_tasks_that_are_there(plan: str) -> None:
    for row in rows_of(plan):
        numbers_named = re.findall(r"\d\d", row[1]) if len(row) > 2 else []
        lessons = [open_lesson(name) for name in MODULES if name[:2] in numbers_named]
        if lessons:
            text = " ".join(row[2:])
            wrong = set.intersection(*(set(misnamed(lesson, text)) for lesson in lessons))
            assert not wrong, f"{row}: {wrong}"


@each_lesson
def test_the_buttons_to_project_belong_to_their_panels(name: str) -> None:
    (line,) = re.findall(r"^\*\*Project\*\* (.+)$", guide()[name[:2]], re.MULTILINE)
    said = re.sub(r"\([^)]*\)|drag \*[^*]+\*", "", line)
    # A panel, a colon, and its buttons; other words in italics are no panels.
    runs = [run[0] for run in re.finditer(r"\*[^*]+\*[^*.]*: (?:\*\*[^*]+\*\*[^*]*)+", said)]
    lesson = open_lesson(name)
    wrong = [one for run in runs for one in misnamed(lesson, run)]
    assert not wrong
    assert len(runs) == len(lesson.panels), "every panel is projected"


def test_a_wrong_line_button_or_count_is_named() -> None:
    assert faults(("at 5x",), ["so at 5x", "nothing", "at 6x"]) == ["no key: at 6x"]
    assert faults(("at 5x", "b 7"), ["at 5x"]) == ["no line: b 7"]
    lesson = open_lesson("01_margin")
    assert misnamed(lesson, "*ledger*: **A debt**; all five buttons") == []
    assert misnamed(lesson, "*ledger*: **A favour**") == ["A favour of ledger"]
    assert misnamed(lesson, "*ladder*: **A debt**") == ["ladder", "A debt of ladder"]
    assert misnamed(lesson, "*ledger*: all four buttons") == ["four"]
    assert misnamed(lesson, 'the exercise "top up"') == ["top up"]
