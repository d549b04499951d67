"""Each number of a notebook is what its name says: text, ledger and package agree, one by one."""

from __future__ import annotations

from pathlib import Path

import pytest
from refresh_notebooks import lessons, read
from said_numbers import Bound, Said, faults, numbers_in, numbers_of, read_ledger, values_of

from margin_lessons.lessons import open_lesson

NOTEBOOKS = lessons()
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@each_notebook
def test_every_number_is_what_its_name_says(path: Path) -> None:
    said, ledger = numbers_of(read(path)), read_ledger(path.stem)
    numbers = open_lesson(path.stem).numbers
    found = [
        f"cell {cell}: {fault}"
        for cell in sorted(said.keys() | ledger.keys())
        for fault in faults(said.get(cell, []), ledger.get(cell, []), numbers)
    ]
    remedy = f"change the text, or run tools/bind_numbers.py {path.stem} and read the difference"
    assert not found, "\n".join([*found, f"Remedy: {remedy}."])


@each_notebook
def test_every_named_number_is_said(path: Path) -> None:
    names = {line.name for rows in read_ledger(path.stem).values() for line in rows}
    unsaid = sorted(set(open_lesson(path.stem).numbers) - names)
    assert not unsaid, f"numbers that the prose does not say: {unsaid}"


# ---- The reading ------------------------------------------------------------


def test_a_number_is_found_in_every_dress() -> None:
    text = r"At 13,200 USD, 0.2 BTC at 5x: -30% to 30-40%, $0.80 \times 4{,}000$, 60\%, (1.5)."
    assert [said.value for said in numbers_in(text)] == [
        (13_200, ""), (0.2, ""), (5, "x"), (-30, "%"), (30, ""), (40, "%"), (0.8, ""),
        (4_000, ""), (60, "%"), (1.5, ""),
    ]  # fmt: skip


def test_a_date_is_one_thing() -> None:
    text = "the terms of 16 December 2024, ten days of July 2024, in 2018, on 1 May 2020, "
    text += "12 and 13 March 2020, 27 February to 27 March 2020."
    assert [said.value for said in numbers_in(text)] == [
        ("16 December 2024", ""), ("July 2024", ""), (2018, ""), ("1 May 2020", ""),
        ("12 and 13 March 2020", ""), ("27 February to 27 March 2020", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "in lesson 02", "lesson 04 (fills) and 05", "lesson 11", "# 02 Title",
        "## 3. Play (6 min)", "28 minutes", "1. first", "see `00_start_here.ipynb`",
        'open_lesson("05_negative_balances")', "[there](https://example.org/2025/13)",
        "H2 and utf8",
    ],
)  # fmt: skip
def test_what_is_not_a_number_is_left_alone(text: str) -> None:
    assert list(numbers_in(text)) == []


# ---- What is found ----------------------------------------------------------

NUMBERS = {"size": "2,000", "fall": "-10.0%", "chance": "5.8% ± 0.3%", "terms": "16 December 2024"}
TEXT = "2,000 USD, a fall of 10%, 5.8% ± 0.3% in the terms of 16 December 2024"
NAMES = ("size", "fall", "chance", "chance", "terms")


def bound_as(*names: str, text: str = TEXT) -> tuple[list[Said], list[Bound]]:
    said = list(numbers_in(text))
    return said, [
        Bound(one.written, name, one.around) for one, name in zip(said, names, strict=True)
    ]


def test_what_agrees_has_no_fault() -> None:
    assert list(faults(*bound_as(*NAMES), NUMBERS)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2,000", "3,000"), ("2,000", "2,000.01"), ("2,000", "-2,000"), ("10%", "10"),
        ("10%", "+10%"), ("0.3%", "0.4%"), ("16 December", "15 December"), ("2024", "2023"),
        ("a fall", "a rise"),
    ],
)  # fmt: skip
def test_a_changed_text_is_found(old: str, new: str) -> None:
    _, ledger = bound_as(*NAMES)
    said = list(numbers_in(TEXT.replace(old, new)))
    assert list(faults(said, ledger, NUMBERS))
    # Nor does a ledger that was made anew hide it, unless only words were changed.
    again = bound_as(*NAMES, text=TEXT.replace(old, new))
    assert list(faults(*again, NUMBERS)) or old == "a fall"


@pytest.mark.parametrize(
    "names",
    [
        ("fall", "size", "chance", "chance", "terms"),
        ("size", "fall", "chance", "fall", "terms"),
        ("size", "fall", "chance", "chance", "?"),
        ("size", "fall", "size", "chance", "terms"),
    ],
)
def test_a_wrong_name_is_found(names: tuple[str, ...]) -> None:
    assert list(faults(*bound_as(*names), NUMBERS))


def test_a_changed_package_is_found() -> None:
    assert list(faults(*bound_as(*NAMES), {**NUMBERS, "size": "3,000"}))


def test_a_missing_number_is_found() -> None:
    said, ledger = bound_as(*NAMES)
    assert list(faults(said[:-1], ledger, NUMBERS))
    assert list(faults(said, ledger[:-1], NUMBERS))


def test_a_named_text_may_hold_two_numbers() -> None:
    assert values_of("5.8% ± 0.3%") == [(5.8, "%"), (0.3, "%")]
