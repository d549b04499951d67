"""The conventions in which venues differ, each a named option of a ``Venue``."""

from __future__ import annotations

from enum import Enum
from typing import Any, TypeVar

from margin_lessons.errors import pick

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
