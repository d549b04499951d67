"""The rules of a venue as one frozen value: levels, leverage, fees, haircuts and conventions.

Every threshold is a parameter of a venue and never a constant in a formula, because the levels
differ between venues and change over time. Each figure carries its source and the date of the page.
On these venues a long and a short of one coin do not stand side by side: an opposite order closes
(support.kraken.com 202966956, read 22 November 2026). That is no option; ``Account`` keeps to it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import Enum
from functools import partial
from types import MappingProxyType
from typing import Any

from margin_lessons.conventions import (
    AtEquality,
    Discretion,
    Extent,
    FirstInBar,
    LongMargin,
    PriceFloor,
    RolloverCount,
    ShortMargin,
    as_option,
    check_held_at_cost,
)
from margin_lessons.currency import by_coin, coin_code
from margin_lessons.errors import (
    BadInput,
    between,
    not_negative,
    number,
    numbers,
    of_kind,
    pick,
    positive,
    shown,
    text,
)
from margin_lessons.fees import Fees
from margin_lessons.rounding import ROUNDING
from margin_lessons.source import Source


@dataclass(frozen=True)
class Venue:
    """The rules of one venue.

    Levels are fractions of the used margin (0.8 is a margin level of 80 %). ``full_level`` is where
    the account is fully used and no new position may be opened; ``call_level`` is where the margin
    call is sent, if it is sent; from ``discretion_level`` down the venue *may* liquidate; at
    ``liquidation_level`` it certainly does. ``discretion`` says where a replay lets it act, with
    the level ``acts_at`` for ``Discretion.BETWEEN``; ``acting_level`` is the one that comes of it.
    ``price_floor`` says whether prices may fall below zero; then margins are held at cost.
    Raises ``BadInput`` for a rule out of its range and for what is no rule.

    >>> from margin_lessons.venue import KRAKEN_SPOT
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
    long_margin: LongMargin = LongMargin.FROZEN
    at_equality: AtEquality = AtEquality.ACTS
    rollover_count: RolloverCount = RolloverCount.FLOOR
    extent: Extent = Extent.ALL
    discretion: Discretion = Discretion.CERTAIN
    acts_at: float | None = None
    first_in_bar: FirstInBar = FirstInBar.NEARER
    price_floor: PriceFloor = PriceFloor.ABOVE_ZERO
    sources: Mapping[str, Source] = field(default_factory=dict)

    def __post_init__(self) -> None:
        why = "a venue has its name, its fees and its rules"
        object.__setattr__(self, "name", text("venue", self.name, why=why))
        of_kind("fees", self.fees, Fees, why="rates are named in Fees(taker=0.004)")
        self._copy_tables()
        for one in fields(self):
            if isinstance(one.default, Enum):
                option = as_option(one.name, getattr(self, one.name), type(one.default))
                object.__setattr__(self, one.name, option)
        self._check_levels()
        self._check_discretion()
        check_held_at_cost(self.price_floor, self.short_margin, self.long_margin)
        why = "leverage is the value of a position over the margin set aside for it"
        self._keep(between, "leverage_max", "highest leverage", 1, math.inf, why=why)
        self._keep(between, "leverage_min", "lowest leverage", 1, self.leverage_max, why=why)

    def _keep(self, check: Callable[..., float], field_name: str, *rest: object, why: str) -> None:
        name, *limits = rest
        object.__setattr__(
            self, field_name, check(name, getattr(self, field_name), *limits, why=why)
        )

    def _copy_tables(self) -> None:
        # Read-only copies: two venues never share a table that one of them could change.
        why = "a haircut is the share of a coin's value that does not count"
        haircuts = {
            coin: between(f"haircut of {coin}", share, 0, 1, why=why)
            for coin, share in by_coin("haircut", self.haircuts, why=why).items()
        }
        object.__setattr__(self, "haircuts", MappingProxyType(haircuts))
        sources = of_kind("sources", self.sources, Mapping, why="each rule has its source")
        for rule, source in sources.items():
            of_kind(f"source of {rule}", source, Source, why="it has a title and a date")
        object.__setattr__(self, "sources", MappingProxyType(dict(sources)))

    def _check_levels(self) -> None:
        for name in ("full_level", "call_level", "discretion_level", "liquidation_level"):
            why = "a margin level is equity as a share of the used margin"
            self._keep(not_negative, name, name.replace("_", " "), why=why)
        why = "at zero an account could be opened without limit"
        positive("full level", self.full_level, why=why)
        if self.liquidation_level > self.discretion_level:
            raise BadInput(
                f"liquidation level {self.liquidation_level:g} is above the discretion level "
                f"{self.discretion_level:g}: a venue that must act at a level may already act "
                "there."
            )

    def _check_discretion(self) -> None:
        in_between = self.discretion is Discretion.BETWEEN
        if in_between != (self.acts_at is not None):
            raise BadInput(
                f"acts_at {shown(self.acts_at)} does not go with discretion "
                f"{self.discretion.name}: the level is given for BETWEEN, and for nothing else."
            )
        if in_between:
            why = "a venue may act from the discretion level down to the liquidation level"
            limits = self.liquidation_level, self.discretion_level
            self._keep(between, "acts_at", "acts_at", *limits, why=why)

    def __reduce__(self) -> tuple[partial[Venue], tuple[()]]:
        # A read-only mapping cannot be pickled, so a copy is rebuilt from plain dictionaries.
        values = {**vars(self), "haircuts": dict(self.haircuts), "sources": dict(self.sources)}
        return partial(Venue, **values), ()

    def with_rules(self, **changes: Any) -> Venue:
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

        >>> from margin_lessons.venue import KRAKEN_SPOT
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

        Raises ``BadInput`` for what is no name of a coin.

        >>> from margin_lessons.venue import KRAKEN_SPOT
        >>> KRAKEN_SPOT.haircut("trx"), KRAKEN_SPOT.haircut("BTC")
        (0.5, 0.0)
        """
        return self.haircuts.get(coin_code(coin), 0.0)

    def check_leverage(self, leverage: object) -> float:
        """Return the leverage setting, or raise ``BadInput`` when this venue does not offer it.

        >>> from margin_lessons.venue import KRAKEN_SPOT
        >>> KRAKEN_SPOT.check_leverage(12)
        Traceback (most recent call last):
            ...
        margin_lessons.errors.BadInput: leverage 12 is above 10 (allowed: 1 to 10): that is the \
range of Kraken spot margin.
        """
        why = f"that is the range of {self.name}"
        return between("leverage", leverage, self.leverage_min, self.leverage_max, why=why)

    def backs(self, equity: float, used: float) -> bool:
        """Return whether this equity may back so much used margin once a position is opened.

        >>> from margin_lessons.venue import KRAKEN_SPOT
        >>> KRAKEN_SPOT.backs(4_000, 4_000), KRAKEN_SPOT.backs(3_999, 4_000)
        (True, False)
        """
        why = "it is an amount of money"
        equity, used = number("equity", equity, why=why), number("used margin", used, why=why)
        return equity > 0 and equity >= self.full_level * used * (1 - ROUNDING)

    def reached(self, level: float, threshold: float) -> bool:
        """Return whether a margin level has fallen to a threshold of this venue, but for rounding.

        An account with nothing open has an infinite level, which has reached nothing; nor has one
        that is no number. Raises ``BadInput`` for what is not one number.

        >>> from margin_lessons.venue import KRAKEN_SPOT
        >>> KRAKEN_SPOT.reached(0.4, KRAKEN_SPOT.liquidation_level)
        True
        """
        why = "a margin level is equity as a share of the used margin"
        threshold = number("threshold", threshold, why=why)
        values = numbers("margin level", level, why=why)  # infinite while nothing is open
        if values.ndim:
            raise BadInput(f"margin level {shown(level)} is not one level: an account has one.")
        return self.at_equality.passes(threshold - float(values), threshold)

    def zone(self, level: float) -> str:
        """Return the zone a margin level lies in: open, full, call, may close or certain.

        >>> from margin_lessons.venue import KRAKEN_SPOT
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
