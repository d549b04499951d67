"""What happens to an account bar by bar: its levels, a stop, a top-up, and the venue's delay."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from margin_lessons.account import Account, check_price
from margin_lessons.errors import BadInput, between, of_kind, positive, shown, whole
from margin_lessons.risk.checks import flag
from margin_lessons.risk.draws import F
from margin_lessons.risk.levels import LevelLine, Levels, levels_of

FRESH, CALLED, TOPPED_UP, WAITING, CLOSED = range(5)
"""What an account has lived through: nothing, a call, an answered call, a trigger, the end."""


@dataclass(frozen=True)
class BarRules:
    """The rules for a replay over bars; prices are ratios to the price now.

    A bar that opens beyond a level fills at its open, one that trades through it at the level.

    * ``stop``: a stop-loss, as a ratio (0.9 for a long), sold at the market.
    * ``trailing``: a stop that follows the best close at this fraction.
    * ``topped_up``: the levels after one answer to the first call. The money arrives when the bar
      of the call is over: a liquidation in the same bar comes first.
    * ``delay``: bars from a trigger to its fill, which then is at the open of that bar.
    * ``fill_at_close``: what a spreadsheet does, filling at the close of the bar; for comparison.

    Raises ``BadInput`` for levels of many accounts, a stop where the position gains, a trailing
    distance outside 0 to 0.99, and a delay that is not a whole number of bars.
    """

    levels: Levels
    stop: float | None = None
    trailing: float | None = None
    topped_up: Levels | None = None
    delay: int = 0
    fill_at_close: bool = False

    def __post_init__(self) -> None:
        why = "levels_of(account) gives them"
        of_kind("levels", self.levels, Levels, why=why)
        if self.topped_up is not None:
            of_kind("topped-up levels", self.topped_up, Levels, why=why)
        if np.ndim(self.levels.liquidation.start):
            raise BadInput("levels for many accounts are too many: bars replay one set of levels.")
        why = "a fill is at the close of its bar or not"
        at_close = flag("fill_at_close", self.fill_at_close, why=why)
        object.__setattr__(self, "fill_at_close", at_close)
        why = "it is in bars, and the venue acts at a later one or at once"
        object.__setattr__(self, "delay", whole("delay", self.delay, 0, why=why))
        if self.trailing is not None:
            why = "it is the distance from the best price, as a share of it"
            object.__setattr__(self, "trailing", positive("trailing", self.trailing, why=why))
            between("trailing", self.trailing, 0, 0.99, why=why)
        if self.stop is not None:
            self._check_stop()

    def _check_stop(self) -> None:
        stop = positive("stop", self.stop, why="it is a price, as a ratio to the price now")
        if (stop >= 1) is self.levels.falling:
            side = "below" if self.levels.falling else "above"
            raise BadInput(
                f"stop {shown(stop)} is not {side} 1: a stop-loss lies where the position loses."
            )
        object.__setattr__(self, "stop", stop)

    @property
    def trailing_distance(self) -> float:
        """The trailing distance as a log move, above zero."""
        share = self.trailing or 0.0
        return -math.log1p(-share) if self.levels.falling else math.log1p(share)

    @property
    def moving(self) -> bool:
        """Whether fees move the levels."""
        return bool(self.levels.liquidation.rise or self.levels.call.rise)

    def heights(self, years: NDArray[np.float64]) -> Heights:
        """Return every level at each of these times, in logs against the account.

        Levels that stand still have one column, whatever the number of times.
        """
        years = years if self.moving else years[:1]
        first = self.levels
        second = self.topped_up or first
        stop = -math.inf if self.stop is None else self._log(LevelLine(self.stop), years)
        liquidation = [self._log(levels.liquidation, years) for levels in (first, second)]
        zero = [self._log(levels.zero, years) for levels in (first, second)]
        call = self._log(first.call, years)
        closes = [np.maximum(level, stop) for level in liquidation]
        never = np.full(len(years), -np.inf)
        alarm = [np.maximum(call, closes[0]), closes[0], closes[1], never, never]
        return Heights(*(np.stack(part).astype(F) for part in ([call], liquidation, zero, alarm)))

    def _log(self, line: LevelLine, years: NDArray[np.float64]) -> NDArray[np.float64]:
        falling = self.levels.falling
        heights = np.broadcast_to(line.log_at(years, falling), years.shape)
        return np.where(line.never(years, falling), -np.inf, heights)


@dataclass(frozen=True)
class Heights:
    """The levels over some bars, one column a bar, or one for all bars when nothing moves them.

    ``call`` has one row; ``liquidation`` and ``zero`` one before and one after a top-up; ``alarm``,
    the nearest level at which something happens next, one for each thing lived through.
    """

    call: NDArray[np.float32]
    liquidation: NDArray[np.float32]
    zero: NDArray[np.float32]
    alarm: NDArray[np.float32]

    def column(self, bar: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return the column of each bar, counted from the first of these bars."""
        return bar if self.call.shape[1] > 1 else np.zeros_like(bar)


def rules_of(
    account: Account,
    price: float | None = None,
    *,
    stop: float | None = None,
    trailing: float | None = None,
    top_up: float | None = None,
    delay: int = 0,
    fees: bool = True,
    slippage: float = 0.0,
) -> BarRules:
    """Return the rules for an account: ``stop`` is a price here, ``top_up`` an amount of money.

    Raises ``BadInput`` as ``levels_of`` and ``BarRules`` do.

    >>> from margin_lessons.account import Position
    >>> account = Account(10_000, (Position("long", 1, 20_000, 5),))
    >>> rules = rules_of(account, stop=18_000, top_up=2_000, fees=False)
    >>> rules.stop, rules.levels.liquidation.start, rules.topped_up.liquidation.start
    (0.9, 0.58, 0.48)
    """
    levels = levels_of(account, price, fees=fees, slippage=slippage)
    now = account.positions[0].entry if price is None else check_price(price)
    topped_up = None
    if top_up is not None:
        topped_up = levels_of(account.add_cash(top_up), price, fees=fees, slippage=slippage)
    ratio = None if stop is None else positive("stop", stop, why="it is a price") / now
    return BarRules(levels, ratio, trailing, topped_up, delay)
