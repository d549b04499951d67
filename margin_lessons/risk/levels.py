"""The price levels of an account, as ratios to the price now, and how fees move them.

Rollover fees lower the equity by the same amount a day, so in money every level is a straight line
in time. Less what fees lift it by, it stands still: ``Levels.standing`` says where.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from margin_lessons.account import Account, Amount, check_price, plain
from margin_lessons.contract import Contract
from margin_lessons.costs import with_opening_fees, yearly_rollover
from margin_lessons.crossing import Crossing, crossing
from margin_lessons.errors import BadInput, between, number, of_kind, shown
from margin_lessons.risk.checks import flag, kept_numbers
from margin_lessons.risk.lifted import Lift
from margin_lessons.risk.standing import StandingLevels

_DEEPEST = 0.02
"""Levels under 2 % of the price (or over 50 times) count as there: a logarithm needs some price."""

_FROM_NOW = "levels are seen from one price of now"


@dataclass(frozen=True)
class LevelLine:
    """A level that starts at ``start`` times the price now and rises by ``rise`` times it a year.

    A level that no price reaches starts at 0 (for falling prices) or at infinity (for rising ones).
    """

    start: Amount
    rise: Amount = 0.0

    def __post_init__(self) -> None:
        why = "a level is a price, as a ratio to the price now"
        for name in ("start", "rise"):
            given = getattr(self, name)
            # One that no rising price reaches starts at infinity.
            endless = name == "start"
            value = kept_numbers(f"level's {name}", given, why=why, endless=endless)
            object.__setattr__(self, name, value)

    def at(self, years: ArrayLike) -> Amount:
        """Return the level after ``years``, as a ratio to the price now.

        >>> round(LevelLine(0.88, 0.5475).at(0.1), 5)
        0.93475
        """
        return plain(self.start + self.rise * kept_numbers("years", years, why="time runs forward"))

    def log_at(self, years: ArrayLike, falling: bool) -> NDArray[np.float64]:
        """Return how far, in logs, the price may move against the account: negative numbers."""
        ratio = np.maximum(np.asarray(self.at(years), dtype=float), _DEEPEST)
        return np.log(ratio) if falling else -np.log(np.minimum(ratio, 1 / _DEEPEST))

    def never(self, years: ArrayLike, falling: bool) -> NDArray[np.bool_]:
        """Return whether the level is out of reach up to ``years``."""
        end = np.asarray(self.at(years), dtype=float)
        falling = flag("falling", falling, why="it says which way prices hurt")
        return end <= 0 if falling else ~np.isfinite(end)


NEVER_FALLING, NEVER_RISING = LevelLine(0.0), LevelLine(np.inf)


@dataclass(frozen=True)
class Levels:
    """Where an account is called, liquidated and left with nothing; lines of floats or of arrays.

    ``falling`` says which way prices hurt. ``exposure`` is the money that a move of 100 % would
    change, ``inverse`` whether it is coin that moves with 1/price. ``slippage`` is the share of the
    price a liquidation fill is worse than the price it meets, ``BadInput`` outside of 0 to 0.99.
    """

    call: LevelLine
    liquidation: LevelLine
    zero: LevelLine
    falling: bool = True
    exposure: Amount = 1.0
    inverse: bool = False
    slippage: float = 0.0

    def __post_init__(self) -> None:
        why = "it is the share of the price that a fill is worse"
        object.__setattr__(self, "slippage", between("slippage", self.slippage, 0, 0.99, why=why))
        for name in ("call", "liquidation", "zero"):
            of_kind(name, getattr(self, name), LevelLine, why="a level has a start and a rise")
        for name in ("falling", "inverse"):
            why = "it says which way prices hurt, or whether the equity is coin"
            object.__setattr__(self, name, flag(name, getattr(self, name), why=why))
        exposure = kept_numbers("exposure", self.exposure, why="it is an amount of money")
        object.__setattr__(self, "exposure", exposure)
        if self.inverse and any(np.any(part.rise) for part in (self.call, self.liquidation)):
            raise BadInput(
                "levels of an inverse contract that fees lift are not followed here: "
                "funding is left out of contracts."
            )

    @property
    def kappa(self) -> int:
        """+1 when the equity moves with exp(log move against the account), -1 when with 1/exp."""
        return 1 if self.falling != self.inverse else -1

    @property
    def slip(self) -> float:
        """The slippage as a log move against the account, 0 or below."""
        return float(np.log1p(-self.slippage) if self.falling else -np.log1p(self.slippage))

    def standing(self, years: float) -> StandingLevels:
        """Return the levels where they stand still over a horizon.

        Raises ``BadInput`` when fees lift the levels of one kind by different amounts.

        >>> level = LevelLine(0.88, 0.5475)
        >>> Levels(level, level, level).standing(years=30 / 365).liquidation
        0.88
        >>> level = LevelLine(0.88)
        >>> round(Levels(level, level, level).standing(years=30 / 365).liquidation, 4)
        -0.1278
        """
        years = number("years", years, why="a horizon is a stretch of time")
        lines = self.call, self.liquidation, self.zero
        unmet = [line.never(years, self.falling) for line in lines]
        rises = [_one_rise(line, never) for line, never in zip(lines, unmet, strict=True)]
        met = [rise for rise in rises if rise is not None]
        lift = None
        if any(met):
            # A level that is never met may be lifted by anything.
            rise_of = [met[0] if rise is None else rise for rise in rises]
            lift = Lift(rise_of[0], rise_of[1], rise_of[2], self.falling)
        heights = (
            line.log_at(0.0, self.falling) if lift is None else lift.sign * np.asarray(line.start)
            for line in lines
        )
        call, liquidation, zero = (
            plain(np.where(never, -np.inf, height))
            for never, height in zip(unmet, heights, strict=True)
        )
        kappa, exposure, slip = self.kappa, self.exposure, self.slip
        return StandingLevels(call, liquidation, zero, lift, kappa, exposure, slip)


def _one_rise(line: LevelLine, never: NDArray[np.bool_]) -> float | None:
    """Return the one rise of a line's levels, or None when none of them is ever met."""
    rises = np.unique(np.broadcast_to(line.rise, never.shape)[~never])
    if not len(rises):
        return None
    if not np.allclose(rises, rises[0], rtol=1e-9, atol=0.0):
        raise BadInput(
            f"levels that fees lift by {shown(rises[0])} and by {shown(rises[-1])} a year do not "
            "share one simulation: ask for one rate of fees, side and leverage at a time."
        )
    return float(rises[0])


def levels_of(
    account: Account, price: float | None = None, *, fees: bool = True, slippage: float = 0.0
) -> Levels:
    """Return the levels of an account that is open at ``price`` (its first entry when not given).

    With ``fees`` the opening fees are owed at once and rollovers accrue evenly from now on. Raises
    ``BadInput`` when nothing is open, or when the account would be liquidated at this very price.

    >>> from margin_lessons.account import Position
    >>> account = Account(10_000, (Position("long", 1, 20_000, 5),))
    >>> levels = levels_of(account, fees=False)
    >>> levels.call.start, levels.liquidation.start, levels.zero.start, round(levels.exposure, 6)
    (0.66, 0.58, 0.5, 20000.0)
    """
    of_kind("account", account, Account, why="levels are those of one account")
    if not account.positions:
        raise BadInput("positions () are none: only an open position can be called or liquidated.")
    now = check_price(account.positions[0].entry if price is None else price, why=_FROM_NOW)
    fees = flag("fees", fees, why="they are counted or left out")
    yearly = 0.0
    if fees:
        account = with_opening_fees(account)
        for position in account.positions:
            yearly += yearly_rollover(position, account.venue) * position.cost
    venue = account.venue
    margin_levels = (venue.call_level, venue.acting_level, 0.0)
    starts = [crossing(account, level) for level in margin_levels]
    # The lines are straight in the fees, so a month of them is enough to know the slope.
    later = account.charge(yearly / 12)
    ends = [crossing(later, level) for level in margin_levels]
    refuse_liquidated(starts[1], now)
    exposure = abs(account.at(2 * now).equity - account.at(now).equity)
    call, liquidation, zero = (_line(a, b, now) for a, b in zip(starts, ends, strict=True))
    falling = starts[1].falling
    return Levels(call, liquidation, zero, falling, exposure, slippage=slippage)


def _line(start: Crossing, month_later: Crossing, now: float) -> LevelLine:
    if start.price is None or month_later.price is None:
        return NEVER_FALLING if start.falling else NEVER_RISING
    return LevelLine(start.price / now, 12 * (month_later.price - start.price) / now)


def refuse_liquidated(liquidation: Crossing, now: float) -> None:
    """Raise ``BadInput`` where the liquidation has been reached already."""
    if liquidation.passed(now):
        if liquidation.price is None:
            raise BadInput(f"price {shown(now)} has no chances left to count: {liquidation.why}.")
        side = "at or below" if liquidation.falling else "at or above"
        raise BadInput(
            f"price {shown(now)} is {side} the liquidation price {shown(liquidation.price)}: "
            "an account that is liquidated already has no chances left to count."
        )


def levels_of_contract(
    contract: Contract, price: float | None = None, *, slippage: float = 0.0
) -> Levels:
    """Return the levels of a futures contract; it is never called, and funding is left out.

    Raises ``BadInput`` when it would be liquidated at this very price.

    >>> example = Contract("long", 1_000, 8_000, margin=0.01, maintenance=0.01, inverse=True)
    >>> levels = levels_of_contract(example)
    >>> round(levels.liquidation.start, 5), round(levels.exposure, 6), levels.kappa
    (0.93519, 0.125, -1)
    """
    of_kind("contract", contract, Contract, why="levels are those of one contract")
    now = check_price(contract.entry if price is None else price, why=_FROM_NOW)
    falling = contract.side.sign > 0
    never = NEVER_FALLING if falling else NEVER_RISING
    found = contract.liquidation(), contract.zero_equity()
    refuse_liquidated(found[0], now)
    liquidation, zero = (never if at.price is None else LevelLine(at.price / now) for at in found)
    exposure = contract.notional(now)
    return Levels(never, liquidation, zero, falling, exposure, contract.inverse, slippage)
