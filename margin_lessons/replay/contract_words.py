"""How the money and the size of a contract are written: in dollars and coins, or the other way."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.contract import Contract


def contract_money(contract: Contract, coin: str, value: float) -> str:
    """Return an amount in the currency of a contract's margin."""
    if contract.inverse:
        return words.coins(value, coin)
    return words.money(value, contract.quote)


def contract_size(contract: Contract, coin: str, volume: float) -> str:
    """Return the size of a contract: in coins, or in the quote currency of an inverse one."""
    return words.money(volume, contract.quote) if contract.inverse else words.coins(volume, coin)
