"""The levels of a contract that is backed by a whole account, seen from the price of now."""

from __future__ import annotations

from collections.abc import Mapping

from margin_lessons.cross_margin import CrossMargin
from margin_lessons.currency import by_coin, coin_code
from margin_lessons.errors import of_kind
from margin_lessons.prices import check_price
from margin_lessons.risk.levels import (
    NEVER_FALLING,
    NEVER_RISING,
    LevelLine,
    Levels,
    refuse_liquidated,
)


def levels_of_cross(
    account: CrossMargin,
    coin: str,
    price: float,
    prices: Mapping[str, float] | None = None,
    *,
    slippage: float = 0.0,
) -> Levels:
    """Return the levels of cross margin as the price of ``coin`` moves from ``price``.

    ``prices`` holds those of its other coins still. It is never called, and funding is left out;
    all of it is counted in the account's currency, an inverse contract too. Raises ``BadInput``
    when it would be liquidated at this very price.

    1 BTC long at 60,000 on 9,000 USD, 5 % of its value required:

    >>> from margin_lessons.contract import Contract
    >>> from margin_lessons.contract_venue import ContractVenue
    >>> from margin_lessons.tiers import Tiers
    >>> venue = ContractVenue("mine", Tiers.flat(0.10, 0.05))
    >>> btc = Contract.opened("long", 1, 60_000, 10, venue)
    >>> levels = levels_of_cross(CrossMargin({"BTC": btc}, 9_000, venue), "BTC", 60_000)
    >>> round(levels.liquidation.start, 4), levels.zero.start, levels.exposure
    (0.8947, 0.85, 60000.0)
    """
    of_kind("account", account, CrossMargin, why="levels are those of one account")
    coin, now = coin_code(coin), check_price(price, why="levels are seen from one price of now")
    others = {} if prices is None else by_coin("price", prices, why="each coin has one")
    found = account.liquidation(coin, others), account.zero_equity(coin, others)
    refuse_liquidated(found[0], now)
    falling = found[0].falling
    never = NEVER_FALLING if falling else NEVER_RISING
    liquidation, zero = (never if at.price is None else LevelLine(at.price / now) for at in found)
    # Equity is a straight line in the price, so twice the price shows what all of it moves.
    twice, once = (account.equity({**others, coin: times * now}) for times in (2, 1))
    return Levels(never, liquidation, zero, falling, abs(twice - once), slippage=slippage)
