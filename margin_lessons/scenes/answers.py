"""Answers to a margin call side by side: where each moves the three prices, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from margin_lessons import words
from margin_lessons.account import Account, Side
from margin_lessons.closing import close_position
from margin_lessons.crossing import Crossings, crossings
from margin_lessons.errors import between, positive
from margin_lessons.scenes.gauge import LINES, GaugeState, at_price, gauge_state
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.scenes.table import Table
from margin_lessons.statement import Statement

WAYS = ("do nothing", "add funds", "close a part")
HEAD = (
    "answer", "level now", *(name for _, name in LINES), "liquidation moved by", "money at risk",
    "loss booked",
)  # fmt: skip


@dataclass(frozen=True)
class CallAnswer:
    """One way to answer a call: the account afterwards, its prices, and the loss that it booked."""

    way: str
    name: str
    account: Account
    now: Statement[float]
    crossings: Crossings

    @property
    def at_risk(self) -> float:
        """The money that this account can still lose of what is left in it."""
        return max(0.0, self.now.equity) if self.account.positions else 0.0

    @property
    def booked(self) -> float:
        """The loss that closing made final, whatever the price does next."""
        return 0.0 - self.account.realised


@dataclass(frozen=True)
class AnswersState:
    """The account when the price is ``price``, and three answers to it."""

    before: GaugeState
    answers: tuple[CallAnswer, ...]

    @property
    def price(self) -> float:
        """The price at which the answer is given."""
        return self.before.price

    @property
    def too_late(self) -> bool:
        """Whether the liquidation has begun, which no answer stops."""
        return self.before.now.zone == "certain"


def answers_state(
    price: float,
    deposit: float,
    closed: float,
    side: Side | str,
    volume: float,
    entry: float,
    cash: float,
    leverage: float,
) -> AnswersState:
    """Return what doing nothing, adding ``deposit`` and closing a part do at ``price``.

    ``closed`` is a fraction of the position from 0 to 1; the rest is the account, as
    ``gauge_state`` takes it. Fees are left out.

    >>> story = {"side": "long", "volume": 1, "entry": 20_000, "cash": 10_000, "leverage": 5}
    >>> state = answers_state(13_200, deposit=2_000, closed=0.5, **story)
    >>> [answer.crossings.liquidation.price for answer in state.answers]
    [11600.0, 9600.0, 8400.0]
    >>> [(answer.at_risk, answer.booked) for answer in state.answers]
    [(3200.0, 0.0), (5200.0, 0.0), (3200.0, 3400.0)]
    """
    deposit = positive("deposit", deposit, why="to answer a call you add funds")
    closed = between("share closed", closed, 0, 1, why="you can close a part or all")
    part = positive("share closed", closed, why="to close nothing is to do nothing") * volume
    before = gauge_state(side, volume, entry, cash, leverage, price)
    account = before.account
    after = (
        ("do nothing", account),
        (f"add {words.money(deposit)}", account.add_cash(deposit)),
        (f"close {words.percent(closed, 0)}", close_position(account, 0, part, price).account),
    )
    answers = tuple(
        CallAnswer(way, name, left, left.at(price), crossings(left))
        for way, (name, left) in zip(WAYS, after, strict=True)
    )
    return AnswersState(before, answers)


def scene(state: AnswersState) -> Scene[AnswersState]:
    """Return what the three answers show and say."""
    facts = [Fact.of("price now", state.price, words.price)]
    for answer in state.answers:
        late = state.too_late and answer is not state.answers[0]
        facts += [Fact(answer.way, "too late")] if late else _facts(state, answer)
    note = f"The price now is {words.price(state.price)}; fees are left out."
    return Scene(
        state,
        title=_title(state),
        sentence=_sentence(state),
        facts=tuple(facts),
        seen=_seen(state),
        rows=Table("What each answer does", HEAD, tuple(_rows(state)), (note,)),
    )


def _facts(state: AnswersState, answer: CallAnswer) -> list[Fact]:
    level, moved = answer.now.level, _moved(state, answer)
    prices = [(name, getattr(answer.crossings, key).price) for key, name in LINES]
    return [
        Fact.of(f"{answer.way}: level now", level, words.level),
        *(Fact.of(f"{answer.way}: {name} at", price, at_price) for name, price in prices),
        Fact(f"{answer.way}: liquidation moved by",
             "no such price" if moved is None else words.money(moved), moved),
        Fact.of(f"{answer.way}: money at risk", answer.at_risk),
        Fact.of(f"{answer.way}: loss booked", answer.booked),
    ]  # fmt: skip


def _rows(state: AnswersState) -> Iterator[tuple[str, ...]]:
    for answer in state.answers:
        if state.too_late and answer is not state.answers[0]:
            yield (answer.name, *["too late"] * (len(HEAD) - 1))
        else:
            yield (answer.name, *(fact.text for fact in _facts(state, answer)))


def _sentence(state: AnswersState) -> str:
    level = words.level(state.before.now.level)
    if state.too_late:
        return f"At {level} the liquidation has begun; none of these answers comes in time."
    start = f"At {words.price(state.price)} the level is {level}"
    if state.before.now.zone == "may close":
        start += ", and the exchange may close before you answer"
    _, add, close = state.answers
    lost = f"with {words.money(close.booked)} lost for good" if close.booked else "with no loss"
    return (
        f"{start}. If you {add.name}, it is {_result(add)}, with {words.money(add.at_risk)} at "
        f"risk; if you {close.name}, {_closed(close)}, {lost}."
    )


def _result(answer: CallAnswer) -> str:
    still = ", where it still may" if answer.now.zone == "may close" else ""
    return f"{words.level(answer.now.level)}{still}"


def _closed(answer: CallAnswer) -> str:
    return f"it is {_result(answer)}" if answer.account.positions else "nothing is open"


def _moved(state: AnswersState, answer: CallAnswer) -> float | None:
    """Return how far an answer moves the liquidation price; below zero it moves down."""
    start, now = state.before.crossings.liquidation.price, answer.crossings.liquidation.price
    return None if start is None or now is None else now - start


def _title(state: AnswersState) -> str:
    if state.too_late:
        return "Too late: the liquidation has begun"
    _, add, close = state.answers
    cost = f"books a loss of {words.money(close.booked)}" if close.booked else "books no loss"
    if not close.account.positions:
        return f"Closing everything leaves nothing to liquidate and {cost}"
    by_closing = _moved(state, close)
    if by_closing is None:
        return f"After you {close.name} no price liquidates what is left; it {cost}"
    by_adding = _moved(state, add)
    if by_adding is not None and abs(by_adding) > abs(by_closing):
        way = _way(by_adding)
        return f"{add.name.replace('add', 'Adding')} moves {way}, all of it at risk"
    return f"{close.name.replace('close', 'Closing')} moves {_way(by_closing)} and {cost}"


def _way(far: float) -> str:
    way = "down" if far < 0 else "up"
    return f"the liquidation {way} by {words.money(abs(far))}"


def _seen(state: AnswersState) -> str:
    """Return how the rows of marks stand to each other, and what the bars do."""
    if state.too_late:
        return (
            "Beside a line at the price now only the first row has marks; the other two say that "
            "it is too late. One bar is left, the money at risk of doing nothing."
        )
    close = state.answers[2]
    third = "in the third they lie lower, too"
    if not close.account.positions:
        third = "the third has none, as nothing is open"
    elif close.crossings.liquidation.price is None:
        third = "the third has none, as no price liquidates what is left"
    return (
        "Three rows of marks on an axis of prices, from right to left the margin call, the "
        "liquidation and nothing left. In the second row they lie lower than in the first; "
        f"{third}. Bars beside them show the money at risk, longest where funds are added"
        f"{', and a hollow bar the loss booked by closing' if close.booked else ''}."
    )
