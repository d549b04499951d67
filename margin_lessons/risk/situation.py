"""The state of the risk panels: one position, its buffer, how the price moves, and for how long.

``size`` is the value of the position at opening, ``buffer`` the money left free beyond its used
margin, both in the quote currency: the cash paid in is size / leverage + buffer. Both may be arrays
(shapes that fit each other), which is how one simulation answers a whole map.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from margin_lessons.account import Account, Amount, Position, Side, as_side
from margin_lessons.costs import HOURS_PER_YEAR
from margin_lessons.errors import BadInput, between, numbers, of_kind, pick, positive, shown
from margin_lessons.risk.checks import flag, kept
from margin_lessons.risk.levels import LevelLine, Levels
from margin_lessons.risk.price_model import DAYS_PER_YEAR, PriceModel, years_of
from margin_lessons.rounding import ROUNDING
from margin_lessons.venue import KRAKEN_SPOT, Venue


def _amounts(name: str, values: ArrayLike, why: str, *, zero_allowed: bool) -> NDArray[np.float64]:
    amounts = numbers(name, values, why=why)
    if not amounts.size:
        raise BadInput(f"{name} [] holds no amount: {why}.")
    bad = ~np.isfinite(amounts) | (amounts < 0 if zero_allowed else amounts <= 0)
    if bad.any():
        limit = "of 0 or more" if zero_allowed else "above 0"
        first = float(amounts[bad].flat[0])
        raise BadInput(f"{name} {shown(first)} is not a finite amount {limit}: {why}.")
    return amounts


_SLIPPAGE = "it is the share of the price that a fill is worse"


def _refuse_misfits(size: NDArray[np.float64], buffer: NDArray[np.float64]) -> None:
    try:
        np.broadcast_shapes(size.shape, buffer.shape)
    except ValueError:
        raise BadInput(
            f"size of shape {size.shape} does not fit a buffer of shape {buffer.shape}: "
            "give one of each, as many of one as of the other, or a row and a column for a map."
        ) from None


@dataclass(frozen=True)
class Situation:
    """A position of ``size`` with a ``buffer``, held for ``days`` while prices follow ``model``.

    Raises ``BadInput`` for sizes that are not above zero, buffers or days below it, shapes that do
    not fit each other, and a leverage the venue does not offer.

    >>> from margin_lessons.risk.presets import PRESETS
    >>> now = Situation(10_000, 1_000, leverage=5, model=PRESETS["calm month"].model, days=30)
    >>> now.money, now.account(price=20_000).level(20_000)
    (3000.0, 1.5)
    """

    size: Amount
    buffer: Amount
    leverage: float
    model: PriceModel
    days: float = 30.0
    side: Side = Side.LONG
    venue: Venue = KRAKEN_SPOT
    fees: bool = True
    slippage: float = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "side", as_side(self.side))
        of_kind("model", self.model, PriceModel, why="it says how the price moves, as PRESETS do")
        of_kind("venue", self.venue, Venue, why="its rules say when it calls and liquidates")
        years_of(self.days)
        for name, value in (
            ("leverage", self.venue.check_leverage(self.leverage)),
            ("days", float(self.days)),
            ("slippage", between("slippage", self.slippage, 0, 0.99, why=_SLIPPAGE)),
            ("fees", flag("fees", self.fees, why="they are counted or left out")),
        ):
            object.__setattr__(self, name, value)
        why = "a position has a value"
        size = _amounts("size", self.size, why, zero_allowed=False)
        why = "it is money beyond the used margin"
        buffer = _amounts("buffer", self.buffer, why, zero_allowed=True)
        _refuse_misfits(size, buffer)
        object.__setattr__(self, "size", kept(size))
        object.__setattr__(self, "buffer", kept(buffer))

    @property
    def years(self) -> float:
        """The horizon in years of 365 days."""
        return self.days / DAYS_PER_YEAR

    @property
    def money(self) -> float | NDArray[np.float64]:
        """The cash paid in: used margin and buffer."""
        return self.size / self.leverage + self.buffer

    def with_changes(self, **changes: Any) -> Situation:
        """Return a copy with other values; those of the model (``volatility``, ...) go by name.

        Raises ``BadInput`` for a name that is neither's.

        >>> calm = Situation(10_000, 1_000, 5, PriceModel(0.4))
        >>> calm.with_changes(volatility=0.8, days=7).model.volatility
        0.8
        """
        names = self.__dataclass_fields__ | PriceModel.__dataclass_fields__
        for name in changes:
            pick("control", name, names, "a situation")
        of_model = {k: v for k, v in changes.items() if k in PriceModel.__dataclass_fields__}
        own = {k: v for k, v in changes.items() if k not in of_model}
        if of_model:
            own["model"] = self.model.with_changes(**of_model)
        return replace(self, **own)

    def account(self, price: float) -> Account:
        """Return the account as the other lessons know it, opened at ``price``; no arrays here.

        Raises ``BadInput`` for a price that is not above zero, and for many sizes or buffers.
        """
        price = positive("price", price, why="a coin costs an amount of money")
        # Neither takes an array.
        volume, money = cast(float, self.size / price), cast(float, self.money)
        position = Position(self.side, volume, price, self.leverage)
        return Account(money, (position,), venue=self.venue)

    def levels(self) -> Levels:
        """Return call, liquidation and zero-equity levels, for all sizes and buffers at once.

        The same equation as ``crossing.crossing``, equity = margin level x used margin, over
        arrays and in units of the price at opening; a test holds the two together.

        >>> levels = Situation(20_000, 6_000, 5, PriceModel(0.6), fees=False).levels()
        >>> levels.call.start, levels.liquidation.start, levels.zero.start
        (0.66, 0.58, 0.5)
        """
        venue, falling = self.venue, self.side is Side.LONG
        opening, yearly = self._fee_rates()
        call, liquidation, zero = (
            self._line(level, opening, yearly)
            for level in (venue.call_level, venue.acting_level, 0.0)
        )
        return Levels(call, liquidation, zero, falling, self.size, slippage=self.slippage)

    def _fee_rates(self) -> tuple[float, float]:
        """Return the opening fee and a year's rollovers, as fractions of the size."""
        if not self.fees:
            return 0.0, 0.0
        fees = self.venue.fees
        long = self.side is Side.LONG
        rollover = fees.rollover_long if long else fees.rollover_short
        opening = fees.opening_long if long else fees.opening_short
        return opening, rollover * HOURS_PER_YEAR / fees.rollover_hours

    def _line(self, margin_level: float, opening: float, yearly: float) -> LevelLine:
        sign, needed = self.side.sign, margin_level / self.leverage
        one = Position(self.side, 1.0, 1.0, self.leverage)
        floats = one.floats(self.venue.short_margin, self.venue.long_margin)
        held = 1 / self.leverage + self.buffer / self.size - opening
        # Equity less what the level asks for, per coin, in units of the price at opening.
        intercept = held - sign - (0.0 if floats else needed)
        slope = sign - (needed if floats else 0.0)
        if self.side is Side.LONG:
            # A level of 100 % at 1x asks for all the coins are worth, which no price changes.
            slope = max(slope, ROUNDING)
        return LevelLine(_rounded(-intercept / slope), yearly / slope)


def _rounded(ratio: Amount) -> float | NDArray[np.float64]:
    # A level that is zero but for rounding is never reached.
    ratio = np.where(np.abs(ratio) < ROUNDING, 0.0, ratio)
    return float(ratio) if ratio.ndim == 0 else ratio
