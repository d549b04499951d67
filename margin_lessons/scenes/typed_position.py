"""What a learner chooses of a position of one's own, and the position and diagnosis behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from types import MappingProxyType

from margin_lessons.contract_venues import CONTRACT_VENUES, EU_CFD
from margin_lessons.doctor import Residence
from margin_lessons.own_position import MarginMode, OwnPosition, ProductKind
from margin_lessons.position import Side
from margin_lessons.venue import KRAKEN_SPOT

UNREAD = "another venue"
"""A venue whose rules were not read: only the rate of its page is known."""

NO_RATE = (
    "What has to stay is not known: type the maintenance rate of its page. Until then it is drawn "
    "as closed out only where nothing is left, and that is later than it comes."
)


class DoctorView(Enum):
    """What is looked at of a position."""

    PRICES = "prices and jumps"
    CHANCES = "chances"
    ANSWERS = "what I can do"
    PAYS = "who pays a debt"


@dataclass(frozen=True)
class TradedAs:
    """A product at a venue."""

    product: ProductKind
    venue: str

    @property
    def words(self) -> str:
        """The product and its venue as a list shows them."""
        return self.venue if self.product is ProductKind.SPOT_MARGIN else (
            f"{self.venue}, {self.product.value.removesuffix(' contract')}"
        )  # fmt: skip

    @classmethod
    def of(cls, position: OwnPosition) -> TradedAs:
        """Return how a position is traded; a venue whose rules were not read has no name here."""
        own = cls(position.product, position.venue)
        return own if own in OFFERED else cls(position.product, UNREAD)


OFFERED = (
    TradedAs(ProductKind.SPOT_MARGIN, KRAKEN_SPOT.name),
    *(TradedAs(ProductKind.LINEAR, venue.name) for venue in CONTRACT_VENUES),
    *(
        TradedAs(ProductKind.INVERSE, venue.name)
        for venue in CONTRACT_VENUES
        if venue is not EU_CFD
    ),
    TradedAs(ProductKind.LINEAR, UNREAD),
    TradedAs(ProductKind.INVERSE, UNREAD),
)
"""All that can be chosen; where the table of inverse contracts was not read, it is said."""


@dataclass(frozen=True)
class Typed:
    """A position as it was typed, and what could not be known of it."""

    position: OwnPosition
    unknown: tuple[str, ...] = ()


@lru_cache(maxsize=256)
def typed_position(
    side: Side, volume: float, entry: float, cash: float, coins: float, leverage: float,
    traded: TradedAs, mode: MarginMode, price: float | None, margin: float | None,
    maintenance: float | None, coin: str, currency: str,
) -> Typed:  # fmt: skip
    """Return the position behind what was typed; what does not go with its product is left out.

    >>> spot = OFFERED[0]
    >>> paula = typed_position(Side.LONG, 0.5, 60_000, 10_000, 0, 5, spot, MarginMode.CROSS, 56_000,
    ...                       None, None, "BTC", "USD")
    >>> paula.position.now, paula.unknown
    (56000.0, ())
    """
    spot, unknown = traded.product is ProductKind.SPOT_MARGIN, []
    if spot:
        margin = maintenance = None
    elif traded.venue == UNREAD and maintenance is None:
        maintenance = 0.0
        unknown.append(NO_RATE)
    if mode is MarginMode.CROSS:
        margin = None
    position = OwnPosition(
        side, volume, entry, cash, coins, leverage, traded.venue, traded.product, mode,
        coin or "BTC", currency or "USD", price, margin, maintenance,
    )  # fmt: skip
    return Typed(position, (*unknown, *position.doubts))


def as_typed(position: OwnPosition) -> Mapping[str, object]:
    """Return a position as the values of the controls that would be typed for it.

    >>> mine = OwnPosition("short", 2, 3_000, cash=900, leverage=10, coin="ETH", price=2_900)
    >>> as_typed(mine)["volume"], as_typed(mine)["traded"].words
    (2.0, 'Kraken spot margin')
    """
    rate = position.maintenance
    return MappingProxyType({
        "side": position.side, "volume": position.volume, "entry": position.entry,
        "cash": position.cash, "coins": position.coins, "leverage": position.leverage,
        "traded": TradedAs.of(position), "mode": position.mode, "price": position.price,
        "margin": position.margin, "maintenance": None if rate is None else 100 * rate,
        "coin": position.coin, "currency": position.currency,
    })  # fmt: skip


HOMES = tuple((home.value, home) for home in Residence)
"""Where a client may live, as a list shows it."""
