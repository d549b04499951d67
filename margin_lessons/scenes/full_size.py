"""The account that holds as much as its money carries at a leverage; at 1x nothing is lent."""

from __future__ import annotations

from functools import lru_cache

from margin_lessons.account import Account, CoinCollateral, Position, Side
from margin_lessons.errors import positive
from margin_lessons.market.bars import Bars
from margin_lessons.replay import Timeline, replay
from margin_lessons.venue import KRAKEN_SPOT


def full_size(own: float, leverage: float, entry: float, coin: str = "BTC") -> Account:
    """Return the account of someone who is long for ``leverage`` times their ``own`` USD.

    At 1x the coins are bought with the own money: nothing is borrowed, there is no margin level,
    and no price at which anybody else would sell. Raises ``BadInput`` for a leverage outside the
    venue's range and for money or a price that is not above zero.

    >>> full_size(1_000, 10, 100).equity(88)
    -200.0
    >>> full_size(1_000, 1, 100).equity(88), full_size(1_000, 1, 100).positions
    (880.0, ())
    """
    own = positive("own money", own, why="it backs what is held")
    entry = positive("entry price", entry, why="a coin costs something")
    leverage = KRAKEN_SPOT.check_leverage(leverage)
    volume = leverage * own / entry
    if leverage == 1:
        return Account(coins=(CoinCollateral(coin, volume),))
    return Account(own, (Position(Side.LONG, volume, entry, leverage, coin),))


@lru_cache(maxsize=16)
def held_over(own: float, leverage: float, bars: Bars) -> Timeline:
    """Return what ``bars`` do to the account of ``full_size`` that is opened at their first price.

    >>> held_over(1_000, 10, Bars.from_path([100, 99], [88, 90])).debt
    200.0
    """
    return replay(full_size(own, leverage, float(bars.open[0])), bars)
