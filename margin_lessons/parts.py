"""Parts of positions: what closing one brings, and what an opposite order closes before it opens.

Sources: support.kraken.com 202966956 (any opposing order on margin closes what is open), 203325763
and 203053156 (the oldest first). The arithmetic goes on below a price of zero, where a fill can
land once its trigger was passed; the doors that take a price refuse one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from margin_lessons.position import Position
from margin_lessons.rounding import CRUMB, ROUNDING


@dataclass(frozen=True)
class ClosedPart:
    """A part of a position that was closed: how much, at which price, and what it brought."""

    position: Position
    volume: float
    price: float
    profit: float
    fee: float

    @property
    def margin_released(self) -> float:
        """The used margin, at opening cost, that this part no longer ties up."""
        return self.volume * self.position.entry / self.position.leverage


def close_part(
    position: Position, volume: float, price: float, fee_rate: float = 0.0
) -> tuple[ClosedPart, Position | None]:
    """Return what closing ``volume`` coins at ``price`` brings, and what stays open, if anything.

    More than there is closes all of it. A quarter of a coin bought at 20,000 and sold at 16,000:

    >>> part, rest = close_part(Position("long", 1, 20_000, 5), 0.25, 16_000)
    >>> part.profit, rest.volume
    (-1000.0, 0.75)
    """
    rest = position.volume - volume
    volume = volume if rest > position.volume * ROUNDING else position.volume
    profit = position.side.sign * volume * (price - position.entry)
    part = ClosedPart(position, volume, price, profit, volume * abs(price) * fee_rate)
    return part, (None if volume == position.volume else replace(position, volume=rest))


@dataclass(frozen=True)
class Netting:
    """What an order does to open positions: the parts it closes, what stays, what it opens."""

    parts: tuple[ClosedPart, ...]
    rest: tuple[Position, ...]
    opens: float

    @property
    def closes(self) -> float:
        """How many coins are closed."""
        return sum(part.volume for part in self.parts)


def net(
    positions: Sequence[Position], order: Position, price: float, fee_rate: float = 0.0
) -> Netting:
    """Return what an ``order`` filled at ``price`` closes, oldest first, and what it opens.

    It closes positions of its coin on the other side; what is left of its volume opens a new one.
    Selling 1.5 coins with one open closes that one and opens a short of half a coin:

    >>> netting = net([Position("long", 1, 20_000, 5)], Position("short", 1.5, 19_000, 5), 19_000)
    >>> netting.closes, netting.parts[0].profit, netting.opens
    (1.0, -1000.0, 0.5)
    """
    parts: list[ClosedPart] = []
    rest: list[Position] = []
    left = order.volume
    for held in positions:
        opposite = held.coin == order.coin and held.side is not order.side
        if not opposite or left <= order.volume * CRUMB:
            rest.append(held)
            continue
        part, stays = close_part(held, min(left, held.volume), price, fee_rate)
        parts.append(part)
        left -= part.volume
        rest += [] if stays is None else [stays]
    return Netting(tuple(parts), tuple(rest), left if left > order.volume * CRUMB else 0.0)


def oldest_first(
    positions: Sequence[Position], wanted: Callable[[Position], float]
) -> Iterator[tuple[Position, float]]:
    """Yield positions, the oldest first, each with how much of it is to be closed.

    ``wanted`` tells how much of a position should go, asked once the one before is closed. It ends
    with a position that stays open in part, and where no more is wanted.

    >>> two = Position("long", 1, 20_000, 5), Position("long", 2, 10_000, 5)
    >>> [(held.entry, volume) for held, volume in oldest_first(two, lambda _: 1.0)]
    [(20000.0, 1.0), (10000.0, 1.0)]
    """
    for oldest in positions:
        volume = wanted(oldest)
        if not volume:
            return
        yield oldest, volume
        if volume < oldest.volume:
            return
