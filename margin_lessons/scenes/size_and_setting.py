"""Two sizes at two settings, side by side: what is lost, and what is set aside."""

from __future__ import annotations

from dataclasses import dataclass, replace

from margin_lessons import words
from margin_lessons.scenes.account_ledger import LedgerState, ledger_state
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.scenes.statement_facts import statement_facts
from margin_lessons.scenes.table import Table

CASH = 5_000.0
SIZE, SETTING = 15_000.0, 5.0
"""The order that the others are set beside."""
HEAD = ("margin needed", "profit or loss", "equity", "set aside", "free margin")
COLUMNS = ("margin needed", "profit or loss", "equity", "used margin", "free margin")


@dataclass(frozen=True)
class SizeAndSettingState:
    """Four accounts of 5,000 USD after one price move: each of two sizes at each of two settings.

    They come as the picture shows them: the first size at both settings, then the other one.
    """

    move: float
    accounts: tuple[LedgerState, ...]


def size_and_setting_state(move: float, size: float, leverage: float) -> SizeAndSettingState:
    """Return 15,000 USD at 5x beside another size and another setting, in all four pairs.

    >>> state = size_and_setting_state(-0.10, 7_500, 10)
    >>> [(round(one.after.equity), one.after.used_margin) for one in state.accounts]
    [(3500, 3000.0), (3500, 1500.0), (4250, 1500.0), (4250, 750.0)]
    """
    pairs = ((one, setting) for one in (SIZE, size) for setting in (SETTING, leverage))
    return SizeAndSettingState(move, tuple(ledger_state(one, each, move, CASH)
                                           for one, each in pairs))  # fmt: skip


def scene(state: SizeAndSettingState) -> Scene[SizeAndSettingState]:
    """Return what the four accounts show and say."""
    move = Fact.of("price move", state.move, words.percent, signed=True)
    facts = [Fact.of("your cash", CASH), move]
    rows = []
    for number, one in enumerate(state.accounts, 1):
        shown = {fact.name: fact for fact in _row(one)}
        facts += [replace(fact, name=f"{name}, row {number}") for name, fact in shown.items()]
        refused = "" if one.accepted else ", refused"
        rows.append((f"{one.order}{refused}", *(shown[column].text for column in COLUMNS)))
    note = f"Each account has {words.money(CASH)} of cash; the price has moved by {move.text}."
    table = Table("Two sizes at two settings", ("position", *HEAD), tuple(rows), (note,))
    return Scene(state, _title(state), _sentence(state), tuple(facts), _seen(state), table)


def _row(one: LedgerState) -> tuple[Fact, ...]:
    """Return what one of the four accounts shows; a loss and a debt only where there is one."""
    after = one.after
    gone = {"lost": -after.profit, "debt": after.owed}
    return (
        Fact("order", one.order, one.size),
        Fact.of("margin needed", one.needed),
        Fact.of("profit or loss", after.profit),
        *statement_facts(after),
        *(Fact.of(name, much) for name, much in gone.items() if much > words.LEAST),
    )


def _made(one: LedgerState) -> str:
    made = words.made(one.after.profit, "gains", "loses", "neither gains nor loses")
    return made if one.accepted else "is refused"


def _title(state: SizeAndSettingState) -> str:
    first, turned, other, _ = state.accounts
    if not turned.accepted:
        needs = f"it needs {words.money(turned.needed)} of margin"
        return f"At {words.setting(turned.leverage)} this size is refused: {needs}"
    if first.size == other.size:
        return f"One size: it {_made(first)} at either setting"
    if abs(first.after.profit) < words.LEAST:
        return "At an unchanged price neither size gains or loses, at either setting"
    return f"The larger size {_made(first)} and the smaller one {_made(other)}, at either setting"


def _sentence(state: SizeAndSettingState) -> str:
    first, turned, *_ = state.accounts
    if not turned.accepted:
        limit = "That is all a low setting does to the size: it limits it."
        return f"Nothing is bought for {turned.order}. {limit}"
    aside = [words.money(one.after.used_margin) for one in (first, turned)]
    said = (
        f"Turn the setting from {words.setting(first.leverage)} to "
        f"{words.setting(turned.leverage)}, and {aside[1]} is set aside instead of {aside[0]}"
    )
    if first.leverage == turned.leverage:
        said = f"At one setting, {aside[0]} is set aside for {words.money(first.size)}"
    rest = f"the equity stays {words.money(first.after.equity)}"
    return f"{said}; {rest}. Only another size changes what is lost or gained."


def _seen(state: SizeAndSettingState) -> str:
    hollow = "The hollow end of each bar is what was lost"
    if state.move > 0:
        hollow = "The end of each bar beyond the cash is what was gained"
    if state.move == 0:
        hollow = "Nothing is lost or gained yet"
    if not all(one.accepted for one in state.accounts):
        return f"Four lying bars. {hollow}. The bar of a refused order is whole: nothing happened."
    return (
        f"Four lying bars, two sizes at two settings each. {hollow}: as long at either setting, "
        "and longer for the larger size. The part set aside, at the left, is shorter at the "
        "higher setting."
    )
