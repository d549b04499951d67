"""An account or a contract made of what a position page shows, under the rules of its venue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from types import MappingProxyType
from typing import TypeAlias, TypeVar

from margin_lessons import words
from margin_lessons.account import Account
from margin_lessons.collateral import CoinCollateral
from margin_lessons.contract import Contract
from margin_lessons.contract_venue import ContractVenue, MarginMode
from margin_lessons.contract_venues import CONTRACT_VENUES
from margin_lessons.conventions import as_option
from margin_lessons.cross_margin import CrossMargin
from margin_lessons.errors import BadInput, nearest, shown, text
from margin_lessons.position import Position, Side
from margin_lessons.tiers import Tiers
from margin_lessons.venue import ARTICLE, KRAKEN_SPOT, Venue

Held: TypeAlias = Account | Contract | CrossMargin
"""What a position is, once its money stands behind it."""


class ProductKind(Enum):
    """What kind of position it is."""

    SPOT_MARGIN = "spot margin"
    LINEAR = "linear contract"
    INVERSE = "inverse contract"


E = TypeVar("E", bound=Enum)


def as_worded(name: str, value: object, kind: type[E]) -> E:
    """Return a member of ``kind`` from itself, its words or its name, else ``BadInput``.

    >>> as_worded("product", "linear contract", ProductKind)
    <ProductKind.LINEAR: 'linear contract'>
    """
    worded = {one.value: one for one in kind}
    if isinstance(value, str) and value in worded:
        return worded[value]
    return as_option(name, value, kind)


SPOT_VENUES: Mapping[str, Venue] = MappingProxyType({v.name: v for v in (KRAKEN_SPOT, ARTICLE)})
"""The venues for spot margin whose rules were read, by name."""

CONTRACTS_AT: Mapping[str, ContractVenue] = MappingProxyType({v.name: v for v in CONTRACT_VENUES})
"""The venues for contracts whose rules were read, by name."""


@dataclass(frozen=True)
class OwnTerms:
    """The terms of an ``OwnPosition`` that make a holding of it; its fields, checked there."""

    side: Side
    volume: float
    entry: float
    cash: float
    coins: float
    leverage: float
    venue: str
    product: ProductKind
    mode: MarginMode
    coin: str
    currency: str
    margin: float | None
    maintenance: float | None

    @property
    def spot(self) -> bool:
        """Whether it is spot margin."""
        return self.product is ProductKind.SPOT_MARGIN

    @property
    def inverse(self) -> bool:
        """Whether it is an inverse contract, whose margin and profit are coins."""
        return self.product is ProductKind.INVERSE

    @property
    def isolated(self) -> bool:
        """Whether only the margin set aside for it backs it."""
        return not self.spot and self.mode is MarginMode.ISOLATED

    def held(self) -> Held:
        """Return the account, the contract alone, or the contract and all that backs it."""
        if self.spot:
            return self._account()
        contract = self._contract()
        if self.isolated:
            return contract
        coins = {self.coin: self.coins} if self.coins else {}
        venue = self.contract_venue.with_rules(modes=tuple(MarginMode))
        return CrossMargin({self.coin: contract}, self.cash, venue, self.currency, coins=coins)

    @property
    def spot_venue(self) -> Venue:
        """The rules of spot margin here, stretched to a leverage that is not offered."""
        venue = SPOT_VENUES[self.venue]
        if self.leverage > venue.leverage_max:
            return venue.with_rules(leverage_max=self.leverage)
        return venue

    @property
    def contract_venue(self) -> ContractVenue:
        """The rules of contracts here; the rate that the page tells comes before a table."""
        if self.maintenance is not None:
            initial = max(1 / self.leverage, self.maintenance) or 1.0
            tiers = Tiers.flat(initial, self.maintenance)
            known = CONTRACTS_AT.get(self.venue)
            if known is None:
                return ContractVenue(self.venue, tiers, unknown=(_unread(self.venue),))
            return known.with_rules(tiers=tiers, inverse=True)
        venue = CONTRACTS_AT[self.venue]
        if self.inverse and not venue.inverse:
            row = venue.tiers.tiers[0]
            flat = Tiers.flat(row.initial, row.maintenance)
            return venue.with_rules(tiers=flat, inverse=True)
        return venue

    def _account(self) -> Account:
        venue = self.spot_venue
        # It is open, so what opening it cost has gone from the money that the page shows.
        held = Position(
            self.side, self.volume, self.entry, self.leverage, self.coin, opening_charged=True
        )
        coins = CoinCollateral(self.coin, self.coins, venue.haircut(self.coin))
        return Account(self.cash, (held,), (coins,) if self.coins else (), venue)

    def _contract(self) -> Contract:
        bare = Contract(
            self.side, self.volume, self.entry, 0.0, inverse=self.inverse, quote=self.currency
        )
        margin = self.margin
        if margin is None:
            # Contract.opened refuses a leverage that is not offered; here it is a doubt.
            margin = float(bare.notional(self.entry)) / self.leverage
        return replace(bare, margin=margin, **self.contract_venue.terms())

    @property
    def leverage_max(self) -> float:
        """The highest leverage that the venue offers for it."""
        if self.spot:
            return SPOT_VENUES[self.venue].leverage_max
        venue = self.contract_venue
        most = venue.tiers.leverage_max(venue.tier_size(self._contract()))
        # 1 / (1 / 90) is a crumb below 90.
        return round(min(most, venue.leverage_max or most), 9)


def own_venue(terms: OwnTerms) -> str:
    """Return the name of a venue whose rules are known; ``BadInput`` with the nearest there is.

    A contract whose page tells its maintenance rate may be anywhere.
    """
    name = text("venue", terms.venue, why="a position is held at one")
    known: Mapping[str, object] = SPOT_VENUES if terms.spot else CONTRACTS_AT
    if name in known or (not terms.spot and terms.maintenance is not None):
        return name
    near = nearest(name, known)
    hint = f"did you mean {shown(near)}?" if near else f"read are {', '.join(known)}."
    other = "" if terms.spot else " Or give the rate that its page tells, as maintenance=0.005."
    raise BadInput(
        f"venue {shown(name)} is not one whose rules for {terms.product.value} were read: "
        f"{hint}{other}"
    )


def terms_doubts(terms: OwnTerms) -> tuple[str, ...]:
    """Return what does not fit the venue's rules as they were read, in plain sentences."""
    return tuple(
        doubt
        for doubt in (
            _leverage_doubt(terms),
            _mode_doubt(terms),
            _table_doubt(terms),
            _beside_doubt(terms),
        )
        if doubt
    )


def _leverage_doubt(terms: OwnTerms) -> str:
    most = terms.leverage_max
    if terms.leverage <= most:
        return ""
    return (
        f"{terms.venue} offers 1x to {words.setting(most)} and this position says "
        f"{words.setting(terms.leverage)}: it is counted as it stands."
    )


def _mode_doubt(terms: OwnTerms) -> str:
    if terms.spot:
        isolated = terms.mode is MarginMode.ISOLATED
        return "Spot margin is backed by the whole account, isolated or not." if isolated else ""
    venue = CONTRACTS_AT.get(terms.venue)
    if venue is None or terms.mode in venue.modes:
        return ""
    return f"{terms.venue} does not offer {terms.mode.value}: it is counted as it stands."


def _table_doubt(terms: OwnTerms) -> str:
    if terms.spot:
        return ""
    venue = CONTRACTS_AT.get(terms.venue)
    if venue is None:
        return _unread(terms.venue)
    if terms.inverse and not venue.inverse and terms.maintenance is None:
        return (
            f"The table of {terms.venue} for inverse contracts was not read: "
            "the first row of its linear one is taken."
        )
    return ""


def _beside_doubt(terms: OwnTerms) -> str:
    if not terms.isolated or not (terms.cash or terms.coins):
        return ""
    return "Own money beside an isolated position does not back it, until you add it."


def _unread(venue: str) -> str:
    return f"The rules of {venue} were not read: only the rate of its page is known."
