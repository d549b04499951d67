"""The learner's own price file, to be replayed like a crash that happened."""

from __future__ import annotations

from margin_lessons.account import Side, as_side
from margin_lessons.conventions import PriceFloor, as_option
from margin_lessons.currency import coin_code, currency_code
from margin_lessons.errors import BadInput, of_kind, shown, text
from margin_lessons.market.bars import Bars
from margin_lessons.market.crashes.crash import Crash, CrashEntry


def own_crash(
    bars: Bars,
    side: Side | str = Side.LONG,
    *,
    coin: str = "BTC",
    currency: str = "USD",
    title: str = "your own prices",
    price_floor: PriceFloor | str = PriceFloor.ABOVE_ZERO,
) -> Crash:
    """Return bars of one's own as a crash that hurt ``side``, with an entry at the first close.

    Nobody vouches for them, so it has no confidence and no sources. Raises ``BadInput`` for fewer
    than two bars, and for prices of zero or below unless ``price_floor`` is ``NONE``.

    >>> bars = Bars.of([(100, 100, 100, 100), (100, 100, 80, 82)], length=60)
    >>> crash = own_crash(bars)
    >>> crash.entry("the first close").price, crash.worst_price, crash.confidence
    (100.0, 80.0, None)
    """
    floor, hurt = as_option("price_floor", price_floor, PriceFloor), as_side(side)
    _check_own(bars, floor)
    return Crash(
        key="own",
        title=text("title", title, why="a row of a table has one"),
        market="a file",
        coin=coin_code(coin),
        currency=currency_code(currency),
        hurt=hurt,
        bars=bars,
        entries=(CrashEntry("the first close", hurt, bars[0].close, 1, bars.when(0)),),
        sources=(),
        confidence=None,
        shows="what these prices would have done to an account",
        price_floor=floor,
    )


def _check_own(bars: Bars, floor: PriceFloor) -> None:
    of_kind("bars", bars, Bars, why="read_bars(...) reads them from a file")
    if len(bars) < 2:
        raise BadInput("bars are 1: an account is opened at the close of one and lives in others.")
    lowest = float(bars.low.min())
    if floor is PriceFloor.ABOVE_ZERO and lowest <= 0:
        raise BadInput(
            f"bars have a low of {shown(lowest)}, which is not above 0: for a market whose prices "
            "fall below zero say price_floor='none'."
        )
