"""The rules of a venue as one frozen value: levels, leverage, fees, haircuts and conventions.

Every threshold is a parameter of a venue and never a constant in a formula, because the levels
differ between venues and change over time. Each figure carries its source and the date of the page.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import Enum
from types import MappingProxyType

from margin_lessons.conventions import (
    AtEquality,
    ClosingFee,
    Discretion,
    Extent,
    FirstInBar,
    MaintenanceOn,
    RolloverCount,
    ShortMargin,
    as_option,
)
from margin_lessons.errors import BadInput, between, not_negative, pick, positive
from margin_lessons.fees import Fees, Source
from margin_lessons.linear import ROUNDING


@dataclass(frozen=True)
class Venue:
    """The rules of one venue.

    Levels are fractions of the used margin (0.8 is a margin level of 80 %). ``full_level`` is where
    the account is fully used and no new position may be opened; ``call_level`` is where the margin
    call is sent, if it is sent; from ``discretion_level`` down the venue *may* liquidate; at
    ``liquidation_level`` it certainly does. ``discretion`` says where a replay lets it act, with
    the level ``acts_at`` for ``Discretion.BETWEEN``.

    >>> KRAKEN_SPOT.call_level, KRAKEN_SPOT.liquidation_level
    (0.8, 0.4)
    >>> KRAKEN_SPOT.sources["call_level"].title
    'support.kraken.com 203325763, Margin call and liquidation level'
    >>> Venue("wrong", liquidation_level=0.9)
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: liquidation level 0.9 is above the discretion level 0.8: a \
venue that must act at a level may already act there.
    """

    name: str
    full_level: float = 1.0
    call_level: float = 0.8
    discretion_level: float = 0.8
    liquidation_level: float = 0.4
    leverage_min: float = 1.0
    leverage_max: float = 10.0
    fees: Fees = field(default_factory=Fees)
    haircuts: Mapping[str, float] = field(default_factory=dict)
    short_margin: ShortMargin = ShortMargin.FLOATING
    maintenance_on: MaintenanceOn = MaintenanceOn.MARK
    closing_fee: ClosingFee = ClosingFee.OUTSIDE
    at_equality: AtEquality = AtEquality.ACTS
    rollover_count: RolloverCount = RolloverCount.FLOOR
    extent: Extent = Extent.ALL
    discretion: Discretion = Discretion.CERTAIN
    acts_at: float | None = None
    first_in_bar: FirstInBar = FirstInBar.NEARER
    sources: Mapping[str, Source] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Read-only copies: two venues never share a table that one of them could change.
        object.__setattr__(self, "haircuts", MappingProxyType(dict(self.haircuts)))
        object.__setattr__(self, "sources", MappingProxyType(dict(self.sources)))
        for one in fields(self):
            if isinstance(one.default, Enum):
                option = as_option(one.name, getattr(self, one.name), type(one.default))
                object.__setattr__(self, one.name, option)
        for name in ("full_level", "call_level", "discretion_level", "liquidation_level"):
            why = "a margin level is equity as a share of the used margin"
            not_negative(name.replace("_", " "), getattr(self, name), why=why)
        positive(
            "full level", self.full_level, why="at zero an account could be opened without limit"
        )
        if self.liquidation_level > self.discretion_level:
            raise BadInput(
                f"liquidation level {self.liquidation_level:g} is above the discretion level "
                f"{self.discretion_level:g}: "
                "a venue that must act at a level may already act there."
            )
        self._check_discretion()
        why = "leverage is the value of a position over the margin set aside for it"
        between("highest leverage", self.leverage_max, 1, math.inf, why=why)
        between("lowest leverage", self.leverage_min, 1, self.leverage_max, why=why)
        for coin, share in self.haircuts.items():
            why = "a haircut is the share of a coin's value that does not count"
            between(f"haircut of {coin}", share, 0, 1, why=why)

    def _check_discretion(self) -> None:
        in_between = self.discretion is Discretion.BETWEEN
        if in_between != (self.acts_at is not None):
            raise BadInput(
                f"acts_at {self.acts_at} does not go with discretion {self.discretion.name}: "
                "the level is given for BETWEEN, and for nothing else."
            )
        if in_between:
            why = "a venue may act from the discretion level down to the liquidation level"
            between("acts_at", self.acts_at, self.liquidation_level, self.discretion_level, why=why)

    def __reduce__(self):
        # A read-only mapping cannot be pickled, so a copy is rebuilt from plain dictionaries.
        values = {**vars(self), "haircuts": dict(self.haircuts), "sources": dict(self.sources)}
        return _rebuild, (values,)

    def with_rules(self, **changes: object) -> Venue:
        """Return a copy with other rules, for instance ``short_margin=ShortMargin.FROZEN``."""
        known = {one.name: one for one in fields(self)}
        for name in changes:
            pick("rule", name, known, "a venue")
        return replace(self, **changes)

    def __hash__(self) -> int:
        # The tables of haircuts and sources are not hashable; equal venues still hash alike.
        return hash((self.name, self.call_level, self.liquidation_level, self.leverage_max))

    @property
    def acting_level(self) -> float:
        """The margin level at which this venue liquidates, under its discretion.

        >>> KRAKEN_SPOT.acting_level
        0.4
        >>> KRAKEN_SPOT.with_rules(discretion=Discretion.BETWEEN, acts_at=0.6).acting_level
        0.6
        """
        if self.discretion is Discretion.AT_ONCE:
            return self.discretion_level
        return self.liquidation_level if self.acts_at is None else self.acts_at

    def haircut(self, coin: str) -> float:
        """Return the haircut of a collateral coin; a coin the venue does not list has none.

        >>> KRAKEN_SPOT.haircut("TRX"), KRAKEN_SPOT.haircut("BTC")
        (0.5, 0.0)
        """
        return self.haircuts.get(coin, 0.0)

    def check_leverage(self, leverage: object) -> float:
        """Return the leverage setting, or raise ``BadInput`` when this venue does not offer it.

        >>> KRAKEN_SPOT.check_leverage(12)
        Traceback (most recent call last):
            ...
        margin_lessons.errors.BadInput: leverage 12 is above 10 (allowed: 1 to 10): that is the \
range of Kraken spot margin.
        """
        return between(
            "leverage",
            leverage,
            self.leverage_min,
            self.leverage_max,
            why=f"that is the range of {self.name}",
        )

    def reached(self, level: float, threshold: float) -> bool:
        """Return whether a margin level has fallen to a threshold of this venue, but for rounding.

        >>> KRAKEN_SPOT.reached(0.4, KRAKEN_SPOT.liquidation_level)
        True
        """
        if self.at_equality is AtEquality.ACTS:
            return bool(level <= threshold * (1 + ROUNDING))
        return bool(level < threshold * (1 - ROUNDING))

    def zone(self, level: float) -> str:
        """Return the zone a margin level lies in: open, full, call, may close or certain.

        >>> [KRAKEN_SPOT.zone(level) for level in (2.5, 0.95, 0.75, 0.4)]
        ['open', 'full', 'may close', 'certain']
        """
        zones = {
            "certain": self.liquidation_level,
            "may close": self.discretion_level,
            "call": self.call_level,
            "full": self.full_level,
        }
        return next((name for name, at in zones.items() if self.reached(level, at)), "open")


def _rebuild(values: dict) -> Venue:
    return Venue(**values)


_LEVELS = Source("support.kraken.com 203325763, Margin call and liquidation level", "2026-11-22")
_EXAMPLES = Source("support.kraken.com 203053156, Margin trading examples", "2026-11-22")
_MARGIN_FEES = Source("support.kraken.com articles/206161568, margin fees", "2026-02-10")
_TRADE_FEES = Source("press report of the fee schedule, lowest tier", "2025-11")
_CONVERSION = Source("support.kraken.com 9148088075028, settling a margin position", "2026-11-22")
_HAIRCUTS = Source("support.kraken.com 204585998 (Italian), collateral currency", "about 2021")

KRAKEN_SPOT = Venue(
    name="Kraken spot margin",
    fees=Fees(
        opening_long=0.00025,
        opening_short=0.00010,
        rollover_long=0.00025,
        rollover_short=0.00010,
        maker=0.0025,
        taker=0.0040,
        conversion_cash=0.015,
        conversion_major=0.025,
        conversion_other=0.05,
    ),
    haircuts={"USDT": 0.10, "XTZ": 0.50, "TRX": 0.50},
    sources={
        "full_level": Source("support.kraken.com 204586258, Maintenance margin", "2026-11-22"),
        "call_level": _LEVELS,
        "discretion_level": _LEVELS,
        "liquidation_level": _LEVELS,
        "extent": _LEVELS,
        "leverage_max": Source("a third party's record of the API, BTC/USDT", "about 2025-11"),
        "short_margin": _EXAMPLES,
        "rollover_count": _MARGIN_FEES,
        "opening": _MARGIN_FEES,
        "rollover": _MARGIN_FEES,
        "maker": _TRADE_FEES,
        "taker": _TRADE_FEES,
        "conversion": _CONVERSION,
        "haircuts": _HAIRCUTS,
    },
)
"""Kraken spot margin as published; the levels are "approximately" and move with volatility."""

_ARTICLE = Source("kdj.com, Can I lose more than my margin on Kraken?", "2025-07-28")

ARTICLE = KRAKEN_SPOT.with_rules(
    name="the article's figures",
    call_level=1.00,
    discretion_level=0.40,
    liquidation_level=0.30,
    sources=dict.fromkeys(
        ("call_level", "full_level", "discretion_level", "liquidation_level"), _ARTICLE
    ),
)
"""The figures of the article the course grew from: risk below 100 %, closed at around 30 to 40 %.

It names no level for the call and does not tell "may" from "must". Here the call stands at its
100 %, and the two at the ends of its range: a reading, and said to be one. The venue's own pages
contradict it, so the lessons show its figures beside Kraken's, never instead.
"""
