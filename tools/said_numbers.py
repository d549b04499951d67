"""The numbers and dates that a lesson's cells say, and the names that they are bound to.

A number in prose is right when it is the number that is *meant*: "2,000 set aside" is wrong where
3,000 is, though the lesson says 2,000 elsewhere. So each number of a notebook is bound to one name
of its lesson's ``numbers``, in a ledger with a line for each, in the order of reading::

    ## c22085f2
    -1,000      balance after the fill      ... balance is now **-1,000 USD**, or -0.0208 BTC ...

``tools/bind_numbers.py`` writes the ledgers, and ``tests/notebooks/test_bound_numbers.py`` holds
text, ledger and package against each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from nbformat import NotebookNode

LEDGERS = Path(__file__).resolve().parents[1] / "tests" / "notebooks" / "bound"
UNBOUND = "?"
"""Stands in a ledger where a number has not been given a name yet."""

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_LEFT_OUT = re.compile(
    r"""
    (?<![\w.,])0\d\b(?![.,]\d) | \blessons?\ 1[01]\b | \b\d\d_[a-z]\w*  # numbers of lessons
  | \b\d+\ min(?:utes)?\b                                              # how long it takes
  | ^\ *\d+\.\ | ^\#+\ +\d+\.?\ (?=\D)                                 # numbering
  | \]\([^)]*\) | https?://\S+ | \b[\w/]+\.(?:ipynb|py|json|csv|md)\b  # addresses, file names
    """,
    re.VERBOSE | re.MULTILINE,
)
# A sign belongs to a number unless something stands right before it: 30-40, x-1.
_NUMBER = re.compile(
    rf"\b(?:(?:\d{{1,2}}\ (?:{_MONTH}\ )?(?:and|to)\ )?\d{{1,2}}\ )?{_MONTH}\ \d{{4}}\b"
    r"|(?:(?<![\w.)%])[-−+])?(?<![\w.])\d(?:[\d,]|_(?=\d))*(?:\.\d+)?(?:\ ?%|x\b)?"
)


class Said(NamedTuple):
    """A number or date as written, and the words around it."""

    written: str
    around: str

    @property
    def value(self) -> tuple[float | str, str]:
        """The number and its unit, which is ``%``, ``x`` or nothing; a date is its own words."""
        return value_of(self.written)

    def agrees_with(self, value: tuple[float | str, str]) -> bool:
        """Whether this is that value; without a sign it may be its size: a fall of 10%."""
        mine, unit = self.value
        if isinstance(mine, str) or isinstance(value[0], str) or self.written[0] in "+-−":
            return (mine, unit) == value
        return (mine, unit) == (abs(value[0]), value[1])


class Bound(NamedTuple):
    """A line of a ledger: a number as written, the name it is bound to, the words around it."""

    written: str
    name: str
    around: str


def value_of(written: str) -> tuple[float | str, str]:
    """Return a number and its unit, or a date's own words.

    >>> value_of("-30%"), value_of("13,200"), value_of("16 December 2024")
    ((-30.0, '%'), (13200.0, ''), ('16 December 2024', ''))
    """
    if written[-1].isdigit() and re.search(r"[A-Z]", written):
        return written, ""
    unit = written[-1] if written[-1] in "%x" else ""
    digits = re.sub("[,_]", "", written.rstrip("%x ")).replace("−", "-")
    return float(digits), unit


def numbers_in(text: str, before: int = 45, after: int = 35) -> Iterator[Said]:
    """Yield each number and date of a text with the words around it."""
    plain = text.replace("{,}", ",").replace("\\%", "%").replace("\\,", " ")
    left = _LEFT_OUT.sub(lambda found: " " * len(found.group()), plain)
    for found in _NUMBER.finditer(left):
        around = plain[max(0, found.start() - before) : found.end() + after]
        yield Said(found.group().rstrip(","), " ".join(around.split()))


def numbers_of(notebook: NotebookNode) -> dict[str, list[Said]]:
    """Return what each cell of a notebook says, by the cell's id; cells without numbers are out."""
    said = {cell.id: list(numbers_in(cell.source)) for cell in notebook.cells}
    return {name: found for name, found in said.items() if found}


def values_of(named: str) -> list[tuple[float | str, str]]:
    """Return the numbers in a named text of a lesson: "5.8% ± 0.3%" holds two."""
    return [said.value for said in numbers_in(named)]


def faults(said: list[Said], bound: list[Bound], numbers: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each number of a cell that is not what its name says."""
    if [one.written for one in said] != [line.written for line in bound]:
        there, here = (" ".join(one.written for one in row) for row in (bound, said))
        yield f"the ledger was made for other numbers: it has {there}; the cell says {here}"
        return
    at = 0
    while at < len(bound):
        line = bound[at]
        if line.name not in numbers:
            yield f"{line.written} in '{line.around}' is bound to no number: {line.name!r}"
            at += 1
            continue
        values = values_of(numbers[line.name])
        for one, value in zip(said[at : at + len(values)], values, strict=False):
            if not one.agrees_with(value):
                named = numbers[line.name]
                yield f"{one.written} in '{one.around}' is not {line.name!r}, which is {named}"
        names = {one.name for one in bound[at : at + len(values)]}
        if len(bound) < at + len(values) or names != {line.name}:
            yield f"'{line.around}' says only a part of {line.name!r}: {numbers[line.name]}"
        at += max(1, len(values))
    for one, line in zip(said, bound, strict=True):
        if one.around != line.around:
            yield f"'{line.around}' now reads '{one.around}': is it still {line.name!r}?"


# ---- Ledgers ----------------------------------------------------------------


def ledger_of(lesson: str) -> Path:
    """Return the file in which a lesson's numbers are bound."""
    return LEDGERS / f"{lesson}.txt"


def read_ledger(lesson: str) -> dict[str, list[Bound]]:
    """Return the lines of a lesson's ledger, by the id of the cell; nothing when there is none."""
    cells: dict[str, list[Bound]] = {}
    path = ledger_of(lesson)
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for line in lines:
        if line.startswith("## "):
            cells[line.removeprefix("## ")] = rows = []
        elif line.strip():
            rows.append(Bound(*(part.strip() for part in line.split("|", 2))))
    return cells


def write_ledger(lesson: str, cells: Mapping[str, list[Bound]]) -> None:
    """Write a lesson's ledger."""
    lines = []
    for cell, rows in cells.items():
        lines += [f"## {cell}", *(f"{r.written:<12} | {r.name:<40} | {r.around}" for r in rows), ""]
    LEDGERS.mkdir(exist_ok=True)
    ledger_of(lesson).write_text("\n".join(lines), encoding="utf-8", newline="\n")
