"""The margin level over time, at the moments whose price the files tell.

Trades tell prices and positions, the ledger tells the own money: the level needs both. Between two
trades no export has a price, so nothing is said of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from margin_lessons.account import Account
from margin_lessons.history.balances import WalletKey, before
from margin_lessons.history.entries import NOTHING, LedgerRow, LevelAt
from margin_lessons.history.found_positions import is_backing, money_beside
from margin_lessons.history.lot_book import OpenThen
from margin_lessons.own_position import OwnPosition
from margin_lessons.position import Side
from margin_lessons.words import plural

MOST_LEVELS = 1_000
"""So many moments are counted at most, evenly chosen; a picture shows no more."""

_SECOND = timedelta(seconds=1)
"""A ledger's times are whole seconds: what a trade booked stands there within one."""


class LevelMoments(NamedTuple):
    """The level at each moment that is known, and what is not known of the others."""

    known: tuple[LevelAt, ...]
    unknown: tuple[str, ...]


def known_levels(
    then: Sequence[OpenThen], wallets: Mapping[WalletKey, Sequence[LedgerRow]]
) -> LevelMoments:
    """Return the level after each trade in a pair in which something was open."""
    if not then or not wallets:
        return LevelMoments((), _missing(then, wallets))
    balances = Balances(wallets)
    chosen = range(0, len(then), -(-len(then) // MOST_LEVELS))
    known = []
    for at in chosen:
        level = _level(then[at], balances)
        if level is not None:
            known.append(level)
    said = []
    if len(chosen) < len(then):
        said.append(
            f"{len(then):,} moments have a price: the level is worked out at {len(chosen):,}."
        )
    if gone := len(chosen) - len(known):
        said.append(
            f"At {plural(gone, 'moment')} the level cannot be known: other coins, another pair, or "
            "what is not in the files stood behind it."
        )
    return LevelMoments(tuple(known), tuple(said))


def _missing(
    then: Sequence[OpenThen], wallets: Mapping[WalletKey, Sequence[LedgerRow]]
) -> tuple[str, ...]:
    if then:
        return (
            "The level over time cannot be known: the own money stands in ledgers.csv, which is "
            "not among these files.",
        )
    if any(row.entry_type == "margin" for rows in wallets.values() for row in rows):
        return (
            "The level over time cannot be known: price, size and leverage of the positions stand "
            "in trades.csv, which is not among these files.",
        )
    return ()


class Balances:
    """What each wallet that backs positions held at any moment."""

    def __init__(self, wallets: Mapping[WalletKey, Sequence[LedgerRow]]) -> None:
        self._wallets = {
            key: ([row.at for row in rows], rows)
            for key, rows in wallets.items()
            if is_backing(*key) and rows
        }
        times = [row.at for rows in wallets.values() for row in rows]
        self._first, self._last = min(times), max(times)

    def held(self, at: datetime) -> dict[str, Decimal] | None:
        """Return what was held after what happened at a moment; None where no file tells it."""
        moment = at + _SECOND
        if moment < self._first or at > self._last + _SECOND:
            return None
        held: dict[str, Decimal] = {}
        for key, (times, rows) in self._wallets.items():
            count = bisect_right(times, moment)
            told = rows[count - 1].balance if count else before(rows[0])
            held[key.asset] = held.get(key.asset, NOTHING) + (told or NOTHING)
        return held


def _level(then: OpenThen, balances: Balances) -> LevelAt | None:
    held = balances.held(then.at)
    if held is None or not then.certain or then.margin <= 0:
        return None
    if money_beside(held, then.coin, then.currency):
        return None
    cash, coins = (float(held.get(name, NOTHING)) for name in (then.currency, then.coin))
    volume = abs(then.volume)
    leverage = float(then.cost / then.margin)  # not rounded: the margin is the one in the file
    if coins < 0 or leverage < 1:
        return None
    own = OwnPosition(
        *(Side.LONG if then.volume > 0 else Side.SHORT, float(volume), float(then.cost / volume)),
        *(max(cash, 0.0), coins, leverage),
        coin=then.coin,
        currency=then.currency,
    )
    account = own.holding
    if not isinstance(account, Account):
        return None
    at = replace(account, realised=min(cash, 0.0)).at(float(then.price))
    return LevelAt(then.at, float(at.level), float(at.equity), float(at.used_margin), then.currency)
