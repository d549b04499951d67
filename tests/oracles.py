"""Answers found another way, to hold the closed forms against."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from margin_lessons.account import Account, Prices
from margin_lessons.contract import Contract
from margin_lessons.conventions import ClosingFee, MaintenanceOn
from margin_lessons.tiers import TierRule

Gap = Callable[[NDArray[np.float64]], NDArray[np.float64]]


def search(gap: Gap, low: float, high: float) -> float | None:
    """Return a price from ``low`` to ``high`` where ``gap`` changes its sign, or None.

    It is a bisection that cuts into 1,000 parts at a time, because one call with an array costs
    little more than a call with a number: four cuts leave less than 1e-10 of the widest range used.
    """
    for _ in range(4):
        grid = np.geomspace(low, high, 1_001)
        signs = np.sign(gap(grid))
        changes = np.flatnonzero(signs[:-1] != signs[1:])
        if not changes.size:
            return None
        low, high = grid[changes[0]], grid[changes[0] + 1]
    return float(np.sqrt(low * high))


def halve(gap: Callable[[float], float], low: float, high: float) -> float:
    """Return where ``gap`` changes its sign between two places, by plain halving."""
    first = gap(low) > 0
    for _ in range(200):
        middle = (low + high) / 2
        if (gap(middle) > 0) == first:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def first_change(
    gap: Callable[[float], float], start: float, knots: Sequence[float], far: float
) -> float | None:
    """Return the first price from ``start`` towards ``far`` where ``gap`` is 0 or below.

    Between two ``knots`` the gap goes one way only, so that a change of sign cannot hide there.
    """
    low, high = min(start, far), max(start, far)
    inside = [k for knot in knots for k in (knot * (1 - 1e-12), knot * (1 + 1e-12))]
    places = sorted([low, high, *(k for k in inside if low < k < high)], reverse=far < start)
    for near, beyond in pairwise(places):
        if gap(beyond) <= 0:
            return halve(gap, near, beyond)
    return None


def required_by_hand(contract: Contract, price: float) -> float:
    """Return the requirement of a contract with tiers, each band added up by itself."""
    tiers, size = contract.tiers, contract.size
    assert tiers is not None
    value = size / price if contract.inverse else size * price
    if contract.maintenance_on is MaintenanceOn.ENTRY:
        value = size / contract.entry if contract.inverse else size * contract.entry
    quoted = size if contract.inverse else value
    held = {"NOTIONAL": value, "QUOTE": quoted, "CONTRACTS": size}[tiers.size.name]
    charged, below = 0.0, 0.0
    for tier in tiers.tiers:
        if tiers.rule is TierRule.MARGINAL:
            charged += tier.maintenance * max(0.0, min(held, tier.up_to) - below)
        elif below < held <= tier.up_to:
            charged = tier.maintenance * held
        below = tier.up_to
    margin = charged / held * value
    fee = contract.fee_rate * value
    if contract.closing_fee is ClosingFee.OUTSIDE:
        return margin
    if contract.closing_fee is ClosingFee.ADDED:
        return margin + fee
    return margin * (1 + contract.fee_rate) + fee


def equity_by_hand(contract: Contract, price: float) -> float:
    """Return margin less funding plus profit, in the quote currency or in coin."""
    own, sign = contract.margin - contract.funding_paid, contract.side.sign
    if contract.inverse:
        return own + sign * contract.size * (1 / contract.entry - 1 / price)
    return own + sign * contract.size * (price - contract.entry)


def turnover(account: Account, prices: Prices) -> NDArray[np.float64]:
    """Return the sum of all amounts that enter the equity, without their signs.

    Rounding grows with this and not with the equity, which may be a small difference of them.
    """
    total = account.cash + abs(account.realised) + account.fees_accrued
    for position in account.positions:
        price = account.price_of(position.coin, prices)
        total = total + position.volume * (price + position.entry)
    for held in account.coins:
        total = total + held.units * account.price_of(held.coin, prices)
    return np.asarray(total)
