"""One trade under four laws, at one fill: what is left or owed, and who pays what is missing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from margin_lessons import words
from margin_lessons.account import Side
from margin_lessons.debt import BelowZero, Outcome, UnderLaw, four_laws
from margin_lessons.scenes.debt_tables import table_of_laws, what_is_left
from margin_lessons.scenes.scene import Fact, Scene

ACCOUNTS = ("EU CFD", "Kraken spot", "US futures", "stop at zero")
"""The four accounts in a few words, in their order."""

BELOW = {
    BelowZero.OWED: "you owe",
    BelowZero.BY_LAW: "law spares you",
    BelowZero.BY_PROCESS: "others bear",
}
"""What is said before the amount that is missing."""


@dataclass(frozen=True)
class FourLawsState:
    """A trade in four accounts, and what one fill leaves in each."""

    laws: tuple[UnderLaw, ...]
    outcomes: tuple[Outcome, ...]
    fill: float

    @property
    def owing(self) -> int:
        """In how many of them the client owes money."""
        return sum(one.owed > 0 for one in self.outcomes)


def four_laws_state(
    entry: float, size: float, setting: float, fill: float,
    side: Side = Side.LONG, futures_setting: float = 10.0,
) -> FourLawsState:  # fmt: skip
    """Return what a fill at ``fill`` USD leaves of ``size`` BTC from ``entry`` in four accounts.

    >>> [one.owed for one in four_laws_state(60_000, 1, 2, fill=28_000).outcomes]
    [0.0, 2000.0, 26000.0, 0.0]
    """
    laws = four_laws(entry, size, setting, side, futures_setting)
    return FourLawsState(laws, tuple(law.filled(fill) for law in laws), fill)


def said(law: UnderLaw, outcome: Outcome) -> str:
    """Return what a fill leaves of a trade, as it is written at its bar."""
    missing = outcome.owed + outcome.borne
    if missing > 0:
        return f"{BELOW[law.product.below_zero]} {words.amount(missing)}"
    return f"left {words.amount(outcome.left)}"


def scene(state: FourLawsState) -> Scene[FourLawsState]:
    """Return what the four accounts show and say."""
    fill, count = words.price(state.fill), f"{state.owing} of {len(state.laws)}"
    facts = [
        Fact("filled at", fill, state.fill),
        Fact("accounts in which you owe", count, state.owing),
    ]
    each = []
    for name, law, one in zip(ACCOUNTS, state.laws, state.outcomes, strict=True):
        at, in_the_end = words.price(law.closed_out_at, ""), one.left - one.owed - one.borne
        facts += [Fact.of(f"{name}: put up", law.put_up, words.amount),
                  Fact(f"{name}: closed out at", at, law.closed_out_at),
                  Fact(f"{name}: at the fill", what_is_left(law, one), in_the_end)]  # fmt: skip
        each.append(f"{name}: {said(law, one)}")
    title = f"Filled at {fill}, you owe money in {count} accounts"
    rows = table_of_laws(state.laws, (state.fill,))
    return Scene(
        state,
        title=title,
        sentence=f"{'; '.join(each)}, in USD. The market took the same from all four. Product and "
        "place decide who pays what is missing.",
        facts=tuple(facts),
        seen="A row for each account. A frame is what was put up, a filled bar what is left of it; "
        "left of zero hangs what is missing, hatched where it is your debt.",
        rows=replace(rows, notes=(f"{title}.", *rows.notes)),
    )
