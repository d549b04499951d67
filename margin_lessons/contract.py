"""Futures and perpetuals: linear and inverse contracts with a maintenance requirement.

The same solver as on spot margin, in the price for a linear contract and in 1/price for an
inverse (coin-margined) one::

    linear   margin + s q (P - entry)        = rate x notional - deduction
    inverse  margin + s q (1/entry - 1/P)    = rate x q/P        all in coin

Venues differ in the notional they charge maintenance on (entry or mark) and in whether the fee for
closing is outside of the rate, added to it or charged on it too: both are named options, and
``conventions`` says whose they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from numpy.typing import ArrayLike

from margin_lessons.account import Amount, Side, as_side, check_prices, plain
from margin_lessons.conventions import AtEquality, ClosingFee, MaintenanceOn, as_option
from margin_lessons.crossing import Crossing, crossing
from margin_lessons.errors import BadInput, between, not_negative, of_kind, positive, shown
from margin_lessons.holding import Line, Lines


@dataclass(frozen=True)
class Contract:
    """A futures position with its own margin.

    ``size`` is in coins for a linear contract (margin and profit in the quote currency) and in
    units of the quote currency for an inverse one (margin and profit in coin). Kraken's example:
    1,000 contracts of 1 USD at 8,000 with 0.01 BTC of margin (support.kraken.com 360022835671).
    Raises ``BadInput`` for a size or entry that is not above zero, and for margin, maintenance, fee
    or deduction below zero.

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

    def __post_init__(self) -> None:
        object.__setattr__(self, "side", as_side(self.side))
        why, entry_why = "a position has a size", "the entry is the price agreed for one coin"
        tier, share = "a tier's deduction lowers the requirement", "it is a share of the notional"
        of_kind("inverse", self.inverse, bool, why="a contract is inverse or not: True or False")
        checked = {
            "size": positive("contract size", self.size, why=why),
            "entry": positive("entry price", self.entry, why=entry_why),
            "margin": not_negative("margin", self.margin, why="margin is something you put up"),
            "maintenance": between("maintenance", self.maintenance, 0, 1, why=share),
            "fee_rate": between("fee rate", self.fee_rate, 0, 1, why=share),
            "deduction": not_negative("deduction", self.deduction, why=tier),
        }
        for name, value in checked.items():
            object.__setattr__(self, name, value)
        for name, options in (("maintenance_on", MaintenanceOn), ("closing_fee", ClosingFee)):
            object.__setattr__(self, name, as_option(name, getattr(self, name), options))

    def _x(self, price: ArrayLike) -> Amount:
        prices = check_prices(price)
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
        """Return margin plus profit at ``price``."""
        return self.margin + self.profit(price)

    @property
    def requirement_rate(self) -> float:
        """The share of the notional that must be there: maintenance, and the fee when inside.

        >>> short = Contract("short", 1, 100, 50, 0.05, fee_rate=0.0015, closing_fee="multiplied")
        >>> round(short.requirement_rate, 9)
        0.051575
        """
        if self.closing_fee is ClosingFee.OUTSIDE:
            return self.maintenance
        both = self.maintenance + self.fee_rate
        if self.closing_fee is ClosingFee.ADDED:
            return both
        return both + self.maintenance * self.fee_rate

    def requirement(self, price: ArrayLike) -> Amount:
        """Return the equity that the venue requires at ``price``."""
        entry_based = self.maintenance_on is MaintenanceOn.ENTRY
        notional = self.notional(price) * 0 + self.notional(self.entry if entry_based else price)
        return plain(self.requirement_rate * notional - self.deduction)

    @property
    def acting_level(self) -> float:
        """The venue liquidates once equity is no more than the requirement: at a level of 1."""
        return 1.0

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

        A contract has one price, its own, and has accrued no fees; ``BadInput`` for a ``coin`` or
        ``prices``. The requirement stands in the place of the used margin:

        >>> both = Contract("long", 1, 10_000, margin=200, maintenance=0.01).lines()
        >>> both.equity.total(), both.used.total()
        ((-9800.0, 1.0), (0.0, 0.01))
        """
        of_kind("with_fees", with_fees, bool, why="fees are counted or not: True or False")
        for name, given in (("coin", coin), ("prices", prices)):
            if given is not None:
                raise BadInput(f"{name} {shown(given)} is not asked for: a contract has one price.")
        value = self.size * float(self._x(self.entry))
        equity = Line((self.margin, -self._direction * value), (self._direction * self.size,))
        if self.maintenance_on is MaintenanceOn.ENTRY:
            required = Line((-self.deduction, self.requirement_rate * value))
        else:
            required = Line((-self.deduction,), (self.requirement_rate * self.size,))
        return Lines(equity, required, self.inverse)

    def liquidation(self) -> Crossing:
        """Return where equity equals the requirement (a level of 1), or the reason why nowhere.

        A short of 1x in coin is hedged, as its margin is worth as much as the position:

        >>> Contract("short", 1_000, 8_000, margin=0.125, inverse=True).liquidation().why
        'the level stays above this one however far the price rises'
        """
        return crossing(self, self.acting_level)

    def zero_equity(self) -> Crossing:
        """Return where the equity is gone (a level of 0, bankruptcy), or the reason why nowhere."""
        return crossing(self, 0.0)

    def liquidation_price(self) -> float | None:
        """Return the price at which equity equals the requirement, or None when there is none."""
        return self.liquidation().price

    def zero_equity_price(self) -> float | None:
        """Return the price at which the equity is gone (the bankruptcy price), or None.

        >>> Contract("long", 1, 10_000, margin=200).zero_equity_price()
        9800.0
        """
        return self.zero_equity().price
