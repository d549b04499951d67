"""Bind each number of a notebook to its name; run it after a text was changed, and read the diff.

    python tools/bind_numbers.py                 all lessons
    python tools/bind_numbers.py 02 03_liq       those whose name begins so

Numbers that stand where they stood keep their names. A new number whose value has just one name
gets it, which is printed and may still be the wrong one; any other gets a question mark, and the
names it could have are printed: write the right one into tests/notebooks/bound/NN_name.txt, or add
it to the lesson's ``numbers``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from difflib import SequenceMatcher

from refresh_notebooks import lessons, read
from said_numbers import (
    UNBOUND,
    Bound,
    Said,
    numbers_of,
    read_ledger,
    values_of,
    write_ledger,
)

from margin_lessons.lessons import open_lesson


def kept_names(said: list[Said], before: list[Bound], numbers: Mapping[str, str]) -> list[str]:
    """Return the old name of each number that was not changed, and a question mark for others."""
    names = [UNBOUND] * len(said)
    now, then = [one.written for one in said], [line.written for line in before]
    for kind, i, j, k, end in SequenceMatcher(None, now, then, autojunk=False).get_opcodes():
        if kind == "equal" or (kind == "replace" and j - i == end - k):
            names[i:j] = [line.name for line in before[k:end]]
    return [
        name if any(one.agrees_with(v) for v in values_of(numbers.get(name, ""))) else UNBOUND
        for one, name in zip(said, names, strict=True)
    ]


def candidates(said: list[Said], at: int, numbers: Mapping[str, str]) -> list[str]:
    """Return the names whose numbers are those that stand at ``at`` and after it."""
    found = []
    for name, text in numbers.items():
        values, here = values_of(text), said[at:]
        fits = zip(here, values, strict=False)
        if values and len(here) >= len(values) and all(one.agrees_with(v) for one, v in fits):
            found.append(name)
    return found


def bind(said: list[Said], before: list[Bound], numbers: Mapping[str, str]) -> list[Bound]:
    """Return the lines of one cell; print what could not be bound."""
    names = kept_names(said, before, numbers)
    for at, one in enumerate(said):
        if names[at] != UNBOUND:
            continue
        could = candidates(said, at, numbers)
        if len(could) == 1:
            length = len(values_of(numbers[could[0]]))
            names[at : at + length] = could * length
            print(f"  {one.written:<10} ... {one.around} ...\n             bound to {could[0]!r}")
        else:
            choice = "; ".join(could) or "no name has this value"
            print(f"  {one.written:<10} ... {one.around} ...\n             {choice}")
    return [Bound(one.written, name, one.around) for one, name in zip(said, names, strict=True)]


def main(arguments: list[str] | None = None) -> int:
    """Run the command; the exit code is 1 while a number has no name."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", help="beginnings of names; all when left out")
    left = 0
    for path in lessons(parser.parse_args(arguments).names):
        print(path.stem)
        before, numbers = read_ledger(path.stem), open_lesson(path.stem).numbers
        cells = {
            cell: bind(said, before.get(cell, []), numbers)
            for cell, said in numbers_of(read(path)).items()
        }
        write_ledger(path.stem, cells)
        rows = [row for lines in cells.values() for row in lines]
        unsaid = sorted(set(numbers) - {row.name for row in rows})
        missing = sum(row.name == UNBOUND for row in rows)
        left += missing
        print(f"  {len(rows)} numbers, {missing} without a name; names never said: {unsaid}")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
