"""The account while a replay runs: its levels, its rollover clocks, and what each change moves.

The engine keeps one ``AccountState``; the account in it is a frozen value that is replaced at every
change. Unlike the account's own methods it goes on below a price of zero, where a fill can land
once the trigger has been passed (WTI crude, 20 April 2020).
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from margin_lessons.account import Account, CoinCollateral, Position, Side
from margin_lessons.closing import volume_to_restore
from margin_lessons.costs import opening_fee
from margin_lessons.holding import Lines
from margin_lessons.parts import ClosedPart, close_part, oldest_first
from margin_lessons.prices import A
from margin_lessons.replay.clocks import Clock, fees_due
from margin_lessons.replay.held import FallenDue, Rank, Traded, WatchedLevel
from margin_lessons.replay.ledger import Flows
from margin_lessons.replay.reach import Reach
from margin_lessons.replay.rules import Charges
from margin_lessons.rounding import CRUMB, ROUNDING


class AccountState:
    """The account of a replay, with what flowed to whom and the fees that are about to fall due."""

    def __init__(self, account: Account, coin: str, charges: Charges) -> None:
        self.account = account
        self.coin = coin
        self.charges = charges
        self.flows = Flows.of(account)
        self.clocks = [Clock(0.0) for _ in account.positions]
        self.pending = 0.0
        self._seen: tuple[Account, float] | None = None

    @property
    def now(self) -> Account:
        """The account with the rollover fees that have fallen due by now."""
        return self.account.charge(self.pending) if self.pending else self.account

    @property
    def balance(self) -> float:
        """The account's trade balance."""
        return self.account.balance()

    def row(self) -> NDArray[np.float64]:
        """Return what every party of the ledger holds now."""
        return self.flows.account_row(self.account)

    @property
    def accrues(self) -> bool:
        """Whether rollover fees fall due."""
        return self.charges.rollover

    @property
    def side(self) -> Side | None:
        """The side of what is open."""
        return self.account.positions[0].side if self.account.positions else None

    @property
    def volume(self) -> float:
        """How many coins are open."""
        return math.fsum(position.volume for position in self.account.positions)

    def lines(self) -> Lines:
        """Return the two lines of every crossing price, kept until something changes."""
        if self._seen is None or self._seen[0] is not self.account or self._seen[1] != self.pending:
            self._seen = self.account, self.pending
            self._lines = self.now.lines(coin=self.coin)
            self._used = self._lines.used.total()
            self._reaches: dict[float, Reach] = {}
        return self._lines

    @property
    def slope(self) -> float:
        """By how much the equity grows with the price."""
        return self.lines().equity.total()[1]

    def value(self, price: float) -> float:
        """Return what one coin is worth: its price."""
        return price

    def equity(self, price: float) -> float:
        """Return the equity at ``price``."""
        return self.lines().equity.at(price)

    def used(self, price: float) -> float:
        """Return the used margin at ``price``."""
        self.lines()
        intercept, slope = self._used
        return intercept + slope * price

    def level(self, price: float) -> float:
        """Return the margin level at ``price``; infinite while nothing is open."""
        used = self.used(price) if self.account.positions else 0.0
        return self.equity(price) / used if used > 0 else math.inf

    def reach(self, level: float) -> Reach:
        """Return where ``level`` is reached."""
        lines = self.lines()
        if level not in self._reaches:
            line = lines.equity.less(level, lines.used)
            slack = 4 * ROUNDING * math.fsum(map(abs, line.intercept))
            at_equality = self.account.venue.at_equality
            self._reaches[level] = Reach(*line.total(), slack, at_equality)
        return self._reaches[level]

    @property
    def full_again(self) -> float:
        """The margin level from which the next margin call can come."""
        return max(self.account.venue.full_level, self.account.venue.call_level)

    def watched(self, armed: bool) -> list[WatchedLevel]:
        """Return the levels the account may reach from here on."""
        venue = self.account.venue
        if not self.account.positions:
            return []
        levels = [WatchedLevel(self.reach(venue.acting_level), Rank.LIQUIDATION)]
        if armed:
            levels.append(WatchedLevel(self.reach(venue.call_level), Rank.CALL))
        else:
            levels.append(WatchedLevel(self.reach(self.full_again), Rank.CALL, back=True))
        return levels

    def looks_again(self, bar: int) -> int | None:
        """Return None: fees move the levels of an account as a line does."""
        return None

    def fees_due(self, minute: A) -> A:
        """Return the rollover fees that have fallen due by ``minute`` and are not yet charged."""
        if not self.charges.rollover:
            return 0.0 * minute
        return fees_due(self.account, self.clocks, minute)

    def due_between(self, first: float, last: float) -> tuple[float, float]:
        """Return the least and the most that falls due by a minute of a stretch: fees only grow."""
        return self.fees_due(first), self.fees_due(last)

    def accrue(self, minute: float) -> None:
        """Note the rollover fees that have fallen due by ``minute``."""
        self.pending = float(self.fees_due(minute))

    def charge_pending(self, minute: float) -> FallenDue:
        """Charge what is pending; return the amount and how many rollovers it covers."""
        fee, self.pending = self.pending, 0.0
        due = [int(clock.due(minute, self.account.venue)) for clock in self.clocks]
        most = max(new - clock.charged for new, clock in zip(due, self.clocks, strict=True))
        self.clocks = [
            clock._replace(charged=new) for clock, new in zip(self.clocks, due, strict=True)
        ]
        self.charge(fee)
        return FallenDue(fee, most)

    def charge(self, fee: float) -> None:
        """Charge a fee."""
        self.account = self.account.charge(fee)
        self.flows.fee(fee)

    def note_opening_charged(self) -> None:
        """Note in the open positions that their opening fees have been charged."""
        charged = (replace(held, opening_charged=True) for held in self.account.positions)
        self.account = replace(self.account, positions=tuple(charged))

    def deposit(self, amount: float) -> None:
        """Pay in cash."""
        self.account = self.account.add_cash(amount)
        self.flows.deposit(amount)

    def close(self, volume: float, price: float, fee_rate: float) -> Traded:
        """Close ``volume`` coins at ``price``, the oldest position first."""
        parts: list[ClosedPart] = []
        selling, left = self.side is Side.LONG, volume

        def wanted(_: Position) -> float:
            return left if left > volume * ROUNDING else 0.0

        for _, amount in oldest_first(self.account.positions, wanted):
            parts.append(self._close_first(amount, price, fee_rate))
            left -= parts[-1].volume
        return Traded.of(parts, price, selling)

    def _close_first(self, volume: float, price: float, fee_rate: float) -> ClosedPart:
        """Close ``volume`` coins of the oldest position at ``price``."""
        position, *others = self.account.positions
        part, rest = close_part(position, volume, price, fee_rate)
        if rest is None:
            self.clocks.pop(0)
        else:
            others.insert(0, rest)
        realised = self.account.realised + part.profit - part.fee
        self.account = replace(self.account, positions=tuple(others), realised=realised)
        self.flows.trade(position.side.sign * part.volume, price)
        self.flows.fee(part.fee)
        return part

    def volume_to_restore(self, level: float, price: float, fee_rate: float) -> float:
        """Return how much of the oldest position must go at ``price`` to be back at ``level``."""
        oldest, venue = self.account.positions[0], self.account.venue
        at = self.equity(price), self.used(price)
        return volume_to_restore(oldest, *at, level, price, fee_rate, venue)

    def open(self, position: Position, minute: float, trading_fee: float) -> float:
        """Open a position; return its opening fee, zero when that is not charged."""
        fee = opening_fee(position, self.account.venue) if self.charges.opening else 0.0
        account = self.account.open(position, fee)
        self.account = replace(account, realised=account.realised - trading_fee)
        self.clocks.append(Clock(minute))
        self.flows.trade(-position.side.sign * position.volume, position.entry)
        self.flows.fee(fee + trading_fee)
        return fee

    def take_coins(self, price: float, fee_rate: float) -> tuple[float, float]:
        """Sell coin collateral at ``price`` to cover a negative balance; return coins and fee."""
        units = fees = 0.0
        for place, held in enumerate(self.account.coins):
            short_of = self.shortage()
            if not short_of or not held.units:
                continue
            part = min(held.units, short_of / (price * (1 - fee_rate)))
            rest = held.units - part if held.units - part > held.units * ROUNDING else 0.0
            part = held.units - rest
            fee = part * price * fee_rate
            coins = list(self.account.coins)
            coins[place] = CoinCollateral(held.coin, rest, held.haircut)
            cash = self.account.cash + part * price
            realised = self.account.realised - fee
            self.account = replace(self.account, coins=tuple(coins), cash=cash, realised=realised)
            self.flows.trade(part, price)
            self.flows.fee(fee)
            units, fees = units + part, fees + fee
        return units, fees

    def shortage(self) -> float:
        """Return by how much the balance is below zero, and zero for mere rounding."""
        account = self.account
        gross = account.cash + abs(account.realised) + account.fees_accrued
        short_of = -account.balance()
        return short_of if short_of > CRUMB * gross else 0.0

    def owed(self, price: float) -> float:
        """Return what is missing once nothing is open, coins valued in full at ``price``."""
        held = sum(coin.units for coin in self.account.coins)
        return max(0.0, self.shortage() - held * price)
