"""The answer key says what the lessons check by, and what was worked out by hand."""

from __future__ import annotations

from functools import cache

import pytest
from lessons.course import Part, each_lesson
from lessons.keys.form import fault
from lessons.test_keys import key_of
from write_answers import ANSWERS, answer_key, main

from margin_lessons.lessons.lesson import MODULES


@cache
def key_text() -> str:
    return ANSWERS.read_text(encoding="utf-8")


def chapter(lesson: str) -> str:
    """Return what the key says of one lesson."""
    _, found = key_text().split(f"\n## {lesson[:2]} ", 1)
    return found.partition("\n## ")[0]


def test_the_key_is_what_the_lessons_say() -> None:
    assert answer_key() == key_text(), "run tools/write_answers.py and read the difference"


def test_it_warns_before_the_first_answer() -> None:
    warned, _, rest = key_text().partition("\n## ")
    assert "This page spoils the lessons" in warned
    assert [line[:2] for line in rest.split("\n## ")] == [name[:2] for name in MODULES]


@each_lesson
def test_a_lesson_has_the_answers_found_by_hand(part: Part) -> None:
    lesson, key = part.open(), key_of(part.open().name)
    lines = [line for line in chapter(lesson.name).splitlines() if line.startswith("| ")]
    plain = [line.replace("\\", "") for line in lines]
    wanted = [one.shown for one in key.PREDICTIONS.values()]
    wanted += [asked.right[0] for asked in key.QUESTIONS.values()]
    for answer in wanted:
        assert any(f"| {answer} |" in line for line in plain), answer
    heads = 2 * sum(bool(kind) for kind in (key.PREDICTIONS, key.QUESTIONS, key.EXERCISES))
    missions = [one.mission for one in key.PANELS.values() if one.mission]
    second = sum(one.again is not None for one in lesson.predictions)
    parts = len(wanted) + second + len(key.EXERCISES) + len(missions)
    assert len(lines) == heads + 2 * bool(missions) + parts


@each_lesson
def test_the_answer_of_an_exercise_passes_its_own_check(part: Part) -> None:
    text = chapter(part.open().name)
    _, _, table = text.partition("### Exercises")
    rows = [line for line in table.splitlines() if line.startswith("| ")][2:]
    for row, task in zip(rows, part.open().exercises, strict=True):
        asked, answer, *_ = row.removeprefix("| ").split(" | ")
        number = answer.rpartition(", within ")[0].removesuffix(f" {task.unit}")
        assert task.check(number).passed, f"{asked}: {number}"
        assert not fault(task.task, asked.replace("\\", ""))


def test_a_stale_key_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "answers.md"
    old.write_text("another", encoding="utf-8")
    monkeypatch.setattr("write_answers.ANSWERS", old)
    assert main(["--check"]) == 1
    assert "STALE" in capsys.readouterr().out
    assert main([]) == 0
    assert old.read_text(encoding="utf-8") == key_text()
    assert main(["--check"]) == 0
