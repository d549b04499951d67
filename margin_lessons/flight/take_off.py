"""What a flight begins with: a position that is open, some money, and a venue with its ways.

All of it is drawn from the number, and none of it from the prices. The position is worth 10,000 USD
and the side is drawn: most events hurt a long, and whoever is short in one of them gains. How late
or whether a margin call arrives, where the venue acts and how late it sells stays unknown in
flight, as it is in life.

The figures below are chosen so that the end is open. Of the numbers 0 to 999, whoever does nothing
is sold in 54 % on spot margin (7 % of all with a debt) and comes home in 36 %; with a contract in
49 % (9 % of all beyond the margin) and 38 %. A stop at the call price leaves a debt in 1 %, and
comes home in 33 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from margin_lessons.account import Account, Position
from margin_lessons.contract import Contract
from margin_lessons.contract_venue import ContractVenue
from margin_lessons.contract_venues import BITSTAMP_PERPETUALS
from margin_lessons.conventions import as_option
from margin_lessons.errors import BadInput, between, shown
from margin_lessons.flight.hidden_path import START_PRICE, draws_of, flight_number
from margin_lessons.funding import Funding
from margin_lessons.own_position import ProductKind
from margin_lessons.position import Side, as_side
from margin_lessons.replay import Charges, Rules
from margin_lessons.venue import KRAKEN_SPOT, Discretion, Venue

T = TypeVar("T")

COIN = "COIN"
"""What the coin of a flight is called: its true name would tell the event."""
VOLUME = 100.0
"""Coins held at the start: 10,000 USD at the first price."""
LEVERAGES = {ProductKind.SPOT_MARGIN: (5.0, 10.0), ProductKind.LINEAR: (5.0, 10.0)}
"""The leverages that are drawn for each product that is flown."""
WARNING_LEVEL = 1.5
"""A contract is sent no margin call; where its equity is one and a half times what is required
stands in its place in the standing rules."""
BUFFERS = (1.1, 1.6)
"""Own money at the start lies between these, in units of the margin set aside."""
PURSE = 1.0
"""How much money there is to add, in units of the own money at the start."""
FUNDING_RATES = (0.0001, 0.0005, -0.0002)
"""What a long pays for 8 hours, one of them for a whole flight."""
LATE = (0, 0, 1, 3)
"""How many bars later a margin call is read, one of them for a whole flight."""
ARRIVES, CALLS = 0.7, 4
"""The share of margin calls that arrive at all, and how many are drawn; the last stands for more.
"""
DELAYS = (0, 0, 1, 2)
"""How many bars after its trigger a liquidation is filled."""
SLIPPAGES = (0.001, 0.005, 0.02)
"""How much worse than the market a market order fills, as a share of the price."""
CHARGES = Charges(rollover=True, trading=True)
MOST_MONEY = 1e6
"""More own money than that would make the position a crumb."""

SPOT_RULES: Venue = KRAKEN_SPOT
"""The published rules that an account is flown under."""
CONTRACT_RULES: ContractVenue = BITSTAMP_PERPETUALS
"""The rules that a contract is flown under; a loss beyond the margin is borne by others there."""


@dataclass(frozen=True)
class TakeOff:
    """What a flight begins with: an open position, the own money behind it, and the purse.

    ``volume`` is in coins, bought or sold at the first price; ``cash`` backs the position, and
    ``purse`` is what can be added later, in USD. Raises ``BadInput`` for what is not above zero, a
    leverage that is not offered, and less cash than the venue asks for at the start.

    >>> TakeOff("long", 5, 2_500, 2_500).own
    5000.0
    >>> TakeOff("long", 5, 1_500, 2_500)
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: cash 1500 is below 2000: 100 coins at 100 and 5x set that much \
aside.
    """

    side: Side
    leverage: float
    cash: float
    purse: float
    volume: float = VOLUME

    def __post_init__(self) -> None:
        most = min(SPOT_RULES.leverage_max, 1 / CONTRACT_RULES.tiers.tiers[0].initial)
        kept: dict[str, object] = {
            "side": as_side(self.side),
            "leverage": between("leverage", self.leverage, 1, round(most, 9), why="it is offered"),
            "cash": between("cash", self.cash, 0, MOST_MONEY, why="it backs the position"),
            "purse": between("purse", self.purse, 0, MOST_MONEY, why="it is what can be added"),
            "volume": between("volume", self.volume, 0.01, 1e5, why="a position has a size"),
        }
        for name, value in kept.items():
            object.__setattr__(self, name, value)
        asked = self.volume * START_PRICE / self.leverage
        if self.cash < asked:
            raise BadInput(
                f"cash {shown(self.cash)} is below {shown(asked)}: {shown(self.volume)} coins at "
                f"{shown(START_PRICE)} and {shown(self.leverage)}x set that much aside."
            )

    @property
    def own(self) -> float:
        """All own money at the start, that in the purse included."""
        return self.cash + self.purse


@dataclass(frozen=True)
class VenueWays:
    """What nobody knows in flight: how the venue behaves.

    ``acts_at`` is the margin level at which it sells on spot margin; ``late`` how many bars later a
    margin call is read; ``rules`` has which calls arrive at all, the delay of a liquidation, and
    how much worse than the market a market order fills.
    """

    acts_at: float
    late: int
    rules: Rules


def flown_product(product: object) -> ProductKind:
    """Return a product that can be flown; ``BadInput`` for another.

    >>> flown_product("inverse")
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: product 'inverse contract' is not flown: choose spot margin or \
linear contract.
    """
    kind = as_option("product", product, ProductKind)
    if kind not in LEVERAGES:
        known = " or ".join(one.value for one in LEVERAGES)
        raise BadInput(f"product {shown(kind.value)} is not flown: choose {known}.")
    return kind


def take_off(number: int, product: ProductKind = ProductKind.SPOT_MARGIN) -> TakeOff:
    """Return what the flight of this number begins with.

    >>> drawn = take_off(7)
    >>> drawn == take_off(7), 1_000 < drawn.cash < 3_200, drawn.purse == drawn.cash
    (True, True, True)
    """
    product = flown_product(product)
    rng = draws_of(flight_number(number), "take-off")
    side = Side.LONG if rng.random() < 0.5 else Side.SHORT
    choices = LEVERAGES[product]
    leverage = _one_of(choices, rng)
    buffer = rng.uniform(*BUFFERS)
    cash = round(VOLUME * START_PRICE / leverage * buffer, -1)
    return TakeOff(side, leverage, cash, round(cash * PURSE, -1))


def venue_ways(number: int) -> VenueWays:
    """Return how the venue behaves in the flight of this number.

    >>> 0.4 <= venue_ways(7).acts_at <= 0.6
    True
    """
    rng = draws_of(flight_number(number), "venue")
    lowest = KRAKEN_SPOT.liquidation_level
    acts_at = round(float(rng.uniform(lowest, lowest + 0.2)), 2)
    late = _one_of(LATE, rng)
    notices = tuple((rng.random(CALLS) < ARRIVES).tolist())
    slippage, delay = _one_of(SLIPPAGES, rng), _one_of(DELAYS, rng)
    return VenueWays(acts_at, late, Rules(slippage, delay, charges=CHARGES, notices=notices))


def flight_funding(number: int) -> Funding:
    """Return the funding of a contract in the flight of this number, known from the start.

    >>> flight_funding(7).hours
    8.0
    """
    rng = draws_of(flight_number(number), "funding")
    return Funding.at(CONTRACT_RULES, _one_of(FUNDING_RATES, rng))


def _one_of(values: Sequence[T], rng: np.random.Generator) -> T:
    return values[int(rng.integers(len(values)))]


def flown_account(start: TakeOff, acts_at: float | None = None) -> Account:
    """Return the account at the start; ``acts_at`` is where the venue acts, else where it must.

    >>> flown_account(TakeOff(Side.LONG, 5, 2_500, 2_500)).level(100)
    1.25
    """
    venue = SPOT_RULES
    if acts_at is not None:
        venue = venue.with_rules(discretion=Discretion.BETWEEN, acts_at=acts_at)
    held = Position(start.side, start.volume, START_PRICE, start.leverage, COIN)
    return Account(start.cash, (held,), venue=venue)


def flown_contract(start: TakeOff) -> Contract:
    """Return the contract at the start: all of the own money is its margin."""
    bare = Contract.opened(start.side, start.volume, START_PRICE, start.leverage, CONTRACT_RULES)
    return bare.settled(start.cash - bare.margin, bare.size)
