"""Partial liquidation down the tiers: close so much that the rest fits a tier that it can meet.

Venues with tiers do not close a large position at once. They close it down to the upper edge of a
lower tier, look again, and go on to the next lower one until the rest has what it needs
(Binance, Bybit and OKX; OKX two tiers at a time).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from margin_lessons.contract import Contract
from margin_lessons.conventions import MaintenanceOn
from margin_lessons.errors import between, of_kind
from margin_lessons.prices import check_price
from margin_lessons.rounding import CRUMB


@dataclass(frozen=True)
class TierReduction:
    """What a partial liquidation closed: ``closed`` of the size, for a ``fee``.

    ``rest`` is the position that goes on, None when all was closed; ``equity`` is what is left in
    the position's margin account then, below 0 a deficit.
    """

    closed: float
    fee: float
    rest: Contract | None
    equity: float


def down_the_tiers(
    contract: Contract, price: float, *, liquidation_fee: float = 0.0
) -> TierReduction:
    """Return how much is closed at ``price`` so that the rest fits a lower tier.

    Nothing while the level is not reached; all of it when no lower tier is low enough, or there is
    none. The fill is at ``price``; the fee is a share of the value closed. Raises ``BadInput`` for
    what is no contract, no price or no share.

    Two tiers, 0.5 % up to 2,000,000 and 1 % of the part above: 100 BTC at 60,000 and 50x. At 59,290
    there are 49,000 USD where 49,290 are needed. 66.27 BTC are closed; 33.73 go on and need 10,000.

    >>> from margin_lessons.tiers import Tier, Tiers
    >>> two = Tiers((Tier(2e6, 0.01, 0.005), Tier(math.inf, 0.02, 0.01)))
    >>> large = Contract("long", 100, 60_000, margin=120_000, tiers=two)
    >>> done = down_the_tiers(large, 59_290)
    >>> round(done.closed, 2), round(done.rest.size, 2), round(done.equity)
    (66.27, 33.73, 49000)
    """
    of_kind("contract", contract, Contract, why="a partial liquidation closes a part of one")
    at = check_price(price, why="a liquidation sells at one", floor=contract.price_floor)
    why = "it is a share of the value that is closed"
    fee_rate = between("liquidation fee", liquidation_fee, 0, 1, why=why)
    equity = float(contract.equity(at))
    if not _reached(contract, at):
        return TierReduction(0.0, 0.0, contract, equity)
    value = abs(float(contract.notional(at)))
    for size in _lower_edges(contract, at):
        fee = fee_rate * value * (1 - size / contract.size)
        # The part that was closed has realised its profit or loss.
        realised = float(contract.profit(at)) * (1 - size / contract.size)
        rest = contract.settled(realised - fee, size)
        if not _reached(rest, at):
            return TierReduction(contract.size - size, fee, rest, equity - fee)
    fee = fee_rate * value
    return TierReduction(contract.size, fee, None, equity - fee)


def _reached(contract: Contract, price: float) -> bool:
    required = contract.acting_level * float(contract.requirement(price))
    return contract.at_equality.passes(required - float(contract.equity(price)), required)


def _lower_edges(contract: Contract, price: float) -> Iterator[float]:
    """Yield the largest sizes in each of the tiers below, from the highest of them down.

    A position that is over an edge by no more than rounding lies at it: to close that crumb would
    help for no longer than the next tick, and the notional of an inverse long grows as it falls.
    """
    tiers = contract.tiers
    if tiers is None:
        return
    counted = contract.entry if contract.maintenance_on is MaintenanceOn.ENTRY else price

    def held(size: float) -> float:
        notional = float(replace(contract, size=size).notional(counted))
        return tiers.size.of(size, notional, contract.inverse)

    whole = held(contract.size)
    for tier in reversed(tiers.tiers):
        if tier.up_to < whole * (1 - CRUMB):
            size = contract.size * tier.up_to / whole
            while held(size) > tier.up_to:  # a crumb over the edge would be in the tier above
                size = math.nextafter(size, 0.0)
            yield size
