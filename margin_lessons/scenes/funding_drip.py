"""The funding drip: what funding takes from a position's margin while the price stands still."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from margin_lessons import words
from margin_lessons.account import Position, Side, as_side
from margin_lessons.contract import Contract
from margin_lessons.costs import rollover_fee
from margin_lessons.debt.one_trade import FUTURES_MAINTENANCE
from margin_lessons.funding import Funding
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.venue import KRAKEN_SPOT

MARK, RATE, HOURS = 75_895.30, 0.000253, 8
"""BTC/USD at Bitstamp: a reply of its API, recorded on 15 September 2026."""
MOST_DAYS = 365


@dataclass(frozen=True)
class DripState:
    """1 BTC held at an unchanged mark price for ``asked`` days, or until it is closed out."""

    contract: Contract
    leverage: float
    funding: Funding
    asked: float

    def paid(self, days: float) -> float:
        """Return what funding has taken after ``days``; below zero it was received."""
        return self.funding.paid(self.contract, MARK, floor(days * 24 / HOURS + 1e-9))

    def left(self, days: float) -> float:
        """Return what is then left of the margin."""
        return self.contract.margin - self.paid(days)

    @property
    def closed_after(self) -> float | None:
        """After how many days funding alone closes it out; None for not within a year."""
        once, one = self.paid(HOURS / 24), self.contract
        room = one.margin - float(one.requirement(MARK))
        if once <= 0 or room / once > MOST_DAYS * 24 / HOURS:
            return None
        return -floor(-room / once) * HOURS / 24

    @property
    def rent(self) -> float:
        """What rollover takes a day of the same position on spot margin."""
        return rollover_fee(Position(self.contract.side, 1, MARK, 5), 24, KRAKEN_SPOT)

    @property
    def days(self) -> float:
        """How long it was held: a close-out ends it."""
        end = self.closed_after
        return self.asked if end is None else min(end, self.asked)


def drip_state(days: float, leverage: float, rate: float, side: Side | str) -> DripState:
    """Return the state of 1 BTC, opened at the recorded mark price.

    >>> state = drip_state(30, 10, RATE, "long")
    >>> round(state.paid(1), 2), state.closed_after
    (57.6, 66.0)
    """
    contract = Contract(as_side(side), 1, MARK, MARK / leverage, FUTURES_MAINTENANCE)
    return DripState(contract, leverage, Funding(rate, HOURS), days)


def scene(state: DripState) -> Scene[DripState]:
    """Return what the drip shows and says."""
    one, days, end = state.contract, state.days, state.closed_after
    amounts = {
        "mark price": MARK, "margin at the opening": one.margin,
        "has to stay": float(one.requirement(MARK)), "left of the margin": state.left(days),
        "funding each time": state.paid(HOURS / 24), "funding a day": state.paid(1),
        "funding by now": state.paid(days), "rollover a day, on spot margin": state.rent,
    }  # fmt: skip
    shares = {
        "funding a year, of the value": 365 * state.paid(1) / MARK,
        "funding a year, of the margin": 365 * state.paid(1) / one.margin,
        "rollover a year, of the value": 365 * state.rent / MARK,
    }
    facts = (
        Fact("days held", words.plural(round(days, 1), "day"), days),
        *(Fact.of(name, much) for name, much in amounts.items()),
        *(Fact.of(name, share, words.percent) for name, share in shares.items()),
        Fact("closed out after", "no day" if end is None else words.plural(end, "day"), end),
    )
    said = {fact.name: fact.text.removeprefix("-") for fact in facts}
    gives, gone = state.paid(1) < 0, end is not None and end <= state.asked
    makes = "brings" if gives else "takes"
    return Scene(
        state,
        title=f"After {said['days held']} funding has {'brought' if gives else 'taken'} "
        f"{said['funding by now']}{' and closed the position' if gone else ''}",
        sentence=f"At {words.setting(state.leverage)} and a price that stands still: "
        f"{said['funding each time']} every eight hours, {said['funding a day']} a day. If it "
        f"stayed so, a year {makes} {said['funding a year, of the value']} of the value, "
        f"which is {said['funding a year, of the margin']} of the margin. Rollover on spot margin "
        f"takes {said['rollover a year, of the value']} of the value.",
        facts=facts,
        seen=f"A line, what is left of the margin, goes {'up' if gives else 'down'} over the days, "
        "with a dot on the day looked at; what lies ahead is dotted. A second dotted line, down, "
        "is the rollover of spot margin. A level line marks what has to stay.",
    )
