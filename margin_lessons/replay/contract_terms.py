"""What the venue of a contract adds to a replay of it."""

from __future__ import annotations

from typing import NamedTuple

from margin_lessons.contract_venue import ContractVenue
from margin_lessons.debt import Pots
from margin_lessons.orders import TriggerOn


class Terms(NamedTuple):
    """What a venue adds to the contract itself: its fee for a liquidation, and who bears a loss.

    Without a ``venue`` there is no such fee, and what is missing is owed. ``partial_share`` is how
    much of what is open a partial closing closes.
    """

    venue: ContractVenue | None
    pots: Pots | None
    partial_share: float

    @property
    def trigger(self) -> TriggerOn:
        """The price at which the venue values a contract."""
        return TriggerOn.MARK if self.venue is None else self.venue.trigger
