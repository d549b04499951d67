"""At which price a margin level is reached: the call, the liquidation, the zero-equity price.

Equity and used margin are straight lines in the price, so ``equity = level x used margin`` is one
linear equation. One solver serves every threshold; an inverse contract is the same line in 1/price,
and margin tiers are one line each (``first_crossing``).
"There is no such price" is an answer, and it comes with its reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from margin_lessons.account import Account, check_price
from margin_lessons.conventions import AtEquality
from margin_lessons.errors import BadInput, not_negative, number, of_kind, shown
from margin_lessons.first_crossing import first_crossing
from margin_lessons.holding import Holding, Lines, as_holding, linear_root
from margin_lessons.opening import NewPositionCheck, check_new_position, largest_position

__all__ = [
    "Crossing",
    "Crossings",
    "NewPositionCheck",
    "check_new_position",
    "crossing",
    "crossings",
    "largest_position",
]


@dataclass(frozen=True)
class Crossing:
    """The price at which an account reaches a margin level, or the reason why there is none.

    ``level`` is a fraction (0 is zero equity); ``price`` is in the quote currency; ``falling`` says
    whether the level gets worse when the price falls (as for a long) or when it rises. Without a
    price, ``beyond`` says whether the account is past the level at every price, or at none.
    ``at_equality`` is the venue's rule for a price that is exactly there; ``below_zero`` says that
    prices may be zero or less.
    """

    level: float
    price: float | None
    falling: bool
    why: str = ""
    beyond: bool = False
    at_equality: AtEquality = AtEquality.ACTS
    below_zero: bool = False

    @property
    def at(self) -> float:
        """The price, where there surely is one; ``BadInput`` with the reason where there is none.

        >>> Crossing(0.8, 13_200.0, falling=True).at
        13200.0
        """
        if self.price is None:
            raise BadInput(f"price at a level of {shown(self.level)} is none: {self.why}.")
        return self.price

    @property
    def exists(self) -> bool:
        """Whether there is such a price."""
        return self.price is not None

    def move_from(self, price: float) -> float | None:
        """Return the relative price move from ``price`` to the crossing, or None.

        >>> round(Crossing(0.8, 13_200.0, falling=True).move_from(20_000), 4)
        -0.34
        """
        now = check_price(price, why="a move begins at one")
        return None if self.price is None else self.price / now - 1

    def passed(self, price: float) -> bool:
        """Return whether the level counts as reached at ``price``: the venue's rule at equality.

        Raises ``BadInput`` for what is not one price above zero.

        >>> there = Crossing(0.8, 13_200.0, falling=True)
        >>> there.passed(13_200), there.passed(13_201)
        (True, False)
        """
        why = "a level is reached at one"
        now = number("price", price, why=why) if self.below_zero else check_price(price, why=why)
        if self.price is None:
            return self.beyond
        beyond = self.price - now if self.falling else now - self.price
        return self.at_equality.passes(beyond, self.price)


@dataclass(frozen=True)
class Crossings:
    """The three prices every lesson asks for, in the order a falling account meets them."""

    call: Crossing
    liquidation: Crossing
    zero_equity: Crossing

    def gap_to_zero(self) -> float | None:
        """Return the further move from the liquidation price to the zero-equity price, or None.

        A fill that skips this much after the trigger leaves a debt. At 5x and full size, long:

        >>> from margin_lessons.account import Position
        >>> account = Account(20_000, (Position("long", 10, 10_000, 5),))
        >>> round(crossings(account).gap_to_zero(), 4)
        -0.0909
        """
        if self.liquidation.price is None or self.zero_equity.price is None:
            return None
        return self.zero_equity.price / self.liquidation.price - 1


def crossing(
    holding: Holding,
    level: float,
    *,
    coin: str | None = None,
    prices: Mapping[str, float] | None = None,
    with_fees: bool = True,
) -> Crossing:
    """Return where an account or a contract reaches ``level`` as the price of ``coin`` moves.

    ``prices`` holds the prices of an account's other coins still. Source of the rule:
    support.kraken.com 203325763, which works the first example; the second has no such price,
    because 1 BTC long on 20,000 USD of cash is fully paid for. Raises ``BadInput`` for a level
    below zero, for what is no holding, and for the price of another coin that is missing.

    >>> from margin_lessons.account import Position
    >>> account = Account(10_000, (Position("long", 1, 20_000, 5),))
    >>> crossing(account, 0.8).price
    13200.0
    >>> crossing(Account(20_000, (Position("long", 1, 20_000, 5),)), 0.0).why
    'the price would have to fall to zero or below'
    """
    holding = as_holding(holding)
    level = not_negative("margin level", level, why="zero equity is the lowest level asked for")
    lines = holding.lines(coin=coin, prices=prices, with_fees=with_fees)
    if lines.used.empty:
        return Crossing(level, None, True, "nothing is open, so there is no margin level")
    rule = holding.at_equality
    root, falling = _root(lines, level)
    if root is not None and (root > 0 or lines.below_zero):
        price = 1 / root if lines.reciprocal else root
        return Crossing(level, price, falling, "", False, rule, lines.below_zero)
    # Without a price above zero the gap has one sign at all of them: that of its far end.
    last = lines.bends[-1].used if lines.bends else lines.used
    intercept, slope = lines.equity.less(level, last).total()
    beyond = rule.passes(-(slope or intercept), 0.0)
    why = _why_nowhere(lines, beyond, falling)
    return Crossing(level, None, falling, why, beyond, rule, lines.below_zero)


def _root(lines: Lines, level: float) -> tuple[float | None, bool]:
    """Return the place of the crossing, and whether the level gets worse when the price falls."""
    if lines.start is not None and level > 0:
        place, worse_below = first_crossing(lines, level, lines.start)
        return place, worse_below != lines.reciprocal
    intercept, slope = lines.equity.less(level, lines.used).total()
    return linear_root(intercept, slope), _worse_when_falling(lines)


def _worse_when_falling(lines: Lines) -> bool:
    """Return whether the level gets worse when the price falls, as it does for a long."""
    (e0, e1), (u0, u1) = lines.equity.total(), lines.used.total()
    # The level M = E / U falls with the price exactly when dM/dP > 0, whose sign is this one;
    # where nothing is required, the equity says it.
    change = e1 * u0 - e0 * u1 if u0 > 0 or u1 > 0 else e1
    return change < 0 if lines.reciprocal else change > 0


def _why_nowhere(lines: Lines, beyond: bool, falling: bool) -> str:
    if beyond:
        return "the account is at this level or below it at every price"
    if lines.equity.total()[1] == lines.used.total()[1] == 0:
        return "nothing in this account moves with the price"
    if falling:
        return "the price would have to fall to zero or below"
    return "the level stays above this one however far the price rises"


def crossings(
    account: Account,
    *,
    coin: str | None = None,
    prices: Mapping[str, float] | None = None,
    with_fees: bool = True,
) -> Crossings:
    """Return the call, liquidation and zero-equity prices under the account's own venue.

    The liquidation price is the one at which the venue acts under its discretion. Takes the
    keywords of ``crossing`` and raises as it does.

    >>> from margin_lessons.account import Position
    >>> three = crossings(Account(10_000, (Position("long", 1, 20_000, 5),)))
    >>> three.call.price, three.liquidation.price, three.zero_equity.price
    (13200.0, 11600.0, 10000.0)
    """
    of_kind("account", account, Account, why="a crossing is that of one account")
    levels = account.venue.call_level, account.venue.acting_level, 0.0
    found = (
        crossing(account, level, coin=coin, prices=prices, with_fees=with_fees) for level in levels
    )
    return Crossings(*found)
