"""The rules of a venue as one frozen value: levels, leverage, fees, haircuts and conventions.

Every threshold is a parameter of a venue and never a constant in a formula, because the levels
differ between venues and change over time. Each figure carries its source and the date of the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from types import MappingProxyType

from margin_lessons.errors import BadInput, between, not_negative, positive


class ShortMargin(Enum):
    """How the used margin of a short is held while the position is open."""

    FLOATING = "re-valued at the current price"
    FROZEN = "kept at the opening cost"


class MaintenanceOn(Enum):
    """The value of a contract on which the maintenance requirement is charged."""

    ENTRY = "notional at entry"
    MARK = "notional at the current (mark) price"


class ClosingFee(Enum):
    """Whether the fee for closing is part of the maintenance requirement."""

    OUTSIDE = "not part of the requirement"
    INSIDE = "part of the requirement"


class AtEquality(Enum):
    """What happens when the level is exactly at a threshold."""

    ACTS = "the venue acts at the level or below it"
    WAITS = "the venue acts only below the level"


class RolloverCount(Enum):
    """How a started rollover period is counted."""

    FLOOR = "only full periods are charged"
    CEIL = "a started period is charged in full"


class Extent(Enum):
    """How much of an account a liquidation closes."""

    ALL = "every position"
    JUST_ENOUGH = "just enough to bring the level back to the full-use level"


@dataclass(frozen=True)
class Source:
    """Where a rule was read: a short title and the date of the page, as ISO text."""

    title: str
    date: str


@dataclass(frozen=True)
class Fees:
    """Fee rates of a venue, each a fraction of the amount it is charged on.

    ``opening_*`` and ``rollover_*`` are charged on the whole opening cost, the rollover every
    ``rollover_hours`` hours; ``maker`` and ``taker`` on the value traded; ``conversion_*`` on the
    value converted (cash to cash, BTC or ETH with cash, everything else).
    """

    opening_long: float = 0.0
    opening_short: float = 0.0
    rollover_long: float = 0.0
    rollover_short: float = 0.0
    rollover_hours: float = 4.0
    maker: float = 0.0
    taker: float = 0.0
    conversion_cash: float = 0.0
    conversion_major: float = 0.0
    conversion_other: float = 0.0

    def __post_init__(self) -> None:
        for name, rate in vars(self).items():
            if name == "rollover_hours":
                positive(name, rate, why="a rollover period lasts some time")
            else:
                between(name, rate, 0, 1, why="a fee is a share of the amount it is charged on")


@dataclass(frozen=True)
class Venue:
    """The rules of one venue.

    Levels are fractions of the used margin (0.8 is a margin level of 80 %). ``full_level`` is where
    the account is fully used and no new position may be opened; ``call_level`` is where the margin
    call is sent, if it is sent; from ``discretion_level`` down the venue *may* liquidate; at
    ``liquidation_level`` it certainly does.

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
    fees: Fees = Fees()
    haircuts: Mapping[str, float] = field(default_factory=dict)
    short_margin: ShortMargin = ShortMargin.FLOATING
    maintenance_on: MaintenanceOn = MaintenanceOn.MARK
    closing_fee: ClosingFee = ClosingFee.OUTSIDE
    at_equality: AtEquality = AtEquality.ACTS
    rollover_count: RolloverCount = RolloverCount.FLOOR
    extent: Extent = Extent.ALL
    sources: Mapping[str, Source] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Read-only copies: two venues never share a table that one of them could change.
        object.__setattr__(self, "haircuts", MappingProxyType(dict(self.haircuts)))
        object.__setattr__(self, "sources", MappingProxyType(dict(self.sources)))
        for name in ("full_level", "call_level", "discretion_level", "liquidation_level"):
            why = "a margin level is equity as a share of the used margin"
            not_negative(name.replace("_", " "), getattr(self, name), why=why)
        if self.liquidation_level > self.discretion_level:
            raise BadInput(
                f"liquidation level {self.liquidation_level:g} is above the discretion level "
                f"{self.discretion_level:g}: a venue that must act at a level may already act there."
            )
        positive("leverage_min", self.leverage_min, why="leverage is position value over margin")
        between(
            "leverage_min", self.leverage_min, 1, self.leverage_max, why="the range starts low"
        )
        for coin, share in self.haircuts.items():
            why = "a haircut is the share of a coin's value that does not count"
            between(f"haircut of {coin}", share, 0, 1, why=why)

    def __reduce__(self):
        # A read-only mapping cannot be pickled, so a copy is rebuilt from plain dictionaries.
        values = {**vars(self), "haircuts": dict(self.haircuts), "sources": dict(self.sources)}
        return _rebuild, (values,)

    def with_rules(self, **changes: object) -> Venue:
        """Return a copy with other rules, for instance ``short_margin=ShortMargin.FROZEN``."""
        return replace(self, **changes)

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
        """Return whether a margin level has fallen to a threshold of this venue.

        >>> KRAKEN_SPOT.reached(0.4, KRAKEN_SPOT.liquidation_level)
        True
        """
        if self.at_equality is AtEquality.ACTS:
            return bool(level <= threshold)
        return bool(level < threshold)

    def zone(self, level: float) -> str:
        """Return the zone a margin level lies in: open, full, call, may close or certain.

        >>> [KRAKEN_SPOT.zone(level) for level in (2.5, 0.95, 0.75, 0.4)]
        ['open', 'full', 'may close', 'certain']
        """
        if self.reached(level, self.liquidation_level):
            return "certain"
        if self.reached(level, self.discretion_level):
            return "may close"
        if self.reached(level, self.call_level):
            return "call"
        if self.reached(level, self.full_level):
            return "full"
        return "open"


def _rebuild(values: dict) -> Venue:
    return Venue(**values)


_LEVELS = Source("support.kraken.com 203325763, Margin call and liquidation level", "2026-11-22")
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
        "leverage_max": Source("Kraken pair listing of BTC/USDT, 2 to 10 to 1", "2026-11-22"),
        "short_margin": Source("support.kraken.com 203053156, Margin trading examples", "2026-11-22"),
        "rollover_count": Source("support.kraken.com articles/206161568, margin fees", "2026-02-10"),
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
    sources={
        name: _ARTICLE
        for name in ("call_level", "full_level", "discretion_level", "liquidation_level")
    },
)
"""The figures of the article the course grew from: risk below 100 %, closed at around 30 to 40 %.

The venue's own pages contradict both, so the lessons show them beside Kraken's, never instead.
"""
