"""What somebody's own trades tell: exports of exchanges, read without guessing.

``read_history`` is the door: any number of files, and a ``History`` of what they tell together.
"""

from margin_lessons.history.ccxt_positions import ReadPosition
from margin_lessons.history.entries import (
    BalanceRun,
    ClosedLot,
    ForcedClose,
    LedgerRow,
    LevelAt,
    LotEnding,
    OpenLot,
    PositionCharge,
    Realised,
    RealisedKind,
    TradeRow,
)
from margin_lessons.history.export_file import StoppedReading
from margin_lessons.history.found_positions import FoundPosition
from margin_lessons.history.history import History
from margin_lessons.history.reading import read_history

__all__ = [
    "BalanceRun",
    "ClosedLot",
    "ForcedClose",
    "FoundPosition",
    "History",
    "LedgerRow",
    "LevelAt",
    "LotEnding",
    "OpenLot",
    "PositionCharge",
    "ReadPosition",
    "Realised",
    "RealisedKind",
    "StoppedReading",
    "TradeRow",
    "read_history",
]
