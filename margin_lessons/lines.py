"""Equity and used margin of an account as straight lines in the price of one coin."""

from __future__ import annotations

from collections.abc import Mapping

from margin_lessons.account import Account
from margin_lessons.linear import Line


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
    equity, equity_slope = [account.balance(with_fees)], []
    used, used_slope = [], []
    rules = account.venue.short_margin, account.venue.long_margin
    for held in account.coins:
        if held.coin == coin:
            equity_slope.append(held.units * (1 - held.haircut))
        else:
            equity.append(held.counts_for(account.price_of(held.coin, others)))
    for position in account.positions:
        if position.coin != coin:
            price = account.price_of(position.coin, others)
            equity.append(position.profit(price))
            used.append(position.used_margin(price, *rules))
            continue
        equity.append(-position.side.sign * position.cost)
        equity_slope.append(position.side.sign * position.volume)
        if position.floats(*rules):
            used_slope.append(position.volume / position.leverage)
        else:
            used.append(position.cost / position.leverage)
    return Line(tuple(equity), tuple(equity_slope)), Line(tuple(used), tuple(used_slope))
