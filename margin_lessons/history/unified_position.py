"""From a row in ccxt's unified form to the fields of an ``OwnPosition``, one after the other."""

from __future__ import annotations

from typing import NamedTuple

from margin_lessons import words
from margin_lessons.errors import BadInput, shown
from margin_lessons.history.exchanges import KRAKEN_SPOT_POSITIONS, Exchange, inner_reply
from margin_lessons.history.position_money import own_money
from margin_lessons.history.position_rate import price_now, told_leverage, told_rate
from margin_lessons.history.position_size import Sizing, position_size
from margin_lessons.history.unified_rows import UnifiedRow, plain_number
from margin_lessons.history.unified_symbol import UnifiedSymbol, read_symbol
from margin_lessons.own_holding import CONTRACTS_AT
from margin_lessons.own_position import MarginMode, OwnPosition, ProductKind
from margin_lessons.position import Side

Fields = dict[str, object]
"""Fields of an ``OwnPosition`` by their names, as far as they are known."""

_SIDES = {"long": Side.LONG, "buy": Side.LONG, "short": Side.SHORT, "sell": Side.SHORT}


class Filled(NamedTuple):
    """What a row told: the fields, the remarks, and whether its money follows from its price."""

    fields: Fields
    remarks: list[str]
    follows: bool = False


def fill(row: UnifiedRow, exchange: Exchange, filled: Filled) -> Filled:
    """Fill in the fields that a row tells, and return them with its remarks.

    Raises ``BadInput`` at the first one that is missing; what was found before is filled in.
    """
    fields, remarks = filled.fields, filled.remarks
    symbol = read_symbol(row.symbol)
    fields.update(coin=symbol.coin, currency=symbol.currency, product=symbol.product)
    remarks.append(symbol.remark)
    fields["side"] = _side(row)
    venue = exchange.venues.get(symbol.product)
    if venue is None:
        raise BadInput(
            f"it is {symbol.product.value} at {exchange.name}, whose rules were not read."
        )
    fields["venue"] = venue
    remarks.append(exchange.remark)
    if exchange is KRAKEN_SPOT_POSITIONS:
        _spot_margin(row, fields)
        raise BadInput(_NO_MONEY)
    sizing = _sizing(row, symbol, exchange, filled)
    size = _sized(sizing, filled)
    bare = _rated(sizing, size, filled)
    money = own_money(row, exchange, bare)
    remarks.append(money.remark)
    name = "margin" if bare.mode is MarginMode.ISOLATED else "coins" if sizing.inverse else "cash"
    fields[name] = money.amount
    return filled._replace(follows=money.follows)


_NO_MONEY = (
    "it is backed by the whole account, whose money is not in the file: type your own money in."
)


def _side(row: UnifiedRow) -> Side:
    contracts, word = row.number("contracts"), row.word("side")
    below = contracts is not None and contracts < 0
    if word is None and below:
        return Side.SHORT
    if word not in _SIDES:
        raise BadInput(f"side {shown(row.values.get('side'))} is neither 'long' nor 'short'.")
    if below and _SIDES[word] is Side.LONG:
        raise BadInput(
            f"side {shown(word)} and contracts {shown(contracts)} contradict each other."
        )
    return _SIDES[word]


def _sizing(row: UnifiedRow, symbol: UnifiedSymbol, exchange: Exchange, filled: Filled) -> Sizing:
    entry = row.above_zero("entryPrice")
    if entry is None:
        raise BadInput(
            "entryPrice is missing: without the price of the opening no profit or loss is known."
        )
    filled.fields["entry"] = entry
    mark = row.above_zero("markPrice")
    if mark is None and (mark := row.above_zero("lastPrice")) is not None:
        filled.remarks.append("No mark price is told: the last price is taken.")
    return Sizing(row, symbol, _side(row), entry, mark, exchange)


def _sized(sizing: Sizing, filled: Filled) -> float:
    size, remark = position_size(sizing)
    price, of_price = price_now(sizing, size)
    filled.fields.update(volume=size, price=price)
    filled.remarks.extend([remark, of_price])
    return size


def _rated(sizing: Sizing, size: float, filled: Filled) -> OwnPosition:
    """Return the position without its money, under the rate that is told or its venue's table."""
    fields, remarks = filled.fields, filled.remarks
    fields["mode"] = mode = _mode(sizing.row, remarks)
    venue = str(fields["venue"])
    rate = told_rate(sizing, size, venue)
    if rate is not None:
        fields["maintenance"] = rate
    elif venue not in CONTRACTS_AT:
        raise BadInput("no maintenance rate is told, and the rules of its exchange were not read.")
    elif sizing.symbol.coin != sizing.exchange.table_coin:
        coin = sizing.exchange.table_coin
        remarks.append(f"No maintenance rate is told: that of {coin} at {venue} is taken.")
    fields["leverage"], remark = told_leverage(sizing, size, mode)
    remarks.append(remark)
    return OwnPosition(**fields)  # type: ignore[arg-type]  # each is checked as it is built


def _mode(row: UnifiedRow, remarks: list[str]) -> MarginMode:
    word = row.word("marginMode")
    if word == "isolated":
        return MarginMode.ISOLATED
    if word not in ("cross", "crossed"):
        remarks.append(
            "Whether its margin is isolated is not told: it is read as cross margin, backed by the "
            "whole account."
        )
    return MarginMode.CROSS


def _spot_margin(row: UnifiedRow, fields: Fields) -> None:
    """Fill in a position of Kraken's spot margin: the cost is of all that was opened."""
    reply = inner_reply(KRAKEN_SPOT_POSITIONS, row.info)
    told = {name: plain_number(reply.get(name)) for name in ("vol", "vol_closed", "cost", "margin")}
    volume, closed, cost, margin = told.values()
    if not volume or volume < 0 or not cost or cost < 0:
        raise BadInput("its volume or its cost is missing, and with them the price of the opening.")
    left = volume - (closed or 0.0)
    fields.update(volume=left, entry=cost / volume)
    if margin and 0 < margin <= cost:
        fields["leverage"] = cost / margin


def size_in_words(fields: Fields) -> str:
    """Return the size of a position as far as it is known, such as 0.5 BTC."""
    volume, product = fields.get("volume"), fields.get("product")
    if not isinstance(volume, float):
        return "a size that is not known"
    if product is ProductKind.INVERSE:
        return words.money(volume, str(fields["currency"]))
    return words.coins(volume, str(fields["coin"]))
