"""The rows of a reply in ccxt's unified form, and each field as a number or a word.

Source of the form: docs.ccxt.com, position structure (November 2026). What is no position is named.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from margin_lessons.errors import BadInput, shown

_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?", re.I | re.A)

_FIELDS = frozenset(
    (
        "contracts",
        "contractSize",
        "entryPrice",
        "markPrice",
        "notional",
        "leverage",
        "liquidationPrice",
        "marginMode",
        "unrealizedPnl",
        "collateral",
        "initialMargin",
        "maintenanceMargin",
        "side",
        "hedged",
        "positionMargin",
    )
)
"""What a position has beside its symbol; some exchanges leave most of them out, none all."""

_OTHER_REPLIES = (
    (("filled", "remaining"), "orders"),
    (("takerOrMaker",), "trades"),
    (("free", "used", "total"), "a balance"),
    (("bid", "ask", "baseVolume"), "prices of a market"),
    (("bids", "asks"), "an order book"),
    (("fundingRate",), "funding rates"),
    (("referenceId",), "a ledger"),
    (("base", "quote", "precision"), "markets"),
)
"""Field names that stand together in other unified replies, and what those are."""

_RAW = ("positionAmt", "avgPx", "szi", "retCode", "instrument_name", "currentQty", "assetPositions")
"""Field names of exchanges' own replies, which the unified form keeps under info."""

_WRAPPERS = ("positions", "data", "result")


@dataclass(frozen=True)
class UnifiedRow:
    """One row of a reply; ``remarks`` gathers what was left out of it, in sentences."""

    values: Mapping[str, object]
    remarks: list[str] = field(default_factory=list)

    @property
    def symbol(self) -> str:
        """Its unified symbol, such as BTC/USDT:USDT; empty where it has none."""
        found = self.values.get("symbol")
        return found if isinstance(found, str) else ""

    @property
    def info(self) -> object:
        """The reply as the exchange sent it."""
        return self.values.get("info")

    def word(self, name: str) -> str | None:
        """Return a field that is a word in small letters; None where there is none."""
        found = self.values.get(name)
        return found.strip().lower() or None if isinstance(found, str) else None

    def number(self, name: str) -> float | None:
        """Return a field that is a number; None where it is missing, or none (that is a remark).

        Numbers may come as text, as ccxt keeps them on request.

        >>> row = UnifiedRow({"contracts": "0.5", "markPrice": "n/a"})
        >>> row.number("contracts"), row.number("markPrice"), row.remarks
        (0.5, None, ["markPrice 'n/a' is not a number: it is left out."])
        """
        found = self.values.get(name)
        if found is None or found == "":
            return None
        value = plain_number(found)
        if value is None:
            remark = f"{name} {shown(found)} is not a number: it is left out."
            if remark not in self.remarks:
                self.remarks.append(remark)
        return value

    def above_zero(self, name: str) -> float | None:
        """Return a field that is a number above zero; 0 is how many exchanges say none."""
        value = self.number(name)
        if value is not None and value < 0:
            remark = f"{name} {shown(value)} is below 0: it is left out."
            if remark not in self.remarks:
                self.remarks.append(remark)
        return value if value is not None and value > 0 else None


def plain_number(value: object) -> float | None:
    """Return a finite number, also when it is written as text; None for anything else.

    >>> plain_number("0.1"), plain_number(True), plain_number(float("nan")), plain_number("1,5")
    (0.1, None, None, None)
    """
    if isinstance(value, str) and _PLAIN.fullmatch(value.strip()):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def unified_rows(found: object) -> list[UnifiedRow]:
    """Return the rows of positions in a reply: a list, one position, or a dictionary of them.

    Raises ``BadInput`` that says what a reply looks like when it has no position. A row among
    positions that is none comes without a symbol.

    >>> unified_rows([{"id": "1", "symbol": "BTC/USDT", "filled": 0, "remaining": 1}])
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: this looks like orders and holds no positions: save what \
fetch_positions returns.
    """
    rows = _listed(found)
    if rows and not any(map(_is_position, rows)):
        raise BadInput(_what_it_is(rows[0]))
    return [UnifiedRow(row if isinstance(row, Mapping) else {"row": row}) for row in rows]


def _listed(found: object) -> Sequence[object]:
    if isinstance(found, Sequence) and not isinstance(found, str):
        return found
    if not isinstance(found, Mapping):
        raise BadInput(f"this is {shown(found)} and no list of positions: {_SAVE}")
    if _is_position(found):
        return [found]
    for name in _WRAPPERS:
        inner = found.get(name)
        if not isinstance(inner, Sequence) or isinstance(inner, str):
            continue
        if not inner or any(map(_is_position, inner)):
            return inner
    values = list(found.values())
    return values if any(map(_is_position, values)) else [found]


def _is_position(row: object) -> bool:
    if not isinstance(row, Mapping) or not isinstance(row.get("symbol"), str):
        return False
    return len(_FIELDS & row.keys()) >= 3 and "/" in row["symbol"]


_SAVE = "save what fetch_positions returns."


def _what_it_is(row: object) -> str:
    if isinstance(row, Sequence) and not isinstance(row, str):
        if row and all(plain_number(one) is not None for one in row):
            return f"this looks like bars of prices and holds no positions: {_SAVE}"
        return f"this is a list of lists and holds no positions: {_SAVE}"
    if not isinstance(row, Mapping):
        return f"this is a list of {shown(row)} and more, and holds no positions: {_SAVE}"
    for names, what in _OTHER_REPLIES:
        if all(name in row for name in names):
            return f"this looks like {what} and holds no positions: {_SAVE}"
    if any(name in row for name in _RAW):
        return (
            "this looks like an exchange's own reply: save what ccxt's fetch_positions returns, "
            "which has one form for all exchanges."
        )
    listed = ", ".join(shown(name).strip("'") for name in list(row)[:8])
    return f"this holds no positions, but {listed or 'nothing'}: {_SAVE}"
