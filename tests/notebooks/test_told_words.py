"""Texts, panels and the package's own words say what their ledgers say, word for turning word."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from lessons.course import Part, each_panel
from told_words import (
    DOCS,
    PACKAGE,
    PANELS,
    TEXTS,
    differences,
    package_lines,
    panel_lines,
    table_lines,
    text_lines,
    texts,
    turns,
)

from margin_lessons.lessons.lesson import MODULES

FOLDERS = sorted(path.stem for path in PACKAGE.glob("*.txt"))
all_texts, all_strings = cache(texts), cache(package_lines)
REMEDY = "Remedy: change it back, or run tools/write_told.py and read the difference."


def ledger(path: Path) -> list[str]:
    assert path.exists(), f"{path.name} is not there: run tools/write_told.py and read it"
    return path.read_text(encoding="utf-8").splitlines()


def same(there: list[str], now: list[str]) -> None:
    found = differences(there, now)
    assert not found, "\n".join([*found, REMEDY])


@pytest.mark.parametrize("name", [*MODULES, *(Path(name).stem for name in DOCS)])
def test_no_sentence_of_a_text_was_turned_round(name: str) -> None:
    same(ledger(TEXTS / f"{name}.txt"), text_lines(all_texts()[name]))


@pytest.mark.parametrize("name", FOLDERS)
def test_no_word_of_the_package_was_turned_round(name: str) -> None:
    same(ledger(PACKAGE / f"{name}.txt"), all_strings()[name])


@each_panel
def test_a_panel_says_everything_as_before(part: Part) -> None:
    model, lesson = part.open(), part.lesson.name[:2]
    same(ledger(PANELS / f"{lesson} {model.name}.txt"), panel_lines(model, cheap=lesson != "07"))


def test_the_tables_say_everything_as_before() -> None:
    same(ledger(PANELS / "05 tables.txt"), table_lines())


def test_every_ledger_is_there_and_none_is_left() -> None:
    assert {path.stem for path in TEXTS.glob("*")} == set(all_texts())
    assert set(FOLDERS) == set(all_strings())


@pytest.mark.parametrize(
    ("old", "new"),
    [("above", "below"), ("never owe", "owe"), ("30", "31"), ("-5", "5"), ("a week", "a month")],
)
def test_a_turned_word_is_found(old: str, new: str) -> None:
    text = "Once above 30 of -5 you never owe, for a week."
    assert differences(text_lines(text), text_lines(text.replace(old, new)))
    assert turns(text) == turns(text.replace("for", "in"))
