"""A crash that happened, as one frozen value: its prices, who was hurt, and what came after.

Prices are facts, and each event says where its own were read and how sure they are. What is not
known stands among the ``unknown`` in plain words; nothing is filled in.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np

from margin_lessons.conventions import PriceFloor
from margin_lessons.errors import BadInput, pick, positive, shown, whole
from margin_lessons.market.bars import Bars
from margin_lessons.position import Side, as_side
from margin_lessons.source import Source


class Confidence(Enum):
    """How sure a figure is."""

    A = "the venue's own data, in two independent copies"
    A_MINUS = "two independent copies, of some hours only"
    B = "one copy, or several press reports"
    C = "one press report, a data firm, or one customer's word"


class PriceForm(Enum):
    """What the bars of an event are made of."""

    BARS = "bars as they were published"
    WAYPOINTS = "published prices in their order; what lay between them is not known"


@dataclass(frozen=True)
class CrashEntry:
    """When an account was opened: at ``price``, the last one before the bar with index ``first``.

    ``side`` is the side that this entry is about. ``when`` is the opening of the bar at whose close
    the price stood, as text; or as much of it as is known. Raises ``BadInput`` for what is no side
    or no bar, and for a price that is not above zero: a position may live below zero, and is not
    opened there.
    """

    name: str
    side: Side
    price: float
    first: int
    when: str

    def __post_init__(self) -> None:
        why = "the margin of a new position is a share of it"
        object.__setattr__(self, "price", positive("entry price", self.price, why=why))
        object.__setattr__(self, "side", as_side(self.side))
        why = "it is the index of the bar after the entry"
        object.__setattr__(self, "first", whole("first bar", self.first, 0, why=why))


@dataclass(frozen=True)
class Aftermath:
    """What followed, in one sentence, with its source and how sure it is.

    ``amount`` is the sum it speaks of, in ``currency``, where there is one.
    """

    words: str
    source: Source
    confidence: Confidence
    amount: float | None = None
    currency: str = "USD"


@dataclass(frozen=True)
class Waypoint:
    """One price that was published for a moment, and what it was: a close, a low, a fill."""

    when: str
    price: float
    words: str = ""


@dataclass(frozen=True, eq=False)
class Crash:
    """One event: ``bars`` in the ``currency`` for one ``coin``, share or barrel; times in UTC.

    ``hurt`` is the side that lost; ``entries`` are the moments at which an account is opened, by
    name. ``leverages`` are those the course replays, not a statement about the market's limits.
    ``confidence`` is that of the bars (None for prices of the learner's own), ``sources`` say where
    they were read, ``aftermath`` what followed, ``shows`` what the event teaches. ``waypoints`` are
    single prices from ``waypoints_from``, which may be another market.

    >>> from margin_lessons.market.crashes import crash_named
    >>> crash = crash_named("ETH 2021")
    >>> crash.bars.when(crash.worst_bar), crash.worst_price
    ('2021-02-22 14:00', 700.0)
    >>> crash.entry("24 h before the low").price
    1964.53
    """

    key: str
    title: str
    market: str
    coin: str
    currency: str
    hurt: Side
    bars: Bars
    entries: tuple[CrashEntry, ...]
    sources: tuple[Source, ...]
    confidence: Confidence | None
    shows: str
    aftermath: tuple[Aftermath, ...] = ()
    unknown: tuple[str, ...] = ()
    form: PriceForm = PriceForm.BARS
    waypoints: tuple[Waypoint, ...] = ()
    waypoints_from: Source | None = None
    leverages: tuple[float, ...] = (1, 2, 3, 5, 10)
    price_floor: PriceFloor = PriceFloor.ABOVE_ZERO

    @cached_property
    def worst_bar(self) -> int:
        """The index of the bar with the worst price for the side that was hurt."""
        bars = self.bars
        found = np.argmin(bars.low) if self.hurt is Side.LONG else np.argmax(bars.high)
        return int(found)

    @property
    def worst_price(self) -> float:
        """The worst price for the side that was hurt: the lowest, or for a short the highest."""
        bar = self.bars[self.worst_bar]
        return bar.low if self.hurt is Side.LONG else bar.high

    @property
    def below_zero(self) -> bool:
        """Whether the price went to zero or below."""
        return bool(self.bars.low.min() <= 0)

    def entry(self, name: str) -> CrashEntry:
        """Return an entry by its name; ``BadInput`` with the names there are for another.

        >>> from margin_lessons.market.crashes import crash_named
        >>> crash_named("WTI 2020").entry("the settlement before").price
        18.27
        """
        return pick("entry", name, {one.name: one for one in self.entries}, self.title)

    def before(self, hours: float) -> CrashEntry:
        """Return the entry so many hours before the worst bar, at the last close known by then.

        The hours go from the opening of one bar to the opening of the other. Raises ``BadInput``
        for hours that are not above zero or lie before the first bar, and for prices in their order
        whose times are not known.

        >>> from margin_lessons.market.crashes import crash_named
        >>> crash_named("BTC 2020").before(24)
        CrashEntry(name='24 h before', side=<Side.LONG: 'long'>, price=7642.4, first=3, \
when='2020-03-12 02:00')
        """
        why = "an account is opened before the crash"
        hours = positive("hours before", hours, why=why)
        bars, name = self.bars, f"{hours:g} h before"
        if not bars.dated:
            raise BadInput(
                f"hours before {shown(hours)} cannot be counted: the prices of {self.title} are "
                "known in their order only; choose an entry by its name."
            )
        if not self.worst_bar:
            raise BadInput(
                f"hours before {shown(hours)} has no bar: the first one of {self.title} is the "
                "worst; choose an entry by its name."
            )
        wanted = bars.minutes[self.worst_bar] - 60 * hours
        place = int(np.searchsorted(bars.minutes, wanted, side="right")) - 1
        if place < 0 or place >= self.worst_bar:
            most = shown(bars.minutes[self.worst_bar] / 60)
            raise BadInput(
                f"hours before {shown(hours)} has no bar: those of {self.title} allow "
                f"{shown(bars.length / 60)} to {most} hours before the worst one; "
                "or choose an entry by its name."
            )
        return CrashEntry(name, self.hurt, bars[place].close, place + 1, bars.when(place))

    @cached_property
    def waypoint_bars(self) -> Bars | None:
        """The waypoints as bars of one minute and one price each, with holes between, or None.

        >>> from margin_lessons.market.crashes import crash_named
        >>> bars = crash_named("BTC 2020").waypoint_bars
        >>> bars.when(0), bars[0].close, bars.holes[0].missing
        ('2020-03-12 10:36', 6873.0, 7)
        """
        if not self.waypoints:
            return None
        price = np.array([point.price for point in self.waypoints])
        time = np.array([point.when for point in self.waypoints], dtype="datetime64[s]")
        return Bars(time, price, price, price, price, length=1.0)
