"""The margin-level gauge: an account at a price, and where something happens to it."""

from __future__ import annotations

from dataclasses import dataclass

from margin_lessons.account import Account, Position
from margin_lessons.crossing import Crossings, crossings
from margin_lessons.errors import positive
from margin_lessons.figures import words
from margin_lessons.figures.readout import Fact, Readout
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
    crossings: Crossings

    @property
    def level(self) -> float:
        """The margin level now, as a fraction."""
        return float(self.account.level(self.price))

    @property
    def equity(self) -> float:
        """What is left if everything were closed now, in USD."""
        return float(self.account.equity(self.price))

    @property
    def level_at_entry(self) -> float:
        """The margin level with which the position was opened, or would have been."""
        return float(self.account.level(self.account.positions[0].entry))

    @property
    def refused(self) -> bool:
        """Whether the exchange would not have opened it: its margin was not there."""
        return self.level_at_entry < self.account.venue.full_level * (1 - 1e-9)


def gauge_state(
    side: str,
    volume: float,
    entry: float,
    cash: float,
    leverage: float,
    price: float,
    venue: Venue = KRAKEN_SPOT,
) -> GaugeState:
    """Return the state of an account with one position and cash, at ``price``.

    >>> gauge_state("long", 1, 20_000, 10_000, 5, price=13_200).level
    0.8
    """
    price = positive("price", price, why="a coin on a spot market costs something")
    account = Account(cash, (Position(side, volume, entry, leverage),), venue=venue)
    return GaugeState(account, price, crossings(account))


def readout(state: GaugeState) -> Readout:
    """Return the words of the gauge."""
    account, price = state.account, state.price
    level = words.level(state.level)
    facts = [
        Fact("price now", words.price(price), price),
        Fact("equity", words.money(state.equity), state.equity),
        Fact("used margin", words.money(account.used_margin(price)), account.used_margin(price)),
        Fact("free margin", words.money(account.free_margin(price)), account.free_margin(price)),
        Fact("margin level", level, state.level),
        Fact("margin level at entry", words.level(state.level_at_entry), state.level_at_entry),
    ]
    for key, name in LINES:
        line = getattr(state.crossings, key)
        facts.append(Fact(f"{name} at", at_price(line.price), line.price))
    refused = (
        f"With a level of {words.level(state.level_at_entry)} at its entry price this order would "
        "have been refused. "
    )
    sentence = f"At {words.price(price)} the margin level is {level}: {_meaning(state)}."
    return Readout(
        title=_title(state),
        sentence=(refused if state.refused else "") + sentence,
        facts=tuple(facts),
        picture="Line chart of the margin level against the price, with lines at the margin call, "
        "the liquidation and the price where nothing is left; below zero it is a debt.",
    )


def _title(state: GaugeState) -> str:
    if state.refused:
        return "This order would have been refused"
    if state.equity < 0:
        return f"The account owes {words.money(-state.equity)}"
    call = state.crossings.call
    if not call.exists:
        return "No price brings this account to a margin call"
    if call.passed(state.price):
        return f"The margin level has fallen to {words.level(state.level)}"
    way = "falls" if call.falling else "rises"
    return f"The call comes when the price {way} to {words.price(call.price)}"


def _meaning(state: GaugeState) -> str:
    if state.equity < 0:
        return "everything you put up is gone and the rest is a debt"
    return {
        "open": "new positions are allowed and nothing is closed",
        "full": "no new position is allowed, but nothing is closed",
        "call": "a margin call may be sent",
        "may close": "a margin call may be sent, and the exchange may close positions already",
        "certain": "the exchange closes positions, and nobody can stop it",
    }[state.account.venue.zone(state.level)]
