"""Funding: what the two sides of a perpetual pay each other, to hold its price at the index.

A rate above 0 is paid by longs to shorts, below 0 by shorts to longs. It is charged on the value at
the mark price, so at 10x it is ten times its rate on the margin.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from margin_lessons.contract import Contract
from margin_lessons.contract_venue import ContractVenue
from margin_lessons.costs import HOURS_PER_YEAR
from margin_lessons.errors import BadInput, number, of_kind, positive, shown, whole
from margin_lessons.prices import Amount, check_price

MOST_PERIODS = 1_000_000
"""More periods than that are no funding: at one an hour they are 114 years."""


@dataclass(frozen=True)
class Funding:
    """A funding ``rate``, a share of the value, for each period of so many ``hours``.

    Bitstamp, BTC, as recorded on 15 September 2026: 0.000253 for 8 hours at a mark of 75,895.30.
    Raises ``BadInput`` for a rate that is no number, and for funding without a period.

    >>> recorded = Funding(0.000253, hours=8)
    >>> round(recorded.per_coin(75_895.30), 2), round(3 * recorded.per_coin(75_895.30), 2)
    (19.2, 57.6)
    >>> round(recorded.a_year, 3), round(recorded.a_year_on_margin(10), 2)
    (0.277, 2.77)
    """

    rate: float
    hours: float

    def __post_init__(self) -> None:
        rate = number("funding rate", self.rate, why="it is a share of the value, above 0 or below")
        why = "a rate is paid once every so many hours"
        object.__setattr__(self, "rate", rate)
        object.__setattr__(self, "hours", positive("funding period", self.hours, why=why))

    @classmethod
    def at(cls, venue: ContractVenue, rate: float) -> Funding:
        """Return a rate for the period of a venue; ``BadInput`` above its limit.

        >>> from margin_lessons.contract_venues import HYPERLIQUID
        >>> Funding.at(HYPERLIQUID, 0.05)
        Traceback (most recent call last):
            ...
        margin_lessons.errors.BadInput: funding rate 0.05 is above 0.04: Hyperliquid has no more \
than that in 1 hours.
        """
        of_kind("venue", venue, ContractVenue, why="CONTRACT_VENUES has those that were read")
        if venue.funding_hours is None:
            raise BadInput(
                f"funding period of {venue.name} is not found: name one in Funding(rate, hours)."
            )
        funding = cls(rate, venue.funding_hours)
        if venue.funding_cap is not None and abs(funding.rate) > venue.funding_cap:
            raise BadInput(
                f"funding rate {shown(funding.rate)} is above {shown(venue.funding_cap)}: "
                f"{venue.name} has no more than that in {shown(venue.funding_hours)} hours."
            )
        return funding

    def per_coin(self, mark: float) -> float:
        """Return what a long pays for each coin and period, in the quote currency."""
        return self.rate * check_price(mark, "mark price", why="funding is charged on its value")

    def paid(self, contract: Contract, mark: float, periods: int = 1) -> float:
        """Return what a position pays in so many periods at one mark price; below 0 it receives.

        In the quote currency, in coin for an inverse contract. A short of 2 BTC receives:

        >>> short = Contract("short", 2, 60_000, margin=12_000)
        >>> Funding(0.0001, hours=8).paid(short, 60_000, periods=3)
        -36.0
        """
        of_kind("contract", contract, Contract, why="funding is paid on one")
        price = check_price(mark, "mark price", why="funding is charged on its value")
        count = whole("periods", periods, 0, why="funding is paid once a period", most=MOST_PERIODS)
        value: Amount = contract.notional(price)
        return contract.side.sign * self.rate * float(value) * count

    def after(self, contract: Contract, mark: float, periods: int = 1) -> Contract:
        """Return the position once that is paid: its margin is less, its liquidation nearer.

        >>> held = Contract("long", 1, 60_000, margin=6_000, maintenance=0.05)
        >>> month = Funding(0.000253, hours=8).after(held, 60_000, periods=90)
        >>> round(held.liquidation().at, 2), round(month.liquidation().at, 2)
        (56842.11, 58280.21)
        """
        paid = self.paid(contract, mark, periods)
        return replace(contract, funding_paid=contract.funding_paid + paid)

    @property
    def a_year(self) -> float:
        """The rate of a year if it stayed so, without compounding, as a share of the value."""
        return self.rate * HOURS_PER_YEAR / self.hours

    def a_year_on_margin(self, leverage: float) -> float:
        """Return the same as a share of the margin: at 10x it is ten times as much."""
        return self.a_year * positive("leverage", leverage, why="it is value over margin")
