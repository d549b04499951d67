"""Futures and perpetuals: linear and inverse contracts with a maintenance requirement.

The same solver as on spot margin, in the price for a linear contract and in 1/price for an
inverse (coin-margined) one::

    linear   margin + s q (P - entry)        = rate x notional - deduction
    inverse  margin + s q (1/entry - 1/P)    = rate x q/P        all in coin

Venues differ in the notional they charge maintenance on (entry or mark), in whether the fee for
closing is outside of the rate, added to it or charged on it too, and in their margin tiers: all are
named options, and ``conventions`` and ``tiers`` say whose they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from numpy.typing import ArrayLike

from margin_lessons.account import Amount, Side, as_side, check_prices, plain
from margin_lessons.contract_check import AT_ZERO, check_terms
from margin_lessons.contract_venue import ContractVenue
from margin_lessons.conventions import AtEquality, ClosingFee, MaintenanceOn, PriceFloor
from margin_lessons.crossing import Crossing, crossing
from margin_lessons.errors import BadInput, between, number, of_kind, shown
from margin_lessons.holding import Line, Lines
from margin_lessons.requirement import Requirement
from margin_lessons.tiers import Tiers


@dataclass(frozen=True)
class Contract:
    """A futures position with its own margin.

    ``size`` is in coins for a linear contract (margin and profit in the ``quote`` currency) and in
    units of the quote currency for an inverse one (margin and profit in coin). What is required is
    either the flat ``maintenance`` less ``deduction``, or what ``tiers`` say. The venue closes all
    of it at a level of ``full`` (equity over the requirement), and a part at ``partial``, if it
    does that. ``funding_paid`` has gone from the margin already (below 0: received).
    ``price_floor`` is NONE for what may cost less than nothing, as oil did on 20 April 2020.

    Kraken's example: 1,000 contracts of 1 USD at 8,000 with 0.01 BTC of margin
    (support.kraken.com 360022835671). Raises ``BadInput`` for a size or entry that is not above
    zero, for margin, maintenance, fee or deduction below zero, and for tiers beside a flat rate.

    >>> example = Contract("long", 1_000, 8_000, margin=0.01, maintenance=0.01, inverse=True)
    >>> round(example.liquidation_price(), 2), round(example.zero_equity_price(), 2)
    (7481.48, 7407.41)
    """

    side: Side
    size: float
    entry: float
    margin: float
    maintenance: float = 0.0
    inverse: bool = False
    fee_rate: float = 0.0
    deduction: float = 0.0
    maintenance_on: MaintenanceOn = MaintenanceOn.MARK
    closing_fee: ClosingFee = ClosingFee.OUTSIDE
    tiers: Tiers | None = None
    full: float = 1.0
    partial: float | None = None
    funding_paid: float = 0.0
    quote: str = "USD"
    price_floor: PriceFloor = PriceFloor.ABOVE_ZERO

    def __post_init__(self) -> None:
        object.__setattr__(self, "side", as_side(self.side))
        for name, value in check_terms(vars(self)).items():
            object.__setattr__(self, name, value)

    @classmethod
    def opened(
        cls,
        side: Side,
        size: float,
        entry: float,
        leverage: float,
        venue: ContractVenue,
        *,
        inverse: bool = False,
        quote: str = "USD",
    ) -> Contract:
        """Return a position opened at a venue: its value over the leverage is the margin.

        Tiers, fees and conventions are the venue's. Raises ``BadInput`` for a leverage above that
        of the position's tier, and for an inverse contract where the venue's rules have none.

        1 BTC at 60,000 and 5x, at Robinhood EU: a part is closed at 53,333.33, all at 50,526.32.

        >>> from margin_lessons.contract_venues import ROBINHOOD_EU
        >>> held = Contract.opened("long", 1, 60_000, 5, ROBINHOOD_EU)
        >>> held.margin, round(held.partial_liquidation().at, 2), round(held.liquidation().at, 2)
        (12000.0, 53333.33, 50526.32)
        """
        of_kind("venue", venue, ContractVenue, why="CONTRACT_VENUES has those that were read")
        bare = cls(side, size, entry, 0.0, inverse=inverse, quote=quote)
        leverage = venue.check_leverage(leverage, venue.tier_size(bare), inverse=bare.inverse)
        return replace(bare, margin=float(bare.notional(entry)) / leverage, **venue.terms())

    def _x(self, price: ArrayLike) -> Amount:
        why = AT_ZERO if self.inverse else "a contract that may cost less has price_floor='none'"
        prices = check_prices(price, floor=self.price_floor, why=why)
        return 1 / prices if self.inverse else prices

    @property
    def _direction(self) -> int:
        # An inverse contract gains in coin when 1/price falls.
        return -self.side.sign if self.inverse else self.side.sign

    def notional(self, price: ArrayLike) -> Amount:
        """Return the position's value: in the quote currency, in coin for an inverse contract.

        Raises ``BadInput``, as everything that takes a price does, when it is not above zero.
        """
        return plain(self.size * self._x(price))

    def profit(self, price: ArrayLike) -> Amount:
        """Return the profit or loss at ``price``, in the margin's currency.

        >>> round(Contract("long", 1_000, 1_000, margin=0.1, inverse=True).profit(1_250), 9)
        0.2
        """
        return plain(self._direction * self.size * (self._x(price) - self._x(self.entry)))

    def equity(self, price: ArrayLike) -> Amount:
        """Return margin plus profit at ``price``, less the funding paid."""
        return self.margin - self.funding_paid + self.profit(price)

    def settled(self, gain: float, size: float) -> Contract:
        """Return what goes on, with ``size`` of it left, once a gain (or a loss) is booked.

        What is below 0 is not margin but paid; their difference is what counts.

        >>> rest = Contract("long", 2, 100, margin=10).settled(-15, 1)
        >>> rest.size, rest.margin, rest.funding_paid
        (1.0, 0.0, 5.0)
        """
        left = between("size that is left", size, 0, self.size, why="a part of it goes on")
        margin = self.margin + number("gain", gain, why="it is an amount")
        paid = self.funding_paid - min(margin, 0.0)
        return replace(self, size=left, margin=max(margin, 0.0), funding_paid=paid)

    @cached_property
    def _required(self) -> Requirement:
        return Requirement.of(
            self.tiers if self.tiers is not None else (self.maintenance, self.deduction),
            size=self.size,
            at_entry=self.size * float(self._x(self.entry)),
            inverse=self.inverse,
            on=self.maintenance_on,
            fee_rate=self.fee_rate,
            closing_fee=self.closing_fee,
        )

    @property
    def requirement_rate(self) -> float:
        """The share of the notional that must be there: maintenance, and the fee when inside.

        With tiers it is the rate of the last coin, in the tier that the position was opened in.

        >>> short = Contract("short", 1, 100, 50, 0.05, fee_rate=0.0015, closing_fee="multiplied")
        >>> round(short.requirement_rate, 9)
        0.051575
        """
        return self._required.rate_at_entry

    def requirement(self, price: ArrayLike) -> Amount:
        """Return the equity that the venue requires at ``price``."""
        return self._required.at(self.notional(price))

    @property
    def acting_level(self) -> float:
        """The level at which the venue closes all: 1 unless it waits for less than it requires."""
        return self.full

    @property
    def at_equality(self) -> AtEquality:
        """It acts when equity equals the requirement."""
        return AtEquality.ACTS

    def lines(
        self,
        *,
        coin: str | None = None,
        prices: Mapping[str, float] | None = None,
        with_fees: bool = True,
    ) -> Lines:
        """Return equity and requirement as lines in the price, or in 1/price of an inverse one.

        Margin tiers bend the second. A contract has one price, its own, and has accrued no fees;
        ``BadInput`` for a ``coin`` or ``prices``. The requirement stands in the place of the used
        margin:

        >>> both = Contract("long", 1, 10_000, margin=200, maintenance=0.01).lines()
        >>> both.equity.total(), both.used.total()
        ((-9800.0, 1.0), (0.0, 0.01))
        """
        of_kind("with_fees", with_fees, bool, why="fees are counted or not: True or False")
        for name, given in (("coin", coin), ("prices", prices)):
            if given is not None:
                raise BadInput(f"{name} {shown(given)} is not asked for: a contract has one price.")
        value = self.size * float(self._x(self.entry))
        own = (self.margin, -self.funding_paid, -self._direction * value)
        used, bends = self._required.lines()
        start = float(self._x(self.entry)) if bends else None
        equity = Line(own, (self._direction * self.size,))
        return Lines(equity, used, self.inverse, bends, start, self.price_floor)

    def liquidation(self) -> Crossing:
        """Return where the venue closes all (a level of ``full``), or the reason why nowhere.

        A short of 1x in coin is hedged, as its margin is worth as much as the position:

        >>> Contract("short", 1_000, 8_000, margin=0.125, inverse=True).liquidation().why
        'the level stays above this one however far the price rises'
        """
        return crossing(self, self.acting_level)

    def partial_liquidation(self) -> Crossing:
        """Return where the venue may close a part; ``BadInput`` where it closes no parts."""
        if self.partial is None:
            raise BadInput("partial level None is none: this venue closes all of it or nothing.")
        return crossing(self, self.partial)

    def zero_equity(self) -> Crossing:
        """Return where the equity is gone (a level of 0, bankruptcy), or the reason why nowhere."""
        return crossing(self, 0.0)

    def liquidation_price(self) -> float | None:
        """Return the price at which the venue closes all, or None when there is none."""
        return self.liquidation().price

    def zero_equity_price(self) -> float | None:
        """Return the price at which the equity is gone (the bankruptcy price), or None.

        >>> Contract("long", 1, 10_000, margin=200).zero_equity_price()
        9800.0
        """
        return self.zero_equity().price
