"""The margin-level gauge: an account at a price, and where something happens to it."""

from __future__ import annotations

from dataclasses import dataclass

from margin_lessons import words
from margin_lessons.account import Account, Position, Side, as_side
from margin_lessons.crossing import Crossings, crossings
from margin_lessons.errors import positive
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.scenes.statement_facts import statement_facts
from margin_lessons.statement import Statement
from margin_lessons.venue import KRAKEN_SPOT, Venue

LINES = (
    ("call", "margin call"),
    ("liquidation", "liquidation"),
    ("zero_equity", "nothing left"),
)


def at_price(price: float | None) -> str:
    """Return a price that a table names, or that there is none.

    >>> at_price(11_600), at_price(None)
    ('11,600 USD', 'no such price')
    """
    return "no such price" if price is None else words.price(price)


@dataclass(frozen=True)
class GaugeState:
    """One account at one price, with the prices at which its level reaches the venue's lines."""

    account: Account
    price: float
    now: Statement[float]
    at_entry: Statement[float]
    crossings: Crossings

    @property
    def refused(self) -> bool:
        """Whether the exchange would not have opened it: its margin was not there."""
        return self.at_entry.level < self.account.venue.full_level * (1 - 1e-9)


def gauge_state(
    side: Side | str,
    volume: float,
    entry: float,
    cash: float,
    leverage: float,
    price: float,
    venue: Venue = KRAKEN_SPOT,
) -> GaugeState:
    """Return the state of an account with one position and cash, at ``price``.

    >>> gauge_state("long", 1, 20_000, 10_000, 5, price=13_200).now.level
    0.8
    """
    price = positive("price", price, why="a coin on a spot market costs something")
    account = Account(cash, (Position(as_side(side), volume, entry, leverage),), venue=venue)
    return GaugeState(account, price, account.at(price), account.at(entry), crossings(account))


def scene(state: GaugeState) -> Scene[GaugeState]:
    """Return what the gauge shows and says."""
    now, first = state.now, state.at_entry.level
    facts = [
        Fact.of("price now", state.price, words.price),
        *statement_facts(now),
        Fact.of("margin level", now.level, words.level),
        Fact.of("margin level at entry", first, words.level),
    ]
    for key, name in LINES:
        line = getattr(state.crossings, key)
        facts.append(Fact.of(f"{name} at", line.price, at_price))
    refused = (
        f"With a level of {words.level(first)} at its entry price this order would have been "
        "refused. "
    )
    sentence = f"At {words.price(state.price)} the margin level is {words.level(now.level)}: "
    return Scene(
        state,
        title=_title(state),
        sentence=f"{refused if state.refused else ''}{sentence}{_meaning(state)}.{_lacking(state)}",
        facts=tuple(facts),
        seen=_seen(state),
    )


def _title(state: GaugeState) -> str:
    if state.refused:
        return "This order would have been refused"
    if state.now.owed > 0:
        return f"The account owes {words.money(state.now.owed)}"
    call = state.crossings.call
    if not call.exists:
        return "No price brings this account to a margin call"
    if call.passed(state.price):
        return f"The margin level has fallen to {words.level(state.now.level)}"
    way = "falls" if call.falling else "rises"
    return f"The call comes when the price {way} to {words.price(call.price)}"


def _meaning(state: GaugeState) -> str:
    if state.now.owed > 0:
        return "everything you put up is gone and the rest is a debt"
    return {
        "open": "new positions are allowed and nothing is closed",
        "full": "no new position is allowed, but nothing is closed",
        "call": "a margin call may be sent",
        "may close": "a margin call may be sent, and the exchange may close positions already",
        "certain": "the exchange closes positions, and nobody can stop it",
    }[state.now.zone]


def _lacking(state: GaugeState) -> str:
    """Return what a free margin below zero means, where it is not a debt already."""
    if state.now.free_margin >= -words.LEAST or state.now.owed > 0:
        return ""
    free = words.money(state.now.free_margin)
    return f" A free margin of {free} says how much the equity is short of the used margin."


def _seen(state: GaugeState) -> str:
    """Return the curve's shape, three points of it, and where the account stands."""
    account, call = state.account, state.crossings.call
    position = account.positions[0]
    prices = [share * position.entry for share in (0.75, 1.0, 1.25)]
    points = ", ".join(
        f"{words.level(level)} at {words.price(price)}"
        for price, level in zip(prices, account.at(prices).level, strict=True)
    )
    shape = (
        "A straight line of the margin level rises with the price"
        if position.side is Side.LONG
        else "A bent line of the margin level falls as the price rises, steeply first and then less"
    )
    stands = "No upright line marks a call."
    if call.price is not None:
        way = "to the right of" if state.price > call.price else "to the left of"
        way = "on" if abs(state.price - call.price) < words.LEAST else way
        stands = f"The dot of the price now stands {way} the upright line of the margin call."
    debt = " It lies in the hatched debt below zero." if state.now.owed > 0 else ""
    return f"{shape}: {points}. {stands}{debt}"
