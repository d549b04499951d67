"""A position of one's own: what a position page shows, as one value that a file can keep.

``own_holding`` makes an account or a contract of it; all prices come from there. A leverage, a mode
or a table that the venue does not offer is shown in ``doubts``, not refused: a page may be right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import Enum

from margin_lessons.contract_venue import MarginMode
from margin_lessons.currency import coin_code, currency_code
from margin_lessons.errors import BadInput, between, not_negative, of_kind, pick, shown
from margin_lessons.own_holding import (
    Held,
    OwnTerms,
    ProductKind,
    as_worded,
    own_venue,
    terms_doubts,
)
from margin_lessons.position import Position, Side
from margin_lessons.prices import check_price
from margin_lessons.venue import KRAKEN_SPOT

__all__ = ["Held", "MarginMode", "OwnPosition", "ProductKind"]

_OWN = "it is your own money"


@dataclass(frozen=True)
class OwnPosition:
    """One position as its page shows it, and the own money behind it.

    ``volume`` is in coins, for an inverse contract in the ``currency``. ``cash`` and ``coins`` are
    the own money: all of the account's on spot margin and with cross margin (what was set aside for
    the position is a part of it), and what lies beside an isolated position, which does not back
    it. ``margin`` is what was set aside for an isolated contract, in coins for an inverse one;
    value over leverage where it is not given. ``maintenance`` is the rate that the page tells; with
    it ``venue`` may be any name, without it one of ``SPOT_VENUES`` or ``CONTRACT_VENUES``.
    ``price`` is the price of now, None where nothing tells it.

    Raises ``BadInput`` for numbers that are none, for a leverage below 1, for a venue whose
    rules were not read, and for a coin that is its own currency. A leverage that the venue does not
    offer is a doubt:

    >>> mine = OwnPosition("long", 1, 20_000, cash=10_000, leverage=12)
    >>> mine.doubts[0]
    'Kraken spot margin offers 1x to 10x and this position says 12x: it is counted as it stands.'
    >>> mine.holding.used_margin(20_000)
    1666.6666666666667
    """

    side: Side
    volume: float
    entry: float
    cash: float = 0.0
    coins: float = 0.0
    leverage: float = 1.0
    venue: str = KRAKEN_SPOT.name
    product: ProductKind = ProductKind.SPOT_MARGIN
    mode: MarginMode = MarginMode.CROSS
    coin: str = "BTC"
    currency: str = "USD"
    price: float | None = None
    margin: float | None = None
    maintenance: float | None = None

    def __post_init__(self) -> None:
        # One that is no position of any kind is refused as a position is.
        bare = Position(self.side, self.volume, self.entry, self.leverage, self.coin)
        kept: dict[str, object] = {
            "side": bare.side,
            "volume": bare.volume,
            "entry": bare.entry,
            "leverage": bare.leverage,
            "coin": coin_code(self.coin),
            "cash": not_negative("own money", self.cash, why=_OWN),
            "coins": not_negative("own coins", self.coins, why=_OWN),
            "product": as_worded("product", self.product, ProductKind),
            "mode": as_worded("mode", self.mode, MarginMode),
            "currency": currency_code(self.currency),
        }
        if kept["coin"] == kept["currency"]:  # its money would back it twice, as cash and as coins
            raise BadInput(
                f"coin {shown(kept['coin'])} is the currency too: nothing is gained or lost by a "
                "coin in itself, so name the one that pays."
            )
        if self.price is not None:
            kept["price"] = check_price(self.price, "price of now", why="now there is one")
        if self.margin is not None:
            why = "it was set aside for the position"
            kept["margin"] = not_negative("margin", self.margin, why=why)
        if self.maintenance is not None:
            why = "it is a share of the value"
            kept["maintenance"] = between("maintenance", self.maintenance, 0, 1, why=why)
        for name, value in kept.items():
            object.__setattr__(self, name, value)
        object.__setattr__(self, "venue", own_venue(self.terms))
        self._check_spot()

    def _check_spot(self) -> None:
        for name in ("margin", "maintenance"):
            if self.product is ProductKind.SPOT_MARGIN and getattr(self, name) is not None:
                raise BadInput(
                    f"{name} {shown(getattr(self, name))} does not go with spot margin: there it "
                    "follows from the leverage, so leave it out."
                )

    @property
    def terms(self) -> OwnTerms:
        """What makes a holding of it."""
        return OwnTerms(*(getattr(self, one.name) for one in fields(OwnTerms)))

    @property
    def holding(self) -> Held:
        """The account, the contract with its own margin, or the contract backed by all there is."""
        return self.terms.held()

    @property
    def doubts(self) -> tuple[str, ...]:
        """What does not fit the venue's rules as they were read, or is missing, in sentences."""
        missing = () if self.price is not None else (_NO_PRICE,)
        return (*terms_doubts(self.terms), *missing)

    @property
    def now(self) -> float:
        """The price of now; ``BadInput`` where nothing tells it."""
        if self.price is None:
            raise BadInput("price None of now is missing: take it off the page, as price=....")
        return self.price

    def at_price(self, price: float | None) -> OwnPosition:
        """Return the same position with another price of now.

        >>> OwnPosition("long", 1, 20_000, cash=10_000, leverage=5).at_price(18_000).now
        18000.0
        """
        return replace(self, price=price)

    def as_record(self) -> dict[str, str | float | None]:
        """Return it as plain values that JSON can hold.

        >>> OwnPosition("long", 1, 20_000, cash=10_000, leverage=5).as_record()["product"]
        'spot margin'
        """
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return {n: v.value if isinstance(v, Enum) else v for n, v in values.items()}

    @classmethod
    def from_record(cls, record: Mapping[str, object]) -> OwnPosition:
        """Return the position of a record; ``BadInput`` for one that is damaged.

        >>> mine = OwnPosition("short", 0.5, 20_000, cash=10_000, leverage=5)
        >>> OwnPosition.from_record(mine.as_record()) == mine
        True
        >>> OwnPosition.from_record({"side": "short", "volume": 0.5})
        Traceback (most recent call last):
            ...
        margin_lessons.errors.BadInput: saved position has no 'entry': it is damaged, so write it \
anew.
        """
        given = of_kind("saved position", record, Mapping, why="it has a name for each number")
        known = {one.name: one for one in fields(cls)}
        for name in given:
            pick("field", name, known, "a saved position")
        for name in ("side", "volume", "entry"):
            if name not in given:
                raise BadInput(
                    f"saved position has no {shown(name)}: it is damaged, so write it anew."
                )
        return cls(**given)  # each value is checked as it is built


_NO_PRICE = "The price of now is not known: how far off and how likely anything is, cannot be told."
