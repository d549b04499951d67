"""The prices of a position that matter, how far off each is, and the jump that makes a debt."""

from __future__ import annotations

from dataclasses import dataclass

from margin_lessons.crossing import Crossing, Crossings
from margin_lessons.doctor.holdings import contract_of, crossings_of, level_of
from margin_lessons.errors import pick
from margin_lessons.holding import as_holding
from margin_lessons.own_position import Held
from margin_lessons.prices import check_price

NAMES = ("call", "part closed", "liquidation", "nothing left")
"""What the prices are of, in the order a losing position meets them."""


@dataclass(frozen=True)
class DangerPrices:
    """Where a position is called, closed in part, liquidated and left with nothing.

    ``partial`` is None where the venue closes no parts. ``now`` and ``level`` are the price of now
    and the margin level at it, None where the price is not known.
    """

    three: Crossings
    partial: Crossing | None
    now: float | None
    level: float | None

    @classmethod
    def of(cls, held: Held, now: float | None) -> DangerPrices:
        """Return the prices of a holding; ``BadInput`` for what is none, and for no price.

        >>> from margin_lessons.account import Account, Position
        >>> account = Account(10_000, (Position("long", 1, 20_000, 5),))
        >>> prices = DangerPrices.of(account, 20_000.0)
        >>> {name: one.price for name, one in prices.named.items()}
        {'call': 13200.0, 'liquidation': 11600.0, 'nothing left': 10000.0}
        >>> round(prices.away("liquidation"), 4), round(prices.debt_gap, 4)
        (-0.42, -0.1379)
        """
        as_holding(held)
        now = None if now is None else check_price(now, "price of now")
        contract = contract_of(held)
        acts = contract is not None and contract.partial is not None
        # Cross margin closes what its account cannot carry, all of it.
        partial = contract.partial_liquidation() if contract is held and acts and contract else None
        level = None if now is None else level_of(held, now)
        return cls(crossings_of(held), partial, now, level)

    @property
    def named(self) -> dict[str, Crossing]:
        """The prices by name."""
        three = self.three
        each = (three.call, self.partial, three.liquidation, three.zero_equity)
        return {name: one for name, one in zip(NAMES, each, strict=True) if one is not None}

    @property
    def falling(self) -> bool:
        """Whether falling prices hurt; rising ones do otherwise."""
        return self.three.liquidation.falling

    @property
    def debt_gap(self) -> float | None:
        """The jump from the liquidation price that leaves a debt, as a share of it, or None."""
        return self.three.gap_to_zero()

    @property
    def liquidated(self) -> bool:
        """Whether the price of now is at the liquidation price or beyond it."""
        return self.now is not None and self.three.liquidation.passed(self.now)

    def away(self, name: str) -> float | None:
        """Return the move from now to a price by name, as a share; None where one is not known."""
        pick("price", name, dict.fromkeys(NAMES), "the prices that matter")
        found = self.named.get(name)
        return None if found is None or self.now is None else found.move_from(self.now)
