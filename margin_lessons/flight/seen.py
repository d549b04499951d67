"""What is known of a flight by now: prices so far, the account, the orders, the events. No more.

A ``Seen`` holds copies of what is over, so nothing that comes can be found in it. It does not hold
either what a learner could not know: where the venue acts, how late it sells, a call that was not
received or is not read yet, how many bars there are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from margin_lessons.account import Account
from margin_lessons.contract import Contract
from margin_lessons.crossing import crossings
from margin_lessons.flight.decision import Decision
from margin_lessons.flight.flight_log import FlightLog
from margin_lessons.flight.flying import FlightTimeline, bars_over, flown_over, was_refused
from margin_lessons.flight.hidden_path import START_PRICE, hidden_path
from margin_lessons.flight.take_off import (
    SPOT_RULES,
    TakeOff,
    flown_account,
    flown_contract,
    venue_ways,
)
from margin_lessons.market.bars import Bar, Bars
from margin_lessons.own_position import ProductKind
from margin_lessons.replay import Event, Kind, StillWaiting

_DUE = (Kind.ROLLOVER, Kind.FUNDING)


class KnownPrices(NamedTuple):
    """The prices that can be told beforehand, each None where there is none.

    ``call``: a margin call may be sent; a contract is sent none. ``sold``: the venue must sell (on
    spot margin it may do it earlier). ``zero``: the own money is gone.
    """

    call: float | None
    sold: float | None
    zero: float | None


class SeenBar(NamedTuple):
    """A bar that is over: when it opened, in minutes, its prices, and the account at its close."""

    minute: float
    bar: Bar
    equity: float
    level: float


@dataclass(frozen=True)
class Seen:
    """All that is known when ``bar`` bars are over.

    ``price`` is the last one, ``volume`` the coins still open. ``equity`` is what is left if all
    were closed now (below zero it is owed), ``used`` what the venue sets aside (of a contract: what
    it requires), ``level`` equity over used: all in USD, at ``price``. ``purse`` can still be
    added; funds on their way are gone from it. ``known`` are the prices at which something happens,
    as the account is now. ``waiting`` are the orders at the venue, ``sent`` the decisions that take
    effect at the next open, ``refused`` those whose order came too late. ``liquidating`` says that
    a liquidation has begun, ``ended`` that the last bar is over. ``length`` is that of a bar, in
    minutes.

    >>> from margin_lessons.flight.one_flight import Flight
    >>> seen = Flight(7).seen
    >>> seen.bar, seen.price, seen.bars, seen.equity == seen.start.cash
    (0, 100.0, (), True)
    """

    number: int
    product: ProductKind
    start: TakeOff
    bar: int
    length: float
    bars: tuple[SeenBar, ...]
    price: float
    volume: float
    equity: float
    used: float
    level: float
    owed: float
    purse: float
    known: KnownPrices
    waiting: tuple[StillWaiting, ...]
    sent: tuple[Decision, ...]
    refused: tuple[Decision, ...]
    events: tuple[Event, ...]
    liquidating: bool
    ended: bool

    @property
    def prices(self) -> Bars | None:
        """The bars that are over, None before the first."""
        if not self.bars:
            return None
        first, high, low, last = np.array([one.bar for one in self.bars]).T
        time = np.array([one.minute for one in self.bars])
        return Bars(time, first, high, low, last, length=self.length)

    @property
    def free(self) -> float:
        """Equity less what is set aside, in USD; below zero there is too little."""
        return self.equity - self.used

    @property
    def still_open(self) -> bool:
        """Whether any of the position is open."""
        return self.volume > 0

    @property
    def own(self) -> float:
        """The own money now, that in the purse included, in USD."""
        return self.equity + self.purse


def seen_of(flight: FlightLog) -> Seen:
    """Return what is known of a flight by now."""
    path = hidden_path(flight.number)
    bars = bars_over(flight, path)
    spot, start = flight.product is ProductKind.SPOT_MARGIN, flight.start
    seen = Seen(
        flight.number, flight.product, start, 0, path.bars.length, (), START_PRICE, start.volume,
        start.cash, 0.0, math.inf, 0.0, flight.purse, KnownPrices(None, None, None), (),
        tuple(one for one in flight.decisions if one.bar == flight.bar), (), (), False, False,
    )  # fmt: skip
    if bars is None:
        held = flown_account(start) if spot else flown_contract(start)
        return _valued(seen, held)
    timeline = flown_over(flight, bars)
    columns = timeline.equity_path.tolist(), timeline.level_path.tolist()
    rows = tuple(map(SeenBar, bars.minutes.tolist(), bars, *columns))
    now = replace(
        seen,
        bar=len(rows),
        bars=rows,
        price=rows[-1].bar.close,
        equity=rows[-1].equity,
        owed=timeline.debt,
        waiting=timeline.waiting,
        refused=tuple(one for one in flight.decisions if was_refused(one, bars, start.side)),
        events=told_by_now(timeline, venue_ways(flight.number).late),
        liquidating=_selling(timeline),
        ended=flight.bar >= len(path.bars),
    )
    return _valued(now, timeline.final)


def _valued(seen: Seen, held: Account | Contract | None) -> Seen:
    """Return what is seen with what is held now: how much, what it uses, and the known prices."""
    if held is None or (isinstance(held, Account) and not held.positions):
        return replace(seen, volume=0.0)
    if isinstance(held, Contract):
        volume, used = held.size, float(held.requirement(seen.price))
        known = KnownPrices(None, held.liquidation_price(), held.zero_equity_price())
    else:
        # Where the venue acts early nobody knows; where it must is published.
        three = crossings(replace(held, venue=SPOT_RULES))
        known = KnownPrices(three.call.price, three.liquidation.price, three.zero_equity.price)
        volume = sum(position.volume for position in held.positions)
        used = float(held.used_margin(seen.price))
    return replace(seen, volume=volume, used=used, level=seen.equity / used, known=known)


def told_by_now(timeline: FlightTimeline, late: int) -> tuple[Event, ...]:
    """Return the events that one knows of when the bars of a timeline are over.

    A call that does not arrive is not among them, and one that is read ``late`` only after so many
    bars. What the end of a replay adds is left out: nothing ends for who flies on.
    """
    events = timeline.events[:-1]
    if events[-1].kind in _DUE:  # charged because the replay ends here
        events = events[:-1]
    last = len(timeline.bars) - 1
    return tuple(
        one
        for one in events
        if one.kind is not Kind.CALL_MISSED
        and not (one.kind is Kind.CALL and one.bar + late > last)
    )


def _selling(timeline: FlightTimeline) -> bool:
    """Return whether a liquidation has begun and is not filled yet."""
    begun = timeline.of(Kind.LIQUIDATION_TRIGGERED, Kind.LIQUIDATION_FILLED)
    return bool(begun) and begun[-1].kind is Kind.LIQUIDATION_TRIGGERED
