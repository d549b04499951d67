"""One invented night of prices: a slow fall, a jump while nobody trades, and what came after it."""

from __future__ import annotations

from margin_lessons.market.bars import Bars

A_BAR = 15.0
"""A price every quarter of an hour, in minutes."""

BEFORE_THE_JUMP = (
    100.0, 100.3, 99.8, 100.1, 99.9, 99.4, 99.7, 99.6, 99.0, 99.2, 98.6, 98.9, 98.3, 98.5, 98.0,
    98.2, 97.6, 97.8, 97.1, 97.0, 96.5,
)  # fmt: skip
AFTER_THE_JUMP = (
    88.0, 87.4, 87.9, 87.2, 87.0, 87.6, 88.3, 88.0, 88.7, 88.9, 89.6, 89.5, 90.0,
)  # fmt: skip

FALLEN_TO, OPENED_AT = BEFORE_THE_JUMP[-1], AFTER_THE_JUMP[0]
"""The prices on both sides of the jump."""

NIGHT = Bars.from_path(BEFORE_THE_JUMP, AFTER_THE_JUMP, length=A_BAR)
"""The eight hours, bar by bar."""
