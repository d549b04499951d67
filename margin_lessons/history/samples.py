"""Exports to try the reading with: invented trades in the real layouts of each year."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from margin_lessons.errors import pick

_KRAKEN = {
    "2019": "13 and 9 columns; the rest of a long was liquidated, a short is open",
    "2021": "all columns; a rollover paid in ether, a position that was settled",
    "2022": "zeros at the end dropped, a column name too many",
    "2024": "fees with a minus, coins by their plain names; a liquidation",
    "2024_usd": "amounts in USD beside, no quotation marks",
    "2025": "columns for classes of assets, no quotation marks",
    "2026": "all columns; types of entries that are new, a liquidation",
}

_BITSTAMP = {
    "2013": "bitcoin and dollars with a sign, types as numbers",
    "2022": "units in the cells, months in words; one minute with two trades alike",
    "2024": "a currency beside each number; its first trade stands in the file of 2022, too",
}

_POSITIONS = {
    "binance": "isolated and cross, linear and inverse; a row that holds nothing",
    "bybit": "linear and inverse; whether the margin is isolated is not told",
    "deribit": "contracts that count dollars already",
    "hyperliquid": "isolated and cross, no maintenance margin",
    "kraken_futures": "neither a price of now nor a rate",
    "kraken_spot": "spot margin, a part of it closed",
    "okx": "isolated linear, cross inverse",
}

_PAULA = {
    "paula_trades.csv": "The trades of lesson 11: one long, and nothing for 60 days",
    "paula_ledgers.csv": "The ledger of lesson 11: 360 rollovers",
}

SAMPLES: Mapping[str, str] = MappingProxyType(
    {
        f"kraken_{kind}_{year}.csv": f"Kraken's {kind}.csv as of {year[:4]}: {what}"
        for year, what in _KRAKEN.items()
        for kind in ("trades", "ledgers")
    }
    | {f"bitstamp_{year}.csv": f"Bitstamp's export: {what}" for year, what in _BITSTAMP.items()}
    | {
        f"positions_{name}.json": f"Open positions in ccxt's unified form: {what}"
        for name, what in _POSITIONS.items()
    }
    | _PAULA
)
"""What each sample is, by the name of its file."""


def sample(name: str) -> Path:
    """Return the path of a sample; ``BadInput`` with the nearest name for one that is not there.

    >>> from margin_lessons.history import read_history
    >>> history = read_history(
    ...     sample("kraken_trades_2019.csv"), sample("kraken_ledgers_2019.csv")
    ... )
    >>> mine = history.positions[0].own
    >>> mine.side.value, mine.volume, mine.entry, mine.leverage, round(mine.cash, 2)
    ('short', 0.2, 6000.0, 3.0, 956.11)
    """
    pick("sample", name, SAMPLES, "the samples")
    return Path(__file__).parent / "samples" / name
