"""The conventions in which venues differ, each a named option of a ``Venue`` or a ``Contract``.

Where an option is not Kraken's, it names who uses it, with source and date.
"""

from __future__ import annotations

import math
from enum import Enum
from typing import Any, TypeVar

from margin_lessons.errors import pick
from margin_lessons.rounding import ROUNDING

E = TypeVar("E", bound=Enum)


def as_option(kind: str, value: object, options: type[E]) -> E:
    """Return a member of ``options`` from the member or its name, in any case.

    >>> as_option("extent", "just_enough", Extent)
    <Extent.JUST_ENOUGH: 'just enough to bring the level back to the full-use level'>
    >>> as_option("extent", "most", Extent)
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: extent 'most' is not one of the options (ALL, JUST_ENOUGH): \
choose one of these.
    """
    if isinstance(value, options):
        return value
    name: Any = value.upper().replace(" ", "_") if isinstance(value, str) else value
    known = options.__members__
    if isinstance(name, str) and name in known:
        return known[name]
    return pick(kind, value if isinstance(value, str) else repr(value), known, "the options")


class ShortMargin(Enum):
    """How the used margin of a short is held while the position is open."""

    FLOATING = "re-valued at the current price"
    FROZEN = "kept at the opening cost"


class LongMargin(Enum):
    """How the used margin of a long is held while the position is open.

    ``FLOATING`` is how QuantConnect's Lean models a broker: 25 % of what the shares are worth now
    (github.com/QuantConnect/Lean, issue 3763, October 2019).
    """

    FROZEN = "kept at the opening cost"
    FLOATING = "re-valued at the current price"


class MaintenanceOn(Enum):
    """The value of a contract on which the maintenance requirement is charged.

    ``MARK`` is Kraken's (support.kraken.com 360022835671, 17 March 2026); ``ENTRY`` is Bybit's, as
    ccxt reads its figures (python/ccxt/bybit.py, noted 22 November 2026).
    """

    ENTRY = "notional at entry"
    MARK = "notional at the current (mark) price"


class ClosingFee(Enum):
    """Whether, and how, the fee for closing is part of the maintenance requirement.

    ``ADDED``, maintenance + fee, is how OKX reckons contracts (ccxt, issue 28121, 11 March 2026);
    ``MULTIPLIED``, (1 + maintenance) x (1 + fee) - 1, a short on its spot margin (ccxt, pull
    request 16498, 15 January 2023).
    """

    OUTSIDE = "not part of the requirement"
    ADDED = "added to the requirement"
    MULTIPLIED = "charged on the requirement too"


class TierRule(Enum):
    """How the maintenance rates of a table of tiers are charged.

    ``MARGINAL`` is Binance's, Bybit's and Hyperliquid's, who print the deduction; ``BAND`` is
    OKX's, whose page has one rate for a position and no deduction.
    """

    MARGINAL = "each rate on its own part of the notional"
    BAND = "the rate of the tier in which the position lies, on all of it"


class TierSize(Enum):
    """In what the size of a position is measured, to find its tier.

    ``CONTRACTS`` is OKX's, so that the price does not move a position to another tier. ``QUOTE`` is
    how Kraken's table for contracts of 1 USD reads for linear ones too.
    """

    NOTIONAL = "the notional at the current (mark) price, in coin for an inverse contract"
    QUOTE = "the value in the quote currency: of an inverse contract its size"
    CONTRACTS = "the size of the position, whatever the price"

    def follows_price(self, inverse: bool) -> bool:
        """Return whether the price can move a position to another tier.

        >>> TierSize.QUOTE.follows_price(inverse=False), TierSize.QUOTE.follows_price(inverse=True)
        (True, False)
        """
        return self is TierSize.NOTIONAL or (self is TierSize.QUOTE and not inverse)

    def of(self, size: float, notional: float, inverse: bool) -> float:
        """Return the size by which the tier of a position is found.

        >>> TierSize.CONTRACTS.of(2.0, 120_000.0, inverse=False)
        2.0
        """
        return notional if self.follows_price(inverse) else size


class DeficitSplit(Enum):
    """How the deficit of a cross account is split over its contracts, each with its own fund.

    No venue was found to say it, so both are this model's.
    """

    LOSSES = "in proportion to what each has lost"
    VALUES = "in proportion to what each is worth"


class AtEquality(Enum):
    """What happens when the level is exactly at a threshold."""

    ACTS = "the venue acts at the level or below it"
    WAITS = "the venue acts only below the level"

    def passes(self, beyond: float, threshold: float) -> bool:
        """Return whether a threshold counts as reached by a value that lies ``beyond`` past it.

        The one rule for levels and for prices alike; what is only rounding counts as equality.

        >>> AtEquality.ACTS.passes(0.8 - 0.8, 0.8), AtEquality.WAITS.passes(0.8 - 0.8, 0.8)
        (True, False)
        """
        slack = ROUNDING * abs(threshold) if math.isfinite(threshold) else 0.0
        return bool(beyond >= -slack if self is AtEquality.ACTS else beyond > slack)


class RolloverCount(Enum):
    """How a started rollover period is counted."""

    FLOOR = "only full periods are charged"
    CEIL = "a started period is charged in full"


class Extent(Enum):
    """How much of an account a liquidation closes."""

    ALL = "every position"
    JUST_ENOUGH = "just enough to bring the level back to the full-use level"


class Discretion(Enum):
    """At which level a venue that may liquidate early does it."""

    AT_ONCE = "as soon as it may, at the discretion level"
    BETWEEN = "at a level in between"
    CERTAIN = "only where it must, at the liquidation level"


class FirstInBar(Enum):
    """Who acts first when a stop and the liquidation lie in one bar, whose path nobody knows."""

    NEARER = "the nearer price, and the liquidation when the bar opens beyond both"
    STOP = "the stop"
    LIQUIDATION = "the liquidation"
