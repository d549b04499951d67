"""The account ledger: what an account holds, and whom it belongs to, before and after a move."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from margin_lessons import words
from margin_lessons.account import Account, Position, Side
from margin_lessons.crossing import check_new_position
from margin_lessons.errors import between
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.scenes.statement_facts import statement_facts
from margin_lessons.scenes.table import Table
from margin_lessons.statement import Statement

ENTRY = 30_000.0
"""The price of one coin in USD when the position is opened."""

CASH, SIZE, MOVE = (500.0, 20_000.0), (500.0, 30_000.0), (-0.6, 0.6)
"""The least and the most of what can be asked for: in USD, in USD, and as a fraction."""


@dataclass(frozen=True)
class LedgerState:
    """One order and its account at opening and after a price move, in USD.

    ``accepted`` says whether the order was taken; when it was not, nothing is borrowed and nothing
    moves. ``needed`` is the margin it asks for.
    """

    size: float
    leverage: float
    move: float
    account: Account
    accepted: bool
    needed: float

    @property
    def order(self) -> str:
        """The order in words."""
        return f"{words.money(self.size)} at {words.setting(self.leverage)}"

    @cached_property
    def opening(self) -> Statement[float]:
        """The account at the price of the opening."""
        return self.account.at(ENTRY)

    @cached_property
    def after(self) -> Statement[float]:
        """The account after the move."""
        return self.account.at(ENTRY * (1 + self.move))

    @property
    def loan(self) -> float:
        """What was borrowed, in dollars: no price moves it."""
        return sum(position.cost for position in self.account.positions)

    @property
    def coins(self) -> float:
        """What the coins bought with the loan are worth after the move."""
        return self.loan + self.after.profit

    @property
    def alone(self) -> float:
        """The profit or loss of the own money put into the same coin without leverage."""
        return self.account.cash * self.move


def ledger_state(size: float, leverage: float, move: float, cash: float) -> LedgerState:
    """Return the ledger of a long of ``size`` USD after a price move given as a fraction.

    Kraken's own example (support.kraken.com 203325693): 5,000 USD long at 5:1 uses 1,000 USD of
    margin and, closed at a loss of 2,000 USD, has lost twice that.

    >>> state = ledger_state(size=5_000, leverage=5, move=-0.40, cash=5_000)
    >>> state.opening.used_margin, round(state.after.profit), round(state.after.equity)
    (1000.0, -2000, 3000)
    """
    move = between("price move", move, -0.99, 10, why="a price stays above zero")
    position = Position(Side.LONG, size / ENTRY, ENTRY, leverage)
    check = check_new_position(Account(cash), position, market=ENTRY)
    account = Account(cash, (position,) if check.accepted else ())
    return LedgerState(size, leverage, move, account, check.accepted, check.margin_needed)


def scene(state: LedgerState) -> Scene[LedgerState]:
    """Return what the ledger shows and says."""
    facts = (
        Fact.of("size of the position", state.size),
        Fact.of("margin it needs", state.needed),
        Fact.of("price move", state.move, words.percent, signed=True),
        Fact.of("profit or loss", state.after.profit),
        Fact.of("the same without leverage", state.alone),
        *_two(state, " at opening"),
        *_two(state),
        Fact.of("margin level", state.after.level, words.level),
    )
    if state.after.owed > words.LEAST:
        facts = (*facts, Fact.of("debt", state.after.owed))
    return Scene(state, _title(state), _sentence(state), facts, _seen(state), _table(facts))


def _two(state: LedgerState, when: str = "") -> tuple[Fact, ...]:
    """Return the account at one of its two moments: what it holds, and whose that is."""
    at, coins = (state.opening, state.loan) if when else (state.after, state.coins)
    holds = {"coins": coins, "cash": at.collateral, "loan": state.loan}
    held = (Fact.of(f"{name}{when}", value) for name, value in holds.items())
    return (*held, *statement_facts(at, when))


def _table(facts: tuple[Fact, ...]) -> Table:
    """Return opening and now side by side, and the rest of the facts in the last column."""
    known = {fact.name: fact.text for fact in facts}
    rows = [(name, known.pop(f"{name} at opening", ""), text)
            for name, text in known.copy().items() if not name.endswith("at opening")]  # fmt: skip
    return Table("The account in USD", ("what", "at opening", "now"), tuple(rows))


def _title(state: LedgerState) -> str:
    start, end = words.money(state.opening.equity), words.money(state.after.equity)
    if not state.accepted:
        return (
            f"Refused: the order needs {words.money(state.needed)} of margin, and {start} is there"
        )
    if state.after.owed > words.LEAST:
        owed = words.money(state.after.owed)
        return f"Coins and cash together no longer cover the loan: {owed} is owed"
    if state.move == 0:
        return f"The loan buys the coins, and your {start} is still yours"
    way = "fall" if state.move < 0 else "rise"
    return f"A {way} of {words.percent(abs(state.move))} turns {start} of equity into {end}"


def _sentence(state: LedgerState) -> str:
    if not state.accepted:
        return (
            f"At {words.setting(state.leverage)} an order of {words.money(state.size)} needs "
            f"{words.money(state.needed)} of margin; {words.money(state.after.equity)} of equity "
            "is there, so the exchange lends nothing and nothing is bought."
        )
    return (
        f"The coins are worth {words.money(state.coins)} and the loan is still "
        f"{words.money(state.loan)}. {_held(state.after)}. The position has "
        f"{words.made(state.after.profit)}; your own money in the same coin, without leverage, "
        f"would have {words.made(state.alone)}."
    )


def _held(after: Statement[float]) -> str:
    equity, used, free = map(words.money, (after.equity, after.used_margin, after.free_margin))
    if after.owed > words.LEAST:
        return (
            f"Everything that was put up is gone, and {words.money(after.owed)} of the loan is "
            "still to be paid"
        )
    if after.free_margin < -words.LEAST:
        return (
            f"Equity is {equity}, less than the {used} set aside. So free margin is {free}: below "
            "zero, and nothing new may be opened"
        )
    return f"Equity is {equity}: {used} set aside and {free} free"


def _seen(state: LedgerState) -> str:
    if not state.accepted:
        return "Four bars of one length: the cash alone, and all of it yours."
    loan = "begins where your equity ends"
    if state.after.owed > words.LEAST:
        loan = "begins left of zero; the part that hangs there is hatched, the debt"
    return (
        "Two pairs of lying bars, at opening and now: what the account holds, cash and then coins, "
        "over whose it is, yours and then the loan. The loan is as long in both pairs; now it "
        f"{loan}."
    )
