"""Open positions from one JSON in ccxt's unified form, whichever exchange it came from.

Each row becomes an ``OwnPosition``, or says in one sentence what is missing. What had to be assumed
is said, and the exchange's own liquidation price stands beside the course's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple

from margin_lessons.crossing import crossing
from margin_lessons.errors import BadInput, shown
from margin_lessons.history.exchanges import exchange_of
from margin_lessons.history.export_file import AnyFile, ExportFile
from margin_lessons.history.json_text import read_json
from margin_lessons.history.unified_position import Filled, fill
from margin_lessons.history.unified_rows import UnifiedRow, unified_rows
from margin_lessons.own_position import MarginMode, OwnPosition
from margin_lessons.words import plural


@dataclass(frozen=True)
class ReadPosition:
    """A position of a file: what is known of it, and what is missing to count with it.

    ``position`` is None where something is missing, and ``missing`` then says what, in a sentence.
    ``known`` has the fields of an ``OwnPosition`` that were found, ``remarks`` what was assumed.
    ``told_liquidation`` is the exchange's own liquidation price; where the own money ``follows``
    from it, that the two agree proves nothing.
    """

    symbol: str
    exchange: str
    position: OwnPosition | None
    missing: str
    known: Mapping[str, object]
    remarks: tuple[str, ...] = ()
    told_liquidation: float | None = None
    follows: bool = False

    @property
    def liquidation(self) -> float | None:
        """The liquidation price as the course counts it; None where there is none, or no position.

        >>> found = ccxt_positions(EXAMPLE).positions[0]
        >>> round(found.liquidation, 2), found.told_liquidation
        (54271.36, 54271.4)
        """
        if self.position is None:
            return None
        held = self.position.holding
        return crossing(held, held.acting_level).price

    def completed(self, **typed: object) -> OwnPosition:
        """Return the position with what was missing typed in; ``BadInput`` for what still is."""
        known = dict(self.known) | typed
        for name in ("side", "volume", "entry"):
            if name not in known:
                raise BadInput(f"{name} is still missing: {self.missing}")
        return OwnPosition(**known)  # type: ignore[arg-type]  # each is checked as it is built


_LONGEST = 60
"""Signs of a symbol; real ones have about twenty."""


class UnifiedReply(NamedTuple):
    """The open positions of a file, and what was passed over, in sentences."""

    positions: tuple[ReadPosition, ...]
    notes: tuple[str, ...]


EXAMPLE = (
    '[{"symbol": "BTC/USDT:USDT", "side": "long", "contracts": 0.5, "contractSize": 1,'
    ' "entryPrice": 60000, "markPrice": 61000, "notional": 30500, "leverage": 10,'
    ' "marginMode": "isolated", "positionMargin": 3000, "unrealizedPnl": 500,'
    ' "maintenanceMargin": 152.5, "liquidationPrice": 54271.4}]'
)
"""Half a bitcoin at 60,000 USDT and 10x, 0.5 % required: an invented row in the unified form."""


def ccxt_positions(source: AnyFile) -> UnifiedReply:
    """Return the open positions of a JSON as ccxt's fetch_positions gives them.

    A list, one position, or a dictionary of them; a path, the text or the bytes. Raises
    ``BadInput`` for what is no JSON, or no reply with positions; a row that is damaged is read as
    far as it goes, and says what is missing.

    >>> reply = ccxt_positions(EXAMPLE)
    >>> reply.positions[0].position.volume, reply.positions[0].position.margin, reply.notes
    (0.5, 3000.0, ())
    >>> ccxt_positions('[{"symbol": "BTC/USDT", "bid": 1, "ask": 2, "baseVolume": 3}]')
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: the text: this looks like prices of a market and holds no \
positions: save what fetch_positions returns.
    """
    file = ExportFile.of(source)
    found = read_json(file)
    try:
        rows = unified_rows(found)
    except BadInput as problem:
        raise BadInput(f"{file.name}: {problem}") from None
    held = [row for row in rows if not _is_empty(row)]
    notes = []
    if empty := len(rows) - len(held):
        holds = "holds" if empty == 1 else "hold"
        notes.append(f"{file.name}: {plural(empty, 'row')} {holds} no position any more.")
    if not rows:
        notes.append(f"{file.name}: the list is empty: no position is open.")
    return UnifiedReply(_sharing([_read(row) for row in held]), tuple(notes))


def _is_empty(row: UnifiedRow) -> bool:
    """Return whether a row holds nothing: many exchanges list each market that was ever traded."""
    contracts = row.number("contracts")
    if contracts is not None:
        return contracts == 0
    told = any(row.number(name) for name in ("notional", "entryPrice", "initialMargin"))
    return bool(row.symbol) and not told and row.word("side") is None and not row.remarks


def _read(row: UnifiedRow) -> ReadPosition:
    exchange = exchange_of(row.info)
    filled = Filled({}, [])
    position, missing = None, ""
    try:
        filled = fill(row, exchange, filled)
        position = OwnPosition(**filled.fields)  # type: ignore[arg-type]
    except BadInput as problem:
        missing = _sentence(str(problem))
    return ReadPosition(
        _named(row.symbol),
        exchange.name,
        position,
        missing,
        MappingProxyType(filled.fields),
        tuple(remark for remark in (*filled.remarks, *row.remarks) if remark),
        row.above_zero("liquidationPrice"),
        filled.follows,
    )


def _named(symbol: str) -> str:
    """Return a symbol as it can be shown: half a sign of JSON would stop the whole page."""
    is_plain = symbol.isprintable() and len(symbol) <= _LONGEST
    return (symbol if is_plain else shown(symbol)) or "a row without a symbol"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] if text.startswith("it ") else text


def _sharing(found: list[ReadPosition]) -> tuple[ReadPosition, ...]:
    """Say of positions on cross margin that one account's money backs them all."""

    def purse(one: ReadPosition) -> object:
        if one.position is None or one.position.mode is not MarginMode.CROSS:
            return None
        return one.exchange, one.position.coin if one.position.coins else one.position.currency

    purses = [purse(one) for one in found]
    return tuple(
        replace(one, remarks=(*one.remarks, _SHARED)) if own and purses.count(own) > 1 else one
        for one, own in zip(found, purses, strict=True)
    )


_SHARED = "Other positions share its money: they are held where they are."
