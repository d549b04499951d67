"""The account ledger: what an account holds, and whom it belongs to, before and after a move."""

from __future__ import annotations

from dataclasses import dataclass

from margin_lessons.account import Account, Position
from margin_lessons.crossing import check_new_position
from margin_lessons.errors import between
from margin_lessons.figures import words
from margin_lessons.figures.readout import Fact, Readout

ENTRY = 30_000.0
"""The price of one coin in USD when the position is opened."""


@dataclass(frozen=True)
class Books:
    """An account at one price: what it holds on one side, whom that belongs to on the other."""

    coins: float
    cash: float
    loan: float
    equity: float
    used: float

    @property
    def assets(self) -> float:
        """Everything the account holds, in USD."""
        return self.coins + self.cash

    @property
    def free(self) -> float:
        """Equity that is not set aside; below zero when less is there than is set aside."""
        return self.equity - self.used


@dataclass(frozen=True)
class LedgerState:
    """One order and its account at opening and after a price move, in USD.

    ``accepted`` says whether the order was taken; when it was not, nothing is borrowed and nothing
    moves. ``needed`` is the margin it asks for, ``alone`` what the same move does to the learner's
    own money without leverage.
    """

    size: float
    leverage: float
    move: float
    account: Account
    accepted: bool
    needed: float
    opening: Books
    after: Books

    @property
    def profit(self) -> float:
        """The profit or loss of the position, fees not included."""
        return self.after.equity - self.opening.equity

    @property
    def alone(self) -> float:
        """The profit or loss of the own money put into the same coin without leverage."""
        return self.account.cash * self.move

    @property
    def level(self) -> float:
        """The margin level after the move; infinite when nothing is open."""
        return float(self.account.level(ENTRY * (1 + self.move)))


def ledger_state(size: float, leverage: float, move: float, cash: float) -> LedgerState:
    """Return the ledger of a long of ``size`` USD after a price move given as a fraction.

    Kraken's own example (support.kraken.com 203325693): 5,000 USD long at 5:1 uses 1,000 USD of
    margin and, closed at a loss of 2,000 USD, has lost twice that.

    >>> state = ledger_state(size=5_000, leverage=5, move=-0.40, cash=5_000)
    >>> state.opening.used, round(state.profit), round(state.after.equity)
    (1000.0, -2000, 3000)
    """
    move = between("price move", move, -0.99, 10, why="a price stays above zero")
    position = Position("long", size / ENTRY, ENTRY, leverage)
    check = check_new_position(Account(cash), position, market=ENTRY)
    account = Account(cash, (position,) if check.accepted else ())
    opening, after = (_books(account, ENTRY * (1 + part)) for part in (0.0, move))
    return LedgerState(
        size, leverage, move, account, check.accepted, check.margin_needed, opening, after
    )


def _books(account: Account, price: float) -> Books:
    return Books(
        coins=sum(p.valuation(price) for p in account.positions),
        cash=account.balance(),
        loan=sum(p.cost for p in account.positions),
        equity=float(account.equity(price)),
        used=float(account.used_margin(price)),
    )


def readout(state: LedgerState) -> Readout:
    """Return the words of the ledger."""
    after, opening = state.after, state.opening

    def usd(name: str, value: float) -> Fact:
        return Fact(name, words.money(value), value)

    return Readout(
        title=_title(state),
        sentence=_sentence(state),
        facts=(
            usd("size of the position", state.size),
            usd("margin it needs", state.needed),
            Fact("price move", words.percent(state.move, signed=True), state.move),
            usd("profit or loss", state.profit),
            usd("the same without leverage", state.alone),
            usd("coins on margin", after.coins),
            usd("cash", after.cash),
            usd("assets", after.assets),
            usd("loan", after.loan),
            usd("equity", after.equity),
            usd("used margin", after.used),
            usd("free margin", after.free),
            Fact("margin level", words.level(state.level), state.level),
            usd("equity at opening", opening.equity),
            usd("free margin at opening", opening.free),
        ),
        picture="Two pairs of stacked bars, at opening and after the move: what the account holds "
        "(cash and coins) beside whom it belongs to (used margin, free margin and the loan); a "
        "debt hangs below zero.",
    )


def _title(state: LedgerState) -> str:
    start, end = words.money(state.opening.equity), words.money(state.after.equity)
    if not state.accepted:
        return (
            f"Refused: the order needs {words.money(state.needed)} of margin, and {start} is there"
        )
    if state.after.equity < -0.005:
        owed = words.money(-state.after.equity)
        return f"Coins and cash together no longer cover the loan: {owed} is owed"
    if state.move == 0:
        return f"The loan buys the coins, and your {start} is still yours"
    way = "fall" if state.move < 0 else "rise"
    return f"A {way} of {words.percent(abs(state.move))} turns {start} of equity into {end}"


def _sentence(state: LedgerState) -> str:
    after, used = state.after, words.money(state.after.used)
    if not state.accepted:
        return (
            f"At {words.setting(state.leverage)} an order of {words.money(state.size)} needs "
            f"{words.money(state.needed)} of margin; {words.money(after.equity)} of equity is "
            "there, so the exchange lends nothing and nothing is bought."
        )
    if after.equity < -0.005:
        held = (
            f"Everything that was put up is gone, and {words.money(-after.equity)} of the loan is "
            "still to be paid"
        )
    elif after.free < -0.005:
        held = (
            f"Equity is {words.money(after.equity)}, less than the {used} set aside: a margin "
            f"level of {words.level(state.level)}"
        )
    else:
        free = words.money(after.free)
        held = f"Equity is {words.money(after.equity)}: {used} set aside and {free} free"
    return (
        f"The coins are worth {words.money(after.coins)} and the loan is still "
        f"{words.money(after.loan)}. {held}. The position has {_made(state.profit)}; your own "
        f"money in the same coin, without leverage, would have {_made(state.alone)}."
    )


def _made(profit: float) -> str:
    if abs(profit) < 0.005:
        return "neither gained nor lost"
    return f"{'gained' if profit > 0 else 'lost'} {words.money(abs(profit))}"
