"""Closing positions: by hand, and by the venue in a liquidation, first in, first out.

Source of the order: support.kraken.com 203325763 and 203053156: the oldest position goes first,
whatever the pair and whether it wins or loses.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from margin_lessons.account import Account, Position, Prices, check_price
from margin_lessons.conventions import as_option
from margin_lessons.errors import BadInput, between, number, of_kind, positive, shown, whole
from margin_lessons.parts import ClosedPart, close_part, oldest_first
from margin_lessons.rounding import CRUMB, ROUNDING
from margin_lessons.venue import Extent, Venue

_AN_ACCOUNT = "positions are those of one account"
_A_FEE = "a fee is a share of the value traded"


@dataclass(frozen=True)
class Closing:
    """The parts closed, in order, and the account afterwards."""

    parts: tuple[ClosedPart, ...]
    account: Account

    @property
    def profit(self) -> float:
        """The realised profit or loss of all parts, fees not included."""
        return sum(part.profit for part in self.parts)


def close_position(
    account: Account, index: int, volume: float, price: float, fee_rate: float = 0.0
) -> Closing:
    """Return the result of closing ``volume`` of the position at ``index`` at ``price``.

    ``fee_rate`` is a fraction of the value traded. Closing at the current price leaves the equity
    as it is (but for the fee) and sets its share of the used margin free. Raises ``BadInput`` when
    more is closed than is open.

    >>> account = Account(10_000, (Position("long", 1, 20_000, 5),))
    >>> after = close_position(account, 0, volume=0.5, price=14_000).account
    >>> after.equity(14_000), after.used_margin(14_000), after.level(14_000)
    (4000.0, 2000.0, 2.0)
    """
    of_kind("account", account, Account, why=_AN_ACCOUNT)
    held = len(account.positions)
    if not held:
        raise BadInput(f"position {shown(index)} is not open: nothing is, so nothing can close.")
    why = f"it is one of the {held} open positions, counted from 0"
    position = account.positions[whole("position", index, 0, why=why, most=held - 1)]
    volume = positive("closed volume", volume, why="closing ends a part of a position")
    floor = account.venue.price_floor
    price = check_price(price, "closing price", why="a closing has one", floor=floor)
    fee_rate = between("fee rate", fee_rate, 0, 1, why=_A_FEE)
    if volume > position.volume * (1 + ROUNDING):
        raise BadInput(
            f"closed volume {shown(volume)} is above the {shown(position.volume)} that is open: "
            "more would open a position on the other side."
        )
    part, stays = close_part(position, volume, price, fee_rate)
    rest = () if stays is None else (stays,)
    positions = account.positions[:index] + rest + account.positions[index + 1 :]
    realised = account.realised + part.profit - part.fee
    return Closing((part,), replace(account, positions=positions, realised=realised))


def liquidate(
    account: Account, prices: Prices, extent: Extent | None = None, fee_rate: float = 0.0
) -> Closing:
    """Return what a liquidation closes at ``prices``: all, or just enough, first in first out.

    ``extent`` is the venue's own when not given. Just enough closes the oldest positions until the
    margin level is back at the full-use level; when the equity is gone everything goes. Raises
    ``BadInput`` for a missing price, many prices of a coin, a price that is not above zero, and a
    fee rate outside 0 to 1.

    >>> two = (Position("long", 1, 20_000, 5), Position("long", 1, 10_000, 5))
    >>> account = Account(10_000, two)
    >>> closing = liquidate(account, 11_000, Extent.JUST_ENOUGH)
    >>> [(part.position.entry, part.volume) for part in closing.parts]
    [(20000.0, 1.0)]
    >>> closing.account.level(11_000)
    1.0
    """
    of_kind("account", account, Account, why=_AN_ACCOUNT)
    extent = account.venue.extent if extent is None else as_option("extent", extent, Extent)
    # Before the volume is solved for: a fee that is no number would be a volume that is none.
    fee_rate = between("fee rate", fee_rate, 0, 1, why=_A_FEE)
    now = account.prices_now(prices)
    parts: list[ClosedPart] = []
    after = account

    def wanted(oldest: Position) -> float:
        if extent is Extent.ALL:
            return oldest.volume
        at, level, price = after.at(now), after.venue.full_level, now[oldest.coin]
        return volume_to_restore(
            oldest, at.equity, at.used_margin, level, price, fee_rate, after.venue
        )

    for oldest, volume in oldest_first(account.positions, wanted):
        closing = close_position(after, 0, volume, now[oldest.coin], fee_rate)
        parts += closing.parts
        after = closing.account
    return Closing(tuple(parts), after)


def volume_to_restore(
    position: Position,
    equity: float,
    used: float,
    level: float,
    price: float,
    fee_rate: float,
    venue: Venue,
) -> float:
    """Return how much of a position must be closed for its account to be back at ``level``.

    ``equity`` and ``used`` are the account's, ``price`` is that of the closing. Nothing when the
    level is reached already; all of the position when it is not enough, or when only rounding would
    leave a crumb of it. Raises ``BadInput`` for what is no number, position or venue. Half a coin
    sets 2,000 USD of used margin free:

    >>> position = Position("long", 1, 20_000, 5)
    >>> volume_to_restore(position, 2_000, 4_000, 1.0, 12_000, 0.0, Account(1).venue)
    0.5
    """
    of_kind("position", position, Position, why="a part of one is closed")
    of_kind("venue", venue, Venue, why="its rules say what closing sets free")
    why = "it is a number of the account at the closing"
    equity, used = number("equity", equity, why=why), number("used margin", used, why=why)
    level, price = number("margin level", level, why=why), number("closing price", price, why=why)
    fee_rate = between("fee rate", fee_rate, 0, 1, why=_A_FEE)
    if equity >= level * used:
        return 0.0
    floating = position.floats(venue.short_margin, venue.long_margin)
    margin = (price if floating else position.entry) / position.leverage
    # Closing one coin sets `margin` free and costs the fee:
    # solve equity - fee v = level (used - margin v).
    gain = level * margin - abs(price) * fee_rate
    needed = (level * used - equity) / gain if gain > 0 else position.volume
    if needed >= position.volume * (1 - CRUMB):
        return position.volume
    return needed if needed > position.volume * CRUMB else 0.0
