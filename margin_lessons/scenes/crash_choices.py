"""What the panels on crashes let a learner choose, and the account that follows from it.

Every account has a margin of 1,000 in the money of its market, so that all crashes speak the same.
"""

from __future__ import annotations

import re
from calendar import month_name
from datetime import date
from enum import Enum
from functools import lru_cache

from margin_lessons import words
from margin_lessons.account import Side
from margin_lessons.debt.one_trade import CFD_RULES
from margin_lessons.market.crashes import (
    CRASH_LEVELS,
    Crash,
    CrashEntry,
    CrashTrade,
    crash_named,
    outcome_of,
    trade_in,
)
from margin_lessons.replay import Rules, Timeline
from margin_lessons.venue import Venue

MARGIN = 1_000.0
"""What is set aside for the position, in the money of the market."""

SETTINGS = range(1, 11)
"""The leverages of the panel."""
DAY_BEFORE, JUST_BEFORE = 24.0, 1.0
LONG_SERIES = 24
"""With so many bars an event can be entered at any hour before its worst one."""


class CrashRules(Enum):
    """Under which rules an account is replayed."""

    SPOT = "spot margin, at Kraken's levels"
    CFD = "a CFD, by the EU's rules for crypto"

    @property
    def venue(self) -> Venue:
        """The rules as those of a venue."""
        return CRASH_LEVELS if self is CrashRules.SPOT else CFD_RULES


class TakenSide(Enum):
    """On which side the account is."""

    HURT = "the side that was hurt"
    LONG = "long"
    SHORT = "short"

    def of(self, crash: Crash) -> Side:
        """Return the side in a crash.

        >>> TakenSide.HURT.of(crash_named("GME 2021"))
        <Side.SHORT: 'short'>
        """
        return crash.hurt if self is TakenSide.HURT else Side(self.value)


def entry_of(crash: Crash, side: Side, hours: float) -> CrashEntry:
    """Return where an account is opened, ``hours`` before the worst hour or as near as is known.

    >>> entry_of(crash_named("ETH 2021"), Side.LONG, 24).price
    1964.53
    >>> entry_of(crash_named("GME 2021"), Side.LONG, 24).name
    'the close before the fall'
    """
    bars = crash.bars
    known = bars.dated and not bars.holes and len(bars) > LONG_SERIES
    if known and hours != JUST_BEFORE:
        return crash.before(hours)
    own = [entry for entry in crash.entries if entry.side is side] or list(crash.entries)
    return own[0] if hours > 12 else own[-1]


@lru_cache(maxsize=256)
def replayed(
    event: str, leverage: float, side: Side, hours: float, money: float, rules: CrashRules,
    late: int,
) -> tuple[CrashTrade, Timeline]:  # fmt: skip
    """Return the trade and its replay; a leverage that the rules do not allow is cut to theirs.

    >>> trade, timeline = replayed("GME 2021", 2, Side.SHORT, 24, 1_000, CrashRules.SPOT, 0)
    >>> round(timeline.debt)
    1796
    """
    crash, venue = crash_named(event), rules.venue
    entry, taken = entry_of(crash, side, hours), min(leverage, venue.leverage_max)
    volume = taken * MARGIN / entry.price
    trade = trade_in(crash, entry, side, taken, volume=volume, money=money, venue=venue)
    return trade, trade.replayed(Rules(currency=crash.currency, delay_bars=late))


@lru_cache(maxsize=64)
def deepest(event: str, side: Side, hours: float, rules: CrashRules, late: int) -> float:
    """Return the worst case of all whole leverages in a crash, as the equity that it leaves.

    >>> round(deepest("ETH 2021", Side.LONG, 24, CrashRules.SPOT, 0))
    -1575
    """
    each = (replayed(event, x, side, hours, MARGIN, rules, late) for x in SETTINGS)
    return min(outcome_of(*one).worst.equity for one in each)


def titled(crash: Crash) -> str:
    """Return the title of a crash as a heading begins: with a capital."""
    return crash.title[0].upper() + crash.title[1:]


def list_title(crash: Crash) -> str:
    """Return the title of a crash as a list has room for it: months in three letters.

    >>> list_title(crash_named("ETH 2021")), list_title(crash_named("WTI 2020"))
    ('ETH on Kraken, 22 Feb 2021', 'Crude oil, 20 Apr 2020')
    """
    title = re.sub(r" \([^)]*\)", "", titled(crash))
    return re.sub(rf"\b({'|'.join(month_name[1:])})\b", lambda found: found[0][:3], title)


def whole_money(value: float, crash: Crash) -> str:
    """Return money of a crash's market in whole units.

    >>> whole_money(-931.04, crash_named("ETH 2021"))
    '-931 USD'
    """
    return words.money(value, crash.currency, digits=0)


def moment(when: str) -> str:
    """Return the time of a bar as it is read aloud; prices without times keep their order.

    >>> moment("2021-02-22 14:00"), moment("2020-04-20"), moment("minute 1")
    ('22 February 2021, 14:00', '20 April 2020', 'step 2')
    """
    if when.startswith("minute "):
        return f"step {1 + int(when.removeprefix('minute '))}"
    day, _, hour = when.partition(" ")
    there = date.fromisoformat(day)
    read = f"{there.day} {there:%B %Y}"
    return f"{read}, {hour}" if hour and hour != "00:00" else read


def short_moment(when: str) -> str:
    """Return the time of a bar as it stands at an axis.

    >>> short_moment("2021-02-22 14:00"), short_moment("2020-04-20")
    ('22 Feb 14:00', '20 Apr')
    """
    if when.startswith("minute "):
        return moment(when)
    day, _, hour = when.partition(" ")
    there = date.fromisoformat(day)
    read = f"{there.day} {there:%b}"
    return f"{read} {hour}" if hour and hour != "00:00" else read
