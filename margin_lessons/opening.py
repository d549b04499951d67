"""May this order be filled? The margin it needs, and the largest one there is margin for.

An order for the other side of what is open closes that first, oldest first, and needs margin only
for the rest (support.kraken.com 202966956, read 22 November 2026; the full-use level: 204586258).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from margin_lessons import words
from margin_lessons.account import Account, Position, Prices, Side, as_side, check_price
from margin_lessons.currency import by_coin
from margin_lessons.errors import of_kind
from margin_lessons.parts import Netting, net
from margin_lessons.rounding import settled_sum

_ONE = "an order is judged at one"


@dataclass(frozen=True)
class NewPositionCheck:
    """Whether an order is accepted, with the level it would leave and the reason in words.

    ``margin_needed`` is for what it opens, ``free_margin`` what is free for that once it has closed
    what it ``closes``; both volumes are in coins. The level is infinite when nothing stays open.
    """

    accepted: bool
    margin_needed: float
    free_margin: float
    level_after: float
    reason: str
    closes: float = 0.0
    opens: float = 0.0


def check_new_position(
    account: Account,
    position: Position,
    market: float,
    prices: Prices | None = None,
) -> NewPositionCheck:
    """Return whether an order for ``position`` may be filled while its coin trades at ``market``.

    ``prices`` are the current prices of the other coins the account holds. What only closes is
    always accepted. Raises ``BadInput`` for a missing price and what is not one price above zero.

    The margin is judged at the market price, not at a far-away limit price: since 27 September 2018
    a buy order for 5 BTC limited at 100 needs 6,500 USD of margin while BTC trades at 6,500
    (support.kraken.com 360001385146).

    >>> order = Position("long", volume=5, entry=100, leverage=5)
    >>> check = check_new_position(Account(cash=100), order, market=6_500)
    >>> check.accepted, check.margin_needed
    (False, 6500.0)
    """
    of_kind("account", account, Account, why="an order is that of one account")
    of_kind("position", position, Position, why="it is the one the order asks for")
    market = check_price(market, "market price", why=_ONE)
    leverage = account.venue.check_leverage(position.leverage)
    now = _now(account, position.coin, market, prices)
    netting = net(account.positions, position, market)
    needed = netting.opens * market / leverage
    after = _after(account, netting)
    equity, kept = account.at(now).equity, after.at(now).used_margin
    used = kept + needed
    accepted = not netting.opens or account.venue.backs(equity, used)
    level = equity / used if netting.opens or netting.rest else float("inf")
    free = settled_sum(equity, -kept)
    reason = _reason(netting, position.coin, needed, free, accepted, level)
    return NewPositionCheck(accepted, needed, free, level, reason, netting.closes, netting.opens)


def largest_position(
    account: Account,
    side: Side | str,
    entry: float,
    leverage: float,
    prices: Prices | None = None,
    *,
    coin: str = "BTC",
) -> float:
    """Return the largest volume for which ``check_new_position`` accepts an order.

    The level after it is the full-use level. The market is at ``entry`` unless ``prices`` have
    another price of ``coin``; they must have one for every other coin the account holds, or the
    ``BadInput`` says which is missing. An order for the other side of what is open may be as large
    as that and the new position together: with 0.25 BTC open it sells those and 0.3125 more.

    >>> largest_position(Account(cash=1_250), "long", entry=20_000, leverage=5)
    0.3125
    >>> account = Account(1_250, (Position("long", 0.25, 20_000, 5),))
    >>> largest_position(account, "short", entry=20_000, leverage=5)
    0.5625
    """
    of_kind("account", account, Account, why="an order is that of one account")
    leverage = account.venue.check_leverage(leverage)
    probe = Position(as_side(side), 1.0, entry, leverage, coin)
    now = _now(account, probe.coin, probe.entry, prices, keep=True)
    market = now[probe.coin]
    opposite = sum(
        held.volume
        for held in account.positions
        if held.coin == probe.coin and held.side is not probe.side
    )
    kept = account
    if opposite:
        closing = replace(probe, volume=opposite)
        kept = _after(account, net(account.positions, closing, market))
    room = account.at(now).equity / account.venue.full_level - kept.at(now).used_margin
    return opposite + max(0.0, room * leverage / market)


def _after(account: Account, netting: Netting) -> Account:
    """Return the account with what an order closes closed, and not yet opened what it opens."""
    realised = account.realised + sum(part.profit for part in netting.parts)
    return replace(account, positions=netting.rest, realised=realised)


def _now(
    account: Account, coin: str, market: float, prices: Prices | None, *, keep: bool = False
) -> dict[str, float]:
    """Return one price for each coin held and for ``coin``, which stands at ``market``.

    ``keep`` a price of ``coin`` that is among the prices.
    """
    given: dict[str, Any]
    if prices is None:
        given = {}
    elif isinstance(prices, Mapping):
        given = by_coin("price", prices, why="each coin has one")
    else:
        given = account.prices_now(prices) if account.symbols else {coin: prices}
    if not keep or coin not in given:
        given = {**given, coin: market}
    now = account.prices_now(given)
    return {coin: check_price(given[coin], f"price of {coin}", why=_ONE), **now}


def _reason(
    netting: Netting, coin: str, needed: float, free: float, accepted: bool, level: float
) -> str:
    closes = f"closes {words.coins(netting.closes, coin)}"
    if not netting.opens:
        left = f"a margin level of {words.level(level)}" if netting.rest else "nothing open"
        return f"{closes}, needs no margin, and leaves {left}"
    begin = f"{closes} first; the rest " if netting.parts else ""
    leaves = "leaves" if accepted else "would leave"
    return (
        f"{begin}needs {words.cents(needed)} of margin with {words.cents(free)} free, "
        f"and {leaves} a margin level of {words.level(level)}"
    )
