"""Two sizes at two settings, side by side: what is lost, and what is set aside."""

from __future__ import annotations

from dataclasses import dataclass

from margin_lessons import words
from margin_lessons.scenes.account_ledger import CENT, LedgerState, ledger_state, usd
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.scenes.table import Table

CASH = 5_000.0
SIZE, SETTING = 15_000.0, 5.0
"""The order that the others are set beside."""


@dataclass(frozen=True)
class SizeAndSettingState:
    """Four accounts of 5,000 USD after one price move: each of two sizes at each of two settings.

    They come as the picture shows them: the first size at both settings, then the other one.
    """

    move: float
    accounts: tuple[LedgerState, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Each account by its size and its setting; the same order twice has one name."""
        return tuple(
            f"{words.amount(one.size)} at {words.setting(one.leverage)}" for one in self.accounts
        )


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
    facts = [
        usd("your cash", CASH),
        Fact("price move", words.percent(state.move, signed=True), state.move),
    ]
    for index, one in enumerate(state.accounts):
        facts += facts_of_row(one, index)
    return Scene(state, _title(state), _sentence(state), tuple(facts), _seen(state), _table(state))


def facts_of_row(one: LedgerState, index: int) -> tuple[Fact, ...]:
    """Return what one of the four accounts shows, each fact named by its row."""
    after, row = one.after, f"row {index + 1}"
    amounts = {
        "size": one.size, "margin needed": one.needed, "profit or loss": after.profit,
        "equity": after.equity, "set aside": after.used_margin, "free": after.free_margin,
    }  # fmt: skip
    if after.profit < -CENT:
        amounts["lost"] = -after.profit
    if after.owed > CENT:
        amounts["debt"] = after.owed
    setting = Fact(f"setting, {row}", words.setting(one.leverage), one.leverage)
    return (setting, *(usd(f"{name}, {row}", value) for name, value in amounts.items()))


def _table(state: SizeAndSettingState) -> Table:
    rows = []
    for one in state.accounts:
        after = one.after
        name = f"{words.money(one.size)} at {words.setting(one.leverage)}"
        amounts = (one.needed, after.profit, after.equity, after.used_margin, after.free_margin)
        rows.append((name + ("" if one.accepted else ", refused"), *map(words.money, amounts)))
    head = ("position", "margin needed", "profit or loss", "equity", "set aside", "free margin")
    move = words.percent(state.move, signed=True)
    note = f"Each account has {words.money(CASH)} of cash; the price has moved by {move}."
    return Table("Two sizes at two settings", head, tuple(rows), (note,))


def _made(one: LedgerState) -> str:
    if not one.accepted:
        return "is refused"
    profit = one.after.profit
    if abs(profit) < CENT:
        return "neither gains nor loses"
    return f"{'gains' if profit > 0 else 'loses'} {words.money(abs(profit))}"


def _title(state: SizeAndSettingState) -> str:
    first, turned, other, _ = state.accounts
    if not turned.accepted:
        return (
            f"At {words.setting(turned.leverage)} this size is refused: "
            f"it needs {words.money(turned.needed)} of margin"
        )
    if first.size == other.size:
        return f"One size: it {_made(first)} at either setting"
    if abs(first.after.profit) < CENT:
        return "At an unchanged price neither size gains or loses, at either setting"
    return f"The larger size {_made(first)} and the smaller one {_made(other)}, at either setting"


def _sentence(state: SizeAndSettingState) -> str:
    first, turned, *_ = state.accounts
    if not turned.accepted:
        return (
            f"Nothing is bought for {words.money(first.size)} at "
            f"{words.setting(turned.leverage)}. That is all a low setting does to the size: "
            "it limits it."
        )
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
