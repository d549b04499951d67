"""Equity and used margin of an account as straight lines in the price of one coin."""

from __future__ import annotations

from collections.abc import Mapping

from margin_lessons.account import Account, Side
from margin_lessons.linear import Line
from margin_lessons.venue import ShortMargin


def account_lines(
    account: Account, coin: str, others: Mapping[str, float], with_fees: bool
) -> tuple[Line, Line]:
    """Return equity and used margin as lines in the price of ``coin``, other prices held still.

    1 BTC long at 20,000 with 5x on 10,000 USD: equity is the price less 10,000 USD, and the used
    margin of a long does not move with the price.

    >>> from margin_lessons.account import Position
    >>> account = Account(10_000, (Position("long", 1, 20_000, 5),))
    >>> [line.total() for line in account_lines(account, "BTC", {}, True)]
    [(-10000.0, 1.0), (4000.0, 0.0)]
    """
    equity, used = Line([account.balance(with_fees)]), Line()
    for held in account.coins:
        if held.coin == coin:
            equity.slope.append(held.units * (1 - held.haircut))
        else:
            equity.intercept.append(held.counts_for(account.price_of(held.coin, others)))
    for position in account.positions:
        if position.coin != coin:
            price = account.price_of(position.coin, others)
            equity.intercept.append(position.profit(price))
            used.intercept.append(position.used_margin(price, account.venue.short_margin))
            continue
        equity.intercept.append(-position.side.sign * position.cost)
        equity.slope.append(position.side.sign * position.volume)
        if position.side is Side.SHORT and account.venue.short_margin is ShortMargin.FLOATING:
            used.slope.append(position.volume / position.leverage)
        else:
            used.intercept.append(position.cost / position.leverage)
    return equity, used
