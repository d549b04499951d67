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

SAMPLES: Mapping[str, str] = MappingProxyType(
    {
        f"kraken_{kind}_{year}.csv": f"Kraken's {kind}.csv as of {year[:4]}: {what}"
        for year, what in _KRAKEN.items()
        for kind in ("trades", "ledgers")
    }
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
