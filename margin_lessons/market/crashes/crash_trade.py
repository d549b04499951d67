"""An account that was opened before a crash, and its replay over the bars that followed.

The collateral is cash. By default it is what the leverage asks for, the value over the leverage, so
that the margin level begins at 100 %: an account at full size.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from margin_lessons.account import Account, Position, Side, as_side
from margin_lessons.conventions import LongMargin, PriceFloor, ShortMargin
from margin_lessons.errors import BadInput, of_kind, positive, shown
from margin_lessons.market.bars import Bars
from margin_lessons.market.crashes.all_crashes import crash_named
from margin_lessons.market.crashes.crash import Crash, CrashEntry
from margin_lessons.replay import Rules, Timeline, replay
from margin_lessons.venue import KRAKEN_SPOT, Venue

CRASH_LEVELS = KRAKEN_SPOT.with_rules(
    name="Kraken's levels, with the margin of a short at cost",
    short_margin=ShortMargin.FROZEN,
    leverage_max=100,
)
"""The rules every crash is replayed under unless others are named: a call at 80 %, sold at 40 %.

None of the other markets had these rules. One set of rules makes the events comparable.
"""


@dataclass(frozen=True, eq=False)
class CrashTrade:
    """A position of ``volume`` coins with ``money`` as its collateral, open when a crash begins.

    ``venue`` are the rules it is under, its prices as the market's were; ``trade_in`` makes one.
    """

    crash: Crash
    entry: CrashEntry
    side: Side
    leverage: float
    volume: float
    money: float
    venue: Venue

    @cached_property
    def account(self) -> Account:
        """The account at its opening.

        >>> trade_in("BTC 2020", 24, leverage=5).account.cash
        1528.48
        """
        entry, coin = self.entry.price, self.crash.coin
        position = Position(self.side, self.volume, entry, self.leverage, coin)
        return Account(self.money, (position,), venue=self.venue)

    @cached_property
    def bars(self) -> Bars:
        """The bars after the opening."""
        return self.crash.bars[self.entry.first :]

    def replayed(self, rules: Rules | None = None) -> Timeline:
        """Return what happened to the account; ``BadInput`` for rules that are none.

        >>> timeline = trade_in("GME 2021", "the close before the jump", leverage=2).replayed()
        >>> timeline.outcome
        'In the end 33.21 USD is owed; at the worst price of each bar 39.51 USD would be owed.'
        """
        rules = Rules(currency=self.crash.currency) if rules is None else rules
        return replay(self.account, self.bars, rules=rules, price=self.entry.price)


def trade_in(
    crash: Crash | str,
    entry: CrashEntry | str | float,
    side: Side | str | None = None,
    leverage: float = 5.0,
    *,
    volume: float = 1.0,
    money: float | None = None,
    venue: Venue = CRASH_LEVELS,
) -> CrashTrade:
    """Return the trade of a crash (or its key) from an entry: one, its name, or hours before.

    ``side`` is that of the entry when not given, ``money`` the value over the leverage. In a market
    that fell below zero the ``venue`` takes such prices, and its margins are held at cost. Raises
    ``BadInput`` for a crash or an entry that is not there, what is not above zero, and a leverage
    the venue does not offer.

    A barrel of oil bought with all its price, 18.27 USD, and what that was worth at the settlement:

    >>> trade = trade_in("WTI 2020", "the settlement before", leverage=1)
    >>> round(trade.account.equity(-37.63), 2)
    -37.63
    """
    known = _crash(crash)
    opened = _entry(known, entry)
    of_kind("venue", venue, Venue, why="an account is traded under the rules of one venue")
    leverage = venue.check_leverage(leverage)
    volume = positive("volume", volume, why="a position has a size")
    cost = volume * opened.price
    why = "a position on margin has collateral"
    stake = cost / leverage if money is None else positive("money", money, why=why)
    taken = opened.side if side is None else as_side(side)
    return CrashTrade(known, opened, taken, leverage, volume, stake, in_market(venue, known))


def in_market(venue: Venue, crash: Crash) -> Venue:
    """Return the rules of ``venue`` in the market of ``crash``: below zero, with margins at cost.

    >>> from margin_lessons.market.crashes import crash_named
    >>> in_market(KRAKEN_SPOT, crash_named("WTI 2020")).short_margin.name
    'FROZEN'
    """
    if crash.price_floor is venue.price_floor:
        return venue
    if crash.price_floor is PriceFloor.ABOVE_ZERO:
        return venue.with_rules(price_floor=PriceFloor.ABOVE_ZERO)
    return venue.with_rules(
        price_floor=PriceFloor.NONE,
        short_margin=ShortMargin.FROZEN,
        long_margin=LongMargin.FROZEN,
    )


def _crash(crash: Crash | str) -> Crash:
    return crash if isinstance(crash, Crash) else crash_named(crash)


def _entry(crash: Crash, entry: CrashEntry | str | float) -> CrashEntry:
    if isinstance(entry, CrashEntry):
        if entry.first >= len(crash.bars):
            raise BadInput(
                f"entry {shown(entry.name)} has no bar after it: it is not one of {crash.title}."
            )
        return entry
    return crash.entry(entry) if isinstance(entry, str) else crash.before(entry)
