"""The price levels of an account, as ratios to the price now, and how fees move them.

Rollover fees lower the equity by the same amount a day, so in money every level is a straight line
in time, exactly. In logarithms it is bent; the sampler of exact paths needs it straight there, see
``Levels.straight``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from margin_lessons.account import Account, Amount, check_price, check_prices, plain
from margin_lessons.contract import Contract
from margin_lessons.costs import with_opening_fees, yearly_rollover
from margin_lessons.crossing import Crossing, crossing
from margin_lessons.errors import BadInput, between, of_kind, shown

_DEEPEST = 0.02
"""Levels under 2 % of the price (or over 50 times) count as there: a logarithm needs some price."""

_LEGENDRE = np.polynomial.legendre.leggauss(5)
_LOG_NODES, _WEIGHTS = np.log((_LEGENDRE[0] + 1) / 2), _LEGENDRE[1] / 2
"""Where, in logs, and with which weight to look for a mean from 0 to 1 (Gauss and Legendre)."""


@dataclass(frozen=True)
class Line:
    """A level that starts at ``start`` times the price now and rises by ``rise`` times it a year.

    A level that no price reaches starts at 0 (for falling prices) or at infinity (for rising ones).
    """

    start: Amount
    rise: Amount = 0.0

    def at(self, years: ArrayLike) -> Amount:
        """Return the level after ``years``, as a ratio to the price now.

        >>> round(Line(0.88, 0.5475).at(0.1), 5)
        0.93475
        """
        return plain(self.start + self.rise * np.asarray(years))

    def log_at(self, years: ArrayLike, falling: bool) -> NDArray[np.float64]:
        """Return how far, in logs, the price may move against the account: negative numbers."""
        ratio = np.maximum(np.asarray(self.at(years), dtype=float), _DEEPEST)
        return np.log(ratio) if falling else -np.log(np.minimum(ratio, 1 / _DEEPEST))

    def never(self, years: float, falling: bool) -> NDArray[np.bool_]:
        """Return whether the level is out of reach up to ``years``."""
        end = np.asarray(self.at(years), dtype=float)
        return end <= 0 if falling else ~np.isfinite(end)


NEVER_FALLING, NEVER_RISING = Line(0.0), Line(np.inf)


@dataclass(frozen=True)
class StraightLevels:
    """Levels made straight in logs: where they stand, and the one ``drift`` a year they share."""

    call: Amount
    liquidation: Amount
    zero: Amount
    drift: float
    kappa: int
    exposure: Amount


@dataclass(frozen=True)
class Levels:
    """Where an account is called, liquidated and left with nothing; lines of floats or of arrays.

    ``falling`` says which way prices hurt. ``exposure`` is the money that a move of 100 % would
    change, ``inverse`` whether it is coin that moves with 1/price. ``slippage`` is the share of the
    price a liquidation fill is worse than the price it meets, ``BadInput`` outside of 0 to 0.99.
    """

    call: Line
    liquidation: Line
    zero: Line
    falling: bool = True
    exposure: Amount = 1.0
    inverse: bool = False
    slippage: float = 0.0

    def __post_init__(self) -> None:
        why = "it is the share of the price that a fill is worse"
        between("slippage", self.slippage, 0, 0.99, why=why)

    @property
    def kappa(self) -> int:
        """+1 when the equity moves with exp(log move against the account), -1 when with 1/exp."""
        return 1 if self.falling != self.inverse else -1

    @property
    def slip(self) -> float:
        """The slippage as a log move against the account, 0 or below."""
        return float(np.log1p(-self.slippage) if self.falling else -np.log1p(self.slippage))

    def straight(self, years: float, volatility: float) -> StraightLevels:
        """Return the levels as straight lines in logs over a horizon, all with the same slope.

        Fees lift a level in a straight line in money, a bent one in logs. All accounts share the
        slope of a level at the price now, and each level stands at the mean height above it over
        the times at which it is typically met (``_met_at``). Without fees nothing is changed.

        Measured against bars whose levels move as they do (``benchmarks/risk.py``, preset 2020,
        Kraken's 55 % a year for a long), chances are off by up to 0.2 points over 30 days, 0.7
        over 90 and 2.4 over a year (those of a debt by 0.1, 0.3 and 0.9); for a short by 0.2.

        >>> level = Line(0.88, 0.5475)
        >>> lines = Levels(level, level, level).straight(years=30 / 365, volatility=0.6)
        >>> round(lines.liquidation, 4), round(lines.drift, 4)
        (-0.1243, 0.5355)
        """
        drift = self._shared_drift(years)
        met = self._met_at(self.liquidation, years, volatility, drift)
        met_call = self._met_at(self.call, years, volatility, drift)
        middle = met.mean(axis=-1)
        return StraightLevels(
            self._height(self.call, years, drift, met_call),
            self._height(self.liquidation, years, drift, met),
            # The zero-equity level matters when the liquidation level is met.
            self._height(self.zero, years, drift, met),
            drift,
            self.kappa,
            plain(self.exposure * np.exp(self.kappa * drift * middle)),
        )

    def _shared_drift(self, years: float) -> float:
        rise = float(np.median(self.liquidation.rise)) * years
        if rise == 0:
            return 0.0
        return float(Line(1.0, rise).log_at(1.0, self.falling)) / years

    def _met_at(
        self, line: Line, years: float, volatility: float, drift: float
    ) -> NDArray[np.float64]:
        """Return years at which a level is typically met, along a new last axis.

        Turning a level about the right moment leaves the chance to meet it as it is. For Brownian
        motion with the level ``z`` standard deviations away that moment is the share z M(z) of the
        horizon, M being Mills' ratio; Sampford's bound 4 / (3 z + sqrt(z^2 + 8)) stands in for it.
        The times spread around it as powers of uniform ones.
        """
        spread = volatility * years**0.5
        if not np.any(line.rise) or spread == 0:
            return np.full(1, years)
        away = drift * years / 2 - line.log_at(years / 2, self.falling)
        z = np.clip(away / spread, 0.05, 100.0)
        share = np.minimum(4 * z / (3 * z + np.sqrt(z * z + 8)), 0.99)
        return years * np.exp((1 / share - 1)[..., None] * _LOG_NODES)

    def _height(self, line: Line, years: float, drift: float, met: NDArray[np.float64]) -> Amount:
        weights = _WEIGHTS if met.shape[-1] > 1 else np.ones(1)
        wide = Line(np.asarray(line.start)[..., None], np.asarray(line.rise)[..., None])
        height = (wide.log_at(met, self.falling) - drift * met) @ weights
        return plain(np.where(line.never(years, self.falling), -np.inf, height))


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
    entry = account.positions[0].entry
    now = check_price(entry if price is None else price, why="levels are those at one")
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
    _refuse_liquidated(starts[1], now)
    exposure = abs(account.equity(2 * now) - account.equity(now))
    lines = [_line(a, b, now) for a, b in zip(starts, ends, strict=True)]
    return Levels(*lines, starts[1].falling, exposure, slippage=slippage)


def _line(start: Crossing, month_later: Crossing, now: float) -> Line:
    if start.price is None or month_later.price is None:
        return NEVER_FALLING if start.falling else NEVER_RISING
    return Line(start.price / now, 12 * (month_later.price - start.price) / now)


def _refuse_liquidated(liquidation: Crossing, now: float) -> None:
    if liquidation.passed(now):
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
    now = float(check_prices(contract.entry if price is None else price))
    falling = contract.side.sign > 0
    never = NEVER_FALLING if falling else NEVER_RISING
    prices = contract.liquidation_price(), contract.zero_equity_price()
    _refuse_liquidated(Crossing(0.0, prices[0], falling), now)
    lines = [never if found is None else Line(found / now) for found in prices]
    return Levels(never, *lines, falling, contract.notional(now), contract.inverse, slippage)
