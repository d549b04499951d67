"""Bars in parts: each is as long as its fact says, and begins where another one ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypedDict, Unpack

from margin_lessons.figures.marks import ChartBar
from margin_lessons.scenes.scene import Fact


class BarShape(TypedDict, total=False):
    """How a bar lies in a picture, as words of a call."""

    plot: int
    thick: float
    lies: bool


def part(
    at: float, fact: Fact, base: float = 0.0, said: str = "", label: str = "", *, ink: str,
    hatch: bool = False, hollow: bool = False, **shape: Unpack[BarShape],
) -> ChartBar:  # fmt: skip
    """Return a part of a bar, from ``base`` as long as its fact; what is ``said`` has its number.

    >>> loan = part(1, Fact.of("loan", 15_000.0), 5_000, "loan", ink="loan", lies=True)
    >>> loan.base, loan.top, loan.label
    (5000, 20000.0, 'loan 15,000')
    """
    label = f"{said} {fact.bare}" if said else label
    return ChartBar(at, base + (fact.value or 0.0), base, ink=ink, hatch=hatch, hollow=hollow,
                    label=label, name=fact.name, shows=fact, **shape)  # fmt: skip


def balance(at: float, fact: Fact, label: str, **shape: Unpack[BarShape]) -> ChartBar:
    """Return the bar of what an account stands at: below zero it is a debt, and hatched.

    >>> balance(1, Fact.of("left", -200.0), "owes 200 USD").hatch
    True
    """
    owed = (fact.value or 0.0) < 0
    ink = "debt" if owed else "equity"
    return ChartBar(at, fact, ink=ink, hatch=owed, label=label, **shape)


def yours(
    at: float, equity: float, facts: Mapping[str, Fact], thick: float, whole: str = "yours"
) -> Iterator[ChartBar]:
    """Yield what is set aside, free, lost and owed, of the facts that are called so.

    Of used margin that is missing there is an outline only; where nothing is set aside, what is
    free is called ``whole``.
    """
    used, left = facts["used margin"], max(equity, 0.0)
    there = min(left, used.value or 0.0)
    if left > there:
        said = "free" if used.value else whole
        yield part(at, facts["free margin"], there, said, ink="equity", lies=True, thick=thick)
    if there:
        yield ChartBar(at, there, ink="used_margin", lies=True, thick=thick, name="still there")
        yield part(at, used, 0.0, "set aside", ink="used_margin", hollow=True, lies=True,
                   thick=thick)  # fmt: skip
    if lost := facts.get("lost"):
        yield part(at, lost, equity, "lost", ink="loan", hollow=True, lies=True, thick=thick)
    if debt := facts.get("debt"):
        yield ChartBar(at, equity, ink="debt", hatch=True, lies=True, thick=thick, shows=debt,
                       name=debt.name, label=f"debt {debt.bare}")  # fmt: skip
