"""The contract while a replay runs: its levels, its funding, and what each change moves.

All of it is straight lines in the price, or in -1/price of an inverse contract, which rises with
the price as well: so one arithmetic serves both. The contract in it is a frozen value that is
replaced at every change; margin less funding paid is its balance.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from margin_lessons.account import Side
from margin_lessons.contract import Contract
from margin_lessons.conventions import TierRule
from margin_lessons.first_crossing import nearest_crossings
from margin_lessons.holding import Line, Lines
from margin_lessons.prices import A
from margin_lessons.replay.funding_due import FundingDue
from margin_lessons.replay.held import FallenDue, Rank, Traded, WatchedLevel
from margin_lessons.replay.ledger import Flows
from margin_lessons.replay.reach import Reach
from margin_lessons.rounding import CRUMB, ROUNDING


class ContractState:
    """The contract of a replay, None once it is closed, and the money in its margin account.

    ``place`` is the mark price at which it was looked at last.
    """

    def __init__(self, contract: Contract, due: FundingDue) -> None:
        self.contract: Contract | None = contract
        self.inverse, self.sign = contract.inverse, contract.side.sign
        self.place = contract.entry
        self.pending, self.charged = 0.0, 0
        self.due = due
        self.cash = 0.0
        self.flows = Flows(contract.margin)
        self.flows.market[0] += contract.funding_paid
        self.flows.trade(-self.sign * contract.size, self.value(contract.entry))
        self._seen: tuple[Contract | None, float, float] | None = None

    @property
    def acting_level(self) -> float:
        """The level at which the venue closes something: a part, or else all."""
        if self.contract is None:
            return 1.0
        return self.contract.full if self.contract.partial is None else self.contract.partial

    @property
    def side(self) -> Side | None:
        """The side of what is open."""
        return None if self.contract is None else self.contract.side

    @property
    def volume(self) -> float:
        """The size that is open: coins, or contracts of an inverse one."""
        return 0.0 if self.contract is None else self.contract.size

    @property
    def slope(self) -> float:
        """Above zero for a long."""
        return self.sign * self.volume

    @property
    def balance(self) -> float:
        """What is in its margin account; below zero once it is closed, a debt."""
        if self.contract is None:
            return self.cash
        return self.contract.margin - self.contract.funding_paid

    @property
    def accrues(self) -> bool:
        """Whether funding moves the levels as time passes."""
        return bool(len(self.due.at)) and not self.jumps

    def looks_again(self, bar: int) -> int | None:
        """Return the next bar with funding where a jump in the tiers asks for levels found anew."""
        later = self.due.bars[np.searchsorted(self.due.bars, bar) :]
        return int(later[0]) if self.jumps and len(later) else None

    @property
    def jumps(self) -> bool:
        """Whether the requirement jumps where a price brings the position to another tier."""
        tiers = None if self.contract is None else self.contract.tiers
        bent = self.contract is not None and bool(self.lines().bends)
        return bent and tiers is not None and tiers.rule is TierRule.BAND

    def value(self, price: float) -> float:
        """Return the price, or -1/price of an inverse contract: its profits are differences."""
        return -1 / price if self.inverse else price

    def lines(self) -> Lines:
        """Return the lines of equity and requirement, funding due by now counted."""
        seen, now = self._seen, (self.contract, self.pending, self.cash)
        if seen is None or seen[0] is not now[0] or seen[1:] != now[1:]:
            self._seen = now
            self._lines = Lines(Line((self.cash,)), Line())
            if self.contract is not None:
                lines = self.contract.lines()
                self._lines = replace(lines, equity=lines.equity.plus(Line((-self.pending,))))
        return self._lines

    def _x(self, price: float) -> float:
        return 1 / price if self.inverse else price

    def equity(self, price: float) -> float:
        """Return the equity at a mark price."""
        return self.lines().equity.at(self._x(price))

    def required(self, price: float) -> float:
        """Return what the venue requires at a mark price."""
        lines, place = self.lines(), self._x(price)
        return lines.used_at(place).at(place)

    def level(self, price: float) -> float:
        """Return equity over requirement at a mark price; infinite while nothing is open."""
        required = self.required(price)
        return self.equity(price) / required if required > 0 else math.inf

    def watched(self, armed: bool) -> list[WatchedLevel]:
        """Return where it is liquidated from here on, once for each of its tiers."""
        if self.contract is None:
            return []
        lines = self.lines()
        if self.jumps:
            return [WatchedLevel(one, Rank.LIQUIDATION) for one in self._next(lines)]
        pieces = [lines.used, *(bend.used for bend in lines.bends)]
        return [WatchedLevel(self._reach(lines.equity, used), Rank.LIQUIDATION) for used in pieces]

    def _reach(self, equity: Line, used: Line) -> Reach:
        """Return where the level is reached by one tier: together theirs are where it is at all.

        Where each rate holds on its own part of the value, the largest of the lines is what is
        required, so the nearest of these prices counts.
        """
        line = equity.less(self.acting_level, used)
        slack = 4 * ROUNDING * math.fsum(map(abs, line.intercept))
        intercept, slope = line.total()
        return Reach(intercept, -slope if self.inverse else slope, slack, inverse=self.inverse)

    def _next(self, lines: Lines) -> list[Reach]:
        """Return the nearest price below and above at which the level is reached, jumps counted."""
        place = self._x(self.place)
        found = []
        for down, there in zip(
            (True, False), nearest_crossings(lines, self.acting_level, place), strict=True
        ):
            if there is not None:
                # Up from the edge of a tier, the next tier counts: beyond what is only rounding.
                if not down and any(math.isclose(bend.at, there) for bend in lines.bends):
                    there += 4 * ROUNDING * abs(there)
                at, falling = self._x(there), down is not self.inverse
                sign = 1.0 if falling else -1.0
                found.append(Reach(-sign * at, sign, 0.0))
        return found

    def fees_due(self, minute: A) -> A:
        """Return the funding that falls due by ``minute`` and is not yet charged."""
        return self.slope * (self.due.total(minute) - self.due.paid[self.charged])

    def due_between(self, first: float, last: float) -> tuple[float, float]:
        """Return the least and the most of it by any minute of a stretch."""
        least, most = (paid - self.due.paid[self.charged] for paid in self.due.between(first, last))
        both = self.slope * least, self.slope * most
        return min(both), max(both)

    def accrue(self, minute: float) -> None:
        """Note the funding that has fallen due by ``minute``."""
        self.pending = float(self.fees_due(minute))

    def charge_pending(self, minute: float) -> FallenDue:
        """Charge what is pending; return the amount, below zero when it is received."""
        amount, self.pending = self.pending, 0.0
        count = self.due.count(minute)
        times, self.charged = count - self.charged, count
        if self.contract is not None:
            paid = self.contract.funding_paid + amount
            self.contract = replace(self.contract, funding_paid=paid)
        self.flows.market[0] += amount
        return FallenDue(amount, times)

    def close(self, volume: float, price: float, fee_rate: float) -> Traded:
        """Close ``volume`` of it at ``price``, all when only a crumb would be left."""
        held = self.contract
        assert held is not None  # what is closed was open
        volume = held.size if volume >= held.size * (1 - CRUMB) else volume
        worth, rest = self.value(price), held.size - volume
        profit = self.sign * volume * (worth - self.value(held.entry))
        fee = volume * abs(worth) * fee_rate
        self.flows.trade(self.sign * volume, worth)
        self.flows.fee(fee)
        self._settle(profit - fee, rest)
        return Traded(volume, price, profit, fee, held.side is Side.LONG)

    def _settle(self, gain: float, size: float) -> None:
        """Book a gain or a loss, and go on with what is left of the size."""
        if self.contract is None or not size:
            self.contract, self.cash = None, self.balance + gain
        else:
            self.contract = self.contract.settled(gain, size)

    def deposit(self, amount: float) -> None:
        """Pay in margin."""
        self.flows.deposit(amount)
        self._settle(amount, self.volume)

    def shortage(self) -> float:
        """Return what is missing once nothing is open, and zero for mere rounding."""
        gross = abs(self.flows.bank[0]) + abs(self.flows.market[0]) + abs(self.flows.venue[0])
        return -self.cash if -self.cash > CRUMB * gross else 0.0

    def row(self) -> NDArray[np.float64]:
        """Return what every party of the ledger holds now."""
        at_entry = 0.0 if self.contract is None else self.slope * self.value(self.contract.entry)
        return self.flows.row((self.balance - at_entry, self.slope))
