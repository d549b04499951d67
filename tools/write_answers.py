"""Write the answer key of all lessons, docs/answers.md, from what the lessons check by.

    python tools/write_answers.py            write it
    python tools/write_answers.py --check    change nothing; exit code 1 when it is not up to date

Outcomes and answers are computed by the package. A mission has many settings that meet it: the one
shown is the first that its key, which is written by hand, says so of.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from lessons.keys.form import settings  # noqa: E402

from margin_lessons import words  # noqa: E402
from margin_lessons.lessons import Lesson, all_lessons  # noqa: E402
from margin_lessons.panels.model import PanelModel  # noqa: E402
from margin_lessons.panels.prediction import Prediction  # noqa: E402
from margin_lessons.panels.verdict import Exercise  # noqa: E402

ANSWERS = ROOT / "docs" / "answers.md"
HEAD = """# Answer key

> **This page spoils the lessons.** A prediction is worth making only before its outcome is known.
> The page is for those who teach. Learners find their answers in the lessons, a hint at a time.

It is made by `python tools/write_answers.py` from what the lessons themselves check answers by.
Every answer in it was also worked out by hand, in `tests/lessons/keys`, and the checks hold both
against each other.
"""


def answer_key() -> str:
    """Return the text of the page."""
    parts = [HEAD, *(part for lesson in all_lessons() for part in _lesson(lesson))]
    return "\n".join(parts)


def _lesson(lesson: Lesson) -> Iterator[str]:
    """Yield a heading, and a table for each kind of thing there is to do."""
    yield f"## {lesson.contents.heading}\n"
    tables = (
        ("Predictions", ("asked", "outcome", "known wrong answers"), _predictions(lesson)),
        ("Missions", ("panel", "mission", "one setting that meets it"), _missions(lesson)),
        ("Questions", ("question", "right option", "why"), _questions(lesson)),
        ("Exercises", ("task", "answer", "hints", "known wrong answers"), _exercises(lesson)),
    )
    for title, head, rows in tables:
        found = list(rows)
        if found:
            yield f"### {title} of lesson {lesson.name[:2]}\n"
            yield _table(head, found)


def _table(head: Iterable[str], rows: Iterable[tuple[str, ...]]) -> str:
    columns = tuple(head)
    lines = [columns, ("---",) * len(columns), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines) + "\n"


def _cell(text: str) -> str:
    """Return words as they stand in a cell: nothing in them ends it or turns into markup."""
    plain = " ".join(text.split())
    for mark in ("\\", "|", "*", "_", "<", "`"):
        plain = plain.replace(mark, f"\\{mark}")
    return plain.replace("\\<br>", "<br>")


def _predictions(lesson: Lesson) -> Iterator[tuple[str, ...]]:
    models = {model.name: model for model in lesson.panels}
    for first in lesson.predictions:
        for asked in (first, first.second):
            if asked is not None:
                yield asked.question, _outcome(asked, models[asked.panel]), _slips(asked)


def _outcome(asked: Prediction, model: PanelModel[Any]) -> str:
    values = {**model.start, **model.check(asked.values)}
    return asked.show(float(asked.outcome(model.state(values))))


def _slips(asked: Prediction | Exercise) -> str:
    scale = asked.scale if isinstance(asked, Prediction) else 1.0
    show = asked.show if isinstance(asked, Prediction) else lambda x: _with_unit(x, asked.unit)
    return "<br>".join(f"{show(scale * one.value)}: “{one.misconception}”" for one in asked.wrong)


def _missions(lesson: Lesson) -> Iterator[tuple[str, ...]]:
    key = import_module(f"lessons.keys.lesson_{lesson.name[:2]}").PANELS
    for model in lesson.panels:
        if model.mission is not None:
            goal = key[model.name].mission
            met = next(one for one in settings(model, goal) if goal.met(one))
            yield model.name, model.mission.task, _setting(model, met)


def _setting(model: PanelModel[Any], values: dict[str, Any]) -> str:
    """Return the controls that do not stand at their start, in words."""
    moved = [
        f"{control.label}: {control.say(values[control.name])}"
        for control in model.controls
        if values[control.name] != control.start
    ]
    return "; ".join(moved) or "as the panel opens"


def _questions(lesson: Lesson) -> Iterator[tuple[str, ...]]:
    for question in lesson.questions:
        (right,) = (option for option in question.options if option.correct)
        yield question.text, right.text, right.explanation


def _exercises(lesson: Lesson) -> Iterator[tuple[str, ...]]:
    for task in lesson.exercises:
        answer = f"{_with_unit(task.answer(), task.unit)}, within {_share(task.tolerance)}"
        hints = "<br>".join(f"{at}. {hint}" for at, hint in enumerate(task.hints, 1))
        yield task.task, answer, hints, _slips(task)


def _with_unit(value: float, unit: str) -> str:
    number = words.price(value, "")
    return f"{number}%" if unit == "%" else f"{number} {unit}"


def _share(tolerance: float) -> str:
    """Return a tolerance as a percentage, with the digits that it has."""
    return f"{100 * tolerance:g}%"


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="change nothing, tell if it is stale")
    options = parser.parse_args(arguments)
    text = answer_key()
    if ANSWERS.exists() and ANSWERS.read_text(encoding="utf-8") == text:
        print(f"{ANSWERS.name}: up to date")
        return 0
    if options.check:
        print(f"{ANSWERS.name}: STALE; run tools/write_answers.py and read the difference")
        return 1
    ANSWERS.write_text(text, encoding="utf-8", newline="\n")
    print(f"{ANSWERS.name}: written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
