"""Sample exports that ship with the course: invented trades, in the layouts of each year."""

from __future__ import annotations

from pathlib import Path

from margin_lessons.errors import pick

_FOLDER = Path(__file__).with_name("samples")

SAMPLES = tuple(sorted(path.name for path in _FOLDER.iterdir() if path.is_file()))
"""The names of the sample files."""


def sample(name: str) -> Path:
    """Return where a sample file lies; ``BadInput`` with the nearest name for one that is not.

    >>> from margin_lessons.history import read_history
    >>> read_history(sample("bitstamp_2013.csv")).trades[0].price
    Decimal('200.00')
    """
    return _FOLDER / pick("sample", name, {one: one for one in SAMPLES}, "the samples")
