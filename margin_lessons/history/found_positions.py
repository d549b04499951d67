"""Positions that are still open, with the own money behind them where the files tell it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from margin_lessons.errors import BadInput
from margin_lessons.history.entries import NOTHING, BalanceRun, OpenLot
from margin_lessons.history.lots import leverage_of
from margin_lessons.own_position import OwnPosition
from margin_lessons.position import Side
from margin_lessons.words import amount
from margin_lessons.words import coins as coins_told

_DUST = Decimal("0.000001")
"""An amount that nobody counts, of any asset."""

FEE_CREDITS = "KFEE"
"""Kraken's fee credits of old: each pays 0.01 USD of a fee, and backs nothing."""


class FoundPosition(NamedTuple):
    """What is open in one pair on one side: its ``lots``, added up, and what is ``unknown`` of it.

    ``own`` is the position with the own money behind it; None where the files do not tell that
    money, and ``unknown`` says why. ``entry`` is the mean price, ``leverage`` cost over margin.
    """

    lots: tuple[OpenLot, ...]
    coin: str
    currency: str
    side: Side
    volume: float
    entry: float
    leverage: float
    own: OwnPosition | None = None
    unknown: tuple[str, ...] = ()

    def backed_by(self, cash: float, coins: float = 0.0) -> OwnPosition:
        """Return it as a position of one's own, with the money behind it as its owner tells it.

        Raises ``BadInput`` for money below zero.
        """
        return OwnPosition(
            *(self.side, self.volume, self.entry, cash, coins, self.leverage),
            coin=self.coin,
            currency=self.currency,
        )


class WalletMoney(NamedTuple):
    """What a wallet for trading holds: plain coins and currencies by their codes."""

    held: dict[str, Decimal]
    told: bool

    @classmethod
    def of(cls, runs: Iterable[BalanceRun]) -> WalletMoney:
        """Return what is held at the end; staked coins and other wallets back no position."""
        held: dict[str, Decimal] = {}
        told = False
        for run in runs:
            told = True
            if is_backing(run.asset, run.form, run.wallet):
                held[run.asset] = held.get(run.asset, NOTHING) + run.after
        return cls(held, told)


def is_backing(asset: str, form: str, wallet: str) -> bool:
    """Return whether a balance backs positions: plain, in a spot wallet, and no fee credits."""
    return not form and wallet.casefold().startswith("spot") and asset != FEE_CREDITS


def found_positions(
    lots: Iterable[OpenLot], runs: Iterable[BalanceRun]
) -> tuple[FoundPosition, ...]:
    """Return what is open, one for each pair and side, oldest first."""
    groups: dict[tuple[str, str, Side], list[OpenLot]] = defaultdict(list)
    for lot in lots:
        groups[lot.coin, lot.currency, lot.side].append(lot)
    money = WalletMoney.of(runs)
    return tuple(_backed(_together(group), money, len(groups)) for group in groups.values())


def _together(lots: Sequence[OpenLot]) -> FoundPosition:
    first = lots[0]
    volume = sum((lot.volume for lot in lots), NOTHING)
    cost = sum((lot.volume * lot.entry for lot in lots), NOTHING)
    margin = sum((lot.margin for lot in lots), NOTHING)
    entry = cost / volume if len(lots) > 1 else first.entry
    leverage = leverage_of(cost, margin) if len(lots) > 1 else first.leverage
    return FoundPosition(
        *(tuple(lots), first.coin, first.currency, first.side),
        *(float(volume), float(entry), leverage),
    )


def _backed(found: FoundPosition, money: WalletMoney, groups: int) -> FoundPosition:
    """Return the position with its own money, or with what is not known of it."""
    cash, coins = (money.held.get(name, NOTHING) for name in (found.currency, found.coin))
    beside = money_beside(money.held, found.coin, found.currency)
    unknown = []
    if not money.told:
        unknown.append(
            "The own money behind it stands in no trades.csv: give the ledgers.csv too, or tell it."
        )
    if beside:
        held = " and ".join(coins_told(float(much), name) for name, much in beside.items())
        unknown.append(f"{held} may back it too: what that is worth now, the files do not tell.")
    if groups > 1:
        unknown.append("Another position is open on the same money: one alone would look too safe.")
    if min(cash, coins) < 0:
        unknown.append(
            f"The balance is below zero: {amount(float(cash))} {found.currency}, "
            f"{amount(float(coins))} {found.coin}. That is a debt already."
        )
    if unknown:
        return found._replace(unknown=tuple(unknown))
    try:
        return found._replace(own=found.backed_by(float(cash), float(coins)))
    except BadInput as problem:  # a leverage below 1, of a damaged margin
        return found._replace(unknown=(str(problem),))


def money_beside(held: dict[str, Decimal], coin: str, currency: str) -> dict[str, Decimal]:
    """Return what else is held that has no price in a pair of ``coin`` and ``currency``."""
    return {
        name: much
        for name, much in held.items()
        if name not in (coin, currency) and abs(much) > _DUST
    }
