"""At which price a margin level is reached: the call, the liquidation, the zero-equity price.

Equity and used margin are straight lines in the price, so ``equity = level x used margin`` is one
linear equation. One solver serves every threshold; an inverse contract is the same line in 1/price.
"There is no such price" is an answer, and it comes with its reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from margin_lessons.account import Account, Position, Prices, Side, check_prices
from margin_lessons.errors import BadInput, not_negative, shown
from margin_lessons.linear import ROUNDING, Line, linear_root
from margin_lessons.lines import account_lines


@dataclass(frozen=True)
class Crossing:
    """The price at which an account reaches a margin level, or the reason why there is none.

    ``level`` is a fraction (0 is zero equity); ``price`` is in the quote currency; ``falling`` says
    whether the level gets worse when the price falls (as for a long) or when it rises. Without a
    price, ``beyond`` says whether the account is past the level at every price, or at none.
    """

    level: float
    price: float | None
    falling: bool
    why: str = ""
    beyond: bool = False

    @property
    def exists(self) -> bool:
        """Whether there is such a price."""
        return self.price is not None

    def move_from(self, price: float) -> float | None:
        """Return the relative price move from ``price`` to the crossing, or None.

        >>> round(Crossing(0.8, 13_200.0, falling=True).move_from(20_000), 4)
        -0.34
        """
        return None if self.price is None else self.price / float(check_prices(price)) - 1

    def passed(self, price: float) -> bool:
        """Return whether ``price`` is at the crossing, but for rounding, or beyond it."""
        if self.price is None:
            return self.beyond
        slack = ROUNDING * abs(self.price)
        return price <= self.price + slack if self.falling else price >= self.price - slack


@dataclass(frozen=True)
class Crossings:
    """The three prices every lesson asks for, in the order a falling account meets them."""

    call: Crossing
    liquidation: Crossing
    zero_equity: Crossing

    def gap_to_zero(self) -> float | None:
        """Return the further move from the liquidation price to the zero-equity price, or None.

        A fill that skips this much after the trigger leaves a debt. At 5x and full size, long:

        >>> account = Account(20_000, (Position("long", 10, 10_000, 5),))
        >>> round(crossings(account).gap_to_zero(), 4)
        -0.0909
        """
        if self.liquidation.price is None or self.zero_equity.price is None:
            return None
        return self.zero_equity.price / self.liquidation.price - 1


def _the_coin(account: Account, coin: str | None, prices: Mapping[str, float]) -> str:
    unpriced = [name for name in account.symbols if name not in prices]
    if coin is not None:
        return coin
    if len(unpriced) == 1:
        return unpriced[0]
    if not account.symbols:
        return "BTC"
    raise BadInput(
        f"coin {shown(coin)} does not say which price moves: this account holds "
        f"{' and '.join(account.symbols)}, so name one and give the prices of the others."
    )


def crossing(
    account: Account,
    level: float,
    *,
    coin: str | None = None,
    prices: Mapping[str, float] | None = None,
    with_fees: bool = True,
) -> Crossing:
    """Return where the account reaches ``level`` as the price of ``coin`` moves.

    ``prices`` holds the prices of the account's other coins still. Source of the rule:
    support.kraken.com 203325763, which works the first example; the second has no such price,
    because 1 BTC long on 20,000 USD of cash is fully paid for.

    >>> account = Account(10_000, (Position("long", 1, 20_000, 5),))
    >>> crossing(account, 0.8).price
    13200.0
    >>> crossing(Account(20_000, (Position("long", 1, 20_000, 5),)), 0.0).why
    'the price would have to fall to zero or below'
    """
    level = not_negative("margin level", level, why="zero equity is the lowest level asked for")
    others = dict(prices or {})
    name = _the_coin(account, coin, others)
    equity, used = account_lines(account, name, others, with_fees)
    if not account.positions:
        return Crossing(level, None, True, "nothing is open, so there is no margin level")
    (e0, e1), (u0, u1) = equity.total(), used.total()
    # The level M = E / U falls with the price exactly when dM/dP > 0, whose sign is this one.
    falling = e1 * u0 - e0 * u1 > 0
    root = linear_root(*equity.less(level, used).total())
    if root is not None and root > 0:
        return Crossing(level, root, falling)
    return _nowhere(level, equity, used, falling)


def _nowhere(level: float, equity: Line, used: Line, falling: bool) -> Crossing:
    """Return the crossing of two lines that cross at no price, with the reason."""
    intercept, slope = equity.less(level, used).total()
    # Without a price above zero the gap has one sign at all of them: that of its far end.
    beyond = (slope or intercept) <= 0
    if beyond:
        why = "the account is at this level or below it at every price"
    elif equity.total()[1] == used.total()[1] == 0:
        why = "nothing in this account moves with the price"
    elif falling:
        why = "the price would have to fall to zero or below"
    else:
        why = "the level stays above this one however far the price rises"
    return Crossing(level, None, falling, why, beyond)


def crossings(account: Account, **held: object) -> Crossings:
    """Return the call, liquidation and zero-equity prices under the account's own venue.

    Takes the keywords of ``crossing``.

    >>> three = crossings(Account(10_000, (Position("long", 1, 20_000, 5),)))
    >>> three.call.price, three.liquidation.price, three.zero_equity.price
    (13200.0, 11600.0, 10000.0)
    """
    venue = account.venue
    return Crossings(
        crossing(account, venue.call_level, **held),
        crossing(account, venue.liquidation_level, **held),
        crossing(account, 0.0, **held),
    )


def largest_position(
    account: Account, side: Side | str, entry: float, leverage: float, prices: Prices | None = None
) -> float:
    """Return the largest volume a new position may have: the level after it is the full-use level.

    ``prices`` are the current prices of what the account already holds; when it holds one coin
    only, the entry price serves.

    >>> largest_position(Account(cash=5_000), "long", entry=20_000, leverage=5)
    1.25
    """
    probe = Position(side, 1.0, entry, leverage)
    leverage = account.venue.check_leverage(leverage)
    now = probe.entry if prices is None else prices
    room = account.equity(now) / account.venue.full_level - account.used_margin(now)
    return max(0.0, float(room) * leverage / probe.entry)


@dataclass(frozen=True)
class NewPositionCheck:
    """Whether a new position is accepted, with the level it would leave and the reason in words."""

    accepted: bool
    margin_needed: float
    free_margin: float
    level_after: float
    reason: str


def check_new_position(
    account: Account,
    position: Position,
    market: float,
    prices: Mapping[str, float] | None = None,
) -> NewPositionCheck:
    """Return whether ``position`` may be opened while its coin trades at ``market``.

    ``prices`` are the current prices of the other coins the account holds.

    The margin is judged at the market price, not at a far-away limit price: since 27 September 2018
    a buy order for 5 BTC limited at 100 needs 6,500 USD of margin while BTC trades at 6,500
    (support.kraken.com 360001385146).

    >>> order = Position("long", volume=5, entry=100, leverage=5)
    >>> check = check_new_position(Account(cash=100), order, market=6_500)
    >>> check.accepted, check.margin_needed
    (False, 6500.0)
    """
    market = float(check_prices(market, "market price"))
    leverage = account.venue.check_leverage(position.leverage)
    needed = position.volume * market / leverage
    now = {**(prices or {}), position.coin: market}
    free = float(account.free_margin(now))
    equity, used = float(account.equity(now)), float(account.used_margin(now)) + needed
    level = equity / used
    accepted = level >= account.venue.full_level * (1 - ROUNDING)
    words = "leaves" if accepted else "would leave"
    reason = (
        f"needs {needed:,.2f} of margin with {free:,.2f} free, "
        f"and {words} a margin level of {level:.1%}"
    )
    return NewPositionCheck(accepted, needed, free, level, reason)
