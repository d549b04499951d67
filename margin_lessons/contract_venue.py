"""The rules of a venue for futures and perpetuals as one frozen value, and how to make your own.

``contract_venues`` has those that were read. What was not found is in ``unknown``, sentence by
sentence: "not found" is never "no".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import Enum
from functools import partial as bound
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from margin_lessons.contract_check import closing_levels
from margin_lessons.conventions import ClosingFee, DeficitSplit, MaintenanceOn, as_option
from margin_lessons.errors import BadInput, all_of, between, of_kind, pick, positive, shown, text
from margin_lessons.prices import Amount
from margin_lessons.source import Source
from margin_lessons.tiers import Tiers
from margin_lessons.waiting_order import TriggerOn

if TYPE_CHECKING:  # what is left over is of ``debt``, which knows contracts
    from margin_lessons.debt.regimes import Regime


class MarginMode(Enum):
    """What backs a position: only the margin set aside for it, or the whole account."""

    ISOLATED = "isolated margin"
    CROSS = "cross margin"


@runtime_checkable
class Sized(Protocol):
    """A position as far as its tier asks for it: a ``Contract``."""

    @property
    def size(self) -> float:
        """Its size."""

    @property
    def entry(self) -> float:
        """The price at which it was opened."""

    @property
    def inverse(self) -> bool:
        """Whether it is an inverse contract."""

    def notional(self, price: float) -> Amount:
        """Return its value."""


@dataclass(frozen=True)
class ContractVenue:
    """The rules of one venue for contracts.

    ``fee_rate`` is the taker's fee, counted into the requirement as ``closing_fee`` says;
    ``liquidation_fee`` is a share of the value that a liquidation costs. Funding is exchanged every
    ``funding_hours``, at a rate of ``funding_cap`` at most. ``full`` and ``partial`` are the levels
    (equity over the requirement) at which all or a part is closed; ``trigger`` is the price that is
    watched, ``leverage_max`` a limit beside that of the tiers, ``left_over`` what becomes of a loss
    beyond the margin. None is "not found". ``inverse`` says whether these rules are read for
    inverse contracts too. Raises ``BadInput`` for a rule out of its range.

    A venue of your own, in one call; 1 BTC at 60,000 and 10x is liquidated 5.26 % below:

    >>> from margin_lessons.contract import Contract
    >>> mine = ContractVenue("my venue", Tiers.flat(initial=0.10, maintenance=0.05))
    >>> round(Contract.opened("long", 1, 60_000, 10, mine).liquidation().at, 2)
    56842.11
    """

    name: str
    tiers: Tiers
    maintenance_on: MaintenanceOn = MaintenanceOn.MARK
    closing_fee: ClosingFee = ClosingFee.OUTSIDE
    fee_rate: float = 0.0
    liquidation_fee: float | None = None
    funding_hours: float | None = None
    funding_cap: float | None = None
    inverse: bool = True
    modes: tuple[MarginMode, ...] = tuple(MarginMode)
    full: float = 1.0
    partial: float | None = None
    trigger: TriggerOn = TriggerOn.MARK
    leverage_max: float | None = None
    deficit_split: DeficitSplit = DeficitSplit.LOSSES
    left_over: Regime | None = None
    sources: Mapping[str, Source] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        kept: dict[str, object] = {
            "name": text("venue", self.name, why="a venue has a name"),
            "tiers": of_kind("tiers", self.tiers, Tiers, why="one rate for all is Tiers.flat"),
            "maintenance_on": as_option("maintenance_on", self.maintenance_on, MaintenanceOn),
            "closing_fee": as_option("closing_fee", self.closing_fee, ClosingFee),
            "deficit_split": as_option("deficit_split", self.deficit_split, DeficitSplit),
            "trigger": as_option("trigger price", self.trigger, TriggerOn),
            "inverse": of_kind("inverse", self.inverse, bool, why="True or False"),
            "modes": _backed(self.modes),
            "unknown": all_of(
                "unknown",
                of_kind("unknown", self.unknown, tuple, why="it is a row of plain sentences"),
                str,
                why="each is a plain sentence",
            ),
        }
        kept["full"], kept["partial"] = closing_levels(self.full, self.partial)
        kept["fee_rate"] = between("fee rate", self.fee_rate, 0, 1, why="it is a share")
        for name in ("liquidation_fee", "funding_cap"):
            if (share := getattr(self, name)) is not None:
                kept[name] = between(name.replace("_", " "), share, 0, 1, why="it is a share")
        for name, why in (
            ("funding_hours", "funding is exchanged every so many hours"),
            ("leverage_max", "leverage is value over margin"),
        ):
            if (value := getattr(self, name)) is not None:
                kept[name] = positive(name.replace("_", " "), value, why=why)
        sources = of_kind("sources", self.sources, Mapping, why="each rule has its source")
        for rule, source in sources.items():
            of_kind(f"source of {rule}", source, Source, why="it has a title and a date")
        kept["sources"] = MappingProxyType(dict(sources))
        for name, value in kept.items():
            object.__setattr__(self, name, value)

    def __reduce__(self) -> tuple[bound[ContractVenue], tuple[()]]:
        # A read-only mapping cannot be pickled, so a copy is rebuilt from a plain dictionary.
        return bound(ContractVenue, **{**vars(self), "sources": dict(self.sources)}), ()

    def __hash__(self) -> int:
        return hash((self.name, self.tiers, self.full, self.partial))

    def with_rules(self, **changes: Any) -> ContractVenue:
        """Return a copy with other rules, for instance ``maintenance_on=MaintenanceOn.ENTRY``."""
        known = {one.name: one for one in fields(self)}
        for name in changes:
            pick("rule", name, known, "a venue")
        return replace(self, **changes)

    def tier_size(self, position: Sized) -> float:
        """Return the size by which this venue finds the tier of a position at its entry."""
        of_kind("position", position, Sized, why="a contract has a size and an entry price")
        at_entry = float(position.notional(position.entry))
        return self.tiers.size.of(position.size, at_entry, position.inverse)

    def check_leverage(self, leverage: object, size: float, *, inverse: bool = False) -> float:
        """Return a leverage that this venue offers for a position of this (tier) size.

        Raises ``BadInput`` for more than its tier's, and for an inverse contract where the rules
        are those of linear ones.

        >>> from margin_lessons.contract_venues import BINANCE_USDM
        >>> BINANCE_USDM.check_leverage(100, 1_000_000)
        Traceback (most recent call last):
            ...
        margin_lessons.errors.BadInput: leverage 100 is above 75 (allowed: 1 to 75): that is the \
limit of Binance USD-M for a position of 1000000.
        """
        of_kind("inverse", inverse, bool, why="a contract is inverse or not: True or False")
        if inverse and not self.inverse:
            raise BadInput(
                f"inverse True does not go with {self.name}: these rules are those of its linear "
                "contracts; make a ContractVenue with the table of the inverse ones."
            )
        most = self.tiers.leverage_max(size)
        if self.leverage_max is not None:
            most = min(most, self.leverage_max)
        # 1 / (1 / 90) is a crumb below 90.
        most = round(most, 9)
        why = f"that is the limit of {self.name} for a position of {shown(size)}"
        return between("leverage", leverage, 1, max(most, 1), why=why)

    def terms(self) -> dict[str, Any]:
        """Return what a contract opened here takes over from the venue, by the contract's names."""
        shared = ("tiers", "maintenance_on", "closing_fee", "fee_rate", "full", "partial")
        return {name: getattr(self, name) for name in shared}


def _backed(modes: object) -> tuple[MarginMode, ...]:
    """Return the modes a venue offers, at least one; or raise ``BadInput``."""
    offered = all_of("mode", modes, MarginMode, why="MarginMode has the two")
    if not offered:
        raise BadInput("modes () are none: a position is backed by one of those in MarginMode.")
    return offered
