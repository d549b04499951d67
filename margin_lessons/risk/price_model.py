"""How the price moves: a diffusion and jumps, in the logarithm of the price.

    log P(t) = log P(0) + drift x t + volatility x W(t) + the jumps up to t

A diffusion trades *through* every price on its way, so a trigger is filled there. A jump goes
*over* the prices in between: nobody traded at them, and the fill is beyond the trigger. Sources:
Merton (1976) for normal jumps, Kou (2002) for double-exponential ones. Time is in years of 365
days, and a volatility of 0.6 is 60 % a year.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

from numpy.typing import ArrayLike

from margin_lessons.errors import BadInput, between, numbers, pick, positive, shown
from margin_lessons.risk.checks import flag

DAYS_PER_YEAR = 365.0

_MOST_JUMP, _MOST_VOLATILITY, _MOST_GROWTH, _MOST_JUMPS = 10, 100, 100, 10_000
"""Far beyond any market, and well inside of what single precision can hold."""

_MEAN_JUMP = "it is an average jump of the log price, and from 1 on the expected price is infinite"


@dataclass(frozen=True)
class NormalJumps:
    """Jumps of the log price with a normal size: ``mean`` and ``spread`` (standard deviation).

    Raises ``BadInput`` for a mean beyond 10 either way and for a spread outside 0 to 10.

    >>> round(NormalJumps(mean=-0.10, spread=0.05).growth, 4)
    -0.094
    """

    mean: float
    spread: float

    def __post_init__(self) -> None:
        why = f"it is a log move, and one of {_MOST_JUMP} is to 22,000 times the price"
        mean = between("jump mean", self.mean, -_MOST_JUMP, _MOST_JUMP, why=why)
        object.__setattr__(self, "mean", mean)
        why = "it says how far jumps scatter around their mean, in logs"
        spread = between("jump spread", self.spread, 0, _MOST_JUMP, why=why)
        object.__setattr__(self, "spread", spread)

    @property
    def growth(self) -> float:
        """What one jump does to the price on average, as a fraction."""
        return math.expm1(self.mean + self.spread**2 / 2)

    @property
    def variance(self) -> float:
        """What one jump adds to the variance of the log price."""
        return self.mean**2 + self.spread**2

    def mirrored(self) -> NormalJumps:
        """Return the jumps as a short meets them: up and down exchanged."""
        return replace(self, mean=-self.mean)


@dataclass(frozen=True)
class KouJumps:
    """Double-exponential jumps: up with ``up_chance``, by ``up_mean`` or ``down_mean`` on average.

    Both means are sizes of the log move above 0 and below 1. Three jumps in ten go up:

    >>> KouJumps(up_chance=0.3, up_mean=0.05, down_mean=0.10).mirrored()
    KouJumps(up_chance=0.7, up_mean=0.1, down_mean=0.05)
    >>> KouJumps(up_chance=1.3, up_mean=0.05, down_mean=0.10)
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: chance of a jump up 1.3 is above 1 (allowed: 0 to 1): it is a \
probability.
    """

    up_chance: float
    up_mean: float
    down_mean: float

    def __post_init__(self) -> None:
        chance = between("chance of a jump up", self.up_chance, 0, 1, why="it is a probability")
        object.__setattr__(self, "up_chance", chance)
        for name in ("up_mean", "down_mean"):
            label = f"mean jump {name.removesuffix('_mean')}"
            mean = positive(label, getattr(self, name), why=_MEAN_JUMP)
            if mean >= 1:
                raise BadInput(f"{label} {shown(mean)} is not below 1: {_MEAN_JUMP}.")
            object.__setattr__(self, name, mean)

    @property
    def growth(self) -> float:
        """What one jump does to the price on average, as a fraction."""
        up = self.up_chance / (1 - self.up_mean)
        return up + (1 - self.up_chance) / (1 + self.down_mean) - 1

    @property
    def variance(self) -> float:
        """What one jump adds to the variance of the log price."""
        return 2 * (self.up_chance * self.up_mean**2 + (1 - self.up_chance) * self.down_mean**2)

    def mirrored(self) -> KouJumps:
        """Return the jumps as a short meets them: up and down exchanged."""
        # Rounded to what was typed: 1 - 0.3 is 0.7 and not 0.7000000000000001.
        return KouJumps(round(1 - self.up_chance, 15), self.down_mean, self.up_mean)


Jumps = NormalJumps | KouJumps


@dataclass(frozen=True)
class PriceModel:
    """A price with ``volatility`` a year and ``jumps_per_year`` jumps whose sizes are ``jumps``.

    ``growth`` is how fast the *expected price* grows a year; 0 is a fair game, in which nobody
    knows the direction. The drift of the log price follows from it: with 60 % volatility and no
    jumps the typical price loses 18 % in logs a year although the expected one stays. Raises
    ``BadInput`` for a volatility outside 0 to 100, a growth outside -100 to 100, more than 10,000
    jumps a year, and jumps without a size.

    >>> round(PriceModel(volatility=0.6).log_drift, 4)
    -0.18
    >>> PriceModel(volatility=-0.6)
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: volatility -0.6 is below 0 (allowed: 0 to 100): it is how far \
prices scatter in a year, and 0 is a price that stands still.
    """

    volatility: float
    jumps_per_year: float = 0.0
    jumps: Jumps | None = None
    growth: float = 0.0

    def __post_init__(self) -> None:
        why = "it is how far prices scatter in a year, and 0 is a price that stands still"
        volatility = between("volatility", self.volatility, 0, _MOST_VOLATILITY, why=why)
        object.__setattr__(self, "volatility", volatility)
        why = "it is how many jumps a year brings on average"
        rate = between("jumps per year", self.jumps_per_year, 0, _MOST_JUMPS, why=why)
        object.__setattr__(self, "jumps_per_year", rate)
        why = "it is a yearly rate, and 0 is a fair game"
        growth = between("growth", self.growth, -_MOST_GROWTH, _MOST_GROWTH, why=why)
        object.__setattr__(self, "growth", growth)
        none = self.jumps is None and rate == 0
        if not none and not isinstance(self.jumps, NormalJumps | KouJumps):
            raise BadInput(
                f"jumps {shown(self.jumps)} say nothing about the size of {shown(rate)} jumps a "
                "year: give NormalJumps or KouJumps."
            )

    @property
    def log_drift(self) -> float:
        """The drift of the log price a year, apart from the jumps."""
        jumps = self.jumps_per_year * self.jumps.growth if self.jumps else 0.0
        return self.growth - self.volatility**2 / 2 - jumps

    def can_jump(self, falling: bool) -> bool:
        """Return whether the price can jump down, or up when not ``falling``.

        >>> PriceModel(0.3).can_jump(falling=True)
        False
        """
        falling = flag("falling", falling, why="prices hurt when they fall, or when they rise")
        if not self.jumps_per_year or self.jumps is None:
            return False
        jumps = self.jumps if falling else self.jumps.mirrored()
        if isinstance(jumps, NormalJumps):
            return jumps.spread > 0 or jumps.mean < 0
        return jumps.up_chance < 1

    @property
    def total_volatility(self) -> float:
        """The volatility of diffusion and jumps together.

        >>> round(PriceModel(0.3, 4, NormalJumps(mean=0.0, spread=0.2)).total_volatility, 6)
        0.5
        """
        jumps = self.jumps_per_year * self.jumps.variance if self.jumps else 0.0
        return math.sqrt(self.volatility**2 + jumps)

    def with_changes(self, **changes: Any) -> PriceModel:
        """Return a copy with other parameters, for instance ``volatility=0.8``, else ``BadInput``.

        >>> PriceModel(0.6).with_changes(volatility=0.8).volatility
        0.8
        """
        for name in changes:
            pick("parameter", name, vars(self), "a price model")
        return replace(self, **changes)


def years_of(days: float) -> float:
    """Return a number of days as years of 365 days; ``BadInput`` outside of 0 to a century.

    >>> years_of(73)
    0.2
    """
    return between("days", days, 0, 100 * DAYS_PER_YEAR, why="time runs forward") / DAYS_PER_YEAR


def horizons_of(days: ArrayLike) -> tuple[float, ...]:
    """Return one horizon or many as a row of days; ``BadInput`` for none, or one out of range.

    >>> horizons_of([7, 30])
    (7.0, 30.0)
    """
    row = tuple(numbers("days", days, why="a chance is one within some days").ravel().tolist())
    if not row:
        raise BadInput("days [] are none: a chance is one within some days.")
    for one in row:
        years_of(one)
    return row
