"""The own money behind a position in the unified form: what was set aside, or what must be there.

``collateral`` means three things. On isolated margin it is the margin with its profit at some
exchanges and without it at others; on cross margin it is hardly ever the account's balance. So the
margin is taken where its meaning is certain; else it follows from the liquidation price that the
exchange tells, by the rule that the price itself comes from::

    margin = what is required there - profit there
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from margin_lessons import words
from margin_lessons.contract import Contract
from margin_lessons.errors import BadInput, of_kind
from margin_lessons.history.exchanges import Exchange, inner_reply
from margin_lessons.history.unified_rows import UnifiedRow, plain_number
from margin_lessons.own_holding import OwnTerms
from margin_lessons.own_position import MarginMode, OwnPosition

_SAME = 0.02
"""So near the margin that is meant lies to that of the liquidation price, as a share of it."""


class BackingMoney(NamedTuple):
    """An amount in money, in coins for an inverse contract; None is value over leverage.

    ``follows`` says that it was found from the liquidation price, so that comparing prices proves
    nothing.
    """

    amount: float | None
    remark: str = ""
    follows: bool = False


def own_money(row: UnifiedRow, exchange: Exchange, bare: OwnPosition) -> BackingMoney:
    """Return the own money that backs a position, which as ``bare`` has none yet.

    Raises ``BadInput`` where the row does not tell it.
    """
    if bare.mode is MarginMode.CROSS:
        return _of_account(row, bare)
    told = row.above_zero("positionMargin") or _set_aside(row, exchange)
    if told:
        return BackingMoney(told)
    implied = implied_money(row, bare)
    collateral = row.above_zero("collateral")
    if collateral is not None:
        return _of_collateral(row, bare, collateral, implied)
    if implied is not None:
        return BackingMoney(implied, _FOLLOWS, follows=True)
    initial = row.above_zero("initialMargin")
    what = "the initial margin" if initial else "its value over the leverage"
    return BackingMoney(initial, f"What was set aside is not told: {what} is taken.")


_FOLLOWS = "What was set aside is not told: it follows from the exchange's liquidation price."


def _of_account(row: UnifiedRow, bare: OwnPosition) -> BackingMoney:
    implied = implied_money(row, bare)
    if implied is None:
        raise BadInput(
            "it is backed by the whole account, whose money is not in the file: type your own "
            "money in."
        )
    return BackingMoney(
        implied,
        "It is backed by the whole account, whose money is not in the file: that it is "
        f"{_written(implied, bare)} follows from the exchange's liquidation price.",
        follows=True,
    )


def _set_aside(row: UnifiedRow, exchange: Exchange) -> float | None:
    """Return the margin without its profit as the exchange's own reply tells it."""
    reply = inner_reply(exchange, row.info)
    if exchange.set_aside is not None:
        told = plain_number(reply.get(exchange.set_aside))
        return told if told and told > 0 else None
    used, made = plain_number(reply.get("marginUsed")), plain_number(reply.get("unrealizedPnl"))
    if used is None or made is None or used <= made:
        return None
    return used - made


def implied_money(row: UnifiedRow, bare: OwnPosition) -> float | None:
    """Return the money that makes the exchange's liquidation price; None where it tells none.

    Of 1 BTC long at 60,000, 0.5 % required, liquidated at 50,000: 10,000 lost there and 250 left.

    >>> bare = OwnPosition("long", 1, 60_000, product="linear", venue="x", maintenance=0.005)
    >>> implied_money(UnifiedRow({"liquidationPrice": 50_000}), bare)
    10250.0
    """
    price = row.above_zero("liquidationPrice")
    if price is None:
        return None
    held = _alone(bare)
    money = held.acting_level * float(held.requirement(price)) - float(held.profit(price))
    return money if money > 0 else None


def _alone(bare: OwnPosition) -> Contract:
    """Return the contract of a position, with no money behind it."""
    held = replace(bare.terms, mode=MarginMode.ISOLATED, margin=0.0).held()
    return of_kind("holding", held, Contract, why="spot margin is backed by the whole account")


def _of_collateral(
    row: UnifiedRow, bare: OwnPosition, collateral: float, implied: float | None
) -> BackingMoney:
    made = row.number("unrealizedPnl")
    if made is None:
        made = float(_alone(bare).profit(bare.price)) if bare.price is not None else None
    if made is None:
        raise BadInput(
            f"collateral {_written(collateral, bare)} may hold a profit that is not told: type in "
            "what was set aside for it."
        )
    if abs(made) <= _SAME * _SAME * collateral:
        return BackingMoney(collateral)
    without = collateral - made
    if implied is not None:
        off = {money: abs(money - implied) / implied for money in (without, collateral)}
        near = min(off, key=off.__getitem__)
        if near > 0 and off[near] <= _SAME and 3 * off[near] < max(off.values()):
            held = "holds the profit" if near == without else "does not hold the profit"
            return BackingMoney(near, f"Its collateral {held}, as its liquidation price shows.")
    raise BadInput(
        f"collateral {_written(collateral, bare)} may hold the profit of {_written(made, bare)} or "
        "not: type in what was set aside for it."
    )


def _written(amount: float, bare: OwnPosition) -> str:
    terms: OwnTerms = bare.terms
    return words.coins(amount, terms.coin) if terms.inverse else words.money(amount, terms.currency)
